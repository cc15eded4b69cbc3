"""Pages of a PDF as pictures: the scan inside taken out untouched, everything else rendered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from archive.errors import BadFile
from archive.settings import Settings
from ingest.images import SUFFIXES, check_size, open_picture
from ingest.pdf_placement import Placement, only_picture, page_box, rotation

Kind = Literal["image", "layout"]

#: Resolution at which pages of text and vectors are rendered.
_DPI = 300
#: Resolution a picture that must be rendered is given at most; its own where that is lower.
_MOST_DPI = 600
#: A file without its end mark in these last bytes was cut off.
_TAIL = 65_536
_LOSSLESS = frozenset({"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode"})


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as the file describes it: shown size in points, /Rotate, kind, words in its text layer.

    "image": one picture covers it; "layout": it is composed of text, vectors or several pictures.
    """

    width: float
    height: float
    rotate: int
    kind: Kind
    words: int


@dataclass(frozen=True, slots=True)
class MasterImage:
    """A page's picture: where it lies, its size as stored, resolution, and the turn that makes it upright.

    `rendered`: its pixels were drawn by us, not taken from the file (a layout page; JBIG2, masked or
    odd-coloured pictures of an image page).
    """

    path: Path
    media_type: str
    width: int
    height: int
    dpi: float | None
    turn: int
    kind: Kind
    rendered: bool


#: Pages after which a PDF is opened anew while its words are counted: pdfium keeps the pictures of all pages
#: that it has opened (400 pages of 600 dpi: 976 MB).
_PAGES_AT_ONCE = 16


@contextmanager
def _opened(path: Path) -> Iterator[pikepdf.Pdf]:
    """The PDF, its faults told as BadFile."""
    try:
        with pikepdf.open(path) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise BadFile(
            "{file} is encrypted with a password.",
            "Remove it: qpdf --decrypt --password=… {file} open.pdf",
            file=path.name,
        ) from error
    # pikepdf's readers end in any of these over a broken object.
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        raise BadFile(
            "{file} is damaged and cannot be read: {reason}.",
            "Open it in another program and print it to PDF, or scan it again.",
            file=path.name,
            reason=_first_line(error, path),
        ) from error


def _first_line(error: Exception, path: Path) -> str:
    """What a library says, without the file's name, which our own sentence begins with."""
    text = str(error).replace(str(path), path.name).strip() or type(error).__name__
    return text.splitlines()[0].removeprefix(f"{path.name}: ").rstrip(".")


def pages_of(path: Path) -> list[PdfPage]:
    """The pages of a PDF, in order. Raises BadFile: encrypted, damaged, cut off, without pages."""
    with _opened(path) as pdf:
        count = len(pdf.pages)
        if _is_cut_off(path, pdf):
            raise BadFile(
                "{file} is incomplete: its end is missing.", "Copy it again from its source.", file=path.name
            )
        if not count:
            raise BadFile("{file} has no pages.", "Export it again from its source.", file=path.name)
        words = _words(path, count)
        pages = []
        for number, page in enumerate(pdf.pages):
            left, bottom, right, top = page_box(page)
            unit, turn = _unit(page), rotation(page)
            size = (right - left) * unit, (top - bottom) * unit
            width, height = size if turn in (0, 180) else (size[1], size[0])
            kind: Kind = "layout" if only_picture(page) is None else "image"
            pages.append(PdfPage(width, height, turn, kind, words[number]))
        return pages


def _unit(page: pikepdf.Page) -> float:
    """Points per unit of user space (PDF 1.6's /UserUnit)."""
    return float(page.obj.get("/UserUnit", 1.0))


def _is_cut_off(path: Path, pdf: pikepdf.Pdf) -> bool:
    """Whether the file's end is missing, pages perhaps with it: qpdf then rebuilds what it can, silently."""
    repaired = any("reconstruct" in str(warning) for warning in pdf.get_warnings())
    if not repaired:
        return False
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _TAIL))
        return b"%%EOF" not in stream.read()


def _words(path: Path, count: int) -> list[int]:
    """Words in each page's text layer; 0 where it cannot be read."""
    words: list[int] = []
    for first in range(0, count, _PAGES_AT_ONCE):
        words += _words_between(path, first, min(first + _PAGES_AT_ONCE, count))
    return words


def _words_between(path: Path, first: int, last: int) -> list[int]:
    words = [0] * (last - first)
    try:
        pdf = pypdfium2.PdfDocument(path)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError:
        return words
    try:
        for number in range(first, min(last, len(pdf))):
            try:
                page = pdf[number]
                text = page.get_textpage()
                words[number - first] = len(text.get_text_range().split())
                text.close()
                page.close()
            except pypdfium2.PdfiumError:
                continue
    finally:
        pdf.close()  # type: ignore[no-untyped-call]
    return words


def page_image(path: Path, number: int, into: Path, settings: Settings) -> MasterImage:
    """The picture of page `number` (from 1) of a PDF, written into the folder `into`.

    JPEG and fax streams come out byte for byte, other lossless ones as PNG, JPEG 2000 where it stands alone.
    What cannot be taken out is rendered at its own resolution, a layout page at 300 dpi. Raises BadFile, also
    for a page too large to be opened, before any pixel is made.
    """
    with _opened(path) as pdf:
        if not 1 <= number <= len(pdf.pages):
            raise BadFile("{file} has no page {page}.", "", file=path.name, page=number)
        page = pdf.pages[number - 1]
        placement = only_picture(page)
        if placement is None:
            return _rendered(path, number, into, settings, _DPI, "layout")
        image = placement.image
        across, down = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        check_size(path, across, down, settings)
        dpi = across / (placement.width * _unit(page) / 72)
        taken = _taken_out(placement, into / f"page-{number}", settings)
        if taken is None:
            return _rendered(path, number, into, settings, min(dpi, _MOST_DPI), "image")
        file, media_type, size = taken
        return MasterImage(file, media_type, *size, round(dpi, 1), placement.turn, "image", rendered=False)


def _taken_out(
    placement: Placement, beside: Path, settings: Settings
) -> tuple[Path, str, tuple[int, int]] | None:
    """The picture's own bytes in a file of their own; None where only a renderer shows it right."""
    image = placement.image
    if any(name in image for name in ("/SMask", "/Mask")) or bool(image.get("/ImageMask", False)):
        return None
    if "/Decode" in image and not _is_plain_decode(image):
        return None
    try:
        shown = pikepdf.PdfImage(image)
        if "/JPXDecode" in shown.filters or shown.mode not in ("1", "L", "RGB", "P"):
            path = _bare_jpeg2000(shown, image, beside)
        elif set(shown.filters) <= _LOSSLESS:
            path = beside.with_suffix(".png")
            shown.as_pil_image().save(path, compress_level=1)  # see _rendered; extract_to takes level 6
        else:
            path = Path(shown.extract_to(fileprefix=str(beside)))
    # Colour spaces and filters it does not know end in any of these; the renderer knows them.
    except (pikepdf.PdfError, pikepdf.DependencyError, NotImplementedError, ValueError, TypeError, KeyError):
        return None
    if path is None:
        return None
    try:
        picture = open_picture(path, settings)  # what came out must be a whole picture of that size
    except BadFile:
        path.unlink()
        return None
    wanted = int(image.Width), int(image.Height)
    if picture.size != wanted or path.suffix not in (*SUFFIXES.values(), ".tiff", ".jpeg"):
        path.unlink()
        return None
    return path, picture.media_type, picture.size


def _is_plain_decode(image: pikepdf.Stream) -> bool:
    """Whether /Decode only says what holds without it (an inverted fax is rendered: the file would lie)."""
    values = [float(value) for value in image.Decode]
    return values == [0.0, 1.0] * (len(values) // 2)


def _bare_jpeg2000(shown: pikepdf.PdfImage, image: pikepdf.Stream, beside: Path) -> Path | None:
    """A JPEG 2000 stream as a file, where nothing but itself says what its colours are."""
    if shown.filters != ["/JPXDecode"] or "/ColorSpace" in image:
        return None
    path = beside.with_suffix(".jp2")
    path.write_bytes(image.read_raw_bytes())
    return path


def _rendered(path: Path, number: int, into: Path, settings: Settings, dpi: float, kind: Kind) -> MasterImage:
    """The page drawn by PDFium, upright, as PNG."""
    try:
        pdf = pypdfium2.PdfDocument(path)  # type: ignore[no-untyped-call]
        page = pdf[number - 1]
        width, height = page.get_size()
    except pypdfium2.PdfiumError as error:
        raise BadFile(
            "Page {page} of {file} cannot be drawn: {reason}.",
            "Open it in another program and print it to PDF, or scan it again.",
            file=path.name,
            page=number,
            reason=_first_line(error, path),
        ) from error
    try:
        check_size(path, round(width * dpi / 72), round(height * dpi / 72), settings)
        drawn = page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")
        picture = _grey_if_colourless(drawn)
        target = into / f"page-{number}.png"
        # Level 1: a page's PNG at level 6 takes longer than drawing it (1.9 s against 0.3, measured).
        picture.save(target, compress_level=1, dpi=(dpi, dpi))
        return MasterImage(target, "image/png", *picture.size, round(dpi, 1), 0, kind, rendered=True)
    finally:
        page.close()
        pdf.close()  # type: ignore[no-untyped-call]


def _grey_if_colourless(image: Image.Image) -> Image.Image:
    small = image.reduce(max(1, min(image.size) // 600))
    _, blue, red = small.convert("YCbCr").split()
    far = max(int(np.abs(np.asarray(channel, dtype=np.int16) - 128).max()) for channel in (blue, red))
    return image.convert("L") if far <= 3 else image
