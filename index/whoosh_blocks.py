"""A term's postings in a Whoosh segment, read as arrays.

Whoosh's matchers cost a call for each posting. Here their blocks are read whole, past their public methods:
the package is frozen, and a test holds this against `read_one_by_one` and `places_one_by_one`.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec.whoosh3 import W3LeafMatcher

from index.matching import PAGE_BITS, Floats, Ints, Longs, Postings


class Places(formats.Format):
    """A term's positions on a page as differences in seven-bit groups: a third smaller than pickled lists."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def encode(self, positions: Iterable[int]) -> bytes:
        """Ascending positions as bytes, never empty."""
        packed = bytearray()
        last = 0
        for position in positions:
            step, last = position - last, position
            while step > 127:
                packed.append(step & 127 | 128)
                step >>= 7
            packed.append(step)
        return bytes(packed)

    def decode_positions(self, value: bytes) -> list[int]:
        """Back from `encode`."""
        positions, position, step, shift = [], 0, 0, 0
        for byte in value:
            step |= (byte & 127) << shift
            if byte & 128:
                shift += 7
                continue
            position += step
            positions.append(position)
            step = shift = 0
        return positions


def _blocks(matcher: Any) -> Iterator[tuple[Ints, Floats, Any]]:
    """Pages, counts and packed positions of each block."""
    while matcher.is_active():
        if matcher._data is None:
            matcher._read_data()
        steps, weights, values = matcher._data
        pages = np.cumsum(np.array(steps, np.int32), dtype=np.int32)
        if weights is None:
            weights = 1.0
        counts = np.empty(len(pages), np.float32)
        counts[:] = weights
        yield pages, counts, values
        matcher._next_block()


def read_blocks(matcher: Any) -> Postings:
    """All postings of a term, read block by block as arrays."""
    if not isinstance(matcher, W3LeafMatcher):
        return read_one_by_one(matcher)
    blocks = [(pages, counts) for pages, counts, _ in _blocks(matcher)]
    return Postings(np.concatenate([b[0] for b in blocks]), np.concatenate([b[1] for b in blocks]))


def read_places(matcher: Any) -> Longs:
    """All places of a term, read block by block as arrays."""
    if not isinstance(matcher, W3LeafMatcher):
        return places_one_by_one(matcher)
    blocks = []
    for pages, counts, values in _blocks(matcher):
        steps = _unpacked(b"".join(values))
        often = counts.astype(np.int64)
        ends = np.cumsum(often)
        positions = np.cumsum(steps)
        before = np.repeat(np.concatenate([[0], positions[ends[:-1] - 1]]), often)
        blocks.append(np.repeat(pages.astype(np.int64), often) << PAGE_BITS | positions - before)
    return np.concatenate(blocks)


def _unpacked(packed: bytes) -> Longs:
    """Numbers in seven-bit groups, as `Places.encode` writes them."""
    data = np.frombuffer(packed, np.uint8).astype(np.int64)
    ends = np.flatnonzero(data < 128)
    if len(ends) == len(data):
        return data
    numbers = np.zeros(len(ends), np.int64)
    number = np.cumsum(np.concatenate([[0], data[:-1] < 128]))  # to which number each byte belongs
    starts = np.concatenate([[0], ends[:-1] + 1])
    shift = 7 * (np.arange(len(data)) - starts[number])
    np.add.at(numbers, number, (data & 127) << shift)
    return numbers


def read_one_by_one(matcher: Any) -> Postings:
    """All postings of a term through Whoosh's public methods."""
    pages, counts = array("i"), array("f")
    while matcher.is_active():
        pages.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return Postings(np.frombuffer(pages, np.int32), np.frombuffer(counts, np.float32))


def places_one_by_one(matcher: Any) -> Longs:
    """All places of a term through Whoosh's public methods."""
    places = array("q")
    while matcher.is_active():
        page = matcher.id() << PAGE_BITS
        places.extend(page | position for position in Places().decode_positions(matcher.value()))
        matcher.next()
    return np.frombuffer(places, np.int64)
