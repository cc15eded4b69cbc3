"""The ways of reading an issue: languages, directions, orders of pages; and their PDFs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import publication
from archive.actions import changes
from archive.errors import BadInput
from archive.models import ChangeSet, Issue, Page, Stream
from archive.texts import NO_TEXT, Texts


def add(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    *,
    language: str,
    direction: str,
    pages: Sequence[int],
    label: Texts = NO_TEXT,
    proposed: bool = False,
) -> Stream:
    """A new way of reading an issue; `pages` are minted page numbers in its order."""
    top = session.scalar(select(func.max(Stream.number)).where(Stream.issue_id == issue.id)) or 0
    stream = Stream(
        issue_id=issue.id,
        number=int(top) + 1,
        position=int(top) + 1,
        label=label,
        language=language,
        direction=_direction(direction),
        pages=_pages(session, issue.id, pages),
        proposed=proposed,
    )
    changes.make(session, change_set, stream)
    return stream


def change(
    session: Session,
    change_set: ChangeSet,
    stream: Stream,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Change a stream's language, direction, label, order, pages, or withdraw it."""
    values = dict(fields)
    if "pages" in values:
        values["pages"] = _pages(session, stream.issue_id, values["pages"])
    if "direction" in values:
        _direction(values["direction"])
    return changes.apply(session, change_set, stream, values, version=version)


def record_pdf(
    session: Session,
    stream: Stream,
    *,
    path: str,
    version: int,
    size: int,
    archival: bool,
    hidden: str = "",
) -> None:
    """Point to a newly made (or master) PDF of the stream, `size` in bytes; it lies complete in its place.

    `hidden`: the zones blacked out in it (`redacting.digest`).
    """
    stream.pdf_hidden = hidden
    stream.pdf_path, stream.pdf_version = path, version
    stream.pdf_bytes, stream.pdf_archival = size, archival
    publication.mark(session, stream.issue_id)
    session.flush()


def _direction(direction: str) -> str:
    if direction not in ("ltr", "rtl"):
        raise BadInput("A direction is ltr or rtl, not {value}.", value=repr(direction))
    return direction


def _pages(session: Session, issue_id: int, pages: Sequence[int]) -> tuple[int, ...]:
    known = set(session.scalars(select(Page.number).where(Page.issue_id == issue_id)))
    strange = [number for number in pages if number not in known]
    if strange or len(set(pages)) != len(pages):
        raise BadInput(
            "A stream lists pages of its issue, each once; wrong: {pages}.", pages=strange or list(pages)
        )
    return tuple(pages)
