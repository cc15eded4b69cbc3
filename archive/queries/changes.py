"""What has changed: for the index, by change number; for people, by record and by change set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from archive.errors import NotFound
from archive.models import Article, Change, ChangeSet, Clock, Issue, Page, PageText, Stream


@dataclass(frozen=True, slots=True)
class PageToIndex:
    """A page as the index wants it."""

    page_id: int
    issue_id: int
    language: str
    quality: float | None
    change: int  # the page's change number
    words: bytes  # archive.words.pack of the shown text
    replaced: str  # words of readings that are no longer shown, blanks between


def latest(session: Session) -> int:
    """The last change number given out."""
    return session.scalars(select(Clock.number)).one()


def pages_since(session: Session, change: int, limit: int = 200) -> list[PageToIndex]:
    """Pages with text changed after `change`, oldest first, at most `limit`."""
    rows = session.execute(
        select(Page, PageText.words, PageText.replaced)
        .join(Issue, Issue.id == Page.issue_id)
        .join(PageText, (PageText.page_id == Page.id) & (PageText.revision == Page.text_revision))
        .where(Page.changed > change, Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
        .order_by(Page.changed)
        .limit(limit)
    )
    return [
        PageToIndex(page.id, page.issue_id, page.language, page.quality, page.changed, words, replaced)
        for page, words, replaced in rows
    ]


def removed_since(session: Session, change: int) -> list[int]:
    """Ids of pages that left the archive (or lost their text) after `change`."""
    return list(
        session.scalars(
            select(Page.id)
            .join(Issue, Issue.id == Page.issue_id)
            .where(
                Page.changed > change,
                or_(Page.withdrawn.is_(True), Issue.withdrawn.is_(True), Page.text_revision == 0),
            )
        )
    )


def count_to_index(session: Session) -> int:
    """How many pages an up-to-date index holds."""
    return len(
        session.scalars(
            select(Page.id)
            .join(Issue, Issue.id == Page.issue_id)
            .where(Page.withdrawn.is_(False), Issue.withdrawn.is_(False), Page.text_revision > 0)
        ).all()
    )


def of_issue(session: Session, issue: Issue, limit: int = 200) -> Sequence[ChangeSet]:
    """The change sets that touched an issue, its streams, articles or pages; newest first."""
    subjects = [
        (Change.record_kind == "issue") & (Change.record_id == issue.id),
        (Change.record_kind == "stream")
        & Change.record_id.in_(select(Stream.id).where(Stream.issue_id == issue.id)),
        (Change.record_kind == "article")
        & Change.record_id.in_(select(Article.id).where(Article.issue_id == issue.id)),
        (Change.record_kind == "page")
        & Change.record_id.in_(select(Page.id).where(Page.issue_id == issue.id)),
    ]
    numbers = select(Change.change_set).where(or_(*subjects)).distinct()
    return session.scalars(
        select(ChangeSet)
        .where(ChangeSet.number.in_(numbers))
        .order_by(ChangeSet.number.desc())
        .limit(limit)
        .options(selectinload(ChangeSet.changes))
    ).all()


def recent(session: Session, limit: int = 50) -> Sequence[ChangeSet]:
    """The newest change sets."""
    return session.scalars(
        select(ChangeSet)
        .order_by(ChangeSet.number.desc())
        .limit(limit)
        .options(selectinload(ChangeSet.changes))
    ).all()


def by_number(session: Session, number: int) -> ChangeSet:
    """One change set with its changes. Raises NotFound."""
    found = session.scalars(
        select(ChangeSet).where(ChangeSet.number == number).options(selectinload(ChangeSet.changes))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no change set {number}.", number=number)
    return found
