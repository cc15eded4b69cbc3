"""A page's canvas read, and what of it is left to doubt. Runs in a limited child."""

from __future__ import annotations

from PIL import Image

from archive.alto import AltoPage
from archive.settings import Settings
from ingest.ocr import PageImage, engine_for

#: Seconds of the worker's limit that are left over: an engine that gives up is better than a killed child.
_AIR = 5.0


def read_canvas(
    canvas: Image.Image, settings: Settings, *, dpi: float | None = None, source: str = "", number: int = 0
) -> AltoPage:
    """The text of a page, on its canvas.

    `dpi`: as the scan states it; `source`, `number`: the scan's SHA-256 and which of its pages this is, which
    recorded readings are found by. Raises EmptyPage, BadFile (out of time), MissingTool.
    """
    seconds = max(_AIR, settings.page_seconds - _AIR)
    return engine_for(settings).recognise(PageImage(canvas, dpi, source, number, seconds))
