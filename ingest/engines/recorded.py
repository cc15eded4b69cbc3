"""Replays readings that were kept as ALTO: for tests, demonstrations and trials of everything but OCR."""

from __future__ import annotations

from pathlib import Path

from archive.alto import AltoPage
from archive.alto_files import read_alto, write_alto
from archive.errors import BadSetting, NotFound
from archive.files import write_whole
from ingest.ocr import OcrEngine, PageImage


class RecordedEngine:
    """An `OcrEngine` that finds each page's text in a folder, by the SHA-256 of its scan and its number."""

    name = "recorded"
    version = "1"

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadSetting(
                "There are no recorded readings at {folder}.",
                "Set ARCHIVE_OCR to recorded:FOLDER with a folder that exists.",
                folder=folder,
            )
        self._folder = folder

    def languages(self) -> frozenset[str]:
        """Whatever was recorded; it does not look."""
        return frozenset({"ar", "fr"})

    def recognise(self, page: PageImage) -> AltoPage:
        """See `OcrEngine.recognise`. Raises NotFound for a page nobody recorded."""
        path = recorded_path(self._folder, page)
        if not path.is_file():
            raise NotFound(
                "No reading was recorded for this page ({name}).",
                "Record it, or set ARCHIVE_OCR to another engine.",
                name=path.name,
            )
        return read_alto(path.read_bytes())


class RecordingEngine:
    """An `OcrEngine` that keeps what another one reads, for `RecordedEngine` to replay."""

    name = "recording"

    def __init__(self, engine: OcrEngine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    @property
    def version(self) -> str:
        """Of the engine that reads."""
        return self._engine.version

    def languages(self) -> frozenset[str]:
        """Of the engine that reads."""
        return self._engine.languages()

    def recognise(self, page: PageImage) -> AltoPage:
        """See `OcrEngine.recognise`; the reading is kept before it is given back."""
        read = self._engine.recognise(page)
        write_whole(recorded_path(self._folder, page), write_alto(read))
        return read


def recorded_path(folder: Path, page: PageImage) -> Path:
    """Where the reading of a page lies in a folder of recordings."""
    return folder / f"{page.source}-{page.number}.alto.xml"
