"""Zones of a page and the language of each, found from the picture before anything is read.

Pieces of text are told Arabic or Latin by their shapes (`script`), then agree with their neighbours, so that
one odd line does not stand alone; pieces that stand together in one language are a zone. Language is chosen
by zone, never by single lines (measured: worse than reading everything in both languages).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from archive.canvas import Box
from archive.letters import direction_of
from ingest.columns import columns
from ingest.pieces import Piece, find_pieces
from ingest.script import arabic_odds

#: The two languages a picture's script can stand for. What is printed in Latin letters is read as French.
ARABIC, FRENCH = "ar", "fr"

#: Odds (natural logarithm, per line of text) under which a zone's language is in doubt, and the total from
#: which a zone in another language than the page's is believed without a second look.
_DOUBT, _BELIEVED = 1.2, 24.0
_SURE = 2.0
#: A zone narrower than this many text sizes, or of fewer components, goes with the page.
_WORD, _LETTERS = 3.0, 4
#: How strongly a piece listens to its neighbours, and how often.
_LISTEN, _ROUNDS = 1.5, 12
_LOOK = 1250  # pixels across a page that is looked at: 150 dpi for A4
_FULL_LINE = 30  # components; a longer piece counts as much as a full line


@dataclass(frozen=True, slots=True)
class Zone:
    """Text that stands together in one language.

    `box` and `lines` in canvas pixels; `odds`: ln of the odds for Arabic, summed over its lines; `weight`:
    how many full lines it amounts to; `doubtful`: the picture alone does not settle the language.
    """

    box: Box
    lines: tuple[Box, ...]
    language: str
    odds: float
    weight: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """One column, or what spans the page above, between or below columns; `lines` are those of its zones."""

    box: Box
    lines: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where on a page, in canvas pixels.

    `language`: that of most text ("und" for a page without text). `text_size`: median height of its letters.
    `zones` and `pictures` from top to bottom; `regions` in reading order, one for a page without columns.
    """

    language: str
    text_size: float
    zones: tuple[Zone, ...]
    pictures: tuple[Box, ...]
    regions: tuple[Region, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages on the page, the one of most text first."""
        weight: dict[str, float] = {}
        for zone in self.zones:
            weight[zone.language] = weight.get(zone.language, 0.0) + zone.weight
        return tuple(sorted(weight, key=lambda language: (-weight[language], language)))

    def lines_of(self, region: Region) -> dict[str, list[Box]]:
        """The lines of a region by language, the language of most ink first."""
        language_of = {line: zone.language for zone in self.zones for line in zone.lines}
        lines: dict[str, list[Box]] = {}
        for line in region.lines:
            lines.setdefault(language_of.get(line, self.language), []).append(line)
        return dict(sorted(lines.items(), key=lambda pair: (-sum(box.area for box in pair[1]), pair[0])))

    @property
    def is_blank(self) -> bool:
        """Whether nothing on the page looks like text."""
        return not self.zones

    @property
    def sure_lines(self) -> float:
        """How many full lines of text the page surely has: photographs have pieces too, but of no script."""
        return sum(zone.weight for zone in self.zones if abs(zone.odds) > _SURE * zone.weight)


def find_layout(grey: Image.Image, scale: float) -> Layout:
    """The zones of a page. `grey`: about 300 dpi; `scale`: its pixels per canvas pixel. About 0.1 s."""
    step = max(1, round(grey.width / _LOOK))
    small = np.asarray(grey.reduce(step))
    found = find_pieces(small)
    width, height = round(grey.width / scale), round(grey.height / scale)
    by = step / scale

    def on_canvas(box: Box) -> Box:
        return Box(round(box.x * by), round(box.y * by), round(box.w * by), round(box.h * by)).within(
            width, height
        )

    told = {id(piece): arabic_odds(piece.letters) for piece in found.pieces}
    evidence = sum(told[id(piece)] * _weight(piece) for piece in found.pieces)
    parts = columns(found.pieces, found.text_size, direction_of(ARABIC if evidence > 0 else FRENCH))
    pieces = [piece for part in parts for piece in part]
    for piece in pieces:  # those parted at a gutter are new
        if id(piece) not in told:
            told[id(piece)] = arabic_odds(piece.letters)
    groups = _zones(pieces, [told[id(piece)] for piece in pieces], found.text_size)
    main = ARABIC if sum(odds for _, odds, _ in groups) > 0 else FRENCH
    zones: list[Zone] = []
    # Specks last: a dot at a line of another zone goes with that zone.
    for pieces, odds, weight in sorted(groups, key=lambda group: _is_speck(group[0], found.text_size)):
        box = on_canvas(reduce(Box.union, (piece.box for piece in pieces)))
        lines = tuple(on_canvas(piece.box) for piece in pieces)
        if _is_speck(pieces, found.text_size):
            near = round(found.text_size * by)
            around = next((z for z in zones if any(line.grown(near).overlap(box) for line in z.lines)), None)
            language, doubtful = (around.language, around.doubtful) if around else (main, False)
            if around:
                zones[zones.index(around)] = replace(around, lines=around.lines + lines)
                continue
        else:
            language = ARABIC if odds > 0 else FRENCH
            # A short line has little weight and says little: it is in doubt until it says a line's worth.
            unsure = abs(odds) < _DOUBT * max(1.0, weight)
            doubtful = unsure or (language != main and abs(odds) < _BELIEVED)
        zones.append(Zone(box, lines, language, odds, weight, doubtful))
    groups_of_lines = [[on_canvas(piece.box) for piece in part] for part in parts if part]
    return Layout(
        language=main if zones else "und",
        text_size=found.text_size * by,
        zones=tuple(sorted(zones, key=lambda zone: (zone.box.y, zone.box.x))),
        pictures=tuple(on_canvas(box) for box in found.pictures),
        regions=tuple(_region(group) for group in groups_of_lines),
    )


def _region(lines: list[Box]) -> Region:
    return Region(reduce(Box.union, lines), tuple(lines))


def _weight(piece: Piece) -> float:
    """How much of a full line a piece amounts to."""
    return min(len(piece.letters), _FULL_LINE) / _FULL_LINE


def _is_speck(pieces: list[Piece], size: float) -> bool:
    """Whether a group is too small to say anything of its language: a page number, a stamp, a dot."""
    width = reduce(Box.union, (piece.box for piece in pieces)).w
    return width < _WORD * size or sum(len(piece.letters) for piece in pieces) < _LETTERS


def _zones(pieces: list[Piece], odds_of: list[float], size: float) -> list[tuple[list[Piece], float, float]]:
    """Pieces in groups of one language, each with its summed odds for Arabic and its weight in full lines."""
    if not pieces:
        return []
    weight = np.array([_weight(piece) for piece in pieces])
    evidence = np.array(odds_of) * weight
    links = _neighbours([piece.box for piece in pieces], size)
    agreed = _agree(evidence, links)
    group = np.arange(len(pieces))
    for a, b in links:
        if (agreed[a] > 0) == (agreed[b] > 0):
            group[group == group[b]] = group[a]
    zones = []
    for number in dict.fromkeys(group.tolist()):
        members = np.flatnonzero(group == number)
        odds = float(evidence[members].sum())
        # A group may have been turned by its neighbours against its own weak evidence: then it has none.
        if (odds > 0) != (agreed[members[0]] > 0):
            odds = float(np.copysign(1e-3, agreed[members[0]]))
        zones.append(([pieces[i] for i in members], odds, float(weight[members].sum())))
    return zones


def _agree(evidence: NDArray[np.float64], links: list[tuple[int, int]]) -> NDArray[np.float64]:
    """Each piece's odds once it has listened to its neighbours (mean field of an Ising model)."""
    if not links:
        return evidence
    a, b = np.array(links).T
    odds = evidence.copy()
    for _ in range(_ROUNDS):
        opinion = np.tanh(odds / 2)
        heard = np.bincount(a, opinion[b], len(odds)) + np.bincount(b, opinion[a], len(odds))
        odds = 0.5 * odds + 0.5 * (evidence + _LISTEN * heard)
    return odds


def _neighbours(boxes: list[Box], size: float) -> list[tuple[int, int]]:
    """Pairs of pieces that stand together: next to each other in a line, or one line under the other."""
    x = np.array([box.x for box in boxes])
    y = np.array([box.y for box in boxes])
    right = np.array([box.right for box in boxes])
    bottom = np.array([box.bottom for box in boxes])
    height = bottom - y
    links: list[tuple[int, int]] = []
    for i in range(len(boxes)):
        across = np.minimum(right, right[i]) - np.maximum(x, x[i])
        down = np.minimum(bottom, bottom[i]) - np.maximum(y, y[i])
        lower = np.minimum(height, height[i])
        # Two lines that touch are one piece, hence the factor; a headline keeps its distance.
        alike = np.maximum(height, height[i]) < 2.2 * lower
        beside = (down > 0.5 * lower) & (across > -2.5 * size)
        under = (across > 0.4 * np.minimum(right - x, right[i] - x[i])) & (down > -1.1 * lower)
        links += [(i, int(j)) for j in np.flatnonzero(alike & (beside | under)) if j > i]
    return links
