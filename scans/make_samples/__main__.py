"""Makes the sample issues: `python -m scans.make_samples [folder name …]`, from the root of the project."""

import sys
import tempfile
import zlib
from pathlib import Path

from PIL import Image

from .ageing import Wear, age
from .model import Issue, Page, read_all
from .records import record
from .truth import truth
from .typeset import Press

SAMPLE = Path(__file__).parent.parent / "sample"

DPI = 170
"""Enough for Tesseract with text of 11 to 13 points, and small enough to be kept beside the code."""

OUTSIDE = ("cover", "poster")
"""Kinds of page printed on the stiffer paper of the cover."""

COVER_SHOW = 0.05
"""How much of a cover is seen from its inner side; inner leaves are thinner and show more."""

NOW = 2026
"""The year the paper is as old as; fixed, so that the same pages are made every time."""


def _leaf(pages: list[Page], page: Page) -> Page | None:
    """The page printed on the other side of the same leaf."""
    mates = [p for p in pages if Path(p.file).parent == Path(page.file).parent]
    place = mates.index(page)
    other = place + 1 if place % 2 == 0 else place - 1
    return mates[other] if 0 <= other < len(mates) else None


def make(issue: Issue, press: Press, target: Path) -> int:
    """Makes all files of one issue and gives their size in bytes."""
    clean: dict[str, Image.Image] = {}
    for page in issue.pages:
        clean[page.file], loose = press.set(issue, page, DPI)
        if not 0.02 < loose < 0.98:
            trouble = "runs over" if loose < 0.5 else "leaves room"
            print(f"{issue.folder} {page.file}: {trouble} ({loose:.2f})")
    total = 0
    for page in issue.pages:
        mate = _leaf(issue.pages, page)
        outside = page.kind in OUTSIDE
        wear = Wear(
            years=NOW - issue.year,
            seed=zlib.crc32(f"{issue.folder}/{page.file}".encode()),
            gutter="none" if outside else page.gutter,
            show=0.0 if outside else COVER_SHOW if mate and mate.kind in OUTSIDE else 0.085,
            margin=not outside,
        )
        picture = age(clean[page.file], clean[mate.file] if mate else None, wear)
        path = target / issue.folder / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, quality=wear.quality, dpi=(DPI, DPI), optimize=True, progressive=True)
        path.with_suffix(".gt.txt").write_text(truth(issue, page), encoding="utf-8")
        total += path.stat().st_size
    (target / issue.folder / "issue.toml").write_text(record(issue), encoding="utf-8")
    return total


def main(wanted: list[str]) -> None:
    """Makes the issues named, or all."""
    with tempfile.TemporaryDirectory() as folder:
        press = Press(Path(folder))
        for issue in read_all():
            if wanted and not any(issue.folder.startswith(name) for name in wanted):
                continue
            size = make(issue, press, SAMPLE)
            print(f"{issue.folder}: {len(issue.pages)} pages, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
