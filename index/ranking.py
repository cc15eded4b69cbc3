"""How well a page answers: BM25F over light stems, then a second look at the first pages found.

BM25F (Robertson and Zaragoza 2009) over the shown text and, lighter, the hidden readings ranks all pages
that match. The first `LOOKED_AT_TWICE` are looked at again: exact words and 4-grams, weighted up where the
reading is poor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.condition import Beginning, Close, Leaf, Term
from index.matching import Floats, Found, Ints, Looking
from index.query import Query

# BM25 as in the study (findings: k1 1.2, b 0.75); a reading that is not shown counts a third.
K1, B, HIDDEN_WEIGHT = 1.2, 0.75, 0.33

#: How many of the first hits are looked at twice: as good as indexing exact words and 4-grams (measured).
LOOKED_AT_TWICE = 200
#: Weight of 4-grams in the second look: on a clean page, and where the reading is poor (measured).
_CLEAN, _POOR = 0.4, 1.0

#: How finely an index knows a page's quality: 1.0 is so many; below 0 unknown.
QUALITY_STEPS = 10_000

Rarity = Mapping[str, float]  # idf of each stem


@dataclass(frozen=True, slots=True)
class Weights:
    """What scoring needs to know of the whole index."""

    mean_length: float
    mean_hidden: float
    rarity: Rarity
    leaves: Mapping[Leaf, float]  # idf of what was looked for


def idf(pages: int, on: int) -> float:
    """How much it says that a term stands on a page, where it stands on `on` of `pages`."""
    return math.log(1 + (pages - on + 0.5) / (on + 0.5))


def stems_of(leaves: Iterable[Leaf]) -> set[str]:
    """The stems whose rarity a search needs."""
    terms = (term for leaf in leaves for term in _terms(leaf) if term.kind != "name")
    return {stem for term in terms for stem in term.run}


def weigh(lookings: Sequence[Looking], leaves: Sequence[Leaf]) -> Weights:
    """The weights of what a query looks for, over all shelves."""
    pages = sum(looking.shelf.size for looking in lookings)
    rarity = {}
    for stem in stems_of(leaves):
        on = sum(len(looking.found(Term((stem,))).pages) for looking in lookings)
        rarity[stem] = idf(pages, on)
    of_leaves: dict[Leaf, float] = {}
    for leaf in leaves:
        if isinstance(leaf, Beginning) or (isinstance(leaf, Term) and leaf.kind == "name"):
            of_leaves[leaf] = idf(pages, sum(len(looking.found(leaf).pages) for looking in lookings))
        else:
            of_leaves[leaf] = sum(rarity[stem] for term in _terms(leaf) for stem in term.run)
    total = sum(float(looking.shelf.lengths.sum()) for looking in lookings)
    hidden = sum(float(looking.shelf.hidden_lengths.sum()) for looking in lookings)
    pages = max(pages, 1)
    return Weights(max(total / pages, 1.0), max(hidden / pages, 1.0), rarity, of_leaves)


def scores(looking: Looking, leaves: Iterable[Leaf], weights: Weights) -> Floats:
    """How well each page of a shelf answers; 0 where nothing sought stands."""
    score = np.zeros(looking.shelf.size, np.float32)
    for leaf in leaves:
        rarity = weights.leaves[leaf] * (1.0 if isinstance(leaf, Close) else leaf.weight)
        _add(score, looking, looking.found(leaf), rarity, weights)
    return score


def _terms(leaf: Leaf) -> tuple[Term, ...]:
    match leaf:
        case Term():
            return (leaf,)
        case Close(first, second):
            return first, second
    return ()


def _add(score: Floats, looking: Looking, found: Found, rarity: float, weights: Weights) -> None:
    shown, hidden, shelf = found.shown, found.hidden, looking.shelf
    if not len(hidden.pages):
        often = shown.counts / _longer(shelf.lengths[shown.pages], weights.mean_length)
        score[shown.pages] += _saturated(often, rarity)
        return
    often = np.zeros(shelf.size, np.float32)
    often[shown.pages] = shown.counts / _longer(shelf.lengths[shown.pages], weights.mean_length)
    often[hidden.pages] += (
        HIDDEN_WEIGHT * hidden.counts / _longer(shelf.hidden_lengths[hidden.pages], weights.mean_hidden)
    )
    pages = np.flatnonzero(often)
    score[pages] += _saturated(often[pages], rarity)


def _longer(lengths: Floats, mean: float) -> Floats:
    return (1 - B + B * lengths / mean).astype(np.float32)


def _saturated(often: Floats, rarity: float) -> Floats:
    return (rarity * often * (K1 + 1) / (often + K1)).astype(np.float32)


def second_look(query: Query, rarity: Rarity, first: Floats, qualities: Ints, texts: Sequence[str]) -> Floats:
    """The scores of the first pages after looking at their words.

    `first`: their scores so far; `qualities`: in `QUALITY_STEPS`; `texts`: their normalised words between
    blanks.
    """
    exact = Exactness.of(query, rarity)
    more = [
        exact.score(text, pieces=_pieces_weight(quality))
        for text, quality in zip(texts, qualities.tolist(), strict=True)
    ]
    return (first + np.array(more, np.float32)).astype(np.float32)


def _pieces_weight(quality: int) -> float:
    """4-grams count more the poorer the reading: measured without errors and at 10 % of them."""
    if quality < 0:
        return _CLEAN
    return min(_POOR, _CLEAN + (_POOR - _CLEAN) * (QUALITY_STEPS - quality) / QUALITY_STEPS * 10)


@dataclass(frozen=True, slots=True)
class Exactness:
    """What the second look at the first hits goes by: the typed words as they are spelt, and their pieces."""

    words: tuple[tuple[str, float], ...]  # a normalised word or run of them, between blanks; its rarity
    pieces: tuple[tuple[str, float], ...]  # 4-grams; a share of their word's rarity

    @classmethod
    def of(cls, query: Query, rarity: Rarity) -> Exactness:
        """What to look for again for a query; `rarity` of its stems."""
        words: dict[str, float] = {}
        pieces: dict[str, float] = {}
        for term in (term for leaf in query.leaves for term in _terms(leaf) if term.norms):
            typed = {
                norm: term.weight * rarity[stem] for norm, stem in zip(term.norms, term.run, strict=True)
            }
            words.setdefault(f" {' '.join(term.norms)} ", sum(typed.values()))
            for word, rare in typed.items():
                grams = _grams(word)
                for gram in grams:
                    pieces[gram] = pieces.get(gram, 0.0) + rare / len(grams)
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
