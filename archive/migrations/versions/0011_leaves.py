"""Pages: condition and rights of each leaf, the frame in use, the order a person gave its blocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("condition", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("pages", sa.Column("rights", sa.String(), nullable=False, server_default=""))
    op.add_column("pages", sa.Column("canvas", sa.Integer(), nullable=True))
    op.add_column("pages", sa.Column("layout", sa.Text(), nullable=False, server_default="[]"))
    op.execute(
        "UPDATE pages SET canvas = (SELECT max(frames.id) FROM frames WHERE frames.page_id = pages.id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("pages") as batch:
        for column in ("layout", "canvas", "rights", "condition"):
            batch.drop_column(column)
