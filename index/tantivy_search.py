"""One question to one state of a tantivy index: total and counts by tantivy, order and second look by us."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import tantivy
from tantivy import DocAddress, Searcher

from index.condition import All, Close
from index.counting import Counts, label_number, language_number
from index.engine import Hit, Results, Scope, Sort
from index.matching import Clock, Floats, Ints, Mask
from index.page_bytes import unpacked
from index.place import Sizes
from index.query import Query
from index.ranking import idf, stems_of
from index.second_look import LOOKED_AT_TWICE, second_look
from index.tantivy_query import PAGE, Asking
from index.tantivy_words import Texts

#: Different cells (issue, language, quality) that are counted; tantivy gives up at 65,000.
_MOST_CELLS = 60_000
_NO_DATE = 2**31 - 1
_KEY, _NUMBER = itemgetter("key"), itemgetter("doc_count")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index at one commit, opened, and the change it is level with."""

    key: tuple[str, tuple[int, int, int]]
    index: tantivy.Index
    searcher: Searcher
    texts: Texts
    issues: frozenset[int] | None
    upto: int
    pages: int
    sizes: Sizes


class _Best(NamedTuple):
    """The best pages of a query, and how many there are."""

    total: int
    score: Floats
    addresses: list[DocAddress]


class Search:
    """One question to one state of the index."""

    def __init__(self, snapshot: Snapshot, schema: tantivy.Schema, scope: Scope, clock: Clock) -> None:
        self._searcher = snapshot.searcher
        self._texts = snapshot.texts
        self._pages = snapshot.pages
        self._schema = schema
        self._scope = scope
        self._clock = clock
        self._asking = Asking(schema, self._searcher, snapshot.issues, self._close)

    def results(self, query: Query, first: int, last: int, sort: Sort) -> Results:
        """Total, counts, and the hits from `first` to `last`."""
        seen = self._asking.within(self._asking.built(query.condition), self._scope)
        limited = self._asking.limited(seen, self._scope)
        ranked = sort == "relevance" and bool(query.leaves)
        best = self._best(limited, max(last, LOOKED_AT_TWICE)) if ranked else None
        counts = self._counts(seen) if best is None or limited is not seen else self._counts_of(best, seen)
        chosen = counts.taken(_chosen(counts, self._scope))
        total = int(chosen.numbers.sum())
        if not total or first >= min(last, total):
            hits: tuple[Hit, ...] = ()
        elif best is not None:
            hits = self._by_relevance(query, best, first, last)
        else:
            hits = self._by_date(limited, chosen, first, last, newest=sort == "newest")
        return Results(total, hits, counts, self._asking.partial)

    def pages(self, query: Query) -> Ints:
        """The ids of all pages that match, ascending."""
        seen = self._asking.within(self._asking.built(query.condition), self._scope)
        found = self._found(self._asking.limited(seen, self._scope), max(1, self._pages))
        return np.sort(self._column("page", [address for _, address in found]))

    def _found(self, query: tantivy.Query, limit: int) -> list[tuple[float, DocAddress]]:
        return self._searcher.search(query, limit=limit, count=False).hits

    def _column(self, name: str, addresses: list[DocAddress]) -> Ints:
        return np.array(self._searcher.fast_field_values(name, addresses), np.int32)

    def _counts(self, query: tantivy.Query) -> Counts:
        found = _terms(self._searcher, query, "cell")
        codes = np.fromiter(map(_KEY, found), np.float64, len(found)).astype(np.int64)
        numbers = np.fromiter(map(_NUMBER, found), np.int64, len(found))
        order = np.argsort(codes)
        return Counts(codes[order], numbers[order])

    def _best(self, query: tantivy.Query, limit: int) -> _Best:
        found = self._searcher.search(query, limit=limit, count=True)
        score = np.array([score for score, _ in found.hits], np.float32)
        total = int(found.count or 0)  # type: ignore[attr-defined]
        return _Best(total, score, [address for _, address in found.hits])

    def _counts_of(self, best: _Best, query: tantivy.Query) -> Counts:
        """The counts of a query of which the best pages, or all, are known."""
        if best.total > len(best.addresses):
            return self._counts(query)
        cells = self._searcher.fast_field_values("cell", best.addresses)
        return Counts.of_pages(np.array(cells, np.int64))

    def _by_relevance(self, query: Query, best: _Best, first: int, last: int) -> tuple[Hit, ...]:
        addresses, score = best.addresses, best.score
        page = self._column("page", addresses)
        order = np.lexsort((page, -score))
        twice = order[:LOOKED_AT_TWICE]
        looked = [addresses[row] for row in twice.tolist()]
        score[twice] = second_look(
            query,
            self._rarity(query),
            score[twice],
            self._column("quality", looked),
            self._texts.of(looked, page[twice].tolist()),
        )
        order = np.concatenate([twice[np.lexsort((page[twice], -score[twice]))], order[LOOKED_AT_TWICE:]])
        shown = order[first:last]
        issue = self._column("issue", [addresses[row] for row in shown.tolist()])
        rows = zip(page[shown].tolist(), issue.tolist(), score[shown].tolist(), strict=True)
        return tuple(Hit(page, issue, round(score, 4)) for page, issue, score in rows)

    def _by_date(
        self, limited: tantivy.Query, chosen: Counts, first: int, last: int, *, newest: bool
    ) -> tuple[Hit, ...]:
        """Issue after issue, until the hits are reached: only the pages of those issues are fetched."""
        ranks = self._scope.ranks

        def place(issue: int) -> tuple[int, int]:
            return (_NO_DATE if issue not in ranks else -ranks[issue] if newest else ranks[issue]), issue

        by_issue = chosen.by(chosen.issues)
        wanted, passed, before = [], 0, 0
        for issue in sorted(by_issue, key=place):
            if passed >= last:
                break
            if passed + by_issue[issue] > first:
                wanted.append(issue)
            else:
                before += by_issue[issue]
            passed += by_issue[issue]
        number = sum(by_issue[issue] for issue in wanted)
        found = self._found(self._asking.limited(limited, Scope(issues=wanted)), number)
        addresses = [address for _, address in found]
        columns = [self._column(name, addresses).tolist() for name in ("page", "issue")]
        hits = [Hit(page, issue, 0.0) for page, issue in zip(*columns, strict=True)]
        hits.sort(key=lambda hit: (*place(hit.issue_id), hit.page_id))
        return tuple(hits[first - before : last - before])

    def _rarity(self, query: Query) -> dict[str, float]:
        return {stem: idf(self._pages, self._standing_on(stem)) for stem in stems_of(query.leaves)}

    def _standing_on(self, stem: str) -> int:
        pages = max(self._searcher.doc_freq("text", stem), self._searcher.doc_freq("hidden", stem))
        return min(self._pages, pages)

    def _close(self, close: Close) -> Collection[int]:
        """The pages on which two runs stand close together, found out on their words."""
        both = self._asking.built(All((close.first, close.second)))
        seen = self._asking.within(both, self._scope)
        addresses = [address for _, address in self._found(seen, max(1, self._pages))]
        numbers = self._column("page", addresses).tolist()
        pages = []
        for number, (address, page) in enumerate(zip(addresses, numbers, strict=True)):
            if number % 256 == 255 and self._clock.stopped:
                self._asking.partial = True
                break
            (text,) = self._texts.of([address], [page])
            if close.holds(unpacked(text).split()):
                pages.append(page)
        return pages


def _terms(searcher: Searcher, query: tantivy.Query, field: str) -> list[dict[str, float]]:
    """The values of a column on the pages found, and on how many pages each stands."""
    asked = {"found": {"terms": {"field": field, "size": _MOST_CELLS}}}
    buckets: list[dict[str, float]] = searcher.aggregate(query, asked)["found"]["buckets"]
    return buckets


def issues_in(schema: tantivy.Schema, searcher: Searcher) -> frozenset[int] | None:
    """The issues that have pages in an index; None where there are too many to tell."""
    every = tantivy.Query.term_query(schema, "kind", PAGE, "basic")
    found = _terms(searcher, every, "issue")
    return None if len(found) >= _MOST_CELLS else frozenset(int(bucket["key"]) for bucket in found)


def _chosen(counts: Counts, scope: Scope) -> Mask:
    """Which cells are within the reader's limits."""
    kept = np.ones(len(counts), np.bool_)
    if scope.issues is not None:
        kept &= np.isin(counts.issues, np.fromiter(scope.issues, np.int64, len(scope.issues)))
    if scope.languages is not None:
        kept &= np.isin(counts.languages, [language_number(tag) for tag in scope.languages])
    if scope.qualities is not None:
        kept &= np.isin(counts.labels, [label_number(label) for label in scope.qualities])
    return kept
