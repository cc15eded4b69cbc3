"""When a page's canvas changes, everything that lies on it moves, through one function.

A new frame over the same scan moves by the exact map between the two canvases. A replaced scan, of which
nobody knows how the paper lay, moves by the ratio of the sizes first, and once it is read to where the same
words stand now (`realigning`). Text, zones of articles and redactions move alike; links of readers say on
which canvas they were made and are moved the same way when they are followed (`queries.canvases`).
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import alto_files
from archive.actions import changes
from archive.alto import AltoPage, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.models import (
    Article,
    ChangeSet,
    Correction,
    Issue,
    Page,
    PageFrame,
    PageText,
    Redaction,
    Zone,
)
from archive.realigning import realigned

#: In a frame's `preparation`: the map (a … f) from the canvas before, once the page of a new scan was read.
SETTLED = "from_before"


def map_between(before: PageFrame, after: PageFrame) -> Affine:
    """The map from the canvas of one frame of a page to that of another."""
    old, new = before.as_frame(), after.as_frame()
    if before.scan_id == after.scan_id:
        return old.moved_to(new)
    settled = (after.preparation or {}).get(SETTLED)
    if settled is not None:
        return Affine(*settled)
    return Affine(new.size[0] / old.size[0], 0, 0, 0, new.size[1] / old.size[1], 0)


def moved_text(page: AltoPage, move: Affine, width: int, height: int) -> AltoPage:
    """A page's text with every box moved, on a canvas of `width` by `height`."""

    def there(box: Box) -> Box:
        return move.box(box).within(width, height)

    def line_moved(line: TextLine) -> TextLine:
        strings = tuple(replace(string, box=there(string.box)) for string in line.strings)
        return replace(line, strings=strings, box=there(line.box))

    def block_moved(block: TextBlock) -> TextBlock:
        return replace(block, lines=tuple(line_moved(line) for line in block.lines), box=there(block.box))

    return replace(
        page,
        width=width,
        height=height,
        blocks=tuple(block_moved(block) for block in page.blocks),
        pictures=tuple(there(picture) for picture in page.pictures),
    )


def move_everything(
    session: Session, change_set: ChangeSet, page: Page, before: PageFrame, after: PageFrame
) -> None:
    """Move what lies on a page's canvas from its frame `before` to its frame `after`."""
    move = map_between(before, after)
    width, height = after.as_frame().size
    if move == Affine(1, 0, 0, 0, 1, 0) and before.as_frame().size == (width, height):
        return
    _move_zones(session, change_set, page, move, width, height)
    _move_text(session, change_set, page, move, width, height)


def move_back(
    session: Session, change_set: ChangeSet, page: Page, move: Affine, size: tuple[int, int], *, text: bool
) -> None:
    """Move what lies on a page's canvas by `move` to one of `size`; `text`: its text too."""
    _move_zones(session, change_set, page, move, *size)
    if text:
        _move_text(session, change_set, page, move, *size)


def settle(
    session: Session, change_set: ChangeSet, page: Page, before: AltoPage, reading: AltoPage
) -> AltoPage:
    """The text from before at the places a new reading shows, after a page's scan was replaced.

    What lies on the page moves with it. `before` as it is where the scan was not replaced, where that was
    done already, and where too few words agree.
    """
    frames = page.frames
    if len(frames) < 2 or frames[-1].scan_id == frames[-2].scan_id:
        return before
    after = frames[-1]
    if SETTLED in (after.preparation or {}):
        return before
    width, height = after.as_frame().size
    first = map_between(frames[-2], after)
    move = realigned(before, reading)
    whole = first.then(move) if move is not None else first
    kept = [whole.a, whole.b, whole.c, whole.d, whole.e, whole.f]
    after.preparation = {**(after.preparation or {}), SETTLED: kept}
    if move is None:
        return before
    _move_zones(session, change_set, page, move, width, height)
    return moved_text(before, move, width, height)


def _move_zones(
    session: Session, change_set: ChangeSet, page: Page, move: Affine, width: int, height: int
) -> None:
    """Redactions, typed lines, zones of articles, and the blocks a person laid out."""
    hidden = session.scalars(select(Redaction).where(Redaction.page_id == page.id))
    typed = session.scalars(select(Correction).where(Correction.page_id == page.id))
    for lying in (*hidden, *typed):
        # Not cut to the canvas: it comes back with the canvas of before, and hides as much as it did.
        box = move.box(Box(lying.x, lying.y, lying.w, lying.h))
        lying.x, lying.y, lying.w, lying.h = box.x, box.y, box.w, box.h
    placed = tuple(replace(b, box=move.box(b.box).within(width, height)) for b in page.layout)
    changes.apply(session, change_set, page, {"layout": placed})
    for article in session.scalars(select(Article).where(Article.issue_id == page.issue_id)):
        zones = tuple(
            Zone(zone.page, move.box(zone.box).within(width, height)) if zone.page == page.number else zone
            for zone in article.zones
        )
        changes.apply(session, change_set, article, {"zones": zones})


def _move_text(
    session: Session, change_set: ChangeSet, page: Page, move: Affine, width: int, height: int
) -> None:
    """The current text on the new canvas, as a revision of its own: the one before stays as it was."""
    from archive.actions import pages

    text = session.scalars(
        select(PageText).where(PageText.page_id == page.id, PageText.revision == page.text_revision)
    ).one_or_none()
    if text is None:
        return
    shown = alto_files.read_alto(session.info["files"].path(text.path).read_bytes())
    moved = moved_text(shown, move, width, height)
    issue = session.get_one(Issue, page.issue_id)
    pages.keep_revision(session, change_set, issue, page, moved, replaced=text.replaced)
