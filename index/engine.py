"""What a search engine is to us: pages as terms in, pages with counts out.

An engine knows only what a page says (DESIGN §5.5). Dates, states and titles stay in the store; a limit by
year arrives here as a set of issues, and facets leave as counts by issue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeVar

from archive.errors import ArchiveError, BadSetting
from archive.quality import Label
from archive.settings import Settings
from archive.words import Word, alternatives_of, strings_of
from index import analysis
from index.counting import Cell
from index.matching import Field, Ints
from index.query import Query

K = TypeVar("K")

Sort = Literal["relevance", "oldest", "newest"]

#: Deepest hit that can be asked for; who needs more limits the search or exports it.
DEEPEST = 10_000


#: How long a search may take; what was found until then is answered, and said to be partial.
SECONDS = 2.0

Problem = Literal["", "absent", "damaged", "version"]


class NoIndex(ArchiveError):
    """There is no usable index: none was made, it is damaged, or another version made it (`problem`)."""

    exit_code = 2
    status = 503
    problem: Problem = "absent"


class IndexBusy(ArchiveError):
    """Another process is writing the index."""

    exit_code = 1
    status = 503


@dataclass(frozen=True, slots=True)
class Document:
    """A page as it is indexed.

    `quality` is 0..1, None unknown; `replaced`: readings no longer shown; `names`: skeleton keys of the
    names on it.
    """

    page_id: int
    issue_id: int
    language: str
    quality: float | None
    change: int
    words: Sequence[Word]
    replaced: str = ""
    names: tuple[str, ...] = ()

    def shown(self) -> list[str]:
        """The light terms of the shown text, by position."""
        return [stem for text in self._printed() for stem in analysis.stems(text)]

    def hidden(self) -> list[str]:
        """The light terms of replaced readings and alternatives; their order means nothing."""
        readings = [reading for _, some in alternatives_of(self.words) for reading in some]
        return [stem for text in (*readings, self.replaced) for stem in analysis.stems(text)]

    def normalised(self) -> str:
        """The shown text as normalised words, one blank before, between and after."""
        words = [norm for text in self._printed() for norm in analysis.norms(text)]
        return f" {' '.join(words)} "

    def _printed(self) -> Iterator[str]:
        return (text for text, _ in analysis.printed(strings_of(self.words)))


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index at a glance: which version made it, the last change in it, its pages, what is wrong."""

    version: str
    upto: int
    pages: int
    problem: Problem = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes made in one commit: pages new or changed, pages to take out, the change it reaches."""

    documents: tuple[Document, ...]
    removed: tuple[int, ...]
    upto: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches; a higher score is better."""

    page_id: int
    issue_id: int
    score: float


class Lexeme(NamedTuple):
    """A term of the index, and on how many pages it stands."""

    text: str
    pages: int


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: exact total, the hits of one screen, and counts for facets.

    `counts` is over all visible pages that match, before limits by issue, language and quality, so that a
    facet shows what choosing another value would give. `partial`: time or a limit cut the search short; "at
    least `total`".
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[Cell, int] = field(default_factory=dict)
    partial: bool = False

    @property
    def by_issue(self) -> dict[int, int]:
        """Matching pages of each issue."""
        return _folded((cell.issue, number) for cell, number in self.counts.items())

    @property
    def by_language(self) -> dict[str, int]:
        """Matching pages in each language."""
        return _folded((cell.language, number) for cell, number in self.counts.items())


@dataclass(frozen=True, slots=True)
class Scope:
    """Which pages may answer. None: no limit.

    `visible` (issues) and `hidden` (pages) are what may be seen at all; `pages` narrows it (those of a
    section, of a person). `issues`, `languages` and `qualities` are the reader's limits that facets count
    beyond. `ranks`: each issue's place in time, for the order by date.
    """

    visible: Collection[int] | None = None
    hidden: Collection[int] = ()
    issues: Collection[int] | None = None
    languages: Collection[str] | None = None
    ranks: Mapping[int, int] = field(default_factory=dict)
    pages: Collection[int] | None = None
    qualities: Collection[Label | Literal[""]] | None = None


class SearchEngine(Protocol):
    """An index of pages. Searches may come from many threads at once; one process writes at a time."""

    version: str

    def state(self) -> IndexState:
        """What there is now. Never raises for a missing or damaged index: it says so."""

    def update(self, batch: Batch) -> None:
        """Make the changes of a batch, in one commit: afterwards they survive a power cut.

        Raises IndexBusy, NoSpace, and NoIndex where the index must be rebuilt first.
        """

    def rebuild(self, batches: Iterable[Batch]) -> None:
        """Build a new index aside from all batches, then put it in the place of the old one at once."""

    def tidy(self, most: int | None = None) -> bool:
        """Make the index faster to read, touching at most `most` pages; False where nothing was to do."""

    def search(
        self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance"
    ) -> Results:
        """The pages that satisfy `query.condition` (its limits are the caller's to put in the scope).

        Raises NoIndex where there is none to ask.
        """

    def pages(self, query: Query, scope: Scope) -> Ints:
        """The ids of all pages that match, ascending. Raises NoIndex."""

    def lexicon(self, start: str = "", *, field: Field = "text", limit: int | None = None) -> list[Lexeme]:
        """The terms that begin so, in order, and on how many pages each stands (deleted ones may count).

        `field`: stems of the shown text, or "names" for skeleton keys. Raises NoIndex.
        """

    def close(self) -> None:
        """Give files and memory back."""


def engine_for(settings: Settings) -> SearchEngine:
    """The engine that `ARCHIVE_SEARCH` names. Raises BadSetting."""
    name, colon, place = settings.search_url.partition(":")
    if name == "whoosh" and colon and place:
        from index.whoosh_engine import WhooshEngine

        return WhooshEngine(Path(place))
    if name == "tantivy" and colon and place:
        try:
            from index.tantivy_engine import TantivyEngine
        except ModuleNotFoundError as error:
            raise BadSetting(
                "The search engine {address} is not installed.",
                'Install the archive with its extra "fast", or leave ARCHIVE_SEARCH unset.',
                address=settings.search_url,
            ) from error
        return TantivyEngine(Path(place))
    raise BadSetting(
        "The search engine {address} is not known.",
        "Leave ARCHIVE_SEARCH unset, or set it to whoosh:FOLDER or tantivy:FOLDER.",
        address=settings.search_url,
    )


def _folded(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    counts: dict[K, int] = {}
    for key, number in pairs:
        counts[key] = counts.get(key, 0) + number
    return counts
