"""How pages are cut out of their scans, set by a person: turned, split in two, given another scan.

A new frame never overwrites the old one; which one is in use (`Page.canvas`) is part of the change set, so
that undoing it brings the former cut back, with everything that lies on the page (`bring_back`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import alto_files, publication, revising
from archive.actions import arranging, changes, events, labels, moving, pages, steps
from archive.alto import AltoPage
from archive.canvas import Affine, Box, Frame
from archive.errors import BadInput
from archive.models import Article, ChangeSet, Issue, Page, PageFrame, PageText, Scan, Zone
from archive.queries.hidden import zones_of
from archive.redacting import is_hidden
from archive.store import now

Turn = Literal[90, 180, 270]
#: A half of a page keeps at least this share of its width.
_LEAST = 0.1


def turned(frame: Frame, by: Turn) -> Frame:
    """The frame whose canvas is that of `frame` turned by quarters, clockwise; nothing is cut anew."""
    width, height = frame.turned_size
    crop = frame.crop
    for _ in range(by // 90):
        if crop is not None:
            crop = Box(height - crop.y - crop.h, crop.x, crop.h, crop.w)
        width, height = height, width
    return replace(frame, turn=(frame.turn + by) % 360, crop=crop)


def turn(session: Session, change_set: ChangeSet, page: Page, by: Turn) -> None:
    """Turn a page; its text and zones turn with it, and it is read and drawn anew. Raises BadInput."""
    if by not in (90, 180, 270):
        raise BadInput("A page is turned by 90, 180 or 270 degrees, not {value}.", value=repr(by))
    before = _frame(page)
    frame = turned(before.as_frame(), by)
    after = pages.set_frame(session, change_set, page, before.scan, frame, part=before.part)
    _want(session, page, after)


def split(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    page: Page,
    *,
    at: float = 0.5,
    right_first: bool = False,
) -> Page:
    """Part a spread into its two pages; returns the new one, which is read behind the old.

    `at`: where the fold is, as a share of the width from the left; `right_first`: the right half is read
    first. Words, zones of articles and lines people typed go to the half they stand on. Raises BadInput for
    a fold too near the edge, and for one that parts a line in which something is hidden.

    Hidden zones stay with the page, and the new page hides what its half shows of them (`masking`).
    """
    before = _frame(page)
    if not _LEAST <= at <= 1 - _LEAST:
        raise BadInput("The fold is too near the edge of the page.", "Set it nearer to the middle.")
    frame = before.as_frame()
    kept = frame.kept
    fold = round(kept.w * at)
    left, right = Box(0, 0, fold, kept.h), Box(fold, 0, kept.w - fold, kept.h)
    first, second = (right, left) if right_first else (left, right)
    reading = _reading(session, page)
    _refuse_parted_lines(session, page, reading, fold)
    alike = {name: getattr(page, name) for name in ("condition", "rights", "hidden_until")}
    new = pages.add(session, change_set, issue, sequence=0, **alike)
    _zones_to_halves(session, change_set, page, new, first, second)
    for each, half in ((page, first), (new, second)):
        cut = replace(frame, crop=Box(kept.x + half.x, kept.y, half.w, kept.h))
        part = 1 if half is left else 2
        own = _half_of(reading, half) if reading is not None else None
        if each is page and own is not None and reading is not None:
            # The words of the other half leave first: what is left moves with the frame.
            gone = revising.replaced_words(reading, own)
            pages.keep_revision(session, change_set, issue, page, own, replaced=gone)
        row = pages.set_frame(session, change_set, each, before.scan, cut, part=part)
        if each is new and own is not None:
            there = moving.moved_text(own, frame.moved_to(cut), half.w, half.h)
            pages.keep_revision(session, change_set, issue, new, there, replaced="")
        _want(session, each, row)
    arranging.sequence_behind(session, change_set, issue, page, new)
    arranging.put_beside(session, change_set, issue, page, new, after=True)
    labels.count(session, change_set, issue)
    return new


def replace_scan(
    session: Session, change_set: ChangeSet, page: Page, scan: Scan, frame: Frame, *, part: int = 0
) -> None:
    """Show a page from another scan (or a place from its first one); the old scan and its texts are kept."""
    row = pages.set_frame(session, change_set, page, scan, frame, part=part)
    left = tuple(each for each in page.condition if each != "missing")
    pages.change(session, change_set, page, {"condition": left})
    _want(session, page, row)
    events.record(session, "scan replaced", f"page:{page.id}", scan=scan.id)


def bring_back(
    session: Session, change_set: ChangeSet, page: Page, canvas: int | None, *, with_text: bool
) -> None:
    """Before `page.canvas` goes back to `canvas`: the frame of then in use again, and all that lies on it.

    `with_text`: the text does not go back by itself (it was read or typed since), so it moves.
    """
    if canvas is None:
        page.width = page.height = 0
        page.image = None
        publication.mark(session, page.issue_id)
        for name in steps.PAGE_STEPS:
            steps.settle(session, "page", page.id, page.issue_id, name, "no scan")
        return
    frames = _frames(session, page)
    wanted, newest = next(frame for frame in frames if frame.id == canvas), frames[-1]
    row = wanted if wanted is newest else _again(session, page, frames, wanted, newest)
    page.width, page.height = row.as_frame().size
    if row is not wanted:
        move = moving.map_between(newest, row)
        moving.move_back(session, change_set, page, move, row.as_frame().size, text=with_text)
    _want(session, page, row)
    if not with_text:  # its text of then comes back with it
        steps.settle(session, "page", page.id, page.issue_id, "text", f"frame {row.id}")


def _again(
    session: Session, page: Page, frames: Sequence[PageFrame], wanted: PageFrame, newest: PageFrame
) -> PageFrame:
    """A frame that says what `wanted` says, the newest of the page; how it lies to the one before is kept."""
    crop = wanted.as_frame().crop
    row = PageFrame(
        page_id=page.id,
        scan=wanted.scan,
        part=wanted.part,
        turn=wanted.turn,
        crop_x=crop.x if crop else None,
        crop_y=crop.y if crop else None,
        crop_w=crop.w if crop else None,
        crop_h=crop.h if crop else None,
        skew=wanted.skew,
        created_at=now(),
    )
    if wanted.scan_id != newest.scan_id:
        back = _map(frames[frames.index(wanted) :]).inverse()
        row.preparation = {moving.SETTLED: [back.a, back.b, back.c, back.d, back.e, back.f]}
    session.add(row)
    session.flush()
    session.expire(page, ["frames"])
    return row


def _map(frames: Sequence[PageFrame]) -> Affine:
    """The map from the first canvas to the last."""
    whole = Affine(1, 0, 0, 0, 1, 0)
    for before, after in pairwise(frames):
        whole = whole.then(moving.map_between(before, after))
    return whole


def _frames(session: Session, page: Page) -> list[PageFrame]:
    query = select(PageFrame).where(PageFrame.page_id == page.id).order_by(PageFrame.id)
    return list(session.scalars(query))


def _frame(page: Page) -> PageFrame:
    if page.frame is None:
        raise BadInput("This page has no scan.", "Send one in first.")
    return page.frame


def _want(session: Session, page: Page, frame: PageFrame) -> None:
    """Read and draw the page anew from its frame."""
    for name in steps.PAGE_STEPS:
        steps.want(session, "page", page.id, page.issue_id, name, f"frame {frame.id}")


# --- what lies on a spread ------------------------------------------------------------------------------


def _reading(session: Session, page: Page) -> AltoPage | None:
    text: PageText | None = pages.current_text(session, page)
    if text is None:
        return None
    return alto_files.read_alto(session.info["files"].path(text.path).read_bytes())


def _refuse_parted_lines(session: Session, page: Page, reading: AltoPage | None, fold: int) -> None:
    """A line goes to one half whole; one with hidden words that runs across the fold must not.

    Its hidden words would lie beside the zone that hides them. Raises BadInput.
    """
    hidden = zones_of(session, [page.id]).get(page.id, ())
    for line in (line for block in reading.blocks for line in block.lines) if reading and hidden else ():
        whole = Box.around((line.box, *(string.box for string in line.strings))) or line.box
        if whole.x < fold < whole.right and is_hidden(whole, hidden):
            raise BadInput(
                "A line in which something is hidden runs across the fold.",
                "Set the fold beside it, or show the zone again, part the page, and hide it anew.",
            )


def _half_of(reading: AltoPage, half: Box) -> AltoPage:
    """The lines whose middle lies on a half, still on the canvas of the whole spread."""

    def is_on(box: Box) -> bool:
        return half.x <= box.x + box.w / 2 < half.right

    blocks = []
    for block in reading.blocks:
        lines = tuple(line for line in block.lines if is_on(line.box))
        if lines:
            box = Box.around(line.box for line in lines) or block.box
            blocks.append(
                replace(block, lines=lines, box=box if len(lines) < len(block.lines) else block.box)
            )
    pictures = tuple(box for box in reading.pictures if is_on(box))
    return replace(reading, blocks=tuple(blocks), pictures=pictures)


def _zones_to_halves(
    session: Session, change_set: ChangeSet, page: Page, new: Page, first: Box, second: Box
) -> None:
    """Zones of articles whose middle lies on the second half are zones of the new page, on its canvas.

    Those of the first half stay for now: they move with the frame of the old page.
    """
    for article in session.scalars(select(Article).where(Article.issue_id == page.issue_id)):
        zones = []
        for zone in article.zones:
            middle = zone.box.x + zone.box.w / 2
            if zone.page == page.number and second.x <= middle < second.right:
                zone = Zone(new.number, Affine.shift(-second.x, 0).box(zone.box).within(second.w, second.h))
            zones.append(zone)
        fields = {"zones": tuple(zones)}
        if any(zone.page == new.number for zone in zones):
            fields["pages"] = _pages_of(article, page, new, zones)  # type: ignore[assignment]
        changes.apply(session, change_set, article, fields)


def _pages_of(article: Article, page: Page, new: Page, zones: Sequence[Zone]) -> tuple[int, ...]:
    """The pages of an article of which zones moved to a new page."""
    made: list[int] = []
    for number in article.pages:
        stays = number != page.number or any(zone.page == page.number for zone in zones)
        made += [number] if stays else []
        made += [new.number] if number == page.number else []
    return tuple(made)
