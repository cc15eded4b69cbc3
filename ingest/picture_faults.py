"""What is wrong with a picture of a page that can be seen without reading it: blurred, cut, too light.

The limits were found on rendered pages blurred, faded and cropped by known amounts; how often pages of
samples are told wrongly is what `tests/benchmarks/picture_faults.py` measures. A finding is a hint for a
person who looks at the page, never a reason to leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Kind = Literal["blurred", "cut", "pale"]

#: Millimetres over which an edge of print is smeared (sigma of a Gaussian). Print is read badly from about
#: 0.3 on; the worst wear of our rendered pages, which is read, has 0.14.
_BLURRED = 0.32
#: Steps of 255 between paper and ink. Faded to a fifth, a page has about 50.
_PALE, _BLANK = 60, 14
#: Rows (or columns) of print at an edge, of those with print beside it, that must run into it.
_CUT = 0.3
_LOOK = 1000
#: Side of the squares in which edges are measured, in pixels, how many, and the share of print they hold.
_TILE, _TILES, _PRINTED = 192, 16, (0.04, 0.5)
#: Shares of the picture: the rim that is the edge, and the margin that parts a sliver of another page.
_RIM, _MARGIN, _INSIDE = 0.004, 0.012, 0.12
#: Long side of A4 in millimetres: what a scan without a stated resolution is taken for.
_LONG_SIDE = 297
#: A Gaussian of sigma 1 climbs by 1/2.507 of its height at its steepest.
_STEEPEST = 2.507

_Grey = NDArray[np.uint8]
_Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PictureFault:
    """What was seen, and how much of it: millimetres of blur, the share of lines cut, steps of contrast."""

    kind: Kind
    value: float
    side: str = ""  # of a cut: left, right, top, bottom


def picture_faults(page: Image.Image, dpi: float | None) -> list[PictureFault]:
    """What can be seen to be wrong with a page (grey, upright, its frame cut out)."""
    small = np.asarray(page.reduce(max(1, round(max(page.size) / _LOOK))))
    paper, ink = _levels(small)
    if paper - ink < _BLANK:
        return []
    found = []
    if paper - ink < _PALE:
        found.append(PictureFault("pale", round(paper - ink, 1)))
    printed = _print(small, paper - ink)
    blur = _blur(page, printed)
    if blur is not None:
        millimetres = blur * (25.4 / dpi if dpi else _LONG_SIDE / max(page.size))
        if millimetres > _BLURRED:
            found.append(PictureFault("blurred", round(millimetres, 2)))
    return found + _cuts(printed)


def _levels(small: _Grey) -> tuple[float, float]:
    """How light the paper is and how dark the ink: the ends of the greys, a few stray pixels left out."""
    ink, paper = _percentiles(small, 1, 95)
    return paper, ink


def _print(small: _Grey, contrast: float) -> _Ink:
    """Where print is, by a step that follows the page's own contrast: faded print counts too."""
    radius = max(8, min(small.shape) // 40)
    around = np.asarray(Image.fromarray(small).filter(ImageFilter.BoxBlur(radius)), np.float32)
    return np.asarray(small < around - max(8.0, 0.25 * contrast))


def _blur(page: Image.Image, printed: _Ink) -> float | None:
    """Over how many pixels edges are smeared where the page is sharpest; None where there is little print.

    In squares full of print the steepest step is held against its height. The sharpest quarter of them
    counts: photographs are soft on the sharpest of scans.
    """
    grey = np.asarray(page)
    factor = max(1, round(max(page.size) / _LOOK))
    side = max(1, _TILE // factor)
    rows, columns = printed.shape[0] // side, printed.shape[1] // side
    if not rows or not columns:
        return None
    squares = printed[: rows * side, : columns * side].reshape(rows, side, columns, side).mean(axis=(1, 3))
    order = np.argsort(np.abs(squares - 0.15), axis=None)
    widths: list[float] = []
    for row, column in zip(*np.unravel_index(order[: 4 * _TILES], squares.shape), strict=True):
        if not _PRINTED[0] < squares[row, column] < _PRINTED[1] or len(widths) == _TILES:
            continue
        top, left = row * side * factor, column * side * factor
        tile = grey[top : top + side * factor, left : left + side * factor]
        low, high = _percentiles(tile, 2, 90)
        if high - low > _BLANK:
            steps = np.maximum(_steps(tile[:-1, :-1], tile[:-1, 1:]), _steps(tile[:-1, :-1], tile[1:, :-1]))
            [steepest] = _percentiles(steps, 99)
            widths.append((high - low) / max(1.0, steepest * _STEEPEST))
    return float(np.percentile(widths, 25)) if len(widths) >= 3 else None


def _steps(one: _Grey, other: _Grey) -> _Grey:
    """How far apart the greys of two pictures are."""
    return np.asarray(np.maximum(one, other) - np.minimum(one, other))


def _percentiles(grey: _Grey, *ranks: float) -> list[float]:
    """The greys under which so many of a hundred pixels lie; counted, as 256 greys need no sorting."""
    below = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    return [float(np.searchsorted(below, rank / 100 * (grey.size - 1), side="right")) for rank in ranks]


def _cuts(printed: _Ink) -> list[PictureFault]:
    """The sides where lines of print run into the edge of the picture."""
    found = []
    sides: tuple[tuple[str, _Ink], ...] = (
        ("left", printed),
        ("right", printed[:, ::-1]),
        ("top", printed.T),
        ("bottom", printed[::-1].T),
    )
    for side, turned in sides:
        share = _cut_share(turned)
        if share > _CUT:
            found.append(PictureFault("cut", round(share, 2), side))
    return found


def _cut_share(printed: _Ink) -> float:
    """The share of rows with print near the left edge whose print reaches it, with no margin between.

    A white strip behind the edge means that the print there is a sliver of the facing page, or dirt. Where
    print fills the rim from top to bottom, it is a picture or a coloured ground that is meant to reach it.
    """
    width = printed.shape[1]
    rim, margin, inside = (max(2, round(share * width)) for share in (_RIM, _MARGIN, _INSIDE))
    near = printed[:, rim:inside].any(axis=1)
    if near.mean() < 0.15:
        return 0.0
    strips = printed[:, : inside // margin * margin].reshape(len(printed), -1, margin).any(axis=2)
    if (strips.mean(axis=0) < 0.02).any():
        return 0.0  # a margin
    at_edge: _Ink = np.asarray(printed[:, :rim].any(axis=1))
    solid = _longest(at_edge) > 0.15 * len(at_edge)
    return 0.0 if solid else float((at_edge & near).sum() / near.sum())


def _longest(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return int(max(edges[1::2] - edges[::2], default=0))
