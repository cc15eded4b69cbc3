"""A page's fingerprint stays when the page is scanned again, and is nothing like that of another page."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from ingest.fingerprints import NEAR, fingerprint, nearest
from ingest.likenesses import joined
from tests.ingest.drawn_scans import draw


def _page(tmp_path: Path, seed: int) -> Image.Image:
    with Image.open(draw(tmp_path / f"{seed}.png", seed)) as image:
        image.load()
        return image


def _on_a_bed(page: Image.Image) -> Image.Image:
    """Smaller, a little askew, on a scanner's dark bed."""
    small = page.resize((round(0.8 * page.width), round(0.8 * page.height)))
    bed = Image.new("L", (small.width + 80, small.height + 80), 20)
    bed.paste(small.rotate(-0.8, fillcolor=235, expand=False), (40, 40))
    return bed


def test_a_page_scanned_again_is_near_and_others_are_not(tmp_path: Path) -> None:
    pages = [_page(tmp_path, seed) for seed in range(4)]
    prints = [fingerprint(page) for page in pages]
    again = [fingerprint(_on_a_bed(page)) for page in pages]
    found = nearest(again, prints, [4] * 4)
    assert [near[0] for near in found if near is not None] == [0, 1, 2, 3]
    assert nearest(prints[3:], prints[:3], [3]) == [None]
    assert all(near is not None and near[1] <= NEAR for near in found)


def test_each_looks_only_at_those_before_it(tmp_path: Path) -> None:
    prints = [fingerprint(_page(tmp_path, seed)) for seed in (1, 2)]
    assert nearest([*prints, *prints], [*prints, *prints], range(4)) == [None, None, (0, 0), (1, 0)]
    assert nearest([prints[0]], [], [0]) == [None]


def test_a_blank_page_has_no_fingerprint() -> None:
    assert fingerprint(Image.new("L", (620, 880), 235)) == ""
    assert fingerprint(Image.new("RGB", (8, 8), "white")) == ""


def test_fingerprints_of_a_scan_are_kept_by_part() -> None:
    from archive.queries.likenesses import fingerprint_of_part

    spread = joined(["aa", ""])
    assert [fingerprint_of_part(spread, part) for part in (1, 2)] == ["aa", ""]
    assert fingerprint_of_part(joined(["bb"]), 0) == "bb"
    assert joined(["", ""]) == ""
