"""A page's coordinate space, and the frames that lead to it from a scan.

The canvas of a page is the upright, cropped page in the pixels of its master image. OCR text, zones,
redactions, clips and search hits are all in canvas pixels. A *frame* says how the canvas was cut out of a
scan: a turn by quarters, a crop (a half of a spread is a crop), and a small rotation that makes lines level.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in pixels: left and top edge, width and height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """First pixel column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First pixel row below the box."""
        return self.y + self.h

    @property
    def area(self) -> int:
        """Width times height, in pixels; 0 for a box that is inside out."""
        return max(0, self.w) * max(0, self.h)

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def overlap(self, other: Box) -> int:
        """How many pixels the two share."""
        w = min(self.right, other.right) - max(self.x, other.x)
        h = min(self.bottom, other.bottom) - max(self.y, other.y)
        return w * h if w > 0 and h > 0 else 0

    def within(self, width: int, height: int) -> Box:
        """This box cut to a canvas of `width` by `height`, never smaller than one pixel."""
        x = min(max(0, self.x), max(0, width - 1))
        y = min(max(0, self.y), max(0, height - 1))
        right = min(max(x + 1, self.right), width)
        bottom = min(max(y + 1, self.bottom), height)
        return Box(x, y, max(1, right - x), max(1, bottom - y))

    def grown(self, by: int) -> Box:
        """This box with `by` pixels more on each side; may leave the canvas (see `within`)."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box | None:
        """The smallest box that holds all of them, None for none."""
        whole: Box | None = None
        for box in boxes:
            whole = box if whole is None else whole.union(box)
        return whole


@dataclass(frozen=True, slots=True)
class Affine:
    """A map of the plane: x' = a x + b y + c, y' = d x + e y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (x, y) goes."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def then(self, after: Affine) -> Affine:
        """This map followed by `after`."""
        return Affine(
            after.a * self.a + after.b * self.d,
            after.a * self.b + after.b * self.e,
            after.a * self.c + after.b * self.f + after.c,
            after.d * self.a + after.e * self.d,
            after.d * self.b + after.e * self.e,
            after.d * self.c + after.e * self.f + after.f,
        )

    def inverse(self) -> Affine:
        """The map back. Raises ZeroDivisionError for a map that flattens the plane."""
        det = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    def box(self, box: Box) -> Box:
        """The upright box around where `box` goes, rounded to whole pixels."""
        corners = [
            self.point(x, y)
            for x, y in ((box.x, box.y), (box.right, box.y), (box.x, box.bottom), (box.right, box.bottom))
        ]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        # A hair of tolerance keeps a round trip of whole pixels from growing by rounding errors.
        x, y = math.floor(left + 1e-6), math.floor(top + 1e-6)
        return Box(x, y, max(1, math.ceil(right - 1e-6) - x), max(1, math.ceil(bottom - 1e-6) - y))

    @staticmethod
    def scaling(by: float) -> Affine:
        """Everything `by` times as large."""
        return Affine(by, 0, 0, 0, by, 0)

    @staticmethod
    def shift(dx: float, dy: float) -> Affine:
        """Everything moved by (dx, dy)."""
        return Affine(1, 0, dx, 0, 1, dy)

    @staticmethod
    def rotation(degrees: float, cx: float, cy: float) -> Affine:
        """A turn about (cx, cy), counter-clockwise on the screen, where y points down."""
        r = math.radians(degrees)
        cos, sin = math.cos(r), math.sin(r)
        return Affine(cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's canvas is cut out of its scan.

    `scan_width` and `scan_height`: the scan as stored, in pixels. `turn`: 0, 90, 180 or 270 degrees
    clockwise to make it upright. `crop`: what is kept of the turned scan. `skew`: degrees the lines climb in
    the crop (positive: they rise to the right); it is rotated away about the crop's centre, size kept.
    """

    scan_width: int
    scan_height: int
    turn: int = 0
    crop: Box | None = None
    skew: float = 0.0

    @property
    def turned_size(self) -> tuple[int, int]:
        """Width and height of the scan once upright."""
        size = (self.scan_width, self.scan_height)
        return size if self.turn in (0, 180) else (size[1], size[0])

    @property
    def kept(self) -> Box:
        """The crop, the whole turned scan where none is set."""
        return self.crop if self.crop is not None else Box(0, 0, *self.turned_size)

    @property
    def is_whole(self) -> bool:
        """Whether the canvas is the whole scan, at most turned by quarters."""
        return self.kept == Box(0, 0, *self.turned_size) and not self.skew

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the canvas."""
        return self.kept.w, self.kept.h

    def to_canvas(self) -> Affine:
        """The map from scan pixels to canvas pixels."""
        w, h = self.scan_width, self.scan_height
        turned = {
            0: Affine(1, 0, 0, 0, 1, 0),
            90: Affine(0, -1, h, 1, 0, 0),
            180: Affine(-1, 0, w, 0, -1, h),
            270: Affine(0, 1, 0, -1, 0, w),
        }[self.turn]
        kept = self.kept
        level = Affine.rotation(-self.skew, kept.w / 2, kept.h / 2)
        return turned.then(Affine.shift(-kept.x, -kept.y)).then(level)

    def moved_to(self, other: Frame) -> Affine:
        """The map from this frame's canvas to that of another frame over the same scan (§5.2)."""
        return self.to_canvas().inverse().then(other.to_canvas())
