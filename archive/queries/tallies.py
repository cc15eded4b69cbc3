"""What was read most, and what was sought in vain."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Issue, Tally


def issues_read(session: Session, since: str, limit: int = 50) -> Sequence[tuple[Issue, int]]:
    """The issues opened most since a day (ISO), with how often."""
    count = func.sum(Tally.count)
    rows = session.execute(
        select(Issue, count)
        .join(Tally, Tally.subject == Issue.key)
        .where(Tally.tally_kind == "issue", Tally.day >= since)
        .group_by(Issue.id)
        .order_by(count.desc(), Issue.id)
        .limit(limit)
    )
    return [(issue, int(number)) for issue, number in rows]


def unanswered(session: Session, since: str, limit: int = 100) -> Sequence[tuple[str, int]]:
    """The words searched without result since a day (ISO), with how often."""
    count = func.sum(Tally.count)
    rows = session.execute(
        select(Tally.subject, count)
        .where(Tally.tally_kind == "unanswered", Tally.day >= since)
        .group_by(Tally.subject)
        .order_by(count.desc(), Tally.subject)
        .limit(limit)
    )
    return [(str(words), int(number)) for words, number in rows]


def by_day(session: Session, since: str) -> dict[str, int]:
    """How often issues were opened on each day since one (ISO)."""
    rows = session.execute(
        select(Tally.day, func.sum(Tally.count))
        .where(Tally.tally_kind == "issue", Tally.day >= since)
        .group_by(Tally.day)
        .order_by(Tally.day)
    )
    return {str(day): int(count) for day, count in rows}
