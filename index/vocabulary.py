"""The archive's own words, ready to be asked for those that begin so or are spelt nearly so.

Made from an engine's lexicon and kept until the index has changed for a while: a word that came in a moment
ago is found by a search at once, it is only not suggested yet.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from index.engine import Lexeme, SearchEngine

#: Words of fewer letters have too many neighbours; from `TWO_EDITS` letters on two letters may differ.
SHORTEST, TWO_EDITS = 4, 8
#: A vocabulary is made anew after so many seconds where the index has changed meanwhile.
_SECONDS = 30.0
#: From so many pages on the first one is made beside, and nothing is suggested until it is there.
_LARGE = 5_000
_LONGEST = 24


@dataclass(frozen=True)
class Vocabulary:
    """Stems in order, with the pages they stand on. `forms`: what is remembered of them meanwhile."""

    stems: tuple[str, ...]
    pages: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint64]
    forms: dict[object, object] = field(default_factory=dict)

    @classmethod
    def of(cls, lexemes: Iterable[Lexeme]) -> Vocabulary:
        """From the terms of an index, in any order."""
        kept = sorted(lexemes)
        stems = tuple(lexeme.text for lexeme in kept)
        lengths = np.fromiter((min(len(stem), 255) for stem in stems), np.uint8, len(stems))
        pages = np.fromiter((lexeme.pages for lexeme in kept), np.int64, len(stems))
        return cls(stems, pages, lengths, _letters(stems))

    def pages_with(self, stem: str) -> int:
        """On how many pages a stem stands (pages nobody may see count)."""
        at = bisect_left(self.stems, stem)
        return int(self.pages[at]) if at < len(self.stems) and self.stems[at] == stem else 0

    def beginning(self, start: str, most: int) -> list[str]:
        """The stems that begin so, those on most pages first."""
        first, last = bisect_left(self.stems, start), bisect_left(self.stems, start + "\U0010ffff")
        order = np.argsort(-self.pages[first:last], kind="stable")[:most]
        return [self.stems[first + int(at)] for at in order]

    def close(self, stem: str, most: int = 5) -> list[str]:
        """The stems that are spelt nearly so, nearest first, of equals those on most pages."""
        edits = 0 if len(stem) < SHORTEST else 1 if len(stem) < TWO_EDITS else 2
        if not edits or not stem.isalpha():
            return []
        lengths = self.lengths.astype(np.int16)
        rough = np.abs(lengths - len(stem)) <= edits
        rough &= lengths >= SHORTEST - 1
        differ = np.bitwise_count(self.letters ^ _letters((stem,))[0])
        rough &= differ <= 2 * edits
        found = []
        for at in np.flatnonzero(rough).tolist():
            other = self.stems[at]
            if other != stem and (distance := _distance(stem, other, edits)) <= edits:
                found.append((distance, -int(self.pages[at]), other))
        return [other for _, _, other in sorted(found)[:most]]


def _letters(stems: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """Which letters a stem has, a bit each (64 of them share all letters there are)."""
    made = np.zeros(len(stems), np.uint64)
    for start in range(0, len(stems), 20_000):
        chunk = np.array(stems[start : start + 20_000] or ("",), dtype=f"U{_LONGEST}")
        codes = chunk.view(np.uint32).reshape(len(chunk), -1).astype(np.uint64)
        bits = np.where(codes > 0, np.uint64(1) << (codes % np.uint64(64)), np.uint64(0))
        made[start : start + len(chunk)] = np.bitwise_or.reduce(bits, axis=1)[: len(stems) - start]
    return made


def _distance(one: str, other: str, most: int) -> int:
    """Letters to change, take out, put in or swap with their neighbour; more than `most` where it is more.

    Optimal string alignment (Damerau 1964).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        two_before, before, row = before, row, [i] + [0] * len(other)
        for j, wanted in enumerate(other, 1):
            cost = letter != wanted
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], two_before[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


@dataclass
class _Held:
    made: Vocabulary | None = None
    upto: int = -1
    looked: float = 0.0
    making: bool = False


_held: WeakKeyDictionary[SearchEngine, _Held] = WeakKeyDictionary()
_lock = threading.Lock()


def vocabulary(engine: SearchEngine) -> Vocabulary | None:
    """The words of an index, at most `_SECONDS` behind it; None where there is none, or they are gathered."""
    with _lock:
        held = _held.setdefault(engine, _Held())
        if held.making or time.monotonic() - held.looked < _SECONDS:
            return held.made
        held.making = True
    try:
        state = engine.state()
    except BaseException:
        held.making = False
        raise
    if state.problem or state.upto == held.upto:
        with _lock:
            held.made = None if state.problem else held.made
            held.upto = -1 if state.problem else held.upto
            held.looked, held.making = (0.0 if state.problem else time.monotonic()), False
        return held.made
    if state.pages > _LARGE:
        threading.Thread(target=_make, args=(engine, held, state.upto), daemon=True).start()
        return held.made
    _make(engine, held, state.upto)
    return held.made


def _make(engine: SearchEngine, held: _Held, upto: int) -> None:
    try:
        made = Vocabulary.of(engine.lexicon())
        with _lock:
            held.made, held.upto, held.looked = made, upto, time.monotonic()
    finally:
        held.making = False
