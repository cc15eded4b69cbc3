"""What the pages of searching may show: results, the selection; values of all pages are in `contexts`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.alto import Direction
from index.condition import Kind
from index.coverage import Coverage
from web.contexts import IssueName, Link, Pager, Picture, Text
from web.issue_contexts import PageLink, Piece, Quality
from web.reading_contexts import Crop

#: Why a word is lit; "" for one that is not.
Why = Kind | Literal[""]


@dataclass(frozen=True, slots=True)
class LitPart:
    """A run of a snippet's text; `why`: it is lit, and for what reason."""

    text: str
    why: Why = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some printed lines of a page round what was found: their text, and the strip of the scan."""

    parts: tuple[LitPart, ...]
    lang: str
    dir: Direction
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: a page, or the pages of an issue or an article with the best one shown.

    `heading`: the article's, None where none is described. `name`: what the selection keeps it by
    ("pm4x7q2.p12"). `words`: how many words are lit on the page. `count`: pages of this issue or article
    that were found, `more`: the others. `lacks`: words of the query that are not on the page.
    """

    url: str
    name: str
    issue: IssueName
    page_label: str
    lines: tuple[Lines, ...]
    lang: str
    heading: Text | None = None
    cover: Picture | None = None
    quality: Quality = "good"
    words: int = 0
    count: int = 1
    more: tuple[PageLink, ...] = ()
    lacks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the result; choosing the current one again takes it away (its `url` says so)."""

    name: Literal["language", "decade", "section", "person", "organisation", "place", "subject", "quality"]
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is looked for beside the typed words, or was taken away; `url` does the other.

    `word`: what was typed; `text`: what is looked for ("" where it is other spellings of the word itself).
    """

    kind: Kind
    word: Text
    text: Text
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year: pages found, pages that were searched, found of each hundred; `on`: inside the chosen years.

    `other`: the years of the other calendar that it touches, told; `beside`: the one to stand on a scale.
    """

    year: int
    count: int
    searched: int
    rate: float
    url: str
    on: bool = False
    other: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """The years of a result. `by_rate`: bars show found pages of each hundred searched.

    `hijri`: the years are of the Hijri calendar; `calendars`: the ways to either, none where one is all.
    """

    bars: tuple[YearBar, ...]
    measures: tuple[Link, ...]
    by_rate: bool = False
    hijri: bool = False
    calendars: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many pages have a word of the query, and what may have been meant instead."""

    word: Text
    count: int
    url: str
    meant: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """A query and what it found. Without a query the page is the search form and how to use it.

    `total` pages in `issues` issues; `searched`: pages of the archive that were looked through. `groups`:
    how many issues or articles, where hits are gathered by them. `at_least`: the total is only known so
    far. `some`: pages with some of the words, `some_total` in all. `fields`: what else the form keeps,
    hidden; `limited`: something narrows the result, `everywhere` leads to it without. `worded`: there is a
    word to look for. `problem`: why the query could not be asked, told. `ways`: the same words asked
    otherwise (exact form, as a phrase).
    """

    query: str
    total: int = 0
    issues: int = 0
    groups: int = 0
    searched: int = 0
    at_least: bool = False
    hits: tuple[Hit, ...] = ()
    some: tuple[Hit, ...] = ()
    some_total: int = 0
    chips: tuple[Chip, ...] = ()
    ways: tuple[Link, ...] = ()
    facets: tuple[Facet, ...] = ()
    histogram: Histogram | None = None
    years: tuple[str, str] = ("", "")
    all_years: str = ""
    sorts: tuple[Link, ...] = ()
    gatherings: tuple[Link, ...] = ()
    pager: Pager | None = None
    fields: tuple[tuple[str, str], ...] = ()
    limited: bool = False
    worded: bool = True
    everywhere: str = ""
    words: tuple[WordCount, ...] = ()
    corrected: Link | None = None
    any_word: str = ""
    coverage: Coverage = field(default_factory=Coverage)
    notes: tuple[str, ...] = ()
    problem: str = ""
    exports: tuple[Link, ...] = ()
    feed: str = ""
    by: Literal["", "issue", "article"] = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page in a selection: its name, where it is, how it is cited."""

    name: str
    url: str
    issue: IssueName
    page_label: str
    citation: tuple[Piece, ...]
    heading: Text | None = None
    cover: Picture | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The pages that a reader has gathered, in their order; `formats`: of the export, in this order."""

    action: str
    kept: tuple[Kept, ...] = ()
    lost: int = 0
    formats: tuple[str, ...] = field(default=("ris", "bib", "csv", "json"))


@dataclass(frozen=True, slots=True)
class HelpPair:
    """What is typed and what is printed; `found`: one finds the other, or must not."""

    typed: Text
    printed: Text
    found: bool


@dataclass(frozen=True, slots=True)
class HelpPairs:
    """A published list of pairs: of Arabic, of French, of names across scripts."""

    name: Literal["ar", "fr", "names"]
    pairs: tuple[HelpPair, ...]

    @property
    def meeting(self) -> tuple[HelpPair, ...]:
        """Those that find each other."""
        return tuple(pair for pair in self.pairs if pair.found)

    @property
    def apart(self) -> tuple[HelpPair, ...]:
        """Those that do not."""
        return tuple(pair for pair in self.pairs if not pair.found)


@dataclass(frozen=True, slots=True)
class SearchHelp:
    """How to search, with the published lists."""

    lists: tuple[HelpPairs, ...]
