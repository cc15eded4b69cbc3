"""A result taken away (CSV, JSON, RIS, BibTeX), as a feed, and what may be meant while a query is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from starlette.responses import Response

from archive.exports.spreadsheet import csv_bytes
from archive.queries import issues
from index.engine import NoIndex
from index.query import InIssue
from index.searching import Answer, order
from index.searching import search as ask
from index.suggesting import Suggesting
from web.answering import CHECKED, FIVE_MINUTES, PRIVATE, answer, data_answer
from web.asked import Asked, asked_in
from web.citation_files import BIBTEX_TYPE, RIS_TYPE
from web.result_files import COLUMNS, Row, bibliography, data_of, feed, row_of, sources_of
from web.visiting import Visit

#: Pages that are taken away at once: each is read for its lit words, each source for its issue.
MOST = 500
#: Entries of a feed; pages among which the newest are looked for.
_ENTRIES = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ris": RIS_TYPE,
    "bib": BIBTEX_TYPE,
}
_NOINDEX = {"x-robots-tag": "noindex"}


def results(visit: Visit) -> Response:
    """The first `MOST` pages of a result as a file; "total" in it says how many there are."""
    asked, ending = asked_in(visit), visit.param("format")
    found = _found(visit, asked)
    rows = [Row(each) for each in found.hits]
    return file_answer(visit, ending, rows, "results", {"query": str(found.query), "total": found.total})


def file_answer(visit: Visit, ending: str, rows: list[Row], name: str, about: dict[str, object]) -> Response:
    """Pages as a file of a kind of `TYPES`; `about`: what JSON says beside them."""
    if ending == "csv":
        body = csv_bytes(COLUMNS, (row_of(visit, at, row) for at, row in enumerate(rows, 1)))
    elif ending == "json":
        pages = [data_of(visit, at, row) for at, row in enumerate(rows, 1)]
        return data_answer(
            visit.request.headers,
            {**about, "most": MOST, "pages": pages},
            cache=_cache(visit),
            headers=_headers(name, ending),
        )
    else:
        with visit.store.read() as session:
            sources = sources_of(visit, session, (row.found for row in rows))
        body = bibliography(visit, ending, sources).encode()
    return answer(
        visit.request.headers, body, TYPES[ending], cache=_cache(visit), headers=_headers(name, ending)
    )


def saved(visit: Visit) -> Response:
    """A search as an Atom feed: the pages that came into the archive last, first."""
    asked = asked_in(visit)
    found: Answer | None = None
    when: dict[int, datetime] = {}
    if asked.q:
        ids = order(visit.store, visit.pieces.engine, asked.question, public=visit.public, sort=asked.order)
        with visit.store.read() as session:
            when = issues.arrived_at(session, set(ids.issues))
            names = issues.keys_of(session, set(ids.issues))
        newest = sorted(when, key=lambda issue: when[issue], reverse=True)[:_ENTRIES]
        found = _newest(visit, asked, {issue: names[issue] for issue in newest})
    body = feed(
        visit,
        asked.q,
        asked.url(visit, "search/feed.atom"),
        asked.url(visit),
        found.hits if found else (),
        when,
    )
    return answer(
        visit.request.headers,
        body,
        "application/atom+xml; charset=utf-8",
        cache=_cache(visit),
        headers=_NOINDEX,
    )


def suggest(visit: Visit) -> Response:
    """What the typed text may go on to, as JSON, `?issue=`: from the words of one issue.

    `?form=opensearch`: as browsers want it.
    """
    typed, key = visit.query("q")[:200], visit.query("issue")
    try:
        with visit.store.read() as session:
            issue = issues.by_key(session, key, public=visit.public).id if key else None
            engine = visit.pieces.engine
            found = Suggesting(visit.store, session, engine, public=visit.public, issue=issue).complete(typed)
    except NoIndex:
        found = []
    cache = FIVE_MINUTES if visit.account is None else PRIVATE
    if visit.query("form") == "opensearch":
        return data_answer(
            visit.request.headers,
            [typed, [one.text for one in found]],
            media_type="application/x-suggestions+json",
            cache=cache,
            headers=_NOINDEX,
        )
    items = [{"text": one.text, "language": one.language, "pages": one.pages} for one in found]
    return data_answer(visit.request.headers, {"suggestions": items}, cache=cache, headers=_NOINDEX)


def _found(visit: Visit, asked: Asked) -> Answer:
    return ask(
        visit.store,
        visit.pieces.engine,
        asked.question,
        public=visit.public,
        limit=MOST if asked.q else 0,
        sort=asked.order,
    )


def _newest(visit: Visit, asked: Asked, newest: dict[int, str]) -> Answer:
    """The pages of the issues that came last (ids and keys, in that order)."""
    among = () if asked.issue else tuple(InIssue(key) for key in newest.values())
    found = ask(
        visit.store,
        visit.pieces.engine,
        asked.question,
        public=visit.public,
        limits=among,
        limit=MOST,
        sort="newest",
    )
    place = {issue: at for at, issue in enumerate(newest)}
    hits = sorted(found.hits, key=lambda hit: place.get(hit.issue.id, len(place)))
    return replace(found, hits=tuple(hits[:_ENTRIES]))


def _cache(visit: Visit) -> str:
    return CHECKED if visit.account is None else PRIVATE


def _headers(name: str, ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}.{ending}"', **_NOINDEX}
