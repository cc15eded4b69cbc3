"""In which order the blocks of a page are read, from where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from archive.alto import Direction
from archive.canvas import Box

#: Two boxes stand in one column when they share at least this much of the narrower one's width: columns of a
#: page that is a little askew overlap by some pixels.
_SHARED = 0.15


#: Running heads and page numbers stand in strips of this share of the page at its top and foot.
_STRIP = 0.12


def reading_order(boxes: Sequence[Box], direction: Direction, height: int = 0) -> list[int]:
    """The indices of `boxes` in the order they are read: a permutation, the same for the same boxes.

    With the page's `height` given, what stands in a strip of its own at the top comes first, at the foot
    last: a running head in the outer corner is no column.
    """
    head = _strip(boxes, 0, round(_STRIP * height))
    foot = [i for i in _strip(boxes, height - round(_STRIP * height), height) if i not in head]
    body = [i for i in range(len(boxes)) if i not in head and i not in foot]
    parts = (head, body, foot) if height else (list(range(len(boxes))),)
    return [part[i] for part in parts for i in _in_columns([boxes[i] for i in part], direction)]


def _strip(boxes: Sequence[Box], top: int, bottom: int) -> list[int]:
    """The boxes in a strip of the page, as many as can be cut off by a level line within it."""
    at_foot = top > 0
    best: list[int] = []
    for edge in sorted({box.y for box in boxes} | {box.bottom for box in boxes}):
        if not top <= edge <= bottom or any(box.y < edge < box.bottom for box in boxes):
            continue
        beyond = [i for i, box in enumerate(boxes) if (box.y >= edge if at_foot else box.bottom <= edge)]
        best = max(best, beyond, key=len)
    return best if len(best) < len(boxes) else []


def _in_columns(boxes: Sequence[Box], direction: Direction) -> list[int]:
    """The order of blocks that may stand in columns.

    After T. Breuel ("High performance document layout analysis", 2003): what stands above in the same column
    comes first; of two columns, the one at the side where lines begin, unless something that spans both
    stands between them. Where these rules go in circles, the topmost block is next. From a block the order
    goes on below it before it turns to another column.
    """
    before = [
        {i for i in range(len(boxes)) if i != j and _comes_before(boxes[i], boxes[j], boxes, direction)}
        for j in range(len(boxes))
    ]
    waiting = set(range(len(boxes)))
    order: list[int] = []

    def place(i: int) -> tuple[bool, int, int, int]:
        box = boxes[i]
        below = bool(order) and _one_column(boxes[order[-1]], box) and box.y >= boxes[order[-1]].y
        return not below, box.y, -box.right if direction == "rtl" else box.x, i

    while waiting:
        free = [i for i in waiting if not before[i] & waiting]
        # `place` prefers the column we are in; in a circle of rules only the height counts.
        chosen = min(free, key=place) if free else min(waiting, key=lambda i: place(i)[1:])
        waiting.remove(chosen)
        order.append(chosen)
    return order


def _one_column(a: Box, b: Box) -> bool:
    shared = min(a.right, b.right) - max(a.x, b.x)
    return shared > _SHARED * max(1, min(a.w, b.w))


def _comes_before(a: Box, b: Box, boxes: Sequence[Box], direction: Direction) -> bool:
    middle_a, middle_b = a.y + a.h / 2, b.y + b.h / 2
    if _one_column(a, b):
        return middle_a < middle_b
    first = a.x + a.w / 2 > b.x + b.w / 2 if direction == "rtl" else a.x + a.w / 2 < b.x + b.w / 2
    top, bottom = min(middle_a, middle_b), max(middle_a, middle_b)
    parted = any(
        top < c.y + c.h / 2 < bottom and c != a and c != b and _one_column(c, a) and _one_column(c, b)
        for c in boxes
    )
    return first and not parted
