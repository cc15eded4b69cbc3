"""Where each word stands on the page: a page's text as blocks, lines and words, in reading order.

This module holds the types everybody passes round; `alto_files` reads ALTO 2-4 and writes ALTO 4.
All boxes are in canvas pixels (`canvas.py`). Text is in logical order, NFC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from archive.canvas import Box

Direction = Literal["ltr", "rtl"]

#: What a block is on the page. `text` is running text.
BlockKind = Literal["text", "heading", "caption", "running-head", "page-number", "advertisement", "table"]


@dataclass(frozen=True, slots=True)
class String:
    """One printed word.

    `confidence` is 0..1, None where nobody knows (a human line). `locked`: typed or confirmed by a person
    (ALTO CS). `subs`: the whole word where this is one part of a word hyphenated over a line end
    (ALTO SUBS_CONTENT). `alternatives`: other readings (ALTO ALTERNATIVE), searched but not shown.
    `doubtful`: not to be trusted until a second reading or a person confirms it, whatever its confidence
    (numbers in Arabic text; filed as an ALTO tag).
    """

    content: str
    box: Box
    confidence: float | None = None
    locked: bool = False
    subs: str | None = None
    alternatives: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, its words in reading order (for Arabic: the rightmost first)."""

    strings: tuple[String, ...]
    box: Box
    language: str | None = None  # BCP 47; None: as its block

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(string.content for string in self.strings)

    @property
    def locked(self) -> bool:
        """Whether a person has vouched for the whole line."""
        return bool(self.strings) and all(string.locked for string in self.strings)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that belong together, in one language and direction."""

    lines: tuple[TextLine, ...]
    box: Box
    language: str  # BCP 47: "ar", "fr", "und"
    direction: Direction
    kind: BlockKind = "text"


@dataclass(frozen=True, slots=True)
class AltoPage:
    """The text of one page; `blocks` stand in reading order.

    `width` and `height` are the canvas in pixels. `source` names what read it ("tesserocr 5.5.4 ara+fra …",
    "hand"). `pictures` are areas without text.
    """

    width: int
    height: int
    blocks: tuple[TextBlock, ...]
    language: str = "und"  # of most words
    direction: Direction = "ltr"
    source: str = ""
    pictures: tuple[Box, ...] = field(default=())

    def lines(self) -> Iterator[TextLine]:
        """All lines in reading order."""
        for block in self.blocks:
            yield from block.lines

    def strings(self) -> Iterator[String]:
        """All words in reading order."""
        for line in self.lines():
            yield from line.strings

    @property
    def text(self) -> str:
        """The page as plain text: a printed line a line, a blank line between blocks."""
        return "\n\n".join("\n".join(line.text for line in block.lines) for block in self.blocks)

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the words that have one, weighted by their length; None for none."""
        known = [(len(s.content), s.confidence) for s in self.strings() if s.confidence is not None]
        letters = sum(length for length, _ in known)
        return sum(length * value for length, value in known) / letters if letters else None
