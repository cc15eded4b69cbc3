"""Blurred, cut and pale pages are noticed; good ones, blank ones and coloured grounds are not."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFilter

from ingest.picture_faults import picture_faults
from tests.rendered.specimens import specimen
from tests.rendered.wear import worn

DPI = 150


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return specimen("fr-2-photo", DPI).image


def kinds(image: Image.Image) -> set[str]:
    return {fault.kind for fault in picture_faults(image, DPI)}


def test_good_and_worn_pages_have_no_faults(page: Image.Image) -> None:
    assert kinds(page) == set()
    assert kinds(worn(page, 2)) == set()


def test_a_blurred_page_is_noticed(page: Image.Image) -> None:
    assert kinds(page.filter(ImageFilter.GaussianBlur(0.6 * DPI / 25.4))) == {"blurred"}


def test_a_pale_page_is_noticed(page: Image.Image) -> None:
    assert kinds(page.point(lambda grey: int(255 - (255 - grey) * 0.18))) == {"pale"}


def test_a_cut_page_is_noticed_with_its_side(page: Image.Image) -> None:
    [fault] = picture_faults(page.crop((round(0.14 * page.width), 0, page.width, page.height)), DPI)
    assert (fault.kind, fault.side) == ("cut", "left")


def test_blank_pages_and_grounds_that_reach_the_edge_are_no_faults(page: Image.Image) -> None:
    assert kinds(Image.new("L", page.size, 240)) == set()
    ground = page.copy()
    ImageDraw.Draw(ground).rectangle((0, 0, ground.width // 3, ground.height), fill=60)
    assert "cut" not in kinds(ground)
    assert picture_faults(Image.new("L", (3, 2), 255), None) == []
