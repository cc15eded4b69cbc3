"""Searching inside an issue for viewers of other houses: IIIF Content Search 2, and 1 for the older ones.

What is found is what the site finds for the words alone: nothing is looked for beside them, since such a
viewer could not say so.
"""

from __future__ import annotations

from starlette.responses import Response

from archive import publication
from archive.models import Issue
from archive.queries import issues
from index.occurrences import Occurrence, occurrences
from index.searching import Question
from index.suggesting import Suggesting
from web import content_search, iiif
from web.answering import CHECKED, PRIVATE, data_answer
from web.asked import LONGEST
from web.content_search import Sought
from web.views.files import stream_of
from web.visiting import Visit

#: What the standards let a viewer ask for and we do not heed (2.0, section 4.1.1; 1.0, section 3.2.1).
_NOT_HEEDED = {1: ("motivation", "date", "user"), 2: ("date", "user")}
_TYPES = {1: content_search.TYPE_1, 2: content_search.TYPE_2}


def issue(visit: Visit) -> Response:
    """The places of an issue with the words of `?q=`."""
    return _found(visit, None)


def stream(visit: Visit) -> Response:
    """The same of one stream, in the order of its pages."""
    return _found(visit, visit.number("stream"))


def complete(visit: Visit) -> Response:
    """What the text of `?q=` may go on to in an issue."""
    return _completed(visit, None)


def complete_stream(visit: Visit) -> Response:
    """The same for the service of a stream; terms and counts are those of the whole issue."""
    return _completed(visit, visit.number("stream"))


def _found(visit: Visit, number: int | None) -> Response:
    version = _version(visit)
    with visit.store.read() as session:
        issue = issues.by_key(session, visit.param("key"), public=visit.public)
        order = stream_of(issue, number).pages if number is not None else None
        shown = publication.issue_is_public(issue)
    sought = _sought(visit, version, issue, number)
    found: list[Occurrence] = []
    if sought.typed and _wants_text(visit, version):
        question = Question(sought.typed)
        found = occurrences(visit.store, visit.pieces.engine, question, issue.key, public=visit.public)
    if order is not None:
        places = {page: place for place, page in enumerate(order)}
        own = (each for each in found if each.page.number in places)
        found = sorted(own, key=lambda each: places[each.page.number])
    made = (content_search.answer_1 if version == 1 else content_search.answer_2)(sought, found)
    return _answer(visit, made, version, shown)


def _completed(visit: Visit, number: int | None) -> Response:
    version = _version(visit)
    with visit.store.read() as session:
        issue = issues.by_key(session, visit.param("key"), public=visit.public)
        if number is not None:
            stream_of(issue, number)
        shown = publication.issue_is_public(issue)
        sought = _sought(visit, version, issue, number, complete=True)
        suggesting = Suggesting(
            visit.store, session, visit.pieces.engine, public=visit.public, issue=issue.id
        )
        found = suggesting.complete(sought.typed)
    search = content_search.address(visit.settings.url, version, issue.key, number)
    made = (content_search.terms_1 if version == 1 else content_search.terms_2)(sought, search, found)
    return _answer(visit, made, version, shown)


def _wants_text(visit: Visit, version: int) -> bool:
    """Whether what is printed is among the kinds of annotations that a viewer asks for."""
    return (
        version == 1 or not visit.query("motivation") or "supplementing" in visit.query("motivation").split()
    )


def _version(visit: Visit) -> content_search.Version:
    return 1 if visit.param("version") == "1" else 2


def _sought(
    visit: Visit, version: content_search.Version, issue: Issue, number: int | None, *, complete: bool = False
) -> Sought:
    service = content_search.address(visit.settings.url, version, issue.key, number, complete=complete)
    return Sought(
        visit.settings.url,
        service,
        visit.query("q").strip()[:LONGEST],
        max(1, visit.whole("page", 1)),
        tuple(name for name in _NOT_HEEDED[version] if visit.query(name)),
    )


def _answer(visit: Visit, made: iiif.Json, version: int, shown: bool) -> Response:
    cache = CHECKED if shown and visit.account is None else PRIVATE
    return data_answer(
        visit.request.headers,
        made,
        media_type=_TYPES[version],
        cache=cache,
        headers={"x-robots-tag": "noindex"},
    )
