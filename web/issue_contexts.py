"""What an issue's page shows: covers as doors, pages, contents, facts, downloads, how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from web.contexts import IssueName, IssueState, Known, Picture, Text

Quality = Literal["human", "good", "fair", "poor", "none"]
#: The facts an issue's page can list, in this order; labels are in `templates/parts/labels.html`.
FactName = Literal[
    "title",
    "theme",
    "description",
    "date",
    "hijri",
    "numbering",
    "publisher",
    "condition",
    "quality",
    "rights",
]


@dataclass(frozen=True, slots=True)
class Door:
    """A way of reading an issue: a stream with its own cover and direction. `url`: its first page."""

    number: int
    lang: str
    dir: Direction
    pages: int
    url: str
    cover: Picture | None = None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a stream: its printed label (or its place, as text), where it is, its thumbnail."""

    label: str
    url: str
    picture: Picture | None = None
    current: bool = False
    found: bool = False


@dataclass(frozen=True, slots=True)
class PageStrip:
    """The pages of one stream in its order."""

    lang: str
    dir: Direction
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a table of contents."""

    heading: Text
    page_label: str
    url: str
    section: Text | None = None
    byline: Text | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the contents: the article in the first door's language and its pair; either None."""

    first: Entry | None
    second: Entry | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the description. `values` empty: known to be missing, and said so."""

    name: FactName
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: what it is, in which language, bytes (0: not known)."""

    kind: Literal["pdf", "text", "manifest", "image", "alto"]
    url: str
    lang: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a citation: `kind` "" is punctuation and words of the style, the rest values."""

    text: str
    kind: Literal["", "value", "title", "url"] = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """How something is cited, for `parts/cite.html`: two styles, files for programs, what else to know."""

    chicago: tuple[Piece, ...]
    iso690: tuple[Piece, ...]
    bibtex: str
    ris: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: covers as doors (own language first), order of pages, contents, facts, downloads.

    `ark`: "ark:/99999/pm4x7q2"; `permanent`: its full public address; `year_url`: its year's wall.
    `edit_url`: where the signed-in archivist describes it, "" for everybody else; `keep_url`: what a browser
    keeps of it.
    """

    name: IssueName
    state: IssueState
    pages: int
    doors: tuple[Door, ...]
    strips: tuple[PageStrip, ...]
    contents: tuple[Pair, ...]
    facts: tuple[Fact, ...]
    downloads: tuple[Download, ...]
    ark: str
    permanent: str
    manifest: str
    year: str = ""
    year_url: str = ""
    hijri: str = ""
    cite: Cite | None = None
    edit_url: str = ""
    known: Known | None = None
    keep_url: str = ""
