"""What a query finds on one page and in one issue, for the reader; the search page is in `views.search`."""

from __future__ import annotations

from collections.abc import Sequence

from archive.canvas import Box
from archive.models import Issue
from archive.words import Word
from index.engine import NoIndex, Scope, SearchEngine
from index.highlighting import boxes
from index.query import parse


def found_on(query: str, words: Sequence[Word]) -> tuple[Box, ...]:
    """Boxes of the words of a page that a query matches, in canvas pixels."""
    if not query or not words:
        return ()
    return tuple(lit.box for lit in boxes(parse(query), words))


def pages_found(engine: SearchEngine, query: str, issue: Issue) -> frozenset[int]:
    """Row ids of the pages of an issue that a query matches; none where there is no index."""
    try:
        results = engine.search(parse(query), Scope(issues={issue.id}), limit=2000)
    except NoIndex:
        return frozenset()
    return frozenset(hit.page_id for hit in results.hits)
