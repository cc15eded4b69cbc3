"""A page's text and strips of its picture; see `reader_contexts` and `search_contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.alto import BlockKind, Direction
from archive.canvas import Box
from web.contexts import Picture


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text: `lit` where the query matches, `doubt` where the machine was not sure."""

    text: str
    lit: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a page; `number` counts from 1 over the page and ties text and picture together.

    `broken`: its last word goes on in the next line; the last letter is the hyphen.
    """

    number: int
    parts: tuple[Part, ...]
    box: Box
    lang: str
    dir: Direction
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    kind: BlockKind
    lang: str
    dir: Direction
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Crop:
    """A strip of a page: its picture, its size in canvas pixels, boxes counted from its corner."""

    picture: Picture
    width: int
    height: int
    boxes: tuple[Box, ...]
