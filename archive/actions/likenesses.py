"""Pages that look like one page: offered by ingest, made one or kept apart by a person."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.actions import changes, events, issues, pages, steps
from archive.errors import BadInput, NotFound
from archive.models import ChangeSet, Issue, Likeness, Page
from archive.store import now

Keep = Literal["older", "newer"]


def propose(
    session: Session, page_id: int, scan_id: int, other_id: int, other_scan_id: int, apart: float
) -> Likeness | None:
    """Offer a pair (the later page first); None where these pictures were offered before.

    `apart`: the share of bits, 0..1, in which their fingerprints differ.
    """
    known = select(Likeness.id).where(
        Likeness.page_id == page_id,
        Likeness.scan_id == scan_id,
        Likeness.other_id == other_id,
        Likeness.other_scan_id == other_scan_id,
    )
    if session.scalar(known) is not None:
        return None
    likeness = Likeness(
        page_id=page_id,
        scan_id=scan_id,
        other_id=other_id,
        other_scan_id=other_scan_id,
        apart=apart,
        made_at=now(),
    )
    session.add(likeness)
    session.flush()
    return likeness


def keep_apart(session: Session, likeness: Likeness, *, by: str) -> None:
    """They are two pages. Raises BadInput for a pair that is decided."""
    _decide(session, likeness, "different", by)


def make_one(session: Session, change_set: ChangeSet, likeness: Likeness, keep: Keep, *, by: str) -> None:
    """They are one page: the later one is withdrawn, its scan kept as a second scan of the older page.

    `keep` "newer": the older page is shown and read from the later scan from now on. An issue whose last page
    goes this way is withdrawn with it. Undoing the change set parts them again. Raises BadInput for a pair
    that is decided, or one of whose pages is gone.
    """
    page, issue = _page(session, likeness.page_id)
    other, other_issue = _page(session, likeness.other_id)
    if page.withdrawn or other.withdrawn:
        raise BadInput("One of the two pages was withdrawn meanwhile.", "Look at the list again.")
    _decide(session, likeness, "same", by)
    likeness.change_set = change_set.number
    frame = page.frame
    if keep == "newer" and frame is not None:
        kept = pages.set_frame(session, change_set, other, frame.scan, frame.as_frame(), part=frame.part)
        for name in steps.PAGE_STEPS:
            steps.want(session, "page", other.id, other_issue.id, name, f"frame {kept.id}")
    changes.apply(session, change_set, page, {"withdrawn": True})
    if not _shows_pages(session, issue):
        issues.withdraw(session, change_set, issue)
    events.record(
        session,
        "second scan",
        f"page:{other.id}",
        scan=likeness.scan_id,
        was=f"{issue.key}/p{page.number}",
        shown=keep,
    )


def _decide(session: Session, likeness: Likeness, state: str, by: str) -> None:
    if likeness.state != "open":
        raise BadInput("This pair was decided already.", "Look at the list again.")
    likeness.state, likeness.decided_by, likeness.decided_at = state, by, now()
    session.flush()


def _page(session: Session, page_id: int) -> tuple[Page, Issue]:
    page = session.get(Page, page_id)
    issue = session.get(Issue, page.issue_id) if page is not None else None
    if page is None or issue is None:
        raise NotFound("There is no page {id} in the store.", id=page_id)
    return page, issue


def _shows_pages(session: Session, issue: Issue) -> bool:
    left = select(func.count()).where(Page.issue_id == issue.id, Page.withdrawn.is_(False))
    return bool(session.scalar(left))
