"""Whether a PDF page is one picture from edge to edge, and how that picture lies on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

#: Operators that paint something other than an image (ISO 32000-1, table 51).
_PAINTS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"])
_SHOWS_TEXT = frozenset(["Tj", "TJ", "'", '"'])
_INVISIBLE = 3  # text rendering mode of the layer other OCR programs leave
#: A picture that covers this share of the page, and of which this share lies on the page, is the page.
_COVERS = 0.9
#: A scan's content stream is a few dozen bytes, with an OCR layer some hundred kilobytes.
_LARGEST_CONTENT = 8_000_000


@dataclass(frozen=True, slots=True)
class Placement:
    """The one picture of a page: its object, the turn it lies in, and its size on paper in points.

    `turn`: degrees clockwise from how its pixels are stored to how the page shows it.
    """

    image: pikepdf.Stream
    turn: int
    width: float
    height: float


def page_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what the page shows, in points of default user space."""
    numbers = [float(value) for value in page.cropbox.as_list()]
    left, right = sorted((numbers[0], numbers[2]))
    bottom, top = sorted((numbers[1], numbers[3]))
    return left, bottom, right, top


def rotation(page: pikepdf.Page) -> int:
    """The page's /Rotate, inherited ones too, as 0, 90, 180 or 270 clockwise."""
    node: Any = page.obj
    for _ in range(50):  # a tree that loops is cut off
        value = node.get("/Rotate")
        if isinstance(value, (int, Decimal, float)):
            return round(float(value) / 90) * 90 % 360
        node = node.get("/Parent")
        if not isinstance(node, pikepdf.Dictionary):
            break
    return 0


def only_picture(page: pikepdf.Page) -> Placement | None:
    """The picture that is the whole page; None for a page of text and vectors, or of several pictures.

    Invisible text over it (another program's OCR) does not count.
    """
    resources = page.obj.get("/Resources")
    objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(objects, pikepdf.Dictionary) or _content_size(page) > _LARGEST_CONTENT:
        return None
    drawn = list(_drawn(page))
    if len(drawn) != 1 or drawn[0] is None:
        return None
    name, matrix = drawn[0]
    image = objects.get(name)
    if not isinstance(image, pikepdf.Stream) or image.get("/Subtype") != "/Image":
        return None
    return _placed(page, image, matrix)


def _content_size(page: pikepdf.Page) -> int:
    contents = page.obj.get("/Contents")
    parts: Sequence[Any] = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(int(part.get("/Length", 0)) for part in parts if isinstance(part, pikepdf.Stream))


def _drawn(page: pikepdf.Page) -> Iterator[tuple[str, Matrix] | None]:
    """Each object that is drawn and where; None for anything else that shows."""
    matrix, mode = _IDENTITY, 0
    kept: list[tuple[Matrix, int]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        operands = instruction.operands
        if operator == "q":
            kept.append((matrix, mode))
        elif operator == "Q" and kept:
            matrix, mode = kept.pop()
        elif operator == "cm":
            matrix = _times(_numbers(operands), matrix)
        elif operator == "Tr":
            mode = int(operands[0])
        elif operator == "Do":
            yield str(operands[0]), matrix
        elif operator in _PAINTS or (operator in _SHOWS_TEXT and mode != _INVISIBLE):
            yield None


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n` (row vectors, as PDF has it)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _placed(page: pikepdf.Page, image: pikepdf.Stream, matrix: Matrix) -> Placement | None:
    """How a picture drawn through `matrix` (from the unit square) lies, None where it is not the page."""
    a, b, c, d, e, f = matrix
    width, height = math.hypot(a, b), math.hypot(c, d)
    if not width or not height or a * d - b * c <= 0:
        return None  # flat, or mirrored
    turns = round(math.degrees(math.atan2(b, a)) / 90)
    if abs(math.degrees(math.atan2(b, a)) - 90 * turns) > 1:
        return None  # askew on purpose: only a renderer shows it right
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    left, bottom, right, top = page_box(page)
    across = max(0.0, min(right, max(xs)) - max(left, min(xs)))
    down = max(0.0, min(top, max(ys)) - max(bottom, min(ys)))
    shared = across * down
    if shared < _COVERS * (right - left) * (top - bottom) or shared < _COVERS * width * height:
        return None
    # Angles in PDF run counter-clockwise, /Rotate and our turns clockwise.
    return Placement(image, (rotation(page) - 90 * turns) % 360, width, height)
