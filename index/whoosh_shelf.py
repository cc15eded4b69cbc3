"""What a Whoosh segment holds of a page, and reading it as arrays.

A page's document: `text` (terms of the shown text, with positions), `hidden` (terms of other readings),
`names` (skeleton keys), its numbers, and its normalised words for the second look, in columns. Whoosh is fed
with terms that are ready; its own analysis is never used.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.reading import TermNotFound

from index.engine import Document, Lexeme
from index.matching import NOWHERE, PAGE_BITS, Field, Floats, Ints, Longs, Mask, Postings
from index.page_bytes import packed
from index.selecting import cells, language_number, quality_number

#: Raised whenever this layout changes: indexes of another version are rebuilt.
LAYOUT = 3

#: Postings in a block. Larger than Whoosh's 128: common words are read whole, in fewer, longer pieces.
_BLOCK = 512
_NUMBERS = ("page", "issue", "language", "quality", "length", "hidden_length")


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


class TermsField(fields.FieldType):
    """A field that is given terms, a list of texts whose places are their positions."""

    def __init__(self) -> None:
        self.places = Places()
        super().__init__(self.places, None, scorable=True)

    def index(self, value: list[str], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, how often, weight, positions) for each different term."""
        places: dict[str, list[int]] = defaultdict(list)
        for position, text in enumerate(value):
            places[text].append(position)
        for text, positions in places.items():
            yield text.encode(), len(positions), float(len(positions)), self.places.encode(positions)


class NumberField(fields.COLUMN):
    """A whole number of each page, read as one array."""

    def __init__(self) -> None:
        super().__init__(columns.NumericColumn("i", default=0))


class BytesField(fields.COLUMN):
    """Bytes of each page, read one by one."""

    def __init__(self) -> None:
        super().__init__(columns.VarBytesColumn())


class PageSchema(fields.Schema):
    """The fields of a page, and the last change in the index.

    Whoosh keeps it in the table of contents, so that a commit and the change it brings us level with are one.
    """

    upto = 0


def schema() -> PageSchema:
    """The schema of a new index."""
    numbers = {name: NumberField() for name in _NUMBERS}
    return PageSchema(
        text=TermsField(), hidden=TermsField(), names=TermsField(), norms=BytesField(), **numbers
    )


def codec() -> W3Codec:
    """Whoosh's file format, with our block size."""
    return W3Codec(blocklimit=_BLOCK)


def fields_of(document: Document) -> dict[str, Any]:
    """A page as Whoosh's writer takes it."""
    shown, hidden = document.shown(), document.hidden()
    return {
        "text": shown,
        "hidden": hidden,
        "names": sorted(document.names),
        "norms": packed(document.normalised()),
        "page": document.page_id,
        "issue": document.issue_id,
        "language": language_number(document.language),
        "quality": quality_number(document.quality),
        "length": len(shown),
        "hidden_length": len(hidden),
    }


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


class WhooshShelf:
    """One segment, opened for one thread at a time (Whoosh's readers share a file position)."""

    def __init__(self, storage: Any, segment: Any, cache: Cache) -> None:
        self.segment = str(segment.segment_id())
        self.size = int(segment.doc_count_all())
        self._cache = cache
        self._files = segment.open_compound_file(storage)
        self._terms = segment.codec().terms_reader(self._files, segment)
        self._pages = segment.codec().per_document_reader(self._files, segment)
        self._format = Places()
        columns = cache.columns(self.segment)
        if columns is None:
            columns = self._read_columns()
            cache.keep_columns(self.segment, columns)
        self.page: Ints = columns["page"]
        self.issue: Ints = columns["issue"]
        self.language: Ints = columns["language"]
        self.quality: Ints = columns["quality"]
        self.cell: Longs = columns["cell"]
        self.lengths: Floats = columns["length"]
        self.hidden_lengths: Floats = columns["hidden_length"]
        self.live: Mask = np.ones(self.size, np.bool_)
        self._norms: Any = None

    def set_deleted(self, deleted: Iterable[int]) -> None:
        """Say which pages of the segment have been taken out since it was written."""
        self.live = np.ones(self.size, np.bool_)
        self.live[list(deleted)] = False

    def postings(self, term: str, field: Field = "text") -> Postings:
        """Where a term stands; deleted pages are still among them."""
        key = (self.segment, field, term)
        kept = self._cache.arrays(key)
        if kept is not None:
            return Postings(*kept)
        matcher = self._matcher(field, term)
        found = NOWHERE if matcher is None else read_blocks(matcher)
        self._cache.keep(key, found)
        return found

    def places(self, stem: str) -> Longs:
        """Every place of a stem in the shown text, ascending."""
        key = (self.segment, "places", stem)
        kept = self._cache.arrays(key)
        if kept is None:
            matcher = self._matcher("text", stem)
            kept = (np.empty(0, np.int64) if matcher is None else read_places(matcher),)
            self._cache.keep(key, kept)
        return kept[0]

    def lexicon(self, field: Field, start: str) -> Iterator[Lexeme]:
        """The terms of a field that begin so, in order, with how many pages have them."""
        for text in self._terms_from(field, start):
            yield Lexeme(text.decode(), int(self._terms.term_info(field, text).doc_frequency()))

    def norms(self, page: int) -> bytes:
        """The normalised words of a page, between blanks, as `page_bytes.packed`."""
        if self._norms is None:
            self._norms = self._pages.column_reader("norms", BytesField().column_type)
        return bytes(self._norms[page])

    def close(self) -> None:
        """Give the files back."""
        self._terms.close()
        self._pages.close()
        self._files.close()

    def _terms_from(self, field: str, start: str) -> Iterator[bytes]:
        wanted = start.encode()
        found = self._terms.terms_from(field, wanted)
        inside = takewhile(lambda one: one[0] == field and one[1].startswith(wanted), found)
        return (text for _, text in inside)

    def _matcher(self, field: str, term: str) -> Any:
        try:
            return self._terms.matcher(field, term.encode(), self._format)
        except TermNotFound:
            return None

    def _read_columns(self) -> dict[str, npt.NDArray[Any]]:
        """The numbers of all pages; lengths as scoring wants them; what pages are counted by."""
        columns: dict[str, npt.NDArray[Any]] = {name: self._read_numbers(name) for name in _NUMBERS}
        for name in ("length", "hidden_length"):
            columns[name] = columns[name].astype(np.float32)
        columns["cell"] = cells(columns["issue"], columns["language"], columns["quality"])
        return columns

    def _read_numbers(self, name: str) -> Ints:
        if not self._pages.has_column(name):  # every page has the default
            return np.zeros(self.size, np.int32)
        reader = self._pages.column_reader(name, NumberField().column_type)
        return np.fromiter(reader, np.int32, self.size)


# Whoosh's matchers cost a call for each posting. Below, their blocks are read as arrays instead, past their
# public methods; the package is frozen, and a test holds this against `read_one_by_one` and
# `places_one_by_one`.


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
