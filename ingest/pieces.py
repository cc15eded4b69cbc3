"""Pieces of text on a page: words of one line that stand together, found before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.canvas import Box
from ingest.components import Components, Runs, find_components, painted
from ingest.frames import Grey, find_ink
from ingest.picture_areas import find_photographs

#: In text sizes (the median height of a page's letters). Blanks inside a line are below, gaps between
#: columns above; measured on the sample pages.
_JOIN = 1.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text line. `box` in pixels of the picture looked at; `letters` its components."""

    box: Box
    letters: Components


@dataclass(frozen=True, slots=True)
class PageInk:
    """What stands on a page: its letter size in pixels (0 for none), pieces of text, and pictures.

    `photographs`: those of the pictures that have greys, where marks like letters are chance. `large`: what
    is too large for a letter of the page's text, and may be one of a headline.
    """

    text_size: float
    pieces: tuple[Piece, ...]
    pictures: tuple[Box, ...]
    photographs: tuple[Box, ...] = ()
    large: Components | None = None


def find_pieces(grey: Grey) -> PageInk:
    """Pieces of text and pictures of a page at about 150 dpi, in the order of their topmost pixel."""
    components, runs = find_components(find_ink(grey))
    size = text_size(components)
    photographs = tuple(find_photographs(grey))
    if not size:
        return PageInk(0.0, (), photographs, photographs)
    letters = _like_letters(components, size)
    drawn = _pictures(components, size, grey.shape)
    pictures = tuple(
        sorted((*photographs, *(box for box in drawn if not _mostly_in(box, photographs))), key=_place)
    )
    smeared, _ = find_components(_smeared(runs, letters, round(_JOIN * size)))
    tall = smeared.h >= 0.5 * size
    boxes = [
        Box(int(x), int(y), int(w), int(h))
        for x, y, w, h in zip(*(v[tall] for v in (smeared.x, smeared.y, smeared.w, smeared.h)), strict=True)
    ]
    pieces = tuple(_with_letters(boxes, components.only(letters)))
    large = components.only(_like_large_letters(components, size, pictures) & ~letters)
    return PageInk(size, pieces, pictures, photographs, large)


def _mostly_in(box: Box, others: tuple[Box, ...]) -> bool:
    return any(2 * box.overlap(other) > box.area for other in others)


def _place(box: Box) -> tuple[int, int]:
    return box.y, box.x


def text_size(components: Components) -> float:
    """The median height of what may be letters, in pixels; 0.0 for fewer than ten of them."""
    heights = components.h[(components.h >= 5) & (components.h <= 90) & (components.w <= 12 * components.h)]
    return float(np.median(heights)) if len(heights) >= 10 else 0.0


def _like_letters(components: Components, size: float) -> NDArray[np.bool_]:
    """Which components may be letters, joined letters or dots: no specks, rules, frames or pictures."""
    small_enough = (components.h <= 6 * size) & (components.w <= 22 * size)
    rule = (components.w > 8 * components.h) & (components.h < 0.4 * size)
    upright_rule = (components.h > 8 * components.w) & (components.h > 2.5 * size)
    return np.asarray(small_enough & ~rule & ~upright_rule & (components.area >= 3))


def _like_large_letters(components: Components, size: float, pictures: tuple[Box, ...]) -> NDArray[np.bool_]:
    """Which components may be letters of a headline: large, but neither rules nor parts of a picture."""
    chosen = (components.h > 1.8 * size) & (components.h <= 16 * size) & (components.w <= 6 * components.h)
    chosen &= components.h <= 8 * components.w
    middle_x, middle_y = components.x + components.w // 2, components.y + components.h // 2
    for box in pictures:
        inside = (middle_x >= box.x) & (middle_x < box.right)
        chosen &= ~(inside & (middle_y >= box.y) & (middle_y < box.bottom))
    return np.asarray(chosen)


def _pictures(components: Components, size: float, shape: tuple[int, ...]) -> tuple[Box, ...]:
    """Large, well filled components: photographs, and solid areas."""
    filled = components.area / np.maximum(1, components.w * components.h)
    chosen = (components.h > 8 * size) & (components.w > 8 * size) & (filled > 0.25)
    # A dark edge of the scan is no picture.
    chosen &= (components.w < 0.98 * shape[1]) | (components.h < 0.98 * shape[0])
    some = components.only(np.asarray(chosen))
    return tuple(
        Box(int(x), int(y), int(w), int(h)) for x, y, w, h in zip(some.x, some.y, some.w, some.h, strict=True)
    )


def _smeared(runs: Runs, chosen: NDArray[np.bool_], gap: int) -> NDArray[np.bool_]:
    """The chosen components' ink, gaps in a row narrower than `gap` pixels filled."""
    some = chosen[runs.component]
    row, start, end = runs.row[some], runs.start[some], runs.end[some]
    if not len(row):
        return np.zeros(runs.shape, dtype=np.bool_)
    breaks = (row[1:] != row[:-1]) | (start[1:] - end[:-1] >= gap)
    first = np.concatenate(([True], breaks))
    last = np.concatenate((breaks, [True]))
    return painted(runs.shape, row[first], start[first], end[last])


def _with_letters(boxes: list[Box], letters: Components) -> list[Piece]:
    """Each box with the letters whose middle lies in it."""
    middle_x, middle_y = letters.x + letters.w // 2, letters.y + letters.h // 2
    pieces = []
    for box in boxes:
        inside = (middle_x >= box.x) & (middle_x < box.right) & (middle_y >= box.y) & (middle_y < box.bottom)
        if inside.any():
            pieces.append(Piece(box, letters.only(inside)))
    return pieces
