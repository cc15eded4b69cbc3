"""How far a reading is from the known text of a page: character errors in reading order, words in any order.

Two measures. *Raw*: the characters as printed, blanks squeezed. *Folded*: as search sees them (carriers of
letters, vowel signs, digits, case and accents folded), punctuation dropped, French words broken at a line's
end joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from archive.letters import count_scripts

#: A page is mixed when the rarer script has more than this share of its letters.
_MIXED = 0.15

_STEERING = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_VOWEL_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_BROKEN = re.compile("(?<=[a-zà-ÿ])[-¬\u00ad]\\s*\\n\\s*(?=[a-zà-ÿ])")
#: Letters that are one letter to a reader who searches.
_SAME = str.maketrans(
    {
        **dict.fromkeys("آأإٱ", "ا"),
        **dict.fromkeys("ىئی", "ي"),
        **dict.fromkeys("ةھ", "ه"),
        "ؤ": "و",
        "ک": "ك",
        **{zero + n: str(n) for zero in (0x660, 0x6F0) for n in range(10)},
    }
)


def raw(text: str) -> str:
    """The text as printed: NFC, without marks that only steer direction, blanks squeezed."""
    return " ".join(unicodedata.normalize("NFC", _STEERING.sub("", text)).split())


def folded(text: str) -> str:
    """The text as search sees it."""
    text = unicodedata.normalize("NFKC", _BROKEN.sub("", text))
    text = _VOWEL_SIGNS.sub("", _STEERING.sub("", text)).translate(_SAME).casefold()
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


MEASURES: dict[str, Callable[[str], str]] = {"raw": raw, "folded": folded}


def language_of_page(text: str) -> str:
    """ "ar", "fr" (any Latin script), "mixed", or "none" for a page without letters."""
    arabic, latin = count_scripts(text)
    if not arabic and not latin:
        return "none"
    if min(arabic, latin) > _MIXED * (arabic + latin):
        return "mixed"
    return "ar" if arabic > latin else "fr"


@dataclass(frozen=True, slots=True)
class Score:
    """One page, or several together, in one measure.

    `wrong`: the edit distance of the texts, `characters`: length of the known one; `shared` words of `known`
    and `read` ones, counted as bags.
    """

    wrong: int
    characters: int
    shared: int
    known: int
    read: int

    @property
    def cer(self) -> float:
        """Character errors, in percent of the known text."""
        return 100 * self.wrong / max(1, self.characters)

    @property
    def word_f1(self) -> float:
        """Harmonic mean of the shares of known words read and of read words known, in percent."""
        return 200 * self.shared / max(1, self.known + self.read)

    def __add__(self, other: Score) -> Score:
        """Both pages together."""
        return Score(
            self.wrong + other.wrong,
            self.characters + other.characters,
            self.shared + other.shared,
            self.known + other.known,
            self.read + other.read,
        )


def score(known: str, read: str, measure: str) -> Score:
    """How far `read` is from `known`; `measure` is "raw" or "folded"."""
    prepare = MEASURES[measure]
    true, found = prepare(known), prepare(read)
    true_words, found_words = Counter(true.split()), Counter(found.split())
    return Score(
        Levenshtein.distance(true, found),
        len(true),
        (true_words & found_words).total(),
        true_words.total(),
        found_words.total(),
    )


def table(pages: Iterable[tuple[str, str]]) -> dict[str, dict[str, object]]:
    """Scores by language of pages given as (known, read): pages, and CER and word F1 in both measures."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for known, read in pages:
        by_language.setdefault(language_of_page(known), []).append((known, read))
    result: dict[str, dict[str, object]] = {}
    for language, texts in sorted(by_language.items()):
        row: dict[str, object] = {"pages": len(texts)}
        for measure in MEASURES:
            total = sum((score(*each, measure) for each in texts), Score(0, 0, 0, 0, 0))
            row[measure] = {"cer": round(total.cer, 2), "word_f1": round(total.word_f1, 2)}
        row["other_language"] = sum(
            language_of_page(read) not in (language, "mixed") for _, read in texts if language != "mixed"
        )
        result[language] = row
    return result
