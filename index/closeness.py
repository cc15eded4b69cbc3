"""How close together a page says what was asked: the best short stretch of its text.

A reader remembers words of one passage, and words side by side say more than words far apart. So the first
hits are looked at for the stretch that holds most of the query: each 4-gram of each word counts once, by its
share of the word's rarity. A word read wrongly still has some of its 4-grams right, hence this finds a
passage on a poor scan, too. Measured with `tests/benchmarks/search_quality.py`, see the README.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Letters of a stretch: some twenty words of either language.
STRETCH = 120


def grams(word: str) -> list[str]:
    """The 4-grams of a normalised word with a blank at each end; a short word whole."""
    marked = f" {word} "
    return [marked[start : start + 4] for start in range(len(marked) - 3)] or [marked]


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query, ready to be looked for in stretches of pages."""

    #: Each 4-gram with the words it belongs to: (which word, its share of that word's rarity).
    pieces: tuple[tuple[bytes, tuple[tuple[int, float], ...]], ...]
    #: How long a stretch is in bytes: pages are kept in UTF-8, where an Arabic letter takes two.
    stretch: int

    @classmethod
    def of(cls, words: Iterable[tuple[str, float]]) -> Sought:
        """From normalised words, each with its rarity."""
        pieces: dict[bytes, list[tuple[int, float]]] = {}
        letters = size = 0
        for number, (word, rarity) in enumerate(words):
            found = grams(word)
            letters, size = letters + len(word), size + len(word.encode())
            for gram in found:
                pieces.setdefault(gram.encode(), []).append((number, rarity / len(found)))
        stretch = STRETCH * size // letters if letters else STRETCH
        return cls(tuple((gram, tuple(words)) for gram, words in pieces.items()), stretch)

    def closeness(self, text: bytes) -> float:
        """The most rarity that one stretch holds; `text`: a page's normalised words between blanks, UTF-8."""
        places = sorted(self._places(text))
        inside: dict[tuple[int, int], int] = {}
        best = held = 0.0
        first = 0
        for at, piece, word, share in places:
            key = piece, word
            inside[key] = inside.get(key, 0) + 1
            if inside[key] == 1:
                held += share
            while places[first][0] < at - self.stretch:
                _, left, its_word, its_share = places[first]
                inside[left, its_word] -= 1
                if not inside[left, its_word]:
                    held -= its_share
                first += 1
            best = max(best, held)
        return best

    def _places(self, text: bytes) -> Iterator[tuple[int, int, int, float]]:
        """Where each piece stands: (place, which piece, of which word, its share)."""
        for number, (gram, words) in enumerate(self.pieces):
            at = text.find(gram)
            while at >= 0:
                for word, share in words:
                    yield at, number, word, share
                at = text.find(gram, at + 1)
