"""The embedded engine for larger archives: tantivy's postings, our terms, and the same answers.

    ARCHIVE_SEARCH=tantivy:FOLDER        (the extra `fast`)

tantivy finds and counts; the order by date and the second look at the first hits are ours, as with Whoosh.
Its searchers may be shared between threads. Commits merge small segments by themselves, so there is nothing
to tidy.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from heapq import nsmallest
from importlib.metadata import version
from pathlib import Path

import numpy as np
import tantivy

from archive.errors import disk_full_told
from index import analysis, counting
from index.engine import DEEPEST, SECONDS, Batch, Document, IndexState, Lexeme, NoIndex, Results, Scope, Sort
from index.matching import Clock, Field, Ints
from index.place import Damaged, Place, Sizes
from index.query import Query
from index.tantivy_files import check, clear, files, seal, stamp
from index.tantivy_query import PAGE, STATE, schema
from index.tantivy_search import Search, Snapshot, issues_in
from index.tantivy_words import Texts, write_missing

#: Raised whenever what is kept of a page changes: indexes of another version are rebuilt.
LAYOUT = 2
VERSION = f"tantivy-{version('tantivy')}-{LAYOUT}.{analysis.VERSION}"

#: Memory for postings before they are written, in bytes.
_UPDATE_HEAP, _REBUILD_HEAP = 32 << 20, 128 << 20


class TantivyEngine:
    """An index in a folder. See `SearchEngine` for what each method promises."""

    version = VERSION

    def __init__(self, folder: Path, *, patience: float = 30.0, seconds: float = SECONDS) -> None:
        """`patience`: how many seconds to wait for another process that writes; `seconds`: for an answer."""
        self._place = Place(folder)
        self._patience = patience
        self._seconds = seconds
        self._schema = schema()
        self._lock = threading.Lock()
        self._open: Snapshot | None = None
        self._verified: set[str] = set()

    def state(self) -> IndexState:
        """What there is now."""
        try:
            snapshot = self._newest()
        except NoIndex as error:
            return IndexState("", 0, 0, error.problem)
        return IndexState(VERSION, snapshot.upto, snapshot.pages)

    def search(
        self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance"
    ) -> Results:
        """The pages that match."""
        return self._search(scope).results(query, min(offset, DEEPEST), min(offset + limit, DEEPEST), sort)

    def pages(self, query: Query, scope: Scope) -> Ints:
        """The ids of all pages that match, ascending."""
        return self._search(scope).pages(query)

    def lexicon(self, start: str = "", *, field: Field = "text", limit: int | None = None) -> list[Lexeme]:
        """The terms that begin so, in order."""
        found = [Lexeme(*one) for one in self._newest().searcher.terms_with_prefix(field, start)]
        return sorted(found) if limit is None else nsmallest(limit, found)

    def update(self, batch: Batch) -> None:
        """Make the changes of a batch, in one commit."""
        with self._place.held("writing", "update", self._patience), disk_full_told(self._place.root):
            snapshot = self._newest()
            folder = self._place.root / snapshot.key[0]
            clear(folder)
            writing = _Writing(folder, snapshot.index, _UPDATE_HEAP, snapshot.upto)
            writing.put(batch)
            writing.commit()

    def rebuild(self, batches: Iterable[Batch]) -> None:
        """Build a new index aside, then put it in the place of the old one."""
        place = self._place
        with place.held("rebuilding", "rebuild", 0.0), disk_full_told(place.root):
            folder = place.fresh(VERSION)
            writing = _Writing(folder, tantivy.Index(self._schema, str(folder)), _REBUILD_HEAP, 0)
            for batch in batches:
                writing.put(batch)
            writing.commit()
            with place.held("writing", "rebuild", self._patience):
                place.use(folder)

    def tidy(self, most: int | None = None) -> bool:
        """Nothing is to do: commits merge what has become small."""
        return False

    def close(self) -> None:
        """Give files and memory back."""
        with self._lock:
            self._open = None

    def _search(self, scope: Scope) -> Search:
        snapshot = self._newest()
        return Search(snapshot, self._schema, scope, Clock.of(self._seconds))

    def _newest(self) -> Snapshot:
        """The newest commit, opened. Raises NoIndex."""
        attempts = 20
        while True:
            folder = self._place.sound(VERSION)
            try:
                with self._lock:
                    key = (folder.name, stamp(folder))
                    if self._open is not None and self._open.key == key:
                        self._open.sizes.check()
                    else:
                        self._open = self._opened(folder, key)
                    return self._open
            except Damaged as error:
                raise self._place.condemned(folder, str(error)) from error
            except (OSError, ValueError) as error:  # a commit went on while we looked, or worse
                attempts -= 1
                if not attempts:
                    raise self._place.condemned(folder, str(error)) from error
                time.sleep(0.02)

    def _opened(self, folder: Path, key: tuple[str, tuple[int, int, int]]) -> Snapshot:
        check(folder, deep=folder.name not in self._verified)
        self._verified.add(folder.name)
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
        index.reload()
        searcher = index.searcher()
        state = tantivy.Query.term_query(self._schema, "kind", STATE, "basic")
        hits = searcher.search(state, limit=1).hits
        if not hits:
            raise Damaged("the record of the last change")
        upto = searcher.doc(hits[0][1]).get_first("upto")
        texts = Texts(folder, searcher, self._open.texts if self._open is not None else None)
        issues = issues_in(self._schema, searcher)
        sizes = Sizes(files(folder))
        return Snapshot(key, index, searcher, texts, issues, int(upto or 0), searcher.num_docs - 1, sizes)


class _Writing:
    """Changes on their way into an index folder, as one commit."""

    def __init__(self, folder: Path, index: tantivy.Index, heap: int, upto: int) -> None:
        self._folder = folder
        self._index = index
        self._writer = index.writer(heap, 1)
        self._upto = upto

    def put(self, batch: Batch) -> None:
        """Take the batch's pages in, their former versions and the removed ones out."""
        for page in batch.removed:
            self._writer.delete_documents_by_term("page", page)
        for document in {document.page_id: document for document in batch.documents}.values():
            self._writer.delete_documents_by_term("page", document.page_id)
            self._writer.add_document(_kept(document))
        self._upto = max(self._upto, batch.upto)

    def commit(self) -> None:
        """Make it last; then merge what has become small, put the words beside it, and make that last."""
        self._writer.delete_documents_by_term("kind", STATE)
        self._writer.add_document(tantivy.Document(kind=STATE, upto=self._upto))
        self._writer.commit()
        seal(self._folder)
        self._writer.wait_merging_threads()
        self._index.reload()
        write_missing(self._folder, self._index.searcher())
        seal(self._folder)


def _kept(document: Document) -> tantivy.Document:
    """A page as tantivy takes it."""
    quality = np.array([counting.quality_number(document.quality)], np.int32)
    language = counting.language_number(document.language)
    cell = counting.cells(np.array([document.issue_id], np.int32), np.array([language], np.int32), quality)
    kept = tantivy.Document()
    kept.add_text("text", " ".join(document.shown()))
    kept.add_text("norms", document.normalised())
    kept.add_text("hidden", " ".join(document.hidden()))
    kept.add_text("names", " ".join(document.names))
    kept.add_text("kind", PAGE)
    kept.add_integer("page", document.page_id)
    kept.add_integer("issue", document.issue_id)
    kept.add_integer("language", language)
    kept.add_integer("label", int(counting.label_numbers(quality)[0]))
    kept.add_integer("cell", int(cell[0]))
    kept.add_integer("quality", int(quality[0]))
    return kept
