"""What ought to exist, at the desk: the rule of each series, and what is known of its numbers."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from archive.actions import changes, holdings
from archive.errors import BadInput
from archive.expecting import expected_by, parse_rules
from archive.models import HOLDING_STATES
from archive.publication import today
from archive.queries import holdings as questions
from archive.queries import titles
from archive.store import Session
from web.contexts import Link
from web.coverage_contexts import DeskCoverage, NumberRow, SeriesRow
from web.coverage_map import slot_told, told_rule
from web.naming import issue_path, text_of
from web.views.desk.issues import done_notices
from web.visiting import Visit


def coverage(visit: Visit) -> Response:
    """The rules, and the numbers of one year (`?year=`, the first with gaps where none is named)."""
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("desk/coverage.html", context, "coverage", notices=done_notices(visit))


def _context(visit: Visit, session: Session, rule: str = "", fault: str = "") -> DeskCoverage:
    title = titles.the_title(session)
    series = list(titles.series_of(session, title)) if title else []
    rows = [
        SeriesRow(
            place,
            text_of(each.name, visit.language).value,
            rule if fault else each.rule,
            visit.say.listed([told_rule(part, visit.say) for part in parse_rules(each.rule)]),
            fault,
        )
        for place, each in enumerate(series, 1)
    ] or [SeriesRow(1, "", rule, "", fault)]
    expected = questions.expected(session, public=False)
    years = sorted({each.year for each in expected})
    gaps = sorted({each.year for each in expected if each.state == "unknown"})
    asked = visit.whole("year", 0)
    year = asked if asked in years else next(iter(gaps or years), 0)
    places = {each.id: place for place, each in enumerate(series, 1)}
    own = tuple(
        NumberRow(
            slot=each.slot,
            told=slot_told(each.slot, visit.say),
            number=each.number,
            state=each.state,
            series=places.get(each.series_id, 1),
            url=issue_path(visit.language, visit.settings.naan, each.issue) if each.issue else "",
        )
        for each in expected
        if each.year == year
    )
    links = tuple(
        Link(str(each), f"{visit.to('desk/coverage')}?year={each}", each == year, int(each in gaps))
        for each in years
    )
    states = tuple(state for state in HOLDING_STATES if state != "scanned")
    return DeskCoverage(tuple(rows), visit.to("desk/coverage"), year, own, links, states)


def save(visit: Visit) -> Response:
    """Keep a series' rule, or what became of the numbers of a year."""
    by = visit.account.name if visit.account else ""
    if visit.field("do") == "rule":
        return _save_rule(visit, by)
    year = visit.field("year")
    with visit.store.write() as session:
        known = {(e.slot, e.series_id): e for e in questions.expected(session, public=False)}
        title = titles.the_title(session)
        series = list(titles.series_of(session, title)) if title else []
        change_set = changes.begin(session, by=by, why=visit.field("why"))
        for place, each in enumerate(series, 1):
            for (slot, owner), number in known.items():
                told = visit.field(f"state-{place}-{slot}")
                if owner == each.id and told and told != number.state:
                    holdings.state(session, change_set, each, slot, told)
    shown = year if year.isascii() and year.isdecimal() else ""
    return visit.redirect(visit.to("desk/coverage"), year=shown, done="saved")


def _save_rule(visit: Visit, by: str) -> Response:
    rule, place = visit.field("rule")[:2000], visit.field("series")
    try:
        # Reckoned once before it is kept: a rule may be well written and still expect nonsense.
        list(expected_by(parse_rules(rule), date.fromisoformat(today())))
    except BadInput as error:
        fault = visit.translate(error.message).format(**error.values)
        with visit.store.read() as session:
            context = _context(visit, session, rule, fault)
        return visit.page("desk/coverage.html", context, "coverage", status=422)
    with visit.store.write() as session:
        change_set = changes.begin(session, by=by, why="rule of publication")
        number = int(place) if place.isascii() and place.isdecimal() and len(place) < 3 else 1
        series = holdings.series_numbered(session, change_set, max(1, number))
        holdings.set_rule(session, change_set, series, rule)
    return visit.redirect(visit.to("desk/coverage"), done="saved")
