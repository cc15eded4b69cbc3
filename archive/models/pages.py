"""Pages, the scans they were made from, the frames between them, and their texts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.canvas import Box, Frame
from archive.models.mapping import (
    IMAGE,
    LAYOUT,
    PLAIN,
    STRINGS,
    TEXTS,
    Described,
    ImageFacts,
    PlacedBlock,
    Record,
    UtcTime,
)
from archive.texts import NO_TEXT, Texts

#: What stands in `Scan.outside` of a scan whose page is read by OCR, whatever text came with it.
OUTSIDE_IGNORED = "-"
#: What `Scan.source` begins with where the scan was sent in for one page at the desk, and lies in no folder.
FROM_DESK = "@desk/"
#: What may be wrong with a leaf, as readers are told; "missing": nobody has it, only its place is kept.
CONDITIONS = ("missing", "torn", "illegible", "fold-out")


class Page(Described):
    """One side of a leaf. `number` is minted (…/p12): neither the sequence nor the printed label."""

    __tablename__ = "pages"
    kind = "page"
    tracked = (
        "sequence",
        "label",
        "label_supplied",
        "condition",
        "note",
        "rights",
        "hidden_until",
        "canvas",
        "layout",
        "text_revision",
        "review",
        "withdrawn",
    )
    __table_args__ = (
        Index("uq_pages_issue_number", "issue_id", "number", unique=True),
        Index("ix_pages_counted", "issue_id", "withdrawn", "text_revision"),  # counted without their rows
    )

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    number: Mapped[int] = mapped_column()
    sequence: Mapped[int] = mapped_column(index=True)  # order in the issue; gaps and repairs are allowed
    label: Mapped[str] = mapped_column(default="")  # the page number as printed
    label_supplied: Mapped[bool] = mapped_column(default=True)
    #: What the machine took for the printed number; never shown as the label before it was weighed.
    label_read: Mapped[str] = mapped_column(default="")
    label_confidence: Mapped[float | None] = mapped_column()  # of `label_read`, 0..1
    review: Mapped[str] = mapped_column(default="")  # of its picture: "", accepted, rescan
    condition: Mapped[tuple[str, ...]] = mapped_column(STRINGS, default=())  # of CONDITIONS
    note: Mapped[Texts] = mapped_column(TEXTS, default=NO_TEXT)  # what more is to be said of the leaf
    #: Of this page alone (an advertisement, a photograph); URI.
    rights: Mapped[str] = mapped_column(default="")
    hidden_until: Mapped[str] = mapped_column(default="")  # ISO day: embargo of this page alone
    #: The frame that the page is cut out by; the newest row of `frames` is that one or (after an undo) says
    #: the same. None: a place without a scan.
    canvas: Mapped[int | None] = mapped_column()
    #: The blocks in the order a person gave them; a new reading follows it. Empty: as the machine has them.
    layout: Mapped[tuple[PlacedBlock, ...]] = mapped_column(LAYOUT, default=())
    width: Mapped[int] = mapped_column(default=0)  # the canvas, in pixels
    height: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(default="und")  # of most words
    quality: Mapped[float | None] = mapped_column()  # 0..1, of the current text
    blank: Mapped[bool] = mapped_column(default=False)
    text_revision: Mapped[int] = mapped_column(default=0)  # 0: no text yet
    image: Mapped[ImageFacts | None] = mapped_column(IMAGE)
    #: Change number of the last change that the index must hear of.
    changed: Mapped[int] = mapped_column(default=0, index=True)

    frames: Mapped[list[PageFrame]] = relationship(order_by="PageFrame.id", viewonly=True)

    @property
    def frame(self) -> PageFrame | None:
        """The frame in use: the newest; None for a place without a scan."""
        return self.frames[-1] if self.frames and self.canvas is not None else None


class Scan(Record):
    """One master image, kept as it came. `member` is the page inside a PDF or multi-page TIFF, from 1."""

    __tablename__ = "scans"
    __table_args__ = (Index("ix_scans_issue_source", "issue_id", "source", "member"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    source: Mapped[str] = mapped_column()  # the file's name below the issue's folder, as it came
    member: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(index=True)
    path: Mapped[str] = mapped_column()  # of the master, relative to the files
    bytes: Mapped[int] = mapped_column()
    media_type: Mapped[str] = mapped_column()
    #: Where the master is a PDF page, the picture taken out of it (relative to the files); else "".
    picture: Mapped[str] = mapped_column(default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    dpi: Mapped[float | None] = mapped_column()
    operator: Mapped[str] = mapped_column(default="")
    scanner: Mapped[str] = mapped_column(default="")
    copy_of: Mapped[str] = mapped_column(default="")  # whose copy was scanned
    current: Mapped[bool] = mapped_column(default=True)  # False: replaced by a newer scan, kept
    linked: Mapped[bool] = mapped_column(default=False)  # `path` is absolute: the master stays where it was
    #: Fingerprints (perceptual, hexadecimal) of the pages on it, by part, blanks between; "-": no print.
    picture_hash: Mapped[str] = mapped_column(default="")
    #: What was seen on the picture: {"kind": "blurred", "value": 0.4, "side": "", "part": 0}, …
    findings: Mapped[Any] = mapped_column(PLAIN, default=list)
    #: Text from outside that came beside this scan (ALTO, hOCR, PAGE), relative to the files; "" for none,
    #: `OUTSIDE_IGNORED` where no text that came with it is looked at, in its PDF neither.
    outside: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class PageFrame(Record):
    """How a page's canvas is cut out of a scan (`canvas.Frame`); a new one never overwrites the old."""

    __tablename__ = "frames"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), index=True)
    part: Mapped[int] = mapped_column(default=0)  # 0 the whole scan, 1 and 2 the halves of a spread
    turn: Mapped[int] = mapped_column(default=0)
    crop_x: Mapped[int | None] = mapped_column()
    crop_y: Mapped[int | None] = mapped_column()
    crop_w: Mapped[int | None] = mapped_column()
    crop_h: Mapped[int | None] = mapped_column()
    skew: Mapped[float] = mapped_column(default=0.0)
    #: How the picture was made ready for reading (scale, shading, binarisation): names and numbers.
    preparation: Mapped[Any] = mapped_column(PLAIN, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    scan: Mapped[Scan] = relationship()

    def as_frame(self) -> Frame:
        """The geometry alone."""
        crop = None
        if self.crop_x is not None:
            crop = Box(self.crop_x, self.crop_y or 0, self.crop_w or 0, self.crop_h or 0)
        return Frame(self.scan.width, self.scan.height, self.turn, crop, self.skew)


class PageText(Record):
    """One revision of a page's text. The ALTO file is the record; `plain` and `words` are derived from it."""

    __tablename__ = "texts"
    __table_args__ = (Index("uq_texts_page_revision", "page_id", "revision", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    revision: Mapped[int] = mapped_column()
    path: Mapped[str] = mapped_column()  # of the ALTO file, relative to the files
    sha256: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()  # what read it: engine, version, models; or "hand"
    language: Mapped[str] = mapped_column()
    confidence: Mapped[float | None] = mapped_column()
    expected_error: Mapped[float | None] = mapped_column()  # share of characters likely wrong, 0..1
    #: Why this text and not another (trust in a PDF's own text, in an outside file): names and values.
    decision: Mapped[Any] = mapped_column(PLAIN, default=dict)
    plain: Mapped[str] = mapped_column(deferred=True)
    words: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # archive.words.pack
    #: Words of earlier readings that this one replaced: searched, never shown.
    replaced: Mapped[str] = mapped_column(default="", deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    change_set: Mapped[int | None] = mapped_column()


class Proposal(Record):
    """A new reading of a page whose lines a person has corrected: offered beside the text, never over it."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    base_revision: Mapped[int] = mapped_column()  # the text it was held against
    path: Mapped[str] = mapped_column()  # of its ALTO file, relative to the files
    sha256: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()
    confidence: Mapped[float | None] = mapped_column()
    state: Mapped[str] = mapped_column(default="open")  # open, accepted, declined, superseded
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    change_set: Mapped[int | None] = mapped_column()  # that took it in


class Correction(Record):
    """A line as a person typed it, or proposed to: what stood there, what stands there now.

    The box is the line's in canvas pixels and moves with the canvas. Rows are only ever added; their state
    changes: made, then perhaps reverted; proposed, then settled or declined.
    """

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    x: Mapped[int] = mapped_column()
    y: Mapped[int] = mapped_column()
    w: Mapped[int] = mapped_column()
    h: Mapped[int] = mapped_column()
    before: Mapped[str] = mapped_column()
    after: Mapped[str] = mapped_column()
    language: Mapped[str] = mapped_column()
    by: Mapped[str] = mapped_column(index=True)  # an account's name; "" for a reader without one
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(default="made", index=True)
    judged_by: Mapped[str] = mapped_column(default="")
    #: The revision of the page's text that it made; None for what was only proposed.
    revision: Mapped[int | None] = mapped_column()
    change_set: Mapped[int | None] = mapped_column()

    @property
    def box(self) -> Box:
        """Where the line stands."""
        return Box(self.x, self.y, self.w, self.h)


class Likeness(Record):
    """Two pages whose pictures look like the same page: offered to a person, never decided by a machine."""

    __tablename__ = "likenesses"
    __table_args__ = (
        Index("uq_likenesses_pair", "page_id", "scan_id", "other_id", "other_scan_id", unique=True),
        Index("ix_likenesses_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))  # the one that came later
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    other_scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    apart: Mapped[float] = mapped_column()  # share of the fingerprints' bits that differ, 0..1
    state: Mapped[str] = mapped_column(default="open")  # open, same, different
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    change_set: Mapped[int | None] = mapped_column()  # that made them one page
