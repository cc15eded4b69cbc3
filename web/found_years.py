"""The years of a result as bars and as decades, by either calendar, each with its address.

An issue stands under the year it begins in, in both calendars. Issues whose date nobody knows, and for the
Hijri calendar those before its tables, stand under none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.dates import gregorian_years_of, hijri_years_of
from archive.dates.showing import format_hijri
from archive.queries.issues import IssueFacts
from archive.queries.pages import Reading
from index.scoping import Visible
from index.searching import Answer, by_decade
from web.asked import Asked
from web.contexts import Link
from web.search_contexts import Histogram, YearBar
from web.visiting import Visit


def histogram(
    visit: Visit, asked: Asked, answer: Answer, seen: Visible, read: Mapping[int, Reading]
) -> Histogram | None:
    """The years of a result, and how many pages of each were searched; None for fewer than two years."""
    if not asked.hijri:
        return _histogram(visit, asked, answer, seen, read)
    # A result without two Hijri years: what an address asks for cannot be drawn, the other calendar can.
    found = _histogram(visit, asked, answer, seen, read, hijri=True)
    return found or _histogram(visit, asked, answer, seen, read)


def _histogram(
    visit: Visit,
    asked: Asked,
    answer: Answer,
    seen: Visible,
    read: Mapping[int, Reading],
    *,
    hijri: bool = False,
) -> Histogram | None:
    counts = {year: count for year, count in _years(answer, hijri).items() if year is not None}
    known = [issue for issue in seen.issues.values() if issue.id in read and _year(issue, hijri) is not None]
    searched: dict[int, int] = {}
    for issue in known:
        year = _year(issue, hijri) or 0
        searched[year] = searched.get(year, 0) + read[issue.id].with_text
    every = {*counts, *(year for year, pages in searched.items() if pages)}
    if len(every) < 2 or not counts:
        return None
    chosen = _chosen(asked, known, hijri)
    bars = tuple(
        YearBar(
            year,
            counts.get(year, 0),
            searched.get(year, 0),
            round(100 * counts.get(year, 0) / max(searched.get(year, 0), counts.get(year, 0), 1), 1),
            asked.url(visit, from_year=str(year), to_year=str(year)),
            on=year in chosen,
            other=_in_the_other(visit, year, hijri),
            beside=_beside(visit, year, hijri),
        )
        for year in range(min(every), max(every) + 1)
    )
    return Histogram(bars, _measures(visit, asked), asked.rate, hijri, _calendars(visit, asked, known, hijri))


def decades(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    """Ten years at a time, by the calendar that is shown; choosing the current ones takes them away."""
    links = []
    for start, count in by_decade(_years(answer, asked.hijri)).items():
        if start is not None:
            first, last = str(start), str(start + 9)
            on = (asked.from_year, asked.to_year) == (first, last)
            url = asked.url(visit, from_year="" if on else first, to_year="" if on else last)
            told = (
                format_hijri(f"{first}/{last}", visit.language, era=True)
                if asked.hijri
                else visit.say.span(first, last)
            )
            links.append(Link(told, url, on, count))
    return tuple(links)


def _years(answer: Answer, hijri: bool) -> Mapping[int | None, int]:
    return answer.hijri_years if hijri else answer.years


def _year(issue: IssueFacts, hijri: bool) -> int | None:
    return issue.hijri_year if hijri else issue.year


def _chosen(asked: Asked, known: Iterable[IssueFacts], hijri: bool) -> set[int]:
    """The years, of the calendar that is shown, of issues in the chosen years, which may be of the other."""
    years = asked.years
    if years is None:
        return set()
    held = (_year(issue, hijri) for issue in known if years.hold(issue.year, issue.hijri_year))
    return {year for year in held if year is not None}


def _in_the_other(visit: Visit, year: int, hijri: bool) -> str:
    """The years of the other calendar that a year touches, told; "" outside the tables."""
    if not hijri:
        found = hijri_years_of(year)
        return format_hijri(str(found), visit.language, era=True) if found else ""
    years = gregorian_years_of(year)
    if years is None:
        return ""
    first, last = years
    return str(first) if first == last else visit.say.span(first, last)


def _beside(visit: Visit, year: int, hijri: bool) -> str:
    """The one year of the other calendar that stands beside a year on the scale: the first it touches."""
    if hijri:
        years = gregorian_years_of(year)
        return str(years[0]) if years else ""
    found = hijri_years_of(year)
    return format_hijri(str(found.begin), visit.language, era=True) if found else ""


def _measures(visit: Visit, asked: Asked) -> tuple[Link, ...]:
    say = visit.say.gettext
    return (
        Link(say("Pages found"), asked.url(visit, rate=False), not asked.rate),
        Link(say("of each 100 pages"), asked.url(visit, rate=True), asked.rate),
    )


def _calendars(visit: Visit, asked: Asked, known: Iterable[IssueFacts], hijri: bool) -> tuple[Link, ...]:
    """The calendars to choose between; none where no two issues have different Hijri years."""
    if len({issue.hijri_year for issue in known if issue.hijri_year is not None}) < 2 and not asked.hijri:
        return ()
    say = visit.say.gettext
    return (
        Link(say("Gregorian years"), asked.url(visit, hijri=False), not hijri),
        Link(say("Hijri years"), asked.url(visit, hijri=True), hijri),
    )
