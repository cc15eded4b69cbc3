"""What the reader's page may show: leaves, the halves they belong to, and where every control leads.

Plain frozen values as in `contexts`; every control is an address, so each of them works without a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from archive.canvas import Box
from web.contexts import IssueName, Known, Link, Picture
from web.issue_contexts import Cite, Download, Entry, PageLink, Quality
from web.reading_contexts import Block
from web.reading_state import Panel, View

#: How a page is turned on the screen, in degrees.
Turned = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True)
class PageImage:
    """The page's picture for everybody, its canvas in pixels, and the IIIF info.json for deep zoom."""

    picture: Picture
    width: int
    height: int
    info: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page on the screen. `url`: it alone; `hits` and `zone` in canvas pixels.

    `words_url`: every word's box; `blocks` are its text, empty where the view shows none. `name`, `previous`,
    `next` are set for a page that lies beside the one read: which issue it is of, and how it is turned
    without turning the other.
    """

    number: int
    label: str
    url: str
    lang: str
    dir: Direction
    image: PageImage
    current: bool = False
    turn: Turned = 0
    hits: tuple[Box, ...] = ()
    zone: Box | None = None
    words_url: str = ""
    blocks: tuple[Block, ...] = ()
    quality: Quality = "none"
    name: IssueName | None = None
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """A way of reading the issue and its pages in order; `current`: the one being read."""

    lang: str
    dir: Direction
    current: bool
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where "next" or "previous" leads. `seam`: the language of a half that begins there, else ""."""

    label: str
    url: str
    seam: str = ""


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A way of looking at the issue."""

    view: View
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PanelLink:
    """Opens or closes a panel of a wide screen."""

    panel: Panel
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Another page that was found; `issue` where it is in another one."""

    label: str
    url: str
    issue: IssueName | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words are: on how many pages, which of them this is (0: none), the ones before and after.

    `results`: the page of results one came from, "" for a search inside the issue.
    """

    pages: int
    place: int
    previous: FoundPage | None = None
    next: FoundPage | None = None
    results: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A zone of the page: what to link to, the picture with its source beneath, how to cite it."""

    url: str
    picture_url: str
    citation: str
    close_url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be laid beside the page. `pair_url`: the same article in the other language, "" for none.

    `action` takes `?beside=`, a printed page number or an ark; `close_url`: lay it away again, "" for nothing
    there.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    next_url: str = ""
    pair_url: str = ""
    close_url: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A place in an issue.

    `dir` is the stream's direction: next lies to the left where it is rtl, whatever the reader's language.
    `leaves`: one page; two as they lie (None where nothing lies); all of them; none in the grid. `halves` in
    the order in which they lie on a table, left to right. `contents` of this half, `contents_beyond` the
    seam. `search` looks in the whole archive; `action` (with `fields`, hidden) is this page for the find form
    and, with `?page=LABEL`, for going to a printed page number.
    """

    issue: IssueName
    issue_url: str
    key: str
    number: int
    label: str
    position: int
    of: int
    lang: str
    dir: Direction
    view: View
    leaves: tuple[Leaf | None, ...]
    halves: tuple[Half, ...]
    streams: tuple[Link, ...]
    contents: tuple[Entry, ...]
    contents_beyond: tuple[Entry, ...]
    views: tuple[ViewLink, ...]
    panels: tuple[PanelLink, ...]
    ark: str
    permanent: str
    citation: str
    cite: Cite
    action: str
    fields: tuple[tuple[str, str], ...]
    turn_url: str
    beside: Beside
    previous: Step | None = None
    next: Step | None = None
    query: str = ""
    search: str = ""
    found: Found | None = None
    clip: Clip | None = None
    downloads: tuple[Download, ...] = ()
    known: Known | None = None
    #: Where readers propose corrections of this page's text; "" where they may not.
    correct_url: str = ""

    @property
    def open(self) -> frozenset[str]:
        """The names of the open panels."""
        return frozenset(link.panel for link in self.panels if link.current)
