"""What becomes of a delivery of scans once somebody has looked at it: accepted, rejected, rolled back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, events, issues, pages, steps
from archive.errors import BadInput
from archive.letters import clean
from archive.models import Batch, ChangeSet, Issue, Page, PageFrame, Scan
from archive.store import now

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What a roll-back took out: issues, pages of other issues, and pages that got their former scan back.

    `change_set` undoes it (see `reinstate`); 0 where there was nothing to take out.
    """

    change_set: int
    issues: int
    pages: int
    restored: int


def accept(session: Session, batch: Batch, *, by: str) -> None:
    """The delivery is as it should be. Raises BadInput for one that is still being read or rolled back."""
    _require_settled(batch)
    _judge(session, batch, "accepted", "", by)


def reject(session: Session, batch: Batch, reason: str, *, by: str) -> int:
    """The delivery is not as it should be: its published issues go back to draft until it is mended.

    Returns how many. Raises BadInput without a reason, or for a batch that is still being read.
    """
    _require_settled(batch)
    said = clean(reason).strip()[:_LONGEST]
    if not said:
        raise BadInput("A delivery is rejected with a reason.", "Say what is wrong with the scans.")
    own = [issue.id for issue in _issues(session, batch) if issue.state == "published"]
    if own:
        change_set = changes.begin(session, by=by, why=f"batch {batch.id} rejected: {said}")
        issues.set_state(session, change_set, own, "draft")
    _judge(session, batch, "rejected", said, by)
    return len(own)


def roll_back(session: Session, batch: Batch, *, by: str, reason: str = "") -> RolledBack:
    """Take out whatever the delivery brought, in one act; masters and texts are kept.

    Issues it made are withdrawn, and their place is free for a better delivery. A page it added to an older
    issue is withdrawn; a page whose scan it replaced gets the former scan back and is read again from it.
    Raises BadInput for a batch that is still being read, or rolled back already.
    """
    _require_settled(batch)
    change_set = changes.begin(session, by=by, why=f"batch {batch.id} rolled back")
    made = _issues(session, batch)
    for issue in made:
        issues.withdraw(session, change_set, issue)
        issues.move_source(session, issue, f"{issue.source}#batch-{batch.id}")
    added, restored = _take_out_pages(session, change_set, batch, {issue.id for issue in made})
    done = RolledBack(change_set.number, len(made), added, restored)
    batch.report = {**(batch.report or {}), "rolled_back_in": change_set.number}
    _judge(session, batch, "rolled-back", clean(reason).strip()[:_LONGEST], by)
    return done


def reinstate(session: Session, batch: Batch, *, by: str) -> changes.Undone:
    """Undo a roll-back: what it took out comes back, but for former scans, which stay.

    Raises BadInput where nothing was rolled back, or where the place was taken by another delivery.
    """
    number = (batch.report or {}).get("rolled_back_in")
    if batch.verdict != "rolled-back" or not isinstance(number, int):
        raise BadInput("The delivery {batch} was not rolled back.", batch=batch.id)
    tail = f"#batch-{batch.id}"
    for issue in session.scalars(
        select(Issue).where(Issue.batch_id == batch.id, Issue.source.endswith(tail))
    ):
        place = issue.source.removesuffix(tail)
        if session.scalar(select(Issue.id).where(Issue.source == place)) is not None:
            raise BadInput(
                "{place} was taken in again since; both cannot stand.",
                "Withdraw the newer issue first.",
                place=place,
            )
        issues.move_source(session, issue, place)
    undone = changes.undo(session, number, by=by, why=f"batch {batch.id} reinstated")
    for scan in session.scalars(select(Scan).where(Scan.batch_id == batch.id)):
        scan.current = scan.current or _is_in_use(session, scan)
    batch.report = {key: value for key, value in batch.report.items() if key != "rolled_back_in"}
    _judge(session, batch, "", "", by)
    return undone


def _issues(session: Session, batch: Batch) -> list[Issue]:
    query = select(Issue).where(Issue.batch_id == batch.id, Issue.withdrawn.is_(False)).order_by(Issue.id)
    return list(session.scalars(query))


def _take_out_pages(session: Session, change_set: ChangeSet, batch: Batch, but: set[int]) -> tuple[int, int]:
    """Pages of the batch in issues it did not make: (withdrawn, given their former scan back)."""
    added = restored = 0
    for scan in session.scalars(select(Scan).where(Scan.batch_id == batch.id, Scan.current.is_(True))).all():
        if scan.issue_id in but:
            continue
        for page in _pages_shown_from(session, scan):
            former = _former_frame(session, page, batch)
            if former is None:
                changes.apply(session, change_set, page, {"withdrawn": True})
                added += 1
            else:
                pages.set_frame(session, change_set, page, former.scan, former.as_frame(), part=former.part)
                former.scan.current = True
                steps.restart(session, steps.PAGE_STEPS, [page.issue_id], [page.id])
                restored += 1
        scan.current = False
    session.flush()
    return added, restored


def _pages_shown_from(session: Session, scan: Scan) -> list[Page]:
    query = (
        select(Page)
        .join(PageFrame, PageFrame.page_id == Page.id)
        .where(PageFrame.scan_id == scan.id, Page.withdrawn.is_(False))
        .distinct()
    )
    return [
        page for page in session.scalars(query) if page.frame is not None and page.frame.scan_id == scan.id
    ]


def _is_in_use(session: Session, scan: Scan) -> bool:
    return bool(_pages_shown_from(session, scan))


def _former_frame(session: Session, page: Page, batch: Batch) -> PageFrame | None:
    """The newest frame of a page over a scan of another delivery."""
    query = (
        select(PageFrame)
        .join(Scan, Scan.id == PageFrame.scan_id)
        .where(PageFrame.page_id == page.id, Scan.batch_id.is_distinct_from(batch.id))
        .order_by(PageFrame.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _require_settled(batch: Batch) -> None:
    if batch.verdict == "rolled-back":
        raise BadInput("The delivery {batch} was rolled back.", "Reinstate it first.", batch=batch.id)
    if batch.state in ("waiting", "running"):
        raise BadInput(
            "The delivery {batch} is still being read.", "Wait until it is done, or stop it.", batch=batch.id
        )


def _judge(session: Session, batch: Batch, verdict: str, reason: str, by: str) -> None:
    batch.verdict, batch.verdict_reason, batch.verdict_by = verdict, reason, by
    batch.verdict_at = now()
    session.flush()
    events.record(session, f"batch {verdict or 'reinstated'}", f"batch:{batch.id}", by=by, reason=reason)
