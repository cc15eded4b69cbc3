"""The pages that answer, gathered by the issue or the article they belong to, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.queries import page_names, pages
from archive.queries.page_names import PageName
from archive.store import Session, Store
from archive.words import unpack
from index.engine import DEEPEST, SearchEngine, Sort
from index.highlighting import boxes
from index.scoping import Described, described
from index.searching import Answer, Asked, FoundPage, Question, article_of, found_page, read, search

#: Pages that are gathered by article: each may have to be read to know which of its articles answers.
MOST_BY_ARTICLE = 400
#: Further pages of a group that are named.
_OTHERS = 8

Group = tuple[Literal["issue", "article", "page"], int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pages of one issue, or of one article, that answer.

    `best`: the first of them in the order of the result; `count`: all of them; `others`: a few more.
    """

    best: FoundPage
    count: int
    others: tuple[PageName, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """An answer gathered: `total` groups, and those of one screen. `whole`: every page was gathered."""

    answer: Answer
    groups: tuple[Gathered, ...]
    total: int
    whole: bool = True


def gather(
    store: Store,
    engine: SearchEngine,
    question: Question,
    by: Literal["issue", "article"],
    *,
    public: bool,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
    most_snippets: int = 1,
) -> Gathering:
    """Answer a question by issue or by article; a page without an article stands for itself.

    Of a large result the first pages are gathered (`DEEPEST` by issue, `MOST_BY_ARTICLE` by article). Raises
    NoIndex.
    """
    answer = search(store, engine, question, public=public, limit=0)
    most = DEEPEST if by == "issue" else MOST_BY_ARTICLE
    with store.read() as session:
        asked = read(store, session, engine, question, public=public)
        if not asked.query:
            return Gathering(answer, (), 0)
        hits = engine.search(asked.query, asked.scope, limit=most, sort=sort).hits
        have = described(store, session)
        groups: dict[Group, list[int]] = {}
        if by == "issue":
            for hit in hits:
                groups.setdefault(("issue", hit.issue_id), []).append(hit.page_id)
        else:
            owners = _articles(session, asked, have, [hit.page_id for hit in hits], public=public)
            for hit in hits:
                owner = owners.get(hit.page_id)
                group: Group = ("article", owner) if owner is not None else ("page", hit.page_id)
                groups.setdefault(group, []).append(hit.page_id)
        shown = list(groups.items())[offset : offset + limit]
        facts = pages.for_hits(session, [ids[0] for _, ids in shown], public=public)
        names = page_names.by_id(session, [page for _, ids in shown for page in ids[1 : _OTHERS + 1]])
    made = tuple(
        Gathered(
            found_page(asked, facts[ids[0]], have, 0.0, most_snippets),
            answer.by_issue.get(group[1], len(ids)) if by == "issue" else len(ids),
            tuple(names[page] for page in ids[1 : _OTHERS + 1] if page in names),
        )
        for group, ids in shown
        if ids[0] in facts and facts[ids[0]].issue_id in asked.seen.issues
    )
    return Gathering(answer, made, len(groups), len(hits) >= answer.total)


def _articles(
    session: Session, asked: Asked, have: Described, page_ids: list[int], *, public: bool
) -> dict[int, int]:
    """The article that answers on each page, by id; pages without one are not there."""
    alone = {page: have.by_page[page][0].id for page in page_ids if len(have.by_page.get(page, ())) == 1}
    shared = [page for page in page_ids if len(have.by_page.get(page, ())) > 1]
    for page, facts in pages.for_hits(session, shared, public=public).items():
        lit = boxes(asked.query, unpack(facts.words))
        article = article_of(have.by_page[page], facts, lit)
        if article is not None:
            alone[page] = article.id
    return alone
