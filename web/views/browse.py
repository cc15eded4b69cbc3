"""All years, one year on one screen, all covers of a decade."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from archive.queries import holdings, issues
from web.contexts import Link
from web.naming import SMALL_COVER
from web.shelf_contexts import Covers, Slot, Year, Years
from web.shelves import Shelf, decades, year_slots
from web.visiting import Visit


def years(visit: Visit) -> Response:
    """A shelf a decade, a cover a year; below, the issues without a date."""
    with visit.store.read() as session:
        every = issues.dated(session, public=visit.public)
        expected = holdings.expected(session, public=visit.public)
        counts = Counter(each.year for each in every if each.year)
        firsts: dict[int, int] = {}
        for each in every:
            firsts.setdefault(each.year, each.id)
        firsts.pop(0, None)
        undated = [each.id for each in every if not each.year]
        shelf = Shelf(
            session, {*firsts.values(), *undated}, visit.say, visit.settings.naan, public=visit.public
        )
        covers: dict[int, Slot] = {}
        for year, first in firsts.items():
            slot = shelf.slot(first, str(year))
            url = visit.to(f"years/{year}")
            covers[year] = Slot(
                "issue", str(year), slot.name, url, slot.picture, count=counts[year], year=str(year)
            )
        loose = tuple(shelf.slot(number) for number in undated)
    known = {each.year for each in expected if each.state in holdings.LACKING}
    shown = decades(counts, visit.say, covers, known=known)
    return visit.page("years.html", Years(shown, len(every), loose), "years")


def year(visit: Visit) -> Response:
    """One year; a year without issues is shown as what it is, an empty shelf."""
    number = visit.number("year")
    with visit.store.read() as session:
        every = issues.dated(session, public=visit.public)
        own = [each.id for each in every if each.year == number]
        expected = holdings.expected(session, public=visit.public)
        here = [each for each in expected if each.year == number]
        shelf = Shelf(session, own, visit.say, visit.settings.naan, public=visit.public)
        slots, more = year_slots(number, shelf, here, visit.say)
    counts = Counter(each.year for each in every if each.year)
    known = {*counts, *(each.year for each in expected if each.state in holdings.LACKING)}
    before = max((each for each in known if each < number), default=None)
    after = min((each for each in known if each > number), default=None)
    printed = holdings.coverage_of(here)
    context = Year(
        year=number,
        decades=decades(counts, visit.say, current=number, known=known),
        slots=slots if own or here else (),
        count=printed.scanned if here else len(own),
        expected=printed.printed if here else len(own),
        previous=_link(visit, before),
        next=_link(visit, after),
        more=more,
    )
    return visit.page("year.html", context, "years", status=200 if own or here else 404)


def _link(visit: Visit, number: int | None) -> Link | None:
    return Link(str(number), visit.to(f"years/{number}")) if number is not None else None


def covers(visit: Visit) -> Response:
    """The covers of a decade on one wall, year by year; `?decade=` chooses it."""
    with visit.store.read() as session:
        every = issues.dated(session, public=visit.public)
        starts = sorted({each.year // 10 * 10 for each in every if each.year})
        chosen = visit.whole("decade", starts[0] if starts else 0)
        own = [each for each in every if each.year and each.year // 10 * 10 == chosen]
        shelf = Shelf(
            session,
            [each.id for each in own],
            visit.say,
            visit.settings.naan,
            public=visit.public,
            width=SMALL_COVER,
        )
        walls = tuple(
            (number, tuple(shelf.slot(each.id) for each in own if each.year == number))
            for number in sorted({each.year for each in own})
        )
    links = tuple(
        Link(str(start), f"{visit.to('covers')}?decade={start}", current=start == chosen) for start in starts
    )
    context = Covers(chosen, links, walls, len(own))
    return visit.page("covers.html", context, "years", status=200 if own or not starts else 404)
