"""Issue numbers as printed ("143", "12-13", "54 bis", «عدد خاص»): how they sort, and which numbers they are.

The label is kept as printed; what is made of it here serves sorting and finding gaps, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from archive.letters import clean, western_digits

#: The most numbers one issue can have; a wider range ("1961-1975") is no double issue.
MOST_NUMBERS = 12

#: Arabic ordinals, with the article, hamza on alif and dots of tāʾ marbūṭa left out as in `_folded`.
ORDINALS = {
    "الاول": 1,
    "الاولي": 1,
    "الثاني": 2,
    "الثانيه": 2,
    "الثالث": 3,
    "الثالثه": 3,
    "الرابع": 4,
    "الرابعه": 4,
    "الخامس": 5,
    "الخامسه": 5,
    "السادس": 6,
    "السادسه": 6,
    "السابع": 7,
    "السابعه": 7,
    "الثامن": 8,
    "الثامنه": 8,
    "التاسع": 9,
    "التاسعه": 9,
    "العاشر": 10,
    "العاشره": 10,
}
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})
#: What only says "number" or "double number".
_PLAIN = re.compile(
    r"\b(?:n°s?|nos?|num|numeros?|numbers?|issues?|double|triple|العددان|العدد|عددان|عدد|رقم|مزدوج|المزدوج)(?![^\W\d_])"
)
#: Issues that stand beside the numbering, with counts of their own, and the key they sort under.
_APART = (
    (re.compile(r"\bhors[\s-]*serie\b|\bh\W*s(?![^\W\d_])\W?"), "hors-serie"),
    (re.compile(r"\bspecial(?:e|es|aux)?\b|\bالخاص\b|\bخاص\b|\bخاصه\b"), "special"),
    (re.compile(r"\bsupplement\b|\bملحق\b|\bالملحق\b"), "supplement"),
)
_AGAIN = {"bis": 1, "مكرر": 1, "مكرره": 1, "ter": 2, "quater": 3}
_NUMBERED = re.compile(
    r"(?P<first>[0-9]{1,6})(?P<more>(?:\s*(?:-|/|&|,|،|\bet\b|و)\s*[0-9]{1,6})*)(?P<rest>.*)"
)


def numbers(label: str) -> tuple[int, int] | None:
    """First and last number of an issue: "143" → (143, 143), "12-13" → (12, 13), "54 bis" → (54, 54).

    None for a label outside the numbering ("عدد خاص", "H.S. 2"), for none, and for what is no number.
    """
    found = _read(_folded(label))
    return found[0] if found is not None else None


def sort_key(label: str) -> str:
    """A text by which issue numbers sort as people count.

    2 before 10; "12" before "12-13" before "13"; "54" before "54 bis" before "55". Labels outside the
    numbering come after all numbers, each kind counted by itself ("H.S. 2" before "H.S. 10"); an issue
    without a label is last.
    """
    plain = _folded(label)
    if not plain:
        return "~~"
    found = _read(plain)
    if found is not None:
        (first, last), again = found
        return f"{first:06}" + (f"-{last:06}" if last != first else "") + (f".{again}" if again else "")
    for pattern, kind in _APART:
        rest, changed = pattern.subn(" ", plain, count=1)
        if changed:
            count = _read(_PLAIN.sub(" ", rest).strip(" .:-"))
            return f"~{kind}" + (f".{count[0][0]:06}" if count is not None else "")
    return "~" + re.sub("[0-9]+", lambda digits: digits[0].zfill(6)[:20], plain)


def _folded(label: str) -> str:
    """The label in small letters, western digits and single blanks, without accents, dashes as "-"."""
    plain = unicodedata.normalize("NFKC", western_digits(clean(label))).casefold().translate(_SAME)
    apart = unicodedata.normalize("NFD", plain)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.sub("[‐‑‒–—−]", "-", kept).split())


def _read(plain: str) -> tuple[tuple[int, int], str] | None:
    """First and last number and what tells repeats apart ("1" for bis); None for what is no number."""
    bare = _PLAIN.sub(" ", plain).strip(" .:")
    if bare in ORDINALS:
        return (ORDINALS[bare], ORDINALS[bare]), ""
    found = _NUMBERED.fullmatch(bare)
    if found is None:
        return None
    counted = [int(found["first"]), *map(int, re.findall("[0-9]+", found["more"]))]
    # "12-15" is a range of four, "12, 13, 14" one of three; "12-10" and "12, 15, 16" are nothing we know.
    steps = {after - before for before, after in pairwise(counted)}
    if not (steps <= {1} or (len(counted) == 2 and min(steps) > 0)):
        return None
    if counted[-1] - counted[0] >= MOST_NUMBERS:
        return None
    rest = found["rest"].strip(" .-")
    if rest and rest not in _AGAIN and not re.fullmatch("[a-hأ-ي]", rest):
        return None
    return (counted[0], counted[-1]), str(_AGAIN.get(rest, rest))
