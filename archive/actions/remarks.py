"""Flags of colleagues, reports of readers, and zones hidden from the public."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import dates
from archive.actions import changes, masking
from archive.canvas import Box
from archive.errors import BadInput
from archive.letters import clean
from archive.models import LETTER_KINDS, ChangeSet, Issue, Page, Redaction, Remark
from archive.publication import today
from archive.texts import NO_TEXT, Texts

_LONGEST = 5000
#: What became of it.
ANSWERS = ("open", "done", "declined")

#: What a person says (flag, comment, report, removal, offer), and what the machine noticed when taking in.
#: "no-article": a line of the contents that someone said is none.
KINDS = ("flag", "comment", *LETTER_KINDS, "duplicate", "numbering", "picture", "no-article")


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


def say(
    session: Session, change_set: ChangeSet, about: Issue | Page, text: str, *, flag: bool = False
) -> Remark:
    """A colleague's comment on an issue or page; with `flag`, one that stays on a list until it is settled.

    Raises BadInput for a comment without words (a flag needs none).
    """
    said = clean(text).strip()
    if not said and not flag:
        raise BadInput("A comment needs words.")
    return add(session, change_set, "flag" if flag else "comment", type(about).kind, about.id, said)


def settle(session: Session, change_set: ChangeSet, remark: Remark, state: str) -> None:
    """Say that a flag was dealt with ("done"), or waits again ("open")."""
    if state not in ("open", "done"):
        raise BadInput("{state} is not a state of a flag.", state=repr(state))
    changes.apply(session, change_set, remark, {"state": state})


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
    session: Session,
    change_set: ChangeSet,
    page: Page,
    zone: Box,
    reason: str,
    notice: Texts = NO_TEXT,
    until: str = "",
) -> Redaction:
    """Hide a zone (canvas pixels) of a page, in the same act; the master is kept.

    `reason` stays with the archive, `notice` is what readers are told; `until`: the day (EDTF) from which the
    zone is shown again, "" for good. Raises BadInput without a reason, or for a zone of nothing.
    """
    box = zone.within(page.width, page.height)
    said = clean(reason).strip()[:_LONGEST]
    if not said:
        raise BadInput("A zone is hidden for a reason.", "Say why; readers see the notice, not the reason.")
    if zone.w < 1 or zone.h < 1 or not zone.overlap(Box(0, 0, page.width, page.height)):
        raise BadInput("The zone lies outside the page.", "Draw it on the picture.")
    redaction = Redaction(
        page_id=page.id,
        x=box.x,
        y=box.y,
        w=box.w,
        h=box.h,
        reason=said,
        notice=notice,
        until=dates.parse(until).first.isoformat() if until else "",
    )
    changes.make(session, change_set, redaction)
    return redaction


def show_again(session: Session, change_set: ChangeSet, redaction: Redaction) -> None:
    """Hide a zone no longer, nor the same place on pages that were parted from this one."""
    for each in (redaction, *masking.twins(session, redaction)):
        changes.apply(session, change_set, each, {"withdrawn": True})


def end_redactions(session: Session) -> int:
    """Show the zones again whose day has come, as one change set; returns how many. Run every day."""
    ended = session.scalars(
        select(Redaction).where(
            Redaction.withdrawn.is_(False), Redaction.until != "", Redaction.until <= today()
        )
    ).all()
    if ended:
        change_set = changes.begin(
            session, by="calendar", why="the day until which a zone was hidden has come"
        )
        for redaction in ended:
            show_again(session, change_set, redaction)
    return len(ended)
