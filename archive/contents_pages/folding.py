"""Texts made alike where print and machine reading differ, and how alike two of them are."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from archive.letters import logical_letters, western_digits

#: Letters that are written, or read, for one another.
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ک": "ك", "ی": "ي", "œ": "oe", "æ": "ae", "ß": "ss"})
#: Below it two texts are not compared letter by letter; nor are those of fewer letters.
_WORTH_A_LOOK, _SHORT = 0.4, 6


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Letters and digits alone, without marks, case, lengthening or blanks: "الفـــهرس" as "الفهرس"."""
    plain = unicodedata.normalize("NFKD", western_digits(logical_letters(text)))
    plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(letter for letter in plain.translate(_ALIKE) if letter.isalnum())


@lru_cache(maxsize=20_000)
def _pairs(folded: str) -> frozenset[str]:
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def likeness(one: str, other: str) -> float:
    """How alike two folded texts are, 0..1.

    Shared pairs of letters (Dice, 1945), or letters that agree (Levenshtein, 1965), whichever is more.
    """
    if one == other:
        return 1.0 if one else 0.0
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0.0
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if shared < _WORTH_A_LOOK or min(len(one), len(other)) < _SHORT:
        return shared
    # In a short text each misread letter breaks two pairs: counting letters is fairer.
    return max(shared, 1 - _edits(one, other) / max(len(one), len(other)))


def alike(one: str, other: str, above: float) -> bool:
    """Whether two folded texts are more alike than `above`: as `likeness`, counting less."""
    if one == other:
        return bool(one) and above < 1
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return above < 0
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if shared > above:
        return True
    if shared < _WORTH_A_LOOK or min(len(one), len(other)) < _SHORT:
        return False
    longest = max(len(one), len(other))
    # At least so many edits: each letter that only one of them has (Bartolini's bag distance, 2002).
    letters, others = _letters(one), _letters(other)
    least = max((letters - others).total(), (others - letters).total())
    most = int((1 - above) * longest) + 1
    return 1 - least / longest > above and 1 - _edits(one, other, most) / longest > above


@lru_cache(maxsize=20_000)
def _letters(folded: str) -> Counter[str]:
    return Counter(folded)


def within_edits(one: str, other: str, most: int) -> bool:
    """Whether at most `most` letters must be put in, left out or replaced (Levenshtein's distance)."""
    return abs(len(one) - len(other)) <= most and _edits(one, other) <= most


def _edits(one: str, other: str, most: int | None = None) -> int:
    """Levenshtein's distance; with `most` only told where it is no more, else anything above it.

    Then only what lies so near the diagonal is counted (Ukkonen, 1985).
    """
    most = max(len(one), len(other)) if most is None else most
    beyond = most + 1
    row = [min(place, beyond) for place in range(len(other) + 1)]
    for at, letter in enumerate(one, 1):
        first, last = max(1, at - most), min(len(other), at + most)
        before, row[first - 1] = row[first - 1], at if first == 1 else beyond
        least = row[first - 1]
        for place in range(first, last + 1):
            cost = before + (letter != other[place - 1])
            before = row[place] if place < at + most else beyond
            best = row[place - 1] + 1
            if before + 1 < best:
                best = before + 1
            if cost < best:
                best = cost
            row[place] = best
            least = min(least, best)
        if least > most:
            return beyond
    return row[-1]
