"""Tables read row by row: Tesseract takes columns of a table for columns of text, and reads one by one.

A table is known by its white: lines of three cells and more that leave a good part of their width empty.
Columns of text fill theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from statistics import median

from archive.alto import String, TextBlock, TextLine
from archive.canvas import Box

#: A row of a table has so many cells; a table so many such rows, and this share of its lines are such.
_CELLS, _ROWS, _SHARE = 3, 4, 0.4
#: Cells fill less than this share of a row's width.
_FILLED = 0.62
#: White between cells, in heights of a line: three times a blank.
_WHITE = 1.3
#: Cells whose middles are no further apart than this, in heights of a line, stand in one row.
_LEVEL = 0.5


@dataclass(frozen=True, slots=True)
class _Cell:
    """Words of a line with no wide white between them."""

    strings: tuple[String, ...]

    @property
    def box(self) -> Box:
        return reduce(Box.union, (string.box for string in self.strings))


def with_table_rows(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks of one region; those that make up a table as one block, its rows as lines.

    Words stay; what stands above and below the table does too. Blocks in two languages are no table to us.
    """
    if len(blocks) < 2 or len({block.language for block in blocks}) > 1:
        return list(blocks)
    height = median(line.box.h for block in blocks for line in block.lines)
    rows = _rows([cell for b in blocks for line in b.lines for cell in _cells(line, height)], height)
    within = _table(rows)
    if within is None:
        return list(blocks)
    first = blocks[0]
    lines = tuple(_line(row, rtl=first.direction == "rtl") for row in within)
    table = TextBlock(lines, reduce(Box.union, (line.box for line in lines)), first.language, first.direction)
    taken = {id(string) for row in within for cell in row for string in cell.strings}
    rest = [_without(block, taken) for block in blocks]
    return [*(block for block in rest if block is not None), replace(table, kind="table")]


def _cells(line: TextLine, height: float) -> list[_Cell]:
    """The words of a line, parted at wide white; each cell's words in their order."""
    order = sorted(range(len(line.strings)), key=lambda n: line.strings[n].box.x)
    groups: list[list[int]] = [order[:1]]
    for before, after in pairwise(order):
        if line.strings[after].box.x - line.strings[before].box.right > _WHITE * height:
            groups.append([])
        groups[-1].append(after)
    return [_Cell(tuple(line.strings[n] for n in sorted(group))) for group in groups if group]


def _rows(cells: Sequence[_Cell], height: float) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    last = 0.0
    for cell in sorted(cells, key=lambda cell: _middle(cell.box)):
        if not rows or _middle(cell.box) - last > _LEVEL * height:
            rows.append([])
            last = _middle(cell.box)
        rows[-1].append(cell)
    return rows


def _middle(box: Box) -> float:
    return box.y + box.h / 2


def _table(rows: Sequence[list[_Cell]]) -> list[list[_Cell]] | None:
    """The rows from the first to the last of a table; None where there is none."""
    of_cells = [n for n, row in enumerate(rows) if len(row) >= _CELLS]
    if len(of_cells) < _ROWS:
        return None
    within = list(rows[of_cells[0] : of_cells[-1] + 1])
    width = reduce(Box.union, (cell.box for row in within for cell in row)).w
    filled = median(sum(cell.box.w for cell in rows[n]) / width for n in of_cells)
    return within if len(of_cells) >= _SHARE * len(within) and filled < _FILLED else None


def _line(row: list[_Cell], *, rtl: bool) -> TextLine:
    ordered = sorted(row, key=lambda cell: cell.box.x, reverse=rtl)
    strings = tuple(string for cell in ordered for string in cell.strings)
    return TextLine(strings, reduce(Box.union, (string.box for string in strings)))


def _without(block: TextBlock, taken: set[int]) -> TextBlock | None:
    """What of a block is not in the table; None where nothing is left."""
    left = [tuple(s for s in line.strings if id(s) not in taken) for line in block.lines]
    if sum(map(len, left)) == sum(len(line.strings) for line in block.lines):
        return block
    lines = tuple(
        TextLine(strings, reduce(Box.union, (s.box for s in strings)), line.language)
        for line, strings in zip(block.lines, left, strict=True)
        if strings
    )
    return replace(block, lines=lines, box=reduce(Box.union, (ln.box for ln in lines))) if lines else None
