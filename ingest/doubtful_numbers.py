"""Numbers in Arabic text: never to be trusted until something else than Tesseract has read them too.

Tesseract gets most Arabic-Indic digits wrong and is sure of them (6 of 108 numbers right, measured).
"""

from __future__ import annotations

from dataclasses import replace

from archive.alto import AltoPage, TextBlock, TextLine

_LANGUAGE = "ar"


def with_doubtful_numbers(page: AltoPage) -> AltoPage:
    """The page with every number in its Arabic blocks marked doubtful.

    The mark goes when a second reading or a person confirms the number.
    """

    def marked(block: TextBlock) -> TextBlock:
        lines = tuple(
            line if (line.language or block.language) != _LANGUAGE else _with_doubt(line)
            for line in block.lines
        )
        return replace(block, lines=lines)

    return replace(page, blocks=tuple(marked(block) for block in page.blocks))


def _with_doubt(line: TextLine) -> TextLine:
    strings = tuple(
        replace(string, doubtful=True)
        if not string.locked and any(letter.isdigit() for letter in string.content)
        else string
        for string in line.strings
    )
    return replace(line, strings=strings)
