"""What was read and what was sought in vain, counted by the day, without anything about anybody."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from archive.models.mapping import Record

#: Issues that were opened; queries that found nothing.
TALLY_KINDS = ("issue", "unanswered")


class Tally(Record):
    """How often something happened on a day: `subject` is an issue's key, or the words of a query."""

    __tablename__ = "tallies"

    day: Mapped[str] = mapped_column(primary_key=True)  # ISO
    tally_kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
