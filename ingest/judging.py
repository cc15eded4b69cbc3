"""What is worth telling of scans that can be read: gaps, low resolution, wrong endings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ingest.faults import Fault, warning
from ingest.file_names import PICTURES, as_ranges, missing_numbers
from ingest.found_issues import FoundIssue
from ingest.looking import Contents, Look

#: Dots per inch below which small print is lost.
LOWEST_DPI = 150
#: Long side in pixels below which a page is small, where the file states no resolution: A4 at 100 dpi.
_SHORTEST_SIDE = 1150


def gaps(found: FoundIssue) -> Iterator[Fault]:
    """Page numbers missing in the names of an issue's files, folder by folder.

    Where a profile read the names, it has told of gaps itself.
    """
    if found.profile:
        return
    folders: dict[str, list[str]] = {}
    for file in found.files:
        path = PurePosixPath(file.name)
        folders.setdefault(path.parent.as_posix(), []).append(path.name)
    for folder, names in folders.items():
        if missing := missing_numbers(names):
            yield warning(
                Path(found.source.partition("#")[0]) / folder if folder != "." else found.source,
                "gap",
                "In {file} the pages go from {first} to {last}, but {missing} is missing.",
                "Scan what is missing, or go on if it never was there.",
                first=names[0],
                last=names[-1],
                missing=as_ranges(missing),
            )


def wrong_ending(path: Path, contents: Contents) -> Iterator[Fault]:
    """A picture of another kind than its name says; it is taken in as what it is."""
    promised = PICTURES.get(path.suffix.lower())
    if promised is not None and promised != contents.media_type:
        yield warning(
            path,
            "mislabelled",
            "{file} is really {found}; it is taken in as such.",
            "Give it the right ending.",
            found=contents.media_type,
        )


def of_picture(path: Path, look: Look) -> Iterator[Fault]:
    """What is worth telling of a page image: small, blurred, cut, too light."""
    yield from low_resolution(path, look)
    kinds = {fault.kind for faults in look.seen for fault in faults}
    if "blurred" in kinds:
        yield warning(
            path,
            "blurred",
            "{file} is blurred.",
            "Look at it; scan it again if the glass or the focus was at fault.",
        )
    if "cut" in kinds:
        yield warning(
            path,
            "cut",
            "On {file} print runs into the edge.",
            "Look whether something was cut off; scan it again if it was.",
        )
    if "pale" in kinds:
        yield warning(path, "pale", "{file} is too light.", "Scan it again with less light or more contrast.")


def low_resolution(path: Path, look: Look) -> Iterator[Fault]:
    """A page whose small print will be read badly."""
    if look.dpi is not None and look.dpi < LOWEST_DPI:
        yield warning(
            path,
            "resolution",
            "{file} has {dpi} dpi; print is read well from 300 dpi on.",
            "Scan it again at 300 dpi if the paper is at hand.",
            dpi=round(look.dpi),
        )
    elif look.dpi is None and max(look.width, look.height) < _SHORTEST_SIDE:
        yield warning(
            path,
            "resolution",
            "{file} is only {width} × {height} pixels; print is read well from 300 dpi on.",
            "Scan it again at 300 dpi if the paper is at hand.",
            width=look.width,
            height=look.height,
        )
