"""Issues on shelves: which stands in which place, and what kind of gap stands where none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.models import Holding, Issue
from archive.queries.issues import year_of
from web.contexts import Bar, Decade, Link, Slot, SlotState
from web.i18n import Translator
from web.naming import COVER, cover_page, issue_name, issue_path, page_picture, plain_name

_GAPS: Mapping[str, SlotState] = {
    "known-missing": "missing",
    "held": "held",
    "never-printed": "never",
    "unknown": "unknown",
}
#: States of an expected number that the archive lacks.
LACKING = ("known-missing", "held", "unknown")
_MONTHS = range(1, 13)


def slot_of(issue: Issue, say: Translator, naan: str, heading: str = "", *, wide: bool = False) -> Slot:
    """An issue's cover in its place."""
    page = cover_page(issue.pages, issue.streams, issue.cover_page, say.language)
    alt = say.gettext("Cover of %(issue)s") % {"issue": plain_name(issue, say)}
    year = year_of(issue)
    return Slot(
        state="issue",
        heading=heading,
        name=issue_name(issue, say),
        url=issue_path(say.language, naan, issue.key),
        picture=page_picture(issue.key, page, COVER, alt) if page else None,
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
    year: int, issues: Sequence[Issue], holdings: Iterable[Holding], say: Translator, naan: str
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The twelve places of a year, gaps as gaps; and the issues whose month nobody knows."""
    by_month: dict[int, list[Issue]] = {}
    more: list[Slot] = []
    taken: set[int] = set()
    for issue in issues:
        months = months_of(issue)
        if months is None:
            more.append(slot_of(issue, say, naan))
        else:
            by_month.setdefault(months[0], []).append(issue)
            taken.update(range(months[0], months[1] + 1))
    gaps = {holding.edtf or holding.slot: holding for holding in holdings}
    slots: list[Slot] = []
    for month in _MONTHS:
        for issue in by_month.get(month, ()):
            first, last = months_of(issue) or (month, month)
            slots.append(slot_of(issue, say, naan, say.month(month), wide=last > first))
        if month not in taken:
            slots.append(_gap(gaps.get(f"{year:04}-{month:02}"), say.month(month)))
    return tuple(slots), tuple(more)


def _gap(holding: Holding | None, heading: str) -> Slot:
    return Slot(_GAPS.get(holding.state if holding else "unknown", "unknown"), heading)


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
) -> tuple[Decade, ...]:
    """The decades from the first to the last year; `slots`: the cover of each year."""
    if not counts:
        return ()
    made = []
    for start in range(min(counts) // 10 * 10, max(counts) + 1, 10):
        years = tuple(
            Link(
                str(year),
                f"/{say.language}/years/{year}" if year in counts else "",
                current=year == current,
                count=counts.get(year, 0),
            )
            for year in range(start, start + 10)
        )
        covers = tuple(slots[year] for year in range(start, start + 10) if slots and year in slots)
        made.append(
            Decade(start, years, covers, sum(counts.get(year, 0) for year in range(start, start + 10)))
        )
    return tuple(made)


def lacking_by_year(holdings: Iterable[Holding]) -> dict[int, int]:
    """How many expected numbers of each year the archive lacks."""
    counts: dict[int, int] = {}
    for holding in holdings:
        date = holding.edtf or holding.slot
        if holding.state in LACKING and date[:4].isdecimal():
            counts[int(date[:4])] = counts.get(int(date[:4]), 0) + 1
    return counts
