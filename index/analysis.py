"""Text into terms, Arabic and French: the one function behind indexing, querying and highlighting.

    printed or typed   →  tokens  →  norm (one spelling)        →  light (one stem)
    «القاهِرة»،            القاهِرة     القاهره                        قاهر
    L’Enquête.            L’Enquête   enquete                       enquet

Which chain a token takes is decided by its letters, never by a language that somebody claimed: pages mix
both, and a reader's query has no language. `light` is applied until nothing changes any more, so that terms
of terms are the same terms and "الالتزام" and "التزام" meet.

Sources: light10 (Larkey, Ballesteros, Connell 2007) for the Arabic affixes; the French endings are in the
spirit of Savoy's minimal stemmer. The chains were chosen by measurement, see the README.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from archive.letters import logical_letters, without_bidi_marks

#: Raised whenever the same text gives other terms (or names) than before: indexes made by another version
#: are rebuilt.
VERSION = 2

#: A longer run of letters is dirt on the page; it is cut, so that the index keeps a sound size.
LONGEST_TERM = 60

# Combining marks that stand inside a word: Latin accents, Arabic vowel signs and Quranic marks, joiners.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_APOSTROPHES = "'\u2019\u02bc\u2018"
_INITIALS = rf"(?<!\w)(?:[^\W\d_]{{1,2}}[{_APOSTROPHES}])?(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?"  # D.G.S.N.
_TOKEN = re.compile(rf"{_INITIALS}|[^\W_](?:[^\W_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W\d_]))*")
_ELISION = re.compile("^(?:l|m|t|qu|n|s|j|d|c|jusqu|quoiqu|lorsqu|puisqu)'(?=.)")
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_NOT_WORD = re.compile(r"[\W_]+")

_ONE_LETTER = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("ةہھ", "ه"),
    **dict.fromkeys("کگڭ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ڨ": "ق",
    "\u0640": "",  # tatweel
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    **dict.fromkeys(_APOSTROPHES, "'"),
}
_HAMZA = {ord("ؤ"): "و", ord("ئ"): "ي", ord("ء"): None}

_PREFIXES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

#: French words in -s that are no plurals, and what is left of them would be another word: mai, foi, cour.
_NO_PLURAL_WORDS = (
    "mais mois fois fils plus sous vers bras sens gens cours dans sans puis suis tous vous nous"
)

_STOP = (
    "في من عن ان أن إن او أو و ثم لا ما هذا هذه التي الذي الى إلى مع "
    "le la les l un une des du de d au aux a à et en dans par pour sur qu que qui ne n se s ce c il"
)


class PrintedWord(Protocol):
    """What `terms` needs to know of a word on a page; `archive.words.Word` has it."""

    @property
    def text(self) -> str:
        """The word as printed."""

    @property
    def subs(self) -> str | None:
        """The whole word, where this is one part of a word hyphenated over a line end."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word as the index knows it.

    `position` counts terms from 0; `strings` are the places, in the sequence given to `terms`, of the
    printed words it stands on: two where a word is hyphenated over a line end.
    """

    text: str
    position: int
    strings: tuple[int, ...]


class _Folding(dict[int, str]):
    """One spelling of every letter: filled as letters are met, read by `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(letter: str) -> str:
    if letter in _ONE_LETTER:
        return _ONE_LETTER[letter]
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind[0] == "M" or kind == "Cf":
        return ""
    if _ARABIC.match(letter):
        return letter
    parts = unicodedata.normalize("NFKD", letter).casefold()
    if parts == letter:
        return letter
    return "".join(_fold(part) for part in parts)


_FOLDING = _Folding()


class _Pieces(dict[int, str]):
    """As `_Folding`, and what `norm` and `light` take away inside a word; lines stay apart."""

    def __missing__(self, code: int) -> str:
        letters = "".join(_HAMZA.get(ord(letter), letter) or "" for letter in _FOLDING[code])
        self[code] = piece = letters if code == ord("\n") else _NOT_WORD.sub("", letters)
        return piece


_PIECES = _Pieces()


def norm(token: str) -> str:
    """One spelling of a token: case, accents, vowel signs, hamza seats, ى/ي, ة/ه, digits, elision.

    May be empty (a token of nothing but tatweel). `norm(norm(t)) == norm(t)`.
    """
    plain = token.casefold().translate(_FOLDING)
    if "'" in plain:
        plain = _ELISION.sub("", plain).replace("'", "")
    return _NOT_WORD.sub("", plain)[:LONGEST_TERM]


def light(token: str) -> str:
    """The stem a token is found by: `norm`, then article, particles, number and gender taken off.

    Empty only where `norm` is. `light(light(t)) == light(t)`.
    """
    word = norm(token)
    if _ARABIC.search(word):
        word = word.translate(_HAMZA) or word
        step = _light_arabic
    elif word.isalpha():
        step = _light_french
    else:
        return word
    while (shorter := step(word)) != word:
        word = shorter
    return word


def beginning(token: str) -> str:
    """What the stems of words that begin like this token begin with: its spelling, an Arabic article off."""
    word = norm(token)
    if not _ARABIC.search(word):
        return word
    word = word.translate(_HAMZA) or word
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + 2:
            return word[len(prefix) :]
    return word


def folded(text: str) -> str:
    """The text in the letters that stems are made of, line for line.

    The stem of a word of a line is a piece of this line: look for `piece_of` the stem. The converse does not
    hold.
    """
    return plain(text).casefold().translate(_PIECES)


def piece_of(stem: str) -> str:
    """What the `folded` line of every word with this stem (or one that begins so) holds; "" where unknown."""
    if "ء" in stem:  # of a word of nothing else it is left
        return ""
    return stem[:-1] if stem.endswith("al") else stem  # chevaux has the stem cheval


def _light_arabic(word: str) -> str:
    """One round. Unlike light10, a lone و goes last and an ending leaves two letters besides it.

    Otherwise وطنية loses its first root letter and does not meet الوطنية.
    """
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + 2:
            word = word[len(prefix) :]
            break
    staying = 3 if word[0] == "و" else 2
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + staying:
            word = word[: -len(suffix)]
    return word[1:] if word[0] == "و" and len(word) >= 4 else word


_NO_PLURAL = frozenset(_NO_PLURAL_WORDS.split())


def _light_french(word: str) -> str:
    """One round. Of four letters only a plural's ending goes, of fewer nothing."""
    if len(word) < 4 or word in _NO_PLURAL:
        return word
    if len(word) == 4:
        return word[:-1] if word[-1] in "sx" else word
    if word.endswith("eaux"):
        word = word[:-1]
    elif word.endswith("aux"):
        word = word[:-2] + "l"
    elif word[-1] in "sx":
        word = word[:-1]
    if word.endswith("er") and len(word) >= 5:
        word = word[:-1]
    if word[-1] == "e" and len(word) >= 5:
        word = word[:-1]
    if len(word) >= 5 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def plain(text: str) -> str:
    """The text in the letters tokens are cut from: NFC, no bidi marks, no presentation forms."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", without_bidi_marks(logical_letters(text)))


def tokens(text: str) -> list[str]:
    """The tokens of a text as they stand there.

    A token starts with a letter or digit and goes on over letters, digits, the marks written inside words,
    and an apostrophe that a letter follows. Initials with points between them are one token.
    """
    return _TOKEN.findall(plain(text))


def trimmed(text: str) -> str:
    """The text from the start of its first token to the end of its last; "" where it has none."""
    text = plain(text)
    found = [match.span() for match in _TOKEN.finditer(text)]
    return text[found[0][0] : found[-1][1]] if found else ""


@lru_cache(maxsize=200_000)
def stems(text: str) -> tuple[str, ...]:
    """The light terms of a text, in order. Remembered for each surface form: print repeats itself."""
    return tuple(stem for token in tokens(text) if (stem := light(token)))


@lru_cache(maxsize=200_000)
def norms(text: str) -> tuple[str, ...]:
    """The normalised words of a text, one for each of `stems`, in the same order."""
    return tuple(word for token in tokens(text) if (word := norm(token)))


#: Normalised words too common to look for on their own: left out of a query that has other words. (By
#: norm, not by stem: the stem of الله is that of له. Not على, which is also how many type the name علي.)
STOP_WORDS = frozenset(norm(word) for word in _STOP.split())


def printed(strings: Iterable[str | PrintedWord]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each whole word once, with the places it is printed at: the two halves of a hyphenated word are one."""
    waiting: tuple[str, int] | None = None  # the first half and its place
    for place, string in enumerate(strings):
        text, whole = (string, None) if isinstance(string, str) else (string.text, string.subs)
        if waiting is not None:
            first, waiting_place = waiting
            waiting = None
            if whole == first:
                yield whole, (waiting_place, place)
                continue
            yield first, (waiting_place,)
        if whole:
            waiting = (whole, place)
        else:
            yield text, (place,)
    if waiting is not None:
        yield waiting[0], (waiting[1],)


def terms(strings: Iterable[str | PrintedWord]) -> Iterator[Term]:
    """The terms of a run of words, in reading order.

    `strings`: the words of a page (`archive.words.Word`) or plain texts. Both halves of a word hyphenated
    over a line end (the same `subs` on neighbours) give one term that names two strings.
    """
    position = 0
    for text, places in printed(strings):
        for stem in stems(text):
            yield Term(stem, position, places)
            position += 1
