"""Reads the date that a magazine prints, in Arabic or French, and never guesses.

"Mars-Avril 1975", "1er mai 1961", "n° 12-13, juillet-août 1968", «ماي-يونيو 1975», «رمضان 1395»: what can
mean one thing only becomes EDTF; anything else, also a word we do not know, becomes None, for a wrong date
is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from archive.dates import edtf
from archive.dates.hijri import HijriPoint, HijriRange
from archive.dates.tokens import Piece, Token, read_pieces, read_tokens
from archive.errors import BadInput

#: Gregorian years in which a printed magazine can be dated.
_YEARS = range(1800, 2101)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What a printed date says: as EDTF, and as Hijri range ("1395-09") where that calendar is printed.

    Where only a Hijri date is printed, `edtf` is the days it covers by the tables, marked "~": true to one
    day. Where both are, each is as printed.
    """

    edtf: str
    hijri: str = ""


@dataclass(frozen=True, slots=True)
class _Gregorian:
    """A Gregorian date or range, as EDTF without qualifier."""

    begin: edtf.Point
    end: edtf.Point

    def text(self, qualifier: str) -> str:
        begin, end = f"{self.begin}{qualifier}", f"{self.end}{qualifier}"
        return begin if begin == end else f"{begin}/{end}"


_Meaning = _Gregorian | HijriRange


def read_printed(text: str) -> PrintedDate | None:
    """What the printed date `text` says, None where it says nothing, too much or something impossible.

    Issue numbers and years of publication beside it are passed over ("n° 12", «السنة الثالثة»); a weekday
    must be the right one; a second name of the same month («يناير (كانون الثاني)») must agree, and so must
    a Hijri date beside a Gregorian one. Day and month in figures are day first.
    """
    tokens = read_tokens(text)
    if tokens is None:
        return None
    tokens, qualifier = _qualified(tokens)
    meanings = {found for found in _readings(tokens) if found is not None}
    if len(meanings) != 1:
        return None
    gregorian, hijri = meanings.pop()
    return _printed(gregorian, hijri, qualifier)


def _printed(gregorian: _Gregorian | None, hijri: HijriRange | None, qualifier: str) -> PrintedDate | None:
    if gregorian is None:
        if hijri is None:
            return None
        mark = "%" if qualifier in ("?", "%") else "~"
        first, last = f"{hijri.first.isoformat()}{mark}", f"{hijri.last.isoformat()}{mark}"
        return PrintedDate(first if first == last else f"{first}/{last}", str(hijri))
    try:
        parsed = edtf.parse(gregorian.text(qualifier))
    except BadInput:
        return None
    if hijri is not None and not hijri.fits(parsed.first, parsed.last):
        return None
    return PrintedDate(parsed.text, "" if hijri is None else str(hijri))


def _qualified(tokens: list[Token]) -> tuple[list[Token], str]:
    """The tokens without "about" in front and "?" behind, and what EDTF writes for them."""
    about = bool(tokens) and tokens[0].code == "~"
    doubt = bool(tokens) and tokens[-1].code == "?"
    inner = tokens[int(about) : len(tokens) - int(doubt)]
    return inner, {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, doubt), "")


def _readings(tokens: list[Token]) -> Iterator[tuple[_Gregorian | None, HijriRange | None] | None]:
    """Every way to read the tokens: as one date, or as one in each calendar side by side."""
    whole = _meaning(tokens, alone=True)
    if whole is not None:
        yield _pair(whole)
        return
    for at in range(1, len(tokens)):
        left, right = _trimmed(tokens[:at]), _trimmed(tokens[at:])
        if len(left) + len(right) < len(tokens) - 1:
            continue  # at most one sign stands between the two
        one, other = _meaning(left, alone=False), _meaning(right, alone=False)
        if isinstance(one, _Gregorian) and isinstance(other, HijriRange):
            yield one, other
        elif isinstance(one, HijriRange) and isinstance(other, _Gregorian):
            yield other, one


def _pair(meaning: _Meaning) -> tuple[_Gregorian | None, HijriRange | None]:
    return (meaning, None) if isinstance(meaning, _Gregorian) else (None, meaning)


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the sign at either end that joins them to the other calendar's date."""
    begin, end = 0, len(tokens)
    while begin < end and tokens[begin].code in "-&=":
        begin += 1
    while begin < end and tokens[end - 1].code in "-&=":
        end -= 1
    return list(tokens[begin:end])


def _meaning(tokens: list[Token], *, alone: bool) -> _Meaning | None:
    """The date or range that the tokens say in one calendar.

    `alone`: no other date stands beside it; then a year of the 14th century is no year, for without its
    month or an "AH" it may be anything.
    """
    read = read_pieces(tokens)
    if read is None:
        return None
    pieces, signs = read
    if _is_winter_of_two_years(pieces):
        pieces, signs = pieces[:1], []
    filled = _filled(pieces)
    if filled is None or len({piece.shape for piece in filled}) != 1:
        return None
    calendar = _calendar(filled[0], alone=alone)
    if calendar is None or any(_calendar(piece, alone=alone) != calendar for piece in filled):
        return None
    try:
        return _gregorian(filled, signs) if calendar == "gregorian" else _hijri(filled, signs)
    except (ValueError, OverflowError):
        return None


def _filled(pieces: list[Piece]) -> list[Piece] | None:
    """The pieces, each with the month and year that stand only behind a later one ("1er-15 mai 1961")."""
    filled: list[Piece] = []
    right: Piece | None = None
    for piece in reversed(pieces):
        right = piece if right is None else piece.completed_by(right)
        if right.year is None or (right.day is not None and right.name is None):
            return None
        filled.insert(0, right)
    return filled


def _is_winter_of_two_years(pieces: list[Piece]) -> bool:
    """Whether this is "hiver 1979-1980", the winter that begins in the first of two years."""
    if len(pieces) != 2 or pieces[0].name != ("S", edtf.WINTER) or pieces[0].year is None:
        return False
    return pieces[1].shape == "y" and pieces[1].year == pieces[0].year + 1


def _calendar(piece: Piece, *, alone: bool) -> str | None:
    """In which calendar a piece is dated; None where its parts contradict each other or leave it open."""
    if piece.year is None:
        return None
    modern = piece.year in _YEARS
    if piece.name is not None:
        named = "hijri" if piece.name[0] == "H" else "gregorian"
        stated = {"h": "hijri", "e": "gregorian"}.get(piece.era, named)
        return named if stated == named and modern == (named == "gregorian") else None
    if piece.era == "h" or (not alone and not modern):
        return None if modern else "hijri"
    return "gregorian" if modern else None


def _gregorian(pieces: list[Piece], signs: list[str]) -> _Gregorian | None:
    points: list[edtf.Point] = []
    counts: list[int] = []
    for piece in pieces:
        year, month, day = piece.year or 0, piece.name[1] if piece.name else None, piece.day
        point = edtf.Point(f"{year:04}", month, day)
        if piece.weekday is not None and (day is None or point.first.weekday() != piece.weekday):
            return None
        points.append(point)
        if day is not None:
            counts.append(date(year, month or 1, day).toordinal())
        elif month is None:
            counts.append(year)
        else:
            # Months count in twelves, seasons in fours.
            counts.append(year * 12 + month if month <= 12 else year * 4 + month)
    return _Gregorian(points[0], points[-1]) if _in_order(counts, signs) else None


def _hijri(pieces: list[Piece], signs: list[str]) -> HijriRange | None:
    points = [
        HijriPoint(piece.year or 0, piece.name[1] if piece.name else None, piece.day) for piece in pieces
    ]
    for piece, point in zip(pieces, points, strict=True):
        # The printed day may be one off the tables, and with it the weekday: no check, but none without day.
        if piece.weekday is not None and point.day is None:
            return None
    if points[0].day is not None:
        counts = [point.first.toordinal() for point in points]
    else:
        counts = [point.year if point.month is None else point.year * 12 + point.month for point in points]
    return HijriRange(points[0], points[-1]) if _in_order(counts, signs) else None


def _in_order(counts: list[int], signs: list[str]) -> bool:
    """Whether dates follow each other; all but "from - to" must be neighbours, so that none is left out."""
    steps = [after - before for before, after in pairwise(counts)]
    if len(steps) == 1 and signs == ["-"]:
        return steps[0] >= 0
    return all(step in (0, 1) for step in steps)
