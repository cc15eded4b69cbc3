"""What readers wrote to the archivists, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.errors import NotFound
from archive.models import LETTER_KINDS, Article, Change, ChangeSet, Issue, Page, Remark, Series


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with what it is about: an issue, a page or article of it, a series; None for the site."""

    remark: Remark
    change_set: ChangeSet | None
    issue: Issue | None = None
    page: Page | None = None
    article: Article | None = None
    series: Series | None = None


def letters(session: Session, *, state: str, kind: str = "", limit: int = 200) -> Sequence[Letter]:
    """The letters in a state ("open", "done", "declined"), of one `kind` or of all, the newest first."""
    kinds = (kind,) if kind in LETTER_KINDS else LETTER_KINDS
    rows = session.scalars(
        select(Remark)
        .where(Remark.remark_kind.in_(kinds), Remark.state == state, Remark.withdrawn.is_(False))
        .order_by(Remark.id.desc())
        .limit(limit)
    )
    return [_with_subject(session, row) for row in rows]


def counts(session: Session) -> dict[str, int]:
    """How many letters are in each state."""
    rows = session.execute(
        select(Remark.state, func.count())
        .where(Remark.remark_kind.in_(LETTER_KINDS), Remark.withdrawn.is_(False))
        .group_by(Remark.state)
    )
    return {str(state): int(count) for state, count in rows}


def by_number(session: Session, number: int) -> Remark:
    """A letter by its number. Raises NotFound, also for a remark that is no letter."""
    found = session.get(Remark, number)
    if found is None or found.remark_kind not in LETTER_KINDS or found.withdrawn:
        raise NotFound("There is no letter {number}.", number=number)
    return found


def _with_subject(session: Session, remark: Remark) -> Letter:
    made = _made(session, remark)
    if remark.about_kind == "page" and (page := session.get(Page, remark.about_id)) is not None:
        return Letter(remark, made, issue=session.get(Issue, page.issue_id), page=page)
    if remark.about_kind == "article" and (article := session.get(Article, remark.about_id)) is not None:
        return Letter(remark, made, issue=session.get(Issue, article.issue_id), article=article)
    if remark.about_kind == "issue":
        return Letter(remark, made, issue=session.get(Issue, remark.about_id))
    if remark.about_kind == "series":
        return Letter(remark, made, series=session.get(Series, remark.about_id))
    return Letter(remark, made)


def _made(session: Session, remark: Remark) -> ChangeSet | None:
    """The change set that brought it: when it came."""
    return session.scalars(
        select(ChangeSet)
        .join(Change, Change.change_set == ChangeSet.number)
        .where(Change.record_kind == "remark", Change.record_id == remark.id)
        .order_by(ChangeSet.number)
        .limit(1)
    ).first()


def open_offers(session: Session) -> int:
    """How many readers say that they own a missing issue, and wait for an answer."""
    query = select(func.count()).where(
        Remark.remark_kind == "offer", Remark.state == "open", Remark.withdrawn.is_(False)
    )
    return session.scalar(query) or 0
