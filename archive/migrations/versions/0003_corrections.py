"""Lines that people corrected, one row each time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("x", "y", "w", "h")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("before", "after", "language", "by")),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "judged_by")),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("change_set", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_corrections_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    for column in ("page_id", "by", "state"):
        op.create_index(op.f(f"ix_corrections_{column}"), "corrections", [column])


def downgrade() -> None:
    op.drop_table("corrections")
