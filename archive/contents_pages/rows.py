"""The rows of a contents page: its words put into columns and lines by where they stand.

The reading of a page parts numbers from their titles where leaders or white stand between; the places of the
words put them together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from archive.canvas import Box
from archive.contents_pages.numbers import at_ends, is_leader, is_page_word, page_number, without_leaders
from archive.contents_pages.reading import height_of, is_arabic
from archive.words import Word

#: A strip of white between columns is at least so wide, in heights of a line.
_GUTTER = 1.3
#: White inside a row that parts it, in heights of a line.
_GAP = 2.2
#: Rows may cross a gutter (a title over both columns): this part of them.
_CROSSING = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a column. `parts`: its text, parted at wide gaps, without number and leaders.

    `number`: the page it names. `height`: middle height of its words; `column` counts in reading order.
    """

    parts: tuple[str, ...]
    number: int | None
    box: Box
    height: float
    column: int

    @property
    def text(self) -> str:
        """Its text, the parts joined."""
        return " ".join(self.parts)


def rows_of(words: Sequence[Word], *, rtl: bool) -> list[Row]:
    """The rows of the contents, column after column."""
    real = [word for word in words if not is_leader(word.text)]
    if not real:
        return []
    size = height_of(real)
    rows: list[Row] = []
    for place, column in enumerate(_columns(real, size, rtl=rtl)):
        lines = _lines(column, rtl=rtl)
        side = _side(lines)
        rows += [_row(line, side, size, place) for line in lines]
    return [row for row in rows if row.parts or row.number is not None]


def _lines(words: Iterable[Word], *, rtl: bool) -> list[list[Word]]:
    """Words whose middles lie at one height, from the top; each in its reading order."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.box.y + each.box.h / 2):
        middle = word.box.y + word.box.h / 2
        if lines and middle - _middle(lines[-1]) < 0.55 * min(word.box.h, height_of(lines[-1])) + 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_in_order(line, rtl=rtl) for line in lines]


def _middle(words: Sequence[Word]) -> float:
    return sum(word.box.y + word.box.h / 2 for word in words) / len(words)


def _in_order(words: list[Word], *, rtl: bool) -> list[Word]:
    """By place; but a run of words in the other script is read its own way."""
    letters = "".join(word.text for word in words)
    backwards = is_arabic(letters) if any(map(str.isalpha, letters)) else rtl
    return sorted(words, key=lambda word: -word.box.right if backwards else word.box.x)


def _side(lines: Sequence[Sequence[Word]]) -> int:
    """Where most rows have their number: 0 before the title, 1 after it."""
    ends = [at_ends(line) for line in lines if len(line) > 1]
    before, after = (sum(each[side] is not None for each in ends) for side in (0, 1))
    return 0 if before > after else 1


def _row(words: Sequence[Word], side: int, size: float, column: int) -> Row:
    own = list(words)
    number = at_ends(own)[side] if len(own) > 1 else page_number(own[0].text)
    if number is not None:
        own = _without_number(own, side)
    parts: list[list[str]] = []
    before: Word | None = None
    for word in own:
        text = without_leaders(word.text)
        if not any(map(str.isalnum, text)):
            continue
        if before is None or _white(before, word) > _GAP * size:
            parts.append([])
        parts[-1].append(text)
        before = word
    box = Box.around(word.box for word in words) or Box(0, 0, 1, 1)
    return Row(tuple(" ".join(part) for part in parts), number, box, height_of(own or words), column)


def _without_number(words: list[Word], side: int) -> list[Word]:
    kept = words if side else words[::-1]
    while kept and (is_page_word(kept[-1].text) or is_leader(kept[-1].text)):
        kept = kept[:-1]
    kept = kept[:-1]
    while kept and (is_page_word(kept[-1].text) or is_leader(kept[-1].text)):
        kept = kept[:-1]
    return kept if side else kept[::-1]


def _white(one: Word, other: Word) -> int:
    return max(one.box.x, other.box.x) - min(one.box.right, other.box.right)


# --- columns --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Strip:
    """Words between two gutters."""

    words: tuple[Word, ...]

    @property
    def has_text(self) -> bool:
        """Whether it holds more than page numbers."""
        letters = sum(1 for word in self.words if sum(map(str.isalpha, word.text)) > 1)
        return letters > 0.35 * len(self.words)

    def numbered(self, *, rtl: bool) -> float:
        """The part of its rows that have a number at one end."""
        lines = _lines(self.words, rtl=rtl)
        with_number = sum(1 for line in lines if any(end is not None for end in at_ends(line)))
        return with_number / len(lines)


def _columns(words: Sequence[Word], size: float, *, rtl: bool) -> list[tuple[Word, ...]]:
    """The columns in reading order. What holds only numbers belongs to the text beside it."""
    strips = [_Strip(part) for part in _parted(words, size)]
    strips = _numbers_joined(strips)
    joined: list[_Strip] = []
    for strip in strips:
        if joined and _one_table(joined[-1], strip, rtl=rtl):
            joined[-1] = replace(strip, words=joined[-1].words + strip.words)
        else:
            joined.append(strip)
    order = reversed(joined) if rtl else joined
    return [strip.words for strip in order]


def _numbers_joined(strips: list[_Strip]) -> list[_Strip]:
    """Strips of numbers joined with the text on their left; where the first strip is one, on their right."""
    if not any(strip.has_text for strip in strips):
        return [_Strip(tuple(word for strip in strips for word in strip.words))]
    leftmost = not strips[0].has_text
    made: list[list[Word]] = []
    open_numbers = False
    for strip in strips:
        joins = bool(made) and (open_numbers if leftmost else not strip.has_text)
        if joins:
            made[-1] += strip.words
        else:
            made.append(list(strip.words))
        open_numbers = not strip.has_text
    return [_Strip(tuple(part)) for part in made]


def _one_table(one: _Strip, other: _Strip, *, rtl: bool) -> bool:
    """Whether two strips are rows of one table (authors here, titles there): only one of them is numbered."""
    shares = sorted((one.numbered(rtl=rtl), other.numbered(rtl=rtl)))
    if shares[0] > 0.2 or shares[1] < 0.3:
        return False
    lines, others = _lines(one.words, rtl=rtl), _lines(other.words, rtl=rtl)
    few, many = sorted((lines, others), key=len)
    heights = [_middle(line) for line in many]
    beside = sum(1 for line in few if min(abs(_middle(line) - at) for at in heights) < height_of(line) / 2)
    return beside >= 0.6 * len(few)


def _parted(words: Sequence[Word], size: float) -> list[tuple[Word, ...]]:
    """The words parted at white strips from top to bottom, from the left."""
    left, right = min(word.box.x for word in words), max(word.box.right for word in words)
    step = max(1, round(size / 4))
    covered = [0] * ((right - left) // step + 1)
    for word in words:
        for at in range((word.box.x - left) // step, (word.box.right - 1 - left) // step + 1):
            covered[at] += 1
    few = max(1, round(_CROSSING * len(_lines(words, rtl=False))))
    cuts: list[float] = []
    start: int | None = None
    for at, count in enumerate([*covered, few + 1]):
        if count <= few:
            start = at if start is None else start
        elif start is not None:
            if start > 0 and (at - start) * step >= _GUTTER * size and at < len(covered):
                cuts.append(left + (start + at) / 2 * step)
            start = None
    edges = [float(left) - 1, *cuts, float(right) + 1]
    parts = [
        tuple(word for word in words if low <= word.box.x + word.box.w / 2 < high)
        for low, high in pairwise(edges)
    ]
    return [part for part in parts if part]


def typical(rows: Iterable[Row]) -> float:
    """The middle height of rows, 0 for none."""
    heights = [row.height for row in rows]
    return float(median(heights)) if heights else 0.0
