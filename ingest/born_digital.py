"""A PDF page that carries text: the text in reading order, and whether it is what the page shows."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from archive.alto import AltoPage
from archive.canvas import Affine, Frame
from archive.errors import BadFile
from archive.settings import Settings
from ingest.composed_page import compose
from ingest.ocr import PageImage, engine_for
from ingest.pdf_glyphs import PageGlyphs, has_text, page_glyphs
from ingest.text_decisions import Decision
from ingest.text_trust import weigh


def text_of_pdf_page(
    path: Path, number: int, frame: Frame, page: PageImage, settings: Settings
) -> tuple[AltoPage | None, Decision | None]:
    """The text that page `number` (from 1) of a PDF carries, where it can be trusted, and the decision.

    `page` is the canvas that `frame` cuts out of the page's picture. (None, None): the page carries no text.
    (None, decision): it does, and OCR must read the page for the reason given. A page whose text cannot be
    got at is no failed page. Opens a stranger's file: for workers only.
    """
    if not has_text(path, number):
        return None, None
    try:
        found = page_glyphs(path, number)
    except BadFile:
        return None, Decision("read", "unreadable", file=path.name)
    if not found.glyphs and not found.unmapped and not found.turned:
        return None, None
    text = compose(found.glyphs, onto_canvas(found, frame), *page.canvas.size)
    every = len(found.glyphs) + found.unmapped + found.turned
    verdict = weigh(
        text,
        page,
        getattr(engine_for(settings), "reader", None),  # recorded readings have none
        unmapped=found.unmapped / every,
        turned=found.turned / every,
    )
    if not verdict.trusted:
        return None, Decision("read", verdict.reason, verdict.signs, path.name)
    named = AltoPage(
        text.width, text.height, text.blocks, text.language, text.direction, source_name(), text.pictures
    )
    return named, Decision("own", verdict.reason, verdict.signs, path.name)


def source_name() -> str:
    """What stands as the source of such a text."""
    return f"PDF text, pdfplumber {version('pdfplumber')}"


def onto_canvas(found: PageGlyphs, frame: Frame) -> Affine:
    """The map from points on the page as shown to canvas pixels."""
    width, height = frame.turned_size
    upright = Frame(width, height, 0, frame.crop, frame.skew)
    shown = Affine(width / found.width, 0, 0, 0, height / found.height, 0)
    return shown.then(upright.to_canvas())
