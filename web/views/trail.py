"""The way from hit to hit as JSON, for a reader that turns pages without loading them anew."""

from __future__ import annotations

from starlette.responses import Response

from archive.queries import issues, pages
from web.answering import CHECKED, PRIVATE, data_answer
from web.hit_trail import as_plain, trail_of
from web.visiting import Visit


def trail(visit: Visit) -> Response:
    """Where a page stands in the result that `?q=…` carries: previous and next hit, n of N; {} for none."""
    key, number = visit.param("key"), visit.number("page")
    with visit.store.read() as session:
        issue = issues.by_key(session, key, public=visit.public)
        pages.by_number(session, issue, number, public=visit.public)
    found = trail_of(visit, key, number)
    return data_answer(
        visit.request.headers,
        as_plain(found) if found is not None else {},
        cache=CHECKED if visit.public else PRIVATE,
        headers={"x-robots-tag": "noindex"},
    )
