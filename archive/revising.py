"""Human work is never overwritten by a machine: what a new reading of a page keeps of the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.letters import direction_of

#: How many words of replaced readings are kept searchable for one page.
_MOST_REPLACED = 5000


def keep_locked(before: AltoPage, reading: AltoPage) -> AltoPage:
    """`reading` with the locked lines of `before` in their places.

    The machine's words whose middle lies inside a locked line are dropped; the locked line takes the place
    of the first of them, or a block of its own where the machine saw nothing.
    """
    page = reading
    for block in before.blocks:
        for line in block.lines:
            if line.locked:
                page = _with_locked(page, line, block)
    return page


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that a new reading reads otherwise.

    `line`: its number in the new reading, from 0; `box` in canvas pixels; `shown`: the words that stand there
    now, "" for none; `offered`: the new ones.
    """

    line: int
    box: Box
    shown: str
    offered: str


def differences(shown: AltoPage, offered: AltoPage) -> list[Difference]:
    """Where `offered` reads otherwise than `shown`, line by line of `offered`, but for locked words."""
    found = []
    standing = list(shown.strings())
    for number, line in enumerate(offered.lines()):
        here = [string for string in standing if _inside(string, line.box)]
        if here and all(string.locked for string in here):
            continue
        now = " ".join(string.content for string in here)
        if now != line.text:
            found.append(Difference(number, line.box, now, line.text))
    return found


def with_lines(shown: AltoPage, offered: AltoPage, chosen: Collection[int]) -> AltoPage:
    """`shown` with the chosen lines of `offered` in place of its own words there; locked words stay."""
    page, number = shown, -1
    for block in offered.blocks:
        for line in block.lines:
            number += 1
            if number in chosen:
                page = _with_line(page, line, block)
    return replace(page, source=offered.source) if chosen else page


def _with_line(page: AltoPage, line: TextLine, block: TextBlock) -> AltoPage:
    vouched = [string for string in page.strings() if string.locked and _inside(string, line.box)]
    free = tuple(s for s in line.strings if not any(_inside(s, other.box) for other in vouched))
    return _with_locked(page, replace(line, strings=free), block) if free else page


def _inside(string: String, box: Box) -> bool:
    x, y = string.box.x + string.box.w / 2, string.box.y + string.box.h / 2
    return box.x <= x < box.right and box.y <= y < box.bottom


def _with_locked(page: AltoPage, locked: TextLine, origin: TextBlock) -> AltoPage:
    placed = False
    blocks: list[TextBlock] = []
    for block in page.blocks:
        lines: list[TextLine] = []
        for line in block.lines:
            rest = tuple(s for s in line.strings if s.locked or not _inside(s, locked.box))
            if len(rest) == len(line.strings):
                lines.append(line)
                continue
            if not placed:
                lines.append(_in_block(locked, origin, block))
                placed = True
            if rest:
                lines.append(replace(line, strings=rest))
        if lines:
            box = Box.around([block.box, *(line.box for line in lines)]) or block.box
            blocks.append(replace(block, lines=tuple(lines), box=box))
    if not placed:
        blocks.append(replace(origin, lines=(locked,), box=locked.box))
    return replace(page, blocks=tuple(blocks))


def _in_block(locked: TextLine, origin: TextBlock, block: TextBlock) -> TextLine:
    language = locked.language or origin.language
    if language == block.language and direction_of(language) == block.direction:
        return replace(locked, language=None)
    return replace(locked, language=language)


def replaced_words(before: AltoPage, shown: AltoPage, already: str = "") -> str:
    """The words that `shown` no longer shows, one blank between, those replaced `already` included."""
    now_shown = {string.content for string in shown.strings()}
    gone = dict.fromkeys([*already.split(), *(string.content for string in before.strings())])
    return " ".join([word for word in gone if word not in now_shown][:_MOST_REPLACED])
