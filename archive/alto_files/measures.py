"""Boxes as ALTO files give them: numbers in some unit, shapes, or nothing at all."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from archive.alto import Direction
from archive.canvas import Box

#: No page has more pixels on a side; larger numbers are nonsense.
LONGEST_SIDE = 1_000_000
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")


def number(text: str | None) -> float | None:
    """The finite number that an attribute holds, None for anything else."""
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a file's numbers are brought to: the canvas in pixels, and its pixels per unit of the file."""

    width: int
    height: int
    across: float = 1.0
    down: float = 1.0

    @property
    def whole(self) -> Box:
        """All of it."""
        return Box(0, 0, self.width, self.height)

    def box_of(self, element: etree._Element) -> Box | None:
        """The box of a block, line or word, cut to the canvas; None where the file gives none."""
        edges = [number(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
        x, y, w, h = edges
        if x is None or y is None or w is None or h is None:
            return self._shape_of(element)
        return self._box(x, y, x + max(0.0, w), y + max(0.0, h))

    def _shape_of(self, element: etree._Element) -> Box | None:
        """The box around an element's polygon, where it has one."""
        polygon = element.find("{*}Shape/{*}Polygon")
        if polygon is None:
            return None
        points = [float(found) for found in _NUMBER.findall(polygon.get("POINTS", ""))[:2000]]
        xs, ys = points[::2], points[1::2]
        return self._box(min(xs), min(ys), max(xs), max(ys)) if ys else None

    def _box(self, left: float, top: float, right: float, bottom: float) -> Box:
        x, right = self._pixel(left * self.across), self._pixel(right * self.across)
        y, bottom = self._pixel(top * self.down), self._pixel(bottom * self.down)
        return Box(x, y, int(right - x), int(bottom - y)).within(self.width, self.height)

    @staticmethod
    def _pixel(value: float) -> int:
        return round(min(max(value, -LONGEST_SIDE), LONGEST_SIDE))


def shared_out(box: Box, texts: Sequence[str], direction: Direction) -> list[Box]:
    """Boxes for words of which only the whole is known: the width by their letters, a letter for each blank.

    `texts` are in reading order, so in an "rtl" box the first stands at the right.
    """
    letters = sum(len(text) for text in texts) + max(0, len(texts) - 1)
    boxes: list[Box] = []
    begin = 0
    for text in texts:
        left = box.w * begin // max(1, letters)
        right = box.w * (begin + len(text)) // max(1, letters)
        width = max(1, right - left)
        x = box.x + left if direction == "ltr" else box.right - left - width
        boxes.append(Box(max(box.x, x), box.y, width, box.h))
        begin += len(text) + 1
    return boxes
