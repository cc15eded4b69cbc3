"""Where on the page a query's words stand: snippets for the results, boxes for the reader.

The same `terms` that were indexed run again over the page's words, so a hit and its lit words cannot
disagree. Words of a phrase are lit only where the phrase stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from archive.alto import Direction
from archive.canvas import Box
from archive.letters import direction_of, main_language
from archive.words import Word
from index import analysis
from index.query import Query

#: Letters of text that a snippet aims at: about two printed lines of a column.
SNIPPET_LETTERS = 160


@dataclass(frozen=True, slots=True)
class LitBox:
    """A word to light on the page: which of the query's words it is (an index into `Query.sought`), where."""

    term: int
    box: Box


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few printed lines of a page round what was sought.

    `parts`: the text in pieces, each with whether it is lit. `region`: the box round the lines; `boxes`: of
    the lit words in it; both in canvas pixels. `lines`: line numbers on the page (as `Word.line`).
    """

    parts: tuple[tuple[str, bool], ...]
    language: str
    direction: Direction
    region: Box
    boxes: tuple[Box, ...]
    lines: tuple[int, ...]

    @property
    def text(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True)
class Lit:
    """What a query lights on a page: for each word (by its place) the term it is, earlier terms first."""

    words: Sequence[Word]
    terms: dict[int, int]

    @cached_property
    def lines(self) -> list[range]:
        """The printed lines, as places of their words."""
        lines, at = [], 0
        for _, line in groupby(self.words, key=lambda word: (word.block, word.line)):
            length = len(list(line))
            lines.append(range(at, at + length))
            at += length
        return lines


def light(query: Query, words: Sequence[Word]) -> Lit:
    """The words of a page that a query lights."""
    single = {run[0]: term for term, run in enumerate(query.sought) if len(run) == 1}
    runs = [(term, run) for term, run in enumerate(query.sought) if len(run) > 1]
    found: dict[int, int] = {}
    stems: list[str] = []
    places: list[tuple[int, ...]] = []
    for term in analysis.terms(words):
        if (number := single.get(term.text)) is not None:
            _mark(found, term.strings, number)
        if runs:
            stems.append(term.text)
            places.append(term.strings)
    for number, run in runs:
        for start in _starts(stems, run):
            for strings in places[start : start + len(run)]:
                _mark(found, strings, number)
    for place, word in enumerate(words):
        for reading in word.alternatives:
            for stem in analysis.stems(reading):
                if stem in single:
                    _mark(found, (place,), single[stem])
    return Lit(words, found)


def boxes(query: Query, words: Sequence[Word]) -> tuple[LitBox, ...]:
    """All lit words of a page with their boxes, in reading order; both halves of a hyphenated word."""
    lit = light(query, words)
    return tuple(LitBox(term, words[place].box) for place, term in sorted(lit.terms.items()))


def snippets(
    query: Query, words: Sequence[Word], *, most: int = 1, size: int = SNIPPET_LETTERS
) -> list[Snippet]:
    """The best places of a page for a query, at most `most`, in reading order.

    Lines with more different words of the query come first. A page that matches without a lit word (by a
    limit alone, or through a reading that is no longer shown) gives its first lines, nothing lit.
    """
    lit = light(query, words)
    lines = lit.lines
    if not lines:
        return []
    different = [len({lit.terms[place] for place in line if place in lit.terms}) for line in lines]
    best = sorted((n for n, count in enumerate(different) if count), key=lambda n: -_worth(different, n))
    chosen: list[range] = []
    for number in best or [0]:
        window = _grown(lit, number, size)
        if all(window.stop <= other.start or other.stop <= window.start for other in chosen):
            chosen.append(window)
        if len(chosen) == most:
            break
    return [_snippet(lit, [lines[n] for n in window]) for window in sorted(chosen, key=lambda w: w.start)]


def _mark(found: dict[int, int], strings: Iterable[int], term: int) -> None:
    for place in strings:
        found[place] = min(found.get(place, term), term)


def _starts(stems: list[str], run: tuple[str, ...]) -> Iterable[int]:
    for start in range(len(stems) - len(run) + 1):
        if stems[start] == run[0] and tuple(stems[start : start + len(run)]) == run:
            yield start


def _worth(different: list[int], line: int) -> float:
    """How many different words stand on a line, with half of what its better neighbour has."""
    around = max(different[line - 1] if line else 0, different[line + 1] if line + 1 < len(different) else 0)
    return different[line] + around / 2


def _grown(lit: Lit, line: int, size: int) -> range:
    """Lines round `line` in its block until they hold `size` letters: the richer side first, then down."""
    block = lit.words[lit.lines[line].start].block
    window = range(line, line + 1)
    while sum(_letters(lit, n) for n in window) < size:
        sides = [n for n in (window.stop, window.start - 1) if 0 <= n < len(lit.lines)]
        sides = [n for n in sides if lit.words[lit.lines[n].start].block == block]
        if not sides:
            break
        side = max(sides, key=lambda n: sum(place in lit.terms for place in lit.lines[n]))
        window = range(min(window.start, side), max(window.stop, side + 1))
    return window


def _letters(lit: Lit, line: int) -> int:
    return sum(len(lit.words[place].text) + 1 for place in lit.lines[line])


def _snippet(lit: Lit, lines: list[range]) -> Snippet:
    places = [place for line in lines for place in line]
    words = [lit.words[place] for place in places]
    language = main_language((word.language, len(word.text)) for word in words)
    parts: list[tuple[str, bool]] = []
    for place, word in zip(places, words, strict=True):
        for text, bright in ((" " if parts else "", False), (word.text, place in lit.terms)):
            if parts and parts[-1][1] == bright:
                parts[-1] = (parts[-1][0] + text, bright)
            elif text:
                parts.append((text, bright))
    return Snippet(
        parts=tuple(parts),
        language=language,
        direction=direction_of(language),
        region=Box.around(word.box for word in words) or words[0].box,
        boxes=tuple(lit.words[place].box for place in places if place in lit.terms),
        lines=tuple(lit.words[line.start].line for line in lines),
    )
