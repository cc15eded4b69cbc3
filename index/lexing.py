"""What was typed, cut into the pieces of the query language. Nothing is an error: the rest are words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.letters import western_digits
from index import analysis
from index.limits import FIELDS, Limit, read_limit
from index.parts import Near, Note, Phrase, Start, Word

#: Found good in the study: a longer query is answered for its beginning, and says so.
LONGEST_QUERY = 500
MOST_TERMS = 32

Notes = dict[Note, None]  # in the order they came up, each once

_CLOSED_BY = {'"': '"', "«": "»", "“": "”“", "„": "“”", "”": "”“"}
_QUOTES = '"«»“”„'
_PIECE = re.compile(
    rf"(?P<minus>[-\u2212]*)(?:(?P<bracket>[()])|(?P<quote>[{_QUOTES}])|(?P<chunk>[^\s(){_QUOTES}]+))"
)
# In small letters, and in Arabic, they are also words people look for: then the distance tells.
_NEAR_ALONE = ("NEAR", "PRÈS", "PRES")
_NEAR = ("near", "près", "pres", "قرب")

# In capitals only: in small letters they are words. AND says nothing, words are joined by it anyway.
_OR, _AND, _NOT = ("OR", "OU", "|"), ("AND",), ("NOT", "SAUF")

_OPEN_QUOTE = Note("A quotation mark is not closed; its words were searched one by one.")
_LONG = Note("The query is long: only its first {terms} words and {letters} letters were searched.")
_SHORT_START = Note("{word} was searched as a word: at least {letters} letters must stand before the star.")
_INNER_STAR = Note("{word} was searched without its star: a star stands at the end of a word.")


@dataclass(frozen=True, slots=True)
class Sign:
    """What joins words: OR, NEAR (with its distance), a bracket."""

    sign: Literal["OR", "NEAR", "(", ")"]
    distance: int = 0

    def __str__(self) -> str:
        return f"NEAR/{self.distance}" if self.sign == "NEAR" else self.sign


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query; `minus`: a minus stood before it."""

    what: Word | Phrase | Start | Limit | Sign
    minus: bool = False

    def __str__(self) -> str:
        return f"-{self.what}" if self.minus else str(self.what)


def pieces(text: str, notes: Notes) -> Iterator[Piece]:
    """The pieces of a query, at most `MOST_TERMS` words and `LONGEST_QUERY` letters."""
    most = 4 * LONGEST_QUERY
    letters = stems = 0
    cut = len(text) > most
    for piece in _all_pieces(analysis.plain(text[:most]), notes):
        letters += len(str(piece)) + 1
        stems += _stems(piece)
        if letters > LONGEST_QUERY + 1 or stems > MOST_TERMS:
            cut = True
            break
        yield piece
    if cut:
        values = (("terms", str(MOST_TERMS)), ("letters", str(LONGEST_QUERY)))
        notes[Note(_LONG.message, values)] = None


def _stems(piece: Piece) -> int:
    if isinstance(piece.what, Word | Phrase):
        return len(piece.what.stems)
    return int(isinstance(piece.what, Start))


def _all_pieces(text: str, notes: Notes) -> Iterator[Piece]:
    at, refused = 0, False
    while match := _PIECE.search(text, at):
        at, minus = match.end(), bool(match["minus"]) or refused
        refused = match[0] in _NOT
        if refused or match[0] in _AND:
            continue
        if match["bracket"]:
            yield Piece(Sign("(" if match["bracket"] == "(" else ")"), minus and match["bracket"] == "(")
        elif match["quote"]:
            end = _closing(text, match["quote"], at)
            if end < 0:
                notes[_OPEN_QUOTE] = None
                continue
            if phrase := _phrase(text[at:end]):
                yield Piece(phrase, minus)
            at = end + 1
        else:
            what, at = _from_chunk(text, match["chunk"], at, minus, notes)
            if what is not None:
                yield Piece(what, minus and not isinstance(what, Sign))


def _closing(text: str, quote: str, at: int) -> int:
    """Where the quotation mark is closed, -1 nowhere."""
    return next((i for i in range(at, len(text)) if text[i] in _CLOSED_BY.get(quote, "")), -1)


def _unquoted(text: str) -> str:
    return analysis.trimmed(" ".join("".join(" " if c in _QUOTES else c for c in text).split()))


def _phrase(text: str) -> Phrase | None:
    words = _unquoted(text)
    return Phrase(words) if analysis.stems(words) else None


def _from_chunk(
    text: str, chunk: str, at: int, minus: bool, notes: Notes
) -> tuple[Word | Start | Limit | Sign | None, int]:
    """What a run of letters without blanks stands for, and where the text goes on (a limit may be quoted)."""
    for form in (chunk, analysis.trimmed(chunk)):
        if not minus and (sign := _sign(form)):
            return sign, at
        name, colon, value = form.partition(":")
        if not colon or name.casefold() not in FIELDS:
            continue
        after = at
        if not value and (end := _closing(text, text[at : at + 1], at + 1)) > 0:
            value, after = _unquoted(text[at + 1 : end]), end + 1
        if not value:
            continue
        limit = None if minus else read_limit(FIELDS[name.casefold()], value)
        if limit is not None:
            return limit, after
        shown = form if after == at else f"{form}{value}"
        notes[_unreadable(shown)] = None
    return _word(chunk, notes), at


def _unreadable(limit: str) -> Note:
    return Note("{limit} could not be read as a limit and was searched as words.", (("limit", limit),))


def _sign(form: str) -> Sign | None:
    if form in _OR:
        return Sign("OR")
    operator, slash, distance = western_digits(form).partition("/")
    if operator not in _NEAR_ALONE and not (slash and operator.casefold() in _NEAR):
        return None
    if slash and not re.fullmatch("[0-9]{1,4}", distance):
        return None
    return Sign("NEAR", min(max(int(distance or Near.USUAL), 1), Near.FARTHEST))


def _word(chunk: str, notes: Notes) -> Word | Start | None:
    before, star, after = chunk.partition("*")
    begun = analysis.trimmed(before)
    if star and begun and before.endswith(begun):
        if not analysis.trimmed(after) and len(analysis.stems(begun)) == 1:
            if len(analysis.norm(begun)) >= Start.SHORTEST:
                return Start(begun)
            values = (("word", begun + star), ("letters", str(Start.SHORTEST)))
            notes[Note(_SHORT_START.message, values)] = None
        elif analysis.stems(chunk):
            notes[Note(_INNER_STAR.message, (("word", analysis.trimmed(chunk)),))] = None
    word = analysis.trimmed(chunk)
    return Word(word) if analysis.stems(word) else None
