"""From a query and the postings of its terms to ranked pages: arithmetic for any engine with postings.

Everything is an array over the pages of one *shelf* (a part of the index that never changes): which pages
match, and how well by BM25F (Robertson and Zaragoza 2009) over the shown text and, lighter, the hidden
readings. So totals and facets are exact, and any depth costs the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.query import Either, Part, Phrase, Query, Without, Word

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Run = tuple[str, ...]  # stems that stand side by side

# BM25 as in the study (findings: k1 1.2, b 0.75); a reading that is not shown counts a third.
K1, B, HIDDEN_WEIGHT = 1.2, 0.75, 0.33


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

    def postings(self, stem: str, *, hidden: bool = False) -> Postings:
        """Where a term stands."""

    def positions(self, stem: str, pages: Ints) -> list[Ints]:
        """The places of a term in the shown text of some pages that have it, ascending."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What scoring needs to know of the whole index."""

    mean_length: float
    mean_hidden: float
    rarity: Mapping[str, float]  # idf of each sought stem


def weigh(shelves: Sequence[Shelf], query: Query) -> Weights:
    """The weights of a query's stems over all shelves."""
    pages = sum(shelf.size for shelf in shelves)
    rarity = {}
    for stem in {stem for run in query.sought for stem in run}:
        on = sum(len(_anywhere(shelf, stem)) for shelf in shelves)
        rarity[stem] = math.log(1 + (pages - on + 0.5) / (on + 0.5))
    total = sum(float(shelf.lengths.sum()) for shelf in shelves)
    hidden = sum(float(shelf.hidden_lengths.sum()) for shelf in shelves)
    return Weights(
        max(total / pages, 1.0) if pages else 1.0, max(hidden / pages, 1.0) if pages else 1.0, rarity
    )


def matches(shelf: Shelf, query: Query) -> Mask:
    """Which pages of a shelf satisfy the query's words (deleted pages and limits are the caller's)."""
    found = np.ones(shelf.size, np.bool_)
    for part in sorted(query.needed, key=lambda part: isinstance(part, Without)):
        found &= _mask(shelf, part)
    return found


def scores(shelf: Shelf, query: Query, weights: Weights) -> Floats:
    """How well each page of a shelf answers; 0 where nothing sought stands."""
    score = np.zeros(shelf.size, np.float32)
    for run in query.sought:
        if len(run) == 1:
            _add_word(score, shelf, run[0], weights)
        else:
            _add_run(score, shelf, run, weights)
    return score


def _mask(shelf: Shelf, part: Part) -> Mask:
    if isinstance(part, Without):
        return ~_mask(shelf, part.part)
    if isinstance(part, Either):
        return reduce(np.logical_or, (_mask(shelf, one) for one in part.parts))
    mask = np.zeros(shelf.size, np.bool_)
    mask[_pages_of(shelf, part)] = True
    return mask


def _pages_of(shelf: Shelf, part: Word | Phrase) -> Ints:
    run = part.stems
    return _anywhere(shelf, run[0]) if len(run) == 1 else run_counts(shelf, run).pages


def _anywhere(shelf: Shelf, stem: str) -> Ints:
    shown, hidden = shelf.postings(stem).pages, shelf.postings(stem, hidden=True).pages
    return np.union1d(shown, hidden).astype(np.int32) if len(hidden) else shown


def run_counts(shelf: Shelf, run: Run) -> Postings:
    """The pages on which stems stand side by side in the shown text, and how often."""
    offsets: dict[str, list[int]] = {}
    for offset, stem in enumerate(run):
        offsets.setdefault(stem, []).append(offset)
    found = {stem: shelf.postings(stem).pages for stem in offsets}
    rarest_first = sorted(offsets, key=lambda stem: len(found[stem]))
    pages = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), (found[s] for s in rarest_first))
    starts: list[Ints] = []
    for stem in rarest_first:
        if not len(pages):
            return NOWHERE
        places = shelf.positions(stem, pages.astype(np.int32))
        for offset in offsets[stem]:
            here = [place - offset for place in places]
            starts = (
                [np.intersect1d(a, b, assume_unique=True) for a, b in zip(starts, here, strict=True)]
                if starts
                else here
            )
        kept = [i for i, start in enumerate(starts) if len(start)]
        pages, starts = pages[kept], [starts[i] for i in kept]
    return Postings(pages.astype(np.int32), np.array([len(s) for s in starts], np.float32))


def _add_word(score: Floats, shelf: Shelf, stem: str, weights: Weights) -> None:
    shown, hidden = shelf.postings(stem), shelf.postings(stem, hidden=True)
    if not len(hidden.pages):
        often = shown.counts / _longer(shelf.lengths[shown.pages], weights.mean_length)
        score[shown.pages] += _saturated(often, weights.rarity[stem])
        return
    often = np.zeros(shelf.size, np.float32)
    often[shown.pages] = shown.counts / _longer(shelf.lengths[shown.pages], weights.mean_length)
    often[hidden.pages] += (
        HIDDEN_WEIGHT * hidden.counts / _longer(shelf.hidden_lengths[hidden.pages], weights.mean_hidden)
    )
    pages = np.flatnonzero(often)
    score[pages] += _saturated(often[pages], weights.rarity[stem])


def _add_run(score: Floats, shelf: Shelf, run: Run, weights: Weights) -> None:
    pages, counts = run_counts(shelf, run)
    if len(pages):
        often = counts / _longer(shelf.lengths[pages], weights.mean_length)
        score[pages] += _saturated(often, sum(weights.rarity[stem] for stem in run))


def _longer(lengths: Floats, mean: float) -> Floats:
    return (1 - B + B * lengths / mean).astype(np.float32)


def _saturated(often: Floats, rarity: float) -> Floats:
    return (rarity * often * (K1 + 1) / (often + K1)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Exactness:
    """What the second look at the first hits goes by: the typed words as they are spelt, and their pieces."""

    words: tuple[tuple[str, float], ...]  # a normalised word or run of them, between blanks; its rarity
    pieces: tuple[tuple[str, float], ...]  # 4-grams; a share of their word's rarity

    @classmethod
    def of(cls, query: Query, weights: Weights) -> Exactness:
        """What to look for again for a query."""
        words: dict[str, float] = {}
        pieces: dict[str, float] = {}
        for leaf in _leaves(query.needed):
            typed = dict(zip(leaf.norms, (weights.rarity[stem] for stem in leaf.stems), strict=True))
            words.setdefault(f" {' '.join(leaf.norms)} ", sum(typed.values()))
            for word, rarity in typed.items():
                grams = _grams(word)
                for gram in grams:
                    pieces[gram] = pieces.get(gram, 0.0) + rarity / len(grams)
        return cls(tuple(words.items()), tuple(pieces.items()))

    def score(self, text: str, *, pieces: float) -> float:
        """How exactly a page says it. `text`: normalised words between blanks; `pieces`: 4-grams' weight."""
        length = len(text) / 6 / 350  # words, against a page of usual length
        norm = K1 * (1 - B + B * length)
        score = 0.0
        for word, rarity in self.words:
            if often := text.count(word):
                score += 0.5 * rarity * often * (K1 + 1) / (often + norm)
        for gram, rarity in self.pieces:
            if often := text.count(gram):
                score += pieces * rarity * often * (K1 + 1) / (often + norm)
        return score


def _grams(word: str) -> list[str]:
    marked = f" {word} "
    return [marked[i : i + 4] for i in range(len(marked) - 3)] or [marked]


def _leaves(parts: Iterable[Part]) -> Iterable[Word | Phrase]:
    for part in parts:
        for leaf in part.parts if isinstance(part, Either) else (part,):
            if not isinstance(leaf, Without):
                yield leaf
