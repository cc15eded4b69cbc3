"""What the store knows, made ready for a search: which issues and pages its limits leave.

Limits by year, issue, title, section and person never reach an engine: here they become sets of issues and
of pages (DESIGN §5.5). What is read of the store for it is kept until something changed there, so that it
costs a search next to nothing and is never older than the store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from archive.queries import articles, changes, hidden, issues, pages
from archive.queries.articles import ArticleFacts, AuthorityFacts
from archive.queries.issues import IssueFacts
from archive.queries.pages import Reading
from archive.store import Session, Store
from archive.texts import Texts
from index import analysis, names
from index.engine import Scope
from index.matching import Longs
from index.query import InIssue, InLanguage, InSection, InTitle, OfQuality, OnPerson, Query, Years

#: Seconds for which "how far the archive is read" may be old: it is counted over all pages.
_PATIENCE = 15.0


#: Limits by cards of names that are counted.
Kind = type[InSection] | type[OnPerson]


@dataclass(frozen=True)
class Described:
    """Articles and names under control, and what stands on which page."""

    articles: tuple[ArticleFacts, ...]
    authorities: tuple[AuthorityFacts, ...]

    @cached_property
    def names(self) -> dict[int, AuthorityFacts]:
        """The names under control, by id."""
        return {authority.id: authority for authority in self.authorities}

    @cached_property
    def pages_of_sections(self) -> dict[int, frozenset[int]]:
        """The pages of each section, by the id of its authority."""
        made: dict[int, set[int]] = {}
        for article in self.articles:
            if article.section_id is not None:
                made.setdefault(article.section_id, set()).update(article.pages)
        return {section: frozenset(ids) for section, ids in made.items()}

    @cached_property
    def pages_of_named(self) -> dict[int, frozenset[int]]:
        """The pages of articles by or about each person, unit, place or subject, by the id of its card."""
        ids = {key: card.id for card in self.authorities for key in (card.key, *card.former)}
        made: dict[int, set[int]] = {}
        for article in self.articles:
            for key in {*article.authors, *article.about} & ids.keys():
                made.setdefault(ids[key], set()).update(article.pages)
        return {card: frozenset(pages) for card, pages in made.items()}

    @cached_property
    def on_pages(self) -> dict[Kind, tuple[Longs, Longs]]:
        """For each kind of limit, two columns: a page, a card that its articles name. Counted as arrays."""
        made: dict[Kind, tuple[Longs, Longs]] = {}
        for kind, pages_of in ((InSection, self.pages_of_sections), (OnPerson, self.pages_of_named)):
            pairs = [(page, card) for card, pages in pages_of.items() for page in pages]
            columns = np.array(pairs, np.int64).reshape(-1, 2)
            made[kind] = (columns[:, 0].copy(), columns[:, 1].copy())
        return made

    @cached_property
    def by_page(self) -> dict[int, tuple[ArticleFacts, ...]]:
        """The articles that stand on each page, in order."""
        made: dict[int, list[ArticleFacts]] = {}
        for article in self.articles:
            for page in article.pages:
                made.setdefault(page, []).append(article)
        return {page: tuple(found) for page, found in made.items()}

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """The skeletons of people and places under control (`index.names`)."""
        named = [one for one in self.authorities if one.kind in ("person", "place")]
        forms = [wording.value for one in named for wording in one.forms.values()]
        forms += [variant for one in named for variant in one.variants]
        return frozenset(key for form in forms for key in names.keys_of(form))

    def pages_of(self, authority_kind: str, text: str) -> frozenset[int]:
        """The pages of a section, or of articles by or about a person, unit, place or subject.

        It is named by key (also that of a card merged into it) or by words that one of its names holds; the
        names of people and places also by ear, in either script.
        """
        by_key = [one.id for one in self.authorities if text in (one.key, *one.former)]
        ids = by_key or [
            one.id
            for one in self.authorities
            if (one.kind == "section") == (authority_kind == "section") and _called(one, text)
        ]
        pages = self.pages_of_sections if authority_kind == "section" else self.pages_of_named
        found = {page for one in ids for page in pages.get(one, ())}
        if authority_kind == "person" and not by_key:
            found.update(
                page for one in self.articles if called([one.byline], text, by_ear=True) for page in one.pages
            )
        return frozenset(found)

    def pages_headed(self, text: str) -> frozenset[int]:
        """The pages of articles whose heading has all these words."""
        return frozenset(page for a in self.articles if _any_says(a.heading, text) for page in a.pages)


def _called(authority: AuthorityFacts, text: str) -> bool:
    every = [*(wording.value for wording in authority.forms.values()), *authority.variants]
    return called(every, text, by_ear=authority.kind in ("person", "place"))


def called(names_of_it: Iterable[str], text: str, *, by_ear: bool) -> bool:
    """Whether one of these names has all the words of a text, in whatever form; `by_ear`: or sounds so."""
    every = list(names_of_it)
    if any(_says(name, text) for name in every):
        return True
    asked = _by_ear(text, names.keys_of) if by_ear else ()
    return bool(asked) and any(
        all(any(not one.isdisjoint(word) for word in _by_ear(name, names.written)) for one in asked)
        for name in every
        if name
    )


def _by_ear(text: str, skeletons: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The skeletons of each word of a name, a particle joined with the word after it."""
    made: list[frozenset[str]] = []
    before: list[str] = []
    for token in analysis.tokens(text):
        if names.is_particle(token):
            before.append(token)
            continue
        made.append(
            skeletons(token) | (skeletons(" ".join((*before[-2:], token))) if before else frozenset())
        )
        before = []
    return tuple(made)


def _any_says(texts: Texts, text: str) -> bool:
    return any(_says(wording.value, text) for wording in texts.values())


def _says(printed: str, text: str) -> bool:
    """Whether a text has all the words of another, in whatever form."""
    wanted = [
        stem
        for stem, word in zip(analysis.stems(text), analysis.norms(text), strict=True)
        if word not in analysis.STOP_WORDS
    ]
    return bool(wanted and printed) and set(wanted) <= set(analysis.stems(printed))


@dataclass(frozen=True)
class Visible:
    """What one kind of visitor may see: issues in order of time, pages that are hidden all the same."""

    issues: Mapping[int, IssueFacts]
    hidden: frozenset[int]

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The place in time of each issue that has a date."""
        return {key: rank for rank, (key, issue) in enumerate(self.issues.items()) if issue.date_from}


def visible(store: Store, session: Session, *, public: bool) -> Visible:
    """What may be seen now; read again only where something changed."""
    # The day counts: embargoes end by the calendar.
    moment = (changes.newest(session), date.today())  # noqa: DTZ011 - as archive.publication counts days

    def read() -> Visible:
        facts = {issue.id: issue for issue in issues.facts(session, public=public)}
        return Visible(facts, hidden.page_ids(session) if public else frozenset())

    made: Visible = kept_while(store, ("visible", public), moment, read)
    return made


def described(store: Store, session: Session) -> Described:
    """Articles and names, read again only where one of them changed."""
    made: Described = kept_while(
        store,
        ("described",),
        articles.mark(session),
        lambda: Described(articles.every(session), tuple(articles.authorities(session))),
    )
    return made


def readings(store: Store, session: Session, *, public: bool) -> Mapping[int, Reading]:
    """How far each issue is read, by its id; at most some seconds old."""
    made: Mapping[int, Reading] = kept_briefly(
        store, ("readings", public), lambda: pages.readings(session, public=public)
    )
    return made


def kept_briefly(store: Store, name: Hashable, read: Callable[[], Any]) -> Any:
    """What is counted over the whole archive, counted again after some seconds."""
    return kept_while(store, name, int(time.monotonic() / _PATIENCE), read)


def scope_of(store: Store, session: Session, query: Query, seen: Visible) -> Scope:
    """A query's limits as an engine takes them."""
    limited = any(isinstance(one, Years | InIssue) for one in query.limits)
    chosen = {issue.id for issue in seen.issues.values() if within(issue, query)} if limited else None
    languages = {one.language for one in query.limits if isinstance(one, InLanguage)} or None
    qualities = {one.label for one in query.limits if isinstance(one, OfQuality)} or None
    return Scope(
        visible=seen.issues.keys(),
        hidden=seen.hidden,
        issues=chosen,
        languages=languages,
        ranks=seen.ranks,
        pages=_pages(store, session, query, seen),
        qualities=qualities,
    )


def without(query: Query, kind: Kind) -> Query:
    """The query without its limits by section, or by person: what that facet counts over."""
    return replace(query, limits=tuple(one for one in query.limits if not isinstance(one, kind)))


def within(issue: IssueFacts, query: Query, *, any_year: bool = False) -> bool:
    """Whether an issue satisfies the limits by year and issue: one of each kind that is given."""
    if not query.limits:
        return True
    years = [one for one in query.limits if isinstance(one, Years)]
    keys = [one.key for one in query.limits if isinstance(one, InIssue)]
    if keys and issue.key not in keys:
        return False
    return any_year or not years or any(one.hold(issue.year, issue.hijri_year) for one in years)


def _pages(store: Store, session: Session, query: Query, seen: Visible) -> set[int] | None:
    """The pages that limits by title, section and person leave; None: all. Of each kind one must hold."""
    titles = [one.text for one in query.limits if isinstance(one, InTitle)]
    sections = [one.text for one in query.limits if isinstance(one, InSection)]
    persons = [one.text for one in query.limits if isinstance(one, OnPerson)]
    if not titles and not sections and not persons:
        return None
    have = described(store, session)
    found: list[set[int]] = []
    if titles:
        named = [issue.id for issue in seen.issues.values() if any(_any_says(issue.name, t) for t in titles)]
        found.append({*_union(have.pages_headed(text) for text in titles), *pages.ids_of(session, named)})
    if sections:
        found.append(_union(have.pages_of("section", text) for text in sections))
    if persons:
        found.append(_union(have.pages_of("person", text) for text in persons))
    return set.intersection(*found)


def _union(sets: Iterable[frozenset[int]]) -> set[int]:
    return {page for one in sets for page in one}


_memory: WeakKeyDictionary[Store, dict[Hashable, tuple[Hashable, Any]]] = WeakKeyDictionary()
_memory_lock = threading.Lock()


def kept_while(store: Store, name: Hashable, moment: Hashable, read: Callable[[], Any]) -> Any:
    """What was read for a name, read again where the moment (anything that says so) is another."""
    with _memory_lock:
        held = _memory.setdefault(store, {}).get(name)
    if held is not None and held[0] == moment:
        return held[1]
    made = read()
    with _memory_lock:
        _memory[store][name] = (moment, made)
    return made
