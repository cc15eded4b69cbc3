"""A folder that is watched: what is put there is taken in once it has stopped growing.

Each entry of the folder (a folder of scans, a PDF, a multi-page TIFF) is a delivery. It is ready when no
name, size or time of anything in it has changed for a while, and holds nothing but plain files and folders:
links, pipes and devices are refused, for whoever may write here must not be able to point elsewhere. Nothing
is moved, renamed or removed. What was taken in is remembered, so that a restart does not read it all again;
were that memory lost, the record knows every file by its place and bytes, and nothing would be doubled.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError, BadInput
from archive.files import write_whole
from ingest.faults import Fault, fault, is_nameable
from ingest.file_names import in_order, is_system_folder, role_of

#: Endings of files that a program is still writing: a delivery with one of them is not complete.
_UNFINISHED = (".part", ".filepart", ".tmp", ".crdownload", ".partial")


class Unreadable(ArchiveError):
    """A delivery that cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A delivery as it lies there. `digest`: of all names, sizes and times; `odd`: what keeps it out.

    `growing`: it holds a file that says of itself that it is not complete.
    """

    digest: str
    odd: tuple[Fault, ...] = ()
    growing: bool = False


def lying(path: Path, beside: str = "") -> Lying:
    """Look at a delivery without opening anything. `beside`: what lies above it and speaks of it."""
    digest = hashlib.sha256(beside.encode())
    odd: list[Fault] = []
    growing = False
    for entry in _entries(path):
        try:
            facts = entry.lstat()
        except OSError:  # it went between the listing and the look: still moving
            growing = True
            continue
        kind = stat.S_IFMT(facts.st_mode)
        if not is_nameable(entry.name):
            odd.append(fault(entry, "name", "The name {file} holds bytes that are no letters.", "Rename it."))
        elif kind == stat.S_IFLNK:
            odd.append(
                fault(
                    entry, "link", "{file} is a link; a watched folder takes in none.", "Put the file there."
                )
            )
        elif kind not in (stat.S_IFREG, stat.S_IFDIR):
            odd.append(fault(entry, "odd", "{file} is no file and no folder.", "Take it away."))
        growing = growing or entry.name.lower().endswith(_UNFINISHED)
        # A folder's own size and time change with its entries, which count themselves.
        what = (facts.st_size, facts.st_mtime_ns) if kind == stat.S_IFREG else ()
        digest.update(f"{os.fsencode(entry)!r}\0{kind}\0{what}\n".encode())
    return Lying(digest.hexdigest(), tuple(odd), growing)


def _entries(path: Path) -> Iterator[Path]:
    """A path and all below it, in order; links are not followed."""
    yield path
    if path.is_symlink() or not path.is_dir():
        return
    for folder, folders, files in os.walk(path):
        folders.sort()
        for name in (*folders, *sorted(files)):
            yield Path(folder, name)


@dataclass
class _Known:
    """What was seen of a delivery last, since when it is so, and whether its faults were told."""

    seen: Lying
    since: float
    told: bool = False


@dataclass
class Watch:
    """Says which deliveries in a folder are ready.

    `still`: seconds for which nothing may have changed; `memory`: the file that remembers what was taken in.
    """

    folder: Path
    still: float
    memory: Path
    _known: dict[str, _Known] = field(default_factory=dict)
    _done: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Remember what earlier watches took in; a memory that cannot be read is none."""
        try:
            said = json.loads(self.memory.read_text(encoding="utf-8"))
            self._done = {str(name): str(digest) for name, digest in said.items()}
        except (OSError, ValueError, AttributeError):
            self._done = {}

    def ready(self, now: float) -> list[Path]:
        """The deliveries that may be taken in at `now` (seconds of a monotonic clock), in natural order.

        Raises Unreadable where the folder cannot be read.
        """
        try:
            names = in_order(path.name for path in self.folder.iterdir())
        except OSError as error:
            raise Unreadable(
                "The watched folder {path} cannot be read: {reason}.",
                "Is its disk there?",
                path=self.folder,
                reason=error.strerror,
            ) from error
        beside = self._beside(names)
        deliveries = [name for name in names if self._is_delivery(name)]
        for name in set(self._known) - set(deliveries):
            del self._known[name]
        return [self.folder / name for name in deliveries if self._is_ready(name, beside, now)]

    def odd(self) -> list[Fault]:
        """What keeps deliveries out that are otherwise ready; each is told once."""
        found: list[Fault] = []
        for known in self._known.values():
            if known.seen.odd and not known.told:
                known.told = True
                found += known.seen.odd
        return found

    def taken(self, path: Path) -> None:
        """Remember that a delivery was taken in as it was last seen."""
        self._done[path.name] = self._known[path.name].seen.digest
        write_whole(self.memory, json.dumps(self._done, ensure_ascii=False, indent=1).encode())

    def _beside(self, names: list[str]) -> str:
        """The state of tables and profiles in the folder: what they say anew is read anew."""
        said = [lying(self.folder / name).digest for name in names if role_of(name) == "description"]
        return "".join(said)

    def _is_delivery(self, name: str) -> bool:
        path = self.folder / name
        if path.is_dir() and not path.is_symlink():
            return not is_system_folder(name)
        return role_of(name) not in ("system", "description", "companion")

    def _is_ready(self, name: str, beside: str, now: float) -> bool:
        seen = lying(self.folder / name, beside)
        known = self._known.get(name)
        if known is None or known.seen.digest != seen.digest:
            self._known[name] = _Known(seen, now)
            return False
        is_new = self._done.get(name) != seen.digest
        return is_new and not seen.odd and not seen.growing and now - known.since >= self.still


def memory_of(folder: Path, cache: Path) -> Path:
    """Where a watch of this folder keeps what it has taken in."""
    return cache / f"watched-{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}.json"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder, so that one process watches it. Raises BadInput."""
    if folder.is_symlink() or not folder.is_dir():
        raise BadInput("{path} is no folder.", "Name the folder in which deliveries are put.", path=folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadInput(
                "{path} is being watched by another process.", "One is enough.", path=folder
            ) from error
        except OSError:  # a file system without locks: the record keeps deliveries single all the same
            pass
        yield
    finally:
        os.close(handle)
