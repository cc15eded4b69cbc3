"""All years, and one year as a wall of covers."""

from __future__ import annotations

from starlette.responses import Response

from archive.queries import issues
from web.contexts import Link, Slot, Year, Years
from web.shelves import decades, slot_of, year_slots
from web.views.home import all_holdings
from web.visiting import Visit


def years(visit: Visit) -> Response:
    """A shelf a decade, a cover a year; below, the issues without a date."""
    with visit.store.read() as session:
        counts = issues.years(session, public=visit.public)
        covers: dict[int, Slot] = {}
        for year in counts:
            first = issues.of_year(session, year, public=visit.public)[0]
            slot = slot_of(first, visit.say, visit.settings.naan, str(year))
            covers[year] = Slot(
                "issue",
                str(year),
                slot.name,
                visit.to(f"years/{year}"),
                slot.picture,
                count=counts[year],
                year=str(year),
            )
        undated = [
            slot_of(issue, visit.say, visit.settings.naan)
            for issue in issues.undated(session, public=visit.public)
        ]
    context = Years(decades(counts, visit.say, covers), sum(counts.values()) + len(undated), tuple(undated))
    return visit.page("years.html", context, "years")


def year(visit: Visit) -> Response:
    """One year; a year without issues is shown as what it is, an empty shelf."""
    number = visit.number("year")
    with visit.store.read() as session:
        counts = issues.years(session, public=visit.public)
        found = issues.of_year(session, number, public=visit.public)
        holdings = [h for h in all_holdings(session) if (h.edtf or h.slot)[:4] == f"{number:04}"]
        slots, more = year_slots(number, found, holdings, visit.say, visit.settings.naan)
    before = max((each for each in counts if each < number), default=None)
    after = min((each for each in counts if each > number), default=None)
    expected = [h for h in holdings if h.state != "never-printed"]
    context = Year(
        year=number,
        decades=decades(counts, visit.say, current=number),
        slots=slots,
        count=len(found),
        expected=len(expected) or len(found),
        previous=_link(visit, before),
        next=_link(visit, after),
        more=more,
    )
    return visit.page("year.html", context, "years", status=200 if found or holdings else 404)


def _link(visit: Visit, number: int | None) -> Link | None:
    return Link(str(number), visit.to(f"years/{number}")) if number is not None else None
