"""Printed page numbers: those ingest read accepted in one act, runs of them set by hand, the rest counted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import page_labels
from archive.actions import changes, pages
from archive.errors import BadInput
from archive.models import ChangeSet, Issue, Page
from archive.queries import streams
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


def number(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    run: Sequence[Page | None],
    first: str,
    *,
    step: int = 1,
) -> list[str]:
    """Give pages the printed numbers first, first + step …, in the order of `run`; returns them.

    None in the run stands for a page that counts and is left as it is. `first` "": no number is printed on
    these pages. Raises BadInput for a label that nothing follows (see `page_labels.run`).
    """
    made = page_labels.run(first, len(run), step)
    for page, label in zip(run, made, strict=True):
        if page is not None:
            pages.change(session, change_set, page, {"label": label, "label_supplied": False})
    count(session, change_set, issue)
    return made


def forget(session: Session, change_set: ChangeSet, issue: Issue, chosen: Sequence[Page]) -> None:
    """Take the numbers of pages back: they are counted again by their place."""
    for page in chosen:
        pages.change(session, change_set, page, {"label_supplied": True})
    count(session, change_set, issue)


def count(session: Session, change_set: ChangeSet, issue: Issue) -> None:
    """Count the pages nobody has labelled: by their place in their stream."""
    by_number = {
        page.number: page
        for page in session.scalars(select(Page).where(Page.issue_id == issue.id, Page.withdrawn.is_(False)))
    }
    for stream in streams.of_issue(session, issue.id):
        for place, page_number in enumerate(stream.pages, 1):
            page = by_number.get(page_number)
            if page is not None and page.label_supplied and page.label != str(place):
                pages.change(session, change_set, page, {"label": str(place)})
