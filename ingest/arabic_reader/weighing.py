"""Two readings of a line made one: word by word the better, the other kept beside it.

Measured on six rendered pages in as many faces and 27 scanned ones of three books:

- where both see the same letters but for hamza, dots and blanks, Tesseract spells them right three times as
  often; the marks at a word's ends (its ، is often a ») are the second reader's;
- where they differ and one of them is right, four numbers tell which in 86 of 100 (on pages of a face or book
  that was left out when they were fitted): each reader's sureness of the word, the second's by its least sure
  letter, and of the whole line. Some faces it has never seen: there its whole lines are unsure;
- Arabic-Indic digits are the second reader's, which gets nine in ten numbers of them right, Tesseract few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from archive.alto import String, TextLine
from archive.canvas import Box
from archive.letters import western_digits
from ingest.arabic_reader.pairing import Pair, pairs_of
from ingest.arabic_reader.reader import ReadLine, ReadWord

#: Letters that readers and writers take for one another.
_ALIKE = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")
#: Weights of a logistic regression for "the second reader is right": the word's confidence, its least sure
#: letter for the second reader, the means of both over the line, and a constant. Fitted on 1,244 places.
_WORD, _LETTER, _LINE, _SECOND_LINE, _ALWAYS = -4.2, 3.5, -2.8, 8.5, -4.1
#: A word only one of the two has seen is shown from this confidence on.
_ALONE = 0.5
#: A number of the second reader's alone is believed when its least sure digit is this sure.
_SURE_NUMBER = 0.9
#: Both doubted it, and agree.
_AGREED = 0.97
_DIGIT = re.compile(r"\d")
_INDIC = re.compile("[٠-٩]")
_ENDS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def weighed(line: TextLine, second: ReadLine) -> TextLine:
    """The line as both readings together have it, the words not shown kept as alternatives.

    A line that the second reader saw nothing in, and one a person has vouched for, is returned as it is.
    """
    if not second.words or any(string.locked for string in line.strings):
        return line
    strings: list[String] = []
    sure = _LineSure(
        fmean(string.confidence or 0.0 for string in line.strings), fmean(w.weakest for w in second.words)
    )
    for pair in pairs_of(line.strings, second.words):
        shown = _shown(pair, sure)
        if not shown and strings:  # a speck, or a word nobody is sure of: to be found, not seen
            strings[-1] = _beside(strings[-1], _content(pair.first) or _content(pair.second))
        strings += shown
    if not strings:
        return line
    box = Box.around([line.box, *(string.box for string in strings)]) or line.box
    return replace(line, strings=tuple(strings), box=box)


@dataclass(frozen=True, slots=True)
class _LineSure:
    """How sure each reader is of a line's words in the mean."""

    first: float
    second: float


def _shown(pair: Pair, line: _LineSure) -> list[String]:
    first, second = pair.first, pair.second
    if not first:
        return [_alone(word) for word in second if word.weakest >= _ALONE]
    if not second:
        return [string for string in first if (string.confidence or 0.0) >= _ALONE]
    one, other = _content(first), _content(second)
    if one == other:
        return [_confirmed(string, second) for string in first]
    if _DIGIT.search(one + other):
        return _number(first, second, line)
    if skeleton(one) == skeleton(other):
        return _pointed(first, other)
    return _surer(first, second, line)


def _content(words: Sequence[String] | Sequence[ReadWord]) -> str:
    return " ".join(word.content if isinstance(word, String) else word.text for word in words)


def skeleton(text: str) -> str:
    """The letters and digits of a text without vowel marks, those alike made one."""
    bare = (
        letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter)[0] in "LN"
    )
    return "".join(bare).replace("ـ", "").translate(_ALIKE)


# --- what is shown ---


def _confirmed(string: String, second: Sequence[ReadWord]) -> String:
    """Both read the same: surer than either."""
    sure = max(string.confidence or 0.0, fmean(word.sure for word in second), _AGREED)
    return replace(string, confidence=round(sure, 3), doubtful=False)


def _pointed(first: Sequence[String], other: str) -> list[String]:
    """Tesseract's words, with the marks the second reader sees before and behind them."""
    before, _, behind = _parts(other)
    words = list(first)
    head, core, _ = _parts(words[0].content)
    _, _, tail = _parts(words[-1].content)
    if head != before and core:
        words[0] = _spelt(words[0], before + words[0].content[len(head) :])
    if tail != behind and _parts(words[-1].content)[1]:
        content = words[-1].content
        words[-1] = _spelt(words[-1], content[: len(content) - len(tail)] + behind)
    return [_beside(words[0], other), *words[1:]] if letters_differ(first, other) else words


def letters_differ(first: Sequence[String], other: str) -> bool:
    """Whether a search would tell the two apart: other letters, or other blanks."""
    return _parts(_content(first))[1] != _parts(other)[1]


def _surer(first: Sequence[String], second: Sequence[ReadWord], line: _LineSure) -> list[String]:
    odds = _ALWAYS + _LINE * line.first + _SECOND_LINE * line.second
    odds += _WORD * min(string.confidence or 0.0 for string in first)
    odds += _LETTER * min(word.weakest for word in second)
    if odds >= 0:
        return _replaced(first, second)
    return [_beside(first[0], _content(second)), *first[1:]]


def _number(first: Sequence[String], second: Sequence[ReadWord], line: _LineSure) -> list[String]:
    """Words with digits: confirmed where both see the same digits, else doubtful unless one is very sure."""
    one, other = _content(first), _content(second)
    if _value(one) == _value(other):
        return [replace(string, doubtful=False) for string in _pointed(first, other)]
    if not _DIGIT.search(other):
        return [replace(string, doubtful=True) for string in _surer(first, second, line)]
    if _INDIC.search(other) or not _DIGIT.search(one):
        return _replaced(first, second)
    return [replace(string, doubtful=_has_digit(string)) for string in _surer(first, second, line)]


def _has_digit(string: String) -> bool:
    return bool(_DIGIT.search(string.content))


def _value(text: str) -> str:
    return "".join(_DIGIT.findall(western_digits(text)))


def _alone(word: ReadWord) -> String:
    doubtful = bool(_DIGIT.search(word.text)) and word.weakest < _SURE_NUMBER
    return String(word.text, word.box, _confidence(word), doubtful=doubtful)


def _confidence(word: ReadWord) -> float:
    """Between the mean and the least of its letters: what a reader of its pages would call sure."""
    return round((word.sure + word.weakest) / 2, 3)


def _replaced(first: Sequence[String], second: Sequence[ReadWord]) -> list[String]:
    """The second reader's words, the first's kept with the first of them."""
    words = [_alone(word) for word in second]
    if len(first) == len(second):  # Tesseract's boxes follow the ink; those from the model's columns nearly
        words = [replace(word, box=string.box) for word, string in zip(words, first, strict=True)]
    return [_beside(words[0], _content(first)), *words[1:]]


def _spelt(string: String, content: str) -> String:
    return replace(string, content=content) if content else string


def _beside(string: String, other: str) -> String:
    """With another reading beside it: searched, not shown."""
    if not other or other == string.content or other in string.alternatives:
        return string
    return replace(string, alternatives=(*string.alternatives, other))


def _parts(text: str) -> tuple[str, str, str]:
    """The marks before, what is between, and the marks behind."""
    found = _ENDS.match(text)
    return (found[1], found[2], found[3]) if found else ("", text, "")
