"""What a PDF page writes: every glyph with its text and place, as the page is shown."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pdfplumber
import pypdfium2
from pdfminer.encodingdb import EncodingDB
from pdfminer.pdffont import PDFSimpleFont
from pdfminer.psparser import literal_name

from archive.errors import BadFile
from ingest.logical_order import Glyph, mended

#: Nobody sets more glyphs on a page; a file that claims to is not read on.
_MOST_GLYPHS = 60_000
#: Nor is a page read whose drawing instructions are longer than this, in bytes.
_LARGEST_CONTENT = 8_000_000
#: Glyphs turned further than this many degrees are no line of the page's text.
_TURNED = 3.0
#: Two glyphs of one letter nearer than this share of their width are one, set twice to look bold.
_TWICE = 0.35
#: How far a number drawn by `(cid:7)` may lie from where PDFium has its letter, in points.
_NEAR = 2.0


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs of a page in points, y downwards from the top left corner of what is shown.

    `unmapped`: how many more there are of which the file does not say what they mean (private use, the
    replacement character, no character at all). `turned`: how many more run in another direction.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    unmapped: int = 0
    turned: int = 0


def has_text(path: Path, number: int) -> bool:
    """Whether page `number` (from 1) writes anything at all; a quick look. False where it cannot be read."""
    try:
        pdf = pypdfium2.PdfDocument(path)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError:
        return False
    try:
        page = pdf[number - 1]
        text = page.get_textpage()
        found = any(not c.isspace() for c in text.get_text_range())
        text.close()
        page.close()
        return found
    except (pypdfium2.PdfiumError, IndexError):
        return False
    finally:
        pdf.close()  # type: ignore[no-untyped-call]


def page_glyphs(path: Path, number: int) -> PageGlyphs:
    """The glyphs of page `number` (from 1). Raises BadFile; opens a stranger's file: for workers only."""
    try:
        with _honest_typefaces(), pdfplumber.open(path, pages=[number]) as pdf:
            if not pdf.pages:
                raise BadFile("{file} has no page {page}.", "", file=path.name, page=number)
            page = pdf.pages[0]
            _refuse_flood(path, number, page)
            left, top, right, bottom = page.cropbox
            chars = page.chars
            plain = not page.rotation and tuple(page.cropbox) == tuple(page.mediabox)
    except BadFile:
        raise
    # pdfminer meets a broken object with nearly any error, AssertionError and RecursionError among them.
    except Exception as error:
        raise BadFile(
            "The text of page {page} of {file} cannot be read: {reason}.",
            "Nothing to do: its picture is read instead.",
            file=path.name,
            page=number,
            reason=f"{type(error).__name__} {error}".strip()[:200],
        ) from error
    if len(chars) > _MOST_GLYPHS:
        raise _flood(path, number)
    level = [char for char in chars if _is_level(char)]
    letters = _letters_of_numbers(path, number, level, bottom) if plain else {}
    known: list[Glyph] = []
    unmapped = 0
    for place, char in enumerate(level):
        text = letters.get(place, str(char["text"]))
        if _means_nothing(text):
            unmapped += 1
            continue
        glyph = _glyph(char, text, left, top)
        if glyph.x1 > 0 and glyph.x0 < right - left and glyph.bottom > 0 and glyph.top < bottom - top:
            known.append(glyph)
    once = tuple(_once(known))
    return PageGlyphs(right - left, bottom - top, once, unmapped, len(chars) - len(level))


@contextmanager
def _honest_typefaces() -> Iterator[None]:
    """While it lasts, pdfminer takes no letters for granted in a typeface that came with the file unnamed.

    Such a typeface has an order of its own, which PDFium looks up (`_letters_of_numbers`); one that is only
    named has the usual. OCRmyPDF, once imported, takes the letters of both away, and so the widths of these.
    """
    before = PDFSimpleFont.__init__

    def begin(font: Any, descriptor: Mapping[str, Any], widths: Any, spec: Mapping[str, Any]) -> None:
        before(font, descriptor, widths, spec)
        if font.unicode_map is None and "Encoding" not in spec:
            embedded = any(name in descriptor for name in ("FontFile", "FontFile2", "FontFile3"))
            true_type = literal_name(spec.get("Subtype")) == "TrueType"
            usual = "WinAnsiEncoding" if true_type else "StandardEncoding"
            font.cid2unicode = {} if embedded else EncodingDB.get_encoding(usual)

    with patch.object(PDFSimpleFont, "__init__", begin):
        yield


def _flood(path: Path, number: int) -> BadFile:
    return BadFile(
        "Page {page} of {file} writes more than a page can hold.",
        "Nothing to do: its picture is read instead.",
        file=path.name,
        page=number,
    )


def _refuse_flood(path: Path, number: int, page: Any) -> None:
    size = sum(len(stream.rawdata or b"") for stream in page.page_obj.contents if hasattr(stream, "rawdata"))
    if size > _LARGEST_CONTENT:
        raise _flood(path, number)


def _glyph(char: Mapping[str, Any], text: str, left: float, top: float) -> Glyph:
    return Glyph(
        mended(text) if text.strip() else " ",
        float(char["x0"]) - left,
        float(char["x1"]) - left,
        float(char["top"]) - top,
        float(char["bottom"]) - top,
        max(float(char["bottom"]) - float(char["top"]), 0.1),
    )


def _is_level(char: Mapping[str, Any]) -> bool:
    """Whether a glyph stands upright on the page as shown (its matrix already has /Rotate in it)."""
    matrix = char.get("matrix")
    if matrix is None:
        return bool(char.get("upright", True))
    return abs(math.degrees(math.atan2(float(matrix[1]), float(matrix[0])))) <= _TURNED


def _means_nothing(text: str) -> bool:
    """Whether the file does not say which letter a glyph is."""
    if text.startswith("(cid:"):
        return True
    return any(unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs") or c == "\ufffd" for c in text)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """The glyphs without those that are set a second time a hair beside, to look bold."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        near = _TWICE * max(glyph.x1 - glyph.x0, 0.1 * glyph.size)
        column, row = round(glyph.x0 / 4), round(glyph.top / 4)
        around = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, x, y), ())
        )
        if glyph.text.strip() and any(
            abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < _TWICE * glyph.size
            for other in around
        ):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def _letters_of_numbers(
    path: Path, number: int, chars: list[dict[str, Any]], height: float
) -> dict[int, str]:
    """What PDFium reads where pdfminer has only a glyph's number: it also knows the names inside typefaces.

    A page with one such glyph is looked up whole: an encoding half understood is wrong elsewhere too.
    Only for pages that are neither turned nor cropped, where both count from the same corner.
    """
    if not any(str(char["text"]).startswith("(cid:") for char in chars):
        return {}
    pdf = pypdfium2.PdfDocument(path)  # type: ignore[no-untyped-call]
    page = pdf[number - 1]
    text = page.get_textpage()
    found: dict[int, str] = {}
    try:
        for place, char in enumerate(chars):
            x = (float(char["x0"]) + float(char["x1"])) / 2
            y = height - (float(char["top"]) + float(char["bottom"])) / 2
            index = text.get_index(x, y, _NEAR, _NEAR)
            if index is not None:
                found[place] = text.get_text_range(index, 1) or str(char["text"])
    finally:
        text.close()
        page.close()
        pdf.close()  # type: ignore[no-untyped-call]
    return found
