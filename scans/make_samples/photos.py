"""Pictures as a magazine prints them: a drawn scene made grey, soft, grained and screened."""

import io

import numpy as np
import typst
from PIL import Image, ImageFilter

from .ageing import smooth
from .motifs import svg

SCALE = 12
"""Dots to the millimetre: near twice what a page is scanned at, so that the screen survives."""

SCREEN = 6.4
"""Period of the half-tone screen in these dots, about 48 lines to the inch: newspaper work."""

GREYS = ("#cfcfcf", "#2e2e2e", "#6d6d6d", "#e9e9e9")


def photograph(motif: str, width: float, height: float) -> Image.Image:
    """A screened grey picture of the motif, width by height in millimetres."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width}mm)'
    )
    drawn = typst.compile(
        source.encode(),
        format="png",
        ppi=SCALE * 25.4,
        sys_inputs={"svg": svg(motif, GREYS, width, height)},
        ignore_system_fonts=True,
    )
    picture = Image.open(io.BytesIO(drawn)).convert("L").filter(ImageFilter.GaussianBlur(3))
    x = np.asarray(picture, np.float32) / 255
    h, w = x.shape
    chance = np.random.default_rng(len(motif) + w)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    light = 0.82 + 0.30 * (1 - yy / h) - 0.34 * ((xx / w - 0.45) ** 2 + (yy / h - 0.45) ** 2)
    x = np.clip(x * light + 0.05 * smooth(chance, (h, w), 9) + 0.03 * smooth(chance, (h, w), 60), 0, 1)
    x = np.clip(x + chance.normal(0, 0.05, (h, w)), 0.04, 0.97)
    wave = np.sin((xx + yy) * 2 * np.pi / SCREEN / 1.414) + np.sin((xx - yy) * 2 * np.pi / SCREEN / 1.414)
    x = np.clip((x - 0.5 + wave * 0.075) * 1.25 + 0.5, 0, 1)
    return Image.fromarray((x * 255).astype(np.uint8))
