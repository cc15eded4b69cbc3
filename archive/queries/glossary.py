"""The glossary: which notions it has, and what was changed in it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from archive.models import Change, ChangeSet, GlossaryEntry


def entries(session: Session, *, field: str | None = None) -> Sequence[GlossaryEntry]:
    """The entries in use, of one field or of all, in the order they were made."""
    query = select(GlossaryEntry).where(GlossaryEntry.withdrawn.is_(False)).order_by(GlossaryEntry.id)
    if field is not None:
        query = query.where(GlossaryEntry.field == field)
    return session.scalars(query).all()


def fields(session: Session) -> dict[str, int]:
    """The fields that entries in use belong to, and how many entries each has."""
    rows = session.execute(
        select(GlossaryEntry.field, func.count())
        .where(GlossaryEntry.withdrawn.is_(False))
        .group_by(GlossaryEntry.field)
        .order_by(GlossaryEntry.field)
    )
    return {row[0]: row[1] for row in rows}


def change_sets(session: Session, limit: int = 20) -> Sequence[ChangeSet]:
    """The newest acts that touched the glossary."""
    touched = exists().where(Change.change_set == ChangeSet.number, Change.record_kind == GlossaryEntry.kind)
    return session.scalars(
        select(ChangeSet).where(touched).order_by(ChangeSet.number.desc()).limit(limit)
    ).all()


def mark(session: Session) -> tuple[int, int, int]:
    """Something that differs whenever the glossary does: for whoever keeps a copy of it."""
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(GlossaryEntry.version), 0),
            func.coalesce(func.max(GlossaryEntry.id), 0),
        )
    ).one()
    return int(row[0]), int(row[1]), int(row[2])
