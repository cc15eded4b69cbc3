"""Arabic or Latin? Told from the shapes of a line's components, before anything is read.

Arabic letters join: wide components that differ in height, many dots, feet at many depths. Latin letters
stand apart: narrow components of one height on one line. Thirty such numbers and a logistic regression, whose
weights `script_training` fits (one file, `script_weights.json`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.components import Components

Numbers = NDArray[np.float64]

_WEIGHTS = Path(__file__).with_name("script_weights.json")
#: A piece of fewer components says too little about its script.
LEAST_LETTERS = 3
#: No piece may outweigh the rest: its odds are held within ± this (natural logarithm).
_MOST_ODDS = 6.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: standardise by `mean` and `spread`, weigh by `weight`, add `bias`."""

    mean: Numbers
    spread: Numbers
    weight: Numbers
    bias: float

    def odds(self, measures: Numbers) -> float:
        """The natural logarithm of the odds that measures are of Arabic text."""
        # Cut at ± 4 spreads: one odd measure of a torn letter must not decide.
        standard = np.clip((measures - self.mean) / self.spread, -4.0, 4.0)
        return float(np.clip(standard @ self.weight + self.bias, -_MOST_ODDS, _MOST_ODDS))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights in use."""
    kept = json.loads(_WEIGHTS.read_text("utf-8"))
    mean, spread, weight = (np.array(kept[name], dtype=np.float64) for name in ("mean", "spread", "weight"))
    return Weights(mean, spread, weight, float(kept["bias"]))


def arabic_odds(letters: Components) -> float:
    """How much more likely these components are Arabic than Latin: ln(p / (1 - p)), 0.0 for no idea."""
    measures = measure(letters)
    return 0.0 if measures is None else weights().odds(measures)


def measure(letters: Components) -> Numbers | None:
    """The thirty numbers that tell the scripts apart, free of size; None for too few components."""
    if len(letters) < LEAST_LETTERS:
        return None
    size = _weighted_median(letters.h, letters.area)
    w, h, area = letters.w / size, letters.h / size, letters.area.astype(np.float64)
    dots = (h < 0.5) & (w < 0.8)
    body = ~dots
    if body.sum() < 2:
        return None
    top, foot = letters.y / size, (letters.y + letters.h) / size
    line_top, line_foot = _weighted_median(top, area), _weighted_median(foot, area)
    middle = (top + foot) / 2
    stroke = area / letters.runs / size
    crossings = letters.runs / letters.h
    ratio = w / h
    fill = area / (letters.w * letters.h)
    span = (letters.x + letters.w).max() / size - letters.x.min() / size
    near_line = np.abs(foot[body] - line_foot) < 0.12
    parts: list[float] = [
        *_quantiles(ratio[body], (0.25, 0.5, 0.75, 0.9)),
        *_weighted_quantiles(ratio, area, (0.25, 0.5, 0.75)),
        *_quantiles(h[body], (0.1, 0.25, 0.5, 0.75, 0.9)),
        *_quantiles(stroke[body], (0.25, 0.5, 0.75, 0.9)),
        *_quantiles(crossings[body], (0.25, 0.5, 0.75)),
        *_quantiles(fill[body], (0.25, 0.5, 0.75)),
        float(dots.mean()),
        float((dots & (middle > line_foot)).mean()),
        float((dots & (middle < line_top)).mean()),
        len(letters) / max(span, 1.0),
        float(w.sum()) / max(span, 1.0),
        float(near_line.mean()),
        float((np.abs(top[body] - line_top) < 0.12).mean()),
        float((np.abs(h[body] - 1.0) < 0.12).mean()),
        float(np.minimum(np.abs(foot[body] - line_foot), 1.0).mean()),
        float(np.minimum(np.abs(top[body] - line_top), 1.0).mean()),
    ]
    return np.array(parts, dtype=np.float64)


def _quantiles(values: Numbers, at: tuple[float, ...]) -> list[float]:
    """What `np.quantile` gives, of a few dozen numbers in a tenth of its time."""
    ordered = np.sort(values).tolist()
    found = []
    for share in at:
        place = share * (len(ordered) - 1)
        below = int(place)
        low, high, between = ordered[below], ordered[min(below + 1, len(ordered) - 1)], place - below
        step = high - low
        found.append(low + step * between if between < 0.5 else high - step * (1 - between))
    return found


def _weighted_median(values: NDArray[np.generic], weight: NDArray[np.generic]) -> float:
    return _weighted_quantiles(values, weight, (0.5,))[0]


def _weighted_quantiles(
    values: NDArray[np.generic], weight: NDArray[np.generic], at: tuple[float, ...]
) -> list[float]:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(np.asarray(weight, dtype=np.float64)[order])
    places = np.searchsorted(total, np.array(at) * total[-1])
    return [float(np.asarray(values)[order[min(int(p), len(order) - 1)]]) for p in places]
