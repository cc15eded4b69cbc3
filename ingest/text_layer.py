"""OCRmyPDF's plugin: it is given the text we have stored, so that OCR never runs a second time.

Loaded by name (`plugins=["ingest.text_layer"]`); `laid` says whose text the next run lays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocrmypdf import OcrEngine, OrientationConfidence, hookimpl
from ocrmypdf.hocrtransform import BoundingBox, OcrClass, OcrElement
from PIL import Image

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.letters import count_scripts, without_bidi_marks
from archive.redacting import is_hidden

#: Tesseract's names of our languages: OCRmyPDF checks that the engine knows the languages it is told.
LANGUAGES = frozenset({"ara", "fra", "eng"})


#: White between two words, in heights of a word, that programs overlook; a wider one they take for a gutter
#: if a blank stands in it too.
_CLOSE = 0.3


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page's text and the parts of it that may not appear."""

    alto: AltoPage
    masks: tuple[Box, ...] = ()


_pages: Sequence[LaidPage] = ()


@contextmanager
def laid(pages: Sequence[LaidPage]) -> Iterator[None]:
    """While it lasts, OCRmyPDF finds these pages' text. One run a process at a time."""
    global _pages
    _pages = pages
    try:
        yield
    finally:
        _pages = ()


class StoredText(OcrEngine):
    """The "engine": looks the page up."""

    @staticmethod
    def version() -> str:
        """Of the plugin."""
        return "1"

    @staticmethod
    def creator_tag(options: Any) -> str:
        """Goes into the PDF's metadata."""
        return "stored text"

    def __str__(self) -> str:
        """For messages."""
        return "stored text"

    @staticmethod
    def languages(options: Any) -> set[str]:
        """Those that pages may be told to be in."""
        return set(LANGUAGES)

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        """Our pages are upright."""
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def supports_generate_ocr() -> bool:
        """The way without hOCR files."""
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: Any, page_number: int = 0) -> tuple[OcrElement, str]:
        """The stored text of page `page_number` (from 0), in the pixels of `input_file`."""
        with Image.open(input_file) as image:
            width, height = image.size
            dpi = float(image.info.get("dpi", (72.0, 72.0))[0])
        page = _pages[page_number]
        alto = page.alto
        onto = Affine(width / alto.width, 0, 0, 0, height / alto.height, 0)
        tree = OcrElement(
            ocr_class=OcrClass.PAGE,
            bbox=BoundingBox(0, 0, width, height),
            children=[_paragraph(block, page.masks, onto, width, height) for block in alto.blocks],
            direction=alto.direction,
            dpi=dpi,
            page_number=page_number,
        )
        return tree, alto.text

    @staticmethod
    def generate_hocr(*_: Any) -> None:
        """Never called: see `supports_generate_ocr`."""
        raise NotImplementedError

    @staticmethod
    def generate_pdf(*_: Any) -> None:
        """Never called: see `supports_generate_ocr`."""
        raise NotImplementedError


def _bounds(box: Box, onto: Affine, width: int, height: int) -> BoundingBox:
    moved = onto.box(box).within(width, height)
    return BoundingBox(moved.x, moved.y, moved.right, moved.bottom)


def _paragraph(block: TextBlock, masks: tuple[Box, ...], onto: Affine, width: int, height: int) -> OcrElement:
    lines = (_line(line, block, masks, onto, width, height) for line in block.lines)
    return OcrElement(
        ocr_class=OcrClass.PARAGRAPH,
        bbox=_bounds(block.box, onto, width, height),
        children=[line for line in lines if line.children],
        direction=block.direction,
        language=block.language,
    )


def _line(
    line: TextLine, block: TextBlock, masks: tuple[Box, ...], onto: Affine, width: int, height: int
) -> OcrElement:
    shown = [string for string in line.strings if not is_hidden(string.box, masks)]
    words = [
        OcrElement(
            ocr_class=OcrClass.WORD,
            bbox=_bounds(string.box, onto, width, height),
            text=_as_written(string, following),
            confidence=string.confidence,
            direction=block.direction,
            language=line.language or block.language,
        )
        for string, following in zip(shown, [*shown[1:], None], strict=True)
    ]
    return OcrElement(
        ocr_class=OcrClass.LINE,
        bbox=_bounds(line.box, onto, width, height),
        children=words,
        direction=block.direction,
        language=line.language or block.language,
    )


def _as_written(string: String, following: String | None) -> str:
    """A word as it is written into the PDF: in Arabic with the blank after it, where print is set close.

    OCRmyPDF writes blanks after words that are followed to the right alone; between Arabic ones readers must
    see them, and PDFium and Poppler overlooked every tenth.
    """
    # Direction marks make fpdf2 look for a typeface that has them; they are not text.
    text = without_bidi_marks(string.content)
    if following is None or following.box.x >= string.box.x or not count_scripts(text)[0]:
        return text
    gap = string.box.x - following.box.right
    return f"{text} " if gap < _CLOSE * string.box.h else text


@hookimpl
def get_ocr_engine(options: Any) -> OcrEngine:
    """OCRmyPDF's hook."""
    return StoredText()


@hookimpl(tryfirst=True)
def rasterize_pdf_page(
    input_file: Path, output_file: Path, raster_dpi: Any, pageno: int, rotation: int | None, use_cropbox: bool
) -> Path:
    """A white page of the size OCRmyPDF expects: nobody looks at it (saves 2 s a page of PNG)."""
    import pikepdf

    with pikepdf.open(input_file) as pdf:
        page = pdf.pages[pageno - 1]
        box = [float(v) for v in (page.cropbox if use_cropbox else page.mediabox).as_list()]
        turned = (int(page.obj.get("/Rotate", 0)) + (rotation or 0)) % 180 == 90
        unit = float(page.obj.get("/UserUnit", 1.0))
    across = max(1, round((box[2] - box[0]) * unit / 72 * float(raster_dpi.x)))
    down = max(1, round((box[3] - box[1]) * unit / 72 * float(raster_dpi.y)))
    size = (down, across) if turned else (across, down)
    white = Image.new("1", size, 1)
    white.save(output_file, "PNG", compress_level=1, dpi=(float(raster_dpi.x), float(raster_dpi.y)))
    return output_file
