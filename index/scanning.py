"""Where pieces of words stand in many pages at once.

The pages lie one after the other as bytes (`page_bytes`), and each four letters of them are one number of 32
bits. So two hundred pages are searched for all pieces of a query in about a millisecond, whatever their
number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.matching import Longs, Mask

_BLANK = ord(" ")

#: A product's upper bits are spread evenly: Knuth, The Art of Computer Programming 3, section 6.4 (2^32 over
#: the golden ratio).
_SPREAD = np.uint32(2654435769)


class Places(NamedTuple):
    """Where pieces stand, piece after piece: on which page, at which byte of all pages, which piece."""

    page: Longs
    at: Longs
    piece: Longs

    def on(self, pages: Mask) -> Places:
        """Those on some of the pages, as they follow each other there."""
        kept = np.flatnonzero(pages[self.page])
        kept = kept[np.argsort(self.at[kept], kind="stable")]
        return Places(self.page[kept], self.at[kept], self.piece[kept])


@dataclass(frozen=True)
class Pages:
    """The packed words of pages, ready to be searched together. Each page begins and ends with a blank."""

    texts: Sequence[bytes]

    @cached_property
    def starts(self) -> Longs:
        """At which byte of all of them each page begins; last where they end."""
        return np.cumsum([0, *map(len, self.texts)], dtype=np.int64)

    @property
    def words(self) -> npt.NDArray[np.float64]:
        """How many words each page has, and one more."""
        blanks = np.flatnonzero(np.frombuffer(b"".join(self.texts), np.uint8) == _BLANK)
        return np.diff(np.searchsorted(blanks, self.starts)).astype(np.float64)

    def found(self, pieces: Sequence[bytes]) -> Places:
        """Where pieces (of three bytes and more, not over the end of a page) stand."""
        if not self.texts or not pieces:
            none = np.empty(0, np.int64)
            return Places(none, none, none)
        data = b"".join([*self.texts, bytes(max(map(len, pieces)) + 4)])
        window: npt.NDArray[np.uint32] = np.ndarray(int(self.starts[-1]), "<u4", data, 0, (1,))
        whole = [(number, piece) for number, piece in enumerate(pieces) if len(piece) > 3]
        marks = np.zeros(1 << 16, np.bool_)
        marks[_mark(np.array([_four(piece) for _, piece in whole], np.uint32))] = True
        places = np.flatnonzero(marks[_mark(window)])
        heads = window[places]
        found = [(number, places[heads == _four(piece)]) for number, piece in whole]
        found += [
            (number, np.flatnonzero(window & np.uint32(0xFFFFFF) == _four(piece + b"\0")))
            for number, piece in enumerate(pieces)
            if len(piece) == 3
        ]
        kept = [(number, _going_on(window, at, pieces[number])) for number, at in found]
        at = np.concatenate([places for _, places in kept]).astype(np.int64)
        piece = np.repeat(np.array([number for number, _ in kept]), [len(places) for _, places in kept])
        return Places(np.searchsorted(self.starts, at, "right") - 1, at, piece)


def _four(piece: bytes) -> np.uint32:
    return np.uint32(int.from_bytes(piece[:4], "little"))


def _mark(numbers: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    spread = numbers * _SPREAD
    spread >>= np.uint32(16)
    return spread


def _going_on(window: npt.NDArray[np.uint32], at: npt.NDArray[np.intp], piece: bytes) -> npt.NDArray[np.intp]:
    """Of the places where a piece's first bytes stand, those where all of it does."""
    for offset in range(4, len(piece), 4):
        offset = min(offset, len(piece) - 4)
        at = at[at + offset < len(window)]
        at = at[window[at + offset] == _four(piece[offset:])]
    return at
