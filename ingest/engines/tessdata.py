"""Which languages Tesseract has on this machine, and what to install when one is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from archive.errors import MissingTool

#: Our language tags (BCP 47) and Tesseract's names for them.
NAMES = {"ar": "ara", "fr": "fra", "en": "eng", "es": "spa"}

#: What Tesseract would look for and is not asked: tables (`table_rows` orders their cells), and whether
#: letters stand as far apart as on a typewriter, which its old recogniser needed.
UNUSED = {"textord_tabfind_find_tables": "0", "textord_disable_pitch_test": "1"}

#: Where set-up lays better data than the system's (`installing`): beside the program.
BETTER = Path(sys.prefix) / "share" / "periodical-archive" / "tessdata"
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def tessdata_folder() -> Path:
    """The folder of the language files: TESSDATA_PREFIX, else where distributions put it.

    Raises MissingTool where there is none.
    """
    given = os.environ.get("TESSDATA_PREFIX")
    candidates = [Path(given), Path(given) / "tessdata"] if given else [Path(name) for name in _FOLDERS]
    for folder in candidates:
        if folder.is_dir() and any(folder.glob("*.traineddata")):
            return folder
    raise MissingTool(
        "Tesseract has no language files on this machine.",
        "Install them: apt install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra",
    )


def folder_for(language: str, system: Path) -> Path:
    """Where the data of a language (our tag) are read from: the better ones where they are installed.

    TESSDATA_PREFIX overrules: who names a folder means that one.
    """
    better = not os.environ.get("TESSDATA_PREFIX") and (BETTER / f"{NAMES[language]}.traineddata").is_file()
    return BETTER if better else system


def told_version(version: str) -> str:
    """Tesseract's version with the kind of data it reads Arabic and French with, as texts keep it."""
    better = all(folder_for(language, Path()) == BETTER for language in ("ar", "fr"))
    return f"{version} best_int" if better else version


def languages_in(folder: Path) -> frozenset[str]:
    """Our tags of the languages whose files lie in `folder`."""
    return frozenset(tag for tag, name in NAMES.items() if (folder / f"{name}.traineddata").is_file())


def require(wanted: Iterable[str], present: Iterable[str]) -> None:
    """Raise MissingTool, naming the packages, where a wanted language is not present."""
    missing = [NAMES.get(tag, tag) for tag in sorted(set(wanted) - set(present))]
    if missing:
        raise MissingTool(
            "Tesseract cannot read {languages} on this machine.",
            "Install it: apt install {packages}",
            languages=", ".join(missing),
            packages=" ".join(f"tesseract-ocr-{name}" for name in missing),
        )
