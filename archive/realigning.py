"""Where a page's words went when its scan was replaced, told from the words themselves.

Nobody knows how the paper lay on the glass the second time. But the same words are printed on it: those that
stand once on the page in both readings are pairs of points, and the affine map most pairs agree on (RANSAC:
Fischler and Bolles, Communications of the ACM 24, 1981; then least squares) leads from the one to the other.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from archive.alto import AltoPage
from archive.canvas import Affine
from archive.letters import logical_letters

#: Letters of a word that is compared, pairs that must agree, and their share of all pairs.
_LETTERS, _PAIRS, _AGREE = 3, 8, 0.35
#: How far a pair may be off, in heights of a word, and from what on a map is worth moving things for.
_OFF, _WORTH = 0.6, 0.2
_TRIALS = 300

_Point = tuple[float, float]
_Pair = tuple[_Point, _Point]


def realigned(before: AltoPage, after: AltoPage) -> Affine | None:
    """The map from where words stand in one reading of a page to where they stand in another, in pixels.

    None where too few words agree to tell, and where nothing moved to speak of.
    """
    pairs = _pairs(before, after)
    if len(pairs) < _PAIRS:
        return None
    height = median(string.box.h for string in after.strings())
    move = _settled(pairs, _OFF * height)
    if move is None:
        return None
    corners = ((0, 0), (after.width, 0), (0, after.height), (after.width, after.height))
    moved = max(_far(move.point(x, y), (x, y)) for x, y in corners)
    return move if moved > _WORTH * height else None


def _settled(pairs: Sequence[_Pair], off: float) -> Affine | None:
    """The map most pairs agree on, fitted to all that do; None where they are too few."""
    move: Affine | None = None
    agreeing = _most_agreeing(pairs, off)
    for _ in range(3):
        if len(agreeing) < max(_PAIRS, _AGREE * len(pairs)) or (move := _fitted(agreeing)) is None:
            return None
        agreeing = _within(pairs, move, off)
    return move


def _pairs(before: AltoPage, after: AltoPage) -> list[_Pair]:
    """The middles of words that stand once on the page in both readings."""
    one, other = _single(before), _single(after)
    return [(one[word], other[word]) for word in one if word in other]


def _single(page: AltoPage) -> dict[str, _Point]:
    places = [
        (_folded(string.content), (string.box.x + string.box.w / 2, string.box.y + string.box.h / 2))
        for string in page.strings()
    ]
    often = Counter(word for word, _ in places)
    return {word: place for word, place in places if often[word] == 1 and len(word) >= _LETTERS}


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", logical_letters(word)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _most_agreeing(pairs: Sequence[_Pair], off: float) -> list[_Pair]:
    """The pairs that agree with the best of many maps, each drawn from two of them."""
    chance = random.Random(len(pairs))  # noqa: S311 - the same readings, the same map
    best: list[_Pair] = []
    for _ in range(_TRIALS):
        move = _through(*chance.sample(pairs, 2))
        found = _within(pairs, move, off) if move is not None else []
        best = max(best, found, key=len)
    return best


def _through(one: _Pair, other: _Pair) -> Affine | None:
    """The turn, scale and shift that carry two points to two others; None where they say nothing."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    x, y, u, v = cx - ax, cy - ay, dx - bx, dy - by
    square = x * x + y * y
    if square < 100.0:
        return None
    cos, sin = (x * u + y * v) / square, (x * v - y * u) / square
    if not 0.25 < cos * cos + sin * sin < 4.0:
        return None
    return Affine(cos, -sin, bx - cos * ax + sin * ay, sin, cos, by - sin * ax - cos * ay)


def _within(pairs: Iterable[_Pair], move: Affine, off: float) -> list[_Pair]:
    return [pair for pair in pairs if _far(move.point(*pair[0]), pair[1]) <= off]


def _far(one: _Point, other: _Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _fitted(pairs: Sequence[_Pair]) -> Affine | None:
    """The affine map with the least squares of what is off; None for points on one line."""
    count = len(pairs)
    mx, my = (sum(pair[0][i] for pair in pairs) / count for i in (0, 1))
    mu, mv = (sum(pair[1][i] for pair in pairs) / count for i in (0, 1))
    xx = sum((x - mx) ** 2 for (x, _), _ in pairs)
    yy = sum((y - my) ** 2 for (_, y), _ in pairs)
    xy = sum((x - mx) * (y - my) for (x, y), _ in pairs)
    det = xx * yy - xy * xy
    if det <= 1e-3 * xx * yy or not det:
        return None

    def row(values: Sequence[float], mean: float) -> tuple[float, float, float]:
        xw = sum((x - mx) * (w - mean) for ((x, _), _), w in zip(pairs, values, strict=True))
        yw = sum((y - my) * (w - mean) for ((_, y), _), w in zip(pairs, values, strict=True))
        a, b = (xw * yy - yw * xy) / det, (yw * xx - xw * xy) / det
        return a, b, mean - a * mx - b * my

    return Affine(*row([u for _, (u, _) in pairs], mu), *row([v for _, (_, v) in pairs], mv))
