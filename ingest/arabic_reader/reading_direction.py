"""From the order letters stand in on paper to the order they are read in: the bidi algorithm backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A number is one run, with what stands between its digits (UAX 9, W4); a hyphen parts numbers, as it does
# when the line is shown again: "1975-1961" on paper is 1961-1975.
_NUMBER = r"[0-9٠-٩۰-۹]+(?:[.,:/٫٬][0-9٠-٩۰-۹]+)*"
_LATIN = "[A-Za-zÀ-ɏ]"
_NOT_ARABIC = "[^\u0600-\u06ff\u0750-\u077f]"
#: What runs from left to right inside an Arabic line: Latin text with all it encloses, and numbers.
_LEFT_TO_RIGHT = re.compile(rf"{_LATIN}(?:{_NOT_ARABIC}*(?:{_LATIN}|[0-9]))?|{_NUMBER}")
_ARABIC_LETTER = "[\u0620-\u065f\u066e-\u06d5\u06fa-\u06ff]"
#: What runs from right to left inside a Latin line.
_RIGHT_TO_LEFT = re.compile(rf"{_ARABIC_LETTER}(?:[^A-Za-zÀ-ɏ]*{_ARABIC_LETTER})?")
_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def reading_order(paper: str) -> list[int]:
    """For each letter in reading order, its place in `paper`, the line as it stands from left to right.

    A line with more Latin than Arabic letters is read from the left, every other from the right.
    """
    latin = len(re.findall(_LATIN, paper))
    arabic = len(re.findall(_ARABIC_LETTER, paper))
    if latin > arabic:
        return _turned(range(len(paper)), (match.span() for match in _RIGHT_TO_LEFT.finditer(paper)))
    order = _turned(range(len(paper)), (match.span() for match in _LEFT_TO_RIGHT.finditer(paper)))
    return order[::-1]


def mirrored(letter: str) -> str:
    """A bracket as it is written where text runs from the right: it opens with what looks closing."""
    return _MIRRORED.get(letter, letter)


def _turned(places: Iterable[int], runs: Iterable[tuple[int, int]]) -> list[int]:
    """The places with each run the other way round."""
    order = list(places)
    for start, end in runs:
        order[start:end] = order[start:end][::-1]
    return order
