"""The picture of a clip: a zone of a page with its source printed beneath, made in a limited child.

A cutting that leaves the archive carries where it came from: magazine, number, date, page, and an address
that opens on the same zone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.canvas import Box
from archive.models import ImageFacts
from web.assets import BUILT, load_assets

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

#: No clip is wider or higher than this; a narrower one than _LEAST is enlarged, so that its source can be
#: read.
_MOST, _LEAST = 2400, 700
#: Of the picture's width: the letters of the source and the margin round it.
_LETTERS, _MARGIN = 1 / 46, 1 / 40
_SMALLEST_LETTERS = 15
_PAPER, _INK, _INK_2 = (255, 255, 255), (23, 24, 28), (71, 74, 82)


@dataclass(frozen=True, slots=True)
class Source:
    """What is printed beneath: the words, in a language and its direction, and the address."""

    words: str
    address: str
    language: str
    direction: str


def face_path() -> Path:
    """The face the source is set in: the interface's, which holds both scripts."""
    return BUILT / load_assets().url("sans-400.woff2").rpartition("/")[2]


def size_of(zone: Box) -> tuple[int, int]:
    """How large a zone is drawn: as it is, within the limits."""
    scale = min(_MOST / zone.w, _MOST / zone.h, max(1.0, _LEAST / zone.w))
    return max(1, round(zone.w * scale)), max(1, round(zone.h * scale))


def make(folder: str, image: ImageFacts, zone: Box, source: Source, face: str) -> bytes:
    """The clip as PNG. In the child. Raises FileNotFoundError where a tile is missing."""
    from PIL import Image
    from PIL.ImageFont import truetype

    from ingest.derivatives import cut_region

    size = size_of(zone)
    inside = min(size[0], zone.w), min(size[1], zone.h)
    data = cut_region(Path(folder), (image.width, image.height), zone, inside, form="png")
    letters = max(_SMALLEST_LETTERS, round(size[0] * _LETTERS))
    with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
        cut = opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    made = _with_source(cut, source, truetype(face, letters), truetype(face, max(12, round(letters * 0.8))))
    out = io.BytesIO()
    made.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _with_source(cut: Image, source: Source, words: FreeTypeFont, small: FreeTypeFont) -> Image:
    from PIL import Image, ImageDraw

    margin = max(12, round(cut.width * _MARGIN))
    room = cut.width - 2 * margin
    lines = [(line, words, _INK) for line in wrapped(source.words, words, room)]
    lines += [(line, small, _INK_2) for line in _pieces(source.address, small, room)]
    step = [round(face.size * 1.6) for _, face, _ in lines]
    made = Image.new("RGB", (cut.width, cut.height + margin + sum(step) + margin), _PAPER)
    made.paste(cut, (0, 0))
    pen = ImageDraw.Draw(made)
    pen.line((margin, cut.height + margin // 2, cut.width - margin, cut.height + margin // 2), _INK, 1)
    y = cut.height + margin
    rtl = source.direction == "rtl"
    for (line, face, ink), height in zip(lines, step, strict=True):
        address = ink == _INK_2
        x, anchor = (cut.width - margin, "ra") if rtl else (margin, "la")
        way, language = ("ltr", "en") if address else (source.direction, source.language)
        pen.text((x, y), line, ink, face, anchor, direction=way, language=language)
        y += height
    return made


def wrapped(text: str, face: FreeTypeFont, room: int) -> list[str]:
    """The words in lines no wider than `room` pixels; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and face.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _pieces(text: str, face: FreeTypeFont, room: int) -> list[str]:
    """An address in lines no wider than `room`, broken where it must be."""
    lines = [""]
    for letter in text:
        if lines[-1] and face.getlength(lines[-1] + letter) > room:
            lines.append("")
        lines[-1] += letter
    return lines
