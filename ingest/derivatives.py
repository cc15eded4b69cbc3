"""Tiles and reading sizes of a page, laid out as IIIF Image 3 addresses; and parts put together from them.

    {x},{y},{w},{h}/{w},{h}/0/default.jpg      tiles of 512 pixels at scales 1, 1/2, 1/4, …
    full/{w},{h}/0/default.jpg                 whole pages, thumbnail to reading size
    full/{w},{h}/0/default.webp                the same for telephones (`reading_sizes`)

Region and size are in the canonical form of the specification (iiif.io/api/image/3.0, §4.7), as OpenSeadragon
and Mirador ask for them: right and bottom tiles are cut short, a tile that shows all is `full`.
"""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from PIL import Image, ImageOps

from archive.canvas import Box
from archive.errors import BadInput, disk_full_told
from archive.files import make_folder, sync_folder
from ingest.reading_sizes import reading_sizes

TILE = 512
#: Widths of the whole page: thumbnail, cover, phone, reading.
WIDTHS = (200, 480, 1000, 1600)
_JPEG_QUALITY = 80
#: Of a page's picture in a PDF, where the scan itself cannot be used.
_PDF_QUALITY = 85
#: A region is cut out of pictures that were JPEG already. At 80 again, 9 of 100 squares of the IIIF
#: validator's picture are off by more than 5 levels, at 90 4 of them (measured).
_REGION_QUALITY = 90

#: How whole pages are made smaller: half of Lanczos' time, and print as sharp.
_SHRINKING = Image.Resampling.HAMMING

Quality = Literal["default", "color", "gray"]
Format = Literal["jpg", "png", "webp"]
#: WebP for a first look: method 2 takes 50 ms a page, 4 twice that for a twentieth less (measured).
_WEBP_QUALITY, _WEBP_METHOD = 60, 2


@dataclass(frozen=True, slots=True)
class Derivatives:
    """What was made of a page: its full size, the whole-page sizes, the tiles' side and scale factors.

    `hidden`: zones that are blacked out.
    """

    width: int
    height: int
    sizes: tuple[tuple[int, int], ...]
    tile_width: int
    scale_factors: tuple[int, ...]
    hidden: tuple[Box, ...] = ()


def derivatives_of(width: int, height: int) -> Derivatives:
    """What is made of a page of this size; the same for the same size, so that nothing need be stored."""
    factors = scale_factors(width, height)
    sizes = {(w, max(1, round(height * w / width))) for w in WIDTHS if w < width}
    sizes |= {_level_size(width, height, s) for s in factors if _is_one_tile(width, height, s)}
    if width <= WIDTHS[-1]:
        sizes.add((width, height))
    return Derivatives(width, height, tuple(sorted(sizes)), TILE, factors)


def scale_factors(width: int, height: int) -> tuple[int, ...]:
    """1, 2, 4, … up to the first at which the whole page fits into one tile."""
    factors = [1]
    while not _is_one_tile(width, height, factors[-1]):
        factors.append(2 * factors[-1])
    return tuple(factors)


def _level_size(width: int, height: int, scale: int) -> tuple[int, int]:
    return -(-width // scale), -(-height // scale)  # rounded up, as viewers do


def _is_one_tile(width: int, height: int, scale: int) -> bool:
    return max(_level_size(width, height, scale)) <= TILE


def address(region: Box | None, size: tuple[int, int], form: Format = "jpg") -> str:
    """The canonical end of a picture's address below its page; `region` None for the whole page."""
    part = "full" if region is None else f"{region.x},{region.y},{region.w},{region.h}"
    return f"{part}/{size[0]},{size[1]}/0/default.{form}"


def tiles(width: int, height: int, scale: int) -> Iterator[tuple[Box | None, Box]]:
    """Each tile at a scale: the region of the page it shows (None: all) and its place in the scaled page."""
    level_w, level_h = _level_size(width, height, scale)
    for top in range(0, level_h, TILE):
        for left in range(0, level_w, TILE):
            place = Box(left, top, min(TILE, level_w - left), min(TILE, level_h - top))
            x, y = left * scale, top * scale
            region = Box(x, y, min(TILE * scale, width - x), min(TILE * scale, height - y))
            yield (None if (region.w, region.h) == (width, height) else region), place


def make_derivatives(canvas: Image.Image, folder: Path) -> Derivatives:
    """Make a page's tiles and sizes; `folder` appears whole, replacing one that is there. Raises NoSpace.

    Colour stays colour, grey stays grey. The pictures are JPEG at quality 80; two sizes are WebP as well.
    """
    image = canvas if canvas.mode in ("L", "RGB") else canvas.convert("RGB")
    made = derivatives_of(*image.size)
    with disk_full_told(folder.parent):
        make_folder(folder.parent)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            _write_all(image, made, beside)
            beside.chmod(0o755)
            _put_in_place(beside, folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return made


def _write_all(image: Image.Image, made: Derivatives, beside: Path) -> None:
    wanted: list[tuple[tuple[int, int], Format]] = [(size, "jpg") for size in made.sizes]
    wanted += [(size, "webp") for size in reading_sizes(made.width, made.height)]
    level = image
    for scale in made.scale_factors:
        if scale > 1:
            level = level.reduce(2)
        for region, place in tiles(made.width, made.height, scale):
            if region is not None:
                tile = level.crop((place.x, place.y, place.right, place.bottom))
                _save(tile, beside / address(region, (place.w, place.h)))
        last = scale == made.scale_factors[-1]
        # Each size is cut from the smallest level that is still larger.
        for size, form in [each for each in wanted if last or each[0][0] > level.width // 2]:
            wanted.remove((size, form))
            scaled = level if size == level.size else level.resize(size, _SHRINKING)
            _save(scaled, beside / address(None, size, form), form)


def _save(image: Image.Image, path: Path, form: Format = "jpg") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "webp":
        image.save(path, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_METHOD)
    else:
        image.save(path, "JPEG", quality=_JPEG_QUALITY)


def save_for_pdf(canvas: Image.Image, out: Path | IO[bytes]) -> None:
    """Write a canvas as its PDF shows it."""
    plain = canvas if canvas.mode in ("L", "RGB") else canvas.convert("RGB")
    plain.save(out, "JPEG", quality=_PDF_QUALITY)


def _force_to_disk(folder: Path) -> None:
    """All files of a folder, and their names, at one go.

    Linux's syncfs: one after the other, the hundred files and folders of a page take ten times as long.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(handle)


def _put_in_place(beside: Path, folder: Path) -> None:
    _force_to_disk(beside)
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
        folder.rename(old / folder.name)
        beside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.rename(folder)
    sync_folder(folder.parent)


def cut_region(
    folder: Path,
    page: tuple[int, int],
    region: Box,
    size: tuple[int, int],
    *,
    quality: Quality = "default",
    form: Format = "jpg",
    most_pixels: int = 16_000_000,
) -> bytes:
    """A part of a page in a given size, put together from the tiles in `folder`.

    `page`: the canvas's width and height; `region`: in canvas pixels, inside it; `size`: of the answer.
    Raises BadInput for a region outside the page or an answer of more than `most_pixels`. Run it in a limited
    child.
    """
    width, height = page
    inside = region.x >= 0 and region.y >= 0 and region.right <= width and region.bottom <= height
    if not inside or region.w < 1 or region.h < 1:
        raise BadInput(
            "This part does not lie on the page.", "The page is {w} × {h} pixels.", w=width, h=height
        )
    if min(size) < 1 or size[0] * size[1] > most_pixels:
        raise BadInput(
            "A picture of {w} × {h} pixels is not made here.",
            "Ask for at most {most} pixels in all.",
            w=size[0],
            h=size[1],
            most=most_pixels,
        )
    part = _put_together(folder, page, region, _scale_for(page, region, size))
    if part.size != size:
        part = part.resize(size, Image.Resampling.LANCZOS)
    if quality == "gray":
        part = ImageOps.grayscale(part)
    out = io.BytesIO()
    if form == "webp":
        part.save(out, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_METHOD)
    else:
        part.save(out, "JPEG" if form == "jpg" else "PNG", quality=_REGION_QUALITY)
    return out.getvalue()


def _scale_for(page: tuple[int, int], region: Box, size: tuple[int, int]) -> int:
    """The coarsest scale that is still at least as fine as the answer."""
    fine = min(region.w / size[0], region.h / size[1])
    return max(scale for scale in scale_factors(*page) if scale <= max(1.0, fine))


def _put_together(folder: Path, page: tuple[int, int], region: Box, scale: int) -> Image.Image:
    """The region from the tiles of one scale, in the pixels of that scale."""
    wanted = Box(
        region.x // scale,
        region.y // scale,
        max(1, -(-region.right // scale) - region.x // scale),
        max(1, -(-region.bottom // scale) - region.y // scale),
    )
    part: Image.Image | None = None
    for shown, place in tiles(*page, scale):
        if not place.overlap(wanted):
            continue
        with Image.open(folder / address(shown, (place.w, place.h)), formats=("JPEG",)) as tile:
            if part is None:
                part = Image.new(tile.mode, (wanted.w, wanted.h))
            part.paste(tile, (place.x - wanted.x, place.y - wanted.y))
    if part is None:  # cannot be: a region inside the page meets at least one tile
        raise BadInput("This part does not lie on the page.", "")
    return part
