"""Page numbers at the ends of a line: "12", "p. 12", "ص ١٢", "12-15"; leaders between them and the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.letters import western_digits
from archive.words import Word

#: No periodical of this kind has more pages; years and sums are longer.
_MOST = 399
_EDGES = ".·•‧…․_-–—―~*,،:;؛'\"’‘“”«»|!¦()[]{}<>=+ـ"
_PAGE = r"(?:pages?|pp?|صفحة|صفحات|ص)[\s.:]*"
_NUMBER = re.compile(rf"(?:{_PAGE})?([0-9]{{1,3}})(?:[-–—/à,][0-9]{{1,3}})*", re.IGNORECASE)
_PAGE_WORD = re.compile(r"(?:pages?|pp?|صفحة|ص)[.:]*", re.IGNORECASE)
#: A letter that stands for a digit, where it stands among digits.
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8", "ه": "0"})


def page_number(text: str) -> int | None:
    """The page that a word names (the first of a range), None for a word that is none."""
    plain = western_digits(text).strip(_EDGES)
    if not any(letter.isdigit() for letter in plain):
        return None
    found = _NUMBER.fullmatch(plain) or _NUMBER.fullmatch(plain.translate(_LETTERS))
    number = int(found[1]) if found else 0
    return number if 1 <= number <= _MOST else None


def is_page_word(text: str) -> bool:
    """Whether a word only says that a page number is meant: "p.", "ص"."""
    return _PAGE_WORD.fullmatch(text.strip(_EDGES.replace(".", ""))) is not None


def is_leader(text: str) -> bool:
    """Whether a word is what was read of a row of dots or a rule."""
    letters = [letter for letter in text if letter.isalnum()]
    if not letters:
        return True
    return len(text) >= 4 and (len(letters) * 3 <= len(text) or len(set(text.casefold())) == 1)


def without_leaders(text: str) -> str:
    """The word without dots and dashes that a leader left at its ends; sentence marks stay."""
    return re.sub(r"^[.·•‧…․_\-–—~*|ـ]{2,}|[.·•‧…․_\-–—~*|ـ]{2,}$", "", text)


def at_ends(words: Sequence[Word]) -> tuple[int | None, int | None]:
    """The page numbers at the beginning and at the end of a row of words (in reading order)."""
    real = [word.text for word in words if not is_leader(word.text)]
    while real and is_page_word(real[-1]):
        real.pop()
    while real and is_page_word(real[0]):
        real.pop(0)
    if not real:
        return None, None
    first, last = page_number(real[0]), page_number(real[-1])
    return first, last if len(real) > 1 or first is None else None
