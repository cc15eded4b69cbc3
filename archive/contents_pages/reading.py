"""What is read: the pages of an issue with their words, and the streams they are read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from archive.canvas import Box
from archive.letters import count_scripts
from archive.words import Word, lines_of


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, box and the middle height of its words (canvas pixels), its block."""

    text: str
    box: Box
    height: float
    block: int


@dataclass(frozen=True)
class Leaf:
    """A page: its minted number, the number printed on it (None where none is known), its words."""

    number: int
    printed: int | None
    words: Sequence[Word]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines in reading order."""
        found = []
        for words in lines_of(self.words):
            box = Box.around(word.box for word in words)
            if box is not None:
                text = " ".join(word.text for word in words)
                found.append(Line(text, box, height_of(words), words[0].block))
        return tuple(found)

    def body(self, *, arabic: bool) -> float:
        """The height of most words in one script, in pixels: that of the running text; 0 without any."""
        heights = sorted(
            word.box.h for word in self.words if len(word.text) > 2 and is_arabic(word.text) is arabic
        )
        return float(median(heights)) if heights else 0.0


@dataclass(frozen=True, slots=True)
class Stream:
    """A way of reading: its number, its language and its pages in its order."""

    number: int
    language: str
    leaves: tuple[Leaf, ...]


def height_of(words: Sequence[Word]) -> float:
    """The middle height of the words that have letters, in pixels; of all where none has."""
    tall = [word.box.h for word in words if sum(map(str.isalpha, word.text)) > 1]
    return float(median(tall or [word.box.h for word in words] or [1]))


def is_arabic(text: str) -> bool:
    """Whether most letters of a text are Arabic."""
    arabic, latin = count_scripts(text)
    return arabic > latin
