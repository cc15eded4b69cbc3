"""Where on the page a query's words stand: snippets for the results, boxes for the reader.

The same `terms` that were indexed run again over the page's words, so a hit and its lit words cannot
disagree. Words of a phrase are lit only where the phrase stands, words that must be near each other only
where they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from archive.alto import Direction
from archive.canvas import Box
from archive.letters import direction_of, main_language, without_bidi_marks
from archive.words import PackedWords, Word, alternatives_of, strings_of
from index import analysis, names
from index.condition import Kind, Leaf, Term
from index.page_terms import PageTerms
from index.query import Query

#: Letters of text that a snippet aims at: about two printed lines of a column.
SNIPPET_LETTERS = 160


@dataclass(frozen=True, slots=True)
class LitBox:
    """A word to light on the page: what of the query it is (an index into `Query.leaves`), why, where."""

    term: int
    box: Box
    kind: Kind = "word"


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
    #: For each part why it is lit; "" where it is not.
    why: tuple[Kind | Literal[""], ...] = ()

    @property
    def text(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True)
class Lit:
    """What a query lights on a page: for each word (by its place) the term it is, earlier terms first."""

    words: Sequence[Word]
    terms: dict[int, int]
    kinds: tuple[Kind, ...] = ()  # of each of the query's leaves

    @cached_property
    def lines(self) -> list[range]:
        """The printed lines, as places of their words."""
        if isinstance(self.words, PackedWords):
            return self.words.lines
        lines, at = [], 0
        for _, line in groupby(self.words, key=lambda word: (word.block, word.line)):
            length = len(list(line))
            lines.append(range(at, at + length))
            at += length
        return lines

    @cached_property
    def blocks(self) -> list[int]:
        """The block of each line."""
        if isinstance(self.words, PackedWords):
            return self.words.blocks
        return [self.words[line.start].block for line in self.lines]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The words as printed."""
        if isinstance(self.words, PackedWords):
            return self.words.texts
        return [word.text for word in self.words]


def light(query: Query, words: Sequence[Word]) -> Lit:
    """The words of a page that a query lights."""
    leaves = query.leaves
    page = PageTerms(strings_of(words))
    found: dict[int, int] = {}
    for number, leaf in enumerate(leaves):
        for places in page.lit_by(leaf):
            _mark(found, places, number)
    _light_alternatives(found, leaves, words)
    sought = {
        leaf.run[0]: number
        for number, leaf in enumerate(leaves)
        if isinstance(leaf, Term) and leaf.kind == "name"
    }
    if sought:
        _light_names(found, sought, words)
    return Lit(words, found, tuple(map(_kind, leaves)))


def boxes(query: Query, words: Sequence[Word]) -> tuple[LitBox, ...]:
    """All lit words of a page with their boxes, in reading order; both halves of a hyphenated word."""
    return boxes_of(light(query, words))


def boxes_of(lit: Lit) -> tuple[LitBox, ...]:
    """As `boxes`, of a page that is lit already."""
    return tuple(
        LitBox(term, lit.words[place].box, lit.kinds[term]) for place, term in sorted(lit.terms.items())
    )


def _kind(leaf: Leaf) -> Kind:
    return leaf.kind if isinstance(leaf, Term) else "word"


def _light_names(found: dict[int, int], sought: dict[str, int], words: Sequence[Word]) -> None:
    """Light the words that share a skeleton with a name that is sought."""
    for keys, places in names.on_page(strings_of(words)):
        for key in keys:
            if key in sought:
                _mark(found, places, sought[key])


def _light_alternatives(found: dict[int, int], leaves: Sequence[Leaf], words: Sequence[Word]) -> None:
    """Light a word whose other reading is one of the terms: hidden readings are searched word by word."""
    single = {
        leaf.run[0]: number
        for number, leaf in enumerate(leaves)
        if isinstance(leaf, Term) and len(leaf.run) == 1 and not leaf.exact and leaf.kind != "name"
    }
    for place, readings in alternatives_of(words):
        for reading in readings:
            for stem in analysis.stems(reading):
                if stem in single:
                    _mark(found, (place,), single[stem])


def snippets(
    query: Query, words: Sequence[Word], *, most: int = 1, size: int = SNIPPET_LETTERS
) -> list[Snippet]:
    """The best places of a page for a query, at most `most`, in reading order.

    Lines with more different words of the query come first, of equals those of longer blocks. A page that
    matches without a lit word (by a limit alone, or through a reading that is no longer shown) gives its
    first lines, nothing lit.
    """
    return snippets_of(light(query, words), most=most, size=size)


def snippets_of(lit: Lit, *, most: int = 1, size: int = SNIPPET_LETTERS) -> list[Snippet]:
    """As `snippets`, of a page that is lit already."""
    lines = lit.lines
    if not lines:
        return []
    starts = [line.start for line in lines]
    on_line: dict[int, set[int]] = {}
    for place, term in lit.terms.items():
        on_line.setdefault(bisect_right(starts, place) - 1, set()).add(term)
    different = [len(on_line.get(number, ())) for number in range(len(lines))]
    sizes = _block_sizes(lit)
    best = sorted(
        (n for n, count in enumerate(different) if count),
        key=lambda n: (-_worth(different, n), -sizes[lit.blocks[n]]),
    )
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


def _block_sizes(lit: Lit) -> dict[int, int]:
    """How much text each block has, up to a few lines: running text says more than a running head."""
    sizes: dict[int, int] = {}
    for line, block in zip(lit.lines, lit.blocks, strict=True):
        if sizes.get(block, 0) < SNIPPET_LETTERS:
            letters = sum(map(len, lit.texts[line.start : line.stop]))
            sizes[block] = min(sizes.get(block, 0) + letters, SNIPPET_LETTERS)
    return sizes


def _worth(different: list[int], line: int) -> float:
    """How many different words stand on a line, with half of what its better neighbour has."""
    around = max(different[line - 1] if line else 0, different[line + 1] if line + 1 < len(different) else 0)
    return different[line] + around / 2


def _grown(lit: Lit, line: int, size: int) -> range:
    """Lines round `line` in its block until they hold `size` letters: the richer side first, then down."""
    block = lit.blocks[line]
    window = range(line, line + 1)
    while sum(_letters(lit, n) for n in window) < size:
        sides = [n for n in (window.stop, window.start - 1) if 0 <= n < len(lit.lines)]
        sides = [n for n in sides if lit.blocks[n] == block]
        if not sides:
            break
        side = max(sides, key=lambda n: sum(place in lit.terms for place in lit.lines[n]))
        window = range(min(window.start, side), max(window.stop, side + 1))
    return window


def _letters(lit: Lit, line: int) -> int:
    return sum(len(lit.texts[place]) + 1 for place in lit.lines[line])


def _steady(text: str) -> str:
    """A word without marks that turn round what stands beside it: OCR and files of strangers have some."""
    return text if text.isascii() else without_bidi_marks(text)


def _snippet(lit: Lit, lines: list[range]) -> Snippet:
    places = [place for line in lines for place in line]
    words = [lit.words[place] for place in places]
    language = main_language((word.language, len(word.text)) for word in words)
    parts: list[tuple[str, bool]] = []
    why: list[Kind | Literal[""]] = []
    for place, word in zip(places, words, strict=True):
        for text, bright in ((" " if parts else "", False), (_steady(word.text), place in lit.terms)):
            if parts and parts[-1][1] == bright:
                parts[-1] = (parts[-1][0] + text, bright)
            elif text:
                parts.append((text, bright))
                why.append(lit.kinds[lit.terms[place]] if bright else "")
    return Snippet(
        parts=tuple(parts),
        language=language,
        direction=direction_of(language),
        region=Box.around(word.box for word in words) or words[0].box,
        boxes=tuple(lit.words[place].box for place in places if place in lit.terms),
        lines=tuple(lit.words[line.start].line for line in lines),
        why=tuple(why),
    )
