"""A series' rule of publication; what is read, counted by the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series", sa.Column("rule", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "tallies",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("tally_kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "tally_kind", "subject", name=op.f("pk_tallies")),
    )


def downgrade() -> None:
    op.drop_table("tallies")
    with op.batch_alter_table("series") as batch:
        batch.drop_column("rule")
