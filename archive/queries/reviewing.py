"""Pages that somebody should look at: to be scanned again, read worst; and a delivery's contact sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session, selectinload

from archive.models import Issue, Page, PageFrame, PageText, Remark, Scan, Step


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A page with its issue and the scan it is shown from (None for none)."""

    page: Page
    issue: Issue
    scan: Scan | None


def to_rescan(session: Session, limit: int = 500) -> Sequence[Reviewed]:
    """Pages sent to be scanned again, in order of issue and page."""
    query = (
        select(Page, Issue)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Page.review == "rescan", Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
        .options(selectinload(Page.frames).selectinload(PageFrame.scan))
        .order_by(Issue.id, Page.sequence)
        .limit(limit)
    )
    return [_reviewed(page, issue) for page, issue in session.execute(query)]


def worst_read(
    session: Session, *, limit: int = 100, offset: int = 0, at_most: float = 1.0
) -> Sequence[Reviewed]:
    """Pages by quality, worst first, of at most quality `at_most`; not blank ones, nor wholly human ones."""
    query = (
        select(Page, Issue)
        .join(Issue, Issue.id == Page.issue_id)
        .join(PageText, (PageText.page_id == Page.id) & (PageText.revision == Page.text_revision))
        .where(
            Page.quality.is_not(None),
            Page.quality <= at_most,
            Page.blank.is_(False),
            PageText.plain != "",
            Page.withdrawn.is_(False),
            Issue.withdrawn.is_(False),
        )
        .options(selectinload(Page.frames).selectinload(PageFrame.scan))
        .order_by(Page.quality, Page.id)
        .offset(offset)
        .limit(limit)
    )
    return [_reviewed(page, issue) for page, issue in session.execute(query)]


def seen_faulty(session: Session, *, limit: int = 100, offset: int = 0) -> Sequence[Reviewed]:
    """Pages on whose picture something was seen to be wrong and that nobody has judged, the newest first."""
    query = (
        select(Page, Issue)
        .join(Issue, Issue.id == Page.issue_id)
        .where(
            Page.id.in_(_pages_with_finding("")),
            Page.review == "",
            Page.withdrawn.is_(False),
            Issue.withdrawn.is_(False),
        )
        .options(selectinload(Page.frames).selectinload(PageFrame.scan))
        .order_by(Issue.id.desc(), Page.sequence)
        .offset(offset)
        .limit(limit)
    )
    return [_reviewed(page, issue) for page, issue in session.execute(query)]


def _pages_with_finding(kind: str) -> Select[int]:
    """Ids of pages whose frame in use lies on a scan with a finding of this kind ("": of any) for them."""
    newest = select(func.max(PageFrame.id)).group_by(PageFrame.page_id).scalar_subquery()
    findings = cast(Scan.findings, Text)
    wanted = findings.contains(f'"kind": "{kind}"', autoescape=True) if kind else findings.contains('"kind"')
    return (
        select(PageFrame.page_id)
        .join(Scan, Scan.id == PageFrame.scan_id)
        .where(PageFrame.id.in_(newest), wanted)
    )


def of_batch(
    session: Session, batch_id: int, *, limit: int = 120, offset: int = 0, finding: str = ""
) -> Sequence[Reviewed]:
    """The pages whose current scan came with a delivery, in order of issue and page: its contact sheet.

    `finding`: only those on whose picture this was seen ("blurred", "cut", "pale").
    """
    query = (
        select(Page, Issue)
        .join(Issue, Issue.id == Page.issue_id)
        .join(PageFrame, PageFrame.page_id == Page.id)
        .join(Scan, Scan.id == PageFrame.scan_id)
        .where(Scan.batch_id == batch_id, Scan.current.is_(True), Page.withdrawn.is_(False))
        .options(selectinload(Page.frames).selectinload(PageFrame.scan))
        .distinct()
        .order_by(Issue.id, Page.sequence)
        .offset(offset)
        .limit(limit)
    )
    if finding:
        query = query.where(Page.id.in_(_pages_with_finding(finding)))
    return [_reviewed(page, issue) for page, issue in session.execute(query)]


def findings_of_batch(session: Session, batch_id: int) -> dict[str, int]:
    """How many scans of a delivery show each kind of fault."""
    counts: Counter[str] = Counter()
    scans = session.scalars(select(Scan.findings).where(Scan.batch_id == batch_id, Scan.current.is_(True)))
    for findings in scans:
        counts.update({str(finding["kind"]) for finding in findings or ()})
    return dict(counts)


def count_of_batch(session: Session, batch_id: int) -> dict[str, int]:
    """How many pages of a delivery there are by review ("", accepted, rescan)."""
    query = (
        select(Page.review, func.count(Page.id.distinct()))
        .join(PageFrame, PageFrame.page_id == Page.id)
        .join(Scan, Scan.id == PageFrame.scan_id)
        .where(Scan.batch_id == batch_id, Scan.current.is_(True), Page.withdrawn.is_(False))
        .group_by(Page.review)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def remarks_on(session: Session, page_ids: Sequence[int]) -> dict[int, list[Remark]]:
    """Open remarks on pages, by page."""
    found: dict[int, list[Remark]] = {}
    query = select(Remark).where(
        Remark.about_kind == "page",
        Remark.about_id.in_(list(page_ids)),
        Remark.state == "open",
        Remark.withdrawn.is_(False),
    )
    for remark in session.scalars(query.order_by(Remark.id)):
        found.setdefault(remark.about_id, []).append(remark)
    return found


def _reviewed(page: Page, issue: Issue) -> Reviewed:
    frame = page.frame
    return Reviewed(page, issue, frame.scan if frame is not None else None)


def being_made(session: Session, issue_id: int, step: str) -> frozenset[int]:
    """The pages (row ids) of an issue of which a step of ingest ("pictures") waits or is being done."""
    query = select(Step.subject_id).where(
        Step.issue_id == issue_id,
        Step.subject_kind == "page",
        Step.name == step,
        Step.state.in_(("waiting", "claimed")),
    )
    return frozenset(session.scalars(query))
