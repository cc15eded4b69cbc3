"""Tesseract in this process, through tesserocr: the default where its wheel installs."""

from __future__ import annotations

import threading
from typing import cast

import tesserocr
from PIL import Image

from archive.errors import BadFile
from ingest.engines.tessdata import (
    NAMES,
    UNUSED,
    folder_for,
    languages_in,
    require,
    tessdata_folder,
    told_version,
)


class InProcessTesseract:
    """Reads pictures with one warm Tesseract per language and thread.

    An instance shared between threads gives empty pages without any error (measured), hence thread-local.
    """

    name = "tesserocr"

    def __init__(self) -> None:
        self._folder = tessdata_folder()
        self._warm = threading.local()
        version = tesserocr.tesseract_version().splitlines()[0].removeprefix("tesseract ")
        self.version = told_version(version)
        # Its layout code prints a line for each odd component; that is no news for anyone.
        tesserocr.set_leptonica_log_level(cast("tesserocr.LeptLogLevel", tesserocr.LeptLogLevel.NONE))

    def languages(self) -> frozenset[str]:
        """The language tags that can be read."""
        return languages_in(self._folder)

    def tsv(self, image: Image.Image, language: str, mode: int, dpi: int, seconds: float) -> str:
        """Tesseract's table of what stands in `image` (see `tsv.py`). Raises BadFile when time is up.

        TSV, not the result iterator: that one's text is reversed in Arabic words.
        """
        api = self._api(language)
        try:
            api.SetPageSegMode(cast("tesserocr.PSM", mode))
            api.SetImage(image)
            api.SetSourceResolution(dpi)
            if not api.Recognize(int(seconds * 1000)):
                raise BadFile(
                    "Tesseract did not finish reading the page in {seconds} seconds.",
                    "Raise ARCHIVE_PAGE_SECONDS, or scan the page again at 300 dpi.",
                    seconds=round(seconds),
                )
            return str(api.GetTSVText(0))
        finally:
            api.Clear()

    def _api(self, language: str) -> tesserocr.PyTessBaseAPI:
        warm: dict[str, tesserocr.PyTessBaseAPI] = self._warm.__dict__
        if language not in warm:
            require([language], self.languages())
            api = tesserocr.PyTessBaseAPI(path=str(folder_for(language, self._folder)), lang=NAMES[language])
            # What the page taught one reading must not change the next: the same page, the same text.
            api.SetVariable("classify_enable_learning", "0")
            api.SetVariable("debug_file", "/dev/null")
            for name, value in UNUSED.items():
                api.SetVariable(name, value)
            warm[language] = api
        return warm[language]
