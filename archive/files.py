"""Where masters, texts and derivatives lie, and how a file appears whole.

    masters/<issue>/<sha256>.<ext>       never changed
    pictures/<issue>/<sha256>.<ext>      the picture taken out of a PDF page or TIFF member, never changed
    outside/<issue>/<sha256>.<ext>       text of other programs that came beside a scan, never changed
    texts/<issue>/p<n>/r<rev>.alto.xml   never overwritten
    staff/<issue>/p<n>.v<version>/…      tiles and reading sizes, laid out as IIIF addresses
    staff/<issue>/s<n>.v<version>.pdf    the searchable PDF of a stream
    public/<issue>/…                     links to what the public may see, nothing else
    incoming/<batch>/…                   uploads, until they are taken in
    cache/…                              may be deleted at any time

Everything but `cache` and `incoming` is written beside its place, forced to disk, then renamed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from archive.errors import BadSetting, disk_full_told

_CHUNK = 1 << 20


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk: without it a rename can be lost in a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Force a file's bytes to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each entry forced to disk."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir()
        sync_folder(each.parent)


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that appears whole at `path`, or not at all. Raises NoSpace on a full disk."""
    with disk_full_told(path.parent):
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.chmod(0o644)
            beside.replace(path)
            sync_folder(path.parent)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that it appears whole at `path`."""
    with appearing(path) as stream:
        stream.write(data)


def sha256_of(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def copy_verified(source: Path, target: Path, sha256: str | None = None) -> str:
    """Copy a file so that it appears whole, then read the copy back; returns its SHA-256.

    Raises OSError where the copy does not match what was read (or `sha256`, when given).
    """
    digest = hashlib.sha256()
    with source.open("rb") as stream, appearing(target) as out:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    read = digest.hexdigest()
    if sha256_of(target) != read or (sha256 is not None and sha256 != read):
        target.unlink(missing_ok=True)
        raise OSError(f"{source} changed while it was copied, or the disk did not keep it")
    return read


class MasterPlace(Protocol):
    """What `models.Scan` says of where its master and picture lie."""

    path: Any
    picture: Any
    linked: Any


class Files:
    """The folder of an archive's files. Paths kept in the store are relative to it, with `/`."""

    def __init__(self, root: str) -> None:
        if "://" in root:
            raise BadSetting(
                "Files at {root} are not supported yet.", "Set ARCHIVE_FILES to a folder.", root=root
            )
        self.root = Path(root)

    def path(self, relative: str) -> Path:
        """The full path of a stored relative one. Raises ValueError for one that leads outside."""
        parts = Path(relative).parts
        if not relative or Path(relative).is_absolute() or ".." in parts:
            raise ValueError(f"not a path below the archive's files: {relative!r}")
        return self.root / relative

    def picture_of(self, scan: MasterPlace) -> Path:
        """Where the picture of a scan lies: taken out of a PDF, else the master itself."""
        return self.path(scan.picture) if scan.picture else self.master_of(scan)

    def master_of(self, scan: MasterPlace) -> Path:
        """Where a scan's master lies: here, or, for a linked one, where it came from."""
        return Path(scan.path) if scan.linked else self.path(scan.path)

    # --- the names; a key is checked where it is minted, the rest are numbers and digests ---

    @staticmethod
    def master(issue: str, sha256: str, suffix: str) -> str:
        """Where a master lies."""
        return f"masters/{issue}/{sha256}{suffix}"

    @staticmethod
    def picture(issue: str, sha256: str, suffix: str) -> str:
        """Where the picture taken out of a PDF page lies."""
        return f"pictures/{issue}/{sha256}{suffix}"

    @staticmethod
    def outside(issue: str, sha256: str, suffix: str) -> str:
        """Place of a text file that came beside a scan."""
        return f"outside/{issue}/{sha256}{suffix}"

    @staticmethod
    def text(issue: str, page: int, revision: int) -> str:
        """Where a text revision lies."""
        return f"texts/{issue}/p{page}/r{revision}.alto.xml"

    @staticmethod
    def proposal(issue: str, page: int, number: int) -> str:
        """Where a reading lies that is offered beside a corrected text."""
        return f"texts/{issue}/p{page}/proposal-{number}.alto.xml"

    @staticmethod
    def derivatives(issue: str, page: int, version: int) -> str:
        """The folder of a page's tiles and sizes."""
        return f"staff/{issue}/{Files.image_name(page, version)}"

    @staticmethod
    def image_name(page: int, version: int) -> str:
        """The name of a page's derivatives below its issue."""
        return f"p{page}.v{version}"

    @staticmethod
    def pdf(issue: str, stream: int, version: int) -> str:
        """Where the searchable PDF of a stream lies."""
        return f"staff/{issue}/s{stream}.v{version}.pdf"

    @staticmethod
    def canvas(issue: str, page: int, frame: int) -> str:
        """Where a page's canvas waits for its PDF, where that cannot show the scan as it is."""
        return f"cache/canvases/{issue}/p{page}.f{frame}.jpg"

    def public(self, issue: str) -> Path:
        """The folder of links that the public may follow for one issue."""
        return self.root / "public" / issue

    def incoming(self, batch: int | str) -> Path:
        """Where an upload waits until it is taken in."""
        return self.root / "incoming" / str(batch)

    def scratch(self) -> Path:
        """A new folder on the same disk, for work that ends with a rename. The caller removes it."""
        make_folder(self.root / "cache")
        return Path(tempfile.mkdtemp(prefix="work-", dir=self.root / "cache"))

    def clear_scratch(self) -> None:
        """Remove working folders that a killed process left. Only call when no work is going on."""
        for left in (self.root / "cache").glob("work-*"):
            shutil.rmtree(left, ignore_errors=True)
