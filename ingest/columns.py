"""Columns: where tall white rivers part the text of a page, and in which order the parts are read.

Tesseract finds columns itself and is right on most pages; where the gutter is narrow or holds a rule it reads
across it. A river is a strip without letters, at least a letter wide, along several lines on both sides of
it. The page is cut at the tallest river into what stands above it, beside it and below it, and each part is
cut again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive.alto import Direction
from archive.canvas import Box
from ingest.components import Components
from ingest.piece_mending import around
from ingest.pieces import Piece

#: A river is this wide, in text sizes, and has this many lines on its poorer side. Blanks between the words
#: of fewer lines meet by chance.
_WIDTH, _NARROWS, _LINES = 1.0, 0.5, 5
#: A wider one needs only the first number of lines, a narrow one the second: a typewriter's blanks, all of
#: one width, stand under each other for five lines by chance.
_WIDE, _MANY_LINES = 1.5, 9
#: Text fills its lines; the cells of a table leave half of them white, and are read row by row.
_FILLED = 0.6
_THIN, _WORD, _LETTERS = 0.35, 2.5, 3
#: From one line to the next, in text sizes.
_PITCH = 2.0
#: How deep cuts are nested at most; a newspaper page needs five.
_DEEPEST = 12

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _River:
    """A strip free of letters: its middle, and the first and last row of the text it parts."""

    x: int
    top: int
    bottom: int
    lines: int


class ToldDirection(Protocol):
    """Which way columns side by side are read."""

    def __call__(self, pieces: Sequence[Piece], beside: Sequence[Piece] = ()) -> Direction | None:
        """The direction of pieces, with those beside them; None where the two read in two directions."""


def columns(
    pieces: Sequence[Piece], size: float, told: ToldDirection, pictures: Sequence[Box] = ()
) -> list[list[Piece]]:
    """The pieces in groups, each the text of one column or of the full width, in reading order.

    One group for a page without columns. `size`: the page's text size; `told`: which column is first, asked
    of each two that stand beside each other; where they differ the page's direction decides. Pieces that
    reach over a gutter come back in two, without the scraps of its rule. `pictures` fill their column as so
    many lines would.
    """
    if not size:
        return [list(pieces)]
    fillers = [filler for picture in pictures for filler in _fillers(picture, size)]
    parts = _cut([*pieces, *fillers], size, told, told(pieces) or "ltr", _DEEPEST)
    text = [[piece for piece in part if not isinstance(piece, _Filler)] for part in parts]
    return [part for part in text if part] or [[]]


class _Filler(Piece):
    """A line's height of a picture: it fills a column, and is in no language."""


def _fillers(picture: Box, size: float) -> list[_Filler]:
    """A picture as lines of three wide letters without blanks."""
    third = picture.w // 3
    step = max(1, round(_PITCH * size))
    made = []
    for y in range(picture.y, picture.bottom - step + 1, step):
        x = np.array([picture.x, picture.x + third, picture.x + 2 * third])
        w = np.array([third, third, picture.w - 2 * third])
        high = np.full(3, step)
        letters = Components(x, np.full(3, y), w, high, w * high, high)
        made.append(_Filler(Box(picture.x, y, picture.w, step), letters))
    return made


def _cut(
    pieces: list[Piece], size: float, told: ToldDirection, page: Direction, depth: int
) -> list[list[Piece]]:
    river = _tallest_river(pieces, size) if depth else None
    if river is None:
        return [pieces] if pieces else []
    above = [piece for piece in pieces if _middle(piece.box) < river.top]
    below = [piece for piece in pieces if _middle(piece.box) > river.bottom]
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if river.top <= _middle(piece.box) <= river.bottom:
            for side, part in zip((left, right), _parted(piece, river.x, size), strict=True):
                side.extend(part)
    # Two languages side by side: the headline over them says in which the page begins.
    texts = [[piece for piece in part if not isinstance(piece, _Filler)] for part in (left, right, above)]
    direction = told(texts[0], texts[1]) or (told(texts[2]) if texts[2] else None) or page
    first, second = (right, left) if direction == "rtl" else (left, right)
    parts = [part for part in (above, first, second, below) if part]
    return [leaf for part in parts for leaf in _cut(part, size, told, page, depth - 1)]


def _middle(box: Box) -> float:
    return box.y + box.h / 2


def _parted(piece: Piece, x: int, size: float) -> tuple[list[Piece], list[Piece]]:
    """What of a piece lies left and right of a river."""
    if isinstance(piece, _Filler):
        return ([piece], []) if piece.box.x + piece.box.w / 2 < x else ([], [piece])
    if piece.box.right < x - size / 2:
        return [piece], []
    if piece.box.x > x + size / 2:
        return [], [piece]
    letters = piece.letters
    middle = letters.x + letters.w / 2
    scrap = (letters.w < _THIN * size) & (np.abs(middle - x) < _WIDTH * size / 2)
    left, right = (letters.only(side & ~scrap) for side in (middle < x, middle >= x))
    return tuple([Piece(around(part), part)] if len(part) else [] for part in (left, right))  # type: ignore[return-value]


def _tallest_river(pieces: Sequence[Piece], size: float) -> _River | None:
    """The river along most lines; of equals the one in the middle of them (that is the gutter's middle)."""
    if len(pieces) < 2 * _LINES:
        return None
    x = np.concatenate([piece.letters.x for piece in pieces])
    y = np.concatenate([piece.letters.y for piece in pieces])
    right = x + np.concatenate([piece.letters.w for piece in pieces])
    bottom = y + np.concatenate([piece.letters.h for piece in pieces])
    boxes = sorted((piece.box for piece in pieces if _is_text(piece, size)), key=_middle)
    rows = [_middle(box) for box in boxes]
    wide = right - x > _THIN * size  # what is thinner is a speck or a scrap of a rule in the gutter
    first, last = int(y.min()), int(bottom.max())

    def free(place: float, width: float) -> list[tuple[int, int]]:
        crossing = wide & (x < place + width * size / 2) & (right > place - width * size / 2)
        return _gaps(y[crossing], bottom[crossing], first, last, 1.5 * _LINES * size)

    middles = np.sort([box.x + box.w / 2 for box in boxes])
    known: dict[tuple[int, int, int], _River | None] = {}

    def between(place: float, gap: tuple[int, int]) -> _River | None:
        # Neighbouring places have the same text on both sides: looked at once.
        key = int(np.searchsorted(middles, place)), *gap
        if key not in known:
            inside = boxes[bisect_left(rows, gap[0]) : bisect_right(rows, gap[1])]
            known[key] = _between(inside, int(place))
        river = known[key]
        return replace(river, x=int(place)) if river is not None else None

    found: list[_River] = []
    for place in np.arange(x.min() + size, right.max() - size, max(1.0, size / 3)):
        for width, least in ((_WIDE, _LINES), (_WIDTH, _MANY_LINES)):
            for gap in free(place, width):
                river = between(place, gap)
                if river is not None and river.lines >= least:
                    # It goes on where it is narrower: a line may reach into the gutter.
                    longer = next(
                        (g for g in free(place, _NARROWS) if g[0] <= gap[0] and g[1] >= gap[1]), gap
                    )
                    found.append(between(place, _unspanned(boxes, place, gap, longer, size)) or river)
    if not found:
        return None
    most = max(river.lines for river in found)
    best = [river for river in found if river.lines == most]
    return best[len(best) // 2]


def _unspanned(
    boxes: Sequence[Box], place: float, gap: tuple[int, int], longer: tuple[int, int], size: float
) -> tuple[int, int]:
    """As much of a longer gap around a gap as no line spans: a blank between two words is no gutter."""
    top, foot = longer
    for box in boxes:
        if box.x < place - size and box.right > place + size:
            if _middle(box) < gap[0]:
                top = max(top, box.bottom)
            elif _middle(box) > gap[1]:
                foot = min(foot, box.y)
    return min(top, gap[0]), max(foot, gap[1])


def _is_text(piece: Piece, size: float) -> bool:
    """Whether a piece counts as a line: dust at the edge and the ditto marks of a table are no column."""
    return piece.box.w > _WORD * size and len(piece.letters) >= _LETTERS


def _gaps(top: Ints, bottom: Ints, first: int, last: int, least: float) -> list[tuple[int, int]]:
    """Rows free of what spans `top` to `bottom`, between `first` and `last`, more than `least` of them."""
    order = np.argsort(top, kind="stable")
    starts = (
        np.concatenate(([first], np.maximum.accumulate(bottom[order]))) if len(order) else np.array([first])
    )
    ends = np.concatenate((top[order], [last]))
    tall = ends - starts > least
    return [(int(a), int(b)) for a, b in zip(starts[tall], ends[tall], strict=True)]


def _between(boxes: Sequence[Box], place: int) -> _River | None:
    """The river at `place` among lines (by their middles), cut to those that stand on both sides of it."""
    sides: tuple[list[Box], list[Box]] = ([], [])
    for box in boxes:
        sides[box.x + box.w / 2 >= place].append(box)
    if not all(sides):
        return None
    # Beside a picture or an empty column's foot a river parts nothing: only the shared height counts.
    start = max(min(box.y for box in side) for side in sides)
    end = min(max(box.bottom for box in side) for side in sides)
    lines = min(len(_in_lines([b for b in side if start <= b.y + b.h / 2 <= end])) for side in sides)
    if min(_filled(side) for side in sides) < _FILLED:
        return None
    whole = [box for side in sides for box in side]
    return _River(place, min(b.y for b in whole), max(b.bottom for b in whole), lines)


def _filled(boxes: Sequence[Box]) -> float:
    """Which share of its width text fills on a middling line of a side."""
    shares = [sum(box.w for box in line) / max(1, _width(line)) for line in _in_lines(boxes)]
    return float(np.median(shares))


def _width(boxes: Sequence[Box]) -> int:
    return max(box.right for box in boxes) - min(box.x for box in boxes)


def _in_lines(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes, ordered by their middles, by the lines they stand in, from top to bottom."""
    lines: list[list[Box]] = []
    foot = -1.0
    for box in boxes:
        if (middle := box.y + box.h / 2) > foot:
            lines.append([])
            foot = middle + 0.6 * box.h
        lines[-1].append(box)
    return lines
