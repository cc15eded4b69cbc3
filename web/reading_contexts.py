"""What the search page may show, and a page's text; the reader is in `reader_contexts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import BlockKind, Direction
from archive.canvas import Box
from web.contexts import Bar, IssueName, Link, Pager, Picture, Quality, Text


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found. `heading`: the article's, None where unknown (the issue stands instead)."""

    url: str
    issue: IssueName
    page_label: str
    snippet: tuple[Part, ...]
    lang: str
    dir: Direction
    heading: Text | None = None
    cover: Picture | None = None
    crop: Crop | None = None
    quality: Quality = "good"


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the result; choosing the current one again takes it away (its `url` says so)."""

    name: Literal["language", "decade", "quality"]
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many pages have a word of the query, and what may have been meant instead."""

    word: str
    count: int
    url: str
    meant: str = ""
    meant_url: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A query and what it found. Without a query the page is the search form and how to use it.

    `total` pages in `issues` issues; `searched`: pages of the archive that were looked through; `fields`:
    what else the form keeps, hidden; `problem`: why the query could not be asked, told; `note`: a warning
    about the result. `years`: chosen first and last year, "" for none.
    """

    query: str
    total: int = 0
    issues: int = 0
    searched: int = 0
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    bars: tuple[Bar, ...] = ()
    years: tuple[str, str] = ("", "")
    all_years: str = ""
    sorts: tuple[Link, ...] = ()
    pager: Pager | None = None
    fields: tuple[tuple[str, str], ...] = ()
    words: tuple[WordCount, ...] = ()
    any_word: str = ""
    note: str = ""
    problem: str = ""
