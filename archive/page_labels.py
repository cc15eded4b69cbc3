"""Printed page numbers that follow one another: 1, 2, 3 … as they are printed, in whatever figures.

What the first label is written in decides: Western or Arabic-Indic digits, Roman figures, Arabic letters in
the order of abjad. Letters before a number stay ("S 12", "S 13").
"""

from __future__ import annotations

import re

from archive.errors import BadInput
from archive.letters import clean, western_digits

_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: The first ten letters in the order of numbers, as preliminary pages of Arabic magazines bear them.
_ABJAD = "أبجدهوزحطي"
_ENDS_IN_DIGITS = re.compile(r"(.*?)([0-9٠-٩]{1,5})")
#: Pages of one act, and letters of a label.
LONGEST, _MOST = 20, 99_999


def run(first: str, count: int, step: int = 1) -> list[str]:
    """`count` labels from `first` on, each `step` further; "" counts nothing and stays "".

    Raises BadInput for a first label that nothing follows, and where the numbers come to an end.
    """
    label = " ".join(clean(first).split())[:LONGEST]
    if not label or count <= 1:
        return [label] * count
    if (found := _ENDS_IN_DIGITS.fullmatch(label)) is not None:
        before, digits = found[1], found[2]
        native = not digits.isascii()
        numbers = [_counted(int(western_digits(digits)) + n * step) for n in range(count)]
        return [before + (str(n).translate(_ARABIC_INDIC) if native else str(n)) for n in numbers]
    if (start := roman_value(label)) is not None:
        made = [roman(_counted(start + n * step, 3999)) for n in range(count)]
        return [each.upper() for each in made] if label.isupper() else made
    if len(label) == 1 and label.replace("ا", "أ") in _ABJAD:
        at = _ABJAD.index(label.replace("ا", "أ"))
        return [_ABJAD[_counted(at + 1 + n * step, len(_ABJAD)) - 1] for n in range(count)]
    raise BadInput("Nothing follows “{label}” as a page number.", "Begin as 12, ١٢, xii or أ.", label=label)


def roman(number: int) -> str:
    """A number from 1 on in small Roman figures."""
    made = ""
    for value, figure in _ROMAN:
        made += figure * (number // value)
        number %= value
    return made


def roman_value(label: str) -> int | None:
    """The number that Roman figures say, None for what is none ("iiii", "ex")."""
    small, rest, value = label.lower(), label.lower(), 0
    if not re.fullmatch("[ivxlcdm]{1,15}", small) or not (label.islower() or label.isupper()):
        return None
    for worth, figure in _ROMAN:
        while rest.startswith(figure):
            value, rest = value + worth, rest[len(figure) :]
    return value if not rest and roman(value) == small else None


def _counted(number: int, most: int = _MOST) -> int:
    if not 0 < number <= most:
        raise BadInput("These page numbers lead to {number}.", "Number fewer pages at once.", number=number)
    return number
