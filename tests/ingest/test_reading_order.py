"""Blocks are read column by column from the right side, heads first; the order is always whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import Direction
from archive.canvas import Box
from ingest.reading_order import reading_order

boxes = st.lists(
    st.builds(Box, st.integers(0, 900), st.integers(0, 1300), st.integers(1, 400), st.integers(1, 300)),
    max_size=14,
)
directions = st.sampled_from(["ltr", "rtl"])


@settings(max_examples=150, deadline=None)
@given(boxes, directions, st.integers(0, 1600))
def test_every_block_is_read_once(places: list[Box], direction: Direction, height: int) -> None:
    assert sorted(reading_order(places, direction, height)) == list(range(len(places)))


@settings(max_examples=60, deadline=None)
@given(boxes, st.integers(0, 1600))
def test_a_page_seen_in_a_mirror_is_read_in_the_mirrored_order(places: list[Box], height: int) -> None:
    distinct = sorted(set(places), key=places.index)
    if len({box.y for box in distinct}) < len(distinct):
        return  # equal heights leave it to the side, which has no mirror image when edges differ
    mirrored = [Box(2000 - box.right, box.y, box.w, box.h) for box in distinct]
    assert reading_order(distinct, "ltr", height) == reading_order(mirrored, "rtl", height)


def test_columns_of_an_arabic_page_are_read_from_the_right_under_their_headline() -> None:
    left, right, head = Box(0, 200, 300, 800), Box(340, 200, 300, 800), Box(0, 100, 640, 60)
    assert reading_order([left, right, head], "rtl") == [2, 1, 0]
    assert reading_order([left, right, head], "ltr") == [2, 0, 1]


def test_a_running_head_in_the_far_corner_comes_first_and_the_page_number_last() -> None:
    head, left, right, number = (
        Box(700, 40, 200, 30),
        Box(0, 200, 420, 900),
        Box(460, 200, 420, 900),
        Box(400, 1340, 40, 30),
    )
    assert reading_order([number, right, left, head], "ltr", 1400) == [3, 2, 1, 0]


def test_blocks_of_one_column_are_read_downwards() -> None:
    places = [Box(10, 500, 300, 80), Box(0, 100, 310, 80), Box(20, 300, 280, 80)]
    assert reading_order(places, "rtl") == [1, 2, 0]
