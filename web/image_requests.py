"""IIIF Image API 3 requests: what a region, a size, a rotation ask for, checked against a picture's limits.

Grammar and canonical form after https://iiif.io/api/image/3.0/ (sections 4.1-4.7). Pure functions. Only the
digits 0-9 are digits here: Python's own patterns take Arabic-Indic ones too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from archive.canvas import Box
from archive.errors import ArchiveError, BadInput

#: No answer is wider or higher than this, in pixels; info.json says so.
MOST = 4096
Quality = Literal["default", "color", "gray", "bitonal"]
Format = Literal["jpg", "png", "webp"]
MEDIA_TYPES: dict[str, str] = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

_INT = r"[0-9]{1,9}"
_DECIMAL = r"[0-9]{1,9}(?:\.[0-9]{1,12})?"
_NAME = re.compile(
    r"(?P<key>[0-9bcdfghjkmnpqrstvwxz]{3,16})\.p(?P<page>[1-9][0-9]{0,8})(?:\.v(?P<version>[1-9][0-9]{0,8}))?"
)
_PIXELS = re.compile(rf"({_INT}),({_INT}),({_INT}),({_INT})")
_PERCENT = re.compile(rf"pct:({_DECIMAL}),({_DECIMAL}),({_DECIMAL}),({_DECIMAL})")
_SIZE = re.compile(rf"(?P<best>!)?(?P<w>{_INT})?,(?P<h>{_INT})?")
_SCALE = re.compile(rf"pct:({_DECIMAL})")
_ROTATION = re.compile(rf"(?P<mirror>!)?(?P<degrees>{_DECIMAL})")
_FILE = re.compile(r"([a-z]{1,20})\.([a-z0-9]{1,10})")
_KNOWN_FORMATS = frozenset({"tif", "gif", "jp2", "pdf", "avif"})


class NotOffered(ArchiveError):
    """A request the standard knows and this service does not carry out."""

    exit_code = 2
    status = 501


@dataclass(frozen=True, slots=True)
class ImageName:
    """Which picture: issue, page, version of its derivatives (None: the current one)."""

    key: str
    page: int
    version: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """What to make: a region of the canvas, at a size (before turning), mirrored, turned, in a quality."""

    region: Box
    width: int
    height: int
    mirror: bool = False
    turn: int = 0
    quality: Quality = "default"
    format: Format = "jpg"


def image_name(text: str) -> ImageName | None:
    """The picture an identifier names, None for anything else. No path is ever built from `text` itself."""
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    version = int(found["version"]) if found["version"] else None
    return ImageName(found["key"], int(found["page"]), version)


def parse_cut(region: str, size: str, rotation: str, file: str, width: int, height: int) -> Cut:
    """The request of the four parts of an address for a canvas of `width` by `height`.

    Raises BadInput (400) for what the grammar or the limits do not allow, NotOffered (501) for what the
    standard knows and we do not do.
    """
    box = _region(region, width, height)
    w, h = _size(size, box)
    mirror, turn = _rotation(rotation)
    quality, kind = _file(file)
    return Cut(box, w, h, mirror, turn, quality, kind)


def _refuse(part: str, value: str) -> BadInput:
    return BadInput("The {part} {value} cannot be used for this picture.", part=part, value=value[:60])


def _region(text: str, width: int, height: int) -> Box:
    if text == "full":
        return Box(0, 0, width, height)
    if text == "square":
        side = min(width, height)
        return Box((width - side) // 2, (height - side) // 2, side, side)
    if pixels := _PIXELS.fullmatch(text):
        x, y, w, h = (int(part) for part in pixels.groups())
    elif percent := _PERCENT.fullmatch(text):
        px, py, pw, ph = (float(part) / 100 for part in percent.groups())
        x, y = round(px * width), round(py * height)
        w, h = round(pw * width), round(ph * height)
    else:
        raise _refuse("region", text)
    if w <= 0 or h <= 0 or x >= width or y >= height:
        raise _refuse("region", text)
    return Box(x, y, min(w, width - x), min(h, height - y))


def largest(region: Box) -> tuple[int, int]:
    """The largest size a region is answered in ("max")."""
    scale = min(1.0, MOST / region.w, MOST / region.h)
    return max(1, int(region.w * scale + 0.5)), max(1, int(region.h * scale + 0.5))


def _size(text: str, region: Box) -> tuple[int, int]:
    if text.startswith("^"):
        raise NotOffered("Pictures are not enlarged.")
    if text == "max":
        return largest(region)
    if scale := _SCALE.fullmatch(text):
        part = float(scale[1]) / 100
        w, h = round(region.w * part), round(region.h * part)
    elif (found := _SIZE.fullmatch(text)) and (found["w"] or found["h"]):
        w, h = _asked(text, found, region)
    else:
        raise _refuse("size", text)
    if not (0 < w <= region.w and 0 < h <= region.h and max(w, h) <= MOST):
        raise _refuse("size", text)
    return w, h


def _asked(text: str, found: re.Match[str], region: Box) -> tuple[int, int]:
    w, h = (int(found[name]) if found[name] else 0 for name in ("w", "h"))
    if found["best"]:
        if not w or not h:
            raise _refuse("size", text)
        # "As large as possible but not larger than the extracted region" (4.2): no error above it.
        scale = min(1.0, w / region.w, h / region.h, MOST / region.w, MOST / region.h)
        return max(1, round(region.w * scale)), max(1, round(region.h * scale))
    if found["w"] and found["h"]:
        return w, h
    if found["w"]:
        return w, max(1, round(region.h * w / region.w)) if w else 0
    return max(1, round(region.w * h / region.h)) if h else 0, h


def _rotation(text: str) -> tuple[bool, int]:
    found = _ROTATION.fullmatch(text)
    if found is None or float(found["degrees"]) > 360:
        raise _refuse("rotation", text)
    degrees = float(found["degrees"])
    if degrees % 90:
        raise NotOffered("Pictures are turned by quarters only.")
    return bool(found["mirror"]), int(degrees) % 360


def _file(text: str) -> tuple[Quality, Format]:
    found = _FILE.fullmatch(text)
    if found is None or found[1] not in ("default", "color", "gray", "bitonal"):
        raise _refuse("quality", text)
    if found[2] in _KNOWN_FORMATS:
        raise NotOffered("Pictures are offered as jpg, png and webp.")
    if found[2] not in MEDIA_TYPES:
        raise _refuse("format", text)
    return found[1], found[2]  # type: ignore[return-value]


def written(cut: Cut, width: int, height: int) -> tuple[str, str, str, str]:
    """Region, size ("w,h"), rotation and file as our own files and the cache are named."""
    region = _written_region(cut.region, width, height)
    rotation = f"{'!' if cut.mirror else ''}{cut.turn}"
    return region, f"{cut.width},{cut.height}", rotation, f"{cut.quality}.{cut.format}"


def _written_region(box: Box, width: int, height: int) -> str:
    return "full" if box == Box(0, 0, width, height) else f"{box.x},{box.y},{box.w},{box.h}"


def canonical(cut: Cut, width: int, height: int) -> str:
    """The canonical form (4.7): as `written`, but "max" for the largest size."""
    region, size, rotation, file = written(cut, width, height)
    if (cut.width, cut.height) == largest(cut.region):
        size = "max"
    return f"{region}/{size}/{rotation}/{file}"
