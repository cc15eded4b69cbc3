"""An issue's pages as `archive.contents_pages` wants them, and the articles that it proposes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.contents_pages import Draft, Leaf, Stream, propose
from archive.contents_pages.folding import fold, likeness
from archive.models import Article, Issue, Remark
from archive.queries import pages
from archive.queries.labels import number_of

#: An article's heading so like a draft's title, on its page, is the same article.
_LIKE = 0.7
#: Issues whose drafts are kept in memory: those that people are describing.
_MOST_KEPT = 64
_kept: OrderedDict[Hashable, tuple[Draft, ...]] = OrderedDict()
_lock = Lock()


def streams_of(session: Session, issue: Issue) -> tuple[Stream, ...]:
    """The streams of an issue with the words of their pages; hidden zones are not read."""
    leaves = {
        page.number: Leaf(page.number, number_of(page), pages.words(session, page))
        for page in pages.of_issue(session, issue.id)
    }
    return tuple(
        Stream(
            stream.number,
            stream.language,
            tuple(leaves[number] for number in stream.pages if number in leaves),
        )
        for stream in issue.streams
        if not stream.withdrawn
    )


def proposed(session: Session, issue: Issue) -> tuple[Draft, ...]:
    """The draft articles of an issue, as its contents pages and headings propose them.

    What was proposed is kept in memory until a page's text, its number or the order of pages changes.
    """
    streams = [each for each in issue.streams if not each.withdrawn]
    mark = (
        issue.key,
        tuple((page.number, page.changed, number_of(page)) for page in pages.of_issue(session, issue.id)),
        tuple((stream.number, stream.language, tuple(stream.pages)) for stream in streams),
    )
    with _lock:
        found = _kept.get(mark)
    if found is None:
        found = propose(streams_of(session, issue))
        with _lock:
            _kept[mark] = found
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return found


def waiting(session: Session, issue: Issue) -> tuple[Draft, ...]:
    """The draft articles that are not articles yet and were not declined."""
    known = session.scalars(select(Article).where(Article.issue_id == issue.id, Article.withdrawn.is_(False)))
    taken = [
        (set(article.pages), [fold(wording.value) for wording in article.heading.values()])
        for article in known
    ]
    refused = declined(session, issue)
    return tuple(
        draft
        for draft in proposed(session, issue)
        if fold(draft.title) not in refused and not any(_is(draft, *each) for each in taken)
    )


def _is(draft: Draft, pages: set[int], headings: list[str]) -> bool:
    """Whether an article is what a draft proposes: on its page, called much like it."""
    folded = fold(draft.title)
    return draft.page in pages and any(likeness(folded, heading) > _LIKE for heading in headings)


def declined(session: Session, issue: Issue) -> dict[str, Remark]:
    """The drafts of an issue that someone declined, by their folded titles."""
    found = session.scalars(
        select(Remark).where(
            Remark.remark_kind == "no-article",
            Remark.about_kind == "issue",
            Remark.about_id == issue.id,
            Remark.withdrawn.is_(False),
        )
    )
    return {fold(remark.text): remark for remark in found}
