"""Pieces of text put right: the words of a headline joined, lines that touch parted.

Words are joined to lines by the blanks of running text: those of a headline are wider, and would be taken for
the gap between columns. Arabic lines set close hang together where a tail meets a dot of the line below.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from archive.canvas import Box
from ingest.components import Components
from ingest.pieces import Piece

#: Type of a headline is this much higher than the page's; its words are no further apart than this share of
#: their own height, and share this much of it.
_LARGE, _BLANK, _LEVEL = 1.8, 0.8, 0.5
#: A piece this many times as high as a middling one, and this wide in text sizes, may be two lines; it is if
#: between them the ink falls below this share of either's.
_TALL, _WIDE, _VALLEY = 1.6, 5.0, 0.5
#: Lines of a piece are looked for in the middle of it only, and at most so often.
_MARGIN, _DEEPEST = 0.25, 3


def mended(pieces: Sequence[Piece], size: float, large: Components | None = None) -> list[Piece]:
    """The pieces of a page with letters of `size`, from top to bottom.

    `large`: components that belong to a headline if they stand in one.
    """
    middling = float(np.median([piece.box.h for piece in pieces if piece.box.w >= _WIDE * size] or [0]))
    parted = [part for piece in pieces for part in _lines_of(piece, size, middling, _DEEPEST)]
    joined = _joined([*parted, *_single(large)], size)
    return sorted(joined, key=lambda piece: (piece.box.y, piece.box.x))


def _lines_of(piece: Piece, size: float, middling: float, depth: int) -> list[Piece]:
    """The lines a piece consists of: itself, or those that hang together in it."""
    box = piece.box
    if not middling or not depth or box.h < _TALL * middling or box.w < _WIDE * size:
        return [piece]
    letters = piece.letters
    if float(np.median(letters.h)) > _LARGE * size:
        return [piece]  # a headline is high by itself
    valley = _valley(_ink_by_row(letters, box))
    if valley is None:
        return [piece]
    above = letters.y + letters.h / 2 < box.y + valley
    sides = [letters.only(side) for side in (above, ~above)]
    if not all(len(side) for side in sides):
        return [piece]
    parts = [Piece(around(side), side) for side in sides]
    return [line for part in parts for line in _lines_of(part, size, middling, depth - 1)]


def _ink_by_row(letters: Components, box: Box) -> NDArray[np.float64]:
    """About how much ink is in each row: each component's spread over its height."""
    steps = np.zeros(box.h + 1)
    share = letters.area / letters.h
    np.add.at(steps, np.clip(letters.y - box.y, 0, box.h), share)
    np.add.at(steps, np.clip(letters.y + letters.h - box.y, 0, box.h), -share)
    return np.cumsum(steps)[:-1]


def _valley(ink: NDArray[np.float64]) -> int | None:
    """The row between two lines; None where there is but one."""
    height = len(ink)
    first, last = round(_MARGIN * height), round((1 - _MARGIN) * height)
    if last <= first:
        return None
    lowest = first + int(np.argmin(ink[first:last]))
    rest = ink[:lowest], ink[lowest + 1 :]
    if not all(len(side) for side in rest) or ink[lowest] > _VALLEY * min(side.max() for side in rest):
        return None
    return lowest


def _single(components: Components | None) -> list[Piece]:
    """A piece of each component."""
    if components is None:
        return []
    parts = [components.only(chosen) for chosen in np.eye(len(components), dtype=np.bool_)]
    return [Piece(around(part), part) for part in parts]


def _joined(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """The pieces, words of large type that stand in a line made one, with the dots that lie in it."""
    large = [piece for piece in pieces if is_large(piece, size)]
    lines: list[list[Piece]] = []
    for piece in sorted(large, key=lambda piece: piece.box.x):
        near = next((line for line in lines if any(_in_line(piece.box, word.box) for word in line)), None)
        if near is None:
            lines.append([piece])
        else:
            near.append(piece)
    # A large mark by itself is a drawing or a stamp, unless it was a piece before.
    whole = [_together(line) for line in lines if len(line) > 1 or len(line[0].letters) > 1]
    kept: list[Piece] = []
    for piece in pieces:
        if is_large(piece, size):
            continue
        n = next((n for n, line in enumerate(whole) if _lies_in(piece.box, line.box)), None)
        if n is None:
            kept.append(piece)
        else:
            whole[n] = _together([whole[n], piece])
    return kept + whole


def is_large(piece: Piece, size: float) -> bool:
    """Whether a piece is set in large type: most of its ink is in large letters."""
    letters = piece.letters
    order = np.argsort(letters.h)
    ink = np.cumsum(letters.area[order])
    middle = int(letters.h[order][int(np.searchsorted(ink, ink[-1] / 2))])
    return piece.box.h > _LARGE * size and middle > _LARGE * size


def _in_line(a: Box, b: Box) -> bool:
    low = min(a.h, b.h)
    high = max(a.h, b.h)
    shared = min(a.bottom, b.bottom) - max(a.y, b.y)
    apart = max(a.x, b.x) - min(a.right, b.right)
    return shared >= _LEVEL * low and apart <= _BLANK * high and high < 2.5 * low


def _lies_in(small: Box, large: Box) -> bool:
    return 2 * small.overlap(large) > small.area


def _together(pieces: Sequence[Piece]) -> Piece:
    letters = Components(
        *(
            np.concatenate([getattr(piece.letters, name) for piece in pieces])
            for name in ("x", "y", "w", "h", "area", "runs")
        )
    )
    return Piece(Box.around(piece.box for piece in pieces) or pieces[0].box, letters)


def around(letters: Components) -> Box:
    """The box around components."""
    x, y = int(letters.x.min()), int(letters.y.min())
    right, bottom = int((letters.x + letters.w).max()), int((letters.y + letters.h).max())
    return Box(x, y, right - x, bottom - y)
