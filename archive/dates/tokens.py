"""Takes a printed date apart: into numbers, names and signs, and those into the pieces of a range.

Codes: d a day, y a year, M a Gregorian month, H a Hijri month, S a season, W a weekday, e and h the eras,
- "from to", & "and", = "which is", ~ "about", ? "perhaps".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.dates.names import folded, printed_names
from archive.numbering import ORDINALS

#: What stands beside the date on a cover and is none: the issue's number, the year of publication.
_ORDINAL = "|".join(ORDINALS)
_BESIDE = re.compile(
    r"(?:n°s?|\bnos?\b\.?|\bnum(?:ero)?s?\b\.?|\bالعددان\b|\bالعدد\b|\bعددان\b|\bعدد\b)\s*[.:]?\s*"
    rf"(?:[0-9]{{1,3}}(?![0-9])(?:\s*(?:[-–/]|\bet\b|و)\s*[0-9]{{1,3}}(?![0-9]))*(?:\s*(?:bis|ter|مكرر)\b)?"
    rf"|special\b|double\b|مزدوج\b|المزدوج\b|خاص\b|الخاص\b|(?:{_ORDINAL})\b)"
    r"|\b[0-9]{1,3}\s*(?:e|eme|ere|re)\s+annee\b|\bpremiere annee\b|\bannee\s+[0-9]{1,3}(?![0-9])"
    rf"|\bالسنه\s+(?:[0-9]{{1,3}}(?![0-9])|(?:{_ORDINAL})\b)"
)
#: Written wholly in figures: day, month, year; or year, month, day.
_FIGURES = re.compile(
    r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})|([0-9]{4})([/-])([0-9]{1,2})\6([0-9]{1,2})"
)
_ATOM = re.compile(
    r"(?P<number>[0-9]+)(?P<first>er\b)?|(?P<word>(?:tri|se)mestre[1-4]|[^\W\d_]+)|(?P<sign>[^\w\s]|_)"
)
_WORDS = {
    **dict.fromkeys("le la les de du des en mois in of the".split(), ""),  # noqa: SIM905
    **dict.fromkeys(
        ("شهر", "شهري", "لشهر", "لشهري", "من", "في", "يوم", "سنه", "لسنه", "عام", "لعام", "ل", "بتاريخ"), ""
    ),
    **dict.fromkeys(("au", "a", "to", "الي"), "-"),
    **dict.fromkeys(("et", "and", "و"), "&"),
    **dict.fromkeys(("الموافق", "موافق", "الموافقه", "correspondant", "soit"), "="),
    **dict.fromkeys(("vers", "circa", "ca", "about", "نحو", "حوالي"), "~"),
    **dict.fromkeys(("م", "ميلاديه", "ميلادي", "للميلاد"), "e"),
    **dict.fromkeys(("ه", "هجريه", "هجري", "للهجره", "h", "ah", "hegire"), "h"),
}
_SIGNS = {
    **dict.fromkeys("-–—‑‐", "-"),
    **dict.fromkeys("/&", "&"),
    **dict.fromkeys("?؟", "?"),
    **dict.fromkeys(",،;؛", ","),
    **dict.fromkeys(".[]:'\"«»", ""),
    "(": "(",
    ")": ")",
    "~": "~",
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Token:
    """A code and the number behind it: of the day, year, month, season or weekday."""

    code: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """One side of a range. `name` is ("M", 3), ("H", 9) or ("S", 21); `era` "e", "h" or ""."""

    weekday: int | None = None
    day: int | None = None
    name: tuple[str, int] | None = None
    year: int | None = None
    era: str = ""

    @property
    def shape(self) -> str:
        """Which parts it has, for comparing: "dM", "H", "y"."""
        return ("d" if self.day is not None else "") + (self.name[0] if self.name else "") or "y"

    def completed_by(self, right: Piece) -> Piece:
        """This piece with the month, year and era it leaves to the piece on its right."""
        if self.year is not None:
            return replace(self, era=self.era or right.era)
        name = right.name if self.name is None and self.day is not None else self.name
        return replace(self, name=name, year=right.year, era=right.era)


def read_tokens(text: str) -> list[Token] | None:
    """The tokens of a printed date; None where a word, number or sign is none that dates are made of."""
    if len(text) > _LONGEST:
        return None
    plain = _BESIDE.sub(" ", folded(text)).strip(" -–,،:;./")
    figures = _FIGURES.fullmatch(plain)
    if figures is not None:
        day, _, month, year, year_first, _, month_second, day_third = figures.groups()
        day, month, year = day or day_third, month or month_second, year or year_first
        name = Token("M" if int(year) > 1600 else "H", int(month))
        return [Token("d", int(day)), name, Token("y", int(year))] if 1 <= int(month) <= 12 else None
    tokens = _tokens(plain)
    return None if tokens is None else _without_brackets(_commas_read(tokens))


def _tokens(plain: str) -> list[Token] | None:
    atoms = list(_ATOM.finditer(plain))
    names = printed_names()
    longest = max(len(name) for name in names)
    tokens: list[Token] = []
    at = 0
    while at < len(atoms):
        token: Token | None
        token, length = _name_at(atoms, at, names, longest)
        if token is None:
            token, length = _token(atoms[at]), 1
        if token is None and _is_and_glued(atoms, at, names, longest):
            # «ماي ويونيو»: "and" is written together with what follows.
            token, length = _name_at(atoms, at, names, longest, skip=1)
            tokens.append(Token("&"))
        if token is None:
            return None
        if token.code:
            tokens.append(token)
        at += length
    return tokens


def _is_and_glued(
    atoms: list[re.Match[str]], at: int, names: dict[tuple[str, ...], tuple[str, int]], longest: int
) -> bool:
    return atoms[at][0].startswith("و") and _name_at(atoms, at, names, longest, skip=1)[0] is not None


def _name_at(
    atoms: list[re.Match[str]],
    at: int,
    names: dict[tuple[str, ...], tuple[str, int]],
    longest: int,
    skip: int = 0,
) -> tuple[Token | None, int]:
    """The longest name that begins at an atom (after `skip` letters of it), and how many atoms it takes."""
    for length in range(min(longest, len(atoms) - at), 0, -1):
        words = tuple(atom["word"] or "" for atom in atoms[at : at + length])
        found = names.get((words[0][skip:], *words[1:]))
        if found is not None:
            return Token(*found), length
    return None, 0


def _token(atom: re.Match[str]) -> Token | None:
    """A number, a known small word or a sign; a Token without code is passed over, None is unknown."""
    if atom["number"]:
        number = int(atom["number"][:9])
        if len(atom["number"]) == 4 and not atom["first"]:
            return Token("y", number)
        if len(atom["number"]) > 2 or not 1 <= number <= 31 or (atom["first"] and number != 1):
            return None
        return Token("d", number)
    code = _WORDS.get(atom["word"]) if atom["word"] else _SIGNS.get(atom["sign"])
    return None if code is None else Token(code)


def _commas_read(tokens: list[Token]) -> list[Token]:
    """A comma between two names of a kind is an "and"; any other is passed over."""
    read: list[Token] = []
    for at, token in enumerate(tokens):
        if token.code != ",":
            read.append(token)
        elif 0 < at < len(tokens) - 1 and tokens[at - 1].code == tokens[at + 1].code in ("M", "H", "S"):
            read.append(Token("&"))
    return read


def _without_brackets(tokens: list[Token]) -> list[Token] | None:
    """The tokens with a bracket read: the same month by another name, or the date in another calendar."""
    codes = "".join(token.code for token in tokens)
    twice = re.search(r"M\(M\)", codes)
    if twice:
        at = twice.start()
        if tokens[at] != tokens[at + 2]:
            return None
        return _without_brackets([*tokens[: at + 1], *tokens[at + 4 :]])
    if codes.count("(") != codes.count(")") or codes.count("(") > 1:
        return None
    if codes.startswith("(") and codes.endswith(")"):
        return tokens[1:-1]
    return [Token("=") if token.code == "(" else token for token in tokens if token.code != ")"]


_PIECE = re.compile(r"(W)?(d)?([MHS])?(y)?([eh])?")


def read_pieces(tokens: list[Token]) -> tuple[list[Piece], list[str]] | None:
    """The sides of a range and the signs between them; None where they are none or too many."""
    pieces: list[Piece] = []
    signs = [token.code for token in tokens if token.code in "-&"]
    rest = list(tokens)
    for part in _parts(rest):
        codes = "".join(token.code for token in part)
        if not codes or not _PIECE.fullmatch(codes) or codes in ("W", "e", "h"):
            return None
        values = {token.code: token.value for token in part}
        name = next(((token.code, token.value) for token in part if token.code in "MHS"), None)
        era = next((token.code for token in part if token.code in "eh"), "")
        if name is not None and name[0] == "S" and "d" in values:
            return None
        pieces.append(Piece(values.get("W"), values.get("d"), name, values.get("y"), era))
    return (pieces, signs) if len(pieces) <= 12 else None


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The tokens cut at the signs of a range."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.code in "-&":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
