"""What ought to exist since the first number, and what the archive has of it."""

from __future__ import annotations

from starlette.responses import Response

from archive.expecting import parse_rules
from archive.queries import holdings
from web import coverage_map
from web.answering import CHECKED, PRIVATE, answer
from web.shelf_contexts import Coverage
from web.visiting import Visit


def coverage(visit: Visit) -> Response:
    """The map, the table behind it, and where to say "I own this issue"."""
    with visit.store.read() as session:
        expected = holdings.expected(session, public=visit.public)
        rules = [series.rule for series in holdings.series_with_rules(session)]
    told = tuple(coverage_map.told_rule(rule, visit.say) for text in rules for rule in parse_rules(text))
    context = Coverage(
        total=coverage_map.counts("", holdings.coverage_of(expected)),
        decades=coverage_map.by_decade(expected),
        blocks=coverage_map.blocks(expected, visit.say, visit.settings.naan),
        rules=told,
        csv=visit.to("coverage.csv"),
        own=visit.to("coverage/own"),
    )
    return visit.page("coverage.html", context, "coverage")


def table(visit: Visit) -> Response:
    """The same as CSV."""
    with visit.store.read() as session:
        expected = holdings.expected(session, public=visit.public)
    return answer(
        visit.request.headers,
        coverage_map.table(expected, visit.settings.naan, visit.settings.url),
        "text/csv; charset=utf-8",
        cache=CHECKED if visit.account is None else PRIVATE,
        headers={"content-disposition": 'attachment; filename="coverage.csv"', "x-robots-tag": "noindex"},
    )
