"""A running head that was read with the headline or the text under it, parted from it.

Boxes must be around their ink: as Tesseract has them, the boxes of an Arabic head and headline overlap.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import pairwise
from statistics import median

from archive.alto import AltoPage, TextBlock, TextLine
from archive.canvas import Box

#: The strip at the top of a page where running heads stand, as a share of its height.
_STRIP = 0.1
#: A running head has under it a line this many times as high and this much white, in its own heights; or that
#: much more white, and more than there is between the lines below.
_LARGER, _WHITE = 1.3, 0.8
_FAR, _MORE = 1.5, 2.0


def with_parted_heads(page: AltoPage) -> AltoPage:
    """The page, running heads that are the first line of a block made blocks, before all others."""
    heads: list[TextBlock] = []
    rest: list[TextBlock] = []
    for block in page.blocks:
        if block.kind != "table" and _begins_with_head(block.lines, page.height):
            heads.append(replace(_of_lines(block, block.lines[:1]), kind="running-head"))
            block = _of_lines(block, block.lines[1:])
        rest.append(block)
    return replace(page, blocks=(*heads, *rest)) if heads else page


def _begins_with_head(lines: tuple[TextLine, ...], height: int) -> bool:
    """Whether a block's first line stands at the page's top over larger type, or over much white."""
    if len(lines) < 2 or lines[0].box.bottom >= _STRIP * height:
        return False
    first, second = lines[0].box, lines[1].box
    white, *others = [below.box.y - above.box.bottom for above, below in pairwise(lines)]
    if second.h >= _LARGER * first.h and white >= _WHITE * first.h:
        return True
    return white >= _FAR * first.h and white > _MORE * max(0.0, median(others or [0]))


def _of_lines(block: TextBlock, lines: tuple[TextLine, ...]) -> TextBlock:
    return replace(block, lines=lines, box=reduce(Box.union, (line.box for line in lines)))
