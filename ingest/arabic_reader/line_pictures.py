"""Lines cut out of a page as the line model wants them: one height, ink 1 on paper 0, wide ones together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from archive.canvas import Box
from ingest.arabic_reader.network import HEIGHT, MARGIN, STEP, TRAINED_WIDTH
from ingest.arabic_reader.onnx_file import Floats

#: White before and behind the line in training, in pixels of the picture.
BORDER = 16
#: What is cut out beside a line's box, as a share of its height. Nothing above and below: more than that, and
#: the lines around reach in (six pages, 0, 12 and 25 of 100 more: 5.8, 6.4 and 8.9 % of characters wrong).
_BESIDE = 0.15
_AROUND, _PAPER_RANK = 0.05, 80
#: What is ink, 0..1, where a word's box is drawn around it.
_INK = 0.5
#: Longest picture that is read, and the most pixels of width that are read at once: memory.
_LONGEST, _MOST_AT_ONCE = 4096, 3072


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A line made ready: `ink` is HEIGHT x width, cut from `box` of the page and scaled by `scale`."""

    ink: Floats
    box: Box
    scale: float  # across; down it is HEIGHT / box.h

    @property
    def width(self) -> int:
        """Of the picture with its borders, in pixels: what counts as known."""
        return int(self.ink.shape[1]) + 2 * BORDER

    def on_page(self, start: float, end: float) -> Box:
        """The ink between two columns of the model's output (STEP pixels wide), as a box on the page.

        Where there is no ink, the whole height between the columns.
        """
        left, right = (min(max(0, round(c * STEP) - BORDER), self.ink.shape[1]) for c in (start, end))
        inked = self.ink[:, left : max(right, left + 1)] > _INK
        across, down = np.flatnonzero(inked.any(axis=0)), np.flatnonzero(inked.any(axis=1))
        if across.size:
            left, right = left + int(across[0]), left + int(across[-1]) + 1
        top, bottom = (int(down[0]), int(down[-1]) + 1) if down.size else (0, HEIGHT)
        x, tall = self.box.x + round(left / self.scale), self.box.h / HEIGHT
        y = self.box.y + round(top * tall)
        width, height = round((right - left) / self.scale), round((bottom - top) * tall)
        return Box(x, y, max(1, width), max(1, height))


def line_picture(page: Image.Image, box: Box) -> LinePicture:
    """The line in `box` of a grey page."""
    beside, around = round(_BESIDE * box.h), round(_AROUND * box.h)
    wider = Box(box.x - beside, box.y, box.w + 2 * beside, box.h).within(page.width, page.height)
    cut = page.crop((wider.x, wider.y, wider.right, wider.bottom))
    paper = int(np.percentile(np.asarray(cut), _PAPER_RANK))
    cut = ImageOps.expand(cut, (0, around, 0, around), fill=paper)
    whole = Box(wider.x, wider.y - around, wider.w, wider.h + 2 * around)
    width = min(_LONGEST, max(1, round(cut.width * HEIGHT / cut.height)))
    cut = cut.resize((width, HEIGHT), Image.Resampling.LANCZOS)
    ink = np.asarray(cut, dtype=np.float32) / np.float32(255)
    return LinePicture(1 - ink, whole, width / whole.w)


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines read at once: the model's three inputs, and which lines (places in what was given) they are."""

    places: tuple[int, ...]
    lines: Floats
    known: Floats
    missing: Floats

    def columns(self, place: int) -> int:
        """How many columns of the output belong to the line at `place` of this batch."""
        return int(self.known[place].sum())


def batches(pictures: Sequence[LinePicture]) -> Iterator[Batch]:
    """The pictures in batches, the widest first."""
    places = sorted(range(len(pictures)), key=lambda place: -pictures[place].width)
    while places:
        width = _padded(pictures[places[0]].width)
        count = max(1, _MOST_AT_ONCE // width)
        yield _batch(pictures, tuple(places[:count]), width)
        places = places[count:]


def _padded(width: int) -> int:
    return -(-(width + MARGIN) // STEP) * STEP


def _batch(pictures: Sequence[LinePicture], places: tuple[int, ...], width: int) -> Batch:
    lines = np.zeros((len(places), 1, HEIGHT, width), np.float32)
    known = np.zeros((len(places), 1, 1, width // STEP), np.float32)
    for row, place in enumerate(places):
        ink = pictures[place].ink
        lines[row, 0, :, BORDER : BORDER + ink.shape[1]] = ink
        known[row, ..., : pictures[place].width // STEP] = 1
    missing = np.array([max(0.0, 1 - width / TRAINED_WIDTH)], np.float32)
    return Batch(places, lines, known, missing)
