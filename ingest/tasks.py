"""What workers do for the steps: a scan in, text, pictures or a PDF out. Pure, and free of the store.

Children import this module and nothing of the record's: a child that knows no database starts in half the
time. Give these functions to `workers`, never call them in the driver: they decode strangers' files.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from archive.alto import AltoPage, Direction
from archive.alto_files import read_alto
from archive.canvas import Box, Frame
from archive.errors import ArchiveError, disk_full_told
from archive.settings import Settings
from ingest.derivatives import Derivatives, make_derivatives, save_for_pdf
from ingest.images import blacked_out, canvas_image, open_picture
from ingest.reading import Carried, Reading, read_canvas

if TYPE_CHECKING:
    from ingest.searchable_pdf import PdfMade


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page's picture lies and how the page is cut out of it.

    `member` counts from 0, in a TIFF; `carried`: text that came with the page; `hidden`: zones of the canvas
    that its pictures must not show; `canvas`: where its canvas may be kept for the PDF (see `canvas_beside`).
    """

    path: Path
    member: int
    frame: Frame
    part: int
    dpi: float | None
    digest: str
    carried: Carried | None = None
    hidden: tuple[Box, ...] = ()
    canvas: Path | None = None


def canvas_beside(folder: Path, place: Path) -> Path:
    """Where `make_page` leaves a canvas that is to be kept at `place`, beside the pictures in `folder`."""
    return folder.with_name(f"{folder.name}-{place.name}")


def read_text(source: Source, settings: Settings) -> Reading:
    """The text of one page on its canvas. Raises BadFile, EmptyPage, MissingTool."""
    picture = open_picture(source.path, settings, source.member)
    return _read(source, canvas_image(picture, source.frame), picture.dpi, settings)


def _read(source: Source, canvas: Image.Image, dpi: float | None, settings: Settings) -> Reading:
    return read_canvas(
        canvas,
        settings,
        dpi=dpi,
        source=source.digest,
        number=100 * source.member + max(0, source.part - 1),
        frame=source.frame,
        carried=source.carried,
    )


def read_text_again(source: Source, text: Path, settings: Settings) -> AltoPage | None:
    """The text of a page weighed against a second reading (`second_reading`); None where there is none.

    `text`: the ALTO file of what the page says now. Raises BadFile.
    """
    from ingest.second_reading import read_again  # the model is an extra

    page = read_alto(text.read_bytes())
    picture = open_picture(source.path, settings, source.member)
    return read_again(canvas_image(picture, source.frame), page, settings, picture.dpi)


def make_page_pictures(source: Source, folder: Path, settings: Settings) -> tuple[Path, Derivatives]:
    """Tiles and sizes of one page into `folder`, whole and on disk. Raises BadFile, NoSpace."""
    picture = open_picture(source.path, settings, source.member)
    shutil.rmtree(folder, ignore_errors=True)
    return folder, _pictures(source, canvas_image(picture, source.frame), folder)


def _pictures(source: Source, canvas: Image.Image, folder: Path) -> Derivatives:
    made = make_derivatives(blacked_out(canvas, source.hidden), folder)
    return replace(made, hidden=source.hidden)


@dataclass(frozen=True, slots=True)
class PageMade:
    """A page's text and pictures from one decoding of its scan; each may have failed without the other."""

    read: Reading | ArchiveError
    made: tuple[Path, Derivatives] | ArchiveError

    @property
    def text(self) -> Reading:
        """The text. Raises what reading it raised."""
        if isinstance(self.read, ArchiveError):
            raise self.read
        return self.read

    @property
    def pictures(self) -> tuple[Path, Derivatives]:
        """Where the pictures lie. Raises what making them raised."""
        if isinstance(self.made, ArchiveError):
            raise self.made
        return self.made


def make_page(source: Source, folder: Path, settings: Settings) -> PageMade:
    """`read_text` and `make_page_pictures`, the scan decoded once. Raises BadFile where it cannot be."""
    picture = open_picture(source.path, settings, source.member)
    canvas = canvas_image(picture, source.frame)
    shutil.rmtree(folder, ignore_errors=True)
    made: tuple[Path, Derivatives] | ArchiveError
    read: Reading | ArchiveError
    try:
        made = folder, _pictures(source, canvas, folder)
        if source.canvas is not None and (not source.frame.is_whole or source.member) and not source.hidden:
            # Turning nine million pixels level a second time would cost a second.
            with disk_full_told(folder.parent):
                save_for_pdf(canvas, canvas_beside(folder, source.canvas))
    except ArchiveError as error:
        made = error
    try:
        read = _read(source, canvas, picture.dpi, settings)
    except ArchiveError as error:
        read = error
    return PageMade(read, made)


@dataclass(frozen=True, slots=True)
class PdfOrder:
    """What a worker needs to make a stream's PDF; `texts`: ALTO files, None for a page without text."""

    sources: tuple[Source, ...]
    texts: tuple[Path | None, ...]
    labels: tuple[str, ...]
    masks: tuple[tuple[Box, ...], ...]
    out: Path
    title: str
    language: str
    direction: Direction
    bookmarks: tuple[tuple[str, int], ...]


def make_stream_pdf(order: PdfOrder, settings: Settings) -> PdfMade:
    """The searchable PDF of a stream. Raises BadFile, NoSpace."""
    from ingest.searchable_pdf import PdfPageInput, make_pdf

    pages = [
        PdfPageInput(
            master=source.path,
            frame=source.frame,
            alto=read_alto(text.read_bytes()) if text else AltoPage(*source.frame.size, ()),
            label=label,
            dpi=source.dpi,
            member=source.member,
            masks=masks,
            canvas=source.canvas,
        )
        for source, text, label, masks in zip(
            order.sources, order.texts, order.labels, order.masks, strict=True
        )
    ]
    return make_pdf(
        pages,
        order.out,
        settings,
        title=order.title,
        language=order.language,
        direction=order.direction,
        bookmarks=order.bookmarks,
    )
