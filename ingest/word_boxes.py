"""Word boxes drawn tight around the ink: a reader's own are often too wide, in Arabic above all.

A line's letters are found on the picture and shared out among its words: between two words the letters are
parted at the widest white near the place where the reader parted them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from archive.alto import AltoPage, String, TextLine
from archive.canvas import Box
from ingest.components import Components, find_components
from ingest.frames import find_ink

#: The language whose boxes an engine of ours leaves loose; French ones are right (overlap with the ink 0.94).
_LOOSE = "ar"
#: Pixels across a page that is looked at: 200 dpi for A4.
_LOOK = 1650
#: How far letters reach out of the middling box of a line's words, and how far from where the reader put it
#: the white between two words is looked for, in heights of the line.
_REACH, _SEARCH = 0.3, 1.2
#: How many pixels of white a pixel of distance is worth.
_NEARNESS = 0.35
#: What shares this much of its width with a letter is part of it; Arabic tails reach under the next.
_OVERLAP = 0.5
#: From this many middling lines' heights on a line's words are too high to be true, up to where it may be a
#: headline.
_TALL, _HEADLINE = 1.35, 4.0
#: Larger components are pictures or rules, not letters: in heights of the line.
_LARGEST = 3.0
#: How sure a word in another language must be for its ink to be no Arabic word's: they may share a line.
_SURE = 0.5
#: How much wider than high a rule is, which stands under a running head: no joined letters are.
_RULE = 9


def tighten(page: AltoPage, canvas: Image.Image, *, every: bool = False) -> AltoPage:
    """The page with each word's box around its ink on `canvas` (grey or colour, the page's size).

    `every`: words of all languages, where nobody knows how the boxes were made. Words, lines and their order
    stay. A word whose ink cannot be told keeps its box. About 0.1 s.
    """
    if not page.blocks:
        return page
    step = max(1, round(canvas.width / _LOOK))
    grey = canvas if canvas.mode == "L" else canvas.convert("L")
    components, _ = find_components(find_ink(np.asarray(grey.reduce(step))))
    ink = _Ink(components, step)

    bands = _Bands(page, ink, every=every)
    strips = [
        bands.of(line) if every or (line.language or block.language) == _LOOSE else None
        for block in page.blocks
        for line in block.lines
    ]
    others = [
        string.box
        for block in page.blocks
        for line in block.lines
        if not every and (line.language or block.language) != _LOOSE
        for string in line.strings
        if (string.confidence or 0.0) >= _SURE
    ]
    letters = iter(_letters_of(strips, others, ink))
    blocks = []
    for block in page.blocks:
        lines = tuple(_tightened(line, next(letters), ink, page.width, page.height) for line in block.lines)
        blocks.append(replace(block, lines=lines, box=reduce(Box.union, (line.box for line in lines))))
    return replace(page, blocks=tuple(blocks))


class _Bands:
    """The strip of the page each line's words stand in.

    A reader's boxes of one line may reach over three; such a line gets a strip as high as the page's others
    have, where there is ink that is no other line's.
    """

    def __init__(self, page: AltoPage, ink: _Ink, *, every: bool) -> None:
        self._ink = ink
        loose = (block for block in page.blocks if every or block.language == _LOOSE)
        lines = [line for block in loose for line in block.lines]
        self._height = median(_band(line).h for line in lines) if lines else 0
        self._sure = [band for band in map(_band, lines) if band.h <= _TALL * self._height]

    def of(self, line: TextLine) -> Box:
        """The strip of one line."""
        band = _band(line)
        # A headline is high by itself; what is read of running text is not that high.
        if band.h <= _TALL * self._height or band.h > _HEADLINE * self._height:
            return band
        height = round(self._height)
        places = range(band.y, band.bottom - height + 1, max(1, height // 12))
        best = max(places, key=lambda y: self._free_ink(Box(band.x, y, band.w, height)))
        return Box(band.x, best, band.w, height)

    def _free_ink(self, place: Box) -> float:
        """How much ink stands in a strip and in no other line's."""
        letters = self._ink.within(place, _LARGEST * place.h)
        middle_x = self._ink.x[letters] + self._ink.w[letters] / 2
        middle_y = self._ink.middle[letters]
        free = np.ones(len(letters), dtype=np.bool_)
        for band in self._sure:
            if band.overlap(place):
                inside = (middle_x >= band.x) & (middle_x < band.right)
                free &= ~(inside & (middle_y >= band.y) & (middle_y < band.bottom))
        return float((self._ink.w[letters] * self._ink.h[letters])[free].sum())


class _Ink:
    """The components of a page's ink, in canvas pixels, found by where they stand."""

    def __init__(self, components: Components, step: int) -> None:
        order = np.argsort(components.y + components.h / 2, kind="stable")
        self.x, self.y, self.w, self.h = (
            getattr(components, name)[order] * step for name in ("x", "y", "w", "h")
        )
        self.middle = self.y + self.h / 2

    def within(self, box: Box, tallest: float) -> NDArray[np.int64]:
        """Which components have their middle in a box, are no higher than `tallest` and no rules."""
        first, last = np.searchsorted(self.middle, (box.y, box.bottom))
        near = np.arange(first, last)
        middle = self.x[near] + self.w[near] / 2
        wide, high = self.w[near], self.h[near]
        rule = (wide > _RULE * high) & (wide > tallest)
        chosen = (middle >= box.x) & (middle < box.right) & (high <= tallest) & ~rule
        return np.asarray(near[chosen])


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters that overlap as seen from above: a letter with its dots, or joined letters."""

    left: int
    right: int
    letters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a line (numbers of components), its strip of the page, and how far they may reach."""

    band: Box
    area: Box
    letters: NDArray[np.int64]


def _letters_of(strips: Sequence[Box | None], others: Sequence[Box], ink: _Ink) -> list[_Letters | None]:
    """Which letters are each line's; None for a line that is left as it is. Those inside `others` are none's.

    A tail that reaches for the line below, and a dot above its letter, are within reach of two lines: they
    are the one's whose strip they share more of, or are nearer to.
    """
    owner = np.full(len(ink.x), -1)
    best = np.full(len(ink.x), -np.inf)
    for box in others:
        best[ink.within(box, np.inf)] = np.inf
    areas: list[Box | None] = []
    for number, band in enumerate(strips):
        areas.append(None)
        if band is None:
            continue
        reach = round(_REACH * band.h)
        area = Box(band.x - reach, band.y - reach, band.w + 2 * reach, band.h + 2 * reach)
        near = ink.within(area, _LARGEST * band.h)
        top, foot = ink.y[near], (ink.y + ink.h)[near]
        # Rows shared, less than none where there is white between.
        shared = (np.minimum(foot, band.bottom) - np.maximum(top, band.y)) / ink.h[near]
        chosen = near[shared > best[near]]
        owner[chosen], best[chosen] = number, shared[shared > best[near]]
        areas[-1] = area
    return [
        None if band is None or area is None else _Letters(band, area, np.flatnonzero(owner == number))
        for number, (band, area) in enumerate(zip(strips, areas, strict=True))
    ]


def _tightened(line: TextLine, own: _Letters | None, ink: _Ink, width: int, height: int) -> TextLine:
    runs = _runs(own.letters, ink) if own is not None else []
    if own is None or not runs:
        return line
    band, area = own.band, own.area
    places = sorted(range(len(line.strings)), key=lambda n: _middle(line.strings[n].box))
    words = [line.strings[n] for n in places]
    found: dict[int, String] = {}
    for n, part in zip(places, _shared_out(runs, words, band.h), strict=True):
        inside = [letter for run in part for letter in run.letters]
        found[n] = _around(line.strings[n], inside, ink, area, width, height)
    strings = tuple(found[n] for n in range(len(line.strings)))
    return replace(line, strings=strings, box=reduce(Box.union, (string.box for string in strings)))


def _band(line: TextLine) -> Box:
    """The line's words as one box, its top and foot those of a middling word: some reach into other lines."""
    boxes = [string.box for string in line.strings]
    top, foot = round(median(box.y for box in boxes)), round(median(box.bottom for box in boxes))
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    return Box(left, top, right - left, max(1, foot - top))


def _middle(box: Box) -> float:
    return box.x + box.w / 2


def _runs(letters: NDArray[np.int64], ink: _Ink) -> list[_Run]:
    runs: list[_Run] = []
    for letter in letters[np.argsort(ink.x[letters], kind="stable")].tolist():
        left, right = int(ink.x[letter]), int(ink.x[letter] + ink.w[letter])
        if runs and runs[-1].right - left > _OVERLAP * min(right - left, runs[-1].right - runs[-1].left):
            last = runs[-1]
            runs[-1] = _Run(last.left, max(last.right, right), (*last.letters, letter))
        else:
            runs.append(_Run(left, right, (letter,)))
    return runs


def _shared_out(runs: list[_Run], words: list[String], height: int) -> list[list[_Run]]:
    """The runs of each word; words from left to right."""
    # Parts of the line from one run to the next, by how well a word may end there.
    cuts = [0]
    for word, following in pairwise(words):
        expected = (word.box.right + following.box.x) / 2
        best, best_score = cuts[-1], -np.inf
        for n in range(cuts[-1] + 1, len(runs)):
            white = runs[n].left - runs[n - 1].right
            away = abs((runs[n].left + runs[n - 1].right) / 2 - expected)
            score = white - _NEARNESS * away
            if away <= _SEARCH * height and score > best_score:
                best, best_score = n, score
        cuts.append(best)
    cuts.append(len(runs))
    return [runs[first:last] for first, last in pairwise(cuts)]


def _around(word: String, own: list[int], ink: _Ink, area: Box, width: int, height: int) -> String:
    if not own:
        return word
    chosen = np.array(own)
    left, right = int(ink.x[chosen].min()), int((ink.x + ink.w)[chosen].max())
    top = max(area.y, int(ink.y[chosen].min()))
    foot = min(area.bottom, int((ink.y + ink.h)[chosen].max()))
    return replace(word, box=Box(left, top, right - left, max(1, foot - top)).within(width, height))
