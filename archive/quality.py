"""How well a page's text was read: the share of characters that are likely wrong, and a word for it.

The estimate comes from what every reading has, the confidence of each word and whether the word looks like
one. Its few numbers were fitted on pages whose text is known (`ingest.quality` fits them and says how far off
they are); what a person has typed or confirmed counts as right.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from archive.alto import AltoPage
from archive.letters import count_scripts

Label = Literal["good", "fair", "poor"]
LABELS: tuple[Label, ...] = ("good", "fair", "poor")

#: Expected share of wrong characters up to which a page is good, and fair. At 5 % about four words in five
#: are right to the letter, at 15 % about one in two.
GOOD, FAIR = 0.05, 0.15

_VOWEL = re.compile("[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,:/°%-]*")
_REPEATED = re.compile(r"(.)\1{2}")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a reading says of itself, as shares of its letters (0..1).

    `machine`: of words no person has vouched for; `doubt`: the engine's doubt (1 - confidence) over those;
    `odd`: of those that do not look like words. All three are 0 on a page without words.
    """

    machine: float
    doubt: float
    odd: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Expected share of wrong characters = always·machine + doubt·doubt + odd·odd."""

    always: float
    doubt: float
    odd: float


#: Fitted by `python -m ingest.quality`; languages without numbers of their own are judged as French.
WEIGHTS = {"ar": Weights(0.0, 0.42, 0.35), "fr": Weights(0.0, 0.45, 0.40)}


def signs_of(page: AltoPage) -> Signs:
    """The signs of a page's text. A word without confidence that nobody vouched for is not doubted."""
    letters = machine = doubt = odd = 0.0
    for string in page.strings():
        length = len(string.content)
        letters += length
        if string.locked:
            continue
        machine += length
        doubt += length * (0.0 if string.confidence is None else 1.0 - string.confidence)
        odd += 0 if is_plausible(string.content) else length
    if not letters:
        return Signs(0.0, 0.0, 0.0)
    return Signs(machine / letters, doubt / letters, odd / letters)


def expected_error(page: AltoPage) -> float | None:
    """Share of characters likely wrong, 0..1; 0.0 for a page without words (there was nothing to misread).

    None where people have vouched for every word: then nothing is left to estimate.
    """
    signs = signs_of(page)
    if not signs.machine and any(True for _ in page.strings()):
        return None
    weights = WEIGHTS.get(page.language, WEIGHTS["fr"])
    share = weights.always * signs.machine + weights.doubt * signs.doubt + weights.odd * signs.odd
    return round(min(1.0, max(0.0, share)), 4)


def label_of(quality: float) -> Label:
    """The public word for a page's quality (1 - expected error)."""
    wrong = round(1.0 - quality, 6)
    return "good" if wrong <= GOOD else "fair" if wrong <= FAIR else "poor"


def limits_of(label: Label) -> tuple[float, float]:
    """The quality from which, and up to which (excluded), a page has a label."""
    return {"good": (1 - GOOD, 1.01), "fair": (1 - FAIR, 1 - GOOD), "poor": (-0.01, 1 - FAIR)}[label]


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
