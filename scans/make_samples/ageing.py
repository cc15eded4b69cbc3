"""Turns a clean page into the scan of an old one: paper, ink, binding, the leaf's other side, the scanner.

Own work on numpy and Pillow; what makes a page look real (found by looking) is the other side shining
through and the shade of the binding, so these two are drawn with the most care. All wear grows with `years`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Field = NDArray[np.float32]

PAPER_NEW = np.array([250, 248, 243], np.float32)
"""A coated or bright offset paper of the last years, as scanners see it."""

PAPER_OLD = np.array([231, 215, 182], np.float32)
"""Mechanical wood-pulp paper after some sixty years: yellowed by its lignin."""

INK = np.array([34, 31, 30], np.float32)
"""Printer's black never scans as zero."""


@dataclass(frozen=True)
class Wear:
    """How one page is to be aged."""

    years: int
    seed: int
    gutter: str = "none"  # the side of the binding: left, right or none
    show: float = 0.09  # strength of the other side
    margin: bool = True  # leave a sliver of the scanner's bed round the page
    quality: int = 62


def smooth(chance: np.random.Generator, shape: tuple[int, int], cells: int) -> Field:
    """Smooth noise between -1 and 1: `cells` random values across, enlarged."""
    h, w = shape
    small = chance.integers(0, 256, (max(2, round(cells * h / w)), cells), dtype=np.uint8)
    large = Image.fromarray(small).resize((w, h), Image.Resampling.BICUBIC)
    noise: Field = np.asarray(large, np.float32) / np.float32(127.5) - np.float32(1)
    return noise


def _through(other: Image.Image, size: tuple[int, int], strength: float) -> Field:
    """The darkness that the other side of the leaf lends to this one: mirrored, diffused."""
    grey = other.convert("L").resize(size).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    soft = grey.filter(ImageFilter.GaussianBlur(size[0] / 640))
    dark: Field = (1 - np.asarray(soft, np.float32) / np.float32(255)) * np.float32(strength)
    return dark


def _bend(x: Field, side: str, depth: float) -> Field:
    """Lines of print dip a little where the leaf sinks into the binding."""
    h, w = x.shape[:2]
    away = np.arange(w, dtype=np.float32) / w
    if side == "right":
        away = away[::-1]
    shift = depth * np.exp(-away * 15)
    rows = np.arange(h, dtype=np.float32)[:, None] + shift[None, :]
    low = np.clip(rows.astype(np.int32), 0, h - 2)
    part = np.clip(rows - low, 0, 1)[..., None].astype(np.float32)
    cols = np.arange(w)[None, :]
    out: Field = x[low, cols] * (1 - part) + x[low + 1, cols] * part
    return out


def _edges(shape: tuple[int, int], chance: np.random.Generator) -> Field:
    """How near a point is to the rim, 0 in the middle and 1 at the edge, uneven as damp is."""
    h, w = shape
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    near = np.minimum(np.minimum(xx, w - 1 - xx), np.minimum(yy, h - 1 - yy)) / w
    near = near + 0.010 * smooth(chance, shape, 7)
    rim: Field = np.clip(1 - near / 0.055, 0, 1) ** 2
    return rim


def _specks(x: Field, chance: np.random.Generator, count: int) -> None:
    h, w = x.shape[:2]
    for _ in range(count):
        cy, cx = int(chance.integers(3, h - 3)), int(chance.integers(3, w - 3))
        r = 1 if chance.random() < 0.8 else 2
        x[cy - r : cy + 1, cx - r : cx + 1] -= float(chance.uniform(20, 80))


def _foxing(x: Field, chance: np.random.Generator, count: int) -> None:
    """A few brown stains with soft rims."""
    h, w = x.shape[:2]
    for _ in range(count):
        r = int(chance.uniform(0.006, 0.022) * w)
        cy, cx = int(chance.integers(r, h - r)), int(chance.integers(r, w - r))
        yy, xx = np.mgrid[-r:r, -r:r].astype(np.float32)
        spot = np.clip(1 - np.sqrt(xx**2 + yy**2) / r, 0, 1)[..., None]
        x[cy - r : cy + r, cx - r : cx + r] -= spot * np.array([10, 17, 28], np.float32)


def _turn(x: Field, degrees: float, bed: tuple[int, int, int] | None) -> Image.Image:
    """Lays the page a little askew on the scanner; with `bed`, some of the bed is seen around it."""
    h, w = x.shape[:2]
    pad = 14 if bed else 40
    page = np.clip(x, 0, 255).astype(np.uint8)
    if bed is None:
        whole = Image.fromarray(np.pad(page, ((pad, pad), (pad, pad), (0, 0)), mode="edge"))
        fill = (int(page[2, 2, 0]), int(page[2, 2, 1]), int(page[2, 2, 2]))
    else:
        whole = Image.new("RGB", (w + 2 * pad, h + 2 * pad), bed)
        whole.paste(Image.fromarray(page), (pad, pad))
        fill = bed
    turned = whole.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=fill)
    crop = pad if bed is None else pad - 7
    return turned.crop((crop, crop, turned.width - crop, turned.height - crop))


def age(page: Image.Image, other: Image.Image | None, wear: Wear) -> Image.Image:
    """The page as a scanner would see it `wear.years` after printing."""
    chance = np.random.default_rng(wear.seed)
    k = min(wear.years, 65) / 65
    clean = page.convert("RGB").filter(ImageFilter.GaussianBlur(0.45 + 0.35 * k))
    x: Field = np.asarray(clean, np.float32) / np.float32(255)
    shape = (x.shape[0], x.shape[1])
    gain = 0.02 + 0.05 * k * (0.5 + 0.5 * smooth(chance, shape, 5))  # ink spreads here, starves there
    x = np.clip(x * (1 + gain[..., None]) - gain[..., None], 0, 1)
    x = 1 - (1 - x) * (1 - 0.05 * k * np.clip(smooth(chance, shape, 130), 0, 1))[..., None]
    if other is not None:
        x *= 1 - _through(other, page.size, wear.show)[..., None] * (
            0.35 + 0.65 * x.mean(axis=2, keepdims=True)
        )
    paper = PAPER_NEW + (PAPER_OLD - PAPER_NEW) * k
    tone = smooth(chance, shape, 4) * 3 + smooth(chance, shape, 24) * 1.8 + smooth(chance, shape, 160) * 1.4
    ground = paper + (tone * (0.4 + k))[..., None]
    ground -= _edges(shape, chance)[..., None] * np.array([30, 44, 58], np.float32) * k
    x = INK + x * (ground - INK)
    if wear.gutter != "none":
        away = np.arange(shape[1], dtype=np.float32) / shape[1]
        away = away if wear.gutter == "left" else away[::-1]
        shade = (
            0.55 * np.exp(-away * 34)
            + 0.10 * np.exp(-away * 9)
            - 0.025 * np.exp(-(((away - 0.12) / 0.05) ** 2))
        )
        x *= (1 - shade)[None, :, None]
        x = _bend(x.astype(np.float32), wear.gutter, 0.006 * shape[0])
    _specks(x, chance, int(30 * k))
    _foxing(x, chance, int(9 * k * chance.random()))
    x += chance.normal(0, 0.6 + 1.2 * k, shape).astype(np.float32)[..., None]
    bed = (58, 56, 54) if wear.margin else None
    return _turn(x, float(chance.uniform(-0.8, 0.8) if wear.margin else chance.uniform(-0.35, 0.35)), bed)
