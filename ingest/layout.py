"""Zones of a page and the language of each, found from the picture before anything is read.

Pieces of text are told Arabic or Latin by their shapes (`script`), then agree with their neighbours, so that
one odd line does not stand alone; pieces that stand together in one language are a zone. Language is chosen
by zone, never by single lines (measured: worse than reading everything in both languages).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from archive.alto import Direction
from archive.canvas import Affine, Box
from archive.letters import direction_of
from ingest.columns import columns
from ingest.piece_mending import is_large, mended
from ingest.pieces import PageInk, Piece, find_pieces
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
#: Odds from which each of two columns side by side has a language of its own.
_SIDE_SURE = 8.0
#: Marks in a photograph are text only with these odds and so many components, unless they take
#: this share of the page.
_CHANCE, _PRINTED, _COVER = 3.0, 8, 0.45
#: What is kept around a line on a photograph, in text sizes.
_SPARED = 0.4


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

    `language`: that of most text ("und" for a page without text). `text_size`: median height of its letters;
    `width`: of the canvas.
    `zones` and `pictures` from top to bottom; `regions` in reading order, one for a page without columns.
    `photographs`: the pictures in which marks that look like letters were left out.
    """

    language: str
    text_size: float
    zones: tuple[Zone, ...]
    pictures: tuple[Box, ...]
    regions: tuple[Region, ...] = ()
    photographs: tuple[Box, ...] = ()
    width: int = 0

    def without_photographs(self, page: Image.Image) -> Image.Image:
        """A picture of the page, of any size, with its photographs white but for the lines of text on them.

        Tesseract finds letters in the grain of a photograph, and columns around them.
        """
        if not self.photographs:
            return page
        scale = page.width / self.width
        bare = page.copy()
        for box in self.photographs:
            bare.paste(255, _scaled(box, scale))
        margin = round(_SPARED * self.text_size)
        for line in (line for zone in self.zones for line in zone.lines):
            if any(line.overlap(box) for box in self.photographs):
                place = _scaled(line.grown(margin), scale)
                bare.paste(page.crop(place), place)
        return bare

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

    def language_around(self, zone: Zone) -> str:
        """The language of most other text in the zone's column; the page's where there is none.

        What a doubtful zone is taken for until it proves to be something else.
        """
        own = frozenset(zone.lines)
        columns_of_it = [
            lines for region in self.regions if not own.isdisjoint(lines := frozenset(region.lines))
        ]
        odds = sum(
            other.odds
            for other in self.zones
            for lines in columns_of_it
            if other is not zone and not other.doubtful and not lines.isdisjoint(other.lines)
        )
        return self.language if abs(odds) < _SIDE_SURE else ARABIC if odds > 0 else FRENCH

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

    told = _Told()
    text = _without_chance_marks(found, told, small.shape)
    parts = columns(text, found.text_size, told.direction, _smaller(found.pictures, small.shape))
    pieces = [piece for part in parts for piece in part]
    groups = _zones(pieces, [told.odds(piece) for piece in pieces], found.text_size)
    main = ARABIC if sum(odds for _, odds, _ in groups) > 0 else FRENCH
    expected = _Expected(parts, told, main)
    zones: list[Zone] = []
    # Specks last: a dot at a line of another zone goes with that zone.
    for pieces, odds, weight in sorted(groups, key=lambda group: _is_speck(group[0], found.text_size)):
        box = on_canvas(reduce(Box.union, (piece.box for piece in pieces)))
        lines = tuple(on_canvas(piece.box) for piece in pieces)
        if _is_speck(pieces, found.text_size):
            near = round(found.text_size * by)
            around = next((z for z in zones if any(line.grown(near).overlap(box) for line in z.lines)), None)
            if around:
                zones[zones.index(around)] = replace(around, lines=around.lines + lines)
                continue
            language, doubtful = expected.language(pieces), False
        else:
            language = ARABIC if odds > 0 else FRENCH
            # A short line has little weight and says little: it is in doubt until it says a line's worth, or
            # says what its column says.
            unsure = abs(odds) < _DOUBT * max(1.0, weight) and not expected.surely(pieces, odds)
            doubtful = unsure or (language != expected.language(pieces) and abs(odds) < _BELIEVED)
        zones.append(Zone(box, lines, language, odds, weight, doubtful))
    groups_of_lines = [[on_canvas(piece.box) for piece in part] for part in parts if part]
    return Layout(
        language=main if zones else "und",
        text_size=found.text_size * by,
        zones=tuple(sorted(zones, key=lambda zone: (zone.box.y, zone.box.x))),
        pictures=tuple(on_canvas(box) for box in found.pictures),
        photographs=tuple(on_canvas(box) for box in _smaller(found.photographs, small.shape)),
        width=width,
        regions=tuple(_region(group) for group in groups_of_lines),
    )


class _Told:
    """What the script of each piece was told to be; asked once a piece."""

    def __init__(self) -> None:
        self._odds: dict[int, tuple[Piece, float]] = {}

    def odds(self, piece: Piece) -> float:
        """Odds (natural logarithm) that the piece is Arabic."""
        if id(piece) not in self._odds:  # the piece is kept beside: its id must stay its own
            self._odds[id(piece)] = piece, arabic_odds(piece.letters)
        return self._odds[id(piece)][1]

    def evidence(self, pieces: Iterable[Piece]) -> float:
        """Odds that pieces are Arabic, a full line counting whole."""
        return sum(self.odds(piece) * _weight(piece) for piece in pieces)

    def direction(self, pieces: Sequence[Piece], beside: Sequence[Piece] = ()) -> Direction | None:
        """The direction of pieces and those beside them; None where the two are surely in two languages."""
        first, second = self.evidence(pieces), self.evidence(beside)
        if min(abs(first), abs(second)) > _SIDE_SURE and (first > 0) != (second > 0):
            return None
        return direction_of(ARABIC if first + second > 0 else FRENCH)


class _Expected:
    """Which language a group of pieces is likely in, from its column or else its page."""

    def __init__(self, parts: Sequence[Sequence[Piece]], told: _Told, main: str) -> None:
        self._column = {id(piece): n for n, part in enumerate(parts) for piece in part}
        self._evidence = [told.evidence(part) for part in parts]
        self._main = main

    def language(self, pieces: Sequence[Piece]) -> str:
        """The column's where that is sure, else the page's."""
        evidence = self._evidence[self._column[id(pieces[0])]]
        return self._main if abs(evidence) < _SIDE_SURE else ARABIC if evidence > 0 else FRENCH

    def surely(self, pieces: Sequence[Piece], odds: float) -> bool:
        """Whether odds for Arabic agree with a sure column."""
        evidence = self._evidence[self._column[id(pieces[0])]] - odds
        return abs(evidence) >= _SIDE_SURE and (evidence > 0) == (odds > 0)


def _without_chance_marks(found: PageInk, told: _Told, shape: tuple[int, ...]) -> list[Piece]:
    """The pieces but those in photographs that are of neither script.

    Large type stays too, and everything where photographs fill the page: that is a cover, and its few words
    say little of their script.
    """
    photographs = _smaller(found.photographs, shape)

    def by_chance(piece: Piece) -> bool:
        weak = abs(told.odds(piece)) < _CHANCE or len(piece.letters) < _PRINTED
        return (
            weak
            and not is_large(piece, found.text_size)
            and any(2 * piece.box.overlap(box) > piece.box.area for box in photographs)
        )

    return [piece for piece in mended(found.pieces, found.text_size, found.large) if not by_chance(piece)]


def _smaller(photographs: tuple[Box, ...], shape: tuple[int, ...]) -> list[Box]:
    """The photographs, none where they fill a page of this height and width."""
    return list(photographs) if sum(box.area for box in photographs) < _COVER * shape[0] * shape[1] else []


def _scaled(box: Box, by: float) -> tuple[int, int, int, int]:
    onto = Affine.scaling(by).box(box)
    return onto.x, onto.y, onto.right, onto.bottom


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
