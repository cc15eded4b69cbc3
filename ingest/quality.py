"""Fits what `archive.quality` expects of a page, on pages whose text is known, and says how far off it is.

    python -m ingest.quality READ TRUE…      ALTO files in READ, NAME.gt.txt in the folders TRUE

For each page the share of characters that differ from the known text is set against the signs of its
reading. The weights are found by least absolute deviations with no weight below zero (a page read worse is
never expected to be better), and judged by leaving each tenth page out in turn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from archive.alto_files import read_alto
from archive.quality import Signs, Weights, signs_of

Numbers = NDArray[np.float64]

#: Rounds of re-weighted least squares, and the smallest residual that is divided by.
_ROUNDS, _SMALLEST = 60, 1e-4
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page with what its reading says of itself and the share of its characters that are really wrong."""

    name: str
    language: str
    signs: Signs
    error: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of a language; `off`: mean distance of expected and real error on pages left out, 0..1."""

    weights: Weights
    pages: int
    off: float
    off_alone: float  # of always expecting the median error: what the signs are worth


def fit(pages: Sequence[KnownPage]) -> Fitted:
    """The weights for pages of one language. Raises ValueError for fewer than ten pages."""
    if len(pages) < _FOLDS:
        raise ValueError(f"{len(pages)} pages are too few to fit on")
    signs = np.array([[p.signs.machine, p.signs.doubt, p.signs.odd] for p in pages])
    errors = np.array([page.error for page in pages])
    off, off_alone = [], []
    for fold in range(_FOLDS):
        out = np.arange(len(pages)) % _FOLDS == fold
        weights = _least_absolute(signs[~out], errors[~out])
        off += list(np.abs(np.clip(signs[out] @ weights, 0, 1) - errors[out]))
        off_alone += list(np.abs(float(np.median(errors[~out])) - errors[out]))
    always, doubt, odd = (round(float(each), 3) for each in _least_absolute(signs, errors))
    return Fitted(Weights(always, doubt, odd), len(pages), round(fmean(off), 4), round(fmean(off_alone), 4))


def _least_absolute(signs: Numbers, errors: Numbers) -> Numbers:
    """Non-negative least absolute deviations, by iteratively re-weighted least squares."""
    kept = np.ones(signs.shape[1], dtype=bool)
    while kept.any():
        found = np.zeros(signs.shape[1])
        found[kept] = _reweighted(signs[:, kept], errors)
        if (found >= 0).all():
            return found
        kept &= found > 0
    return np.zeros(signs.shape[1])


def _reweighted(signs: Numbers, errors: Numbers) -> Numbers:
    trust = np.ones(len(errors))
    found: Numbers = np.zeros(signs.shape[1])
    for _ in range(_ROUNDS):
        scale = np.sqrt(trust)[:, None]
        found = np.asarray(np.linalg.lstsq(signs * scale, errors * scale[:, 0], rcond=None)[0], np.float64)
        trust = 1.0 / np.maximum(np.abs(signs @ found - errors), _SMALLEST)
    return found


def share_wrong(read: str, true: str) -> float:
    """Edit distance of the two texts, blanks squeezed, over the length of the true one; at most 1."""
    from rapidfuzz.distance import Levenshtein

    left, right = " ".join(read.split()), " ".join(true.split())
    return min(1.0, Levenshtein.distance(left, right) / max(1, len(right)))


def known_pages(read: Path, folders: Iterable[Path]) -> list[KnownPage]:
    """The pages whose reading lies in `read` (NAME.xml, NAME.alto.xml) and whose text in one of `folders`."""
    true = {path.name.removesuffix(".gt.txt"): path for each in folders for path in each.rglob("*.gt.txt")}
    pages = []
    for path in sorted(read.rglob("*.xml")):
        name = path.name.removesuffix(".xml").removesuffix(".alto")
        if name in true:
            page = read_alto(path.read_bytes())
            wrong = share_wrong(page.text, true[name].read_text(encoding="utf-8"))
            pages.append(KnownPage(name, page.language, signs_of(page), wrong))
    return pages


def main(arguments: Sequence[str]) -> None:
    """Print the weights of each language as JSON."""
    pages = known_pages(Path(arguments[0]), [Path(each) for each in arguments[1:]])
    found = {}
    for language in sorted({page.language for page in pages}):
        found[language] = asdict(fit([page for page in pages if page.language == language]))
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
