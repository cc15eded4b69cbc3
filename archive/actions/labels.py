"""Printed page numbers as ingest read them become the labels of pages, in one act."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, pages
from archive.errors import BadInput
from archive.models import ChangeSet, Issue, Page
from archive.queries.labels import is_open


def accept(session: Session, issue: Issue, *, by: str) -> ChangeSet:
    """Give every page the number that was read for it; labels that people gave stay.

    Returns the change set, which undoes it. Raises BadInput where nothing is proposed.
    """
    proposed = session.scalars(select(Page).where(Page.issue_id == issue.id, is_open())).all()
    if not proposed:
        raise BadInput("No printed page numbers are proposed for this issue.")
    change_set = changes.begin(session, by=by, why="printed page numbers accepted")
    for page in proposed:
        pages.change(session, change_set, page, {"label": page.label_read, "label_supplied": False})
    return change_set


def dismiss(session: Session, issue: Issue) -> int:
    """Forget what was read: the pages stay counted. Returns how many pages that were."""
    proposed = session.scalars(select(Page).where(Page.issue_id == issue.id, is_open())).all()
    for page in proposed:
        page.label_read, page.label_confidence = "", None
    session.flush()
    return len(proposed)
