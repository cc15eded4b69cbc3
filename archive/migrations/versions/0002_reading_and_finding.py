"""Readings weighed and proposed, batches judged, and a glossary for searching across languages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXT = sa.String()
_FLAG = sa.Boolean()
_NUMBER: sa.types.TypeEngine[Any] = sa.Double()

#: Table, column, type, what rows that are there already get (None: the column may be empty).
_COLUMNS: tuple[tuple[str, str, sa.types.TypeEngine[Any], str | None], ...] = (
    ("pages", "label_read", _TEXT, ""),
    ("pages", "review", _TEXT, ""),
    ("scans", "linked", _FLAG, "0"),
    ("scans", "picture_hash", _TEXT, ""),
    ("scans", "findings", sa.Text(), "[]"),
    ("scans", "outside", _TEXT, ""),
    ("frames", "preparation", sa.Text(), "{}"),
    ("texts", "expected_error", _NUMBER, None),
    ("texts", "decision", sa.Text(), "{}"),
    ("batches", "scanner", _TEXT, ""),
    ("batches", "copy_of", _TEXT, ""),
    ("batches", "profile", _TEXT, ""),
    ("batches", "verdict", _TEXT, ""),
    ("batches", "verdict_reason", _TEXT, ""),
    ("batches", "verdict_by", _TEXT, ""),
    ("batches", "verdict_at", sa.DateTime(), None),
    ("remarks", "data", sa.Text(), None),
)


def upgrade() -> None:
    for table, name, kind, filled in _COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=filled is None, server_default=filled))
    op.create_table(
        "glossary",
        sa.Column("ar", sa.Text(), nullable=False),
        sa.Column("fr", sa.Text(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary")),
    )
    op.create_index(op.f("ix_glossary_field"), "glossary", ["field"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("change_set", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_proposals_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_page_id"), "proposals", ["page_id"])


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_table("glossary")
    for table, name, _, _ in reversed(_COLUMNS):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
