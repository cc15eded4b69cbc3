"""Arrays that were read from Whoosh's segments, kept for all searchers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy.typing as npt

Key = tuple[str, str, str]  # segment, field, term
Arrays = tuple[npt.NDArray[Any], ...]


class Cache:
    """Arrays that were read, shared by all searchers: a segment never changes. Safe between threads."""

    def __init__(self, limit: int = 128 << 20) -> None:
        """`limit`: bytes of postings and places to keep."""
        self._lock = threading.Lock()
        self._limit = limit
        self._held = 0
        self._arrays: OrderedDict[Key, Arrays] = OrderedDict()
        self._columns: dict[str, dict[str, npt.NDArray[Any]]] = {}

    def arrays(self, key: Key) -> Arrays | None:
        """What was kept under a key."""
        with self._lock:
            found = self._arrays.get(key)
            if found is not None:
                self._arrays.move_to_end(key)
            return found

    def keep(self, key: Key, arrays: Arrays) -> None:
        """Keep arrays, letting go of those not asked for longest."""
        with self._lock:
            if key in self._arrays:
                return
            self._arrays[key] = arrays
            self._held += _bytes(arrays)
            while self._held > self._limit:
                self._held -= _bytes(self._arrays.popitem(last=False)[1])

    def columns(self, segment: str) -> dict[str, npt.NDArray[Any]] | None:
        """The columns of a segment, if they were read."""
        with self._lock:
            return self._columns.get(segment)

    def keep_columns(self, segment: str, columns: dict[str, npt.NDArray[Any]]) -> None:
        """Keep the columns of a segment."""
        with self._lock:
            self._columns[segment] = columns

    def forget_all_but(self, segments: set[str]) -> None:
        """Let go of segments that are no longer in the index."""
        with self._lock:
            for segment in self._columns.keys() - segments:
                del self._columns[segment]
            for key in [key for key in self._arrays if key[0] not in segments]:
                self._held -= _bytes(self._arrays.pop(key))


def _bytes(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays) + 200
