"""From blocks as an engine found them to a page: on the canvas, in reading order, each block named."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from statistics import median

from archive.alto import AltoPage, BlockKind, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.hyphens import with_joined_words
from archive.letters import direction_of, main_language
from ingest.layout import Layout, Region
from ingest.reading_order import reading_order
from ingest.table_rows import with_table_rows

#: Lines this much higher than the body's make a heading.
_HEADING = 1.5
#: A few words need not be as high: without letters that reach down, 20 points are 1.3 times 11.
_SHORT_HEADING, _FEW_WORDS = 1.3, 10
#: How much higher a line of Arabic is than one of French in type of the same size, as Tesseract boxes them.
_ARABIC_HEIGHT = 1.3
#: The strips at the top and bottom of a page where running heads and page numbers stand, as shares of it.
_HEAD_STRIP, _FOOT_STRIP = 0.1, 0.9
#: Ink at the very edge of the picture and no wider than this share of it is the neighbouring page.
_EDGE, _EDGE_WIDTH = 0.008, 0.09
#: Below this confidence, a few marks without company are speckle, not words.
_SPECKLE = 0.35

_NUMBER = re.compile(r"^[\W_]*[0-9٠-٩۰-۹]{1,4}[\W_]*$")


_ByRegion = dict[int, list[TextBlock]]


def assemble(
    parts: list[list[TextBlock]], to_canvas: Affine, width: int, height: int, layout: Layout
) -> AltoPage:
    """The page made of blocks, in the pixels `to_canvas` starts from.

    `parts`: the blocks of each region and language, regions in reading order, blocks in any.

    Text that is no text is left out: speckle, and what the edge of the picture cut off a neighbouring page.
    """
    regions: dict[int, list[TextBlock]] = {}
    for blocks in parts:
        for block in (moved(block, to_canvas, width, height) for block in blocks):
            if not _is_speckle(block) and not _is_cut_off(block, width):
                place = _region_of(block.box, layout.regions)
                regions.setdefault(place, []).extend(_without_numbers(block, height))
    regions = _with_tables(regions, layout.regions)
    language = main_language((b.language, len(_text(b))) for blocks in regions.values() for b in blocks)
    direction = direction_of(language)
    ordered = [
        regions[place][i]
        for place in sorted(regions)
        for i in reading_order([block.box for block in regions[place]], direction, height)
    ]
    named = named_blocks(ordered, height, layout.pictures)
    return AltoPage(
        width=width,
        height=height,
        blocks=tuple(with_joined_words(named)),
        language=language,
        direction=direction,
        pictures=tuple(box.within(width, height) for box in layout.pictures),
    )


def _with_tables(regions: _ByRegion, places: tuple[Region, ...]) -> _ByRegion:
    """The blocks by region, those of a table as one in that where it begins: its columns are no columns."""
    every = [block for place in sorted(regions) for block in regions[place]]
    made = with_table_rows(every)
    if made == every:
        return regions
    [table] = [block for block in made if block.kind == "table"]
    begins = min(place for place in regions if any(b.box.overlap(table.box) for b in regions[place]))
    found: _ByRegion = {begins: [table]}
    for block in made:
        if block is not table:
            found.setdefault(_region_of(block.box, places), []).append(block)
    return found


def _region_of(box: Box, regions: tuple[Region, ...]) -> int:
    """Which region a block is of: the one it shares most with, the last for none."""
    shared = [box.overlap(region.box) for region in regions]
    return shared.index(max(shared)) if any(shared) else len(regions)


def moved(block: TextBlock, by: Affine, width: int, height: int) -> TextBlock:
    """The block carried by a map and cut to a canvas."""

    def onto(box: Box) -> Box:
        return by.box(box).within(width, height)

    lines = tuple(
        replace(line, box=onto(line.box), strings=tuple(replace(s, box=onto(s.box)) for s in line.strings))
        for line in block.lines
    )
    return replace(block, lines=lines, box=onto(block.box))


def _text(block: TextBlock) -> str:
    return "".join(string.content for line in block.lines for string in line.strings)


def _is_speckle(block: TextBlock) -> bool:
    strings = [string for line in block.lines for string in line.strings]
    letters = sum(character.isalnum() for string in strings for character in string.content)
    sure = max(string.confidence or 0.0 for string in strings)
    return letters == 0 or (letters <= 6 and sure < _SPECKLE)


def _is_cut_off(block: TextBlock, width: int) -> bool:
    box = block.box
    at_edge = box.x <= _EDGE * width or box.right >= (1 - _EDGE) * width
    return at_edge and box.w < _EDGE_WIDTH * width


def _without_numbers(block: TextBlock, height: int) -> list[TextBlock]:
    """The block, a page number that was taken into its first or last line parted from it."""
    if len(block.lines) < 2:
        return [block]
    first, last = block.lines[0], block.lines[-1]
    if _NUMBER.match(first.text) and first.box.bottom < _HEAD_STRIP * height:
        return [_of_lines(block, (first,)), _of_lines(block, block.lines[1:])]
    if _NUMBER.match(last.text) and last.box.y > _FOOT_STRIP * height:
        return [_of_lines(block, block.lines[:-1]), _of_lines(block, (last,))]
    return [block]


def _of_lines(block: TextBlock, lines: tuple[TextLine, ...]) -> TextBlock:
    return replace(block, lines=lines, box=reduce(Box.union, (line.box for line in lines)))


def named_blocks(blocks: list[TextBlock], height: int, pictures: tuple[Box, ...]) -> list[TextBlock]:
    """The blocks, in their order, each with the kind its place and size speak for."""
    top = min((block.box.y for block in blocks), default=0)
    body = {language: _body_height(blocks, language) for language in {block.language for block in blocks}}
    return [
        b if b.kind == "table" else replace(b, kind=_kind(b, body[b.language], top, height, pictures))
        for b in blocks
    ]


def _body_height(blocks: list[TextBlock], language: str) -> float:
    """How high a line of running text is in a language, in pixels.

    Lines of Arabic are higher than French ones of the same type size, so each language is measured by its own
    lines; where it has few, by the other's.
    """
    heights: dict[bool, list[float]] = {True: [], False: []}
    for block in blocks:
        letters = len(_text(block))
        scale = 1.0 if block.language == language else _ARABIC_HEIGHT ** (1 if language == "ar" else -1)
        heights[block.language == language] += [scale * _line_height(block)] * letters
    own, others = heights[True], heights[False]
    return float(median(own if len(own) >= len(others) / 4 else others))


def _line_height(block: TextBlock) -> float:
    return float(median(line.box.h for line in block.lines))


def _kind(block: TextBlock, body: float, top: int, height: int, pictures: tuple[Box, ...]) -> BlockKind:
    box, size = block.box, _line_height(block)
    single = len(block.lines) == 1
    in_strip = box.bottom < _HEAD_STRIP * height or box.y > _FOOT_STRIP * height
    if single and in_strip and _NUMBER.match(block.lines[0].text):
        return "page-number"
    first = box.y <= top + body
    if single and first and box.bottom < _HEAD_STRIP * height and size < _HEADING * body:
        return "running-head"
    words = sum(len(line.strings) for line in block.lines)
    enough = _SHORT_HEADING if words <= _FEW_WORDS else _HEADING
    if size >= enough * body and len(block.lines) <= 4:
        return "heading"
    under = any(0 <= box.y - p.bottom < 2.5 * body and box.x < p.right and p.x < box.right for p in pictures)
    if under and len(block.lines) <= 3 and size < 1.1 * body:
        return "caption"
    return "text"
