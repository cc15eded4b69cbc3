"""What sixty years and a scanner do to a clean page: three wears, and pages askew on the glass."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from archive.canvas import Affine

_Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page has aged. `blur` in pixels at 300 dpi, greys and noise of 255, shares from 0 to 1."""

    blur: float
    ink: int
    paper: int
    through: float  # how much of the leaf's other side shines through
    starved: float  # how much ink is missing in places
    noise: float
    shade: float  # how dark the binding's side is
    quality: int  # of the JPEG


#: Light, medium, heavy.
LEVELS = {
    1: Wear(0.5, 25, 246, 0.0, 0.0, 3, 0.0, 90),
    2: Wear(0.9, 45, 225, 0.10, 0.15, 7, 0.25, 75),
    3: Wear(1.2, 60, 205, 0.16, 0.35, 12, 0.45, 55),
}


def worn(page: Image.Image, level: int, seed: int = 0) -> Image.Image:
    """A clean grey page after wear of level 1, 2 or 3; the same for the same seed. Nothing moves."""
    wear = LEVELS[level]
    chance = np.random.default_rng([seed, level])
    ink: _Field = 1 - np.asarray(page.filter(ImageFilter.GaussianBlur(wear.blur)), np.float32) / 255
    patches = _smooth(chance, ink.shape, 140)
    ink = ink * (1 - wear.starved * np.clip(patches, 0, 1))
    mirrored = page.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(4))
    ink = np.maximum(ink, wear.through * (1 - np.asarray(mirrored, np.float32) / 255))
    paper = wear.paper * (1 + 0.02 * _smooth(chance, ink.shape, 6))
    from_binding = np.arange(ink.shape[1], dtype=np.float32) / ink.shape[1]
    paper = paper * (1 - wear.shade * np.exp(-from_binding * 14))[None, :]
    grey = paper - ink * np.maximum(paper - wear.ink, 0) + chance.normal(0, wear.noise, ink.shape)
    return _as_jpeg(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)), wear.quality)


def _smooth(chance: np.random.Generator, shape: tuple[int, ...], cells: int) -> _Field:
    """Smooth noise between -1 and 1, `cells` of it across."""
    small = chance.integers(0, 256, (round(cells * shape[0] / shape[1]), cells), dtype=np.uint8)
    large = Image.fromarray(small).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / 127.5 - 1


def _as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("L")


@dataclass(frozen=True, slots=True)
class Laid:
    """A scan, and for each page on it the map from the page's pixels to the scan's."""

    image: Image.Image
    maps: tuple[Affine, ...]


def laid(*pages: Image.Image, skew: float = 0.0, bed: int = 12, rim: int = 60, turn: int = 0) -> Laid:
    """Pages side by side on a bed of grey `bed`, `rim` pixels of it around, lines climbing by `skew` degrees.

    `turn`: degrees clockwise by which the whole lies wrong (0, 90, 180, 270).
    """
    width, height = sum(page.width for page in pages), max(page.height for page in pages)
    opened = Image.new("L", (width, height), 235)
    starts = [sum(page.width for page in pages[:n]) for n in range(len(pages))]
    for start, page in zip(starts, pages, strict=True):
        opened.paste(page, (start, 0))
    # Room for the corners of the tilted leaf.
    slant = abs(math.sin(math.radians(skew)))
    across, down = round(rim + slant * height / 2), round(rim + slant * width / 2)
    whole = Image.new("L", (width + 2 * across, height + 2 * down), bed)
    whole.paste(opened, (across, down))
    tilted = whole.rotate(skew, Image.Resampling.BICUBIC, fillcolor=bed)
    tilt = Affine.rotation(skew, whole.width / 2, whole.height / 2)
    w, h = tilted.size
    wrong = {
        0: Affine(1, 0, 0, 0, 1, 0),
        90: Affine(0, -1, h, 1, 0, 0),
        180: Affine(-1, 0, w, 0, -1, h),
        270: Affine(0, 1, 0, -1, 0, w),
    }[turn]
    image = tilted.rotate(-turn, expand=True) if turn else tilted
    maps = [Affine.shift(across + start, down).then(tilt).then(wrong) for start in starts]
    return Laid(image, tuple(maps))
