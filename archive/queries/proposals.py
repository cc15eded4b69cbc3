"""Readings that are offered beside corrected texts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.errors import NotFound
from archive.models import Issue, Page, Proposal


def by_id(session: Session, proposal_id: int) -> tuple[Proposal, Page, Issue]:
    """A proposal with its page and issue. Raises NotFound."""
    row = session.execute(
        select(Proposal, Page, Issue)
        .join(Page, Page.id == Proposal.page_id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Proposal.id == proposal_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no proposed reading {number}.", number=proposal_id)
    return row[0], row[1], row[2]


def open_ones(session: Session, limit: int = 200) -> Sequence[tuple[Proposal, Page, Issue]]:
    """Proposals that wait for a decision, oldest first."""
    rows = session.execute(
        select(Proposal, Page, Issue)
        .join(Page, Page.id == Proposal.page_id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Proposal.state == "open")
        .order_by(Proposal.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_open(session: Session) -> int:
    """How many proposals wait for a decision."""
    return session.scalar(select(func.count()).where(Proposal.state == "open")) or 0


def of_page(session: Session, page_id: int) -> Proposal | None:
    """The open proposal of a page; None for none."""
    return session.scalars(
        select(Proposal).where(Proposal.page_id == page_id, Proposal.state == "open")
    ).one_or_none()
