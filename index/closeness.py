"""How close together a page says what was asked: the best short stretch of its text.

A reader remembers words of one passage, and words side by side say more than words far apart. So the first
hits are looked at for the stretch that holds most of the query: each 4-gram of each word counts once, by its
share of the word's rarity. A word read wrongly still has some of its 4-grams right, hence this finds a
passage on a poor scan, too. Measured with `tests/benchmarks/search_quality.py`, see the README.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from index.matching import Longs
from index.scanning import Places

#: Letters of a stretch, some twenty words, for words in Latin and in Arabic letters (measured).
STRETCH, ARABIC_STRETCH = 120, 132


def grams(word: str) -> list[str]:
    """The 4-grams of a normalised word with a blank at each end; a short word whole."""
    marked = f" {word} "
    return [marked[start : start + 4] for start in range(len(marked) - 3)] or [marked]


def stretch_for(words: Iterable[str]) -> int:
    """How long a stretch is, in letters, for a query of these normalised words."""
    letters = "".join(words)
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters)
    return STRETCH + (ARABIC_STRETCH - STRETCH) * arabic // max(1, len(letters))


def closeness(
    places: Places, shares: npt.NDArray[np.float64], pages: int, stretch: int
) -> npt.NDArray[np.float64]:
    """The most that one stretch of each page holds.

    `places`: where the pieces stand on these pages, in order; `shares`: how much each piece says; `stretch`
    in letters.
    """
    best = np.zeros(pages)
    if not len(places.at):
        return best
    # Pages lie so far apart that no stretch reaches over.
    at: Longs = places.at + places.page * (stretch + 1)
    sought = np.flatnonzero(shares)
    here = places.piece[:, None] == sought
    last = np.maximum.accumulate(np.where(here, at[:, None], -stretch - 1), axis=0)
    held = (last >= at[:, None] - stretch) @ shares[sought]
    np.maximum.at(best, places.page, held)
    return best
