"""How well a page was read, as a number and as a word the public understands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from archive.alto import AltoPage
from archive.letters import count_scripts

Label = Literal["good", "fair", "poor"]

_VOWEL = re.compile("[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,:/°%-]*")
_REPEATED = re.compile(r"(.)\1{2}")


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` 0..1, `label` for the public; they come from mean confidence and the share of plausible words.

    A page without words has score 1.0 and is "good": there was nothing to get wrong.
    """

    score: float
    label: Label
    confidence: float | None
    plausible: float


def quality_of(page: AltoPage) -> Quality:
    """The quality of a page's text."""
    words = [string.content for string in page.strings()]
    confidence = page.confidence
    if not words:
        return Quality(1.0, "good", confidence, 1.0)
    weight = sum(len(word) for word in words)
    plausible = sum(len(word) for word in words if is_plausible(word)) / weight
    score = round((1.0 if confidence is None else confidence) * plausible, 3)
    return Quality(score, label_of(score, page.language), confidence, round(plausible, 3))


#: Score from which a page is good, and fair. Tesseract is less sure of Arabic. On 52 sample pages with known
#: text, good pages had at least 89 of 100 words right (three exceptions: 66 to 87), fair ones 53 to 89.
_LIMITS = {"ar": (0.76, 0.6), "fr": (0.82, 0.68)}


def label_of(score: float, language: str) -> Label:
    """The word for a score in a language (tags without limits of their own as French)."""
    good, fair = _LIMITS.get(language, _LIMITS["fr"])
    return "good" if score >= good else "fair" if score >= fair else "poor"


def is_plausible(word: str) -> bool:
    """Whether a word looks like one: letters of one script with marks around, or a number.

    No dictionary: names and old spellings are plausible, `l'enquête,` and `12-13` too; `ر#ـo5` is not.
    """
    core = word.strip("".join(set(word) - {c for c in word if c.isalnum()}))
    if not core:
        return len(word) == 1  # a dash or quotation mark set apart; longer runs of marks are specks
    if _NUMBER.fullmatch(core):
        return True
    arabic, latin = count_scripts(core)
    marks = sum(1 for c in core if unicodedata.category(c).startswith("M") or c in "'’-.ـ")
    if arabic + latin + marks < len(core) or (arabic and latin) or _REPEATED.search(core):
        return False
    if arabic:
        return True
    return latin == 1 or bool(_VOWEL.search(core)) or core.isupper()
