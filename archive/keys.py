"""Identifiers of issues, pages and articles: mint, check, write as ARK, parse.

An issue's name is minted once, means nothing and ends in a check character, so that a slip of the pen
leads nowhere instead of to another issue. Pages and articles are numbered inside their issue in order of
arrival; the number is neither the sequence nor the printed page number, for both may be corrected.

    ark:/99999/pm4x7q2          an issue
    ark:/99999/pm4x7q2/p12      its page 12
    ark:/99999/pm4x7q2/a7       its article 7
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.errors import BadInput

Kind = Literal["issue", "page", "article"]

#: The letters of a name (NOID, "extended digits"): no vowels, so no words, and no l to be taken for 1.
ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
#: Random letters between shoulder and check character: 29^4, some 700,000 names.
_LENGTH = 4
_MOST = 99_999

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_NAME = re.compile(f"[{ALPHABET}]{{3,16}}")
_KEY = re.compile(
    rf"ark:/?(?P<naan>[{ALPHABET}]{{5,9}})/(?P<name>[{ALPHABET}]{{3,16}})"
    r"(?:/(?P<kind>[pa])(?P<number>[1-9][0-9]{0,4}))?"
)
_LETTERS: dict[Kind, str] = {"page": "p", "article": "a"}
_KINDS: dict[str, Kind] = {letter: kind for kind, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Key:
    """What an identifier points to. `number` is None for an issue, 1..99999 for a page or an article."""

    naan: str
    name: str
    kind: Kind
    number: int | None = None

    def __str__(self) -> str:
        return _written(self.naan, self.name, self.kind, self.number)


def mint(naan: str, shoulder: str = "pm") -> str:
    """A new name under `naan`: `shoulder`, four random letters, a check character ("pm4x7q2").

    The caller makes sure that no record has it yet, and asks again if one has. Raises ValueError for a
    shoulder with letters that no name may hold.
    """
    body = shoulder + "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    if not _NAME.fullmatch(body):
        raise ValueError(f"no name can begin with {shoulder!r}")
    return body + check_character(f"{naan}/{body}")


def check_character(text: str) -> str:
    """The NOID check character of "NAAN/name": the sum of position times value, modulo 29.

    Positions count from 1; what is not in the alphabet (the slash) counts 0. As 29 is prime, one wrong
    letter and two neighbours swapped are always noticed in up to 28 letters. After J. Kunze, "NOID: Nice
    Opaque Identifiers", check digit algorithm; its example is 13030/xf93gt2 with the character q.
    """
    total = sum(position * _VALUES.get(letter, 0) for position, letter in enumerate(text, 1))
    return ALPHABET[total % len(ALPHABET)]


def check(name: str, naan: str) -> bool:
    """Whether `name` is well formed and its last letter is the check character it has under `naan`."""
    return bool(_NAME.fullmatch(name)) and check_character(f"{naan}/{name[:-1]}") == name[-1]


def ark(naan: str, name: str, page: int | None = None, article: int | None = None) -> str:
    """The ARK of an issue, or of the page or article with that number in it.

    Raises ValueError where both are given or the number is not 1..99999.
    """
    if page is not None and article is not None:
        raise ValueError("a key points to a page or to an article, not to both")
    if page is not None:
        return _written(naan, name, "page", page)
    if article is not None:
        return _written(naan, name, "article", article)
    return _written(naan, name, "issue", None)


def parse(text: str, former: Sequence[str] = ()) -> Key:
    """The key that `text` ("ark:/99999/pm4x7q2/p12", also without the first slash) writes down.

    Capitals and hyphens are put up with: ARKs are read aloud and broken over lines, and no name holds
    either. `former`: authority numbers under which names were minted before the present one; such a name
    keeps its check character. Raises BadInput for anything else and where the check character is wrong.
    """
    found = _KEY.fullmatch(text.strip().lower().replace("-", ""))
    if found is None:
        raise BadInput("{text} is not an identifier of this archive.", text=text[:80])
    naan, name = found["naan"], found["name"]
    if not any(check(name, under) for under in (naan, *former)):
        raise BadInput(
            "The identifier {text} was mistyped: its last letter does not fit the others.",
            "Compare it letter by letter with where you found it.",
            text=text[:80],
        )
    if found["kind"] is None:
        return Key(naan, name, "issue")
    return Key(naan, name, _KINDS[found["kind"]], int(found["number"]))


def _written(naan: str, name: str, kind: Kind, number: int | None) -> str:
    """The ARK of what has this kind and number."""
    whole = f"ark:/{naan}/{name}"
    if kind == "issue":
        return whole
    if number is None or not 1 <= number <= _MOST:
        raise ValueError(f"no {kind} can have the number {number}")
    return f"{whole}/{_LETTERS[kind]}{number}"
