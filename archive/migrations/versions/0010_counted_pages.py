"""Pages are counted from an index, without their rows being read."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_pages_counted", "pages", ["issue_id", "withdrawn", "text_revision"])


def downgrade() -> None:
    op.drop_index("ix_pages_counted", "pages")
