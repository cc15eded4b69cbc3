"""Where pieces of words stand in many pages at once.

The pages lie one after the other as bytes (`page_bytes`), and each two of them are one number of 16 bits. A
table says of every such number which pieces may begin with it, and which may go on with it: so two hundred
pages are searched for all pieces of a query in a third of a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.matching import Longs, Mask

Bytes = npt.NDArray[np.uint8]

#: Pieces are told apart by so many bits while they are looked for; two that share one are told apart after.
_GROUPS = 8


class Places(NamedTuple):
    """Where pieces stand: on which page, at which byte of all pages, which piece."""

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
    def lengths(self) -> npt.NDArray[np.float64]:
        """How many letters each page has, blanks among them."""
        return np.diff(self.starts).astype(np.float64)

    def found(self, pieces: Sequence[bytes]) -> Places:
        """Where pieces (of three bytes and more, not over the end of a page) stand."""
        longest = max(map(len, pieces), default=0)
        data = np.frombuffer(b"".join([*self.texts, bytes(longest + 4)]), np.uint8)
        end = len(data) - longest - 4
        at = _candidates(data, [piece for piece in pieces if len(piece) > 3], end)
        heads = _four(data, at)
        found = [_grams(at, heads, pieces)]
        for number, piece in enumerate(pieces):
            if len(piece) != 4:
                here = at[heads == _number(piece)] if len(piece) > 3 else _three(data, piece, end)
                here = _going_on(data, here, piece)
                found.append((here, np.full(len(here), number)))
        every = np.concatenate([places for places, _ in found])
        numbers = np.concatenate([numbers for _, numbers in found])
        return Places(np.searchsorted(self.starts, every, "right") - 1, every, numbers)


def _grams(at: Longs, heads: npt.NDArray[np.uint32], pieces: Sequence[bytes]) -> tuple[Longs, Longs]:
    """Which of some places begin a piece of four bytes, and which one; `heads`: what stands there."""
    known = sorted((_number(piece), number) for number, piece in enumerate(pieces) if len(piece) == 4)
    if not known:
        return at[:0], at[:0]
    first, numbers = np.array(known, np.int64).T
    row = np.minimum(np.searchsorted(first, heads), len(first) - 1)
    kept = first[row] == heads
    return at[kept], numbers[row[kept]]


def _candidates(data: Bytes, pieces: Sequence[bytes], end: int) -> Longs:
    """Where the first four bytes of a piece may stand before `end`, every place where they do among them."""
    table = np.zeros(1 << 16, np.uint16)
    for number, piece in enumerate(pieces):
        group = 1 << number % _GROUPS
        table[piece[0] | piece[1] << 8] |= group
        table[piece[2] | piece[3] << 8] |= group << _GROUPS
    found = []
    for first in (0, 1):
        many = (len(data) - first) // 2
        groups = table.take(np.ndarray(many, "<u2", data, first))
        at = 2 * np.flatnonzero((groups[:-1] & groups[1:] >> _GROUPS) != 0) + first
        found.append(at[at < end])
    return np.concatenate(found)


def _number(piece: bytes) -> int:
    return int.from_bytes(piece[:4], "little")


def _four(data: Bytes, at: Longs) -> npt.NDArray[np.uint32]:
    """The four bytes from each place on as a number."""
    four = data.take(at).astype(np.uint32)
    for offset in (1, 2, 3):
        four |= data.take(at + offset).astype(np.uint32) << np.uint32(8 * offset)
    return four


def _three(data: Bytes, piece: bytes, end: int) -> Longs:
    first, second, third = (data[offset : end + offset] == byte for offset, byte in enumerate(piece))
    return np.flatnonzero(first & second & third)


def _going_on(data: Bytes, at: Longs, piece: bytes) -> Longs:
    """Of the places where a piece's first bytes stand, those where all of it does."""
    for offset in range(4, len(piece), 4):
        offset = min(offset, len(piece) - 4)
        at = at[_four(data, at + offset) == _number(piece[offset:])]
    return at
