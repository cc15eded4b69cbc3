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
import numpy.typing as npt

from index.closeness import closeness, grams, stretch_for
from index.condition import Close, Leaf, Term
from index.counting import QUALITY_STEPS
from index.matching import Floats, Ints
from index.page_bytes import packed
from index.query import Query
from index.ranking import K1, B, Rarity
from index.scanning import Pages, Places

#: How many of the first hits are looked at again, and how many of those for close words.
LOOKED_AT_TWICE, LOOKED_AT_CLOSELY = 200, 60

# Weights beside that of a stem, measured: an exact word; 4-grams on a clean page, and on one with a tenth of
# its letters wrong; the best stretch.
_WORD, _CLEAN, _POOR, _CLOSE = 0.5, 0.4, 1.0, 3.0
_USUAL_LETTERS = 2000  # on a page


def second_look(
    query: Query, rarity: Rarity, first: Floats, qualities: Ints, texts: Sequence[bytes]
) -> Floats:
    """The scores of the first pages after looking at their words.

    `first`: their scores so far; `qualities`: in `QUALITY_STEPS`; `texts`: their normalised words between
    blanks, as `page_bytes.packed`.
    """
    look = SecondLook.of(query.leaves, rarity)
    found: Floats = first.astype(np.float32)
    if not look.pieces or not texts:
        return found
    pages = Pages(texts)
    places = pages.found(look.pieces)
    found += look.exactness(pages, places, qualities)
    closest = np.argsort(-found, kind="stable")[:LOOKED_AT_CLOSELY]
    looked = np.zeros(len(texts), np.bool_)
    looked[closest] = True
    found += _CLOSE * closeness(places.on(looked), look.close, len(texts), look.stretch).astype(np.float32)
    return found


def pieces_weights(qualities: Ints) -> npt.NDArray[np.float64]:
    """How much 4-grams count on pages of these qualities (in `QUALITY_STEPS`)."""
    wrong = np.where(qualities < 0, 0, QUALITY_STEPS - qualities) / QUALITY_STEPS
    return np.minimum(_POOR, _CLEAN + (_POOR - _CLEAN) * 10 * wrong)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What the second look goes by: the typed words as they are spelt, and their 4-grams."""

    #: Normalised words or runs of them between blanks, and 4-grams, as `page_bytes.packed`.
    pieces: tuple[bytes, ...]
    # What each says as a word, as a 4-gram, and as a 4-gram of a stretch.
    words: npt.NDArray[np.float64]
    grams: npt.NDArray[np.float64]
    close: npt.NDArray[np.float64]
    stretch: int

    @classmethod
    def of(cls, leaves: Iterable[Leaf], rarity: Rarity) -> SecondLook:
        """What to look for again; `rarity` of the stems."""
        words: dict[str, float] = {}
        pieces: dict[str, float] = {}
        typed: dict[str, float] = {}
        for term in (term for leaf in leaves for term in _spelt(leaf)):
            rare = [
                (word, term.weight * rarity[stem]) for word, stem in zip(term.norms, term.run, strict=True)
            ]
            words.setdefault(f" {' '.join(term.norms)} ", sum(weight for _, weight in rare))
            for word, weight in dict(rare).items():
                typed[word] = max(weight, typed.get(word, 0.0))
                _share(pieces, word, weight)
        close: dict[str, float] = {}
        for word, weight in typed.items():
            _share(close, word, weight)
        every = tuple(dict.fromkeys((*words, *pieces)))
        said = [np.array([one.get(piece, 0.0) for piece in every]) for one in (words, pieces, close)]
        return cls(tuple(map(packed, every)), said[0], said[1], said[2], stretch_for(typed))

    def exactness(self, pages: Pages, places: Places, qualities: Ints) -> Floats:
        """How exactly each page says it."""
        many = len(self.pieces)
        often = np.bincount(places.page * many + places.piece, minlength=len(pages.texts) * many)
        often = often.reshape(-1, many)
        norm = K1 * (1 - B + B * pages.lengths / _USUAL_LETTERS)
        said = often * (K1 + 1) / (often + norm[:, None])
        score = _WORD * (said @ self.words) + pieces_weights(qualities) * (said @ self.grams)
        exact: Floats = score.astype(np.float32)
        return exact


def _share(pieces: dict[str, float], word: str, weight: float) -> None:
    """Give each 4-gram of a word its share of the word's weight."""
    found = grams(word)
    for gram in found:
        pieces[gram] = pieces.get(gram, 0.0) + weight / len(found)


def _spelt(leaf: Leaf) -> tuple[Term, ...]:
    """The terms of a leaf whose spelling is known."""
    match leaf:
        case Term(norms=norms):
            return (leaf,) if norms else ()
        case Close(first, second):
            return first, second
    return ()
