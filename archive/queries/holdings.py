"""What ought to exist, and what became of it: expected numbers, held against what the archive has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.expecting import Month, Slot, expected_by, months_of_slot, parse_rules
from archive.letters import western_digits
from archive.models import Holding, Issue, Series
from archive.publication import today
from archive.queries.issues import seen
from archive.texts import NO_TEXT, Texts

#: An issue whose date spans more months than this says no month: it fills no place.
_LONGEST = 4
#: States of an expected number that the archive lacks.
LACKING = ("known-missing", "held", "unknown")


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that ought to exist, or of which it is known that it never appeared.

    `state` is one of `models.HOLDING_STATES`: "scanned" where an issue that the reader may see fills it,
    then `issue` is that issue's key; else what people have said of it. `version`: of what they said, 0 where
    nobody has said anything.
    """

    series_id: int
    slot: str
    number: str
    begins: Month
    ends: Month
    state: str
    issue: str = ""
    issue_id: int | None = None
    note: Texts = NO_TEXT
    version: int = 0

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.begins[0]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numbers are in which state."""

    scanned: int = 0
    held: int = 0
    missing: int = 0
    never: int = 0
    unknown: int = 0

    @property
    def printed(self) -> int:
        """How many ought to exist: all but those that never appeared."""
        return self.scanned + self.held + self.missing + self.unknown

    @property
    def percent(self) -> int | None:
        """How much of what was printed is in the archive, rounded down; None where nothing is expected."""
        return 100 * self.scanned // self.printed if self.printed else None


def coverage_of(expected: Iterable[Expected]) -> Coverage:
    """The counts of some expected numbers."""
    counts: dict[str, int] = {}
    for each in expected:
        counts[each.state] = counts.get(each.state, 0) + 1
    return Coverage(
        counts.get("scanned", 0),
        counts.get("held", 0),
        counts.get("known-missing", 0),
        counts.get("never-printed", 0),
        counts.get("unknown", 0),
    )


def series_with_rules(session: Session) -> Sequence[Series]:
    """The series that say how often they appeared, in order."""
    return session.scalars(
        select(Series)
        .where(Series.withdrawn.is_(False), Series.rule != "")
        .order_by(Series.position, Series.id)
    ).all()


def expected(session: Session, *, public: bool) -> tuple[Expected, ...]:
    """Every number that is expected, in order of time. Nothing where no series has a rule.

    What the rules say is reckoned anew each time, so a series that still appears grows by itself; what
    people say of a number is a holding, also of one that no rule expects.
    """
    all_series = session.scalars(select(Series).where(Series.withdrawn.is_(False)).order_by(Series.id)).all()
    said: dict[tuple[int, str], Holding] = {
        (holding.series_id, holding.slot): holding
        for holding in session.scalars(select(Holding).where(Holding.withdrawn.is_(False)))
    }
    held = _Shelf(session, public=public)
    found: list[Expected] = []
    for series in all_series:
        own = {slot: holding for (number, slot), holding in said.items() if number == series.id}
        found += _of_series(series, own, held, alone=len(all_series) == 1)
    return tuple(sorted(found, key=lambda each: (each.begins, each.series_id, each.ends)))


@lru_cache(maxsize=64)
def _expected_by(rule: str, day: str) -> tuple[Slot, ...]:
    """What a rule expects until a day: some eight hundred numbers, which every page of years asks for."""
    return tuple(expected_by(parse_rules(rule), date.fromisoformat(day)))


def _of_series(series: Series, said: dict[str, Holding], held: _Shelf, *, alone: bool) -> Iterator[Expected]:
    places = {slot.slot: slot for slot in _expected_by(series.rule, today())}
    for name in said:
        if name not in places and (months := months_of_slot(name)) is not None:
            places[name] = Slot(name, said[name].number, *months)
    for name, slot in places.items():
        holding = said.get(name)
        number = (holding.number if holding else "") or slot.number
        issue = held.fills(series.id, slot.begins, slot.ends, number, alone=alone)
        spoken = holding.state if holding else "never-printed" if slot.never else "unknown"
        if issue is None and spoken == "scanned":
            spoken = "held"  # it is, but the reader may not see it
        yield Expected(
            series_id=series.id,
            slot=name,
            number=number,
            begins=slot.begins,
            ends=slot.ends,
            state="scanned" if issue is not None else spoken,
            issue=issue.key if issue is not None else "",
            issue_id=issue.id if issue is not None else None,
            note=holding.note if holding else NO_TEXT,
            version=holding.version if holding else 0,
        )


@dataclass(frozen=True, slots=True)
class _Issue:
    id: int
    key: str
    number: str
    kind: str
    series_id: int | None


class _Shelf:
    """The issues that can be seen, by the months their dates name and by their numbers."""

    def __init__(self, session: Session, *, public: bool) -> None:
        self._by_month: dict[Month, list[_Issue]] = {}
        self._undated: dict[str, list[_Issue]] = {}
        rows = session.execute(
            select(
                Issue.id,
                Issue.key,
                Issue.number,
                Issue.issue_kind,
                Issue.series_id,
                Issue.date_from,
                Issue.date_to,
            )
            .where(seen(public))
            .order_by(Issue.date_from, Issue.number_key, Issue.id)
        )
        for number, key, printed, kind, series_id, first, last in rows:
            issue = _Issue(number, key, western_digits(printed).strip(), kind, series_id)
            months = _months(first, last)
            for month in months:
                self._by_month.setdefault(month, []).append(issue)
            if not months and issue.number:
                self._undated.setdefault(issue.number, []).append(issue)

    def fills(self, series_id: int, begins: Month, ends: Month, number: str, *, alone: bool) -> _Issue | None:
        """The issue that stands in a place: that of its months, an ordinary one before a special one.

        A special issue or supplement fills a place only under its number. An issue without a date fills the
        place of its number.
        """
        here = [issue for month in _between(begins, ends) for issue in self._by_month.get(month, ())]
        here += self._undated.get(number, []) if number else []
        own = [issue for issue in here if issue.series_id == series_id or (alone and issue.series_id is None)]
        fitting = [i for i in own if i.kind in ("ordinary", "double") or (number and i.number == number)]
        return min(fitting, key=lambda issue: issue.number != number, default=None)


def _months(first: str, last: str) -> list[Month]:
    """The months from one ISO day to another; none where they are too many to be one number's."""
    if not first or not last:
        return []
    months = list(_between((int(first[:4]), int(first[5:7])), (int(last[:4]), int(last[5:7])), _LONGEST + 1))
    return months if len(months) <= _LONGEST else []


def _between(first: Month, last: Month, most: int = 36) -> Iterator[Month]:
    year, month = first
    while (year, month) <= last and most:
        yield year, month
        year, month, most = (year, month + 1, most - 1) if month < 12 else (year + 1, 1, most - 1)
