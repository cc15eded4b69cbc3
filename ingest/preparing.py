"""A canvas made ready for Tesseract: grey, at a size it reads well, Arabic cleaned of its paper."""

from __future__ import annotations

from dataclasses import dataclass

import doxapy
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from archive.canvas import Affine

#: Resolution that is aimed at. 150 to 300 dpi read alike; 400 to 600 cost 1.3 to 2 times and gain nothing
#: (measured on 79 pages); below about 120 the errors fall by a quarter when the picture is doubled.
DPI = 300
_HALVE_FROM_DPI = 400
#: Where a file states no believable resolution: an A4 page at 400 dpi is 4,677 pixels high, one of a small
#: book at 120 dpi about 1,150 wide.
_HALVE_FROM_HEIGHT = 4600
_DOUBLE_BELOW_WIDTH = 1150
#: Sauvola's window, in inches of the page, and k. Pages of 1892 to 1996, 27 of them: k 0.2 and 91 pixels at
#: 300 dpi gave the fewest errors; French loses by it (words right 86 to 84 of 100).
_WINDOW_INCHES, _K = 0.3, 0.2


#: Paper is measured on a picture this much smaller, as the brightest 15 of 100 around each spot.
#: Middle grey under which an area is dark, and how large its surroundings are (150 of them across a page).
_DARK, _DARK_SIDE, _DARK_CONTRAST = 105, 9, 12
_PAPER_STEP, _PAPER_SIDE, _PAPER_RANK = 8, 9, 68
#: What ink on paper of each grey is multiplied with; rows of a page that are done at a time, which stay in
#: the processor's memory.
_FACTORS = (250 / np.maximum(np.arange(256, dtype=np.float32), 24)).astype(np.float32)
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture for the OCR engine, at about 300 dpi; `to_canvas` leads from its pixels to the canvas's."""

    image: Image.Image
    to_canvas: Affine


def reading_scale(width: int, height: int, dpi: float | None) -> float:
    """By how much a canvas is scaled before it is read, from its size and stated resolution.

    Small pages are doubled whatever they claim: a 755 pixel wide page that says 300 dpi (a sample of 1892
    does) is not 6 cm wide.
    """
    if width < _DOUBLE_BELOW_WIDTH and height < 2 * _DOUBLE_BELOW_WIDTH:
        return 2.0
    if dpi is not None and dpi >= _HALVE_FROM_DPI:
        return DPI / dpi
    if dpi is None and max(width, height) >= _HALVE_FROM_HEIGHT:
        return 0.5
    return 1.0


def prepare_for_ocr(canvas: Image.Image, language: str, dpi: float | None = None) -> Prepared:
    """The canvas as `language` ("ar", "fr", …) is read best. `dpi`: as stated by the scan, if known."""
    grey = scaled_grey(canvas, dpi)
    to_canvas = Affine(canvas.width / grey.width, 0, 0, 0, canvas.height / grey.height, 0)
    return Prepared(cleaned(grey, language), to_canvas)


def cleaned(grey: Image.Image, language: str) -> Image.Image:
    """A grey page at reading scale, its paper made even, and for Arabic taken away.

    French letters lose their thin strokes to a threshold; even paper alone helps them most (25 pages: words
    right 86.9 of 100 as scanned, 89.9 on even paper, 87.1 through Sauvola).
    """
    even = with_even_paper(grey)
    return without_paper(even) if is_thresholded(language) else even


def is_thresholded(language: str) -> bool:
    """Whether a language is read in black and white."""
    return language == "ar"


def in_black_on_white(grey: Image.Image) -> Image.Image:
    """The page with its dark areas turned to their negative, so that light type on them is dark on light.

    Covers and advertisements are printed so. What is dark is asked of the middle grey around each spot, not
    of the spot: letters do not turn. Black borders become white ones.
    """
    step = max(1, min(grey.size) // 150)
    small = grey.reduce(step)
    if min(small.size) <= _DARK_SIDE:
        return grey
    count = _DARK_SIDE * _DARK_SIDE
    if not _has_dark_middle(np.asarray(small), count // 2):
        return grey
    low, middle, high = (
        np.asarray(small.filter(ImageFilter.RankFilter(_DARK_SIDE, rank)), dtype=np.int16)
        for rank in (count // 20, count // 2, count - 1 - count // 20)
    )
    # Grey paper is dark too, but what stands on it is darker still.
    dark = (middle < _DARK) & (high - middle > 2 * (middle - low) + _DARK_CONTRAST)
    if not dark.any():
        return grey
    mask = Image.fromarray(dark).resize(grey.size, Image.Resampling.NEAREST)
    return Image.composite(ImageOps.invert(grey), grey, mask)


def _has_dark_middle(small: NDArray[np.uint8], rank: int) -> bool:
    """Whether the middle grey around any spot is dark: most pages have none, and counting is quick."""
    dark = np.pad(small < _DARK, _DARK_SIDE // 2, mode="edge").astype(np.int32)
    sums = np.pad(dark.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    side = _DARK_SIDE
    counts = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool((counts > rank).any())


def with_even_paper(grey: Image.Image) -> Image.Image:
    """The picture divided by its paper: shadows of the binding, stains and grey scans become white paper.

    Tesseract's own threshold is one for the whole page; a dark edge alone made it lose half of a page.
    """
    step = max(1, min(_PAPER_STEP, min(grey.size) // 16))
    small = grey.reduce(step)
    paper = small.filter(ImageFilter.RankFilter(_PAPER_SIDE, _PAPER_RANK)).filter(ImageFilter.GaussianBlur(6))
    around = np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR))
    pixels = np.asarray(grey)
    even = np.empty_like(pixels)
    for top in range(0, len(pixels), _ROWS):
        rows = slice(top, top + _ROWS)
        scaled = pixels[rows] * _FACTORS[around[rows]]
        even[rows] = np.minimum(scaled, 255, out=scaled)
    return Image.fromarray(even)


def scaled_grey(canvas: Image.Image, dpi: float | None) -> Image.Image:
    """The canvas in grey at reading scale."""
    scale = reading_scale(*canvas.size, dpi)
    grey = in_black_on_white(canvas if canvas.mode == "L" else canvas.convert("L"))
    if scale == 1.0:
        return grey
    if scale == 0.5:
        return grey.reduce(2)
    size = max(1, round(grey.width * scale)), max(1, round(grey.height * scale))
    return grey.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX)


def without_paper(grey: Image.Image) -> Image.Image:
    """Black ink on white by Sauvola's adaptive threshold (Pattern Recognition 33, 2000)."""
    pixels = np.ascontiguousarray(np.asarray(grey, dtype=np.uint8))
    # Odd, and smaller than the picture: doxapy writes past its memory with a larger one.
    window = (min(round(_WINDOW_INCHES * DPI) + 2, min(pixels.shape)) - 2) | 1
    if window >= min(pixels.shape):
        return grey
    if window < 3:
        return grey
    out: NDArray[np.uint8] = np.empty_like(pixels)
    sauvola = doxapy.Binarization(doxapy.Binarization.Algorithms.SAUVOLA)
    sauvola.initialize(pixels)
    sauvola.to_binary(out, {"window": window, "k": _K})
    return Image.fromarray(out)
