"""A question to the archive and its answer: the index's hits joined with what the store knows.

The site and the terminal ask through here. Years, issues and who may see what become a set of issues before
the index is asked (DESIGN §5.5, §5.6), counts by issue become counts by year after. Every hit is looked up
in the store before it is given out: the index is never believed about what may be seen.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from archive.queries import changes, issues, pages
from archive.queries.issues import IssueFacts
from archive.queries.pages import PageFacts
from archive.store import Session, Store
from archive.words import Word, unpack
from index.engine import Results, Scope, SearchEngine, Sort
from index.highlighting import LitBox, Snippet, boxes, snippets
from index.query import InIssue, InLanguage, Limit, Query, Years, parse


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that answers: its facts and its issue's, the words on it, where they are lit."""

    page: PageFacts
    issue: IssueFacts
    score: float
    words: tuple[Word, ...]
    snippets: tuple[Snippet, ...]
    boxes: tuple[LitBox, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `total` and `issues` (how many) are exact, within all limits.

    `years` and `languages` count pages for each choice as if it were the one made: the year counts ignore
    the limit by year, the language counts the limit by language. Issues without a date count under None.
    `partial`: the time ran out and some pages were not looked at.
    """

    query: Query
    total: int
    issues: int
    hits: tuple[FoundPage, ...]
    years: dict[int | None, int]
    languages: dict[str, int]
    partial: bool = False

    @property
    def decades(self) -> dict[int | None, int]:
        """`years`, ten at a time: 1960 stands for 1960 to 1969."""
        counts: dict[int | None, int] = {}
        for year, number in self.years.items():
            decade = None if year is None else year // 10 * 10
            counts[decade] = counts.get(decade, 0) + number
        return counts


def search(
    store: Store,
    engine: SearchEngine,
    text: str | Query,
    *,
    public: bool,
    limits: Iterable[Limit] = (),
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
    most_snippets: int = 1,
) -> Answer:
    """Answer a query.

    `text`: as typed, or already read. `public`: as signed-out visitors may see the archive. `limits`: more
    limits than the typed ones (from a form). A query without words finds every page within its limits, one
    without either nothing. Raises NoIndex where there is no index to ask.
    """
    query = parse(text) if isinstance(text, str) else text
    query = replace(query, limits=tuple(dict.fromkeys((*query.limits, *limits))))
    if not query:
        return Answer(query, 0, 0, (), {}, {})
    with store.read() as session:
        facts = _facts(store, session, public=public)
        chosen = {issue.id for issue in facts.values() if _within(issue, query)}
        languages = {one.language for one in query.limits if isinstance(one, InLanguage)} or None
        ranks = {key: rank for rank, (key, issue) in enumerate(facts.items()) if issue.date_from}
        hidden = pages.hidden_ids(session) if public else frozenset()
        scope = Scope(facts.keys(), hidden, chosen, languages, ranks)
        results = engine.search(query, scope, limit=limit, offset=offset, sort=sort)
        shown = pages.for_hits(session, [hit.page_id for hit in results.hits], public=public)
    found = []
    for hit in results.hits:
        page = shown.get(hit.page_id)
        if page is not None and page.issue_id in facts:
            words = unpack(page.words)
            lit = tuple(snippets(query, words, most=most_snippets))
            found.append(FoundPage(page, facts[page.issue_id], hit.score, words, lit, boxes(query, words)))
    return _answer(query, facts, results, found)


def _within(issue: IssueFacts, query: Query, *, any_year: bool = False) -> bool:
    """Whether an issue satisfies the limits by year and issue: one of each kind that is given."""
    years = [one for one in query.limits if isinstance(one, Years)]
    keys = [one.key for one in query.limits if isinstance(one, InIssue)]
    if keys and issue.key not in keys:
        return False
    return any_year or not years or any(_in_years(issue.year, one) for one in years)


def _in_years(year: int | None, years: Years) -> bool:
    return year is not None and (years.first or 0) <= year <= (years.last or 9999)


def _answer(
    query: Query, facts: dict[int, IssueFacts], results: Results, found: Sequence[FoundPage]
) -> Answer:
    languages = {one.language for one in query.limits if isinstance(one, InLanguage)}
    by_year: dict[int | None, int] = {}
    by_language: dict[str, int] = {}
    holding: set[int] = set()
    for (issue_id, language, _), number in results.counts.items():
        issue = facts[issue_id]
        spoken = not languages or language in languages
        if spoken and _within(issue, query, any_year=True):
            by_year[issue.year] = by_year.get(issue.year, 0) + number
        if _within(issue, query):
            by_language[language] = by_language.get(language, 0) + number
            if spoken:
                holding.add(issue_id)
    years = dict(sorted(by_year.items(), key=lambda one: (one[0] is None, one[0] or 0)))
    most_first = dict(sorted(by_language.items(), key=lambda one: (-one[1], one[0])))
    return Answer(query, results.total, len(holding), tuple(found), years, most_first, results.partial)


# Facts of 800 issues take some 10 ms to read. They are kept until any field of any record changes or the day
# does (embargoes end by the calendar), so that what is searched is never older than the store.
_kept: WeakKeyDictionary[Store, dict[bool, tuple[tuple[int, date], dict[int, IssueFacts]]]] = (
    WeakKeyDictionary()
)
_kept_lock = threading.Lock()


def _facts(store: Store, session: Session, *, public: bool) -> dict[int, IssueFacts]:
    """The issues that may be seen, by id, in order of time."""
    now = (changes.newest(session), date.today())  # noqa: DTZ011 - as archive.publication counts days
    with _kept_lock:
        kept = _kept.setdefault(store, {}).get(public)
    if kept is not None and kept[0] == now:
        return kept[1]
    facts = {issue.id: issue for issue in issues.facts(session, public=public)}
    with _kept_lock:
        _kept[store][public] = (now, facts)
    return facts
