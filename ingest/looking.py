"""What limited children say of a file before it is taken in: what it is, how many pages, where they lie.

Everything here opens strangers' files and runs in a worker (`workers`), never in the driver.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.canvas import Frame
from archive.errors import BadFile
from archive.settings import Settings
from ingest.file_names import PICTURES
from ingest.fingerprints import fingerprint
from ingest.frames import find_frames
from ingest.images import (
    SUFFIXES,
    Picture,
    cut_out,
    media_type_of,
    members_of,
    open_picture,
    picture_size,
)
from ingest.picture_faults import PictureFault, picture_faults

#: What a page of a PDF is taken for before it is opened: A4 at 300 dpi.
_PDF_MEGAPIXELS = 8.7
#: Pixels. Less is no page, whatever it is.
_SMALLEST_SIDE = 16


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file is by its bytes, how many pages it holds, and whether most carry text of their own."""

    media_type: str
    members: int
    has_text: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One page image: its size as stored, resolution if stated, and the page or pages on it.

    `picture`: where the image lies that was taken out of a PDF page (None for an image file), its media type
    beside it. `composed`: the page is text and vectors of a layout program, the picture a rendering. `prints`
    and `seen`: of each page, in the order of `frames`, its fingerprint and what is wrong with its picture.
    """

    member: int
    width: int
    height: int
    dpi: float | None
    frames: tuple[Frame, ...]
    picture: Path | None = None
    picture_type: str = ""
    composed: bool = False
    prints: tuple[str, ...] = ()
    seen: tuple[tuple[PictureFault, ...], ...] = ()


def contents_of(path: Path) -> Contents:
    """What a file is. Raises BadFile where it is nothing that is taken in, or not what its name says."""
    if path.stat().st_size == 0:
        raise BadFile("{file} is empty.", "Copy it again from the scanner.", file=path.name)
    media_type = media_type_of(path)
    promised = PICTURES.get(path.suffix.lower(), "application/pdf" if path.suffix.lower() == ".pdf" else "")
    if media_type is None or media_type not in SUFFIXES:
        raise BadFile(
            "{file} is not what its name says: there is no page in it that can be read.",
            "Open it in another program and save it as JPEG, PNG, TIFF or PDF.",
            file=path.name,
        )
    if (media_type == "application/pdf") != (promised == "application/pdf"):
        raise BadFile(
            "{file} is not what its name says: it is {found}.",
            "Give it the ending {suffix}.",
            file=path.name,
            found=media_type,
            suffix=SUFFIXES[media_type],
        )
    if media_type == "application/pdf":
        from ingest.pdf_pages import pages_of

        pages = pages_of(path)
        return Contents(media_type, len(pages), 2 * sum(page.words > 0 for page in pages) >= len(pages))
    return Contents(media_type, members_of(path) if media_type == "image/tiff" else 1)


def count_members(path: Path) -> int:
    """How many pictures a TIFF holds; 1 where it cannot be read (that is told when it is taken in)."""
    try:
        return members_of(path)
    except BadFile:
        return 1


@dataclass(frozen=True, slots=True)
class FileSize:
    """How large a file is: bytes, pages in it, megapixels of all its pages."""

    bytes: int
    pages: int
    megapixels: float


def sizes_of(paths: Sequence[Path], settings: Settings) -> list[FileSize | None]:
    """How large files are, by their headers; None for one that cannot be read."""
    return [_size_of(path, settings) for path in paths]


def _size_of(path: Path, settings: Settings) -> FileSize | None:
    try:
        length = path.stat().st_size
        if media_type_of(path) == "application/pdf":
            from ingest.pdf_pages import pages_of

            pages = len(pages_of(path))
            return FileSize(length, pages, pages * _PDF_MEGAPIXELS)
        pages = members_of(path) if path.suffix.lower() in (".tif", ".tiff") else 1
        width, height = picture_size(path, settings)
        return FileSize(length, pages, pages * width * height / 1e6)
    except (BadFile, OSError):
        return None


def look_at(path: Path, member: int, settings: Settings, into: Path | None) -> Look:
    """Open one page (from 1) of a file and find the pages on it.

    `into`: folder in which the picture of a PDF page is left; None: it is thrown away. Raises BadFile.
    """
    if media_type_of(path) == "application/pdf":
        return _look_at_pdf(path, member, settings, into)
    picture = open_picture(path, settings, member - 1)
    width, height = picture.size
    _refuse_specks(path, width, height)
    frames = tuple(find_frames(picture))
    return Look(member, width, height, picture.dpi, frames, **_looks_of(picture, frames))


def _looks_of(picture: Picture, frames: Sequence[Frame], *, drawn: bool = False) -> dict[str, Any]:
    """Fingerprint and faults of each page on a scan; `drawn`: it is a rendering, which has no such faults."""
    grey = picture.image.convert("L")  # first: a page in colour takes three times as long to turn level
    pages = [cut_out(grey, frame) for frame in frames]
    return {
        "prints": tuple(fingerprint(page) for page in pages),
        "seen": tuple(() if drawn else tuple(picture_faults(page, picture.dpi)) for page in pages),
    }


def _look_at_pdf(path: Path, member: int, settings: Settings, into: Path | None) -> Look:
    from ingest.pdf_pages import page_image

    folder = Path(tempfile.mkdtemp(prefix=f"page-{member}-", dir=into))
    try:
        master = page_image(path, member, folder, settings)
        picture = open_picture(master.path, settings)
        # What the PDF says of the turn counts, whatever EXIF the picture inside carries.
        turned = replace(picture, turn=master.turn)
        frames = tuple(find_frames(turned))
        drawn = master.kind == "layout"
        look = Look(
            member,
            master.width,
            master.height,
            master.dpi,
            frames,
            master.path if into is not None else None,
            master.media_type,
            drawn,
            **_looks_of(replace(turned, dpi=master.dpi), frames, drawn=drawn),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if into is None:
        shutil.rmtree(folder, ignore_errors=True)
    return look


def _refuse_specks(path: Path, width: int, height: int) -> None:
    if min(width, height) < _SMALLEST_SIDE:
        raise BadFile(
            "{file} is only {width} × {height} pixels.",
            "Scan the page again.",
            file=path.name,
            width=width,
            height=height,
        )
