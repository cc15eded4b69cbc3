"""Names under control: persons, organisations and units, places, subjects, sections; and holdings."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from archive.canvas import Box
from archive.models.mapping import PLAIN, STRINGS, TEXTS, Described
from archive.texts import NO_TEXT, Texts

AUTHORITY_KINDS = ("person", "organisation", "place", "subject", "section")
#: What readers write to the archivists: a fault of a page, a wish to remove or correct, "I own this issue".
LETTER_KINDS = ("report", "removal", "offer")
HOLDING_STATES = ("scanned", "held", "known-missing", "never-printed", "unknown")


class Authority(Described):
    """One name with its forms by language, its variants, and what it was called before and after."""

    __tablename__ = "authorities"
    kind = "authority"
    tracked = (
        "forms",
        "variants",
        "dates",
        "earlier",
        "later",
        "outside",
        "note",
        "merged_into",
        "withdrawn",
    )

    key: Mapped[str] = mapped_column(unique=True)
    authority_kind: Mapped[str] = mapped_column(index=True)
    forms: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    variants: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())
    dates: Mapped[str] = mapped_column(default="")  # EDTF
    earlier: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())  # keys
    later: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())
    outside: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())  # URIs elsewhere
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    merged_into: Mapped[str | None] = mapped_column()  # key; the old address redirects for ever


class Holding(Described):
    """An expected number of a series and what became of it."""

    __tablename__ = "holdings"
    kind = "holding"
    tracked = ("state", "issue_id", "number", "edtf", "note", "withdrawn")
    __table_args__ = (Index("uq_holdings_series_slot", "series_id", "slot", unique=True),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    slot: Mapped[str] = mapped_column()  # what a rule expects: an EDTF month, or a number
    number: Mapped[str] = mapped_column(default="")
    edtf: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="unknown")
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"), index=True)
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)


class SiteText(Described):
    """What an administrator says of the institution on the site: its name, contact, default rights."""

    __tablename__ = "site_texts"
    kind = "site-text"
    tracked = ("text", "withdrawn")

    name: Mapped[str] = mapped_column(unique=True)
    text: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)


class Redaction(Described):
    """A zone hidden from the public, with its reason; the original is kept."""

    __tablename__ = "redactions"
    kind = "redaction"
    tracked = ("reason", "notice", "until", "withdrawn")

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    x: Mapped[int] = mapped_column()
    y: Mapped[int] = mapped_column()
    w: Mapped[int] = mapped_column()
    h: Mapped[int] = mapped_column()
    reason: Mapped[str] = mapped_column()
    notice: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)  # what the public is told
    until: Mapped[str] = mapped_column(default="")  # ISO day from which it is shown again; "" for good

    @property
    def box(self) -> Box:
        """The zone, in canvas pixels."""
        return Box(self.x, self.y, self.w, self.h)


class GlossaryEntry(Described):
    """One notion of the field in Arabic and in French, so that a search in one language offers the other."""

    __tablename__ = "glossary"
    kind = "glossary-entry"
    tracked = ("ar", "fr", "field", "note", "withdrawn")

    ar: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())  # the usual form first
    fr: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())
    field: Mapped[str] = mapped_column(default="", index=True)  # rank, unit, institution, offence, town …
    note: Mapped[str] = mapped_column(default="")


class Remark(Described):
    """A colleague's flag, a reader's report, or something the machine noticed, about a record."""

    __tablename__ = "remarks"
    kind = "remark"
    tracked = ("state", "text", "withdrawn")

    #: flag; LETTER_KINDS; duplicate, numbering, picture, no-article
    remark_kind: Mapped[str] = mapped_column()
    about_kind: Mapped[str] = mapped_column()
    about_id: Mapped[int] = mapped_column()
    zone: Mapped[object] = mapped_column(PLAIN, default=None, nullable=True)
    data: Mapped[object] = mapped_column(PLAIN, default=None, nullable=True)  # what a program noticed
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
