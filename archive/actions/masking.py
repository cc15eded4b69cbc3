"""What is hidden of a scan is hidden on every page that shows the same place of it.

A spread is parted, an undo puts it together again, a page is cut anew: each time a place of the scan is
shown by another page than before. Hidden zones never leave their page and are never cut to its canvas, so
that they come back with it exactly; where another page shows their place, it gets zones of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes
from archive.canvas import Affine, Box
from archive.models import ChangeSet, Page, PageFrame, Redaction
from archive.publication import hides_now, today

#: Zones on two pages are the same one when so much of both is one place (rounding moves their edges).
_SAME = 0.8


def carry_zones(session: Session, change_set: ChangeSet, page: Page) -> None:
    """Hide on a page, as it is cut now, what other pages over its scan hide at the places that it shows.

    Pages that were taken out count as well. Where at least half of a page that is hidden whole is shown, this
    page is hidden whole as long.
    """
    canvas = Box(0, 0, page.width, page.height)
    for other, move in _others(session, page):
        shared = move.box(Box(0, 0, other.width, other.height)).overlap(canvas)
        if other.hidden_until > max(today(), page.hidden_until) and 2 * shared >= other.width * other.height:
            changes.apply(session, change_set, page, {"hidden_until": other.hidden_until})
        for zone in _active(session, other):
            there = move.box(zone.box)
            if there.overlap(canvas) and not _is_covered(there, canvas, zone, _active(session, page)):
                _copy(session, change_set, page, zone, there)


def twins(session: Session, zone: Redaction) -> list[Redaction]:
    """The zones of other pages over the same scan that hide the same place for the same reason."""
    page = session.get_one(Page, zone.page_id)
    found = []
    for other, move in _others(session, page):
        for each in _active(session, other):
            there = move.box(each.box)
            shared = there.overlap(zone.box)
            same = shared >= _SAME * max(there.w * there.h, zone.w * zone.h)
            found += [each] if same and each.reason == zone.reason else []
    return found


def _others(session: Session, page: Page) -> list[tuple[Page, Affine]]:
    """The other pages over the scan of a page, and the way from their canvas to that of this page."""
    frame = _frame(session, page.id)
    if frame is None:
        return []
    over = select(PageFrame.page_id).where(PageFrame.scan_id == frame.scan_id, PageFrame.page_id != page.id)
    found = []
    for number in sorted(set(session.scalars(over))):
        other = _frame(session, number)
        if other is not None and other.scan_id == frame.scan_id:
            move = other.as_frame().moved_to(frame.as_frame())
            found.append((session.get_one(Page, number), move))
    return found


def _frame(session: Session, page_id: int) -> PageFrame | None:
    query = select(PageFrame).where(PageFrame.page_id == page_id).order_by(PageFrame.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def _active(session: Session, page: Page) -> Sequence[Redaction]:
    return session.scalars(select(Redaction).where(Redaction.page_id == page.id, hides_now())).all()


def _is_covered(there: Box, canvas: Box, zone: Redaction, own: Sequence[Redaction]) -> bool:
    """Whether one of a page's own zones hides all of a place that the page shows, for as long at least."""
    shown = Box(
        max(there.x, 0),
        max(there.y, 0),
        min(there.right, canvas.right) - max(there.x, 0),
        min(there.bottom, canvas.bottom) - max(there.y, 0),
    )
    return any(
        each.box.overlap(shown) == shown.w * shown.h
        and (not each.until or bool(zone.until and each.until >= zone.until))
        for each in own
    )


def _copy(session: Session, change_set: ChangeSet, page: Page, zone: Redaction, box: Box) -> None:
    made = Redaction(
        page_id=page.id,
        x=box.x,
        y=box.y,
        w=box.w,
        h=box.h,
        reason=zone.reason,
        notice=zone.notice,
        until=zone.until,
    )
    changes.make(session, change_set, made)
