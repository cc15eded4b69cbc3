"""Whoosh's files on disk: none half written, none silently damaged, one writer at a time.

    FOLDER/g000003/*.toc       Whoosh's table of contents, sealed with a checksum
    FOLDER/g000003/*.seg       its segments; size and checksum of each stand in the table of contents

Whoosh never forces a byte to disk: as it comes, an index was gone at each of five power cuts. Here every file
that a table of contents names is on the disk before that table gets its name, and the name before the commit
is acknowledged. Nothing but `index.whoosh_*` imports Whoosh.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.place import Damaged, checksum, sync

#: Whoosh's name for the one index in a folder; it begins all of its files.
INDEX = "MAIN"

_SEAL = b"sealed1\n"
_TABLE = re.compile(rf"_{INDEX}_([0-9]+)\.toc")


class SafeStorage(FileStorage):
    """Whoosh's folder storage, made safe against power cuts.

    Files are forced to disk when the table of contents that names them is given its name: one moment
    through which every commit goes, after all of its files are closed. They are read, not mapped into memory:
    a mapped file that is cut short ends the process that reads it, and Whoosh copies every part of a mapped
    segment into memory once more, for each searcher.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
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
                segment.seal = checksum(segment_path(Path(self.storage.folder), segment))
        super()._commit_toc(segments)


def segment_path(folder: Path, segment: Any) -> Path:
    """The one file of a segment."""
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
        path = segment_path(folder, segment)
        size, crc = segment.seal
        if path.stat().st_size != size or (deep and checksum(path) != (size, crc)):
            raise Damaged(path.name)
