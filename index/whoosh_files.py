"""Whoosh's files on disk: none half written, none silently damaged, one writer at a time.

    FOLDER/current             the name of the folder in use
    FOLDER/g000003/VERSION     which version of the terms and of this layout made it
    FOLDER/g000003/*.toc       Whoosh's table of contents, sealed with a checksum
    FOLDER/g000003/*.seg       its segments; size and checksum of each stand in the table of contents
    FOLDER/writing.lock        held while something is committed or swapped

Whoosh never forces a byte to disk: as it comes, an index was gone at each of five power cuts. Here every file
that a table of contents names is on the disk before that table gets its name, and the name before the commit
is acknowledged. Nothing but `index.whoosh_*` imports Whoosh.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.engine import IndexBusy, NoIndex, Problem

#: Whoosh's name for the one index in a folder; it begins all of its files.
INDEX = "MAIN"

_SEAL = b"sealed1\n"
_TABLE = re.compile(rf"_{INDEX}_([0-9]+)\.toc")
_PIECE = 1 << 20


class Damaged(Exception):
    """A file of the index is not as it was written; its name."""


def sync(path: Path) -> None:
    """Force a file's bytes, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all, also after a power cut."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    sync(beside)
    beside.replace(path)
    sync(path.parent)


def checksum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file."""
    size = crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
    return size, crc


class SafeStorage(FileStorage):
    """Whoosh's folder storage, made safe against power cuts.

    Files are forced to disk when the table of contents that names them is given its name: one moment
    through which every commit goes, after all of its files are closed.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._unsafe: set[str] = set()

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> Any:
        """Open a new file for writing, and remember that it is not on the disk yet."""
        self._unsafe.add(name)
        return super().create_file(name, excl, mode, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a closed file its name, everything it relies on being on the disk."""
        folder = Path(self.folder)
        if newname.endswith(".toc"):
            _seal(folder / oldname)
        for name in self._unsafe | {oldname}:
            if (folder / name).exists():  # parts of a segment are gone once it is assembled
                sync(folder / name)
        sync(folder)
        if safe and (folder / newname).exists():
            raise FileExistsError(newname)
        (folder / oldname).replace(folder / newname)
        sync(folder)
        self._unsafe.clear()


def _seal(path: Path) -> None:
    _, crc = checksum(path)
    with path.open("ab") as file:  # Whoosh reads as far as it needs and never sees this
        file.write(_SEAL + crc.to_bytes(4, "big"))


def _is_sealed(path: Path) -> bool:
    data = path.read_bytes()
    body, seal = data[:-12], data[-12:]
    return seal[:8] == _SEAL and seal[8:] == zlib.crc32(body).to_bytes(4, "big")


class SealingWriter(SegmentWriter):
    """Whoosh's writer, which also notes size and checksum of each segment in the table of contents."""

    def _commit_toc(self, segments: list[Any]) -> None:
        for segment in segments:
            if not hasattr(segment, "seal"):
                segment.seal = checksum(_segment_path(Path(self.storage.folder), segment))
        super()._commit_toc(segments)


def _segment_path(folder: Path, segment: Any) -> Path:
    return folder / str(segment.make_filename(segment.COMPOUND_EXT))


def generation(folder: Path) -> int:
    """The number of the newest commit in an index folder. Raises FileNotFoundError where there is none."""
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _TABLE.fullmatch(path.name))]
    if not numbers:
        raise FileNotFoundError(folder)
    return max(numbers)


def opened(folder: Path) -> FileIndex:
    """Whoosh's index in a folder, its table of contents checked before anything is unpickled from it.

    Raises Damaged, and FileNotFoundError where a commit takes files away while we look; look again then.
    """
    table = folder / f"_{INDEX}_{generation(folder)}.toc"
    if not _is_sealed(table):
        raise Damaged(table.name)
    return FileIndex(SafeStorage(folder), indexname=INDEX)


def check_segments(folder: Path, segments: list[Any], *, deep: bool) -> None:
    """Compare the segments of a table of contents with the disk: sizes, and where `deep` contents (1 GB/s).

    Raises Damaged, naming the file, and FileNotFoundError.
    """
    for segment in segments:
        path = _segment_path(folder, segment)
        size, crc = segment.seal
        if path.stat().st_size != size or (deep and checksum(path) != (size, crc)):
            raise Damaged(path.name)


class Place:
    """The folder of an index through time: which generation is in use, making and taking away others."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path:
        """The folder in use. Raises NoIndex where there is none."""
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise self.missing("absent") from None
        if not name.startswith("g") or "/" in name or not (self.root / name).is_dir():
            raise self.missing("absent")
        return self.root / name

    def fresh(self, version: str) -> Path:
        """A new empty folder beside the one in use; what unfinished rebuilds left is taken away first."""
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            used = self.current().name
        except NoIndex:
            used = ""
        numbers = [0]
        for folder in self.root.glob("g[0-9]*"):
            numbers.append(int(folder.name[1:]))
            if folder.name != used:
                shutil.rmtree(folder, ignore_errors=True)
        folder = self.root / f"g{max(numbers) + 1:06d}"
        folder.mkdir()
        write_whole(folder / "VERSION", version)
        sync(self.root)
        return folder

    def use(self, folder: Path) -> None:
        """Make `folder` the one in use, at once, and take the former one away."""
        try:
            former = self.current()
        except NoIndex:
            former = None
        write_whole(self.root / "current", folder.name)
        if former is not None and former != folder:
            shutil.rmtree(former, ignore_errors=True)  # who reads there keeps what is open

    def version(self, folder: Path) -> str:
        """Which version made the index in `folder`; "" unknown."""
        try:
            return (folder / "VERSION").read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def missing(self, problem: Problem) -> NoIndex:
        """The error that says what is wrong with the index here."""
        told = {
            "absent": "There is no search index in {folder} yet.",
            "damaged": "The search index in {folder} is damaged.",
            "version": "The search index in {folder} was made by another version of the program.",
        }[problem]
        error = NoIndex(
            told,
            'It is made again by the worker, or by "archive index rebuild"; nothing but time is lost.',
            folder=self.root,
        )
        error.problem = problem
        return error

    @contextmanager
    def held(self, name: str, what: str, patience: float) -> Iterator[None]:
        """Hold a lock of this index, waiting `patience` seconds for it. Raises IndexBusy."""
        self.root.mkdir(parents=True, exist_ok=True)
        path = self.root / f"{name}.lock"
        with path.open("a+", encoding="utf-8") as file:
            until = time.monotonic() + patience
            while not _locked(file.fileno()):
                if time.monotonic() >= until:
                    raise _busy(path)
                time.sleep(0.05)
            file.truncate(0)
            file.write(f"{os.getpid()}\t{what}\t{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
            file.flush()
            yield  # closing the file gives the lock back, and so does being killed


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy(path: Path) -> IndexBusy:
    pid, what, since = (*path.read_text(encoding="utf-8").split("\t"), "", "", "")[:3]
    return IndexBusy(
        "The search index is being written by process {pid} ({what}, since {since}).",
        "Wait until it has finished and try again.",
        pid=pid,
        what=what,
        since=since,
    )
