"""Tesseract as a program of its own, through pytesseract: the engine that is always there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image
from pytesseract import pytesseract

from archive.errors import BadFile, MissingTool
from ingest.engines.tessdata import (
    NAMES,
    UNUSED,
    folder_for,
    languages_in,
    require,
    tessdata_folder,
    told_version,
)


class TesseractProcess:
    """Reads each picture with one run of the `tesseract` program; a run out of time is killed."""

    name = "pytesseract"

    def __init__(self) -> None:
        # Tesseract's own threads cost 3.5 times the time on two cores (measured).
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            self.version = told_version(str(pytesseract.get_tesseract_version()))
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise MissingTool(
                "The program tesseract is not installed.",
                "Install it: apt install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra",
            ) from error
        self._folder = tessdata_folder()

    def languages(self) -> frozenset[str]:
        """The language tags that can be read."""
        return languages_in(self._folder)

    def tsv(self, image: Image.Image, language: str, mode: int, dpi: int, seconds: float) -> str:
        """Tesseract's table of what stands in `image` (see `tsv.py`). Raises BadFile when time is up."""
        require([language], self.languages())
        folder = folder_for(language, self._folder)
        with tempfile.TemporaryDirectory(prefix="archive-ocr-") as scratch:
            # Uncompressed: writing a page as PNG takes as long as half of reading it.
            source = Path(scratch) / "page.pgm"
            told = " ".join(f"-c {name}={value}" for name, value in UNUSED.items())
            image.convert("L").save(source)
            try:
                return str(
                    pytesseract.image_to_data(  # type: ignore[no-untyped-call]
                        str(source),
                        lang=NAMES[language],
                        config=f'--psm {mode} --dpi {dpi} --tessdata-dir "{folder}" {told}',
                        timeout=seconds,
                    )
                )
            except RuntimeError as error:
                if not isinstance(error, pytesseract.TesseractError):  # that is how a time-out arrives
                    raise BadFile(
                        "Tesseract did not finish reading the page in {seconds} seconds.",
                        "Raise ARCHIVE_PAGE_SECONDS, or scan the page again at 300 dpi.",
                        seconds=round(seconds),
                    ) from error
                raise BadFile(
                    "Tesseract failed on the page: {reason}.", "", reason=error.message or error.status
                ) from error
