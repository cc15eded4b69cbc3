"""Columns are found where rivers part the text; what spans them, tables and typescript are not cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import Direction
from archive.canvas import Box
from ingest.columns import ToldDirection, columns
from ingest.components import Components
from ingest.pieces import Piece

SIZE = 10


def read(direction: Direction) -> ToldDirection:
    """Everything is read in that direction."""
    return lambda pieces, beside=(): direction


def piece(x: int, y: int, w: int, h: int = 12) -> Piece:
    """A line of letters side by side, from x to x + w."""
    starts = np.arange(x, x + w - SIZE + 1, SIZE)
    n = len(starts)
    full = np.full(n, SIZE), np.full(n, h), np.full(n, SIZE * h), np.full(n, h)
    return Piece(Box(x, y, w, h), Components(starts, np.full(n, y), *full))


def column(x: int, top: int, lines: int, w: int = 200) -> list[Piece]:
    return [piece(x, top + 20 * n, w) for n in range(lines)]


def boxes(groups: list[list[Piece]]) -> list[tuple[int, int]]:
    return [(min(p.box.x for p in group), min(p.box.y for p in group)) for group in groups]


@pytest.mark.parametrize(("direction", "order"), [("ltr", [0, 230]), ("rtl", [230, 0])])
def test_two_columns_are_read_from_the_side_where_lines_begin(direction: Direction, order: list[int]) -> None:
    groups = columns(column(0, 100, 12) + column(230, 100, 12), SIZE, read(direction))
    assert [x for x, _ in boxes(groups)] == order


def test_a_headline_over_columns_and_a_note_under_them_stay_whole() -> None:
    text = column(0, 100, 12) + column(230, 100, 12)
    groups = columns([piece(0, 40, 430), *text, piece(50, 400, 300)], SIZE, read("rtl"))
    assert boxes(groups) == [(0, 40), (230, 100), (0, 100), (50, 400)]


def test_three_columns_are_found_in_order() -> None:
    text = column(0, 0, 10) + column(230, 0, 10) + column(460, 0, 10)
    assert [x for x, _ in boxes(columns(text, SIZE, read("ltr")))] == [0, 230, 460]


def test_a_shorter_column_ends_a_river_but_not_the_order() -> None:
    text = column(0, 0, 7) + column(230, 0, 15)
    groups = columns(text, SIZE, read("ltr"))
    assert boxes(groups) == [(0, 0), (230, 0)]
    assert [len(group) for group in groups] == [7, 15]


def test_a_piece_across_the_gutter_is_parted_and_the_rules_scrap_dropped() -> None:
    left, right = column(0, 0, 12), column(230, 0, 12)
    bridge = piece(0, 120, 430)
    gutter = bridge.letters.x
    keep = (gutter < 195) | (gutter >= 225)
    letters = bridge.letters.only(keep)
    scrap = Components(
        *(
            np.append(v, n)
            for v, n in zip(
                (letters.x, letters.y, letters.w, letters.h, letters.area, letters.runs),
                (214, 120, 2, 12, 24, 12),
                strict=True,
            )
        )
    )
    bridged = Piece(bridge.box, scrap)
    groups = columns([*left[:6], bridged, *left[7:], *right[:6], *right[7:]], SIZE, read("ltr"))
    assert [x for x, _ in boxes(groups)] == [0, 230]
    assert [len(group) for group in groups] == [12, 12]
    assert all(p.box.right <= 205 for p in groups[0])


def test_blanks_that_meet_in_a_few_lines_are_no_river() -> None:
    text = [p for n in range(6) for p in (piece(0, 20 * n, 200), piece(212, 20 * n, 200))]
    text += [piece(0, 20 * n, 412) for n in range(6, 14)]
    assert len(columns(text, SIZE, read("ltr"))) == 1


def test_a_table_is_read_row_by_row() -> None:
    rows = [piece(x, 20 * n, 30) for n in range(15) for x in (0, 120, 240, 360, 480)]
    assert len(columns(rows, SIZE, read("ltr"))) == 1


def test_a_page_without_text_has_one_empty_group() -> None:
    assert columns([], 0.0, read("ltr")) == [[]]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 600), st.integers(0, 900), st.integers(10, 300)), min_size=1, max_size=40
    ),
    st.sampled_from(["ltr", "rtl"]),
)
def test_no_letter_is_lost_or_doubled(places: list[tuple[int, int, int]], direction: Direction) -> None:
    pieces = [piece(*place) for place in places]
    groups = columns(pieces, SIZE, read(direction))
    before = sorted((int(x), int(y)) for p in pieces for x, y in zip(p.letters.x, p.letters.y, strict=True))
    after = sorted(
        (int(x), int(y)) for g in groups for p in g for x, y in zip(p.letters.x, p.letters.y, strict=True)
    )
    assert before == after


def test_columns_in_one_language_are_read_its_way_on_a_page_of_the_other() -> None:
    arabic = [column(0, 500, 12), column(230, 500, 12)]
    french = [column(0, 100, 12), column(230, 100, 12)]

    def told(pieces: Sequence[Piece], beside: Sequence[Piece] = ()) -> Direction | None:
        tops = [piece.box.y for piece in (*pieces, *beside)]
        return "rtl" if min(tops) >= 500 else "ltr"

    heading = piece(0, 440, 430)
    groups = columns([*french[0], *french[1], heading, *arabic[0], *arabic[1]], SIZE, told)
    assert boxes(groups) == [(0, 100), (230, 100), (0, 440), (230, 500), (0, 500)]
