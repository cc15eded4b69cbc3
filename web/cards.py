"""Cards for links that are passed on: JPEG, 1200 × 630, under 300 kB, with the cover, or a zone of a page.

Drawn by Pillow in the limited child that cuts regions, from pictures that were made at ingest; kept on disk
beside the cut regions. The words are those of the link: the archive, the issue, the heading.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.canvas import Box
from archive.files import Files
from archive.letters import direction_of, language_of
from archive.models import ImageFacts
from web.assets import BUILT, load_assets
from web.clip_picture import wrapped
from web.cutting import limited

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from web.pieces import Pieces

WIDTH, HEIGHT = 1200, 630
#: Some networks refuse more.
MOST_BYTES = 290_000
_MARGIN = 48
_PAPER, _INK, _INK_2, _ACCENT, _EDGE = (
    (250, 250, 247),
    (23, 24, 28),
    (71, 74, 82),
    (31, 51, 135),
    (205, 205, 198),
)
#: How high the picture of a zone may be on a card; the words stand beneath.
_STRIP = 420


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a card. `small` stands above or beneath `large`; `direction` of the interface."""

    large: str
    small: str
    archive: str
    language: str
    direction: str


def card(pieces: Pieces, key: str, page: int, image: ImageFacts, zone: Box | None, words: Words) -> Path:
    """The file with a card, drawn now where nobody asked for it before.

    Raises TooBusy, MissingTool, NoSpace.
    """
    said = repr((words, zone, "card 2"))
    name = f"card/{key}/p{page}.v{image.version}/{hashlib.sha256(said.encode()).hexdigest()}"
    path = pieces.regions.path(name, "jpg")
    if not path.is_file():
        folder = pieces.store.files.path(Files.derivatives(key, page, image.version))
        data = limited(pieces, folder, draw, image, zone, words, faces())
        pieces.regions.keep(path, data)
    return path


def faces() -> dict[str, str]:
    """The faces words are set in: the books' for what is large, the interface's for what is small."""
    built = load_assets()
    names = {"ar": "naskh-700.woff2", "latin": "garamond.woff2", "plain": "sans-400.woff2"}
    return {kind: str(BUILT / built.url(name).rpartition("/")[2]) for kind, name in names.items()}


# --- in the child ---------------------------------------------------------------------------------------


def draw(folder: str, image: ImageFacts, zone: Box | None, words: Words, face: dict[str, str]) -> bytes:
    """The card as JPEG. Raises FileNotFoundError where a tile is missing."""
    from PIL import Image, ImageDraw

    made = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(made)
    if zone is None:
        _cover(made, pen, folder, image, words, face)
    else:
        _zone(made, pen, folder, image, zone, words, face)
    return _small_enough(made)


def _small_enough(made: Image) -> bytes:
    for quality in (86, 78, 68, 55, 40):
        out = io.BytesIO()
        made.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def _cut(folder: str, image: ImageFacts, region: Box, size: tuple[int, int]) -> Image:
    from PIL import Image

    from ingest.derivatives import cut_region

    data = cut_region(Path(folder), (image.width, image.height), region, size, form="png")
    with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
        return opened.convert("RGB")


def _cover(
    made: Image, pen: ImageDraw, folder: str, image: ImageFacts, words: Words, face: dict[str, str]
) -> None:
    """The cover on its board, the words beside it."""
    high = HEIGHT - 2 * _MARGIN
    wide = min(WIDTH // 2, max(1, round(image.width * high / image.height)))
    high = max(1, round(image.height * wide / image.width))
    cover = _cut(folder, image, Box(0, 0, image.width, image.height), (wide, high))
    rtl = words.direction == "rtl"
    x = WIDTH - _MARGIN - wide if rtl else _MARGIN
    board = HEIGHT - _MARGIN
    made.paste(cover, (x, board - high))
    pen.rectangle((x, board - high, x + wide - 1, board - 1), outline=_EDGE)
    pen.line((_MARGIN, board, WIDTH - _MARGIN, board), _INK, 3)
    room = WIDTH - 3 * _MARGIN - wide
    edge = x - _MARGIN if rtl else x + wide + _MARGIN
    y = _write(pen, words.archive, edge, _MARGIN + 6, room, words, face["plain"], 30, _INK_2, 2)
    y = _write(pen, words.large, edge, y + 34, room, words, _book(words, face), 64, _INK, 4)
    _write(pen, words.small, edge, y + 12, room, words, face["plain"], 32, _INK_2, 2)


def _zone(
    made: Image,
    pen: ImageDraw,
    folder: str,
    image: ImageFacts,
    zone: Box,
    words: Words,
    face: dict[str, str],
) -> None:
    """The zone across the card, as much of it as fits, the words beneath."""
    inside = zone.within(image.width, image.height)
    shape = WIDTH / _STRIP
    if inside.w / max(1, inside.h) < shape:
        region = Box(inside.x, inside.y, inside.w, max(1, min(inside.h, round(inside.w / shape))))
    else:
        region = inside
    scale = min(WIDTH / region.w, _STRIP / region.h)
    size = max(1, round(region.w * scale)), max(1, round(region.h * scale))
    picture = _cut(folder, image, region, (min(size[0], region.w), min(size[1], region.h))).resize(size)
    made.paste(picture, ((WIDTH - size[0]) // 2, 0))
    pen.line((0, _STRIP, WIDTH, _STRIP), _ACCENT, 6)
    edge = WIDTH - _MARGIN if words.direction == "rtl" else _MARGIN
    room = WIDTH - 2 * _MARGIN
    y = _write(pen, words.large, edge, _STRIP + 28, room, words, _book(words, face), 46, _INK, 2)
    told = " · ".join(part for part in (words.small, words.archive) if part)
    _write(pen, told, edge, min(y + 6, HEIGHT - 60), room, words, face["plain"], 28, _INK_2, 1)


def _book(words: Words, face: dict[str, str]) -> str:
    """The face of what is large: a heading may be in the other script than the card's language."""
    return face["ar" if language_of(words.large, words.language) == "ar" else "latin"]


def _write(
    pen: ImageDraw,
    text: str,
    edge: int,
    y: int,
    room: int,
    words: Words,
    face: str,
    size: int,
    ink: tuple[int, int, int],
    most: int,
) -> int:
    """Words in lines from the edge on, at most so many; returns where the next ones may begin."""
    from PIL.ImageFont import truetype

    font = truetype(face, size)
    lines = wrapped(text, font, room)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    rtl = words.direction == "rtl"
    language = language_of(text, words.language)
    direction = direction_of(language)
    for line in lines:
        pen.text(
            (edge, y),
            line,
            ink,
            font,
            "ra" if rtl else "la",
            direction=direction,
            language=language,
        )
        y += round(size * (1.5 if direction == "rtl" else 1.22))
    return y
