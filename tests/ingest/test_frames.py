"""Spreads are split, black borders go, lines become level; a page that is right is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.canvas import Box, Frame
from ingest.frames import find_frames, find_skew
from ingest.images import Picture, cut_out
from tests.ingest.pictures import ruled, spread


def frames_of(image: Image.Image, turn: int = 0) -> list[Frame]:
    return find_frames(Picture(image, "image/png", turn))


def test_a_page_is_one_frame_that_changes_nothing() -> None:
    assert frames_of(ruled(800, 1100)) == [Frame(800, 1100)]


def test_a_spread_is_two_pages_left_first() -> None:
    left, right = frames_of(spread(800, 1100))
    assert left.kept.x == 0
    assert right.kept.right == 1600
    assert left.kept.right == right.kept.x
    assert abs(left.kept.right - 800) < 60


def test_a_spread_turned_on_its_side_is_split_across_its_upright_width() -> None:
    image = spread(800, 1100).transpose(Image.Transpose.ROTATE_90)
    left, right = frames_of(image, turn=90)
    assert left.turn == right.turn == 90
    assert left.kept.h == right.kept.h == 1100


def test_a_binding_shadow_is_a_gutter_though_text_runs_close_to_it() -> None:
    image = np.asarray(ruled(1600, 1000, left=20)).astype(float)
    fall = np.abs(np.arange(1600) - 820) / 60
    image *= np.minimum(1.0, 0.55 + 0.45 * fall)
    image[:, 812:828] = 110  # nothing is printed in the fold
    frames = frames_of(Image.fromarray(image.astype(np.uint8)))
    assert len(frames) == 2
    assert abs(frames[0].kept.right - 820) < 12


def test_a_wide_table_is_not_a_spread() -> None:
    table = Image.new("L", (1500, 1000), 245)
    for left in range(60, 1450, 200):
        table.paste(ruled(120, 1000, left=10), (left, 0))
    assert len(frames_of(table)) == 1


def test_a_wide_page_printed_on_one_side_is_not_a_spread() -> None:
    page = Image.new("L", (1500, 1000), 245)
    page.paste(ruled(700, 1000), (0, 0))
    assert len(frames_of(page)) == 1


def test_a_black_border_is_cropped() -> None:
    scan = Image.new("L", (900, 1200), 8)
    scan.paste(ruled(800, 1100), (60, 40))
    (frame,) = frames_of(scan)
    kept = frame.kept
    assert kept.x in range(60, 66)
    assert kept.y in range(40, 46)
    assert kept.right in range(850, 861)
    assert kept.bottom in range(1130, 1141)


def test_a_dark_cover_is_not_taken_for_a_border() -> None:
    cover = Image.new("L", (800, 1100), 30)
    cover.paste(240, (100, 100, 700, 220))
    assert frames_of(cover)[0].crop is None


@settings(max_examples=15, deadline=None)
@given(st.floats(-6, 6).map(lambda value: round(value, 1)))
def test_skew_is_measured_to_a_fifth_of_a_degree(degrees: float) -> None:
    page = ruled(1000, 1000).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=245)
    assert find_skew(np.asarray(page)) == pytest.approx(degrees, abs=0.2)


def test_a_skewed_page_becomes_level() -> None:
    page = ruled(1000, 1300).rotate(2.5, Image.Resampling.BICUBIC, fillcolor=245)
    (frame,) = frames_of(page)
    assert frame.skew == pytest.approx(2.5, abs=0.2)
    assert find_skew(np.asarray(cut_out(page, frame))) == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("degrees", [0.3, -0.4])
def test_a_hair_of_skew_is_left_alone(degrees: float) -> None:
    page = ruled(1000, 1300).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=245)
    assert frames_of(page)[0].skew == 0.0


def test_a_page_without_lines_has_no_skew() -> None:
    chance = np.random.default_rng(3)
    speckle = np.where(chance.random((800, 800)) < 0.05, 20, 240).astype(np.uint8)
    assert find_skew(speckle) == 0.0
    assert find_skew(np.full((500, 500), 255, np.uint8)) == 0.0


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 700), st.integers(20, 700), st.sampled_from([0, 90, 180, 270]), st.integers(0, 9))
def test_frames_lie_on_the_scan_and_do_not_overlap(width: int, height: int, turn: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    frames = frames_of(Image.fromarray(values), turn)
    whole = Box(0, 0, *frames[0].turned_size)
    assert len(frames) in (1, 2)
    for frame in frames:
        assert frame.kept.overlap(whole) == frame.kept.area > 0
    if len(frames) == 2:
        assert frames[0].kept.overlap(frames[1].kept) == 0
