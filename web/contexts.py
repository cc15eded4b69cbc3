"""What each public page may show: one frozen dataclass a template, plain values only, never a stored record.

The views fill these, the templates in `templates/` of the same name read them, and nothing else passes
between. Addresses are ready to print (paths of this site, with the language); numbers are plain ints, which
the templates format; texts that people wrote carry their language and direction as `Text`; dates are told
in the reader's language (`archive.dates`). The reader and the search are in `reading_contexts`, the
desk in `desk_contexts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from archive.alto import Direction
from archive.letters import direction_of

IssueState = Literal["draft", "review", "published", "withdrawn"]
#: What stands in one place of a shelf; the four gaps are drawn differently.
SlotState = Literal["issue", "missing", "held", "unknown", "never"]
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
class Text:
    """Words of the record in their language; `supplied`: by the archive, in brackets. "" is missing."""

    value: str
    lang: str = "und"
    dir: Direction = "ltr"
    supplied: bool = False

    @staticmethod
    def of(value: str, lang: str, supplied: bool = False) -> Text:
        """`value` in `lang` (BCP 47), with that language's direction."""
        return Text(value, lang, direction_of(lang), supplied)

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the site: address, size in pixels (for the layout), what it shows, other sizes.

    `webp`: sizes as WebP, chosen before `srcset` by browsers that read it.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    srcset: str = ""
    webp: str = ""


@dataclass(frozen=True, slots=True)
class IssueName:
    """What an issue is called: "N° 143, mars 1975".

    `number`: as printed ("143", "12-13", "عدد خاص"), "" where none is known; `date`: told in the reader's
    language, "" where undated; `name`: what to call it when both are missing (its folder's name), may be
    empty.
    """

    number: str = ""
    date: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and its words; `current`: this is where the reader is, or what is chosen."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to the person in front of the screen, already translated."""

    text: str
    kind: Literal["note", "good", "warn", "bad"] = "note"


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: its code, its own name, this same page in it."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows: whose archive it is, in which language, who reads.

    `name` is the archive's name in the reader's language, `second_name` in another (shown small beside it).
    `here` names the section of the navigation. `canonical`: this page's full public address, `origin` its
    beginning. `contact`: e-mail or "". `saving`: the reader saves data, nothing is sent that can be done
    without.
    """

    name: Text
    language: str
    languages: tuple[Language, ...]
    second_name: Text | None = None
    demonstration: bool = False
    account: Account | None = None
    here: str = ""
    path: str = "/"
    canonical: str = ""
    origin: str = ""
    contact: str = ""
    publisher: Text | None = None
    notices: tuple[Notice, ...] = ()
    saving: bool = False

    @property
    def dir(self) -> Direction:
        """The direction of the reader's language."""
        return direction_of(self.language)

    def to(self, place: str = "") -> str:
        """The address of `place` ("years", "desk/ingest"; "" is home) in this language."""
        return f"/{self.language}/{place}" if place else f"/{self.language}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a page says of itself when it is passed on: title, description, the card's full address.

    `data`: JSON-LD, ready to print; `embed`: where oEmbed tells of it, "" for nowhere.
    """

    title: str
    description: str = ""
    image: str = ""
    kind: Literal["website", "article"] = "website"
    data: Markup | None = None
    embed: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The page that reads what a browser keeps; `url`: its own address."""

    url: str


@dataclass(frozen=True, slots=True)
class Embed:
    """What another site shows in a frame: a picture, its title, where it leads."""

    title: Text
    url: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One place on a shelf: an issue's cover, or a gap.

    `heading` stands on the board (a month, a decade); `wide`: takes two places (a double number);
    `count`: issues behind it (decades, years); `state` "issue" needs `picture` and `url`.
    """

    state: SlotState
    heading: str
    name: IssueName = IssueName()
    url: str = ""
    picture: Picture | None = None
    wide: bool = False
    count: int | None = None
    year: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A year in a histogram: how many, of these how many are gaps; `on`: inside the chosen years."""

    year: int
    count: int
    gaps: int = 0
    on: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """An article shown at length on the first page."""

    issue: IssueName
    issue_url: str
    cover: Picture
    heading: Text
    url: str
    excerpt: Text
    page_label: str
    peek: Picture | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The first page. With `issues` 0 it shows the empty shelves instead.

    `percent` of what was printed, None where no rule says what ought to exist. `past`: issues of this month
    (its name is `month`) in other years.
    """

    issues: int
    pages: int
    years: tuple[int, int] | None
    decades: tuple[Slot, ...]
    latest: tuple[Slot, ...]
    bars: tuple[Bar, ...]
    missing: int = 0
    feature: Feature | None = None
    about: Text | None = None
    percent: int | None = None
    month: str = ""
    past: tuple[Slot, ...] = ()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What was published last; `feed`: the same for feed readers."""

    slots: tuple[Slot, ...]
    count: int
    pager: Pager | None = None
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years: `years` are links labelled with the year, url "" for a year without issues."""

    start: int
    years: tuple[Link, ...]
    slots: tuple[Slot, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Years:
    """All years: a shelf a decade, a slot a year (its first cover). `undated`: issues without a date."""

    decades: tuple[Decade, ...]
    issues: int
    undated: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """One year as a wall of covers: twelve places, gaps as gaps; `more`: issues without a month."""

    year: int
    decades: tuple[Decade, ...]
    slots: tuple[Slot, ...]
    count: int
    expected: int
    previous: Link | None = None
    next: Link | None = None
    more: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Covers:
    """All covers of a decade on one wall: (year, its covers); `decades`: the others."""

    decade: int
    decades: tuple[Link, ...]
    walls: tuple[tuple[int, tuple[Slot, ...]], ...]
    count: int


#: What a square of the coverage map says; "" is no number at all.
CellState = Literal["", "issue", "missing", "held", "unknown", "never"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the coverage map: `months` wide. `url` leads to the issue, or to "I own this issue"."""

    state: CellState
    months: int = 1
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CoverageCounts:
    """How many numbers are in which state; `label`: of which years."""

    label: str
    expected: int
    scanned: int
    held: int
    missing: int
    never: int
    unknown: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class CoverageBlock:
    """A decade of the map: a row a year, twelve months wide."""

    start: int
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What ought to exist since the first number, and what the archive has of it.

    `rules`: how the magazine appeared, told; empty where no rule is set yet.
    """

    total: CoverageCounts
    decades: tuple[CoverageCounts, ...]
    blocks: tuple[CoverageBlock, ...]
    rules: tuple[str, ...]
    csv: str
    own: str


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


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of a list; a Link with an empty url is a gap ("…")."""

    pages: tuple[Link, ...]
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The staff's door. `error`: why the last try failed, told; `then`: where to go afterwards."""

    action: str
    name: str = ""
    error: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """What went wrong, told in the reader's language: sentence, remedy, number of the incident."""

    status: int
    message: str = ""
    remedy: str = ""
    incident: str = ""
