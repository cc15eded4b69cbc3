"""What an answer cannot know of: issues the archive lacks, and what is read poorly or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive import dates
from archive.queries import holdings
from archive.store import Session, Store
from index.limits import InIssue, Years
from index.query import Query
from index.scoping import Visible, kept_briefly, readings, within

#: An issue is poorly read where more of its pages are.
_POOR = 0.5


@dataclass(frozen=True, slots=True)
class Coverage:
    """What may be missing from an answer: issues lacking, issues poorly read, pages without text."""

    missing: int = 0
    poor: int = 0
    unread: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.poor or self.unread)


def coverage(store: Store, session: Session, query: Query, seen: Visible, *, public: bool) -> Coverage:
    """What may be missing from the answer to a query, within its limits by year and issue."""
    read = readings(store, session, public=public)
    poor = unread = 0
    for key, issue in seen.issues.items():
        if key in read and within(issue, query):
            here = read[key]
            unread += here.pages - here.with_text
            poor += bool(here.with_text) and here.poor > _POOR * here.with_text
    if any(isinstance(one, InIssue) for one in query.limits):
        return Coverage(0, poor, unread)
    years = [one for one in query.limits if isinstance(one, Years)]
    lacking = _lacking(store, session, public=public)
    missing = sum(n for under, n in lacking.items() if not years or any(one.hold(*under) for one in years))
    return Coverage(missing, poor, unread)


def _lacking(store: Store, session: Session, *, public: bool) -> Mapping[tuple[int, int | None], int]:
    """How many numbers of each Gregorian and Hijri year the archive lacks; at most some seconds old."""

    def count() -> Counter[tuple[int, int | None]]:
        expected = holdings.expected(session, public=public)
        return Counter(_years_of(each) for each in expected if each.state in holdings.LACKING)

    made: Counter[tuple[int, int | None]] = kept_briefly(store, ("lacking", public), count)
    return made


def _years_of(each: holdings.Expected) -> tuple[int, int | None]:
    """The years of both calendars that an expected number begins in."""
    begins = date(*each.begins, 1)
    hijri = dates.hijri_range(begins, begins)
    return each.year, hijri.begin.year if hijri else None
