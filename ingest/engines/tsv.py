"""Tesseract's TSV output as blocks, lines and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from archive.alto import String, TextBlock, TextLine
from archive.canvas import Box
from archive.letters import clean, direction_of

#: Columns of a row (Tesseract 4 and 5, `--psm N tsv`): level, page, block, paragraph, line, word, left, top,
#: width, height, confidence 0..100 (-1: none), text.
_COLUMNS = 12
_WORD = 5


@dataclass(frozen=True, slots=True)
class _Row:
    block: int
    paragraph: int
    line: int
    box: Box
    confidence: float
    text: str


def read_tsv(tsv: str, language: str) -> list[TextBlock]:
    """The blocks of one reading in `language`, boxes in the pixels of the picture that was read.

    Words are in logical order (Tesseract writes a line's words in reading order). Blocks, lines and words
    without text are left out. Confidence is 0..1.
    """
    blocks = []
    for _, rows in groupby(_words(tsv), key=lambda row: row.block):
        lines = [_line(list(words)) for _, words in groupby(rows, key=lambda row: (row.paragraph, row.line))]
        box = reduce(Box.union, (line.box for line in lines))
        blocks.append(TextBlock(tuple(lines), box, language, direction_of(language)))
    return blocks


def _line(words: list[_Row]) -> TextLine:
    strings = tuple(String(row.text, row.box, round(row.confidence / 100, 3)) for row in words)
    return TextLine(strings, reduce(Box.union, (string.box for string in strings)))


def _words(tsv: str) -> Iterator[_Row]:
    for row in tsv.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != str(_WORD):
            continue  # the heading, and rows of pages, blocks and lines
        numbers = [int(cell) for cell in cells[2:10]]
        block, paragraph, line, _, left, top, width, height = numbers
        confidence = min(100.0, max(0.0, float(cells[10])))
        # A word is what stands between blanks; junk may hold blanks of other kinds.
        text = "".join(clean(cells[11]).split())
        if text and width > 0 and height > 0:
            yield _Row(block, paragraph, line, Box(left, top, width, height), confidence, text)
