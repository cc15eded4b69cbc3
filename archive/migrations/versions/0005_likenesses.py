"""Pages that look alike, and how sure a printed page number was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LEADS = {"page_id": "pages", "scan_id": "scans", "other_id": "pages", "other_scan_id": "scans"}


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _LEADS),
        sa.Column("apart", sa.Double(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("change_set", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_likenesses_{name}_{table}"))
            for name, table in _LEADS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likenesses")),
    )
    op.create_index("ix_likenesses_state", "likenesses", ["state"])
    op.create_index("uq_likenesses_pair", "likenesses", list(_LEADS), unique=True)
    op.add_column("pages", sa.Column("label_confidence", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pages") as pages:
        pages.drop_column("label_confidence")
    op.drop_table("likenesses")
