"""What the reader's page and the search page may show; values shared by all pages are in `contexts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import BlockKind, Direction
from archive.canvas import Box
from web.contexts import Bar, Download, Entry, IssueName, Link, PageLink, Pager, Picture, Quality, Text


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text: `lit` where the query matches, `doubt` where the machine was not sure."""

    text: str
    lit: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a page; `number` counts from 1 over the page and ties text and picture together."""

    number: int
    parts: tuple[Part, ...]
    box: Box
    lang: str
    dir: Direction


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    kind: BlockKind
    lang: str
    dir: Direction
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """The page's picture for everybody, its canvas in pixels, and the IIIF info.json for deep zoom."""

    picture: Picture
    width: int
    height: int
    info: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One page of a stream, its picture, text and neighbours.

    `previous` and `next` follow the stream; `dir` is the stream's direction: next lies to the left where it
    is rtl. `strip` holds all pages of the stream. `hits` are boxes in canvas pixels;
    `hit_previous`/`hit_next` are the neighbouring pages with a hit. `search` is the address the find form
    sends to (`q`, plus `fields` hidden); `goto` takes `?page=LABEL`, "" for no such form.
    """

    issue: IssueName
    issue_url: str
    label: str
    position: int
    of: int
    lang: str
    dir: Direction
    image: PageImage
    streams: tuple[Link, ...]
    contents: tuple[Entry, ...]
    strip: tuple[PageLink, ...]
    blocks: tuple[Block, ...]
    quality: Quality
    ark: str
    permanent: str
    search: str
    previous: PageLink | None = None
    next: PageLink | None = None
    query: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    hits: tuple[Box, ...] = ()
    hit_previous: PageLink | None = None
    hit_next: PageLink | None = None
    downloads: tuple[Download, ...] = ()
    goto: str = ""


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
