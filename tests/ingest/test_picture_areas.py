"""Photographs are found; tinted boxes, shadows and pages of text are none."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.canvas import Box
from ingest.picture_areas import find_photographs
from tests.ingest.pictures import FRENCH, one_column, set_page
from tests.rendered.press import photograph


def text(width: int, height: int) -> Image.Image:
    """A page full of text at 150 dpi."""
    source = one_column("fr", 16 * FRENCH, width="204mm", height="288mm", size=11)
    return set_page(source, dpi=150).crop((0, 0, width, height))


def page_with(picture: Image.Image, at: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    page = text(1200, 1700)
    page.paste(picture, at)
    return np.asarray(page)


@settings(max_examples=10, deadline=None)
@given(st.integers(60, 500), st.integers(60, 900), st.integers(220, 600), st.integers(200, 500))
def test_a_photograph_is_found_where_it_stands(x: int, y: int, w: int, h: int) -> None:
    (found,) = find_photographs(page_with(photograph(4).resize((w, h)), (x, y)))
    put = Box(x, y, w, h)
    assert found.overlap(put) > 0.7 * max(found.area, put.area)


def test_text_alone_holds_no_photograph() -> None:
    assert find_photographs(np.asarray(text(1200, 1700))) == []


def test_text_on_a_tint_is_no_photograph() -> None:
    tinted = Image.fromarray((np.asarray(text(500, 400)) * 0.7).astype(np.uint8))
    assert find_photographs(page_with(tinted, (300, 600))) == []


def test_the_shadow_of_the_binding_is_no_photograph() -> None:
    page = np.asarray(text(1200, 1700), dtype=np.float64)
    shadow = 1 - 0.7 * np.exp(-np.arange(1200) / 60)
    assert find_photographs((page * shadow).astype(np.uint8)) == []


def test_a_picture_smaller_than_a_stamp_is_nothing() -> None:
    assert find_photographs(np.zeros((40, 30), np.uint8)) == []
