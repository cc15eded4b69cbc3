"""From the glyphs of a page to its text: lines, columns, blocks and words in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

import numpy as np

from archive.alto import AltoPage, Direction, String, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.hyphens import with_joined_words
from archive.letters import clean, count_scripts, direction_of, language_of, main_language
from ingest.columns import columns
from ingest.components import Components
from ingest.logical_order import Glyph, base_direction, in_reading_order, names_shapes, without_filling
from ingest.page_structure import named_blocks
from ingest.pieces import Piece
from ingest.reading_order import reading_order

#: All in type sizes (ems). Glyphs share a line when they share so much of their height;
_SAME_ROW = 0.55
#: a wider white is no blank between words: it may be a gutter, or stand between two cells of a table;
_GUTTER, _CELL = 1.0, 2.5
#: a narrower one is none either, the first number where the file writes its blanks as such.
_BLANK_BESIDE_BLANKS, _BLANK = 0.5, 0.16
#: Arabic words of so few letters are written onto a Latin word that follows: "وPython", "الPDF".
_PROCLITIC = 3
#: A letter's body is about this share of its type size: what `columns` measures rivers in.
_BODY = 0.55
#: Lines further apart than this many times the column's usual distance are two blocks, and those whose type
#: differs by more than this factor.
_LEADING, _OTHER_TYPE = 1.35, 1.25
#: Letters of the other script from which a column has a language of its own.
_FEW_LETTERS = 8


@dataclass(frozen=True, slots=True)
class _Run:
    """Glyphs of one line without a wide gap, from left to right, blanks among them."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        return _around(self.glyphs)


def compose(glyphs: Sequence[Glyph], to_canvas: Affine, width: int, height: int) -> AltoPage:
    """The page that glyphs make. `to_canvas` leads from their unit to canvas pixels.

    Every glyph that lies on the canvas is in it, once. Columns are found as in scans (`columns`), with the
    glyphs for components; blocks within them by distance, type size and language.
    """
    seen = [glyph for glyph in (_moved(g, to_canvas) for g in glyphs) if _is_on(glyph, width, height)]
    runs = [run for row in _rows(seen) for run in _parted(row, _GUTTER)]
    text = "".join(run.text for run in runs)
    language = language_of(text)
    direction = direction_of(language)
    shapes = names_shapes((run.glyphs, base_direction(run.text, direction)) for run in runs)
    blocks = [
        block
        for column in _in_columns(runs, direction)
        for block in _ordered(_blocks(column, direction, shapes), direction, height)
    ]
    blocks = [_within(block, width, height) for block in blocks]
    named = with_joined_words(named_blocks(blocks, height, ()))
    main = main_language((b.language, sum(len(s.content) for n in b.lines for s in n.strings)) for b in named)
    return AltoPage(width, height, tuple(named), main, direction_of(main))


def _moved(glyph: Glyph, by: Affine) -> Glyph:
    corners = [by.point(x, y) for x in (glyph.x0, glyph.x1) for y in (glyph.top, glyph.bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    scale = abs(by.a * by.e - by.b * by.d) ** 0.5
    return Glyph(glyph.text, min(xs), max(xs), min(ys), max(ys), glyph.size * scale)


def _is_on(glyph: Glyph, width: int, height: int) -> bool:
    return 0 <= glyph.middle < width and 0 <= (glyph.top + glyph.bottom) / 2 < height


def _around(glyphs: Iterable[Glyph]) -> Box:
    some = list(glyphs)
    x, y = round(min(g.x0 for g in some)), round(min(g.top for g in some))
    right, bottom = round(max(g.x1 for g in some)), round(max(g.bottom for g in some))
    return Box(x, y, max(1, right - x), max(1, bottom - y))


# --- lines ---


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line, from left to right; blanks at either end left out, empty lines too."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom) / 2):
        # Rows are filled from top to bottom: only the last few can still be joined.
        row = next((r for r in reversed(rows[-4:]) if _shares_row(r[-1], glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    ordered = (sorted(row, key=lambda g: g.middle) for row in rows)
    return [kept for row in ordered if (kept := _trimmed(row))]


def _shares_row(one: Glyph, other: Glyph) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def _trimmed(row: list[Glyph]) -> list[Glyph]:
    solid = [i for i, glyph in enumerate(row) if glyph.text.strip()]
    return row[solid[0] : solid[-1] + 1] if solid else []


def _parted(row: Sequence[Glyph], gap: float) -> list[_Run]:
    """A line's glyphs in runs parted where the white between letters is wider than `gap` ems."""
    runs: list[list[Glyph]] = [[]]
    reach = float("-inf")
    for glyph in row:
        if glyph.text.strip():
            if runs[-1] and glyph.x0 - reach > gap * glyph.size:
                runs.append([])
            reach = max(reach, glyph.x1)
        runs[-1].append(glyph)
    return [_Run(tuple(kept)) for run in runs if (kept := _trimmed(run))]


# --- columns ---


def _in_columns(runs: Sequence[_Run], page: Direction) -> list[list[_Run]]:
    """The runs of each column or full-width part, in reading order."""
    if not runs:
        return []
    size = _BODY * median(run.size for run in runs)
    scripts = [(run.box, count_scripts(run.text)) for run in runs]

    def counted(pieces: Sequence[Piece]) -> int:
        inside = (s for box, s in scripts if any(2 * piece.box.overlap(box) > box.area for piece in pieces))
        return sum(arabic - latin for arabic, latin in inside)

    def told(pieces: Sequence[Piece], beside: Sequence[Piece] = ()) -> Direction | None:
        first, second = counted(pieces), counted(beside)
        if min(abs(first), abs(second)) > _FEW_LETTERS and (first > 0) != (second > 0):
            return None
        return page if first + second == 0 else "rtl" if first + second > 0 else "ltr"

    parts = columns([Piece(run.box, _components(run)) for run in runs], size, told)
    boxes = [reduce(Box.union, (piece.box for piece in part)) for part in parts]
    found: list[list[_Run]] = [[] for _ in parts]
    for run in runs:
        shared = [_shared(run.box, part) for part in parts]
        best = max(shared)
        place = shared.index(best) if best else _nearest(run.box, boxes)
        found[place].append(run)
    return [part for part in found if part]


def _shared(box: Box, part: Sequence[Piece]) -> int:
    return sum(box.overlap(piece.box) for piece in part)


def _nearest(box: Box, boxes: Sequence[Box]) -> int:
    return min(range(len(boxes)), key=lambda i: box.union(boxes[i]).area - boxes[i].area)


def _components(run: _Run) -> Components:
    boxes = [_around([glyph]) for glyph in run.glyphs if glyph.text.strip()]
    x, y, w, h = (np.array([getattr(box, name) for box in boxes], dtype=np.int64) for name in "xywh")
    return Components(x, y, w, h, w * h // 2, h)


# --- blocks ---


def _blocks(column: Sequence[_Run], page: Direction, shapes: bool) -> list[TextBlock]:
    """The blocks of a column, from top to bottom."""
    rows = _joined_rows(column)
    steps = [b.box.bottom - a.box.bottom for a, b in pairwise(rows) if b.box.bottom > a.box.bottom]
    usual = median(steps) if steps else 0.0
    groups: list[list[_Run]] = []
    for run in rows:
        fitting = [group for group in groups if _continues(group[-1], run, usual)]
        if fitting:
            fitting[-1].append(run)
        else:
            groups.append([run])
    return [block for group in groups if (block := _block(group, page, shapes)) is not None]


def _joined_rows(column: Sequence[_Run]) -> list[_Run]:
    """The runs of each line put together again where no more than a blank parts them."""
    glyphs = [glyph for run in column for glyph in run.glyphs]
    return [run for row in _rows(glyphs) for run in _parted(row, _CELL)]


def _continues(before: _Run, run: _Run, usual: float) -> bool:
    """Whether a line goes on the block that ends with another."""
    step = run.box.bottom - before.box.bottom
    size = max(before.size, run.size)
    near = 0 < step <= max(_LEADING * usual, 0.5 * size) and step <= 3 * size
    under = min(run.box.right, before.box.right) > max(run.box.x, before.box.x)
    alike = size <= _OTHER_TYPE * min(before.size, run.size)
    return near and under and alike and _agree(language_of(before.text), language_of(run.text))


def _agree(one: str, other: str) -> bool:
    return one == other or "und" in (one, other)


def _block(runs: Sequence[_Run], page: Direction, shapes: bool) -> TextBlock | None:
    language = language_of("".join(run.text for run in runs), "und")
    direction = direction_of(language) if language != "und" else page
    lines = [line for run in runs if (line := _line(run, direction, shapes)) is not None]
    if not lines:
        return None
    return TextBlock(tuple(lines), reduce(Box.union, (line.box for line in lines)), language, direction)


def _line(run: _Run, direction: Direction, shapes: bool) -> TextLine | None:
    """The words of a line in reading order."""
    base = base_direction(run.text, direction)
    strings = []
    for word in _words(in_reading_order(_with_blanks(run), base, as_seen=shapes)):
        content = clean(without_filling("".join(glyph.text for glyph in word)))
        if content.strip():
            strings.append(String(content, _around(word)))
    if not strings:
        return None
    language = language_of(run.text, "und")
    own = language if language not in ("und",) and direction_of(language) != direction else None
    return TextLine(tuple(strings), reduce(Box.union, (s.box for s in strings)), own)


def _with_blanks(run: _Run) -> list[Glyph]:
    """The glyphs of a run from left to right, with a blank wherever white on the paper parts two words."""
    least = _BLANK_BESIDE_BLANKS if any(not g.text.strip() for g in run.glyphs) else _BLANK
    filled: list[Glyph] = []
    reach = float("-inf")
    blank = True  # whether one has been seen since the last letter
    for glyph in run.glyphs:
        if glyph.text.strip() and not glyph.is_mark:
            if not blank and glyph.x0 - reach > least * glyph.size:
                filled.append(Glyph(" ", reach, glyph.x0, glyph.top, glyph.bottom, glyph.size))
            reach, blank = max(reach, glyph.x1), False
        elif not glyph.text.strip():
            blank = True
        filled.append(glyph)
    return filled


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and (not glyph.text.strip() or _parts_scripts(word, glyph)):
            yield word
            word = []
        if glyph.text.strip():
            word.append(glyph)
    if word:
        yield word


def _parts_scripts(word: Sequence[Glyph], following: Glyph) -> bool:
    """Whether a word ends because the script changes: programs lose the blank between the two."""
    before, after = language_of(word[-1].text), language_of(following.text)
    if {before, after} != {"ar", "fr"}:
        return False
    return before == "fr" or sum(len(glyph.text) for glyph in word) > _PROCLITIC


def _ordered(blocks: Sequence[TextBlock], direction: Direction, height: int) -> list[TextBlock]:
    return [blocks[i] for i in reading_order([block.box for block in blocks], direction, height)]


def _within(block: TextBlock, width: int, height: int) -> TextBlock:
    lines = tuple(
        TextLine(
            tuple(String(s.content, s.box.within(width, height)) for s in line.strings),
            line.box.within(width, height),
            line.language,
        )
        for line in block.lines
    )
    return TextBlock(lines, block.box.within(width, height), block.language, block.direction)
