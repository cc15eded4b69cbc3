"""Long lines cut between words into pieces as long as the line model has learnt to read."""

from __future__ import annotations

import math
from itertools import pairwise

from archive.alto import TextLine
from archive.canvas import Box
from ingest.arabic_reader.network import HEIGHT, TRAINED_WIDTH

#: Longest piece, in pixels of a picture of the model's height. Squeezed into one piece, the lines of a page
#: of a single column lost a third of their words.
_LONGEST = 0.9 * TRAINED_WIDTH


def pieces_of(line: TextLine) -> list[Box]:
    """The line's box, or boxes of its parts from right to left, cut where blanks are."""
    count = math.ceil(line.box.w * HEIGHT / max(1, line.box.h) / _LONGEST)
    blanks = _blanks(line)
    wanted = [line.box.x + line.box.w * part / count for part in range(1, count)]
    cuts = {min(blanks, key=lambda blank: abs(blank - place)) for place in wanted if blanks}
    edges = [line.box.x, *sorted(cuts), line.box.right]
    boxes = [Box(left, line.box.y, right - left, line.box.h) for left, right in pairwise(edges)]
    return boxes[::-1]


def _blanks(line: TextLine) -> list[int]:
    """Middles of the gaps between neighbouring words."""
    boxes = sorted((string.box for string in line.strings), key=lambda box: box.x)
    gaps, reached = [], boxes[0].right if boxes else 0
    for box in boxes[1:]:
        if box.x > reached:
            gaps.append((reached + box.x) // 2)
        reached = max(reached, box.right)
    return gaps
