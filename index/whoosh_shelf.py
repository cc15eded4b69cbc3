"""What a Whoosh segment holds of a page, and reading it as arrays.

A page's document: `text` (terms of the shown text, with positions), `hidden` (terms of other readings), five
numbers in columns, and its normalised words for the second look at the first hits. Whoosh is fed with terms
that are ready; its own analysis is never used.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.reading import TermNotFound

from index.engine import Document
from index.ranking import NOWHERE, Floats, Ints, Mask, Postings
from index.selecting import language_number

#: Raised whenever this layout changes: indexes of another version are rebuilt.
LAYOUT = 1

#: Postings in a block. Larger than Whoosh's 128: common words are read whole, in fewer, longer pieces.
_BLOCK = 512
_NUMBERS = ("page", "issue", "language", "quality", "length", "hidden_length")
UNKNOWN_QUALITY = -1


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


class PageSchema(fields.Schema):
    """The fields of a page, and the last change in the index.

    Whoosh keeps it in the table of contents, so that a commit and the change it brings us level with are one.
    """

    upto = 0


def schema() -> PageSchema:
    """The schema of a new index."""
    numbers = {name: NumberField() for name in _NUMBERS}
    return PageSchema(text=TermsField(), hidden=TermsField(), norms=fields.STORED(), **numbers)


def codec() -> W3Codec:
    """Whoosh's file format, with our block size."""
    return W3Codec(blocklimit=_BLOCK)


def fields_of(document: Document) -> dict[str, Any]:
    """A page as Whoosh's writer takes it."""
    shown, hidden = document.shown(), document.hidden()
    quality = UNKNOWN_QUALITY if document.quality is None else round(100 * document.quality)
    return {
        "text": shown,
        "hidden": hidden,
        "norms": document.normalised(),
        "page": document.page_id,
        "issue": document.issue_id,
        "language": language_number(document.language),
        "quality": quality,
        "length": len(shown),
        "hidden_length": len(hidden),
    }


class Cache:
    """Arrays that were read, shared by all searchers: a segment never changes. Safe between threads."""

    def __init__(self, limit: int = 64 << 20) -> None:
        self._lock = threading.Lock()
        self._limit = limit
        self._held = 0
        self._postings: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._numbers: dict[str, dict[str, Ints]] = {}

    def postings(self, key: tuple[str, str, str]) -> Postings | None:
        """What was kept under (segment, field, term)."""
        with self._lock:
            found = self._postings.get(key)
            if found is not None:
                self._postings.move_to_end(key)
            return found

    def keep(self, key: tuple[str, str, str], postings: Postings) -> None:
        """Keep postings, letting go of those not asked for longest."""
        with self._lock:
            if key in self._postings:
                return
            self._postings[key] = postings
            self._held += _bytes(postings)
            while self._held > self._limit:
                self._held -= _bytes(self._postings.popitem(last=False)[1])

    def numbers(self, segment: str) -> dict[str, Ints] | None:
        """The columns of a segment, if they were read."""
        with self._lock:
            return self._numbers.get(segment)

    def keep_numbers(self, segment: str, numbers: dict[str, Ints]) -> None:
        """Keep the columns of a segment."""
        with self._lock:
            self._numbers[segment] = numbers

    def forget_all_but(self, segments: set[str]) -> None:
        """Let go of segments that are no longer in the index."""
        with self._lock:
            for segment in self._numbers.keys() - segments:
                del self._numbers[segment]
            for key in [key for key in self._postings if key[0] not in segments]:
                self._held -= _bytes(self._postings.pop(key))


def _bytes(postings: Postings) -> int:
    return int(postings.pages.nbytes + postings.counts.nbytes) + 200


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
        numbers = cache.numbers(self.segment)
        if numbers is None:
            numbers = {name: self._read_numbers(name) for name in _NUMBERS}
            cache.keep_numbers(self.segment, numbers)
        self.page, self.issue = numbers["page"], numbers["issue"]
        self.language, self.quality = numbers["language"], numbers["quality"]
        self.lengths: Floats = numbers["length"].astype(np.float32)
        self.hidden_lengths: Floats = numbers["hidden_length"].astype(np.float32)
        self.live: Mask = np.ones(self.size, np.bool_)

    def set_deleted(self, deleted: Iterable[int]) -> None:
        """Say which pages of the segment have been taken out since it was written."""
        self.live = np.ones(self.size, np.bool_)
        self.live[list(deleted)] = False

    def postings(self, stem: str, *, hidden: bool = False) -> Postings:
        """Where a term stands; deleted pages are still among them."""
        field = "hidden" if hidden else "text"
        key = (self.segment, field, stem)
        found = self._cache.postings(key)
        if found is None:
            matcher = self._matcher(field, stem)
            found = NOWHERE if matcher is None else read_blocks(matcher)
            self._cache.keep(key, found)
        return found

    def positions(self, stem: str, pages: Ints) -> list[Ints]:
        """The places of a term in the shown text of pages that have it."""
        matcher = self._matcher("text", stem)
        if matcher is None:
            return []
        places = []
        for page in pages.tolist():
            matcher.skip_to(page)
            places.append(np.array(self._format.decode_positions(matcher.value()), np.int32))
        return places

    def norms(self, page: int) -> str:
        """The normalised words of a page, between blanks."""
        return str(self._pages.stored_fields(page).get("norms", ""))

    def close(self) -> None:
        """Give the files back."""
        self._terms.close()
        self._pages.close()
        self._files.close()

    def _matcher(self, field: str, stem: str) -> Any:
        try:
            return self._terms.matcher(field, stem.encode(), self._format)
        except TermNotFound:
            return None

    def _read_numbers(self, name: str) -> Ints:
        if not self._pages.has_column(name):  # every page has the default
            return np.zeros(self.size, np.int32)
        reader = self._pages.column_reader(name, NumberField().column_type)
        return np.fromiter(reader, np.int32, self.size)


def read_blocks(matcher: Any) -> Postings:
    """All postings of a term, read block by block as arrays.

    Goes past the matcher's public methods, which cost a call for each posting; the package is frozen, and a
    test holds this against `read_one_by_one`.
    """
    if not isinstance(matcher, W3LeafMatcher):
        return read_one_by_one(matcher)
    blocks: Any = matcher
    pages, counts = array("i"), array("f")
    while blocks.is_active():
        blocks._read_ids()
        blocks._read_weights()
        pages.extend(blocks._ids)
        counts.extend(blocks._weights)
        blocks._next_block()
    return Postings(np.frombuffer(pages, np.int32), np.frombuffer(counts, np.float32))


def read_one_by_one(matcher: Any) -> Postings:
    """All postings of a term through Whoosh's public methods."""
    pages, counts = array("i"), array("f")
    while matcher.is_active():
        pages.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return Postings(np.frombuffer(pages, np.int32), np.frombuffer(counts, np.float32))
