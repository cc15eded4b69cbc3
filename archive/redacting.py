"""What is left of a page's text when zones of it are hidden: no word that any part of lies under one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.words import Word


def is_hidden(box: Box, zones: Iterable[Box]) -> bool:
    """Whether any part of a word lies under a hidden zone."""
    return any(box.overlap(zone) for zone in zones)


def shown_words(words: Sequence[Word], zones: Collection[Box]) -> tuple[Word, ...]:
    """The words that no zone touches; one whose other half is hidden is no longer named whole."""
    if not zones:
        return tuple(words)
    shown = []
    for place, word in enumerate(words):
        if is_hidden(word.box, zones):
            continue
        beside = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
        if word.subs is not None and any(is_hidden(other.box, zones) for other in beside):
            word = replace(word, subs=None)
        shown.append(word)
    return tuple(shown)


def shown_alto(page: AltoPage, zones: Collection[Box]) -> AltoPage:
    """The page's text without what the zones touch; lines and blocks that are left empty go too."""
    if not zones:
        return page
    blocks = (_block(block, zones) for block in page.blocks)
    return replace(page, blocks=tuple(block for block in blocks if block.lines))


def _block(block: TextBlock, zones: Collection[Box]) -> TextBlock:
    lines = []
    for line in block.lines:
        strings = tuple(_string(string, zones) for string in line.strings if not is_hidden(string.box, zones))
        if strings:
            lines.append(_line(line, strings))
    box = Box.around(line.box for line in lines) or block.box
    return replace(block, lines=tuple(lines), box=box)


def _line(line: TextLine, strings: tuple[String, ...]) -> TextLine:
    if len(strings) == len(line.strings):
        return replace(line, strings=strings)
    return replace(line, strings=strings, box=Box.around(string.box for string in strings) or line.box)


def _string(string: String, zones: Collection[Box]) -> String:
    """A word that stays. On a page with hidden zones no word names its other half, which may be hidden."""
    return replace(string, subs=None) if string.subs is not None else string


def digest(zones: Iterable[Collection[Box]]) -> str:
    """The zones of pages, in the order of the pages, as a few letters; "" where none is hidden."""
    plain = [sorted((z.x, z.y, z.w, z.h) for z in page) for page in zones]
    if not any(plain):
        return ""
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:24]
