"""Reading a page: what an OCR engine is, and which one is used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from PIL import Image

from archive.alto import AltoPage
from archive.errors import BadFile, BadSetting, MissingTool
from archive.settings import Settings
from ingest.layout import Layout, find_layout
from ingest.preparing import is_thresholded, scaled_grey, with_even_paper, without_paper


class EmptyPage(BadFile):
    """A page that shows text, of which the engine read none: a failed page, never a silent one."""


@dataclass(frozen=True)
class PageImage:
    """A page to be read. `canvas`: its canvas, grey or colour.

    `dpi`: as the scan states it. `source` and `number`: SHA-256 of the scan's file and which of its frames
    (and members) this is, by which recorded readings are found. `seconds`: how long the engine may take.
    """

    canvas: Image.Image
    dpi: float | None = None
    source: str = ""
    number: int = 0
    seconds: float = 300.0

    @cached_property
    def grey(self) -> Image.Image:
        """The canvas in grey at reading scale (about 300 dpi)."""
        return scaled_grey(self.canvas_grey, self.dpi)

    @cached_property
    def canvas_grey(self) -> Image.Image:
        """The canvas in grey."""
        return self.canvas.convert("L")

    def cleaned(self, language: str) -> Image.Image:
        """`grey` as `language` is read best; made once a language."""
        if language not in self._cleaned:
            cleaned = without_paper(self._even) if is_thresholded(language) else self._even
            self._cleaned[language] = self.layout.without_photographs(cleaned)
        return self._cleaned[language]

    @cached_property
    def _even(self) -> Image.Image:
        return with_even_paper(self.grey)

    @cached_property
    def _cleaned(self) -> dict[str, Image.Image]:
        return {}

    @cached_property
    def layout(self) -> Layout:
        """Zones, their languages, and pictures; found when first asked for."""
        return find_layout(self.grey, self.grey.width / self.canvas.width)


class OcrEngine(Protocol):
    """What reads pages. An engine is made once a process and used by one thread at a time."""

    @property
    def name(self) -> str:
        """As in the settings: "tesserocr", "pytesseract", "recorded"."""

    @property
    def version(self) -> str:
        """Of the program that reads; kept with the text."""

    def languages(self) -> frozenset[str]:
        """Tags (BCP 47) of the languages it can read."""

    def recognise(self, page: PageImage) -> AltoPage:
        """The text of a page, on its canvas, in reading order, words in logical order.

        Each zone is read in one language only. A blank page gives no blocks. Raises EmptyPage where there
        was text to see and none was read, BadFile where the page took too long, MissingTool where a language
        is not installed.
        """


def engine_for(settings: Settings) -> OcrEngine:
    """The engine that `settings.ocr` names. Raises MissingTool (what to install) or BadSetting."""
    return _engine(settings.ocr)


@lru_cache(maxsize=4)
def _engine(name: str) -> OcrEngine:
    # Imported when chosen: tesserocr has no wheel everywhere.
    if name.startswith("recorded:"):
        from ingest.engines.recorded import RecordedEngine

        return RecordedEngine(Path(name.removeprefix("recorded:")))
    if name.startswith("recording:"):  # reads, and keeps what it read for "recorded:"
        from ingest.engines.recorded import RecordingEngine

        return RecordingEngine(_engine("auto"), Path(name.removeprefix("recording:")))
    from ingest.engines.tesseract import TesseractEngine

    if name in ("auto", "tesserocr"):
        try:
            from ingest.engines.in_process import InProcessTesseract

            return TesseractEngine(InProcessTesseract())
        except ImportError as error:
            if name == "tesserocr":
                raise MissingTool(
                    "tesserocr is not installed.",
                    "Install it (pip install tesserocr), or set ARCHIVE_OCR to pytesseract.",
                ) from error
    if name in ("auto", "pytesseract"):
        from ingest.engines.by_process import TesseractProcess

        return TesseractEngine(TesseractProcess())
    raise BadSetting(
        "There is no OCR engine {name}.",
        "Set ARCHIVE_OCR to auto, tesserocr, pytesseract or recorded:FOLDER.",
        name=name,
    )
