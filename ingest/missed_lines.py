"""Lines that stand on a page but not in what was read of it: found again, and put where they belong.

Tesseract drops whole lines where the marks of one reach into the next: of closely set Arabic one line in ten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from archive.alto import TextBlock, TextLine
from archive.canvas import Box

#: A line was read if words whose height is at most so many times its own cover this share of its width.
_TALLEST, _COVERED = 1.7, 0.5
#: Pieces narrower than this many times their height are a word or a mark, and lower ones than this
#: share of the page's lines dots: their loss is not worth a reading.
_NARROWEST, _LOWEST = 2.5, 0.5
#: A line found again is believed from this mean confidence on.
_BELIEVED = 0.45
#: A line belongs to a block that shares half of the narrower one's width and is no further than this many of
#: the line's heights.
_SHARED, _NEAR = 0.5, 1.0
#: Two pieces stand in one line when they share this much of the lower one's height.
_LEVEL = 0.5


def missed_lines(lines: Sequence[Box], read: Iterable[TextBlock]) -> list[Box]:
    """Those of a region's lines that no word of its reading covers, pieces of one line as one.

    All in the same pixels, from top to bottom. Dots and marks beside a line are no lines.
    """
    least = _LOWEST * median([line.h for line in lines]) if lines else 0.0
    words = [string.box for block in read for line in block.lines for string in line.strings]
    missed = [
        line
        for line in lines
        if line.h >= least and line.w >= _NARROWEST * line.h and not _is_covered(line, words)
    ]
    joined: list[Box] = []
    for line in sorted(missed, key=lambda box: (box.y + box.h / 2, box.x)):
        if joined and _share_of_height(joined[-1], line) >= _LEVEL:
            joined[-1] = joined[-1].union(line)
        else:
            joined.append(line)
    return joined


def _is_covered(line: Box, words: Iterable[Box]) -> bool:
    middle = line.y + line.h / 2
    covered = 0
    for word in words:
        if word.y <= middle < word.bottom and word.h <= _TALLEST * line.h:
            covered += max(0, min(word.right, line.right) - max(word.x, line.x))
    return covered >= _COVERED * line.w


def _share_of_height(a: Box, b: Box) -> float:
    return (min(a.bottom, b.bottom) - max(a.y, b.y)) / max(1, min(a.h, b.h))


def with_missed_lines(
    blocks: Sequence[TextBlock], missed: Iterable[Box], read: Callable[[Box], list[TextBlock]]
) -> list[TextBlock]:
    """The blocks with missed lines in their places, as `read` reads them (in the same pixels).

    Lines that were read from two that had run into one give way, once both are read.
    """
    found = {box: [b for b in read(box) if _confidence(b) >= _BELIEVED] for box in missed}
    whole = _without_merged(blocks, found)
    for block in (block for read_blocks in found.values() for block in read_blocks):
        _put(whole, block)
    return whole


def _without_merged(blocks: Sequence[TextBlock], found: Mapping[Box, list[TextBlock]]) -> list[TextBlock]:
    def is_merged(line: TextLine) -> bool:
        inside = [read for box, read in found.items() if _holds_middle(line.box, box)]
        return len(inside) > 1 and all(inside)

    kept: list[TextBlock] = []
    for block in blocks:
        lines = tuple(line for line in block.lines if not is_merged(line))
        if lines:
            kept.append(replace(block, lines=lines))
    return kept


def _holds_middle(outer: Box, line: Box) -> bool:
    shared = min(outer.right, line.right) - max(outer.x, line.x)
    return outer.y <= line.y + line.h / 2 < outer.bottom and shared >= _SHARED * min(outer.w, line.w)


def _confidence(block: TextBlock) -> float:
    known = [(len(s.content), s.confidence or 0.0) for line in block.lines for s in line.strings]
    return sum(letters * sure for letters, sure in known) / sum(letters for letters, _ in known)


def _put(blocks: list[TextBlock], found: TextBlock) -> None:
    """Put a line into the block it stands in or next to, between that block's lines; else on its own."""
    box = found.box
    beside = [n for n, block in enumerate(blocks) if _distance(block.box, box) <= _NEAR * box.h]
    if not beside:
        blocks.append(found)
        return
    n = min(beside, key=lambda n: _distance(blocks[n].box, box))
    lines = sorted((*blocks[n].lines, *found.lines), key=_middle)
    blocks[n] = replace(blocks[n], lines=tuple(lines), box=blocks[n].box.union(box))


def _middle(line: TextLine) -> float:
    return line.box.y + line.box.h / 2


def _distance(block: Box, line: Box) -> float:
    """White between a block and a line over, in or under it; endless where they do not share a column."""
    shared = min(block.right, line.right) - max(block.x, line.x)
    if shared < _SHARED * min(block.w, line.w):
        return math.inf
    return float(max(0, line.y - block.bottom, block.y - line.bottom))
