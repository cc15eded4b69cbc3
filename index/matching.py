"""From a condition and the postings of its terms to the pages that satisfy it: arithmetic on arrays.

Everything is an array over the pages of one *shelf*, a part of an index that never changes. So totals and
facets are exact, and any depth costs the same. A place of a term is one number, its page and its position
(`PAGE_BITS`): words stand side by side where such numbers, moved by one, are equal.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import nsmallest
from typing import Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.condition import All, Any, Beginning, Close, Condition, Leaf, Not, Run, Term, beginnings
from index.page_bytes import packed

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Field = Literal["text", "hidden", "names"]

#: A place is page << PAGE_BITS | position.
PAGE_BITS = 20
#: Words that one beginning stands for, at most; then the answer is said to be partial.
MOST_BEGUN = 2000
#: Of these the commonest rank the pages: a rare one is more often a misreading than what is meant.
RANKED_BEGUN = 16


class Postings(NamedTuple):
    """The pages a term stands on, ascending, and how often."""

    pages: Ints
    counts: Floats


NOWHERE = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


class Shelf(Protocol):
    """A part of an index. Pages are numbered from 0 within it."""

    size: int
    lengths: Floats  # terms of the shown text
    hidden_lengths: Floats

    def postings(self, term: str, field: Field = "text") -> Postings:
        """Where a term stands."""

    def places(self, stem: str) -> Longs:
        """Every place of a stem in the shown text, ascending."""

    def lexicon(self, field: Field, start: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, with how many pages have them."""

    def norms(self, page: int) -> bytes:
        """The normalised words of a page, between blanks, as `page_bytes.packed`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a search must end; an answer cut short by it is partial."""

    until: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """A clock that stops in so many seconds."""
        return cls(time.monotonic() + seconds)

    @property
    def stopped(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.until


@dataclass(frozen=True, slots=True)
class Found:
    """Where a leaf stands on a shelf: in the shown text, and in what is only searched."""

    shown: Postings
    hidden: Postings = NOWHERE

    @property
    def pages(self) -> Ints:
        """All pages, ascending."""
        if not len(self.hidden.pages):
            return self.shown.pages
        return np.union1d(self.shown.pages, self.hidden.pages).astype(np.int32)


class Begun(NamedTuple):
    """The stems that a beginning stands for; the commonest of them; `cut`: there are more."""

    stems: list[str]
    common: list[str]
    cut: bool = False

    @classmethod
    def of(cls, leaf: Beginning, often: Mapping[str, int]) -> Begun:
        """From all stems that begin so, with the number of pages each stands on."""
        stems = nsmallest(MOST_BEGUN, often, key=lambda stem: (-often[stem], stem))
        return cls(sorted({*stems, leaf.whole}), stems[:RANKED_BEGUN], len(often) > MOST_BEGUN)


class Looking:
    """One search on one shelf: each leaf is looked up once; `partial` where time or a limit cut it short."""

    def __init__(self, shelf: Shelf, clock: Clock, begun: Mapping[Beginning, Begun]) -> None:
        """`begun`: what each beginning stands for, over all shelves; see `begun_on`."""
        self.shelf = shelf
        self.partial = False
        self.begun = begun
        self._clock = clock
        self._found: dict[Leaf, Found] = {}

    def mask(self, condition: Condition) -> Mask:
        """Which pages satisfy a condition (deleted pages and limits are the caller's)."""
        match condition:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                none = np.zeros(self.shelf.size, np.bool_)
                return reduce(np.logical_or, (self.mask(part) for part in parts), none)
            case Not(part):
                return ~self.mask(part)
            case leaf:
                mask = np.zeros(self.shelf.size, np.bool_)
                mask[self.found(leaf).pages] = True
                return mask

    def _all(self, parts: tuple[Condition, ...]) -> Mask:
        mask = np.ones(self.shelf.size, np.bool_)
        for part in sorted(parts, key=_cost):
            mask &= self.mask(part)
            if not mask.any():  # the dear ones come last: phrases, what must not stand there
                break
        return mask

    def found(self, leaf: Leaf) -> Found:
        """Where a leaf stands."""
        found = self._found.get(leaf)
        if found is None:
            found = self._found[leaf] = self._look(leaf)
        return found

    def _look(self, leaf: Leaf) -> Found:
        if self._clock.stopped:
            self.partial = True
            return Found(NOWHERE)
        match leaf:
            case Beginning():
                return self._beginning(leaf)
            case Close(first, second, distance):
                return Found(self._close(first, second, distance))
            case Term(run, kind="name"):
                return Found(NOWHERE, self.shelf.postings(run[0], "names"))
            case Term(exact=True):
                return Found(self._exactly(leaf))
            case Term(run):
                if len(run) > 1:
                    return Found(_counted(self._starts(run)))
                return Found(self.shelf.postings(run[0]), self.shelf.postings(run[0], "hidden"))

    def _beginning(self, leaf: Beginning) -> Found:
        counts = np.zeros(self.shelf.size, np.float32)
        begun = self.begun[leaf]
        for number, stem in enumerate(begun.stems):
            if number % 64 == 63 and self._clock.stopped:
                self.partial = True
                break
            pages, often = self.shelf.postings(stem)
            counts[pages] += often
        self.partial |= begun.cut
        pages = np.flatnonzero(counts).astype(np.int32)
        return Found(Postings(pages, counts[pages]))

    def _exactly(self, term: Term) -> Postings:
        """Of the pages with the stems, those that show the very words."""
        rough = self.found(Term(term.run))
        wanted = packed(f" {' '.join(term.norms)} ")
        pages, counts = [], []
        for number, page in enumerate(rough.shown.pages.tolist()):
            if number % 1024 == 1023 and self._clock.stopped:
                self.partial = True
                break
            text = self.shelf.norms(page)
            if wanted in text:
                pages.append(page)
                counts.append(text.count(wanted))
        return Postings(np.array(pages, np.int32), np.array(counts, np.float32))

    def _starts(self, run: Run) -> Longs:
        """The places where stems stand side by side begin, rarest stem first."""
        often = {stem: len(self.shelf.postings(stem).pages) for stem in run}
        starts: Longs | None = None
        for offset, stem in sorted(enumerate(run), key=lambda one: often[one[1]]):
            if starts is not None and not len(starts):
                return starts
            if self._clock.stopped:
                self.partial = True
                return np.empty(0, np.int64)
            here = self.shelf.places(stem) - offset
            starts = here if starts is None else _common(starts, here)
        return np.empty(0, np.int64) if starts is None else starts

    def _close(self, first: Term, second: Term, distance: int) -> Postings:
        """The pages on which two runs stand at most `distance` apart, in either order."""
        one, other = self._starts(first.run), self._starts(second.run)
        near = np.concatenate(
            [
                _followed(one, other, len(first.run), distance),
                _followed(other, one, len(second.run), distance),
            ]
        )
        near = np.unique(near)
        if first.exact or second.exact:
            kept = np.intersect1d(self._exactly(first).pages, self._exactly(second).pages)
            near = near[np.isin(near >> PAGE_BITS, kept)]
        return _counted(near)


def begun_on(shelves: Sequence[Shelf], condition: Condition) -> dict[Beginning, Begun]:
    """What each beginning in a condition stands for: the `MOST_BEGUN` stems on most pages."""
    found = {}
    for leaf in beginnings(condition):
        often: Counter[str] = Counter()
        for shelf in shelves:
            for stem, pages in shelf.lexicon("text", leaf.start):
                often[stem] += pages
        found[leaf] = Begun.of(leaf, often)
    return found


def _cost(part: Condition) -> int:
    """In which order to look: words, then what is made of many, phrases, last what must not be there."""
    match part:
        case Term(run, exact=False) if len(run) == 1:
            return 0
        case Not():
            return 3
        case Any() | All() | Beginning():
            return 1
    return 2


def _common(some: Longs, others: Longs) -> Longs:
    """The numbers of both; both ascending, without repetition. Quick where one is much shorter."""
    short, long = (some, others) if len(some) <= len(others) else (others, some)
    if not len(long):
        return short[:0]
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    kept: Longs = short[long[at] == short]
    return kept


def _followed(starts: Longs, others: Longs, length: int, distance: int) -> Longs:
    """The starts of runs of `length` after whose last word another run begins within `distance` words."""
    if not len(others):
        return starts[:0]
    after = starts + length
    at = np.searchsorted(others, after)
    following = others[np.minimum(at, len(others) - 1)]
    same_page = following >> PAGE_BITS == starts >> PAGE_BITS
    near = (at < len(others)) & (following < after + distance) & same_page
    kept: Longs = starts[near]
    return kept


def _counted(places: Longs) -> Postings:
    pages, counts = np.unique(places >> PAGE_BITS, return_counts=True)
    return Postings(pages.astype(np.int32), counts.astype(np.float32))
