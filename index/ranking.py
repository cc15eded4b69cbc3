"""How well a page answers: BM25F over light stems, for all pages that match.

BM25F (Robertson and Zaragoza 2009) over the shown text and, lighter, the hidden readings. The first pages
are then looked at again, see `second_look`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.condition import Beginning, Close, Leaf, Term
from index.matching import Begun, Floats, Found, Looking

# BM25 as in the study (findings: k1 1.2, b 0.75); a reading that is not shown counts a third.
K1, B, HIDDEN_WEIGHT = 1.2, 0.75, 0.33

Rarity = Mapping[str, float]  # idf of each stem


@dataclass(frozen=True, slots=True)
class Weights:
    """What scoring needs to know of the whole index."""

    mean_length: float
    mean_hidden: float
    rarity: Rarity
    terms: Mapping[Term, float]  # idf of what pages are ranked by


def idf(pages: int, on: int) -> float:
    """How much it says that a term stands on a page, where it stands on `on` of `pages`."""
    return math.log(1 + (pages - on + 0.5) / (on + 0.5))


def stems_of(leaves: Iterable[Leaf]) -> set[str]:
    """The stems whose rarity the second look needs."""
    terms = (term for leaf in leaves for term in ranked_terms(leaf) if term.kind != "name")
    return {stem for term in terms for stem in term.run}


def ranked_terms(leaf: Leaf, begun: Mapping[Beginning, Begun] | None = None) -> tuple[Term, ...]:
    """The terms that pages with a leaf are ranked by.

    Of a beginning the commonest words, with `begun`; of two that stand close together both (how close they
    stand is for the second look).
    """
    match leaf:
        case Term():
            return (leaf,)
        case Close(first, second):
            return first, second
        case Beginning(weight=weight):
            return tuple(Term((stem,), weight=weight) for stem in begun[leaf].common) if begun else ()


def weigh(lookings: Sequence[Looking], leaves: Sequence[Leaf]) -> Weights:
    """The weights of what a query looks for, over all shelves."""
    pages = sum(looking.shelf.size for looking in lookings)
    begun = lookings[0].begun if lookings else {}
    ranked = dict.fromkeys(term for leaf in leaves for term in ranked_terms(leaf, begun))
    rarity = {}
    for stem in {stem for term in ranked if term.kind != "name" for stem in term.run}:
        on = sum(len(looking.found(Term((stem,))).pages) for looking in lookings)
        rarity[stem] = idf(pages, on)
    of_terms: dict[Term, float] = {}
    for term in ranked:
        if term.kind == "name":
            of_terms[term] = idf(pages, sum(len(looking.found(term).pages) for looking in lookings))
        else:
            of_terms[term] = sum(rarity[stem] for stem in term.run)
    total = sum(float(looking.shelf.lengths.sum()) for looking in lookings)
    hidden = sum(float(looking.shelf.hidden_lengths.sum()) for looking in lookings)
    pages = max(pages, 1)
    return Weights(max(total / pages, 1.0), max(hidden / pages, 1.0), rarity, of_terms)


def scores(looking: Looking, weights: Weights) -> Floats:
    """How well each page of a shelf answers; 0 where nothing sought stands."""
    score = np.zeros(looking.shelf.size, np.float32)
    for term, rarity in weights.terms.items():
        _add(score, looking, looking.found(term), rarity * term.weight, weights)
    return score


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
