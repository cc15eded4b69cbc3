"""Shows dates as people write them: in Arabic with Moroccan months, in French and in English."""

from __future__ import annotations

from archive.dates import edtf
from archive.dates.edtf import Edtf, Point
from archive.dates.hijri import HijriPoint, parse_hijri
from archive.dates.names import HIJRI_SHOWN, SEASONS_SHOWN, months_shown
from archive.letters import isolate

_DASH = "–"
_WORDS = {
    "ar": {"~": "نحو {}", "?": "{} (؟)", "since": "منذ {}", "until": "حتى {}", "and": " و", "or": " أو "},
    "fr": {
        "~": "vers {}",
        "?": "{} (?)",
        "since": "depuis {}",
        "until": "jusqu’à {}",
        "and": " et ",
        "or": " ou ",
    },
    "en": {
        "~": "about {}",
        "?": "{} (?)",
        "since": "since {}",
        "until": "until {}",
        "and": " and ",
        "or": " or ",
    },
}
_DECADES = {"ar": "سنوات {}", "fr": "années {}", "en": "{}s"}
_QUARTERS = {
    "ar": ("الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"),
    "fr": ("1er trimestre", "2e trimestre", "3e trimestre", "4e trimestre"),
    "en": ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter"),
}
_HALVES = {
    "ar": ("النصف الأول", "النصف الثاني"),
    "fr": ("1er semestre", "2e semestre"),
    "en": ("1st half", "2nd half"),
}
_HIJRI_ERA = {"ar": "{} هـ", "fr": "{} H", "en": "{} AH"}


def format_date(text: str, locale: str) -> str:
    """An EDTF text as read in `locale` ("ar", "fr", "en", also "ar-MA"): "1er mai 1961", «ماي–يونيو 1975».

    Western digits; "" for "". In Arabic a range of bare numbers stands between Unicode isolates, else it
    would turn round. Raises BadInput for what is no EDTF.
    """
    language = _language(locale)
    if not text.strip():
        return ""
    parsed = edtf.parse(text)
    if parsed.form == "interval":
        return _interval(parsed, language)
    joint = _WORDS[language]["and" if parsed.form == "all of" else "or"]
    return joint.join(_qualified(point, language) for point in parsed.points if point is not None)


def format_hijri(text: str, locale: str, *, era: bool = False) -> str:
    """A Hijri range ("1395-02/1395-03") as read in `locale`: «صفر – ربيع الأول 1395».

    `era` adds "AH". "" for "". Raises BadInput for what is none.
    """
    language = _language(locale)
    if not text.strip():
        return ""
    found = parse_hijri(text)
    begin, end = found.begin, found.end
    if begin == end:
        shown = _hijri(begin, language)
    elif begin.month is None and end.month is None:
        shown = _numbers(begin.year, end.year, language)
    elif begin.year == end.year and begin.month is not None and end.month is not None:
        if begin.month == end.month and begin.day and end.day:
            month = HIJRI_SHOWN[language][begin.month - 1]
            shown = f"{_numbers(begin.day, end.day, language)} {month} {begin.year}"
        else:
            shown = f"{_hijri(begin, language, year=False)} {_DASH} {_hijri(end, language)}"
    else:
        shown = f"{_hijri(begin, language)} {_DASH} {_hijri(end, language)}"
    return _HIJRI_ERA[language].format(shown) if era else shown


def _language(locale: str) -> str:
    """The language of a locale; French for one whose words we do not have, as the site falls back to it."""
    language = locale.replace("_", "-").split("-")[0]
    return language if language in _WORDS else "fr"


def _numbers(first: int | str, last: int | str, language: str) -> str:
    """A range of numbers, kept from turning round in Arabic."""
    text = f"{first}{_DASH}{last}"
    return isolate(text, "ltr") if language == "ar" else text


def _hijri(point: HijriPoint, language: str, *, year: bool = True) -> str:
    parts = [str(point.day)] if point.day else []
    if point.month is not None:
        parts.append(HIJRI_SHOWN[language][point.month - 1])
    return " ".join([*parts, str(point.year)] if year or point.month is None else parts)


def _qualified(point: Point, language: str) -> str:
    return _with_qualifier(_point(point, language), point.qualifier, language)


def _with_qualifier(shown: str, qualifier: str, language: str) -> str:
    """The date with "about" before and "(?)" behind, as its qualifier says."""
    words = _WORDS[language]
    if qualifier in ("~", "%"):
        le = "le " if language == "fr" and shown[:1].isdigit() and " " in shown else ""
        shown = words["~"].format(le + shown)
    return words["?"].format(shown) if qualifier in ("?", "%") else shown


def _interval(parsed: Edtf, language: str) -> str:
    begin, end = parsed.points
    if begin is None or end is None:
        only = begin or end
        shown = "" if only is None else _qualified(only, language)
        if parsed.unknown:
            return f"{shown} {_DASH} ?" if end is None else f"? {_DASH} {shown}"
        return _open(shown, "since" if end is None else "until", language, only)
    if begin.qualifier != end.qualifier:
        return f"{_qualified(begin, language)} {_DASH} {_qualified(end, language)}"
    return _with_qualifier(_closed(begin, end, language), begin.qualifier, language)


def _open(shown: str, side: str, language: str, point: Point | None) -> str:
    """A date with one side open; French says "depuis le 16 mai", "jusqu’au 16 mai", "jusqu’en mai"."""
    if language == "fr" and point is not None and not point.qualifier:
        if point.day is not None:
            return f"depuis le {shown}" if side == "since" else f"jusqu’au {shown}"
        if side == "until" and point.part is None and "X" not in point.year:
            return f"jusqu’en {shown}"
    return _WORDS[language][side].format(shown)


def _closed(begin: Point, end: Point, language: str) -> str:
    """A range with both sides: what they share is said once."""
    if str(begin) == str(end):
        return _point(begin, language)
    if begin.month is None and end.month is None:
        if "X" in begin.year + end.year or begin.month_unknown or end.month_unknown:
            return f"{_point(begin, language)} {_DASH} {_point(end, language)}"
        return _numbers(begin.year, end.year, language)
    if begin.year != end.year or begin.month is None or end.month is None:
        return f"{_point(begin, language)} {_DASH} {_point(end, language)}"
    if begin.day is None and end.day is None:
        first, last = _month(begin, language), _month(end, language)
        dash = f" {_DASH} " if " " in first + last else _DASH
        return f"{first}{dash}{last} {end.year}"
    if begin.day is None or end.day is None:
        return f"{_point(begin, language)} {_DASH} {_point(end, language)}"
    if begin.month == end.month:
        days = _numbers(_day(begin.day, language), end.day, language)
        return _day_month(days, _month(end, language), end.year)
    first = f"{_day(begin.day, language)} {_month(begin, language)}"
    return f"{first} {_DASH} {_point(end, language)}"


def _point(point: Point, language: str) -> str:
    if point.year.endswith("XX"):
        century = point.year[:2]
        return _numbers(f"{century}00", f"{century}99", language)
    if point.year.endswith("X"):
        return _DECADES[language].format(point.year.replace("X", "0"))
    year = str(int(point.year))
    if point.month is None:
        return year
    if point.day is None:
        return f"{_month(point, language)} {year}"
    return _day_month(_day(point.day, language), _month(point, language), year)


def _day_month(days: str, month: str, year: str) -> str:
    return f"{days} {month} {year}"


def _day(day: int, language: str) -> str:
    """The day of the month: French has an ordinal for the first only."""
    return "1er" if day == 1 and language == "fr" else str(day)


def _month(point: Point, language: str) -> str:
    """The name of the month, or of the part of the year."""
    month = point.month or 1
    if month in SEASONS_SHOWN[language]:
        return SEASONS_SHOWN[language][month]
    if month >= 40:
        return _HALVES[language][month - 40]
    if month >= 33:
        return _QUARTERS[language][month - 33]
    return months_shown(language)[month - 1]
