"""Lines that people have corrected or confirmed: what an OCR engine can learn from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from archive.canvas import Box
from archive.models import Issue, Page, PageFrame, PageText
from archive.queries import hidden
from archive.redacting import is_hidden
from archive.words import line_text, lines_of, unpack


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """A locked line: its number on the page (from 1), box in canvas pixels, text and language."""

    number: int
    box: Box
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class CorrectedPage:
    """A page with its locked lines, and how its picture is found."""

    page: Page
    issue: Issue
    lines: tuple[CorrectedLine, ...]


def pages_with_lines(
    session: Session, keys: Collection[str] = (), language: str = ""
) -> Iterator[CorrectedPage]:
    """Pages with at least one locked line, of all issues or those of `keys`, in order.

    `language` narrows to lines of one language ("ar"). Withdrawn pages teach nothing.
    """
    query = (
        select(Page, Issue, PageText.words)
        .join(Issue, Issue.id == Page.issue_id)
        .join(PageText, (PageText.page_id == Page.id) & (PageText.revision == Page.text_revision))
        .where(Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
        .options(selectinload(Page.frames).selectinload(PageFrame.scan))
        .order_by(Issue.id, Page.sequence)
    )
    if keys:
        query = query.where(Issue.key.in_(list(keys)))
    for page, issue, packed in session.execute(query):
        zones = hidden.zones(session, page)
        lines = tuple(
            line
            for line in _locked(hidden.without(packed, zones), language)
            if not is_hidden(line.box, zones)  # its picture would show what stands between its words
        )
        if lines:
            yield CorrectedPage(page, issue, lines)


def _locked(packed: bytes, language: str) -> Iterator[CorrectedLine]:
    for number, line in enumerate(lines_of(unpack(packed)), 1):
        box = Box.around(word.box for word in line)
        if box is None or not all(word.locked for word in line) or language not in ("", line[0].language):
            continue
        yield CorrectedLine(number, box, line_text(line), line[0].language)
