"""The normalised words of a tantivy segment's pages beside it, to be read without its stored documents.

Reading two hundred documents out of tantivy costs ten milliseconds; out of a file that is mapped into memory
a tenth of one. A file is written once, after the commit that named its segment, and taken away with it. It
says nothing that the documents do not: where it is not there (the writer was killed before), they are read.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tantivy import DocAddress, Searcher

from index.matching import Ints, Longs
from index.page_bytes import packed
from index.place import write_whole
from index.tantivy_files import parts

ENDING = "words"
_TOGETHER = 1000


class Words:
    """The pages of one segment, by their place in it."""

    def __init__(self, path: Path) -> None:
        """Raises OSError and ValueError where there is no such file, or half of one."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        pages = int(np.frombuffer(self._data, "<i8", 1)[0])
        self._page: Ints = np.frombuffer(self._data, "<i4", pages, 8)
        self._ends: Longs = np.frombuffer(self._data, "<i8", pages + 1, 8 + 4 * pages)
        self._first = 8 + 4 * pages + 8 * (pages + 1)
        if len(self._data) != self._first + int(self._ends[-1]):
            raise ValueError(path.name)

    def of(self, places: list[int], pages: list[int]) -> list[bytes | None]:
        """The packed words of the pages at some places; None where another page stands there."""
        if not len(self._page):
            return [None] * len(places)
        at = np.array(places, np.int64)
        known = at < len(self._page)
        at[~known] = 0
        known &= self._page.take(at) == np.array(pages, np.int64)
        starts, ends = self._first + self._ends.take(at), self._first + self._ends.take(at + 1)
        told = zip(known.tolist(), starts.tolist(), ends.tolist(), strict=True)
        return [self._data[start:end] if here else None for here, start, end in told]


def written(pages: Iterable[int], texts: Iterable[bytes]) -> bytes:
    """A segment's pages as `Words` reads them: how many, their ids, where each text ends, the texts."""
    ids, kept = np.array([*pages], "<i4"), [*texts]
    ends = np.cumsum([0, *map(len, kept)], dtype="<i8")
    return b"".join([np.array([len(ids)], "<i8").tobytes(), ids.tobytes(), ends.tobytes(), *kept])


def write_missing(folder: Path, searcher: Searcher) -> None:
    """Write the files of those segments of the newest commit that have none."""
    for number, (segment, _, size) in enumerate(parts(folder)):
        path = folder / f"{segment}.{ENDING}"
        if path.exists():
            continue
        pages: list[int] = []
        texts: list[bytes] = []
        for start in range(0, size, _TOGETHER):
            places = [DocAddress(number, place) for place in range(start, min(size, start + _TOGETHER))]
            pages += [int(page or 0) for page in searcher.fast_field_values("page", places)]
            texts += [text_of(searcher, place) for place in places]
        write_whole(path, written(pages, texts))


def text_of(searcher: Searcher, address: DocAddress) -> bytes:
    """The packed words of one page, from its document."""
    return packed(str(searcher.doc(address).get_first("norms") or ""))


class Texts:
    """The words of all pages of one commit."""

    def __init__(self, folder: Path, searcher: Searcher, former: Texts | None = None) -> None:
        """`former`: of an earlier commit, whose unchanged segments stay open."""
        self._searcher = searcher
        self._folder = folder
        self._by_name: dict[str, Words | None] = {}
        known = former._by_name if former is not None and former._folder == folder else {}
        for segment, _, _ in parts(folder):
            words = known.get(segment)
            if words is None:
                try:
                    words = Words(folder / f"{segment}.{ENDING}")
                except (OSError, ValueError):
                    words = None
            self._by_name[segment] = words
        self._segments = [*self._by_name.values()]

    def of(self, addresses: Sequence[DocAddress], pages: Sequence[int]) -> list[bytes]:
        """The packed words of pages, given where they are and which they are."""
        found: list[bytes | None] = [None] * len(addresses)
        segments = [address.segment_ord for address in addresses]
        for number in set(segments):
            words = self._segments[number] if number < len(self._segments) else None
            if words is None:
                continue
            rows = [row for row, segment in enumerate(segments) if segment == number]
            texts = words.of([addresses[row].doc for row in rows], [pages[row] for row in rows])
            for row, text in zip(rows, texts, strict=True):
                found[row] = text
        return [
            text_of(self._searcher, address) if text is None else text
            for text, address in zip(found, addresses, strict=True)
        ]
