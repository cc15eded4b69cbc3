"""A page's text from a file beside its scan: on the canvas, in reading order, and whether to use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Affine, Box, Frame
from archive.errors import BadFile
from archive.settings import Settings
from ingest.ocr import PageImage, engine_for
from ingest.outside.formats import OutsidePage, read_outside
from ingest.outside.ordering import in_logical_order
from ingest.text_decisions import Decision
from ingest.text_trust import missing, weigh
from ingest.word_boxes import tighten

#: How far the shape (width by height) of the picture a file speaks of may be from that of the scan.
_SHAPE = 0.02
#: Share of words squeezed into the very edge, which lie beyond it, from which they are of another picture.
_BEYOND = 0.05


def outside_text(
    path: Path, name: str, frame: Frame, page: PageImage, settings: Settings
) -> tuple[AltoPage | None, Decision]:
    """The text in the file at `path`, where it can be trusted, and the decision.

    `name`: what people call the file; `page`: the canvas that `frame` cuts out of the scan. Boxes are scaled
    to the scan where the file speaks of a larger or smaller picture of the same shape. A file that cannot be
    used is no failed page. For workers only.
    """
    try:
        found = read_outside(path.read_bytes(), name)
        fitting = list(_fitting(found, frame))
    except (BadFile, OSError):
        return None, Decision("read", "unreadable", file=name)
    if not fitting:
        return None, Decision("read", "outside", file=name)
    text = min(fitting, key=lambda each: missing(each, page)) if len(fitting) > 1 else fitting[0]
    text = in_logical_order(text)
    verdict = weigh(text, page, getattr(engine_for(settings), "reader", None))
    if not verdict.trusted:
        return None, Decision("read", verdict.reason, verdict.signs, name)
    # Such files draw boxes as they like: those of eScriptorium cut a line into shares of its letters.
    text = tighten(text, page.canvas, every=True)
    return replace(text, source=f"{name} ({text.source})" if text.source else name), Decision(
        "outside", verdict.reason, verdict.signs, name
    )


def _fitting(found: OutsidePage, frame: Frame) -> Iterator[AltoPage]:
    """The text on the canvas, for each way the file's picture can be the scan: as stored, or upright."""
    stored = (frame.scan_width, frame.scan_height)
    ways = [(stored, frame.to_canvas())]
    if frame.turn:
        upright = Frame(*frame.turned_size, 0, frame.crop, frame.skew)
        ways.append((frame.turned_size, upright.to_canvas()))
    for size, to_canvas in ways:
        if found.size is None or _same_shape(found.size, size):
            text = found.on(size)
            if not _lies_beyond(text):
                yield _on_canvas(text, to_canvas, *frame.size)


def _same_shape(one: tuple[float, float], other: tuple[int, int]) -> bool:
    return abs(one[0] * other[1] / (one[1] * other[0]) - 1) <= _SHAPE


def _lies_beyond(text: AltoPage) -> bool:
    """Whether many words were cut down to the picture's right or lower edge."""
    boxes = [string.box for string in text.strings()]
    beyond = sum(
        (box.right >= text.width and box.w <= 2) or (box.bottom >= text.height and box.h <= 2)
        for box in boxes
    )
    return beyond > _BEYOND * len(boxes)


def _on_canvas(text: AltoPage, by: Affine, width: int, height: int) -> AltoPage:
    """The words that lie on a canvas; nobody of this archive has vouched for them."""

    def is_on(box: Box) -> bool:
        x, y = by.point(box.x + box.w / 2, box.y + box.h / 2)
        return 0 <= x < width and 0 <= y < height

    def onto(box: Box) -> Box:
        return by.box(box).within(width, height)

    def line(each: TextLine) -> TextLine | None:
        kept: tuple[String, ...] = tuple(
            replace(s, box=onto(s.box), locked=False, doubtful=False) for s in each.strings if is_on(s.box)
        )
        box = onto(each.box) if len(kept) == len(each.strings) else Box.around(s.box for s in kept)
        return replace(each, strings=kept, box=box) if kept and box is not None else None

    def block(each: TextBlock) -> TextBlock | None:
        lines = tuple(kept for kept in map(line, each.lines) if kept is not None)
        box = reduce(Box.union, (each.box for each in lines)) if lines else None
        return replace(each, lines=lines, box=box) if box is not None else None

    blocks = tuple(kept for kept in map(block, text.blocks) if kept is not None)
    pictures = tuple(onto(box) for box in text.pictures if is_on(box))
    return replace(text, width=width, height=height, blocks=blocks, pictures=pictures)
