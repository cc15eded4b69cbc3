"""A page's lines as they are corrected: text, version, who changed them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.alto import AltoPage, BlockKind, Direction, String
from archive.canvas import Box
from archive.correcting import Place, place_of
from archive.errors import NotFound
from archive.letters import direction_of
from archive.models import Correction, Issue, Page
from archive.queries import pages

#: States of corrections that changed the text.
WRITTEN = ("made", "reverted")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a page as it stands.

    `number` counts from 1 over the page; `box` in canvas pixels; `version` grows by one with each correction;
    `tag` differs whenever version, words or language do: who writes names the one they saw.
    """

    page_id: int
    number: int
    place: Place
    box: Box
    kind: BlockKind
    text: str
    language: str
    direction: Direction
    locked: bool
    version: int
    strings: tuple[String, ...]

    @property
    def tag(self) -> str:
        """What the line is, in a few letters."""
        said = f"{self.text}\0{self.language}\0{self.locked}".encode()
        return f"{self.version}-{hashlib.sha256(said).hexdigest()[:12]}"


def lines_of(session: Session, page: Page) -> tuple[Line, ...]:
    """The lines of a page in reading order; empty where it has no text."""
    reading = pages.reading(session, page)
    return lines_in(reading, page.id, of_page(session, page.id)) if reading is not None else ()


def lines_in(reading: AltoPage, page_id: int, corrections: Sequence[Correction]) -> tuple[Line, ...]:
    """The lines of a text that is at hand, with the corrections made on it."""
    made: list[Line] = []
    for b, block in enumerate(reading.blocks):
        for n, line in enumerate(block.lines):
            language = line.language or block.language
            own = sum(1 for c in corrections if c.state in WRITTEN and _within(c.box, line.box))
            made.append(
                Line(
                    page_id,
                    len(made) + 1,
                    Place(b, n),
                    line.box,
                    block.kind,
                    line.text,
                    language,
                    direction_of(language),
                    line.locked,
                    1 + own,
                    line.strings,
                )
            )
    return tuple(made)


def first_read(line: Line, corrections: Sequence[Correction]) -> str:
    """What stood in a line before anybody typed there; "" where nobody did."""
    return next((c.before for c in corrections if c.state in WRITTEN and _within(c.box, line.box)), "")


def line_at(session: Session, page: Page, box: Box) -> Line:
    """The line that a rectangle (canvas pixels) means. Raises NotFound."""
    reading = pages.reading(session, page)
    place = place_of(reading, box) if reading is not None else None
    if reading is None or place is None:
        raise NotFound("There is no line of text at this place of the page.", "Open the page again.")
    lines = lines_in(reading, page.id, of_page(session, page.id))
    return next(line for line in lines if line.place == place)


def _within(box: Box, line: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return line.x <= x < line.right and line.y <= y < line.bottom


def of_page(session: Session, page_id: int) -> Sequence[Correction]:
    """All corrections of a page, oldest first."""
    return session.scalars(
        select(Correction).where(Correction.page_id == page_id).order_by(Correction.id)
    ).all()


def by_account(session: Session, name: str, *, state: str = "made") -> Sequence[Correction]:
    """What an account has corrected (or proposed), newest first."""
    query = select(Correction).where(Correction.by == name, Correction.state == state)
    return session.scalars(query.order_by(Correction.id.desc())).all()


@dataclass(frozen=True, slots=True)
class Corrector:
    """How much an account has corrected, and when last."""

    name: str
    lines: int
    pages: int
    last: datetime


def correctors(session: Session) -> Sequence[Corrector]:
    """Who corrected lines that still stand, the busiest first."""
    rows = session.execute(
        select(
            Correction.by,
            func.count(),
            func.count(Correction.page_id.distinct()),
            func.max(Correction.at),
        )
        .where(Correction.state == "made", Correction.by != "")
        .group_by(Correction.by)
        .order_by(func.count().desc())
    )
    return [Corrector(row[0], row[1], row[2], row[3]) for row in rows]


def proposed(session: Session, limit: int = 200) -> Sequence[tuple[Correction, Page, Issue]]:
    """What readers propose and nobody has judged yet, oldest first."""
    rows = session.execute(
        select(Correction, Page, Issue)
        .join(Page, Page.id == Correction.page_id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Correction.state == "proposed", Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
        .order_by(Correction.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def proposal(session: Session, number: int) -> tuple[Correction, Page, Issue]:
    """What a reader proposed, judged or not. Raises NotFound."""
    row = session.execute(
        select(Correction, Page, Issue)
        .join(Page, Page.id == Correction.page_id)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Correction.id == number, Correction.state.in_(("proposed", "settled", "declined")))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no proposal {number}.", number=number)
    return row[0], row[1], row[2]
