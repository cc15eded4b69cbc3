"""A page's words as blocks and lines for the screen, found and doubtful words marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from statistics import median

from archive.alto import BlockKind
from archive.canvas import Box
from archive.letters import direction_of, main_language
from archive.words import Word, lines_of
from web.reading_contexts import Block, Line, Part

#: Words read with less confidence are shown as doubtful.
DOUBT = 0.6
#: A block whose letters are this much higher than most of the page's is a heading.
_HEADING = 1.45


def blocks_of(words: Sequence[Word], lit: Collection[Box] = ()) -> tuple[Block, ...]:
    """The page in reading order. `lit`: boxes of the words that the query found."""
    lines = lines_of(words)
    if not lines:
        return ()
    usual = median(_height(line) for line in lines)
    made: list[Block] = []
    number = 0
    for _, group in groupby(lines, key=lambda line: line[0].block):
        own = list(group)
        language = main_language((word.language, len(word.text)) for line in own for word in line)
        shown = []
        for line in own:
            number += 1
            shown.append(_line(number, line, lit))
        kind: BlockKind = "heading" if len(own) <= 4 and _tall(own, usual) else "text"
        made.append(Block(kind, language, direction_of(language), tuple(shown)))
    return tuple(made)


def _height(line: Sequence[Word]) -> float:
    return median(word.box.h for word in line)


def _tall(lines: Sequence[Sequence[Word]], usual: float) -> bool:
    return median(_height(line) for line in lines) >= _HEADING * usual


def _line(number: int, words: Sequence[Word], lit: Collection[Box]) -> Line:
    language = main_language((word.language, len(word.text)) for word in words)
    box = Box.around(word.box for word in words) or words[0].box
    return Line(number, _parts(words, lit), box, language, direction_of(language), _broken(words[-1]))


def _broken(word: Word) -> bool:
    """Whether a line ends in the middle of a word, at a hyphen."""
    return word.subs is not None and len(word.text) > 1 and word.text.endswith(("-", "\u00ad", "¬"))


def _parts(words: Sequence[Word], lit: Collection[Box]) -> tuple[Part, ...]:
    """Runs of words of one kind, blanks kept between them."""
    parts: list[Part] = []
    for place, word in enumerate(words):
        text = word.text if place == 0 else f" {word.text}"
        unsure = word.doubtful or (word.confidence is not None and word.confidence < DOUBT)
        doubt = unsure and not word.locked
        found = word.box in lit
        if not found and not doubt and parts and not parts[-1].lit and not parts[-1].doubt:
            parts[-1] = Part(parts[-1].text + text)
            continue
        if place and (found or doubt):  # the blank stands outside the mark
            parts.append(Part(" "))
            text = word.text
        parts.append(Part(text, found, doubt))
    return tuple(parts)
