"""Fits the weights by which `script` tells Arabic from Latin; run by hand, not by the product.

    python -m ingest.script_training ar=FOLDER fr=FOLDER … [--text ar=FILE fr=FILE] [--write]

FOLDER holds scans of pages in that language (searched recursively); FILE is plain text that is set in many
typefaces with Typst and worn a little. Each folder and typeface is one source. Without `--write` each source
is left out in turn and the share of its pieces told right by a model of the others is printed.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import FORMATS, canvas_image, media_type_of, open_picture
from ingest.pieces import find_pieces
from ingest.preparing import scaled_grey
from ingest.script import _WEIGHTS, Numbers, Weights, measure

_TYPEFACES = {
    "ar": (
        "Amiri|Noto Naskh Arabic|Noto Sans Arabic|Noto Kufi Arabic|KacstBook|KacstNaskh|KacstOne|KacstOffice|"
        "KacstTitle|KacstFarsi|KacstQurn|KacstLetter|Scheherazade|Nazli|Homa|Titr|DejaVu Sans"
    ),
    "fr": (
        "DejaVu Serif|DejaVu Sans|DejaVu Sans Mono|Liberation Serif|Liberation Sans|Liberation Mono|"
        "Libertinus Serif|New Computer Modern|Noto Sans|Noto Serif|Amiri|EB Garamond|Linux Libertine O"
    ),
}
_PAGES_A_TYPEFACE = 6
_MOST_LETTERS = 30  # a long line counts no more than one of thirty components
_RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One piece of text: its measures, whether it is Arabic, where it is from, how many components it has."""

    measures: Numbers
    arabic: bool
    source: str
    letters: int


def scanned(language: str, folder: Path) -> Iterator[Sample]:
    """The pieces of the pages in a folder."""
    settings = Settings()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and media_type_of(path) in FORMATS.values():
            picture = open_picture(path, settings)
            for frame in find_frames(picture):
                grey = scaled_grey(canvas_image(picture, frame), picture.dpi)
                # Books of one journal look alike: the name before the page number tells them apart.
                yield from _samples(grey.reduce(2), language, f"{folder.name}/{path.stem[:10]}")


def typeset(language: str, text: str) -> Iterator[Sample]:
    """Pieces of `text` set in each typeface, at several sizes and weights, worn a little."""
    chance = random.Random(7)  # noqa: S311
    for typeface in _TYPEFACES[language].split("|"):
        for _ in range(_PAGES_A_TYPEFACE):
            start = chance.randrange(max(1, len(text) - 1000))
            part = " ".join(text[start : start + chance.choice((250, 500, 900))].split())
            capitals = language == "fr" and chance.random() < 0.25
            style = chance.choice((9, 10, 11, 12, 14, 18, 24)), chance.choice(("regular", "regular", "bold"))
            page = _set(
                language, typeface, *style, chance.choice((70, 90, 120)), part.upper() if capitals else part
            )
            yield from _samples(_worn(page, chance), language, f"set in {typeface} ({language})")


def _set(language: str, typeface: str, size: int, weight: str, width: int, text: str) -> Image.Image:
    import typst  # a tool of development, not of the product

    escaped = "".join(f"\\{letter}" if letter in "#$*_`@<>\\[]~\"=-+/'" else letter for letter in text)
    source = (
        f"#set page(width: {width}mm, height: auto, margin: 6mm)\n"
        f'#set text(font: "{typeface}", size: {size}pt, lang: "{language}", weight: "{weight}")\n'
        f"#set par(justify: true)\n{escaped}"
    )
    png = typst.compile(source.encode(), format="png", ppi=150)
    return Image.open(io.BytesIO(png)).convert("L")


def _worn(page: Image.Image, chance: random.Random) -> Image.Image:
    blurred = np.asarray(page.filter(ImageFilter.GaussianBlur(chance.choice((0, 0.4, 0.7, 1.0)))), np.float32)
    faded = 255 - (255 - blurred) * chance.uniform(0.5, 1) - chance.uniform(0, 60)
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, chance.uniform(0, 18), faded.shape)
    worn = Image.fromarray(np.clip(faded + noise, 0, 255).astype(np.uint8))
    if chance.random() < 0.12:
        worn = worn.filter(ImageFilter.MinFilter(3))  # ink that has spread
    if chance.random() < 0.25:
        scale = chance.uniform(0.75, 1.5)
        worn = worn.resize((int(worn.width * scale), int(worn.height * scale)), Image.Resampling.BICUBIC)
    return worn


def _samples(page: Image.Image, language: str, source: str) -> Iterator[Sample]:
    for piece in find_pieces(np.asarray(page)).pieces:
        measures = measure(piece.letters)
        if measures is not None:
            yield Sample(measures, language == "ar", source, len(piece.letters))


def fit(samples: list[Sample]) -> Weights:
    """Logistic regression by Newton's method with a ridge.

    Both scripts weigh the same, sources by the square root of what they hold.
    """
    x = np.array([sample.measures for sample in samples])
    y = np.array([float(sample.arabic) for sample in samples])
    mean = np.median(x, axis=0)
    spread = (np.percentile(x, 84, axis=0) - np.percentile(x, 16, axis=0)) / 2
    spread = np.where(spread < 1e-3, 1.0, spread)
    z = np.hstack([np.clip((x - mean) / spread, -4, 4), np.ones((len(x), 1))])
    share = _shares(samples, y)
    ridge = np.full(z.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    beta = np.zeros(z.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(z @ beta, -30, 30)))
        gradient = z.T @ (share * (p - y)) + ridge * beta
        curvature = (z * (share * p * (1 - p))[:, None]).T @ z + np.diag(ridge)
        beta -= np.linalg.solve(curvature, gradient)
    return Weights(mean, spread, beta[:-1], float(beta[-1]))


def _shares(samples: list[Sample], y: NDArray[np.float64]) -> NDArray[np.float64]:
    each = np.array([min(sample.letters, _MOST_LETTERS) / _MOST_LETTERS for sample in samples])
    total: dict[str, float] = defaultdict(float)
    for sample, share in zip(samples, each, strict=True):
        total[sample.source] += share
    each /= np.sqrt([total[sample.source] for sample in samples])
    for script in (0.0, 1.0):
        each[y == script] *= 2000 / each[y == script].sum()
    return each


def _judge(samples: list[Sample]) -> None:
    for source in sorted({sample.source for sample in samples}):
        model = fit([sample for sample in samples if sample.source != source])
        told = [s for s in samples if s.source == source]
        right = [(model.odds(s.measures) > 0) == s.arabic for s in told]
        long = [r for s, r in zip(told, right, strict=True) if s.letters >= 12]
        share = f"{np.mean(long):6.1%}" if long else "     -"
        print(f"{source:40} {len(told):5} pieces {np.mean(right):6.1%} right, of 12 and more letters {share}")


def main() -> None:
    """The command in the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", help="LANGUAGE=FOLDER")
    parser.add_argument("--text", nargs="*", default=[], help="LANGUAGE=FILE")
    parser.add_argument("--write", action="store_true", help="fit on everything and keep the weights")
    given = parser.parse_args()
    samples: list[Sample] = []
    for pair in given.folders:
        language, _, folder = pair.partition("=")
        samples += scanned(language, Path(folder))
    for pair in given.text:
        language, _, file = pair.partition("=")
        samples += typeset(language, Path(file).read_text("utf-8"))
    if not given.write:
        _judge(samples)
        return
    model = fit(samples)
    kept = {name: [round(float(v), 5) for v in getattr(model, name)] for name in ("mean", "spread", "weight")}
    _WEIGHTS.write_text(json.dumps({**kept, "bias": round(model.bias, 5)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
