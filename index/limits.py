"""Limits of a query, as typed: year:1961..1970, lang:ar, title:"…", in the languages of the interface."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.letters import western_digits
from archive.quality import LABELS, Label
from index import analysis

_NAMES = {
    "year": "year années année annee an سنة السنة عام",
    "lang": "lang language langue لغة اللغة",
    "issue": "issue numéro numero عدد العدد",
    "title": "title titre عنوان العنوان",
    "section": "section rubrique قسم القسم ركن الركن",
    "person": "person personne شخص الشخص علم",
    "quality": "quality qualité qualite جودة الجودة",
}
#: Every spelling of a limit's name, and the name.
FIELDS = {spelling: name for name, spellings in _NAMES.items() for spelling in spellings.split()}

_LANGUAGES = {
    **dict.fromkeys(["ar", "arabic", "arabe", "عربية", "العربية", "عربي"], "ar"),
    **dict.fromkeys(
        ["fr", "french", "français", "francais", "française", "فرنسية", "الفرنسية", "فرنسي"], "fr"
    ),
}
_QUALITIES: dict[str, Label] = {
    **{label: label for label in LABELS},
    **dict.fromkeys(["bon", "bonne", "جيد", "جيدة"], "good"),
    **dict.fromkeys(["moyen", "moyenne", "passable", "متوسط", "متوسطة"], "fair"),
    **dict.fromkeys(["mauvais", "mauvaise", "faible", "ضعيف", "ضعيفة", "رديء", "رديئة"], "poor"),
}
#: A year before this one is of the Hijri calendar: no newspaper is older than that of Strasbourg (1605),
#: and the Hijri year 1600 begins in 2174.
HIJRI_BEFORE = 1600
_RANGE = re.compile(r"([1-9][0-9]{2,3})?(?:\.\.|-|\u2013)([1-9][0-9]{2,3})?")


@dataclass(frozen=True, slots=True)
class Years:
    """Issues of these years, both included; None: open to that side.

    Each end is of the calendar that its number belongs to: 1395 is a Hijri year, 1975 a Gregorian one.
    """

    first: int | None
    last: int | None

    @classmethod
    def between(cls, first: int | None, last: int | None) -> Years:
        """The years from one to another, whichever of two of the same calendar is the later."""
        if first and last and is_hijri(first) == is_hijri(last) and first > last:
            first, last = last, first
        return cls(first, last)

    def hold(self, year: int | None, hijri_year: int | None) -> bool:
        """Whether what stands under a year of each calendar is of these; not where the year is unknown."""

        def of(end: int) -> int | None:
            return hijri_year if is_hijri(end) else year

        if self.first is not None and ((own := of(self.first)) is None or own < self.first):
            return False
        return self.last is None or ((own := of(self.last)) is not None and own <= self.last)

    def __str__(self) -> str:
        if self.first == self.last:
            return f"year:{self.first}"
        return f"year:{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Pages mostly in this language (BCP 47, first part)."""

    language: str

    def __str__(self) -> str:
        return f"lang:{self.language}"


@dataclass(frozen=True, slots=True)
class InIssue:
    """Pages of this issue, by its key."""

    key: str

    def __str__(self) -> str:
        return f"issue:{self.key}"


@dataclass(frozen=True, slots=True)
class OfQuality:
    """Pages whose text is this well read; see `archive.quality`."""

    label: Label

    def __str__(self) -> str:
        return f"quality:{self.label}"


@dataclass(frozen=True, slots=True)
class InTitle:
    """Pages of articles with these words in the heading, or of issues with them in the title."""

    text: str

    def __str__(self) -> str:
        return f'title:"{self.text}"'


@dataclass(frozen=True, slots=True)
class InSection:
    """Pages of articles of the sections that are named so."""

    text: str

    def __str__(self) -> str:
        return f'section:"{self.text}"'


@dataclass(frozen=True, slots=True)
class OnPerson:
    """Pages of articles by or about people who are named so."""

    text: str

    def __str__(self) -> str:
        return f'person:"{self.text}"'


Limit = Years | InLanguage | InIssue | OfQuality | InTitle | InSection | OnPerson


def read_limit(name: str, value: str) -> Limit | None:
    """A limit from its name (a value of `FIELDS`) and what was typed after the colon; None: not readable."""
    if name in ("title", "section", "person"):
        text = " ".join(analysis.trimmed(value).split())
        if not analysis.stems(text):
            return None
        return InTitle(text) if name == "title" else InSection(text) if name == "section" else OnPerson(text)
    plain = western_digits(value).strip().casefold()
    if name == "lang":
        language = _LANGUAGES.get(plain, plain)
        return InLanguage(language) if re.fullmatch("[a-z]{2,3}", language) else None
    if name == "issue":
        key = plain.rsplit("/", 1)[-1]
        return InIssue(key) if re.fullmatch("[0-9a-z]{2,40}", key) else None
    if name == "quality":
        return OfQuality(_QUALITIES[plain]) if plain in _QUALITIES else None
    return _years(plain)


def _years(value: str) -> Years | None:
    """One year, or a range as 1961..1970, 1961-1970, 1961.. or ..1970; it may stand the wrong way round."""
    if re.fullmatch("[1-9][0-9]{2,3}", value):
        return Years(int(value), int(value))
    found = _RANGE.fullmatch(value)
    if found is None or not any(found.groups()):
        return None
    first, last = (int(year) if year else None for year in found.groups())
    return Years.between(first, last)


def is_hijri(year: int) -> bool:
    """Whether a number is a year of the Hijri calendar."""
    return year < HIJRI_BEFORE
