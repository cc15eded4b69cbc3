"""What is read, counted by the day: no change set, for nobody describes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from archive.models import Tally
from archive.publication import today

#: Days after which the count of a single day is forgotten: nobody needs longer.
KEPT = 800


def add(session: Session, counts: Mapping[tuple[str, str], int], day: str = "") -> None:
    """Add counts by (kind, subject) to a day's, today's where none is named."""
    for (kind, subject), count in counts.items():
        row = insert(Tally).values(day=day or today(), tally_kind=kind, subject=subject, count=count)
        session.execute(
            row.on_conflict_do_update(
                index_elements=["day", "tally_kind", "subject"], set_={"count": Tally.count + count}
            )
        )


def forget(session: Session) -> None:
    """Erase what is older than `KEPT` days."""
    last = date.fromisoformat(today()) - timedelta(days=KEPT)
    session.execute(delete(Tally).where(Tally.day < last.isoformat()))
