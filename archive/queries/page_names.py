"""What pages are called: found by name, named by id."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Issue, Page


@dataclass(frozen=True, slots=True)
class PageName:
    """What a link to a page needs."""

    page_id: int
    issue_id: int
    issue_key: str
    number: int  # minted: …/p12
    label: str  # as printed


def by_id(session: Session, page_ids: Collection[int]) -> dict[int, PageName]:
    """What pages are called, by id."""
    rows = session.execute(
        select(Page.id, Page.issue_id, Issue.key, Page.number, Page.label)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Page.id.in_(list(page_ids)))
    )
    return {row[0]: PageName(*row) for row in rows}


def id_of(session: Session, issue_key: str, number: int) -> int | None:
    """The row id of a page; None where there is none."""
    return session.scalar(
        select(Page.id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Issue.key == issue_key, Page.number == number)
    )


def in_reading_order(session: Session, page_ids: Collection[int]) -> list[int]:
    """Pages in the order of their issues' sequence."""
    if not page_ids:
        return []
    wanted = set(page_ids)
    issues = select(Page.issue_id).where(Page.id == min(wanted))
    rows = session.scalars(
        select(Page.id).where(Page.issue_id.in_(issues)).order_by(Page.sequence, Page.id)
    ).all()
    return [page for page in rows if page in wanted]


def ids(session: Session, names: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The row ids of pages, by their issue's key and their minted number."""
    wanted = set(names)
    rows = session.execute(
        select(Issue.key, Page.number, Page.id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Issue.key.in_({key for key, _ in wanted}), Page.number.in_({number for _, number in wanted}))
    )
    return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}
