"""Whether text stands in one column: whatever might be a gutter says no."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.canvas import Box
from ingest.engines.one_column import in_one_column


def _column(x: int, width: int, count: int, top: int = 0) -> list[Box]:
    return [Box(x, top + 60 * number, width, 40) for number in range(count)]


@given(
    st.integers(0, 500),
    st.integers(300, 2000),
    st.integers(4, 60),
    st.lists(st.integers(0, 30), min_size=60, max_size=60),
)
def test_ragged_lines_below_each_other_are_one_column(
    x: int, width: int, count: int, indents: list[int]
) -> None:
    lines = [
        Box(line.x + indent, line.y, line.w - 2 * indent, line.h)
        for line, indent in zip(_column(x, width, count), indents, strict=False)
    ]
    assert in_one_column(lines, [])


@given(st.integers(300, 1200), st.integers(300, 1200), st.integers(30, 200), st.integers(6, 60))
def test_two_columns_are_not_one(left: int, right: int, gutter: int, count: int) -> None:
    # The narrower one takes a quarter at least: what stands at an edge is a margin.
    left, right = max(left, right // 2), max(right, left // 2)
    lines = _column(0, left, count) + _column(left + gutter, right, count)
    assert not in_one_column(lines, [])


def test_a_headline_over_two_columns_does_not_hide_them() -> None:
    columns = _column(0, 900, 20, 200) + _column(960, 900, 20, 200)
    assert not in_one_column([Box(0, 0, 1860, 80), *columns], [])


def test_lines_in_pieces_are_one_column_where_their_blanks_are_not_below_each_other() -> None:
    lines = []
    for number, line in enumerate(_column(0, 1800, 24)):
        cut = 300 + 97 * (number * 5 % 13)
        lines += [Box(0, line.y, cut, line.h), Box(cut + 60, line.y, line.w - cut - 60, line.h)]
    assert in_one_column(lines, [])


def test_pictures_among_the_lines_and_few_lines_say_no() -> None:
    lines = _column(0, 1800, 20)
    assert in_one_column(lines, [Box(0, 1300, 600, 300)])  # below them
    assert not in_one_column(lines, [Box(0, 300, 600, 300)])
    assert not in_one_column(lines[:3], [])
    assert not in_one_column([], [])
