"""How much disk a delivery will take, said before anything is written.

Measured on what the archive makes (bytes for each megapixel of a page): tiles and reading sizes 0.40 MB for
coloured and grey pages at 170 dpi, 0.2 for black and white ones at 300; searchable PDFs 0.09 and 0.03. Text,
its rows and the index: 0.03 MB a page. The rates below are a fifth above the larger ones.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from archive.errors import NoSpace
from archive.queries.issues import by_source
from archive.queries.pages import scans_of
from archive.settings import Settings
from archive.store import Store
from ingest import looking
from ingest.asking import ask_all, in_chunks
from ingest.faults import Fault
from ingest.found_issues import FoundIssue, PageFile
from ingest.running import Workers

_PICTURES, _PDF = 0.49e6, 0.11e6  # bytes for each megapixel
_TEXT = 40_000  # bytes for each page
#: Kept free beside what is needed: the database, logs, and a rate that is off.
RESERVE = 200_000_000
#: Files whose sizes one task of a child looks up, from their headers.
_FILES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes by what they are for. `masters` are copies of the scans, 0 where they are linked."""

    masters: int = 0
    pictures: int = 0
    pdfs: int = 0
    texts: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.masters + self.pictures + self.pdfs + self.texts

    def __add__(self, other: Space) -> Space:
        return Space(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def to_plain(self) -> dict[str, int]:
        """As JSON can hold it."""
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, "total": self.total}


def space_for(masters: int, pages: int, megapixels: float, *, out_of_pdfs: int = 0) -> Space:
    """What so many bytes of scans and pages come to; `out_of_pdfs`: of PDFs, whose pictures are kept too."""
    return Space(
        masters + out_of_pdfs, round(_PICTURES * megapixels), round(_PDF * megapixels), _TEXT * pages
    )


def free_for(settings: Settings) -> int:
    """Bytes free where the archive's files lie, or will lie."""
    place = Path(settings.files_root).absolute()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def needed(
    found: Iterable[FoundIssue], store: Store, settings: Settings, workers: Workers, *, link: bool
) -> Space:
    """What taking in the files that are not in the archive yet will need; from their headers alone."""
    total = Space()
    for issue in found:
        new = _new_files(issue, store)
        for files in in_chunks(new, _FILES_AT_ONCE):
            total += _of_files(files, settings, workers, link=link)
    return total


def _new_files(issue: FoundIssue, store: Store) -> list[PageFile]:
    with store.read() as session:
        row = by_source(session, issue.source)
        held: Collection[str] = {scan.source for scan in scans_of(session, row.id)} if row is not None else ()
    return [file for file in issue.files if file.name not in held]


def _of_files(files: list[PageFile], settings: Settings, workers: Workers, *, link: bool) -> Space:
    faults: list[Fault] = []  # what cannot be read is told when it is taken in
    paths = tuple(file.path for file in files)
    [sizes] = ask_all(
        workers,
        looking.sizes_of,
        [(paths, settings)],
        paths[:1],
        seconds=settings.page_seconds,
        faults=faults,
    )
    total = Space()
    for file, size in zip(files, sizes or [None] * len(files), strict=True):
        if size is None:
            continue
        masters = 0 if link else size.bytes
        pages = size.pages
        if file.members is not None:
            first, last = file.members
            pages = min(pages, last) - first + 1
        megapixels = size.megapixels * pages / max(1, size.pages)
        is_pdf = file.path.suffix.lower() == ".pdf"
        total += space_for(masters, pages, megapixels, out_of_pdfs=size.bytes if is_pdf else 0)
    return total


def require(needed: Space, settings: Settings) -> None:
    """Refuse a delivery for which there is not enough room. Raises NoSpace."""
    free = free_for(settings)
    if needed.total and needed.total + RESERVE > free:
        raise NoSpace(
            "This needs about {needed} MB where the archive's files lie ({path}), and {free} MB are free; "
            "nothing was written.",
            "Free some space there, take in less at a time, or leave the masters where they are with --link.",
            needed=(needed.total + RESERVE) // 1_000_000,
            free=free // 1_000_000,
            path=settings.files_root,
        )
