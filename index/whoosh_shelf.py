"""What a Whoosh segment holds of a page, and reading it as arrays.

A page's document: `text` (terms of the shown text, with positions), `hidden` (terms of other readings),
`names` (skeleton keys), its numbers, and its normalised words for the second look, in columns. Whoosh is fed
with terms that are ready; its own analysis is never used.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns, fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermNotFound

from index.counting import cells, language_number, quality_number
from index.engine import Document, Lexeme
from index.matching import NOWHERE, Field, Floats, Ints, Longs, Mask, Postings
from index.page_bytes import packed
from index.whoosh_blocks import Places, read_blocks, read_places
from index.whoosh_cache import Cache

#: Raised whenever this layout changes: indexes of another version are rebuilt.
LAYOUT = 3

#: Postings in a block. Larger than Whoosh's 128: common words are read whole, in fewer, longer pieces.
_BLOCK = 512
_NUMBERS = ("page", "issue", "language", "quality", "length", "hidden_length")


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
        """Give the files back; once is enough."""
        if not self._files.is_closed:
            self._terms.close()
            self._pages.close()
            self._files.close()

    def __del__(self) -> None:
        """A searcher that nobody needs any more leaves no open file behind."""
        if hasattr(self, "_pages"):
            self.close()

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
