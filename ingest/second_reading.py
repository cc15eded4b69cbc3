"""A page's Arabic lines read a second time, both readings weighed: what the background pass asks of a child.

Doubtful lines and numbers come first, so that a page that runs out of its seconds has had the best of them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from statistics import fmean

from PIL import Image

from archive.alto import AltoPage, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.hyphens import with_joined_words
from archive.settings import Settings
from ingest.arabic_reader.model import reader_for
from ingest.arabic_reader.pieces import pieces_of
from ingest.arabic_reader.reader import ArabicReader, ReadLine
from ingest.arabic_reader.weighing import weighed
from ingest.ocr import PageImage
from ingest.preparing import with_even_paper

#: The language that is read twice.
_LANGUAGE = "ar"
#: Lines whose letters are, in the mean, less sure than this are read before all others.
_SURE = 0.85
#: What may pass between two looks at the clock, as a share of the seconds: a batch of lines takes about one.
_AIR = 0.9


@dataclass(frozen=True, slots=True)
class _Place:
    """A line by its block and its number in it."""

    block: int
    line: int


def may_be_read_again(page: AltoPage) -> bool:
    """Whether a page has lines for the second reader: Arabic, read by a machine that doubts."""
    return any(_is_wanted(block, line) for block in page.blocks for line in block.lines)


def read_again(
    canvas: Image.Image, page: AltoPage, settings: Settings, dpi: float | None = None
) -> AltoPage | None:
    """The page with each place of its Arabic lines as both readings together have it.

    `page`: as it was read from this canvas; `dpi` as the scan states it. None where there is nothing to read
    or no reader. Takes up to `settings.arabic_reader_seconds` of CPU; lines beyond keep their one reading.
    """
    reader = reader_for(settings)
    if reader is None or not may_be_read_again(page):
        return None
    grey = with_even_paper(PageImage(canvas, dpi).grey)
    limit = time.process_time() + _AIR * settings.arabic_reader_seconds
    found: dict[_Place, ReadLine] = {}
    for places in _in_turn(page):
        found |= _read(reader, grey, page, places, limit)
    return _weighed(page, found, reader.name)


def _is_wanted(block: TextBlock, line: TextLine) -> bool:
    """Whether a line is Arabic, no person has touched it, and the words are a machine's reading of a picture.

    Text that came with a page has no confidence.
    """
    if (line.language or block.language) != _LANGUAGE or any(string.locked for string in line.strings):
        return False
    return any(string.confidence is not None for string in line.strings)


def _in_turn(page: AltoPage) -> tuple[list[_Place], list[_Place]]:
    """The lines to be read: first those in doubt and those with numbers, then the rest."""
    first: list[_Place] = []
    rest: list[_Place] = []
    for b, block in enumerate(page.blocks):
        for n, line in enumerate(block.lines):
            if _is_wanted(block, line):
                (first if _is_doubtful(line) else rest).append(_Place(b, n))
    return first, rest


def _is_doubtful(line: TextLine) -> bool:
    return (
        any(string.doubtful for string in line.strings)
        or fmean(string.confidence or 0.0 for string in line.strings) < _SURE
    )


def _read(
    reader: ArabicReader, grey: Image.Image, page: AltoPage, places: Sequence[_Place], limit: float
) -> dict[_Place, ReadLine]:
    """Lines read from `grey`, the page at reading scale; boxes in canvas pixels. Stops at `limit` (CPU)."""
    onto = Affine(grey.width / page.width, 0, 0, 0, grey.height / page.height, 0)
    lines = [_moved(page.blocks[p.block].lines[p.line], onto, *grey.size) for p in places]
    read = reader.read(grey, [pieces_of(line) for line in lines], lambda: time.process_time() < limit)
    back = onto.inverse()

    def on_canvas(line: ReadLine) -> ReadLine:
        words = (replace(word, box=back.box(word.box).within(page.width, page.height)) for word in line.words)
        return ReadLine(tuple(words))

    return {p: on_canvas(line) for p, line in zip(places, read, strict=True) if line is not None}


def _moved(line: TextLine, by: Affine, width: int, height: int) -> TextLine:
    strings = tuple(replace(string, box=by.box(string.box).within(width, height)) for string in line.strings)
    return replace(line, strings=strings, box=by.box(line.box).within(width, height))


def _weighed(page: AltoPage, found: Mapping[_Place, ReadLine], name: str) -> AltoPage:
    blocks = []
    for b, block in enumerate(page.blocks):
        lines = tuple(
            weighed(line, found[_Place(b, n)]) if _Place(b, n) in found else line
            for n, line in enumerate(block.lines)
        )
        blocks.append(replace(block, lines=lines, box=reduce(Box.union, (line.box for line in lines))))
    return replace(page, blocks=tuple(with_joined_words(blocks)), source=f"{page.source} + {name}")
