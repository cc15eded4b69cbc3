"""Text of other programs in the order it is read: some write Arabic as it is seen, from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.hyphens import with_joined_words
from archive.letters import count_scripts, direction_of, language_of, main_language
from ingest.letter_pairs import LEAST_PAIRS, surprise
from ingest.logical_order import Glyph, base_direction, in_reading_order, mended
from ingest.page_structure import named_blocks
from ingest.reading_order import reading_order

#: How many bits a pair of letters must be likelier read backwards (right texts differ by 0.8 and more).
_BACKWARDS = 0.3
#: Runs that stay as they are when the letters of a word are turned round.
_KEPT = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/٫٬][0-9\u0660-\u0669]+)*")


def in_logical_order(page: AltoPage) -> AltoPage:
    """The page with letters, words, lines and blocks in the order they are read, languages by their letters.

    Letters are turned where Arabic words make more sense backwards; words go by their places where the file
    has Arabic words from left to right; blocks of an Arabic page by theirs.
    """
    blocks = [replace(block, lines=tuple(map(_mended, block.lines))) for block in page.blocks]
    if _is_backwards(blocks):
        blocks = [_with_words(block, _turned) for block in blocks]
    if _goes_right(blocks):
        blocks = [replace(block, lines=tuple(map(_by_place, block.lines))) for block in blocks]
    blocks = [_by_letters(block) for block in blocks]
    language = main_language((b.language, sum(len(line.text) for line in b.lines)) for b in blocks)
    direction = direction_of(language)
    ordered = blocks
    if direction == "rtl":  # columns from the left are read last; programs seldom know
        ordered = [blocks[i] for i in reading_order([b.box for b in blocks], direction, page.height)]
    if all(block.kind == "text" for block in ordered):
        ordered = named_blocks(ordered, page.height, page.pictures)
    if not any(string.subs for block in ordered for line in block.lines for string in line.strings):
        ordered = with_joined_words(ordered)
    return replace(page, blocks=tuple(ordered), language=language, direction=direction)


def _mended(line: TextLine) -> TextLine:
    """Presentation forms as letters."""
    strings = tuple(replace(s, content=content) for s in line.strings if (content := mended(s.content)))
    return replace(line, strings=strings)


def _with_words(block: TextBlock, change: Callable[[str], str]) -> TextBlock:
    lines = tuple(
        replace(line, strings=tuple(replace(s, content=change(s.content)) for s in line.strings))
        for line in block.lines
    )
    return replace(block, lines=lines)


def _turned(word: str) -> str:
    """A word's letters backwards, numbers and Latin in it as they were; words without Arabic stay."""
    if not count_scripts(word)[0]:
        return word
    return _KEPT.sub(lambda kept: kept[0][::-1], word)[::-1]


def _is_backwards(blocks: Sequence[TextBlock]) -> bool:
    words = [s.content for block in blocks for line in block.lines for s in line.strings]
    usual, pairs = surprise(" ".join(words), "ar")
    turned, _ = surprise(" ".join(map(_turned, words)), "ar")
    return pairs >= LEAST_PAIRS and usual - turned > _BACKWARDS


def _goes_right(blocks: Sequence[TextBlock]) -> bool:
    """Whether Arabic words follow each other from left to right in the file."""
    right = left = 0
    for block in blocks:
        for line in block.lines:
            for one, other in pairwise(line.strings):
                if count_scripts(one.content)[0] and count_scripts(other.content)[0]:
                    right += other.box.x > one.box.x
                    left += other.box.x < one.box.x
    return right > left


def _by_place(line: TextLine) -> TextLine:
    """The words of a line in the order that their places on the paper speak for."""
    glyphs: list[Glyph] = []
    words: dict[int, String] = {}
    before: String | None = None
    for string in sorted(line.strings, key=lambda s: s.box.x + s.box.w / 2):
        box = string.box
        if before is not None:
            middle = (before.box.x + before.box.w / 2 + box.x + box.w / 2) / 2
            glyphs.append(Glyph(" ", middle, middle, box.y, box.bottom, box.h))
        glyphs.append(Glyph(string.content, box.x, box.right, box.y, box.bottom, box.h))
        words[id(glyphs[-1])] = string
        before = string
    order = in_reading_order(glyphs, base_direction(line.text), as_seen=False)
    return replace(line, strings=tuple(words[id(glyph)] for glyph in order if id(glyph) in words))


def _by_letters(block: TextBlock) -> TextBlock:
    """The block in the language of its letters, where the file says one of the other script."""
    found = language_of(" ".join(line.text for line in block.lines), "und")
    language = block.language
    if (found != "und" and direction_of(found) != direction_of(language)) or language == "und":
        language = found
    return replace(block, language=language, direction=direction_of(language))
