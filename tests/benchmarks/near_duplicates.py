"""How far apart fingerprints of one page and of different pages are; how quickly 64,000 are searched.

    python -m tests.benchmarks.near_duplicates [FOLDER…] [--json]

Eighteen rendered pages (`tests/rendered`), each in six scans: three wears, askew on a scanner's bed, cropped
and smaller, faded. Folders of scans add different pages; copies of a page among them are left to be told.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from archive.settings import Settings
from ingest.fingerprints import NEAR, fingerprint, nearest
from ingest.frames import find_frames
from ingest.images import Picture, canvas_image, open_picture
from tests.rendered.specimens import NAMES, specimen
from tests.rendered.wear import laid, worn

_DPI = 200
_ENDINGS = (".jpg", ".jpeg", ".tif", ".png")
_MANY = 64_000


def _scans(page: Image.Image, seed: int) -> list[Image.Image]:
    """A page as six scanners, or one on six days, would bring it."""
    askew = laid(worn(page, 1, seed), skew=1.3).image
    width, height = page.size
    cropped = worn(page, 2, seed + 50).crop(
        (round(0.03 * width), round(0.02 * height), width, round(0.97 * height))
    )
    return [
        *(worn(page, level, seed) for level in (1, 2, 3)),
        askew,
        cropped.resize((round(0.6 * cropped.width), round(0.6 * cropped.height))),
        page.point(lambda grey: int(255 - (255 - grey) * 0.5)),
    ]


def _of(image: Image.Image) -> str:
    """The fingerprint of the page on a scan, found and cut out as at intake."""
    picture = Picture(image, "image/png", dpi=_DPI)
    [frame, *_] = find_frames(picture)
    return fingerprint(canvas_image(picture, frame))


def _apart(one: str, other: str) -> int:
    ones, others = (np.frombuffer(bytes.fromhex(each), np.uint8) for each in (one, other))
    return int(np.bitwise_count(ones ^ others).sum())


def _rendered() -> dict[str, list[str]]:
    return {
        name: [_of(scan) for scan in _scans(specimen(name, _DPI).image, place)]
        for place, name in enumerate(NAMES)
    }


def _of_folders(folders: list[Path]) -> dict[str, str]:
    found = {}
    for folder in folders:
        settings = Settings(home=folder)
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS):
            picture = open_picture(path, settings)
            for part, frame in enumerate(find_frames(picture)):
                found[f"{path.parent.name}/{path.name} {part}"] = fingerprint(canvas_image(picture, frame))
    return found


def measured(folders: list[Path]) -> dict[str, Any]:
    """Differing bits (of 255): shares of pairs within NEAR, extremes, the closest different pages, times."""
    rendered, others = _rendered(), _of_folders(folders)
    same = sorted(_apart(*pair) for scans in rendered.values() for pair in combinations(scans, 2))
    pages = {f"rendered {name}": scans[0] for name, scans in rendered.items()} | {
        name: each for name, each in others.items() if each
    }
    different = sorted(
        (_apart(pages[one], pages[other]), one, other) for one, other in combinations(pages, 2)
    )
    bits = [each for each, _, _ in different]
    chance = np.random.default_rng(1)
    many = [each.tobytes().hex() for each in chance.integers(0, 256, (_MANY, 32), np.uint8)]
    start = time.process_time()
    nearest(list(pages.values())[:20], many, [_MANY] * 20)
    seconds = (time.process_time() - start) / 20
    return {
        "near": NEAR,
        "pairs_of_one_page": len(same),
        "within_near": sum(each <= NEAR for each in same),
        "median_of_one_page": int(np.median(same)),
        "95_of_100_of_one_page": int(np.percentile(same, 95)),
        "furthest_of_one_page": same[-1],
        "pairs_of_different_pages": len(bits),
        "different_within_near": sum(each <= NEAR for each in bits),
        "median_of_different_pages": int(np.median(bits)),
        "closest_different_pages": [list(each) for each in different[:8]],
        "blank": sorted(name for name, each in others.items() if not each),
        "ms_a_page_against_64000": round(1000 * seconds, 1),
    }


def main() -> None:
    """Print what was measured."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.near_duplicates")
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    found = measured(asked.folders)
    if asked.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
