"""Where the pages lie on a scan: black borders, the two halves of a spread, and how far lines climb."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from archive.canvas import Affine, Box, Frame
from ingest.images import Picture, turned_upright

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

#: Wider than high by this much, a scan may show two facing pages.
SPREAD_RATIO = 1.25
#: Degrees. Below, Tesseract reads as well (measured); beyond, it is no skew but a wrong measure.
LEAST_SKEW, MOST_SKEW = 0.5, 10.0
#: Long side of the picture that is measured: enough for text lines to stand apart, small enough to be quick.
_LOOK = 1000
_DARK = 60  # a scanner's lid or bed is nearly black
#: For each grey of the surroundings the grey under which a pixel is ink, 18 % darker; in the black none is.
_INK_BELOW = [math.ceil(0.82 * around) if around > 40 else 0 for around in range(256)]


def find_frames(picture: Picture) -> list[Frame]:
    """The page or pages on a scan, left before right (the caller knows which is read first).

    One frame, or two for a spread: a picture wider than 1.25 times its height with a gutter near its middle.
    Black borders are cropped where they are clear; skew is set where it lies between 0.5 and 10 degrees.
    """
    upright = turned_upright(picture.image.convert("L"), picture.turn)
    factor = max(1, round(max(upright.size) / _LOOK))
    small = np.asarray(upright.reduce(factor))
    whole = Frame(*picture.size, turn=picture.turn)
    skew = find_skew(small)
    if LEAST_SKEW < abs(skew) < MOST_SKEW:
        level = _pages_of(_levelled(small, skew))
        if level != [Box(0, 0, small.shape[1], small.shape[0])]:
            boxes = [_laid_back(box, skew, small) for box in level]
            return [_framed(whole, box, factor, small, skew) for box in boxes]
    return [_framed(whole, box, factor, small, skew) for box in _pages_of(small)]


def _pages_of(grey: Grey) -> list[Box]:
    """The page or the two pages of a spread on a picture whose lines are level."""
    page = without_black_borders(grey)
    gutter = find_gutter(grey[page.y : page.bottom, page.x : page.right])
    if gutter is None:
        return [page]
    left = Box(page.x, page.y, gutter, page.h)
    return [left, Box(left.right, page.y, page.w - gutter, page.h)]


def _levelled(grey: Grey, skew: float) -> Grey:
    """The picture with its lines level, corners filled with what lies along its edges: bed or paper."""
    edges = np.concatenate((grey[0], grey[-1], grey[:, 0], grey[:, -1]))
    image = Image.fromarray(grey)
    level = image.rotate(-skew, Image.Resampling.BILINEAR, fillcolor=int(np.median(edges)))
    return np.asarray(level)


def _laid_back(box: Box, skew: float, grey: Grey) -> Box:
    """A box of the levelled picture on the picture as it lies: as large, about the same point.

    A frame is cut out first and levelled about its own middle, so the canvas shows what the box showed.
    """
    height, width = grey.shape
    if (box.w, box.h) == (width, height):
        return box
    x, y = Affine.rotation(skew, width / 2, height / 2).point(box.x + box.w / 2, box.y + box.h / 2)
    return Box(round(x - box.w / 2), round(y - box.h / 2), box.w, box.h).within(width, height)


def _framed(whole: Frame, box: Box, factor: int, small: Grey, skew: float) -> Frame:
    """The frame of a box found on the picture reduced by `factor`; `skew`: of the whole picture."""
    width, height = whole.turned_size
    full = Box(0, 0, small.shape[1], small.shape[0])
    if box != full:
        skew = find_skew(small[box.y : box.bottom, box.x : box.right])
    crop = None if box == full else _grown(box, full, factor, width, height)
    return replace(whole, crop=crop, skew=skew if LEAST_SKEW < abs(skew) < MOST_SKEW else 0.0)


def _grown(box: Box, full: Box, factor: int, width: int, height: int) -> Box:
    """A box of the reduced picture in full pixels; edges on the picture's edge reach it exactly."""
    right = width if box.right == full.right else box.right * factor
    bottom = height if box.bottom == full.bottom else box.bottom * factor
    return Box(box.x * factor, box.y * factor, right - box.x * factor, bottom - box.y * factor)


def without_black_borders(grey: Grey) -> Box:
    """The picture without the black around the page; all of it where no border is clear.

    A border is clear when at least nine tenths of each of its rows or columns are black, it takes at most a
    sixth of the picture, and what follows is mostly light.
    """
    height, width = grey.shape
    rows, columns = (grey < _DARK).mean(axis=1), (grey < _DARK).mean(axis=0)
    top, bottom = _black_ends(rows)
    left, right = _black_ends(columns)
    return Box(left, top, width - left - right, height - top - bottom)


def _black_ends(share: NDArray[np.float64]) -> tuple[int, int]:
    """How many entries at the start and at the end are a black border, given each one's share of black."""
    if float(np.median(share)) > 0.5:
        return 0, 0  # a dark page (a cover, a night photograph) has no border to see

    def run(values: NDArray[np.float64]) -> int:
        light = np.flatnonzero(values < 0.9)
        length = int(light[0]) if light.size else 0
        follows = values[length + 2 : length + 8]
        clear = 2 <= length <= len(values) // 6 and follows.size > 0 and float(follows.max()) < 0.5
        return length + 1 if clear else 0

    return run(share), run(share[::-1])


def find_gutter(grey: Grey) -> int | None:
    """The column between two facing pages, in pixels of `grey`; None where this is no spread.

    Either the binding's shadow (a dark dip of the paper near the middle) or a strip without print there,
    wider than any gap between columns would be, with print on both sides.
    """
    height, width = grey.shape
    if width <= SPREAD_RATIO * height:
        return None
    ink = find_ink(grey)
    # Not the outermost rows: of a scan that was levelled the bed shows there.
    profile = ink[height // 50 : height - height // 50].mean(axis=0)
    middle, reach = width // 2, width // 12
    zone = slice(middle - reach, middle + reach)
    if profile[: middle - reach].mean() < 0.004 or profile[middle + reach :].mean() < 0.004:
        return None  # print on one side only
    paper = np.percentile(grey, 80, axis=0)
    beside = float(np.median(paper))
    dip = int(np.argmin(paper[zone])) + middle - reach
    # A binding bows the paper away from the lamp on both sides; a printed rule is only a line or two wide.
    if paper[dip] < 0.88 * beside and int((paper[zone] < 0.94 * beside).sum()) >= max(3, width // 250):
        return int(dip)
    empty = _longest_run(profile[zone] < 0.002)
    if empty is None or empty[1] - empty[0] < 0.035 * width:
        return None
    # Tables have empty strips too, but several: a spread has its widest one in the middle, and alone.
    elsewhere = _longest_run((profile < 0.002)[int(0.12 * width) : middle - reach])
    beyond = _longest_run((profile < 0.002)[middle + reach : int(0.88 * width)])
    widest = max((run[1] - run[0] for run in (elsewhere, beyond) if run), default=0)
    if widest > 0.5 * (empty[1] - empty[0]):
        return None
    return int(middle - reach + (empty[0] + empty[1]) // 2)


def _longest_run(flags: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Start and end of the longest run of True, the first of equals."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not starts.size:
        return None
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest])


def find_ink(grey: Grey) -> Ink:
    """Which pixels are clearly darker than their surroundings, on dark and shaded paper alike."""
    radius = max(8, min(grey.shape) // 40)
    around = Image.fromarray(grey).filter(ImageFilter.BoxBlur(radius))
    return np.asarray(grey < np.asarray(around.point(_INK_BELOW)))


def find_skew(grey: Grey) -> float:
    """Degrees the lines climb to the right, within ± 10; 0.0 where nothing looks like lines.

    The ink's points are projected along each angle; where lines are level with it the profile is sharpest
    (sum of squares of its steps). First by half degrees, then by 0.05.
    """
    rows, columns = np.nonzero(find_ink(grey))
    if len(rows) < 500:
        return 0.0
    if len(rows) > 60_000:  # a sample is as good and quicker; every nth point would beat with print
        chosen = np.random.default_rng(len(rows)).choice(len(rows), 60_000, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    points = rows.astype(np.float32), columns.astype(np.float32)
    size = grey.shape[0]
    coarse = np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.5)
    sharp = np.array([_sharpness(*points, size, angle) for angle in coarse])
    best = float(coarse[int(np.argmax(sharp))])
    # Text makes one sharp peak, pictures of curves and speckle a flat curve. Pages of text of all our samples
    # are above 4.7 times the median, covers with bold curves were seen up to 4.4. A peak between two half
    # degrees is lower, but twice as high once it is found.
    peak, usual = float(sharp.max()), float(np.median(sharp))
    if peak < 3.5 * usual:
        return 0.0
    fine = np.arange(best - 0.5, best + 0.51, 0.05)
    values = [_sharpness(*points, size, float(angle)) for angle in fine]
    if peak < 4.5 * usual and max(values) < 6 * usual:
        return 0.0
    return round(float(fine[int(np.argmax(values))]), 2) + 0.0  # + 0.0: no minus zero


def _sharpness(rows: NDArray[np.float32], columns: NDArray[np.float32], size: int, degrees: float) -> float:
    """How sharply the ink falls into lines that climb by `degrees`."""
    # y points down: on a line that climbs to the right y falls as x grows; adding x·tan levels it.
    level = rows + columns * math.tan(math.radians(degrees))
    profile = np.bincount((level - level.min()).astype(np.int32), minlength=size).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())
