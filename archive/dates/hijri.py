"""Between the Hijri and the Gregorian calendar, by the Umm al-Qura tables (1343-1500 AH, 1924-2077).

The tables say when a month begins in Mecca. In Morocco it begins when the new moon has been seen, which is
often a day apart: what is computed here holds to one day (TOLERANCE), and a date as printed goes before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from hijridate import Gregorian, Hijri

from archive.errors import BadInput
from archive.letters import western_digits

#: How far a computed date can be from the printed one.
TOLERANCE: Final = timedelta(days=1)
#: The years of the tables, both included.
FIRST_YEAR, LAST_YEAR = 1343, 1500

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class HijriPoint:
    """A Hijri year, a month of it, or a day of that. Raises ValueError for what the tables do not have."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"the tables do not have the year {self.year}")
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        month, day = (1 if part is None else part for part in (self.month, self.day))
        Hijri(self.year, month, day)

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")

    @property
    def first(self) -> date:
        """Its first day in the Gregorian calendar, to TOLERANCE."""
        return _gregorian(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Its last day in the Gregorian calendar, to TOLERANCE."""
        month = self.month or 12
        return _gregorian(self.year, month, self.day or Hijri(self.year, month, 1).month_length())


@dataclass(frozen=True, slots=True)
class HijriRange:
    """From one Hijri date to another, both included; `str()` is "1395-02/1395-03", "1395-02" where equal."""

    begin: HijriPoint
    end: HijriPoint

    def __str__(self) -> str:
        return str(self.begin) if self.begin == self.end else f"{self.begin}/{self.end}"

    @property
    def first(self) -> date:
        """Its first day in the Gregorian calendar, to TOLERANCE."""
        return self.begin.first

    @property
    def last(self) -> date:
        """Its last day in the Gregorian calendar, to TOLERANCE."""
        return self.end.last

    def fits(self, first: date, last: date) -> bool:
        """Whether it shares a day with a Gregorian range, TOLERANCE granted on either side."""
        return self.first - TOLERANCE <= last and first - TOLERANCE <= self.last


def hijri_range(start: date, end: date) -> HijriRange | None:
    """The Hijri months from `start` to `end`, both included; the very day where both are the same day.

    True to TOLERANCE: the first and last days of a range may belong to the neighbouring month. None where
    the tables (1924-08-01 to 2077-11-16) do not hold both. Raises ValueError for a range that ends before
    it begins.
    """
    if start > end:
        raise ValueError("the range ends before it begins")
    try:
        begin, last = Gregorian.fromdate(start).to_hijri(), Gregorian.fromdate(end).to_hijri()
    except OverflowError:
        return None
    if start == end:
        day = HijriPoint(begin.year, begin.month, begin.day)
        return HijriRange(day, day)
    return HijriRange(HijriPoint(begin.year, begin.month), HijriPoint(last.year, last.month))


def hijri_text(start: date, end: date) -> str:
    """As `hijri_range`, written down ("1395-02/1395-03"); "" where the tables do not hold it."""
    found = hijri_range(start, end)
    return "" if found is None else str(found)


@lru_cache(maxsize=512)
def hijri_years_of(year: int) -> HijriRange | None:
    """The Hijri years that a Gregorian year touches, to TOLERANCE; None outside the tables."""
    found = hijri_range(date(year, 1, 1), date(year, 12, 31))
    return HijriRange(HijriPoint(found.begin.year), HijriPoint(found.end.year)) if found else None


@lru_cache(maxsize=512)
def gregorian_years_of(hijri: int) -> tuple[int, int] | None:
    """The first and last Gregorian year that a Hijri year touches, to TOLERANCE; None outside the tables."""
    if not FIRST_YEAR <= hijri <= LAST_YEAR:
        return None
    year = HijriPoint(hijri)
    return year.first.year, year.last.year


def parse_hijri(text: str) -> HijriRange:
    """The range that "1395", "1395-02", "1395-02-17" or two of them with "/" between write down.

    Raises BadInput with the text for anything else, for dates there are not, and outside the tables.
    """
    parts = western_digits(text).strip().split("/")
    try:
        if len(parts) > 2:
            raise ValueError(text)
        points = [_point(part.strip()) for part in parts]
        if points[0].first > points[-1].last:
            raise ValueError("the range ends before it begins")
    except (ValueError, OverflowError) as error:
        raise BadInput(
            "{text} is not a Hijri date that we understand.",
            "Write it like 1395, 1395-02, 1395-02-17 or 1395-02/1395-03, from 1343 to 1500.",
            text=text[:80],
        ) from error
    return HijriRange(points[0], points[-1])


def _point(text: str) -> HijriPoint:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    month, day = found["month"], found["day"]
    return HijriPoint(int(found["year"]), int(month) if month else None, int(day) if day else None)


def _gregorian(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)
