"""Flags of colleagues, reports of readers, and zones hidden from the public."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive.actions import changes
from archive.canvas import Box
from archive.errors import BadInput
from archive.letters import clean
from archive.models import LETTER_KINDS, ChangeSet, Page, Redaction, Remark
from archive.texts import NO_TEXT, Texts

_LONGEST = 5000
#: What became of it.
ANSWERS = ("open", "done", "declined")

#: What a person says (flag, report, removal, offer), and what the machine noticed when taking in.
KINDS = ("flag", *LETTER_KINDS, "duplicate", "numbering", "picture")


def add(
    session: Session,
    change_set: ChangeSet,
    remark_kind: str,
    about_kind: str,
    about_id: int,
    text: str,
    data: object = None,
    zone: Box | None = None,
) -> Remark:
    """A remark about a record, or about a `zone` of a page (canvas pixels).

    `data`: what a program noticed, or what a reader said besides (how to reach them), in JSON's types.
    """
    if remark_kind not in KINDS:
        raise BadInput("{kind} is not a kind of remark.", kind=repr(remark_kind))
    remark = Remark(
        remark_kind=remark_kind,
        about_kind=about_kind,
        about_id=about_id,
        text=clean(text)[:_LONGEST],
        data=data,
        zone=[zone.x, zone.y, zone.w, zone.h] if zone is not None else None,
    )
    changes.make(session, change_set, remark)
    return remark


def answer(session: Session, change_set: ChangeSet, letter: Remark, state: str) -> None:
    """Say what became of a reader's letter ("open", "done", "declined").

    When it is settled, how to reach the reader is erased: it is no longer needed, and no change set keeps it.
    """
    if state not in ANSWERS:
        raise BadInput("{state} is not a state of a letter.", state=repr(state))
    changes.apply(session, change_set, letter, {"state": state})
    if state != "open" and isinstance(letter.data, dict):
        letter.data = {name: value for name, value in letter.data.items() if name != "contact"}


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
