"""What of pages is hidden now: zones blacked out for everybody, whole pages kept from the public."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.canvas import Box
from archive.models import Page, Redaction
from archive.publication import hides_now, today
from archive.redacting import shown_words
from archive.words import pack, unpack


def zones(session: Session, page: Page) -> tuple[Box, ...]:
    """The zones of a page that nobody may see now, in canvas pixels."""
    return zones_of(session, [page.id]).get(page.id, ())


def zones_of(session: Session, page_ids: Collection[int]) -> dict[int, tuple[Box, ...]]:
    """The zones hidden now on each of these pages; pages without any are not there."""
    found: dict[int, tuple[Box, ...]] = {}
    rows = session.scalars(
        select(Redaction).where(Redaction.page_id.in_(list(page_ids)), hides_now()).order_by(Redaction.id)
    )
    for row in rows:
        found[row.page_id] = (*found.get(row.page_id, ()), row.box)
    return found


def without(packed: bytes, hidden: Collection[Box]) -> bytes:
    """A packed word list without the words that zones hide."""
    return pack(shown_words(unpack(packed), hidden)) if hidden else packed


def redactions_of(session: Session, page_id: int) -> Sequence[Redaction]:
    """The zones of a page that are or were hidden, those taken back left out, oldest first.

    One that lies beside the canvas (on the other half of a spread that was parted) is not told.
    """
    return session.scalars(
        select(Redaction)
        .join(Page, Page.id == Redaction.page_id)
        .where(
            Redaction.page_id == page_id,
            Redaction.withdrawn.is_(False),
            Redaction.x < Page.width,
            Redaction.y < Page.height,
            Redaction.x + Redaction.w > 0,
            Redaction.y + Redaction.h > 0,
        )
        .order_by(Redaction.id)
    ).all()


def redacted_after(session: Session, change: int) -> frozenset[int]:
    """Pages with a hidden zone that an index level with `change` does not know yet."""
    return frozenset(
        session.scalars(
            select(Redaction.page_id)
            .join(Page, Page.id == Redaction.page_id)
            .where(hides_now(), Page.changed > change)
        )
    )


def page_ids(session: Session) -> frozenset[int]:
    """Pages under an embargo of their own: not to be counted for the public."""
    return frozenset(
        session.scalars(select(Page.id).where(Page.hidden_until > today(), Page.withdrawn.is_(False)))
    )
