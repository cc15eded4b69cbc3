"""How often pages are rightly and wrongly called blurred, cut or pale: rendered pages, then folders of scans.

python -m tests.benchmarks.picture_faults [FOLDER…]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageFilter

from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import canvas_image, open_picture
from ingest.picture_faults import picture_faults
from tests.rendered.specimens import NAMES, specimen
from tests.rendered.wear import worn

_DPI = 200
_ENDINGS = (".jpg", ".jpeg", ".tif", ".png")


def _faded(share: float) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.point(lambda grey: int(255 - (255 - grey) * share))


def _cropped(left: float, top: float) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.crop((int(left * page.width), int(top * page.height), page.width, page.height))


def _blurred(millimetres: float) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.filter(ImageFilter.GaussianBlur(millimetres * _DPI / 25.4))


#: What is done to a page, and the fault that it should be found to have.
_DONE: dict[str, tuple[Callable[[Image.Image], Image.Image], str]] = {
    "as it is": (lambda page: page, ""),
    "blur 0.15 mm": (_blurred(0.15), ""),
    "blur 0.4 mm": (_blurred(0.4), "blurred"),
    "blur 0.6 mm": (_blurred(0.6), "blurred"),
    "faded to 60 %": (_faded(0.6), ""),
    "faded to 18 %": (_faded(0.18), "pale"),
    "left 5 % cut off": (_cropped(0.05, 0), ""),
    "left 14 % cut off": (_cropped(0.14, 0), "cut"),
    "top 15 % cut off": (_cropped(0, 0.15), ""),
}


def _rendered() -> Iterator[str]:
    for wear in (0, 1, 2, 3):
        for name, (change, wanted) in _DONE.items():
            found: Counter[str] = Counter()
            for place, page in enumerate(NAMES):
                clean = specimen(page, _DPI).image
                picture = change(worn(clean, wear, place) if wear else clean)
                found.update({fault.kind for fault in picture_faults(picture, _DPI)} or {"nothing"})
            yield f"wear {wear}, {name}: {dict(found)} of {len(NAMES)}; wanted {wanted or 'nothing'}"


def _scans(folder: Path) -> Iterator[str]:
    settings = Settings(home=folder)
    pages = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _ENDINGS:
            picture = open_picture(path, settings)
            for frame in find_frames(picture):
                pages += 1
                found = picture_faults(canvas_image(picture, frame).convert("L"), picture.dpi)
                if found:
                    yield f"{path.name}: {[(f.kind, f.value, f.side) for f in found]}"
    yield f"{folder}: {pages} pages"


def main() -> None:
    """Print a line for each measurement."""
    for line in _rendered():
        print(line, flush=True)
    for folder in sys.argv[1:]:
        for line in _scans(Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
