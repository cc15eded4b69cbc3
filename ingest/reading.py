"""A page's canvas read: the text that came with it where that can be trusted, else by OCR. For children."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from archive.alto import AltoPage
from archive.canvas import Frame
from archive.settings import Settings
from ingest.ocr import PageImage, engine_for

#: Seconds of the worker's limit that are left over: an engine that gives up is better than a killed child.
_AIR = 5.0


@dataclass(frozen=True, slots=True)
class Carried:
    """Where text that came with a page lies: on page `number` (from 1) of a PDF, or in a file of its own (0).

    `name`: what people call the file.
    """

    path: Path
    name: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a page; `decision`: why this one (`text_trust.Decision`), {} where there was no choice."""

    alto: AltoPage
    decision: dict[str, Any] = field(default_factory=dict)


def read_canvas(
    canvas: Image.Image,
    settings: Settings,
    *,
    dpi: float | None = None,
    source: str = "",
    number: int = 0,
    frame: Frame | None = None,
    carried: Carried | None = None,
) -> Reading:
    """The text of a page, on its canvas.

    `dpi`: as the scan states it; `source`, `number`: the scan's SHA-256 and which of its pages this is, which
    recorded readings are found by; `carried`: text that came with the page, on the scan that `frame` cuts the
    canvas out of. Raises EmptyPage, BadFile (out of time), MissingTool.
    """
    seconds = max(_AIR, settings.page_seconds - _AIR)
    page = PageImage(canvas, dpi, source, number, seconds)
    decision: dict[str, Any] = {}
    if carried is not None and frame is not None:
        text, decided = _carried_text(carried, frame, page, settings)
        decision = decided or {}
        if text is not None:
            return Reading(text, decision)
    return Reading(engine_for(settings).recognise(page), decision)


def _carried_text(
    carried: Carried, frame: Frame, page: PageImage, settings: Settings
) -> tuple[AltoPage | None, dict[str, Any] | None]:
    # Both are heavy, and few pages carry text.
    if carried.number:
        from ingest.born_digital import text_of_pdf_page

        text, decision = text_of_pdf_page(carried.path, carried.number, frame, page, settings)
    else:
        from ingest.outside.text import outside_text

        text, decision = outside_text(carried.path, carried.name, frame, page, settings)
    return text, {**decision.to_plain(), "file": carried.name} if decision else None
