"""The embedded search engine: Whoosh's files, our terms, our arithmetic.

Whoosh keeps the postings and writes the segments. Which pages match, how well, and what is counted is worked
out in `ranking`, so that totals and facets are exact. A searcher is lent to one thread at a time: shared ones
give wrong answers in every version of Whoosh (4 to 9 in 1,000 searches, measured).
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import heapq
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE

from archive.errors import disk_full_told
from index import analysis, selecting
from index.engine import SECONDS, Batch, IndexState, Lexeme, NoIndex, Results, Scope, Sort
from index.matching import Field, Ints
from index.place import Damaged, Place, Sizes
from index.query import Query
from index.whoosh_cache import Cache
from index.whoosh_files import (
    INDEX,
    SafeStorage,
    SealingWriter,
    check_segments,
    generation,
    opened,
    segment_path,
)
from index.whoosh_shelf import LAYOUT, WhooshShelf, codec, fields_of, schema

VERSION = f"whoosh-{LAYOUT}.{analysis.VERSION}"

#: Memory for postings before they are sorted on disk, in MB as Whoosh reckons: it takes three times that.
_UPDATE_MB, _REBUILD_MB = 64, 96
#: Segments of about one size are merged when there are this many.
_MERGE_AT = 8


class Snapshot:
    """The index at one commit, opened, and the change it is level with; for one thread at a time."""

    def __init__(self, key: tuple[str, int], shelves: list[WhooshShelf], upto: int, sizes: Sizes) -> None:
        self.key = key
        self.sizes = sizes
        self.shelves = shelves
        self.upto = upto

    def close(self) -> None:
        """Give its files back."""
        for shelf in self.shelves:
            shelf.close()


class WhooshEngine:
    """An index in a folder. See `SearchEngine` for what each method promises."""

    version = VERSION

    def __init__(self, folder: Path, *, patience: float = 30.0, seconds: float = SECONDS) -> None:
        """`patience`: how many seconds to wait for another process that writes; `seconds`: for an answer."""
        self._seconds = seconds
        self._place = Place(folder)
        self._patience = patience
        self._cache = Cache()
        self._idle: list[Snapshot] = []
        self._lock = threading.Lock()
        self._lendable = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
        self._verified: set[str] = set()

    def state(self) -> IndexState:
        """What there is now."""
        try:
            with self._lent() as snapshot:
                pages = sum(int(shelf.live.sum()) for shelf in snapshot.shelves)
                return IndexState(VERSION, snapshot.upto, pages)
        except NoIndex as error:
            return IndexState("", 0, 0, error.problem)

    def search(
        self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance"
    ) -> Results:
        """The pages that match."""
        with self._asked() as shelves:
            return selecting.search(
                shelves, query, scope, limit=limit, offset=offset, sort=sort, seconds=self._seconds
            )

    def pages(self, query: Query, scope: Scope) -> Ints:
        """The ids of all pages that match, ascending."""
        with self._asked() as shelves:
            return selecting.pages(shelves, query, scope, seconds=self._seconds)

    def lexicon(self, start: str = "", *, field: Field = "text", limit: int | None = None) -> list[Lexeme]:
        """The terms that begin so, in order."""
        with self._asked() as shelves:
            found = heapq.merge(*(shelf.lexicon(field, start) for shelf in shelves))
            joined = (
                Lexeme(text, sum(one.pages for one in same))
                for text, same in groupby(found, key=lambda one: one.text)
            )
            return list(islice(joined, limit))

    @contextmanager
    def _asked(self) -> Iterator[list[WhooshShelf]]:
        """The shelves of the newest commit, for one question."""
        with self._lent() as snapshot:
            try:
                yield snapshot.shelves
            except Exception as error:
                self._condemn_if_damaged(snapshot, error)
                raise

    def update(self, batch: Batch) -> None:
        """Make the changes of a batch, in one commit."""
        with self._place.held("writing", "update", self._patience), disk_full_told(self._place.root):
            writing = _Writing(self._checked_folder(), _UPDATE_MB, self._cache)
            with writing:
                writing.put(batch)

    def rebuild(self, batches: Iterable[Batch]) -> None:
        """Build a new index aside, then put it in the place of the old one."""
        place = self._place
        with place.held("rebuilding", "rebuild", 0.0), disk_full_told(place.root):
            folder = place.fresh(VERSION)
            FileIndex.create(SafeStorage(folder), schema(), INDEX)
            writing = _Writing(folder, _REBUILD_MB, self._cache)
            with writing:
                for batch in batches:
                    if writing.holds_any(batch):  # changed again while we build: uncommitted pages cannot go
                        writing.commit()
                        writing.begin()
                    writing.put(batch)
            with place.held("writing", "rebuild", self._patience):
                place.use(folder)

    def tidy(self, most: int | None = None) -> bool:
        """Merge one group of small segments of at most `most` pages together; False for nothing to do."""
        with self._place.held("writing", "tidy", self._patience), disk_full_told(self._place.root):
            index = opened(self._checked_folder())
            group = _to_merge(index._segments(), most)
            if not group:
                return False
            writer = _writer(index, _UPDATE_MB)
            writer.commit(mergetype=lambda writer, segments: _merged(writer, segments, group))
            return True

    def close(self) -> None:
        """Give files and memory back."""
        with self._lock:
            idle, self._idle = self._idle, []
        for snapshot in idle:
            snapshot.close()
        self._cache.forget_all_but(set())

    @contextmanager
    def _lent(self) -> Iterator[Snapshot]:
        with self._lendable:
            with self._lock:
                former = self._idle.pop() if self._idle else None
            try:
                snapshot = self._fresh(former)
            except BaseException:
                if former is not None:
                    former.close()
                raise
            try:
                yield snapshot
            except BaseException:
                snapshot.close()
                raise
            with self._lock:
                self._idle.append(snapshot)

    def _fresh(self, snapshot: Snapshot | None) -> Snapshot:
        """`snapshot` if it is the newest commit, else the newest; its unchanged segments stay open."""
        attempts = 20
        while True:
            folder = self._place.sound(VERSION)
            try:
                if snapshot is not None and snapshot.key == (folder.name, generation(folder)):
                    snapshot.sizes.check()
                    return snapshot
                return self._opened(folder, snapshot)
            except Damaged as error:
                raise self._place.condemned(folder, str(error)) from error
            except FileNotFoundError as error:  # a commit took files away while we looked, or they are lost
                attempts -= 1
                if not attempts:
                    raise self._place.condemned(folder, str(error.filename)) from None
                time.sleep(0.02)

    def _opened(self, folder: Path, former: Snapshot | None) -> Snapshot:
        index = opened(folder)
        table = index._read_toc()
        check_segments(folder, table.segments, deep=folder.name not in self._verified)
        self._verified.add(folder.name)
        sizes = Sizes(segment_path(folder, segment) for segment in table.segments)
        open_still = {shelf.segment: shelf for shelf in former.shelves} if former is not None else {}
        shelves = []
        for segment in table.segments:
            shelf = open_still.pop(segment.segment_id(), None)
            shelf = shelf or WhooshShelf(index.storage, segment, self._cache)
            shelf.set_deleted(segment.deleted_docs())
            shelves.append(shelf)
        for shelf in open_still.values():
            shelf.close()
        self._cache.forget_all_but({shelf.segment for shelf in shelves})
        return Snapshot((folder.name, table.generation), shelves, table.schema.upto, sizes)

    def _checked_folder(self) -> Path:
        """The folder in use, its files compared with what was written. Raises NoIndex."""
        folder = self._place.sound(VERSION)
        try:
            check_segments(folder, opened(folder)._segments(), deep=folder.name not in self._verified)
        except (Damaged, FileNotFoundError) as error:
            raise self._place.condemned(folder, str(error)) from None
        return folder

    def _condemn_if_damaged(self, snapshot: Snapshot, error: Exception) -> None:
        """After an error while reading: raise NoIndex where the files are the reason."""
        folder = self._place.root / snapshot.key[0]
        try:
            check_segments(folder, opened(folder)._segments(), deep=True)
        except Damaged as damage:
            raise self._place.condemned(folder, str(damage)) from error
        except OSError:
            return


class _Writing:
    """Changes on their way into an index folder, as one commit; left without one after an error."""

    def __init__(self, folder: Path, megabytes: int, cache: Cache) -> None:
        self._index = opened(folder)
        self._megabytes = megabytes
        self._cache = cache
        self._new: set[int] = set()

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.commit()
        else:
            self._writer.cancel()

    def begin(self) -> None:
        """Open a writer on the last commit."""
        self._writer = _writer(self._index, self._megabytes)
        self._new.clear()
        self._committed = self._committed_pages()

    def holds_any(self, batch: Batch) -> bool:
        """Whether a page of the batch is among those put in since `begin`."""
        touched = {document.page_id for document in batch.documents} | set(batch.removed)
        return not self._new.isdisjoint(touched)

    def put(self, batch: Batch) -> None:
        """Take the batch's pages in, their former versions and the removed ones out."""
        touched = [document.page_id for document in batch.documents]
        leaving = np.array([*touched, *batch.removed], np.int64)
        for segment, pages in self._committed:
            for place in np.flatnonzero(np.isin(pages, leaving)).tolist():
                segment.delete_document(place)
        last = {document.page_id: document for document in batch.documents}
        for document in last.values():
            self._writer.add_document(**fields_of(document))
        self._new.update(touched)
        self._writer.schema.upto = max(self._writer.schema.upto, batch.upto)

    def commit(self) -> None:
        """Make it last."""
        self._writer.commit(mergetype=NO_MERGE)

    def _committed_pages(self) -> list[tuple[Any, Ints]]:
        """Each segment with the page ids in it, deleted ones too."""
        found = []
        for segment in self._writer.segments:
            shelf = WhooshShelf(self._index.storage, segment, self._cache)
            found.append((segment, shelf.page))
            shelf.close()
        return found


def _writer(index: FileIndex, megabytes: int) -> SealingWriter:
    """A writer on the last commit. Whoosh's own lock is left out: ours is held, and is freed for certain."""
    return SealingWriter(index, codec=codec(), limitmb=megabytes, _lk=False)


def _to_merge(segments: list[Any], most: int | None) -> list[Any]:
    """A group of segments worth merging: mostly deleted ones, or eight of about one size; smallest first."""
    segments = sorted(segments, key=lambda segment: int(segment.doc_count()))
    wasted = [s for s in segments if 2 * s.deleted_count() >= s.doc_count_all()]
    sizes: dict[int, list[Any]] = {}
    for segment in segments:
        sizes.setdefault((max(segment.doc_count(), 64) - 1).bit_length() // 3, []).append(segment)
    for group in [[segment] for segment in wasted] + [g for g in sizes.values() if len(g) >= _MERGE_AT]:
        if most is None or sum(segment.doc_count() for segment in group) <= most:
            return group
    return []


def _merged(writer: Any, segments: list[Any], group: list[Any]) -> list[Any]:
    """Whoosh's merge policy: the group into the segment being written, the others as they are."""
    for segment in group:
        if segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in group]
