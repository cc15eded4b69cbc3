"""A question to the archive and its answer: the index's hits joined with what the store knows.

The site and the terminal ask through here. Years, issues and who may see what become a set of issues before
the index is asked (DESIGN §5.5, §5.6), counts by issue become counts by year after. Every hit is looked up
in the store before it is given out: the index is never believed about what may be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from archive.quality import LABELS
from archive.queries import hidden, pages
from archive.queries.articles import ArticleFacts, AuthorityFacts
from archive.queries.issues import IssueFacts
from archive.queries.pages import PageFacts
from archive.store import Session, Store
from archive.words import Word, opened
from index.counting import Counts, label_number, language_number, language_tag
from index.engine import DEEPEST, Results, Scope, SearchEngine, Sort
from index.highlighting import LitBox, Snippet, boxes_of, light, snippets_of
from index.matching import Ints, Longs, Mask
from index.offers import Offer
from index.query import InLanguage, InSection, Limit, OfQuality, OnPerson, Query, parse
from index.scoping import Described, Kind, Visible, described, scope_of, visible, within, without
from index.widening import widened

#: Under so many pages those with only some of the words are told, too.
FEW = 10


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as a reader's address or a terminal's options say it.

    `text`: as typed; `limits`: more than the typed ones (from a form). `exact`: only the spelling typed.
    `also`: other words are looked for too (names across scripts, the other language, close spellings),
    but not those named in `refused` (`Offer.name`). `some`: pages with some of the words, not with all.
    """

    text: str
    limits: tuple[Limit, ...] = ()
    exact: bool = False
    also: bool = False
    refused: frozenset[str] = frozenset()
    some: bool = False


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that answers: its facts and its issue's, the words on it, where they are lit.

    `article`: the one that the lit words stand in, None where none is described there.
    """

    page: PageFacts
    issue: IssueFacts
    score: float
    words: Sequence[Word]
    snippets: tuple[Snippet, ...]
    boxes: tuple[LitBox, ...]
    article: ArticleFacts | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `total` and `issues` (how many) are exact, within all limits.

    `years`, `hijri_years`, `languages`, `qualities`, `sections` and `named` (persons, units, places, subjects
    of articles) count pages for each choice as if it were the one made: the year counts ignore the limit by
    year, and so on. Issues without a date count under None, pages whose quality nobody knows under "".
    `by_issue`: within all limits. `partial`: the time ran out and some pages were not looked at. `offers`:
    what was, or could be, looked for beside what was typed.
    """

    query: Query
    total: int
    issues: int
    hits: tuple[FoundPage, ...]
    years: dict[int | None, int]
    languages: dict[str, int]
    partial: bool = False
    qualities: dict[str, int] = field(default_factory=dict)
    sections: dict[AuthorityFacts, int] = field(default_factory=dict)
    named: dict[AuthorityFacts, int] = field(default_factory=dict)
    by_issue: dict[int, int] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    hijri_years: dict[int | None, int] = field(default_factory=dict)

    @property
    def decades(self) -> dict[int | None, int]:
        """`years`, ten at a time: 1960 stands for 1960 to 1969."""
        return by_decade(self.years)


def by_decade(years: Mapping[int | None, int]) -> dict[int | None, int]:
    """Counts by year, ten years at a time: 1960 stands for 1960 to 1969."""
    counts: dict[int | None, int] = {}
    for year, number in years.items():
        decade = None if year is None else year // 10 * 10
        counts[decade] = counts.get(decade, 0) + number
    return counts


@dataclass(frozen=True, slots=True)
class Order:
    """The pages that answer in the order of the results, the first `DEEPEST` of `total`."""

    pages: tuple[int, ...]
    total: int
    partial: bool = False
    issues: tuple[int, ...] = ()  # of each page


@dataclass(frozen=True)
class Asked:
    """A question read: its query, the offers it came with, what may be seen, the scope engines get."""

    query: Query
    offers: tuple[Offer, ...]
    seen: Visible
    scope: Scope


def read(
    store: Store, session: Session, engine: SearchEngine, question: str | Query | Question, *, public: bool
) -> Asked:
    """A question as the engine is asked it; a plain text or query is taken as it is typed."""
    if isinstance(question, str):
        question = parse(question)
    offers: tuple[Offer, ...] = ()
    if isinstance(question, Question):
        query = parse(question.text)
        limits = tuple(dict.fromkeys((*query.limits, *question.limits)))
        query = replace(query, limits=limits, exact=question.exact, some=question.some)
        if question.also and not question.exact:
            offers = widened(store, session, engine, query, question.refused, public=public)
            query = query.with_additions(one for offer in offers if offer.on for one in offer.additions)
    else:
        query = question
    seen = visible(store, session, public=public)
    # Words under a zone that was hidden a moment ago stand in the index until it has followed.
    late = hidden.redacted_after(session, engine.state().upto)
    if late:
        seen = replace(seen, hidden=seen.hidden | late)
    return Asked(query, offers, seen, scope_of(store, session, query, seen))


def search(
    store: Store,
    engine: SearchEngine,
    question: str | Query | Question,
    *,
    public: bool,
    limits: Iterable[Limit] = (),
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
    most_snippets: int = 1,
) -> Answer:
    """Answer a question.

    `question`: as typed, already read, or with all that a reader can choose. `public`: as signed-out
    visitors may see the archive. `limits`: more limits than the typed ones. A query without words finds
    every page within its limits, one without either nothing. Raises NoIndex where there is no index to ask.
    """
    question = _limited(question, tuple(limits))
    with store.read() as session:
        asked = read(store, session, engine, question, public=public)
        if not asked.query:
            return Answer(asked.query, 0, 0, (), {}, {})
        results = engine.search(asked.query, asked.scope, limit=limit, offset=offset, sort=sort)
        have = described(store, session)
        cards = _cards(store, session, engine, asked, have)
        ids = [hit.page_id for hit in results.hits]
        shown = pages.for_hits(session, ids, public=public)
    found = tuple(
        found_page(asked, shown[hit.page_id], have, hit.score, most_snippets)
        for hit in results.hits
        if hit.page_id in shown and shown[hit.page_id].issue_id in asked.seen.issues
    )
    return replace(_answer(asked, results, found), sections=cards[InSection], named=cards[OnPerson])


def order(
    store: Store, engine: SearchEngine, question: str | Query | Question, *, public: bool, sort: Sort
) -> Order:
    """All pages that answer, in the order of the results. Raises NoIndex."""
    with store.read() as session:
        asked = read(store, session, engine, question, public=public)
    if not asked.query:
        return Order((), 0)
    results = engine.search(asked.query, asked.scope, limit=DEEPEST, sort=sort)
    return Order(
        tuple(hit.page_id for hit in results.hits),
        results.total,
        results.partial,
        tuple(hit.issue_id for hit in results.hits),
    )


def found_page(
    asked: Asked, page: PageFacts, have: Described, score: float = 0.0, most_snippets: int = 1
) -> FoundPage:
    """A page with what is lit on it."""
    words = opened(page.words)
    bright = light(asked.query, words)
    lit = boxes_of(bright)
    shown = tuple(snippets_of(bright, most=most_snippets))
    article = article_of(have.by_page.get(page.page_id, ()), page, lit)
    return FoundPage(page, asked.seen.issues[page.issue_id], score, words, shown, lit, article)


def _limited(question: str | Query | Question, limits: tuple[Limit, ...]) -> Query | Question:
    if isinstance(question, str):
        question = parse(question)
    return replace(question, limits=tuple(dict.fromkeys((*question.limits, *limits))))


def article_of(
    articles: Sequence[ArticleFacts], page: PageFacts, lit: Sequence[LitBox]
) -> ArticleFacts | None:
    """The article of a page that most lit words stand in; the first where zones do not tell."""
    if len(articles) < 2 or not lit:
        return articles[0] if articles else None
    inside = {
        article.id: sum(
            1
            for one in lit
            for zone in article.zones
            if zone.page == page.number and 2 * zone.box.overlap(one.box) > one.box.area
        )
        for article in articles
    }
    return max(articles, key=lambda article: inside[article.id])  # the first of equals


def _cards(
    store: Store, session: Session, engine: SearchEngine, asked: Asked, have: Described
) -> dict[Kind, dict[AuthorityFacts, int]]:
    """Matching pages of each section, and of each person, unit, place and subject, as if none were chosen."""
    asked_of: dict[Query, Ints] = {}
    made: dict[Kind, dict[AuthorityFacts, int]] = {}
    for kind, (on_page, card_there) in have.on_pages.items():
        counts: dict[AuthorityFacts, int] = {}
        if len(on_page):
            query = without(asked.query, kind)
            if query not in asked_of:
                scope = asked.scope if query == asked.query else scope_of(store, session, query, asked.seen)
                asked_of[query] = engine.pages(query, scope)
            found: Longs = card_there[np.isin(on_page, asked_of[query])]
            cards, numbers = np.unique(found, return_counts=True)
            for card, number in zip(cards.tolist(), numbers.tolist(), strict=True):
                if card in have.names:
                    counts[have.names[card]] = number
        made[kind] = dict(sorted(counts.items(), key=lambda one: (-one[1], one[0].id)))
    return made


def _answer(asked: Asked, results: Results, found: tuple[FoundPage, ...]) -> Answer:
    query = asked.query
    counts = Counts.of(results.counts)
    languages = [language_number(one.language) for one in query.limits if isinstance(one, InLanguage)]
    labels = [label_number(one.label) for one in query.limits if isinstance(one, OfQuality)]
    spoken = np.isin(counts.languages, languages) if languages else np.ones(len(counts), np.bool_)
    read_so = np.isin(counts.labels, labels) if labels else np.ones(len(counts), np.bool_)
    inside = _among(counts.issues, asked.scope.issues)
    in_languages = counts.taken(inside & read_so)
    in_qualities = counts.taken(inside & spoken)
    in_issues = counts.taken(inside & spoken & read_so)
    of_any_year = counts.taken(spoken & read_so)
    in_years = of_any_year.by(of_any_year.issues)
    by_language = {language_tag(code): n for code, n in in_languages.by(in_languages.languages).items()}
    by_label = in_qualities.by(in_qualities.labels)
    by_issue = in_issues.by(in_issues.issues)
    return Answer(
        query=query,
        total=results.total,
        issues=len(by_issue),
        hits=found,
        years=_by_year(asked, in_years, lambda issue: issue.year),
        hijri_years=_by_year(asked, in_years, lambda issue: issue.hijri_year),
        languages=dict(sorted(by_language.items(), key=lambda one: (-one[1], one[0]))),
        partial=results.partial,
        qualities={label: by_label[n] for n, label in enumerate((*LABELS, "")) if n in by_label},
        by_issue=by_issue,
        offers=asked.offers,
    )


def _among(column: Longs, numbers: Collection[int] | None) -> Mask:
    if numbers is None:
        return np.ones(len(column), np.bool_)
    return np.isin(column, np.fromiter(numbers, np.int64, len(numbers)))


def _by_year(
    asked: Asked, pages: dict[int, int], year_of: Callable[[IssueFacts], int | None]
) -> dict[int | None, int]:
    """The pages of each year, whatever years are asked for; issues without one come last."""
    by_year: dict[int | None, int] = {}
    for issue_id, number in pages.items():
        issue = asked.seen.issues[issue_id]
        if within(issue, asked.query, any_year=True):
            year = year_of(issue)
            by_year[year] = by_year.get(year, 0) + number
    return dict(sorted(by_year.items(), key=lambda one: (one[0] is None, one[0] or 0)))
