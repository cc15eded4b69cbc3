"""What has changed: for the index, by change number; for people, by record and by change set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from archive.errors import NotFound
from archive.models import Article, Change, ChangeSet, Clock, Described, Issue, Page, PageText, Remark, Stream
from archive.queries import hidden


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


def newest(session: Session) -> int:
    """Row id of the newest recorded change of any field, 0 for none: facts kept in memory live so long."""
    return session.scalar(select(func.max(Change.id))) or 0


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
    found = list(rows)
    zones = hidden.zones_of(session, [page.id for page, _, _ in found])
    return [
        PageToIndex(
            page.id,
            page.issue_id,
            page.language,
            page.quality,
            page.changed,
            hidden.without(words, zones.get(page.id, ())),
            # Nobody knows where the words of replaced readings stood: beside a hidden zone none is kept.
            "" if page.id in zones else replaced,
        )
        for page, words, replaced in found
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
        (Change.record_kind == "remark")
        & Change.record_id.in_(
            select(Remark.id).where(
                Remark.remark_kind == "no-article", Remark.about_kind == "issue", Remark.about_id == issue.id
            )
        ),
    ]
    numbers = select(Change.change_set).where(or_(*subjects)).distinct()
    return session.scalars(
        select(ChangeSet)
        .where(ChangeSet.number.in_(numbers))
        .order_by(ChangeSet.number.desc())
        .limit(limit)
        .options(selectinload(ChangeSet.changes))
    ).all()


def of_record(session: Session, kind: str, record_id: int, limit: int = 100) -> Sequence[ChangeSet]:
    """The change sets that touched one record of a kind ("site-text"); newest first."""
    touched = (Change.record_kind == kind) & (Change.record_id == record_id)
    return session.scalars(
        select(ChangeSet)
        .where(ChangeSet.number.in_(select(Change.change_set).where(touched)))
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


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field as it was (a plain value, as change sets keep it), and who changed it last, when."""

    field: str
    before: Any
    by: str
    at: datetime


def since_version(session: Session, record: Described, version: int) -> dict[str, ChangedField]:
    """What was changed of a record since a form showed it at `version`, by field.

    Each act that changed it raised its version by one, so the last ones are those the form does not know.
    """
    newer = record.version - version
    if newer <= 0:
        return {}
    kind = type(record).kind
    mine = (Change.record_kind == kind) & (Change.record_id == record.id)
    numbers = session.scalars(
        select(Change.change_set).where(mine).distinct().order_by(Change.change_set.desc()).limit(newer)
    ).all()
    rows = session.execute(
        select(Change, ChangeSet.by, ChangeSet.at)
        .join(ChangeSet, ChangeSet.number == Change.change_set)
        .where(mine, Change.change_set.in_(numbers))
        .order_by(Change.id)
    )
    found: dict[str, ChangedField] = {}
    for change, by, at in rows:
        before = found[change.field].before if change.field in found else change.before
        found[change.field] = ChangedField(change.field, before, by, at)
    return found


def undone_by(session: Session, numbers: Collection[int]) -> dict[int, int]:
    """Which of these change sets were undone, and by which."""
    rows = session.execute(
        select(ChangeSet.undoes, ChangeSet.number)
        .where(ChangeSet.undoes.in_(list(numbers)))
        .order_by(ChangeSet.number)
    )
    return {undone: number for undone, number in rows if undone is not None}


def issue_ids_of(session: Session, change_set: ChangeSet) -> list[int]:
    """Ids of the issues that a change set touched, themselves or a page, stream or article of theirs."""
    owners = {"page": Page, "stream": Stream, "article": Article}
    found: dict[int, None] = {}
    for change in change_set.changes:
        if change.record_kind == "issue":
            found.setdefault(change.record_id)
        elif change.record_kind in owners:
            issue_id = session.scalar(
                select(owners[change.record_kind].issue_id).where(  # type: ignore[attr-defined]
                    owners[change.record_kind].id == change.record_id
                )
            )
            if issue_id is not None:
                found.setdefault(issue_id)
    return list(found)
