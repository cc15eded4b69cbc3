"""The magazine, its series, its issues and the ways of reading them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models.mapping import NUMBERS, STRINGS, TEXTS, ZONES, Described, UtcTime, Zone
from archive.models.pages import Page
from archive.texts import NO_TEXT, Texts

#: A described issue is a draft, then in review, then published; only a published one is seen by the public.
STATES = ("draft", "review", "published")
ISSUE_KINDS = ("ordinary", "double", "special", "supplement")


class Title(Described):
    """The magazine as a publication (a serial)."""

    __tablename__ = "titles"
    kind = "title"
    tracked = ("name", "former_names", "frequency", "publisher", "issn", "legal_deposit", "note", "withdrawn")

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    former_names: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    frequency: Mapped[str] = mapped_column(default="")
    publisher: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    issn: Mapped[str] = mapped_column(default="")
    legal_deposit: Mapped[str] = mapped_column(default="")
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)


class Series(Described):
    """A run with its own numbering: number 54 can exist twice, once in each series."""

    __tablename__ = "series"
    kind = "series"
    tracked = ("name", "position", "begins", "ends", "rule", "note", "withdrawn")

    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"), index=True)
    name: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    position: Mapped[int] = mapped_column(default=1)
    begins: Mapped[str] = mapped_column(default="")  # EDTF
    ends: Mapped[str] = mapped_column(default="")  # EDTF
    rule: Mapped[str] = mapped_column(default="")  # how often it appeared (`archive.expecting`)
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)


class Issue(Described):
    """One published number. Its key is minted once and says nothing that could be corrected."""

    __tablename__ = "issues"
    kind = "issue"
    tracked = (
        "series_id",
        "name",
        "description",
        "note",
        "number",
        "number_key",
        "issue_kind",
        "date_printed",
        "edtf",
        "date_from",
        "date_to",
        "hijri",
        "hijri_supplied",
        "state",
        "described",
        "rights",
        "embargo_until",
        "planned_at",
        "cover_page",
        "published_at",
        "withdrawn",
    )
    __table_args__ = (Index("ix_issues_date", "date_from", "number_key"),)

    key: Mapped[str] = mapped_column(unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    #: Where its scans came from: the folder or file below the ingested one; sameness across runs.
    source: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)  # the theme or title of this issue
    description: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    number: Mapped[str] = mapped_column(default="")  # as printed: "143", "12-13", "عدد خاص"
    number_key: Mapped[str] = mapped_column(default="")  # sorts as people count (numbering.sort_key)
    issue_kind: Mapped[str] = mapped_column(default="ordinary")
    date_printed: Mapped[str] = mapped_column(default="")
    edtf: Mapped[str] = mapped_column(default="")
    date_from: Mapped[str] = mapped_column(default="")  # earliest day, ISO; "" where no date is known
    date_to: Mapped[str] = mapped_column(default="")
    hijri: Mapped[str] = mapped_column(default="")  # "1395-02/1395-03", computed (± 1 day) or supplied
    hijri_supplied: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="draft")
    described: Mapped[bool] = mapped_column(default=False)  # False: listed for description
    rights: Mapped[str] = mapped_column(default="")  # a RightsStatements.org URI
    embargo_until: Mapped[str] = mapped_column(default="")  # ISO day; hidden from the public before it
    planned_at: Mapped[str] = mapped_column(default="")  # when it is published by itself, ISO minute, local
    cover_page: Mapped[int | None] = mapped_column()  # a page's minted number
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Next numbers to mint; numbers are never used again.
    next_page: Mapped[int] = mapped_column(default=1)
    next_article: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)

    pages: Mapped[list[Page]] = relationship(
        order_by="Page.sequence",
        primaryjoin="and_(Issue.id == Page.issue_id, Page.withdrawn.is_(False))",
        viewonly=True,
    )
    streams: Mapped[list[Stream]] = relationship(
        order_by="Stream.position",
        primaryjoin="and_(Issue.id == Stream.issue_id, Stream.withdrawn.is_(False))",
        viewonly=True,
    )
    articles: Mapped[list[Article]] = relationship(
        order_by="(Article.position, Article.number)",
        primaryjoin="and_(Issue.id == Article.issue_id, Article.withdrawn.is_(False))",
        viewonly=True,
    )
    series: Mapped[Series | None] = relationship(viewonly=True)


class Stream(Described):
    """A way of reading an issue: a language, a direction and its pages in its order.

    A two-front issue has two. `pages` holds minted page numbers.
    """

    __tablename__ = "streams"
    kind = "stream"
    tracked = ("label", "language", "direction", "position", "pages", "proposed", "withdrawn")
    __table_args__ = (Index("uq_streams_issue_number", "issue_id", "number", unique=True),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    number: Mapped[int] = mapped_column()  # minted in the issue: 1, 2; part of addresses
    label: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    language: Mapped[str] = mapped_column(default="und")
    direction: Mapped[str] = mapped_column(default="ltr")
    position: Mapped[int] = mapped_column(default=1)
    pages: Mapped[tuple[int, ...]] = mapped_column(NUMBERS, default=())
    proposed: Mapped[bool] = mapped_column(default=False)  # by the program, to be confirmed by a person
    pdf_version: Mapped[int] = mapped_column(default=0)  # 0: none made yet
    pdf_bytes: Mapped[int] = mapped_column(default=0)
    pdf_archival: Mapped[bool] = mapped_column(default=False)  # it is PDF/A-2b
    pdf_path: Mapped[str] = mapped_column(default="")  # relative to the files; a master PDF or a made one
    #: Which zones of its pages are hidden in the PDF (`redacting.digest`); "" for none.
    pdf_hidden: Mapped[str] = mapped_column(default="")


class Article(Described):
    """A heading with its authors, section and the zones it covers, in reading order."""

    __tablename__ = "articles"
    kind = "article"
    tracked = (
        "heading",
        "byline",
        "section_id",
        "language",
        "position",
        "pages",
        "zones",
        "pair",
        "authors",
        "about",
        "withdrawn",
    )
    __table_args__ = (Index("uq_articles_issue_number", "issue_id", "number", unique=True),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    number: Mapped[int] = mapped_column()  # minted: the article's address is …/a7
    heading: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)
    byline: Mapped[str] = mapped_column(default="")
    section_id: Mapped[int | None] = mapped_column(ForeignKey("authorities.id"), index=True)
    language: Mapped[str] = mapped_column(default="und")
    position: Mapped[int] = mapped_column(default=1)
    pages: Mapped[tuple[int, ...]] = mapped_column(NUMBERS, default=())  # minted page numbers
    zones: Mapped[tuple[Zone, ...]] = mapped_column(ZONES, default=())
    #: Number of the article of this issue on the same subject in the other language.
    pair: Mapped[int | None] = mapped_column()
    authors: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())  # keys of authorities
    #: Keys of the persons, units, places and subjects it treats.
    about: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())
