"""The ways of reading an issue."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Stream


def of_issue(session: Session, issue_id: int) -> Sequence[Stream]:
    """The ways of reading an issue in their order, those withdrawn left out; asked of the store each time."""
    return session.scalars(
        select(Stream)
        .where(Stream.issue_id == issue_id, Stream.withdrawn.is_(False))
        .order_by(Stream.position, Stream.number)
    ).all()
