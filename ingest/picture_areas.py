"""Photographs on a page: areas whose middle grey is not the paper's, and varies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from archive.canvas import Box
from ingest.components import find_components

Grey = NDArray[np.uint8]

#: Side of the cells a page is divided into, in pixels at 150 dpi: less than the white between two lines. Of
#: nine cells together the third lightest counts: among type it is paper, in a halftone's dots it is not.
_CELL, _RANK = 8, 6
#: A cell is dark below this share of the page's paper.
_DARK = 0.84
#: A photograph is this high and wide (in cells), fills this much of its box, and its cells differ by this
#: much (standard deviation of grey): a tinted box with text in it is dark, but even.
_LEAST, _FILLED, _VARIED = 10, 0.5, 9.0
#: A row or column of cells at its edge belongs to it if this much of it is dark.
_EDGE = 0.4
#: Dark strips along an edge and narrower than this share of the page are a binding's or a lid's shadow; those
#: along the whole of the edge may be wider.
_STRIP, _WHOLE_STRIP = 0.14, 0.3


def find_photographs(grey: Grey) -> list[Box]:
    """The photographs on a page at about 150 dpi, as boxes in its pixels, from top to bottom. About 20 ms."""
    cells = _cells(grey)
    if min(cells.shape) < _LEAST:
        return []
    paper = float(np.percentile(cells, 90))
    dark = cells < _DARK * paper
    found, _ = find_components(_closed(dark))
    boxes = [
        _trimmed(Box(int(x), int(y), int(w), int(h)), dark)
        for x, y, w, h in zip(found.x, found.y, found.w, found.h, strict=True)
        if min(w, h) >= _LEAST
    ]
    boxes = [box for box in boxes if min(box.w, box.h) >= _LEAST]
    height, width = cells.shape
    photographs = [
        box
        for box in boxes
        if not _is_shadow(box, width, height)
        and dark[_rows(box), _columns(box)].mean() >= _FILLED
        and float(cells[_rows(box), _columns(box)][dark[_rows(box), _columns(box)]].std()) >= _VARIED
    ]
    return [
        Box(box.x * _CELL, box.y * _CELL, box.w * _CELL, box.h * _CELL).within(grey.shape[1], grey.shape[0])
        for box in photographs
    ]


def _cells(grey: Grey) -> NDArray[np.float64]:
    """The grey of each cell of the page, as its surroundings let it count."""
    cells = Image.fromarray(grey).reduce(_CELL).filter(ImageFilter.RankFilter(3, _RANK))
    return np.asarray(cells, dtype=np.float64)


def _trimmed(box: Box, dark: NDArray[np.bool_]) -> Box:
    """The box without rows and columns at its edges of which little is dark: lines that touch the picture."""
    inside = dark[_rows(box), _columns(box)]
    rows = np.flatnonzero(inside.mean(axis=1) >= _EDGE)
    columns = np.flatnonzero(inside.mean(axis=0) >= _EDGE)
    if not len(rows) or not len(columns):
        return Box(box.x, box.y, 0, 0)
    across, down = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    return Box(box.x + int(columns[0]), box.y + int(rows[0]), across, down)


def _rows(box: Box) -> slice:
    return slice(box.y, box.bottom)


def _columns(box: Box) -> slice:
    return slice(box.x, box.right)


def _closed(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The dark cells with gaps of one cell filled: a photograph has light spots."""
    padded = np.pad(dark, 2)
    spread = _any_of_nine(padded)
    return np.asarray(~_any_of_nine(~spread)[2:-2, 2:-2])


def _any_of_nine(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a cell or one of its eight neighbours is set."""
    across = flags.copy()
    across[:, 1:] |= flags[:, :-1]
    across[:, :-1] |= flags[:, 1:]
    whole = across.copy()
    whole[1:] |= across[:-1]
    whole[:-1] |= across[1:]
    return whole


def _is_shadow(box: Box, width: int, height: int) -> bool:
    at_side = box.x == 0 or box.right == width
    at_end = box.y == 0 or box.bottom == height
    upright = box.w < (_WHOLE_STRIP if box.h > 0.9 * height else _STRIP) * width
    level = box.h < (_WHOLE_STRIP if box.w > 0.9 * width else _STRIP) * height
    return (at_side and upright) or (at_end and level)
