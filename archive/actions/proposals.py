"""New readings of pages that people have corrected: offered beside the text, taken in line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import alto_files, revising
from archive.actions import events, pages
from archive.alto import AltoPage
from archive.errors import Conflict
from archive.files import Files, write_whole
from archive.models import ChangeSet, Issue, Page, PageText, Proposal
from archive.store import now


def record_again(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    page: Page,
    reading: AltoPage,
    *,
    decision: Mapping[str, Any] | None = None,
) -> PageText | Proposal | None:
    """Keep a second reading of the same picture.

    Where no line is locked it becomes the page's text, as a first one would. Beside locked lines it is only
    offered; None where it says nothing new. `decision`: see `pages.record_text`.
    """
    current = pages.current_text(session, page)
    if current is None:
        return pages.record_text(
            session, change_set, issue, page, reading, blank=not reading.blocks, decision=decision
        )
    shown = _read(session, current.path)
    if not any(string.locked for string in shown.strings()):
        return pages.record_text(
            session, change_set, issue, page, reading, blank=not reading.blocks, decision=decision
        )
    if not revising.differences(shown, reading):
        return None
    return offer(session, issue, page, current, reading)


def offer(session: Session, issue: Issue, page: Page, current: PageText, reading: AltoPage) -> Proposal:
    """Lay a reading beside the page's text; an older one that is still open gives way to it."""
    for older in session.scalars(
        select(Proposal).where(Proposal.page_id == page.id, Proposal.state == "open")
    ):
        older.state = "superseded"
    proposal = Proposal(
        page_id=page.id,
        base_revision=current.revision,
        path="",
        sha256="",
        source=reading.source,
        confidence=reading.confidence,
        created_at=now(),
    )
    session.add(proposal)
    session.flush()
    proposal.path = Files.proposal(issue.key, page.number, proposal.id)
    data = alto_files.write_alto(reading, identifier=f"{issue.key}/p{page.number}/proposal-{proposal.id}")
    files: Files = session.info["files"]
    write_whole(files.path(proposal.path), data)
    proposal.sha256 = hashlib.sha256(data).hexdigest()
    events.record(session, "read again", f"page:{page.id}", proposal=proposal.id, source=reading.source)
    return proposal


def differences(session: Session, page: Page, proposal: Proposal) -> list[revising.Difference]:
    """What a proposal would change in the page's text as it is now, line by line; [] once it is settled."""
    current = pages.current_text(session, page)
    if current is None or proposal.state != "open":
        return []
    return revising.differences(_read(session, current.path), _read(session, proposal.path))


def accept(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    page: Page,
    proposal: Proposal,
    lines: Collection[int] | None = None,
) -> PageText | None:
    """Take in the lines (numbers of the proposal's lines; None: all that differ); locked lines stay.

    Returns the new revision, None where nothing changed. Raises Conflict for a proposal that was settled.
    """
    _require_open(proposal)
    current = pages.current_text(session, page)
    if current is None:
        raise Conflict("The page has no text any more.", "Look at the page as it is now.")
    shown, offered = _read(session, current.path), _read(session, proposal.path)
    found = {each.line for each in revising.differences(shown, offered)}
    chosen = found if lines is None else found & set(lines)
    proposal.state, proposal.change_set = "accepted", change_set.number
    session.flush()
    if not chosen:
        return None
    revised = revising.with_lines(shown, offered, chosen)
    replaced = revising.replaced_words(shown, revised, current.replaced)
    return pages.keep_revision(session, change_set, issue, page, revised, replaced=replaced)


def decline(session: Session, proposal: Proposal) -> None:
    """Leave the page's text as it is. Raises Conflict for a proposal that was settled."""
    _require_open(proposal)
    proposal.state = "declined"
    events.record(session, "proposal declined", f"page:{proposal.page_id}", proposal=proposal.id)


def _require_open(proposal: Proposal) -> None:
    if proposal.state != "open":
        raise Conflict(
            "This reading was decided on in the meantime.",
            "Look at the page as it is now.",
        )


def _read(session: Session, path: str) -> AltoPage:
    files: Files = session.info["files"]
    return alto_files.read_alto(files.path(path).read_bytes())
