"""From an index's shelves to an answer: filter, count, sort, and look twice at the first hits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index import matching, ranking
from index.counting import Counts, label_number, labels_of, language_number
from index.engine import DEEPEST, Hit, Results, Scope, Sort
from index.matching import Clock, Floats, Ints, Looking, Mask
from index.query import Query
from index.ranking import Rarity
from index.second_look import LOOKED_AT_TWICE, second_look

_NO_DATE = 2**31 - 1


class PageShelf(matching.Shelf, Protocol):
    """A shelf with the facts of its pages."""

    page: Ints
    issue: Ints
    language: Ints
    quality: Ints  # see `counting.quality_number`
    cell: npt.NDArray[np.int64]  # see `counting.cells`
    live: Mask


@dataclass(frozen=True, slots=True)
class _Pages:
    """The matching pages of all shelves, as columns."""

    shelf: Ints
    place: Ints  # in its shelf
    page: Ints
    issue: Ints
    score: Floats

    def taken(self, rows: npt.NDArray[np.intp]) -> _Pages:
        """Only these rows, in this order."""
        return _Pages(self.shelf[rows], self.place[rows], self.page[rows], self.issue[rows], self.score[rows])


def search(
    shelves: Sequence[PageShelf],
    query: Query,
    scope: Scope,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
    seconds: float = 2.0,
) -> Results:
    """Answer a query from all shelves: exact total, exact counts, `limit` hits from `offset` on.

    Where nothing is to be ranked by (limits alone, words that must not stand there), the oldest come first.
    """
    leaves = query.leaves
    begun = matching.begun_on(shelves, query.condition)
    clock = Clock.of(seconds)
    lookings = [Looking(shelf, clock, begun) for shelf in shelves]
    masks = [looking.mask(query.condition) for looking in lookings]
    found, counts = _collect(shelves, masks, scope)
    first, last = min(offset, DEEPEST), min(offset + limit, DEEPEST)
    if sort == "relevance" and leaves:
        weights = ranking.weigh(lookings, leaves)
        scored = [ranking.scores(looking, weights) for looking in lookings]
        chosen = _by_relevance(shelves, query, weights.rarity, _scored(found, scored), last)
    else:
        chosen = _by_date(found, scope, newest=sort == "newest", last=last)
    partial = any(looking.partial for looking in lookings)
    return Results(len(found.page), _hits(chosen, first, last), counts, partial)


def pages(
    shelves: Sequence[PageShelf], query: Query, scope: Scope, *, seconds: float = 2.0
) -> npt.NDArray[np.int32]:
    """The ids of all pages that match within the scope, ascending."""
    begun = matching.begun_on(shelves, query.condition)
    clock = Clock.of(seconds)
    masks = [Looking(shelf, clock, begun).mask(query.condition) for shelf in shelves]
    return np.sort(_collect(shelves, masks, scope)[0].page)


def _hits(chosen: _Pages, first: int, last: int) -> tuple[Hit, ...]:
    rows = zip(
        chosen.page[first:last].tolist(),
        chosen.issue[first:last].tolist(),
        chosen.score[first:last].tolist(),
        strict=True,
    )
    return tuple(Hit(page, issue, round(score, 4)) for page, issue, score in rows)


def _collect(shelves: Sequence[PageShelf], masks: Sequence[Mask], scope: Scope) -> tuple[_Pages, Counts]:
    """All pages that match within the scope, and the counts before the reader's limits."""
    filtered = _Filter(scope)
    codes: list[npt.NDArray[np.int64]] = []
    columns: list[_Pages] = []
    for number, (shelf, mask) in enumerate(zip(shelves, masks, strict=True)):
        places = np.flatnonzero(mask & shelf.live)
        places = places[filtered.visible(shelf, places)]
        codes.append(shelf.cell[places])
        places = places[filtered.chosen(shelf, places)]
        columns.append(
            _Pages(
                np.full(len(places), number, np.int32),
                places.astype(np.int32),
                shelf.page[places],
                shelf.issue[places],
                np.zeros(len(places), np.float32),
            )
        )
    if not columns:
        none = np.empty(0, np.int32)
        return _Pages(none, none, none, none, np.empty(0, np.float32)), Counts.of_pages(none)
    joined = _Pages(
        np.concatenate([c.shelf for c in columns]),
        np.concatenate([c.place for c in columns]),
        np.concatenate([c.page for c in columns]),
        np.concatenate([c.issue for c in columns]),
        np.concatenate([c.score for c in columns]),
    )
    return joined, Counts.of_pages(np.concatenate(codes))


class _Filter:
    """A scope, ready to be asked about columns."""

    def __init__(self, scope: Scope) -> None:
        self._visible, self._issues = _Members(scope.visible), _Members(scope.issues)
        self._hidden, self._pages = _Members(scope.hidden), _Members(scope.pages)
        self._languages = None if scope.languages is None else [language_number(t) for t in scope.languages]
        self._labels = None if scope.qualities is None else [label_number(label) for label in scope.qualities]

    def visible(self, shelf: PageShelf, places: npt.NDArray[np.intp]) -> Mask:
        """Which of some pages may be seen, and are among the pages chosen."""
        seen = self._visible.among(shelf.issue[places]) & self._pages.among(shelf.page[places])
        return seen & ~self._hidden.among(shelf.page[places])

    def chosen(self, shelf: PageShelf, places: npt.NDArray[np.intp]) -> Mask:
        """Which of some pages are within the reader's limits that facets count beyond."""
        kept = self._issues.among(shelf.issue[places])
        if self._languages is not None:
            kept &= np.isin(shelf.language[places], self._languages)
        if self._labels is not None:
            kept &= np.isin(labels_of(shelf.cell[places]), self._labels)
        return kept


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


def _scored(found: _Pages, scores: Sequence[Floats]) -> _Pages:
    """The pages with their scores; `scores`: of every page of each shelf."""
    score = np.empty(len(found.page), np.float32)
    for number, of_shelf in enumerate(scores):
        rows = found.shelf == number
        score[rows] = of_shelf[found.place[rows]]
    return _Pages(found.shelf, found.place, found.page, found.issue, score)


def _by_relevance(
    shelves: Sequence[PageShelf], query: Query, rarity: Rarity, found: _Pages, last: int
) -> _Pages:
    """The best `last` pages, best first; equal ones by page, so that the order is always the same."""
    needed = max(last, LOOKED_AT_TWICE)
    if len(found.score) > 4 * needed:
        least = -np.partition(-found.score, needed - 1)[needed - 1]
        found = found.taken(np.flatnonzero(found.score >= least))
    found = found.taken(np.lexsort((found.page, -found.score))[:needed])
    twice = min(LOOKED_AT_TWICE, len(found.page))
    rows = [(shelves[int(found.shelf[row])], int(found.place[row])) for row in range(twice)]
    again = found.score.copy()
    again[:twice] = second_look(
        query,
        rarity,
        found.score[:twice],
        np.array([shelf.quality[place] for shelf, place in rows], np.int32),
        [shelf.norms(place) for shelf, place in rows],
    )
    order = np.lexsort((found.page[:twice], -again[:twice]))
    moved = np.concatenate([order, np.arange(twice, len(found.page))]).astype(np.intp)
    return _Pages(found.shelf, found.place, found.page, found.issue, again).taken(moved)


def _by_date(found: _Pages, scope: Scope, *, newest: bool, last: int) -> _Pages:
    """Issues in time, pages of an issue by their number; issues without a date come last either way."""
    table = np.full(max(scope.ranks, default=-1) + 2, _NO_DATE, np.int64)
    for issue, rank in scope.ranks.items():
        table[issue] = -rank if newest else rank
    ranks = table[np.minimum(found.issue, len(table) - 1)]
    return found.taken(np.lexsort((found.page, found.issue, ranks))[:last])
