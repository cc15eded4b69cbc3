"""Issues on shelves: which stands in which place, and what kind of gap stands where none does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from archive.models import Issue, Page
from archive.queries import issues as issue_queries
from archive.queries.covers import covers
from archive.queries.holdings import LACKING, Expected
from archive.queries.issues import year_of
from archive.store import Session
from web.contexts import Link
from web.i18n import Translator
from web.naming import COVER, issue_name, issue_path, page_picture, plain_name
from web.shelf_contexts import Bar, Decade, Slot, SlotState

GAPS: Mapping[str, SlotState] = {
    "known-missing": "missing",
    "held": "held",
    "never-printed": "never",
    "unknown": "unknown",
}
_MONTHS = range(1, 13)


class Shelf:
    """Issues with the pages that stand for them, fetched together, each to be put in its place."""

    def __init__(
        self,
        session: Session,
        issue_ids: Collection[int],
        say: Translator,
        naan: str,
        *,
        public: bool,
        width: int = COVER,
    ) -> None:
        self.issues: Mapping[int, Issue] = issue_queries.shelved(session, issue_ids)
        self._covers = covers(session, list(self.issues.values()), say.language, public=public)
        self._say, self._naan, self._width = say, naan, width

    def slot(self, issue_id: int, heading: str = "", *, wide: bool = False) -> Slot:
        """An issue's cover in its place."""
        issue = self.issues[issue_id]
        return slot_of(
            issue, self._covers.get(issue_id), self._say, self._naan, heading, wide=wide, width=self._width
        )


def slot_of(
    issue: Issue,
    cover: Page | None,
    say: Translator,
    naan: str,
    heading: str = "",
    *,
    wide: bool = False,
    width: int = COVER,
) -> Slot:
    """An issue in its place, `cover` the page that stands for it."""
    alt = say.gettext("Cover of %(issue)s") % {"issue": plain_name(issue, say)}
    year = year_of(issue)
    return Slot(
        state="issue",
        heading=heading,
        name=issue_name(issue, say),
        url=issue_path(say.language, naan, issue.key),
        picture=page_picture(issue.key, cover, width, alt) if cover else None,
        wide=wide,
        year=str(year) if year else "",
        draft=issue.state != "published",
    )


def months_of(issue: Issue) -> tuple[int, int] | None:
    """First and last month of an issue within its first year; None where the date says no month.

    Longer than four months is a year or a season of unknown months: no place of its own.
    """
    if not issue.date_from or not issue.date_to:
        return None
    first, last = issue.date_from[:7], issue.date_to[:7]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
    if months > 3:
        return None
    return int(first[5:]), min(12, int(first[5:]) + months)


def year_slots(
    year: int, shelf: Shelf, expected: Sequence[Expected], say: Translator
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The twelve places of a year, gaps as gaps; and the issues whose month nobody knows.

    `expected`: what ought to exist of this year. A month of which no rule says anything has a place of its
    own only where there is no rule for the year at all.
    """
    by_month: dict[int, list[Issue]] = {}
    more: list[Slot] = []
    taken: set[int] = set()
    for issue in shelf.issues.values():
        months = months_of(issue)
        if months is None:
            more.append(shelf.slot(issue.id))
        else:
            by_month.setdefault(months[0], []).append(issue)
            taken.update(range(months[0], months[1] + 1))
    gaps = {each.begins[1]: each for each in expected if each.state in GAPS}
    slots: list[Slot] = []
    for month in _MONTHS:
        for issue in sorted(by_month.get(month, ()), key=lambda each: (each.number_key, each.id)):
            first, last = months_of(issue) or (month, month)
            slots.append(shelf.slot(issue.id, say.month(month), wide=last > first))
        if month in gaps:
            slots.append(_gap(gaps[month], say))
        elif month not in taken and not expected:
            slots.append(Slot("unknown", say.month(month)))
    return tuple(slots), tuple(more)


def _gap(expected: Expected, say: Translator) -> Slot:
    """A gap; what may lie in somebody's cupboard leads to where they can say so."""
    state = GAPS[expected.state]
    own = f"/{say.language}/coverage/own?slot={expected.slot}" if state in ("missing", "unknown") else ""
    heading = say.month(expected.begins[1])
    return Slot(state, heading, url=own, wide=expected.begins[1] < expected.ends[1])


def bars(
    counts: Mapping[int, int], lacking: Mapping[int, int], on: tuple[int, int] | None = None
) -> tuple[Bar, ...]:
    """Issues by year, every year between the first and the last, and what is known to be missing."""
    if not counts:
        return ()
    every = {*counts, *lacking}
    return tuple(
        Bar(
            year,
            counts.get(year, 0),
            lacking.get(year, 0),
            on is not None and counts.get(year, 0) > 0 and on[0] <= year <= on[1],
        )
        for year in range(min(every), max(every) + 1)
    )


def decades(
    counts: Mapping[int, int],
    say: Translator,
    slots: Mapping[int, Slot] | None = None,
    current: int | None = None,
    *,
    known: Collection[int] = (),
) -> tuple[Decade, ...]:
    """The decades from the first to the last year; `slots`: the cover of each year.

    `known`: years of which something is expected; they have a page too, with gaps alone.
    """
    every = {*counts, *known}
    if not every:
        return ()
    made = []
    for start in range(min(every) // 10 * 10, max(every) + 1, 10):
        years = tuple(
            Link(
                str(year),
                f"/{say.language}/years/{year}" if year in every else "",
                current=year == current,
                count=counts.get(year, 0),
            )
            for year in range(start, start + 10)
        )
        covers_of = tuple(slots[year] for year in range(start, start + 10) if slots and year in slots)
        made.append(
            Decade(start, years, covers_of, sum(counts.get(year, 0) for year in range(start, start + 10)))
        )
    return tuple(made)


def lacking_by_year(expected: Iterable[Expected]) -> dict[int, int]:
    """How many expected numbers of each year the archive lacks."""
    counts: dict[int, int] = {}
    for each in expected:
        if each.state in LACKING:
            counts[each.year] = counts.get(each.year, 0) + 1
    return counts
