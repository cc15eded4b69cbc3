"""Pages that look like one page, and the fingerprints by which that is seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from archive.errors import NotFound
from archive.models import Issue, Likeness, Page, PageFrame, Scan


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that is shown, with the fingerprint of its print; `file`: its name below the issue."""

    page_id: int
    number: int
    issue_id: int
    issue_key: str
    scan_id: int
    sha256: str
    member: int
    file: str
    fingerprint: str


def fingerprints(session: Session) -> list[Printed]:
    """Every page that is shown and has a fingerprint, in order of arrival."""
    newest = select(func.max(PageFrame.id)).group_by(PageFrame.page_id).scalar_subquery()
    rows = session.execute(
        select(
            Page.id,
            Page.number,
            Page.issue_id,
            Issue.key,
            Scan.id,
            Scan.sha256,
            Scan.member,
            Scan.source,
            Scan.picture_hash,
            PageFrame.part,
        )
        .join(PageFrame, PageFrame.page_id == Page.id)
        .join(Scan, Scan.id == PageFrame.scan_id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(
            PageFrame.id.in_(newest),
            Scan.picture_hash != "",
            Page.withdrawn.is_(False),
            Issue.withdrawn.is_(False),
        )
        .order_by(Page.id)
    )
    return [
        Printed(*row[:8], fingerprint) for row in rows if (fingerprint := fingerprint_of_part(row[8], row[9]))
    ]


def fingerprint_of_part(picture_hash: str, part: int) -> str:
    """The fingerprint of a part (0 whole, 1 and 2 halves) of a scan; "" where there is none."""
    each = picture_hash.split()
    place = max(0, part - 1)
    return each[place].strip("-") if place < len(each) else ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pages that look alike: the later one first, each with its issue and scan."""

    likeness: Likeness
    page: Page
    issue: Issue
    scan: Scan
    other: Page
    other_issue: Issue
    other_scan: Scan


def open_ones(session: Session, *, limit: int = 50, offset: int = 0) -> Sequence[Alike]:
    """Pairs that wait for a decision, by their two issues and in the order of pages."""
    page, other = aliased(Page), aliased(Page)
    issue, other_issue = aliased(Issue), aliased(Issue)
    scan, other_scan = aliased(Scan), aliased(Scan)
    rows = session.execute(
        select(Likeness, page, issue, scan, other, other_issue, other_scan)
        .join(page, page.id == Likeness.page_id)
        .join(other, other.id == Likeness.other_id)
        .join(issue, issue.id == page.issue_id)
        .join(other_issue, other_issue.id == other.issue_id)
        .join(scan, scan.id == Likeness.scan_id)
        .join(other_scan, other_scan.id == Likeness.other_scan_id)
        .where(*_waits(page, other))
        .order_by(issue.id, other_issue.id, page.sequence, Likeness.id)
        .limit(limit)
        .offset(offset)
    )
    return [Alike(*row) for row in rows]


def count_open(session: Session) -> int:
    """How many pairs wait for a decision."""
    page, other = aliased(Page), aliased(Page)
    query = (
        select(func.count(Likeness.id))
        .join(page, page.id == Likeness.page_id)
        .join(other, other.id == Likeness.other_id)
        .where(*_waits(page, other))
    )
    return session.scalar(query) or 0


def between(session: Session, issue_id: int, other_issue_id: int) -> Sequence[Likeness]:
    """The open pairs of two issues, in the order of pages."""
    page, other = aliased(Page), aliased(Page)
    query = (
        select(Likeness)
        .join(page, page.id == Likeness.page_id)
        .join(other, other.id == Likeness.other_id)
        .where(page.issue_id == issue_id, other.issue_id == other_issue_id, *_waits(page, other))
        .order_by(page.sequence, Likeness.id)
    )
    return session.scalars(query).all()


def _waits(page: type[Page], other: type[Page]) -> tuple[ColumnElement[bool], ...]:
    """That nobody has decided on a pair, and both its pages are there."""
    return Likeness.state == "open", page.withdrawn.is_(False), other.withdrawn.is_(False)


def by_id(session: Session, likeness_id: int) -> Likeness:
    """A pair by its row id. Raises NotFound."""
    found = session.get(Likeness, likeness_id)
    if found is None:
        raise NotFound("There is no pair of pages {number}.", number=likeness_id)
    return found


def of_pages(session: Session, page_ids: Collection[int]) -> set[int]:
    """Which of these pages perhaps stand twice in the archive, nobody having decided yet."""
    query = select(Likeness.page_id).where(Likeness.state == "open", Likeness.page_id.in_(list(page_ids)))
    return set(session.scalars(query))
