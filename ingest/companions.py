"""Text files of other programs beside scans: which belongs to which, and their copies in the archive."""

from __future__ import annotations

import os
from pathlib import Path

from archive.actions import pages, steps
from archive.errors import disk_full_told
from archive.files import Files, copy_verified, sha256_of
from archive.models import OUTSIDE_IGNORED
from ingest.found_issues import FoundIssue
from ingest.known import Known
from ingest.outside.formats import format_of
from ingest.running import Run

#: Endings such files have, the likeliest first; what they really are their first bytes say.
_ENDINGS = (".alto.xml", ".alto", ".hocr", ".hocr.html", ".page.xml", ".xml", ".html", ".htm", ".xhtml")
#: Folders they lie in, inside the folder of the scans or beside it.
_FOLDERS = frozenset({"alto", "hocr", "page", "ocr", "xml"})
_HEAD, _LARGEST = 65_536, 32 << 20


class Companions:
    """Finds the text file of a scan by its name.

    For `0012.jpg` it is `0012.alto.xml`, `0012.jpg.hocr`, `alto/0012.xml`, `../alto/0012.xml` and the like.
    Looks into each folder once. Nothing is parsed here.
    """

    def __init__(self) -> None:
        self._listed: dict[Path, dict[str, Path]] = {}

    def of(self, scan: Path) -> Path | None:
        """The text file beside a scan; None where there is none, or none that holds a page of text."""
        names = (scan.name.casefold(), scan.stem.casefold())
        for folder in self._folders(scan.parent):
            listed = self._files(folder)
            for name in (name + ending for ending in _ENDINGS for name in names):
                found = listed.get(name)
                if found is not None and _holds_text(found):
                    return found
        return None

    def _folders(self, folder: Path) -> list[Path]:
        beside = [folder.parent / name for name in self._subfolders(folder.parent)]
        inside = [folder / name for name in self._subfolders(folder)]
        return [folder, *inside, *beside]

    def _subfolders(self, folder: Path) -> list[str]:
        self._files(folder)
        return sorted(path.name for path in self._listed[folder].values() if path.name.lower() in _FOLDERS)

    def _files(self, folder: Path) -> dict[str, Path]:
        """Entries of a folder by their names in small letters; links, which may lead anywhere, left out."""
        if folder not in self._listed:
            try:
                with os.scandir(folder) as entries:
                    real = [entry.name for entry in entries if not entry.is_symlink()]
            except OSError:
                real = []
            self._listed[folder] = {name.casefold(): folder / name for name in sorted(real)}
        return self._listed[folder]


def _holds_text(path: Path) -> bool:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return False
        with path.open("rb") as stream:
            return format_of(stream.read(_HEAD)) is not None
    except OSError:
        return False


def keep_companion(run: Run, key: str, scan: Path, companions: Companions) -> str:
    """Copy the text beside a scan into the archive; its place there, "" for none. Raises OSError, NoSpace."""
    if run.delivery.ignore_outside_text:
        return OUTSIDE_IGNORED
    found = companions.of(scan)
    if found is None:
        return ""
    sha256 = sha256_of(found)
    place = Files.outside(key, sha256, ".html" if found.suffix.lower().startswith((".h", ".xh")) else ".xml")
    target = run.store.files.path(place)
    if not (target.is_file() and sha256_of(target) == sha256):
        copy_verified(found, target, sha256)
    return place


def follow_companions(run: Run, found: FoundIssue, known: Known, companions: Companions) -> None:
    """Bring scans that were taken in earlier level with the text files that lie beside them now.

    A new or changed file is copied, and the text of its pages put on the list again; one that is gone stays.
    """
    if run.delivery.ignore_outside_text or known.issue_id is None:
        return
    scans = known.by_file()
    for file in found.files:
        for scan in scans.get(file.name, ()):
            if scan.is_taken_out or companions.of(file.path) is None:
                continue
            with disk_full_told(run.store.files.root):
                place = keep_companion(run, known.key, file.path, companions)
            if place != scan.outside:
                with run.write() as session:
                    pages.set_outside(session, scan.scan_id, place)
                    steps.restart(session, ("text",), [known.issue_id], list(scan.page_ids.values()))
                _remove(run, scan.outside)
                scan.outside = place


def _remove(run: Run, place: str) -> None:
    """Remove the copy of a text file that another has taken the place of: what was read of it is kept."""
    if place not in ("", OUTSIDE_IGNORED):
        run.store.files.path(place).unlink(missing_ok=True)
