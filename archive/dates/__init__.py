"""When an issue appeared: EDTF, the Hijri calendar, dates as printed, dates as shown."""

from archive.dates.edtf import Edtf, Point, canonical, date_range, parse, sort_key
from archive.dates.hijri import (
    TOLERANCE,
    HijriPoint,
    HijriRange,
    gregorian_years_of,
    hijri_range,
    hijri_text,
    hijri_years_of,
    parse_hijri,
)
from archive.dates.printed import PrintedDate, read_printed
from archive.dates.showing import format_date, format_hijri

__all__ = [
    "TOLERANCE",
    "Edtf",
    "HijriPoint",
    "HijriRange",
    "Point",
    "PrintedDate",
    "canonical",
    "date_range",
    "format_date",
    "format_hijri",
    "gregorian_years_of",
    "hijri_range",
    "hijri_text",
    "hijri_years_of",
    "parse",
    "parse_hijri",
    "read_printed",
    "sort_key",
]
