"""Scans, pages, frames, texts and pictures: what ingest and correction write."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import alto_files, publication, quality, reading_order, revising, words
from archive.actions import changes, events, masking, moving
from archive.alto import AltoPage
from archive.canvas import Frame
from archive.errors import BadInput
from archive.files import Files, write_whole
from archive.models import CONDITIONS, ChangeSet, ImageFacts, Issue, Page, PageFrame, PageText, Scan
from archive.ordering import STRIDE as STRIDE
from archive.store import now

#: What a person says of a page's picture: nothing yet, as it should be, to be scanned again.
REVIEWS = ("", "accepted", "rescan")


def add_scan(session: Session, issue: Issue, **facts: Any) -> Scan:
    """Register a master that lies verified in its place (see `models.Scan` for the facts).

    An older scan of the same file and member stays, no longer current.
    """
    scan = Scan(issue_id=issue.id, created_at=now(), **{"member": 1, **facts})
    for old in session.scalars(
        select(Scan).where(
            Scan.issue_id == issue.id,
            Scan.source == scan.source,
            Scan.member == scan.member,
            Scan.current.is_(True),
        )
    ):
        old.current = False
    session.add(scan)
    session.flush()
    events.record(
        session,
        "ingested",
        f"scan:{scan.id}",
        sha256=scan.sha256,
        bytes=scan.bytes,
        source=scan.source,
        member=scan.member,
    )
    return scan


def rename_source(session: Session, issue_id: int, old: str, new: str) -> None:
    """Follow a file that was renamed where it came from: its bytes are the same, so its scans are too."""
    for scan in session.scalars(select(Scan).where(Scan.issue_id == issue_id, Scan.source == old)):
        scan.source = new
        events.record(session, "renamed", f"scan:{scan.id}", before=old, after=new)
    session.flush()


def set_outside(session: Session, scan_id: int, place: str) -> None:
    """Say which text of another program belongs to a scan; `place` is relative to the archive's files."""
    scan = session.get_one(Scan, scan_id)
    scan.outside = place
    events.record(session, "text beside it", f"scan:{scan_id}", outside=place)
    session.flush()


def add(session: Session, change_set: ChangeSet, issue: Issue, *, sequence: int, **fields: Any) -> Page:
    """A new page of an issue, its number minted in order of arrival."""
    page = Page(issue_id=issue.id, number=issue.next_page, sequence=sequence, **fields)
    issue.next_page += 1
    changes.make(session, change_set, page)
    return page


def change(
    session: Session,
    change_set: ChangeSet,
    page: Page,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Describe a page: order, printed label, condition, note, rights, embargo, review. Raises BadInput."""
    if fields.get("review", "") not in REVIEWS:
        raise BadInput("{value} is no review of a page.", value=repr(fields["review"]))
    if strange := set(fields.get("condition", ())) - set(CONDITIONS):
        raise BadInput("{value} is no condition of a page.", value=repr(min(strange)))
    return changes.apply(session, change_set, page, fields, version=version)


def set_frame(
    session: Session, change_set: ChangeSet, page: Page, scan: Scan, frame: Frame, *, part: int = 0
) -> PageFrame:
    """Say how the page is cut out of a scan; the frame before stays in the history.

    What lies on the old canvas (text, zones, redactions) moves to the new one.
    """
    before = session.scalars(
        select(PageFrame).where(PageFrame.page_id == page.id).order_by(PageFrame.id.desc()).limit(1)
    ).one_or_none()
    scan.width, scan.height = frame.scan_width, frame.scan_height
    crop = frame.crop
    row = PageFrame(
        page_id=page.id,
        scan=scan,
        part=part,
        turn=frame.turn,
        crop_x=crop.x if crop else None,
        crop_y=crop.y if crop else None,
        crop_w=crop.w if crop else None,
        crop_h=crop.h if crop else None,
        skew=frame.skew,
        created_at=now(),
    )
    session.add(row)
    if before is not None and before.scan_id != scan.id and page.review:
        changes.apply(session, change_set, page, {"review": ""})  # the judgement was of the scan before
    page.width, page.height = frame.size
    session.flush()
    session.expire(page, ["frames"])
    if before is not None:
        moving.move_everything(session, change_set, page, before, row)
    changes.apply(session, change_set, page, {"canvas": row.id})
    masking.carry_zones(session, change_set, page)
    return row


def record_text(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    page: Page,
    reading: AltoPage,
    *,
    blank: bool = False,
    decision: Mapping[str, Any] | None = None,
) -> PageText:
    """Keep a new reading of a page: the ALTO file first, then the row that points to it.

    `decision`: why this text and not another, names and values (trust in text that came with the page).
    Lines a person has vouched for are kept from the revision before; words that the new revision no longer
    shows stay searchable. The index hears of it by the page's change number.
    """
    previous = current_text(session, page)
    shown = reading
    replaced = ""
    if previous is not None:
        files: Files = session.info["files"]
        before = alto_files.read_alto(files.path(previous.path).read_bytes())
        before = moving.settle(session, change_set, page, before, reading)
        shown = revising.keep_locked(before, reading_order.as_laid_out(reading, page.layout))
        replaced = revising.replaced_words(before, shown, previous.replaced)
    page.blank = blank
    text = keep_revision(session, change_set, issue, page, shown, replaced=replaced)
    text.decision = dict(decision or {})
    return text


def keep_revision(
    session: Session, change_set: ChangeSet, issue: Issue, page: Page, shown: AltoPage, *, replaced: str
) -> PageText:
    """Write a revision as it is and point the page to it; the file first, then the row."""
    top = session.scalar(select(func.max(PageText.revision)).where(PageText.page_id == page.id)) or 0
    revision = int(top) + 1
    text = _write_text(session, issue, page, shown, revision)
    text.replaced = replaced
    text.change_set = change_set.number
    session.add(text)
    session.flush()
    changes.apply(session, change_set, page, {"text_revision": revision})
    events.record(
        session, "read", f"page:{page.id}", revision=revision, source=shown.source, sha256=text.sha256
    )
    return text


def _write_text(session: Session, issue: Issue, page: Page, shown: AltoPage, revision: int) -> PageText:
    files: Files = session.info["files"]
    path = Files.text(issue.key, page.number, revision)
    data = alto_files.write_alto(shown, identifier=f"{issue.key}/p{page.number}/r{revision}")
    write_whole(files.path(path), data)
    return PageText(
        page_id=page.id,
        revision=revision,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        source=shown.source,
        language=shown.language,
        confidence=shown.confidence,
        expected_error=quality.expected_error(shown),
        plain=shown.text,
        words=words.pack(words.words_of(shown)),
        created_at=now(),
    )


def current_text(session: Session, page: Page) -> PageText | None:
    """The text revision the page shows; None where there is none yet."""
    return session.scalars(
        select(PageText).where(PageText.page_id == page.id, PageText.revision == page.text_revision)
    ).one_or_none()


def record_image(session: Session, page: Page, image: ImageFacts) -> None:
    """Point to newly made tiles and sizes (they lie complete in their folder already)."""
    page.image = image
    publication.mark(session, page.issue_id)
    session.flush()


def next_image_version(page: Page) -> int:
    """The version the next derivatives of a page will carry in their addresses."""
    return (page.image.version if page.image else 0) + 1
