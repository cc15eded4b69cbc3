"""A line as a person types it: its words get the machine's places, and nothing that was read is thrown away.

The typed words are laid against those that stood there (difflib's matching blocks). A word that stayed keeps
its box; words that took the place of others share the room of those by their letters. What a word replaced
becomes an alternative of it: searched, not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from archive.alto import AltoPage, Direction, String, TextBlock, TextLine
from archive.canvas import Box
from archive.hyphens import with_joined_words
from archive.letters import direction_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is in a page's text: its block, and its number in that block, both from 0."""

    block: int
    line: int


def place_of(page: AltoPage, box: Box) -> Place | None:
    """The line that a rectangle of the canvas means: the one it shares most with, half of either at least.

    Rectangles outlive a new reading; numbers of lines do not.
    """
    best: tuple[float, Place] | None = None
    for b, block in enumerate(page.blocks):
        for n, line in enumerate(block.lines):
            shared = line.box.overlap(box)
            share = 2 * shared / max(1, line.box.area + box.area)
            if 2 * shared >= min(line.box.area, box.area) > 0 and (best is None or share > best[0]):
                best = (share, Place(b, n))
    return best[1] if best is not None else None


def corrected(page: AltoPage, place: Place, text: str, *, language: str | None = None) -> AltoPage:
    """The page with one line as a person typed it, every word of it vouched for.

    `text`: at least one word; `language`: of the line, None to leave it as it is. The line's box stays. A
    text that says what stands there confirms it.
    """
    block = page.blocks[place.block]
    line = block.lines[place.line]
    tag = language or line.language or block.language
    strings = placed(line.strings, text.split(), direction_of(tag))
    new = replace(line, strings=strings, language=tag if tag != block.language else None)
    blocks = list(page.blocks)
    blocks[place.block] = _with_line(block, place.line, new)
    return replace(page, blocks=tuple(with_joined_words(_unjoined_around(blocks, place))))


def _with_line(block: TextBlock, number: int, line: TextLine) -> TextBlock:
    return replace(block, lines=(*block.lines[:number], line, *block.lines[number + 1 :]))


def _unjoined_around(blocks: list[TextBlock], place: Place) -> list[TextBlock]:
    """The words next to a line no longer said to be parts of words broken at its ends."""
    places = [(b, n) for b, block in enumerate(blocks) for n in range(len(block.lines))]
    at = places.index((place.block, place.line))
    for (b, n), end in zip(places[max(0, at - 1) : at], (-1,), strict=False):
        blocks[b] = _unjoined(blocks[b], n, end)
    for (b, n), end in zip(places[at + 1 : at + 2], (0,), strict=False):
        blocks[b] = _unjoined(blocks[b], n, end)
    return blocks


def _unjoined(block: TextBlock, number: int, end: int) -> TextBlock:
    line = block.lines[number]
    if not line.strings or line.strings[end].subs is None:
        return block
    strings = list(line.strings)
    strings[end] = replace(strings[end], subs=None)
    return _with_line(block, number, replace(line, strings=tuple(strings)))


def placed(old: Sequence[String], words: Sequence[str], direction: Direction) -> tuple[String, ...]:
    """Typed words with the boxes of the words they stand for, in reading order; all of them locked.

    `old`: what stood in the line, at least one word unless `words` is empty too.
    """
    made: list[String] = []
    for start, end, first, last in _stretches([string.content for string in old], words):
        own, typed = old[start:end], words[first:last]
        if len(own) == len(typed):
            made += [_vouched(string, word) for string, word in zip(own, typed, strict=True)]
        elif typed:
            made += _shared_out(own, typed, direction)
    return tuple(made)


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Which old words (from, to) which new words (from, to) stand for.

    A word put in belongs to the stretch before it, or at the beginning of the line to the one behind it.
    """
    found: list[tuple[int, int, int, int]] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "insert" and found:
            start, end, first, _ = found[-1]
            found[-1] = (start, end, first, j_end)
        elif kind == "equal":
            found += [(i + n, i + n + 1, j + n, j + n + 1) for n in range(i_end - i)]
        elif kind != "insert":
            found.append((i, i_end, j, j_end))
    if found:
        start, end, _, last = found[0]
        found[0] = (start, end, 0, last)
    return found


def _vouched(string: String, word: str) -> String:
    """The word in the place of `string`, which stays searchable where it says something else."""
    others = string.alternatives
    if string.content != word:
        others = (string.content, *others)
    kept = tuple(dict.fromkeys(other for other in others if other != word))
    return String(word, string.box, None, locked=True, alternatives=kept)


def _shared_out(own: Sequence[String], typed: Sequence[str], direction: Direction) -> list[String]:
    """More or fewer words than stood there: the room of all, by their letters; a blank counts as one."""
    room = Box.around(string.box for string in own) or own[0].box
    letters = sum(len(word) for word in typed) + len(typed) - 1
    made, passed = [], 0
    for number, word in enumerate(typed):
        left = round(room.w * passed / letters)
        right = max(left + 1, round(room.w * (passed + len(word)) / letters))
        passed += len(word) + 1
        x = room.x + left if direction == "ltr" else room.right - right
        box = Box(max(room.x, x), room.y, right - left, room.h)
        before = own[number].content if number < len(own) else ""
        others = (before,) if before and before != word else ()
        made.append(String(word, box, None, locked=True, alternatives=others))
    return made
