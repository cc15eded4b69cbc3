"""Articles as search needs them: on which pages they stand, what they are called, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Article, Authority, Issue, Page
from archive.models.mapping import Zone
from archive.texts import Texts


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article and the ids of its pages, in its order."""

    id: int
    issue_id: int
    issue_key: str
    number: int  # minted: …/a7
    heading: Texts
    byline: str
    language: str
    section_id: int | None
    authors: tuple[str, ...]  # keys of authorities
    about: tuple[str, ...]  # likewise
    pages: tuple[int, ...]  # row ids
    page_numbers: tuple[int, ...]  # minted
    zones: tuple[Zone, ...]
    pair: int | None


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """A name under control: its key, its forms by language, its variants.

    `former`: the keys of cards that were merged into this one; `dates`: EDTF; `earlier`, `later`: keys.
    """

    id: int
    key: str
    kind: str
    forms: Texts
    variants: tuple[str, ...]
    former: tuple[str, ...] = ()
    dates: str = ""
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def mark(session: Session) -> tuple[int, ...]:
    """Something that differs whenever articles or authorities do: for whoever keeps a copy of them."""
    found: list[int] = []
    for model in (Article, Authority):
        row = session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(model.version), 0),
                func.coalesce(func.max(model.id), 0),
            )
        ).one()
        found += [int(row[0]), int(row[1]), int(row[2])]
    return tuple(found)


def every(session: Session) -> tuple[ArticleFacts, ...]:
    """All articles in use with the ids of their pages, in the order of their issues."""
    rows = session.execute(
        select(Article, Issue.key)
        .join(Issue, Issue.id == Article.issue_id)
        .where(Article.withdrawn.is_(False), Issue.withdrawn.is_(False))
        .order_by(Article.issue_id, Article.position, Article.id)
    ).all()
    ids: dict[tuple[int, int], int] = {}
    if rows:
        held = select(Page.issue_id, Page.number, Page.id).where(
            Page.issue_id.in_(select(Article.issue_id).distinct()), Page.withdrawn.is_(False)
        )
        ids = {(row[0], row[1]): row[2] for row in session.execute(held)}
    return tuple(
        ArticleFacts(
            id=article.id,
            issue_id=article.issue_id,
            issue_key=key,
            number=article.number,
            heading=article.heading,
            byline=article.byline,
            language=article.language,
            section_id=article.section_id,
            authors=tuple(article.authors),
            about=tuple(article.about),
            pages=tuple(
                ids[article.issue_id, number] for number in article.pages if (article.issue_id, number) in ids
            ),
            page_numbers=tuple(article.pages),
            zones=tuple(article.zones),
            pair=article.pair,
        )
        for article, key in rows
    )


def authorities(session: Session) -> Sequence[AuthorityFacts]:
    """All names under control that are in use."""
    rows = session.scalars(select(Authority).where(Authority.withdrawn.is_(False)).order_by(Authority.id))
    former = _former(session)
    return tuple(
        AuthorityFacts(
            row.id,
            row.key,
            row.authority_kind,
            row.forms,
            tuple(row.variants),
            tuple(former.get(row.key, ())),
            row.dates,
            tuple(row.earlier),
            tuple(row.later),
        )
        for row in rows
    )


def _former(session: Session) -> dict[str, list[str]]:
    """The keys of merged cards by the key of the one they lead to in the end."""
    merged = select(Authority.key, Authority.merged_into).where(Authority.merged_into.is_not(None))
    leads = {str(row[0]): str(row[1]) for row in session.execute(merged)}
    made: dict[str, list[str]] = {}
    for key, target in leads.items():
        seen = {key}
        while target in leads and target not in seen:
            seen.add(target)
            target = leads[target]
        made.setdefault(target, []).append(key)
    return made


def reading_place(issue: Issue, pages: Sequence[int], zones: Sequence[Zone]) -> tuple[int, int, int]:
    """What sorts articles as they are read: stream and place in it of the first page, the height on it.

    `pages`, `zones`: as an article has them. A page of no stream comes last.
    """
    first = pages[0] if pages else 0
    top = min((zone.box.y for zone in zones if zone.page == first), default=0)
    for place, stream in enumerate(issue.streams):
        if first in stream.pages:
            return place, stream.pages.index(first), top
    return len(issue.streams), first, top


def in_order(issue: Issue) -> list[Article]:
    """The articles of an issue in reading order as people set it; equal ones in order of arrival."""
    return sorted(issue.articles, key=lambda article: (article.position, article.number))


def partners(issue: Issue, article: Article) -> list[Article]:
    """The articles in other languages that one could be paired with, the likeliest first.

    The same section speaks for it, the same place among the articles of its language, the same page of its
    stream.
    """
    languages = {each.language for each in issue.articles}
    rank = {
        each.number: place
        for language in languages
        for place, each in enumerate(a for a in in_order(issue) if a.language == language)
    }
    page = {each.number: reading_place(issue, each.pages, each.zones)[1] for each in issue.articles}

    def unlike(other: Article) -> tuple[bool, float, int]:
        section = article.section_id is not None and other.section_id == article.section_id
        far = abs(rank[other.number] - rank.get(article.number, 0))
        far_page = abs(page[other.number] - page.get(article.number, 0))
        taken = other.pair is not None and other.pair != article.number
        return taken, (0 if section else 2) + far + far_page / 4, other.number

    return sorted(
        (each for each in issue.articles if each.language != article.language and each is not article),
        key=unlike,
    )
