"""A scan read: its pages, their text and languages. Runs in a limited child."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.alto import AltoPage
from archive.canvas import Frame
from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import canvas_image, open_picture
from ingest.ocr import PageImage, engine_for


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page of a scan: how its canvas is cut out, its text on that canvas, the languages found on it."""

    frame: Frame
    alto: AltoPage
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageReading:
    """What reading a scan gave, left page before right. `seconds`: CPU time of this process."""

    pages: tuple[PageRead, ...]
    dpi: float | None
    engine: str
    seconds: float


def read_page(
    master: Path,
    settings: Settings,
    *,
    source: str = "",
    member: int = 0,
    frames: Sequence[Frame] | None = None,
    first: int = 0,
) -> PageReading:
    """Read the page or the two pages on a scan.

    `source`: the scan's SHA-256 (needed by recorded readings only); `member`: which picture of a multi-page
    TIFF; `frames`: as settled before, None to find them; `first`: which of the scan's pages the
    first of them is (the right half of a spread alone is 1). Raises BadFile (and EmptyPage) naming the file,
    MissingTool. Give it to `workers`, never call it in the driver: it decodes a stranger's file.
    """
    start = time.process_time()
    picture = open_picture(master, settings, member)
    engine = engine_for(settings)
    pages = []
    for number, frame in enumerate(frames if frames is not None else find_frames(picture), first):
        canvas = canvas_image(picture, frame)
        # Leave the worker's own limit a little air: an engine that gives up is better than a killed child.
        seconds = max(5.0, settings.page_seconds - 5.0)
        image = PageImage(canvas, picture.dpi, source, 100 * member + number, seconds)
        alto = engine.recognise(image)
        languages = tuple(dict.fromkeys(block.language for block in alto.blocks))
        pages.append(PageRead(frame, alto, languages))
    return PageReading(tuple(pages), picture.dpi, engine.name, time.process_time() - start)
