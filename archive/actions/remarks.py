"""Flags of colleagues, reports of readers, and zones hidden from the public."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive.actions import changes
from archive.canvas import Box
from archive.errors import BadInput
from archive.letters import clean
from archive.models import ChangeSet, Page, Redaction, Remark
from archive.texts import NO_TEXT, Texts

_LONGEST = 5000


#: What a person says (flag, report, removal), and what the machine noticed when taking in.
KINDS = ("flag", "report", "removal", "duplicate", "numbering", "picture")


def add(
    session: Session,
    change_set: ChangeSet,
    remark_kind: str,
    about_kind: str,
    about_id: int,
    text: str,
    data: object = None,
) -> Remark:
    """A remark about a record. `data`: what a program noticed, in JSON's types."""
    if remark_kind not in KINDS:
        raise BadInput("{kind} is not a kind of remark.", kind=repr(remark_kind))
    remark = Remark(
        remark_kind=remark_kind,
        about_kind=about_kind,
        about_id=about_id,
        text=clean(text)[:_LONGEST],
        data=data,
    )
    changes.make(session, change_set, remark)
    return remark


def redact(
    session: Session, change_set: ChangeSet, page: Page, zone: Box, reason: str, notice: Texts = NO_TEXT
) -> Redaction:
    """Hide a zone (canvas pixels) of a page from the public, in the same act; the original is kept."""
    box = zone.within(page.width, page.height)
    redaction = Redaction(
        page_id=page.id, x=box.x, y=box.y, w=box.w, h=box.h, reason=clean(reason)[:_LONGEST], notice=notice
    )
    changes.make(session, change_set, redaction)
    return redaction
