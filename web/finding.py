"""What a query finds on one page and in one issue, for the reader; the search page is in `views.search`.

`lit_on` and `pages_lit` honour the whole question that an address carries (`web.asked`): what else is looked
for, the exact form, what was taken away. The way to the hit before and after is `web.hit_trail`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.canvas import Box
from archive.models import Issue
from archive.words import Word as PrintedWord
from index.engine import NoIndex, Scope, SearchEngine
from index.highlighting import LitBox, boxes
from index.query import Both, Either, Near, Part, Phrase, Query, Start, Word, parse
from index.searching import read
from web.asked import asked_in
from web.visiting import Visit


def found_on(query: str, words: Sequence[PrintedWord]) -> tuple[Box, ...]:
    """Boxes of the words of a page that a query matches as it is typed, in canvas pixels."""
    if not query or not words:
        return ()
    return tuple(lit.box for lit in boxes(parse(query), words))


def pages_found(engine: SearchEngine, query: str, issue: Issue) -> frozenset[int]:
    """Row ids of the pages of an issue that a query matches as it is typed; none where there is no index."""
    return _pages(engine, parse(query), issue)


def plain_words(text: str) -> str:
    """The words of a query without its signs and limits: for programs that know words alone."""
    return " ".join(_typed(parse(text).parts))


def _typed(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Word(word) | Phrase(word) | Start(word):
                yield word
            case Near(first, second):
                yield from _typed((first, second))
            case Both(inner) | Either(inner):
                yield from _typed(inner)


def query_of(visit: Visit) -> Query:
    """The question of a request's address, read, with all that is looked for beside the typed words.

    Read once for each request: a reader that shows all pages asks for each of them.
    """
    held = getattr(visit.request.state, "question", None)
    if isinstance(held, Query):
        return held
    question = asked_in(visit).question
    try:
        with visit.store.read() as session:
            found = read(visit.store, session, visit.pieces.engine, question, public=visit.public).query
    except NoIndex:
        found = parse(question.text)
    visit.request.state.question = found
    return found


def lit_on(visit: Visit, words: Sequence[PrintedWord]) -> tuple[LitBox, ...]:
    """What the question of this request lights on a page: boxes in canvas pixels, and why each is lit."""
    if not words or not visit.query("q").strip():
        return ()
    return boxes(query_of(visit), words)


def pages_lit(visit: Visit, issue: Issue) -> frozenset[int]:
    """Row ids of the pages of an issue that the question of this request finds."""
    return _pages(visit.pieces.engine, query_of(visit), issue) if visit.query("q").strip() else frozenset()


def _pages(engine: SearchEngine, query: Query, issue: Issue) -> frozenset[int]:
    try:
        return frozenset(engine.pages(query, Scope(issues={issue.id})).tolist())
    except NoIndex:
        return frozenset()
