"""A headline is one piece however wide its blanks; lines that touch are two."""

from __future__ import annotations

import numpy as np

from archive.canvas import Box
from ingest.components import Components
from ingest.piece_mending import mended
from ingest.pieces import Piece

SIZE = 10


def letters(x: int, y: int, count: int, h: int, pitch: int) -> Components:
    n = np.arange(count)
    return Components(
        x + n * pitch, *(np.full(count, value) for value in (y, pitch - 2, h, h * pitch // 2, h))
    )


def piece(*parts: Components) -> Piece:
    names = ("x", "y", "w", "h", "area", "runs")
    whole = Components(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    left, top = int(whole.x.min()), int(whole.y.min())
    right, foot = int((whole.x + whole.w).max()), int((whole.y + whole.h).max())
    return Piece(Box(left, top, right - left, foot - top), whole)


TEXT = [piece(letters(0, 200 + 24 * n, 30, SIZE, 11)) for n in range(8)]


def test_words_of_a_headline_are_one_piece_over_wide_blanks() -> None:
    words = [piece(letters(x, 100, 4, 40, 30)) for x in (0, 150, 300)]
    found = mended([*words, *TEXT], SIZE)
    assert found[0].box == Box(0, 100, 418, 40)
    assert len(found) == 1 + len(TEXT)


def test_letters_too_large_for_the_page_make_a_headline() -> None:
    found = mended(TEXT, SIZE, letters(0, 60, 5, 90, 70))
    assert found[0].box == Box(0, 60, 348, 90)


def test_one_large_mark_is_no_headline() -> None:
    assert len(mended(TEXT, SIZE, letters(0, 60, 1, 90, 70))) == len(TEXT)


def test_heads_of_two_columns_stay_apart() -> None:
    heads = [piece(letters(x, 100, 4, 30, 24)) for x in (0, 150)]
    assert [each.box.x for each in mended([*heads, *TEXT], SIZE)[:2]] == [0, 150]


def test_two_lines_that_touch_are_parted() -> None:
    hanging = piece(letters(0, 500, 30, SIZE, 11), letters(0, 522, 30, SIZE, 11), letters(60, 505, 1, 20, 6))
    found = mended([*TEXT, hanging], SIZE)
    assert len(found) == len(TEXT) + 2
    assert sum(len(each.letters) for each in found) == sum(len(each.letters) for each in (*TEXT, hanging))


def test_a_high_line_stays_whole() -> None:
    tall = piece(letters(0, 500, 20, 17, 16))
    assert mended([*TEXT, tall], SIZE)[-1].box == tall.box
