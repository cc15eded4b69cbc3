"""What a text file beside a scan is, and how it is read: ALTO 2 to 4, hOCR, PAGE XML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from archive.alto import AltoPage
from archive.alto_files import LARGEST, read_alto, stated_size
from archive.canvas import Affine, Box
from archive.errors import BadFile
from ingest.outside.hocr import read_hocr
from ingest.outside.page_xml import read_page_xml
from ingest.page_structure import moved

Format = Literal["alto", "hocr", "page"]

#: By what a file is known, within its first bytes: headers of some programs are long.
_SIGNS: tuple[tuple[Format, tuple[bytes, ...]], ...] = (
    ("alto", (b"<alto", b":alto")),
    ("page", (b"<PcGts", b":PcGts")),
    ("hocr", (b"ocr_page", b"ocr-system", b"ocr_line", b"ocrx_word")),
)
_HEAD = 65_536


def format_of(head: bytes) -> Format | None:
    """What a file is by its first bytes, without parsing it; None for what holds no text of a page."""
    start = head[:_HEAD]
    return next((name for name, signs in _SIGNS if any(sign in start for sign in signs)), None)


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """A page of text from elsewhere.

    `size`: width and height of the picture it was read from in the file's own unit, None where it does not
    say; `on`: its text on that picture, given the picture's true size in pixels.
    """

    size: tuple[float, float] | None
    on: Callable[[tuple[int, int]], AltoPage]


def read_outside(data: bytes, name: str) -> OutsidePage:
    """The page in a file. `name` names it in errors. Raises BadFile; for workers only."""
    if len(data) > LARGEST:
        raise _bad(name)
    kind = format_of(data)
    if kind == "alto":
        return OutsidePage(stated_size(data, name=name), lambda size: read_alto(data, size=size, name=name))
    if kind is None:
        raise _bad(name)
    read, stated = read_hocr(data, name) if kind == "hocr" else read_page_xml(data, name)
    return OutsidePage(stated, lambda size: _scaled(read, stated, size))


def _bad(name: str) -> BadFile:
    return BadFile(
        "The text file {name} cannot be used: {reason}.",
        "Make it again from its scan.",
        name=name,
        reason="it is no ALTO, hOCR or PAGE file of a page",
    )


def _scaled(page: AltoPage, stated: tuple[float, float] | None, size: tuple[int, int]) -> AltoPage:
    """The page brought to a picture of another size."""
    across, down = (size[0] / stated[0], size[1] / stated[1]) if stated else (1.0, 1.0)
    by = Affine(across, 0, 0, 0, down, 0)
    blocks = tuple(moved(block, by, *size) for block in page.blocks)
    pictures: tuple[Box, ...] = tuple(by.box(box).within(*size) for box in page.pictures)
    return replace(page, width=size[0], height=size[1], blocks=blocks, pictures=pictures)
