"""Tiles cover a page exactly, at the addresses viewers ask for; parts put together look like the page."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.canvas import Box
from archive.errors import BadInput
from ingest.derivatives import (
    TILE,
    address,
    cut_region,
    derivatives_of,
    make_derivatives,
    scale_factors,
    tiles,
)


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with slow changes of colour, so that JPEG changes little."""
    y, x = np.mgrid[0:height, 0:width]
    red = (x * 255 // max(1, width - 1)).astype(np.uint8)
    green = (y * 255 // max(1, height - 1)).astype(np.uint8)
    image = Image.fromarray(np.dstack([red, green, np.full_like(red, 90)]))
    return image.convert(mode)


def viewer_addresses(width: int, height: int) -> set[str]:
    """What OpenSeadragon 6 asks for, written after its `IIIFTileSource.getTileUrl` in other words."""
    asked = set()
    for scale in scale_factors(width, height):
        level_w, level_h = -(-width // scale), -(-height // scale)
        if level_w < TILE and level_h < TILE:
            asked.add(f"full/{level_w},{level_h}/0/default.jpg")
            continue
        step = TILE * scale
        for top in range(-(-level_h // TILE)):
            for left in range(-(-level_w // TILE)):
                x, y = left * step, top * step
                w, h = min(step, width - x), min(step, height - y)
                region = "full" if (x, y, w, h) == (0, 0, width, height) else f"{x},{y},{w},{h}"
                size = f"{min(TILE, level_w - left * TILE)},{min(TILE, level_h - top * TILE)}"
                asked.add(f"{region}/{size}/0/default.jpg")
    return asked


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 7000))
def test_tiles_cover_a_page_once_at_every_scale(width: int, height: int) -> None:
    for scale in scale_factors(width, height):
        level = -(-width // scale), -(-height // scale)
        places = [place for _, place in tiles(width, height, scale)]
        assert sum(place.area for place in places) == level[0] * level[1]
        assert all(place.right <= level[0] and place.bottom <= level[1] for place in places)
        regions = [region or Box(0, 0, width, height) for region, _ in tiles(width, height, scale)]
        assert sum(region.area for region in regions) == width * height


@pytest.mark.parametrize("size", [(1300, 1871), (1024, 1024), (512, 512), (513, 300), (300, 200), (90, 2100)])
def test_every_address_a_viewer_asks_for_is_a_file_of_that_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "page"
    make_derivatives(drawn(*size), folder)
    for asked in viewer_addresses(*size):
        with Image.open(folder / asked) as image:
            assert f"{image.width},{image.height}" == asked.split("/")[1], asked


def test_every_listed_size_is_there_and_nothing_is_left_beside(tmp_path: Path) -> None:
    made = make_derivatives(drawn(1700, 2400), tmp_path / "page")
    assert made == derivatives_of(1700, 2400)
    assert [width for width, _ in made.sizes] == [200, 213, 480, 1000, 1600]
    for listed in made.sizes:
        with Image.open(tmp_path / "page" / address(None, listed)) as image:
            assert image.size == listed
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


def test_a_small_page_is_offered_whole() -> None:
    assert (300, 200) in derivatives_of(300, 200).sizes
    assert (755, 1094) in derivatives_of(755, 1094).sizes


def test_grey_stays_grey_and_bitonal_becomes_grey_of_its_own(tmp_path: Path) -> None:
    make_derivatives(drawn(600, 700, "L"), tmp_path / "grey")
    with Image.open(tmp_path / "grey" / address(None, (480, 560))) as image:
        assert image.mode == "L"


def test_derivatives_made_again_replace_the_old_ones(tmp_path: Path) -> None:
    make_derivatives(drawn(600, 700), tmp_path / "page")
    make_derivatives(drawn(900, 300), tmp_path / "page")
    assert not (tmp_path / "page" / address(None, (480, 560))).exists()
    assert (tmp_path / "page" / address(None, (480, 160))).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_part_looks_like_the_page_cut_and_scaled(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = 1300, 1871
    folder = tmp_path_factory.getbasetemp() / "whole"
    image = drawn(*page)
    if not folder.exists():
        make_derivatives(image, folder)
    x, y = data.draw(st.integers(0, page[0] - 20)), data.draw(st.integers(0, page[1] - 20))
    region = Box(x, y, data.draw(st.integers(20, page[0] - x)), data.draw(st.integers(20, page[1] - y)))
    size = data.draw(st.integers(1, 700)), data.draw(st.integers(1, 700))
    wanted = image.crop((region.x, region.y, region.right, region.bottom)).resize(size)
    # A JPEG of a few pixels is mostly its own rounding (30 on two by two, 3 from eight by eight on).
    for form, most in (("png", 3), ("jpg", 8 if min(size) >= 8 else 256)):
        with Image.open(io.BytesIO(cut_region(folder, page, region, size, form=form))) as part:
            assert part.size == size
            difference = np.asarray(part, dtype=int) - np.asarray(wanted, dtype=int)
            assert np.abs(difference).mean() < most


def test_quality_and_form_are_as_asked(tmp_path: Path) -> None:
    make_derivatives(drawn(700, 900), tmp_path / "page")
    part = cut_region(
        tmp_path / "page", (700, 900), Box(10, 10, 100, 50), (100, 50), quality="gray", form="png"
    )
    with Image.open(io.BytesIO(part)) as image:
        assert (image.format, image.mode) == ("PNG", "L")


@pytest.mark.parametrize(
    "region", [Box(0, 0, 701, 10), Box(-1, 0, 10, 10), Box(0, 890, 10, 11), Box(5, 5, 0, 5)]
)
def test_a_part_outside_the_page_is_refused(tmp_path: Path, region: Box) -> None:
    with pytest.raises(BadInput):
        cut_region(tmp_path, (700, 900), region, (10, 10))


def test_an_answer_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="at most 1000 pixels"):
        cut_region(tmp_path, (700, 900), Box(0, 0, 700, 900), (100, 11), most_pixels=1000)


def test_a_page_of_eight_megapixels_takes_less_than_a_second(tmp_path: Path) -> None:
    page = drawn(2454, 3480)
    start = time.process_time()
    make_derivatives(page, tmp_path / "page")
    assert time.process_time() - start < 1.0


def test_two_sizes_are_webp_too_and_a_narrow_page_has_its_own(tmp_path: Path) -> None:
    make_derivatives(drawn(1500, 2000), tmp_path / "wide")
    made = sorted(str(path.relative_to(tmp_path / "wide")) for path in (tmp_path / "wide").rglob("*.webp"))
    assert made == ["full/1200,1600/0/default.webp", "full/800,1067/0/default.webp"]
    with Image.open(tmp_path / "wide" / made[0]) as opened:
        assert (opened.format, opened.size) == ("WEBP", (1200, 1600))
    make_derivatives(drawn(700, 900), tmp_path / "narrow")
    assert [path.parent.parent.name for path in (tmp_path / "narrow").rglob("*.webp")] == ["700,900"]


def test_a_part_may_be_webp(tmp_path: Path) -> None:
    make_derivatives(drawn(1500, 2000), tmp_path / "page")
    data = cut_region(tmp_path / "page", (1500, 2000), Box(100, 200, 640, 480), (320, 240), form="webp")
    with Image.open(io.BytesIO(data)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (320, 240))
