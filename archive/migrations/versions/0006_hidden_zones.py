"""Zones hidden until a day; what is hidden in a PDF."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("redactions", sa.Column("until", sa.String(), nullable=False, server_default=""))
    op.add_column("streams", sa.Column("pdf_hidden", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for table, column in (("streams", "pdf_hidden"), ("redactions", "until")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
