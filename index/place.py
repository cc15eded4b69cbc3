"""The folder of an index on disk: which generation is in use, one writer at a time, nothing half written.

    FOLDER/current             the name of the folder in use
    FOLDER/g000003/VERSION     which version of the terms and of the engine's layout made it
    FOLDER/g000003/damaged     written by whoever finds it damaged; holds what was found
    FOLDER/writing.lock        held while something is committed or swapped
    FOLDER/rebuilding.lock     held while a new one is built aside

Both embedded engines keep their files so; what is inside a generation is each engine's own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.engine import IndexBusy, NoIndex, Problem

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


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content.encode() if isinstance(content, str) else content)
    sync(beside)
    beside.replace(path)
    sync(path.parent)


class Sizes:
    """The files of an open index, and how long they are: looked at again before each answer.

    Reading past the end of a file that was cut short gives nonsense, or where the file is mapped into memory
    ends the process.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        """Raises FileNotFoundError."""
        self._sizes = [(str(path), path.stat().st_size) for path in paths]

    def check(self) -> None:
        """Raises Damaged, naming the file that has changed, and FileNotFoundError."""
        for path, size in self._sizes:
            if os.stat(path).st_size != size:  # noqa: PTH116 - asked before every answer
                raise Damaged(Path(path).name)


def checksum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file."""
    size = crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
    return size, crc


class Place:
    """The folder of an index through time: which generation is in use, making and taking away others."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sound: tuple[Path, str, list[tuple[int, int, int]]] | None = None

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

    def sound(self, version: str) -> Path:
        """The folder in use, if this version made it and nobody has found it damaged. Raises NoIndex.

        What was read is not read again until a file has changed.
        """
        known = self._sound
        if known is not None and known[1] == version and known[2] == self._stamps(known[0]):
            folder = known[0]
        else:
            folder = self.current()
            stamps = self._stamps(folder)
            if self.version(folder) != version:
                raise self.missing("version")
            self._sound = folder, version, stamps
        if self.is_damaged(folder):
            raise self.missing("damaged")
        return folder

    def _stamps(self, folder: Path) -> list[tuple[int, int, int]]:
        """What changes when another folder is put into use, or its version."""
        return [_stamp(f"{self.root}/current"), _stamp(f"{folder}/VERSION")]

    def is_damaged(self, folder: Path) -> bool:
        """Whether somebody, perhaps another process, has found an index folder damaged."""
        return os.path.exists(f"{folder}/damaged")  # noqa: PTH110 - asked before every answer

    def condemned(self, folder: Path, what: str) -> NoIndex:
        """Mark an index folder as damaged, for all processes, and give the error to raise."""
        if folder.is_dir():
            write_whole(folder / "damaged", what)
        return self.missing("damaged")

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


def _stamp(path: str) -> tuple[int, int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116 - asked before every answer
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size


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
