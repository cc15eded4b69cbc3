"""From an index's shelves to an answer: filter, count, sort, and look twice at the first hits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index import ranking
from index.engine import DEEPEST, Hit, Results, Scope, Sort
from index.query import Query
from index.ranking import Exactness, Floats, Ints, Mask, Shelf, Weights

#: How many of the first hits are looked at twice: as good as indexing exact words and 4-grams (measured).
LOOKED_AT_TWICE = 200
#: Weight of 4-grams in the second look: on a clean page, and where the reading is poor (measured).
_CLEAN, _POOR = 0.4, 1.0

_LANGUAGE_BITS = 24
_NO_DATE = 2**31 - 1


def language_number(language: str) -> int:
    """A language tag's first part as a number below 2^24, as columns hold it."""
    return int.from_bytes(language.split("-")[0].encode()[:3], "big")


def language_tag(number: int) -> str:
    """Back from `language_number`."""
    return number.to_bytes(3, "big").lstrip(b"\0").decode(errors="replace")


class PageShelf(Shelf, Protocol):
    """A shelf with the facts of its pages."""

    page: Ints
    issue: Ints
    language: Ints
    quality: Ints  # 0..100, below 0 unknown
    live: Mask

    def norms(self, page: int) -> str:
        """The normalised words of a page, between blanks."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The matching pages of all shelves, as columns."""

    shelf: Ints
    place: Ints  # in its shelf
    page: Ints
    issue: Ints
    score: Floats

    def taken(self, rows: npt.NDArray[np.intp]) -> _Found:
        """Only these rows, in this order."""
        return _Found(self.shelf[rows], self.place[rows], self.page[rows], self.issue[rows], self.score[rows])


def search(
    shelves: Sequence[PageShelf],
    query: Query,
    scope: Scope,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
) -> Results:
    """Answer a query from all shelves: exact total, exact counts, `limit` hits from `offset` on."""
    weights = ranking.weigh(shelves, query)
    found, counts = _collect(shelves, query, scope, weights)
    first, last = min(offset, DEEPEST), min(offset + limit, DEEPEST)
    if sort == "relevance":
        chosen = _by_relevance(shelves, query, weights, found, last)
    else:
        chosen = _by_date(found, scope, newest=sort == "newest", last=last)
    hits = tuple(
        Hit(page, issue, round(score, 4))
        for page, issue, score in zip(
            chosen.page[first:last].tolist(),
            chosen.issue[first:last].tolist(),
            chosen.score[first:last].tolist(),
            strict=True,
        )
    )
    return Results(len(found.page), hits, counts)


def _collect(
    shelves: Sequence[PageShelf], query: Query, scope: Scope, weights: Weights
) -> tuple[_Found, dict[tuple[int, str], int]]:
    """All pages that match within the scope, and the counts before the reader's limits."""
    visible, issues, hidden = _Members(scope.visible), _Members(scope.issues), _Members(scope.hidden)
    languages = None if scope.languages is None else [language_number(tag) for tag in scope.languages]
    counts: dict[tuple[int, str], int] = {}
    columns: list[_Found] = []
    for number, shelf in enumerate(shelves):
        mask = ranking.matches(shelf, query) & shelf.live
        mask &= visible.among(shelf.issue)
        if scope.hidden:
            mask &= ~hidden.among(shelf.page)
        places = np.flatnonzero(mask)
        issue, language = shelf.issue[places], shelf.language[places]
        _count(counts, issue, language)
        kept = issues.among(issue)
        if languages is not None:
            kept &= np.isin(language, languages)
        places, issue = places[kept], issue[kept]
        score = ranking.scores(shelf, query, weights)[places]
        shelf_number = np.full(len(places), number, np.int32)
        columns.append(_Found(shelf_number, places.astype(np.int32), shelf.page[places], issue, score))
    if not columns:
        none = np.empty(0, np.int32)
        return _Found(none, none, none, none, np.empty(0, np.float32)), counts
    joined = _Found(
        np.concatenate([c.shelf for c in columns]),
        np.concatenate([c.place for c in columns]),
        np.concatenate([c.page for c in columns]),
        np.concatenate([c.issue for c in columns]),
        np.concatenate([c.score for c in columns]),
    )
    return joined, counts


class _Members:
    """A set of numbers that a whole column can be asked about; None holds every number."""

    def __init__(self, numbers: Collection[int] | None) -> None:
        self._all = numbers is None
        kept = [number for number in numbers or () if number >= 0]
        self._table = np.zeros(max(kept, default=-1) + 2, np.bool_)
        self._table[kept] = True

    def among(self, column: Ints) -> Mask:
        """Which values of the column are members."""
        if self._all:
            return np.ones(len(column), np.bool_)
        return self._table[np.minimum(column, len(self._table) - 1)]


def _count(counts: dict[tuple[int, str], int], issue: Ints, language: Ints) -> None:
    codes, numbers = np.unique(
        issue.astype(np.int64) << _LANGUAGE_BITS | language.astype(np.int64), return_counts=True
    )
    for code, number in zip(codes.tolist(), numbers.tolist(), strict=True):
        key = (code >> _LANGUAGE_BITS, language_tag(code & (1 << _LANGUAGE_BITS) - 1))
        counts[key] = counts.get(key, 0) + number


def _by_relevance(
    shelves: Sequence[PageShelf], query: Query, weights: Weights, found: _Found, last: int
) -> _Found:
    """The best `last` pages, best first; equal ones by page, so that the order is always the same."""
    needed = max(last, LOOKED_AT_TWICE)
    if len(found.score) > 4 * needed:
        least = -np.partition(-found.score, needed - 1)[needed - 1]
        found = found.taken(np.flatnonzero(found.score >= least))
    found = found.taken(np.lexsort((found.page, -found.score))[:needed])
    if not query.sought:
        return found
    exact = Exactness.of(query, weights)
    twice = min(LOOKED_AT_TWICE, len(found.page))
    again = found.score.copy()
    for row in range(twice):
        shelf, place = shelves[int(found.shelf[row])], int(found.place[row])
        again[row] += exact.score(shelf.norms(place), pieces=_pieces_weight(int(shelf.quality[place])))
    order = np.lexsort((found.page[:twice], -again[:twice]))
    rows = np.concatenate([order, np.arange(twice, len(found.page))]).astype(np.intp)
    return _Found(found.shelf, found.place, found.page, found.issue, again).taken(rows)


def _pieces_weight(quality: int) -> float:
    """4-grams count more the poorer the reading: measured without errors and at 10 % of them."""
    if quality < 0:
        return _CLEAN
    return min(_POOR, _CLEAN + (_POOR - _CLEAN) * (100 - quality) / 10)


def _by_date(found: _Found, scope: Scope, *, newest: bool, last: int) -> _Found:
    """Issues in time, pages of an issue by their number; issues without a date come last either way."""
    table = np.full(max(scope.ranks, default=-1) + 2, _NO_DATE, np.int64)
    for issue, rank in scope.ranks.items():
        table[issue] = -rank if newest else rank
    ranks = table[np.minimum(found.issue, len(table) - 1)]
    return found.taken(np.lexsort((found.page, found.issue, ranks))[:last])
