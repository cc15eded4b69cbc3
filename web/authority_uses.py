"""Where names under control are used: the articles by, about or in the section of a card that may be seen.

Joined from what search keeps of articles and issues (`index.scoping`), so that a card costs no question of
its own and what the public is told follows a publication, an embargo or a hidden page at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.queries import articles, changes
from archive.queries.articles import ArticleFacts, AuthorityFacts
from archive.queries.issues import IssueFacts
from archive.store import Session, Store
from index.scoping import Described, Visible, described, kept_while, visible

Role = Literal["author", "about", "section"]


@dataclass(frozen=True, slots=True)
class Use:
    """An article that names a card, its issue, and what the card is to it."""

    article: ArticleFacts
    issue: IssueFacts
    role: Role


@dataclass(frozen=True, slots=True)
class Uses:
    """The cards in use by key, and the uses of each, in order of their issues' dates."""

    cards: Mapping[str, AuthorityFacts]
    by_key: Mapping[str, tuple[Use, ...]]

    def of(self, key: str) -> tuple[Use, ...]:
        """The uses of a card: none where nothing that may be seen names it."""
        return self.by_key.get(key, ())

    def articles_of(self, key: str) -> int:
        """How many articles name it."""
        return len({use.article.id for use in self.of(key)})

    def years_of(self, key: str) -> dict[int, int]:
        """How many articles name it in each year."""
        counted = Counter(
            year for year, _ in {(use.issue.year, use.article.id) for use in self.of(key)} if year is not None
        )
        return dict(sorted(counted.items()))


def uses(store: Store, session: Session, *, public: bool) -> Uses:
    """The uses of all cards that one kind of visitor may know of, counted again where something changed."""
    # The day counts: embargoes end by the calendar.
    moment = (articles.mark(session), changes.newest(session), date.today())  # noqa: DTZ011 - as publication
    made: Uses = kept_while(
        store,
        ("uses", public),
        moment,
        lambda: _counted(described(store, session), visible(store, session, public=public), public=public),
    )
    return made


def _counted(have: Described, seen: Visible, *, public: bool) -> Uses:
    order = {issue_id: place for place, issue_id in enumerate(seen.issues)}
    shown = [
        article
        for article in have.articles
        # An article is read on its pages: the public is told of one only where a page may be seen.
        if article.issue_id in order and (not public or set(article.pages) - seen.hidden)
    ]
    shown.sort(key=lambda article: order[article.issue_id])
    made: dict[str, list[Use]] = {}
    for article in shown:
        issue = seen.issues[article.issue_id]
        section = have.names.get(article.section_id) if article.section_id is not None else None
        if section is not None:
            made.setdefault(section.key, []).append(Use(article, issue, "section"))
        for role, named in (("author", article.authors), ("about", article.about)):
            for key in named:
                made.setdefault(key, []).append(Use(article, issue, role))  # type: ignore[arg-type]
    return Uses(
        {card.key: card for card in have.authorities}, {key: tuple(all_) for key, all_ in made.items()}
    )
