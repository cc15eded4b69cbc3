"""What shelves show: the first page, years, covers, arrivals, and the map of what ought to exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from web.contexts import IssueName, Known, Link, Pager, Picture, Text

#: What stands in one place of a shelf; the four gaps are drawn differently.
SlotState = Literal["issue", "missing", "held", "unknown", "never"]
_UNNAMED = IssueName()


@dataclass(frozen=True, slots=True)
class Slot:
    """One place on a shelf: an issue's cover, or a gap.

    `heading` stands on the board (a month, a decade); `wide`: takes two places (a double number);
    `count`: issues behind it (decades, years); `state` "issue" needs `picture` and `url`.
    """

    state: SlotState
    heading: str
    name: IssueName = _UNNAMED
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
