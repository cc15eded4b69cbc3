"""The second look at the first pages found: exact words, pieces of words, and how close together they stand.

Light stems find a page whatever the form of a word; the very words typed say more. Their 4-grams find what
was misread, and weigh more the poorer the reading. Neither need be indexed: counting them on the normalised
text of the first 200 pages is as good (measured). Of these the best 60 are looked at for the stretch that
holds most of the query (`closeness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.closeness import Sought, grams
from index.condition import Close, Leaf, Term
from index.matching import Floats, Ints
from index.query import Query
from index.ranking import K1, B, Rarity

#: How many of the first hits are looked at again, and how many of those for close words.
LOOKED_AT_TWICE, LOOKED_AT_CLOSELY = 200, 60
#: How finely an index knows a page's quality: 1.0 is so many; below 0 unknown.
QUALITY_STEPS = 10_000

# Weights beside that of a stem, measured: an exact word; 4-grams on a clean page, and on one with a tenth of
# its letters wrong; the best stretch.
_WORD, _CLEAN, _POOR, _CLOSE = 0.5, 0.4, 1.0, 3.0
_USUAL_WORDS = 350  # on a page


def second_look(
    query: Query, rarity: Rarity, first: Floats, qualities: Ints, texts: Sequence[bytes]
) -> Floats:
    """The scores of the first pages after looking at their words.

    `first`: their scores so far; `qualities`: in `QUALITY_STEPS`; `texts`: their normalised words between
    blanks, in UTF-8.
    """
    look = SecondLook.of(query.leaves, rarity)
    scores = [
        look.exactness(text, pieces=pieces_weight(quality))
        for text, quality in zip(texts, qualities.tolist(), strict=True)
    ]
    found = (first + np.array(scores, np.float32)).astype(np.float32)
    for place in np.argsort(-found, kind="stable")[:LOOKED_AT_CLOSELY].tolist():
        found[place] += _CLOSE * look.sought.closeness(texts[place])
    return found


def pieces_weight(quality: int) -> float:
    """How much 4-grams count on a page of this quality (in `QUALITY_STEPS`)."""
    if quality < 0:
        return _CLEAN
    wrong = (QUALITY_STEPS - quality) / QUALITY_STEPS
    return min(_POOR, _CLEAN + (_POOR - _CLEAN) * 10 * wrong)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What the second look goes by: the typed words as they are spelt, and their pieces."""

    #: A normalised word or run of them, between blanks; its rarity.
    words: tuple[tuple[bytes, float], ...]
    #: 4-grams, each with its share of the rarity of its words.
    pieces: tuple[tuple[bytes, float], ...]
    sought: Sought

    @classmethod
    def of(cls, leaves: Iterable[Leaf], rarity: Rarity) -> SecondLook:
        """What to look for again; `rarity` of the stems."""
        words: dict[bytes, float] = {}
        pieces: dict[bytes, float] = {}
        typed: dict[str, float] = {}
        for term in (term for leaf in leaves for term in _spelt(leaf)):
            rare = [
                (word, term.weight * rarity[stem]) for word, stem in zip(term.norms, term.run, strict=True)
            ]
            words.setdefault(f" {' '.join(term.norms)} ".encode(), sum(weight for _, weight in rare))
            for word, weight in dict(rare).items():
                typed[word] = max(weight, typed.get(word, 0.0))
                found = grams(word)
                for gram in found:
                    pieces[gram.encode()] = pieces.get(gram.encode(), 0.0) + weight / len(found)
        return cls(tuple(words.items()), tuple(pieces.items()), Sought.of(typed.items()))

    def exactness(self, text: bytes, *, pieces: float) -> float:
        """How exactly a page says it; `pieces`: the weight of 4-grams."""
        length = text.count(b" ") / _USUAL_WORDS
        norm = K1 * (1 - B + B * length)
        score = 0.0
        for word, rarity in self.words:
            if often := text.count(word):
                score += _WORD * rarity * often * (K1 + 1) / (often + norm)
        for gram, rarity in self.pieces:
            if often := text.count(gram):
                score += pieces * rarity * often * (K1 + 1) / (often + norm)
        return score


def _spelt(leaf: Leaf) -> tuple[Term, ...]:
    """The terms of a leaf whose spelling is known."""
    match leaf:
        case Term(norms=norms):
            return (leaf,) if norms else ()
        case Close(first, second):
            return first, second
    return ()
