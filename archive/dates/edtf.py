"""Dates that may be uncertain: a subset of EDTF (ISO 8601-2:2019), read, checked, ranged and sorted.

Understood: years, months and days with unspecified digits at their end (`197X`, `1975-XX`, `1975-03-XX`),
seasons (`1975-21` spring … `1975-24` winter), quarters (`-33` … `-36`), halves (`-40`, `-41`), each with one
`?` (uncertain), `~` (about) or `%` (both) behind it; intervals of those, open (`..`) or unknown (nothing) at
one side; sets (`{1975-03,1975-05}` all of them, `[1975,1976]` one of them). That is levels 0 and 1 but for
years of more than four digits, times of the day and `-` years, plus what a magazine prints of level 2.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.errors import BadInput
from archive.letters import western_digits

Qualifier = Literal["", "?", "~", "%"]
Form = Literal["date", "interval", "all of", "one of"]

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
#: First month and number of months of a part of the year. Winter begins in the year it is named after and
#: ends in the next, so that seasons sort as the standard wants: spring, summer, autumn, winter.
PARTS = {
    SPRING: (3, 3),
    SUMMER: (6, 3),
    AUTUMN: (9, 3),
    WINTER: (12, 3),
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    40: (1, 6),
    41: (7, 6),
}

_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%]?)"
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Point:
    """One date. `year` has four places, "X" where unspecified; `month` is 1..12, one of PARTS, or None.

    `month_unknown`, `day_unknown`: written as XX, which says that there is one.
    """

    year: str
    month: int | None = None
    day: int | None = None
    qualifier: Qualifier = ""
    month_unknown: bool = False
    day_unknown: bool = False

    def __str__(self) -> str:
        month = "-XX" if self.month_unknown else "" if self.month is None else f"-{self.month:02}"
        day = "-XX" if self.day_unknown else "" if self.day is None else f"-{self.day:02}"
        return f"{self.year}{month}{day}{self.qualifier}"

    @property
    def part(self) -> int | None:
        """The season, quarter or half that stands for a month; None for an ordinary date."""
        return self.month if self.month in PARTS else None

    @property
    def first(self) -> date:
        """The first day it can mean."""
        year = max(1, int(self.year.replace("X", "0")))
        month = PARTS[self.month][0] if self.month in PARTS else self.month
        return date(year, month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean (a year that is only about right is not widened)."""
        year = int(self.year.replace("X", "9"))
        if self.day is not None and self.month is not None:
            return date(year, self.month, self.day)
        if self.month in PARTS:
            first, count = PARTS[self.month]
            return _last_day(year, first + count - 1)
        return _last_day(year, self.month or 12)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as EDTF says it. `str()` gives the canonical text.

    A "date" has one point; an "interval" two, of which one may be None; sets have any number. `unknown` is
    whether the missing side of an interval is unknown rather than open.
    """

    form: Form
    points: tuple[Point | None, ...]
    unknown: bool = False

    def __str__(self) -> str:
        if self.form == "interval":
            gap = "" if self.unknown else ".."
            return "/".join(gap if point is None else str(point) for point in self.points)
        text = ",".join(str(point) for point in self.points)
        return {"all of": f"{{{text}}}", "one of": f"[{text}]"}.get(self.form, text)

    @property
    def text(self) -> str:
        """The canonical text."""
        return str(self)

    @property
    def first(self) -> date:
        """The first day it can mean; `date.min` where it has no beginning."""
        counted = self.points[:1] if self.form == "interval" else self.points
        return min((point.first for point in counted if point is not None), default=date.min)

    @property
    def last(self) -> date:
        """The last day it can mean; `date.max` where it has no end."""
        counted = self.points[1:] if self.form == "interval" else self.points
        return max((point.last for point in counted if point is not None), default=date.max)


def parse(text: str) -> Edtf:
    """What an EDTF text says. Arabic-Indic digits, small x and blanks around it are put up with.

    Raises BadInput with the text for anything else: also for the 31st of April, for an interval that ends
    before it begins, and for what only levels 2 or times of the day could say.
    """
    plain = western_digits(text).strip().upper()
    try:
        if len(plain) > _LONGEST:
            raise ValueError("too long")
        return _parsed(plain)
    except ValueError as error:
        raise BadInput(
            "{text} is not a date that we understand.",
            "Write it like 1975, 1975-03, 1975-03-16, 1975-03/1975-04 or 1975~.",
            text=text[:80],
        ) from error


def date_range(text: str) -> tuple[date, date]:
    """The first and last day, both included, that an EDTF text can mean.

    An open or unknown side is `date.min` or `date.max`. Raises BadInput as `parse` does.
    """
    parsed = parse(text)
    return parsed.first, parsed.last


def canonical(text: str) -> str:
    """The one way to write what an EDTF text says. Raises BadInput as `parse` does."""
    return parse(text).text


def sort_key(text: str) -> str:
    """A text that sorts as the dates do: by first day, then by last; "" (no date known) sorts last.

    Of two dates of which one is over before the other begins, the earlier sorts first; an open beginning
    sorts before all others. Raises BadInput as `parse` does.
    """
    if not text.strip():
        return "9999-99-99/9999-99-99"
    first, last = date_range(text)
    return f"{first.isoformat()}/{last.isoformat()}"


def _parsed(text: str) -> Edtf:
    """The parsed text; ValueError for what it cannot be."""
    if text[:1] + text[-1:] in ("{}", "[]"):
        points = tuple(_point(part.strip()) for part in text[1:-1].split(","))
        return Edtf("all of" if text[0] == "{" else "one of", points)
    if "/" not in text:
        return Edtf("date", (_point(text),))
    first, last = text.split("/")
    begin = None if first in ("", "..") else _point(first)
    end = None if last in ("", "..") else _point(last)
    if begin is None and end is None:
        raise ValueError("no side of the interval is known")
    if begin is not None and end is not None and begin.first > end.last:
        raise ValueError("the interval ends before it begins")
    return Edtf("interval", (begin, end), unknown="" in (first, last))


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = found["year"], found["month"], found["day"]
    if year == "0000" or ("X" in year and month):
        raise ValueError(text)
    month_unknown, day_unknown = month == "XX", day == "XX"
    point = Point(
        year,
        int(month) if month and not month_unknown else None,
        int(day) if day and not day_unknown else None,
        _QUALIFIERS[found["qualifier"]],
        month_unknown,
        day_unknown,
    )
    if point.month is not None and not (1 <= point.month <= 12 or point.month in PARTS):
        raise ValueError(text)
    if day and (point.part is not None or (month_unknown and not day_unknown)):
        raise ValueError(text)
    if not point.first <= point.last:
        raise ValueError(text)
    return point


_QUALIFIERS: dict[str, Qualifier] = {"": "", "?": "?", "~": "~", "%": "%"}


def _last_day(year: int, month: int) -> date:
    """The last day of a month, which may count on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, calendar.monthrange(year, month)[1])
