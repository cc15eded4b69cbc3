"""From glyphs as they stand on a printed line to text in the order it is read.

A PDF may store Arabic from left to right, from right to left, letter by letter or in presentation forms;
where each glyph stands on the paper is the same. So the order is found from the places alone: glyphs are
sorted from left to right as they are seen, and the Unicode bidirectional algorithm (UAX 9) is undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.alto import Direction
from archive.letters import count_scripts, logical_letters

#: What a glyph is to the order of a line. "number" is a European digit, "indic" an Arabic-Indic one.
_Class = Literal["rtl", "ltr", "number", "indic", "neutral"]

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPENING, _CLOSING = frozenset("([{<«‹"), frozenset(")]}>»›")
_BRACKETS = _OPENING | _CLOSING
#: Between two digits these stay with them (classes CS and, away from Arabic letters, ES of UAX 9).
_IN_NUMBERS, _IN_FREE_NUMBERS = frozenset(".,:/،٫٬"), frozenset(".,:/+-")
_ALEFS = "اأإآٱ"
# A tatweel between two letters only fills a justified line; one at the end of a word ("هـ") is spelling.
_FILLING = re.compile("(?<=[\u0620-\u064a\u064b-\u0652])\u0640+(?=[\u0620-\u064a])")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: the text it stands for, its left and right edge, top and bottom, and its type size.

    All in one unit, y downwards. `text` may hold several letters (a ligature).
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.x0 + self.x1) / 2

    @property
    def is_mark(self) -> bool:
        """Whether it is a sign above or below another letter."""
        return bool(self.text) and all(unicodedata.category(c) in ("Mn", "Me") for c in self.text)


def mended(text: str) -> str:
    """What a glyph's text means: presentation forms as letters, a ligature's letters in reading order."""
    letters = logical_letters(text)
    # No typeface joins alef to a lam after it: "ال" for one glyph is lam-alef written as it is seen.
    if len(letters) == 2 and letters[0] in _ALEFS and letters[1] == "ل":
        return letters[::-1]
    return letters


def without_filling(word: str) -> str:
    """A word without the tatweels that only stretch it."""
    return _FILLING.sub("", word)


def in_reading_order(glyphs: Sequence[Glyph], direction: Direction, *, as_seen: bool = True) -> list[Glyph]:
    """The glyphs of one line in the order they are read, brackets facing as they are typed.

    `direction`: the base direction of the line. `as_seen`: the file names a bracket by its shape on the paper
    (see `names_shapes`). Signs follow the letter they stand on. Where the same picture can come of two texts
    ("Python 12" in an Arabic line), a number goes with the Latin words beside it.
    """
    bases, marks = _bases_and_marks(glyphs)
    classes = [_class_of(glyph.text) for glyph in bases]
    order = _rtl_order(classes, bases) if direction == "rtl" else _ltr_order(classes, bases)
    turned = _in_turned_runs(order)
    placed = [(bases[i], marks[i]) for i in order]
    read: list[Glyph] = []
    for (glyph, over), back in zip(placed, turned, strict=True):
        read.append(_mirrored(glyph) if back and as_seen else glyph)
        read.extend(over)
    return read


def names_shapes(lines: Iterable[tuple[Sequence[Glyph], Direction]]) -> bool:
    """Whether a page's brackets in Arabic text are named by their shape ("(" for what closes), as most are.

    Told from all its lines: the reading is right in which more brackets open before they close.
    """
    shapes = meanings = 0
    for glyphs, direction in lines:
        if any(glyph.text in _BRACKETS for glyph in glyphs):
            shapes += _pairs(in_reading_order(glyphs, direction))
            meanings += _pairs(in_reading_order(glyphs, direction, as_seen=False))
    return shapes >= meanings


def _mirrored(glyph: Glyph) -> Glyph:
    facing = glyph.text.translate(_MIRRORED)
    return glyph if facing == glyph.text else replace(glyph, text=facing)


def _bases_and_marks(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[list[Glyph]]]:
    """Glyphs from left to right, and for each the signs that stand on it."""
    ordered = sorted(glyphs, key=lambda g: (g.middle, g.x0))
    if not any(glyph.text.strip() and not glyph.is_mark for glyph in ordered):
        return ordered, [[] for _ in ordered]  # signs alone: there is nothing they stand on
    bases = [glyph for glyph in ordered if not glyph.is_mark]
    marks: list[list[Glyph]] = [[] for _ in bases]
    letters = [i for i, glyph in enumerate(bases) if glyph.text.strip()]
    for mark in (glyph for glyph in ordered if glyph.is_mark):
        marks[min(letters, key=lambda i: abs(bases[i].middle - mark.middle))].append(mark)
    return bases, marks


def _class_of(text: str) -> _Class:
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
        if kind == "EN":
            return "number"
        if kind == "AN":
            return "indic"
    return "neutral"


def _runs(classes: Sequence[_Class], strong: _Class, also: Sequence[_Class]) -> list[tuple[int, int]]:
    """Spans that begin and end with `strong` or `also` and hold at least one `strong` and none opposite."""
    opposite = {"rtl": "ltr", "ltr": "rtl"}[strong]
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for i, kind in enumerate([*classes, opposite]):
        if kind == opposite:
            if start is not None and any(classes[k] == strong for k in range(start, i)):
                spans.append((start, _last(classes, start, i, (strong, *also))))
            start = None
        elif start is None and (kind == strong or kind in also):
            start = i
    return spans


def _last(classes: Sequence[_Class], start: int, end: int, wanted: Sequence[str]) -> int:
    return max(i for i in range(start, end) if classes[i] in wanted) + 1


def _rtl_order(classes: Sequence[_Class], glyphs: Sequence[Glyph]) -> list[int]:
    """Indices of a line read from the right: turned round, Latin and numbers in it turned back."""
    kept = _runs(classes, "ltr", ("number",))
    inside = {i for start, end in kept for i in range(start, end)}
    kept += [span for span in _numbers(classes, glyphs) if span[0] not in inside]
    return _turned(0, len(classes), kept)


def _ltr_order(classes: Sequence[_Class], glyphs: Sequence[Glyph]) -> list[int]:
    """Indices of a line read from the left: Arabic in it turned round, numbers in that turned back."""
    order: list[int] = []
    at = 0
    numbers = _numbers(classes, glyphs)
    for start, end in _runs(classes, "rtl", ("indic",)):
        order += [*range(at, start)]
        order += _turned(start, end, [s for s in numbers if start <= s[0] and s[1] <= end])
        at = end
    return [*order, *range(at, len(classes))]


def _turned(start: int, end: int, kept: Sequence[tuple[int, int]]) -> list[int]:
    """The indices from `start` to `end` backwards, but each span of `kept` forwards."""
    first_of = {last - 1: first for first, last in kept}
    order: list[int] = []
    i = end - 1
    while i >= start:
        first = first_of.get(i, i)
        order += range(first, i + 1)
        i = first - 1
    return order


def _numbers(classes: Sequence[_Class], glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """Spans of digits with what stands between two of them."""
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(classes):
        if classes[i] not in ("number", "indic"):
            i += 1
            continue
        end = i + 1
        # After an Arabic letter a hyphen parts two numbers, which then run from the right: "12-13" is seen
        # as "13-12" (UAX 9, W2 and W4).
        free = classes[i] == "number" and "rtl" not in classes[i:]
        within = _IN_FREE_NUMBERS if free else _IN_NUMBERS
        while end < len(classes):
            joins = end + 1 < len(classes) and glyphs[end].text.strip() in within
            if classes[end] != classes[i] and not (joins and classes[end + 1] == classes[i]):
                break
            end += 1
        spans.append((i, end))
        i = end
    return spans


def _in_turned_runs(order: Sequence[int]) -> list[bool]:
    """For each place whether the text there runs backwards on the paper."""
    turned = []
    for n, i in enumerate(order):
        before = n > 0 and order[n - 1] == i + 1
        after = n + 1 < len(order) and order[n + 1] == i - 1
        turned.append(before or after)
    return turned


def _pairs(glyphs: Iterable[Glyph]) -> int:
    """How many closing brackets find one open before them."""
    found = depth = 0
    for glyph in glyphs:
        if glyph.text in _OPENING:
            depth += 1
        elif glyph.text in _CLOSING and depth:
            found += 1
            depth -= 1
    return found


def base_direction(text: str, otherwise: Direction = "ltr") -> Direction:
    """The direction a line is read in: that of most of its letters, `otherwise` where it has none."""
    arabic, latin = count_scripts(text)
    if arabic == latin:
        return otherwise
    return "rtl" if arabic > latin else "ltr"
