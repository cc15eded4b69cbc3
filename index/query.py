"""The query language: what a reader types, as a tree, and back to text.

    سرقة السيارات            both words, anywhere on the page
    "sécurité routière"       the words side by side; « » and “ ” do the same
    -football                 not on the page
    vol OR cambriolage        one of them
    year:1961..1970  lang:ar  issue:pm4x7q2
    سنة:1965   année:1965     field names in the three languages of the interface

No engine's syntax is let through, and nothing that can be typed is an error: what cannot be read as a limit
or a phrase is searched as words, and `Query.notes` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.letters import western_digits
from index import analysis

#: Found good in the study: a longer query is answered for its beginning, and says so.
LONGEST_QUERY = 500
MOST_TERMS = 32

_FIELDS = {
    **dict.fromkeys(("year", "années", "année", "annee", "an", "سنة", "السنة", "عام"), "year"),
    **dict.fromkeys(("lang", "language", "langue", "لغة", "اللغة"), "lang"),
    **dict.fromkeys(("issue", "numéro", "numero", "عدد", "العدد"), "issue"),
}
_LANGUAGES = {
    **dict.fromkeys(("ar", "arabic", "arabe", "عربية", "العربية", "عربي"), "ar"),
    **dict.fromkeys(
        ("fr", "french", "français", "francais", "française", "فرنسية", "الفرنسية", "فرنسي"), "fr"
    ),
}
_CLOSED_BY = {'"': '"', "«": "»", "“": "”“", "„": "“”", "”": "”“"}
_QUOTES = '"«»“”„'
_PIECE = re.compile(rf"(?P<minus>[-\u2212]*)(?:(?P<quote>[{_QUOTES}])|(?P<chunk>[^\s{_QUOTES}]+))")
_RANGE = re.compile(r"([1-9][0-9]{2,3})?(?:\.\.|-|\u2013)([1-9][0-9]{2,3})?")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the reader about the query; `message` is an English template, also a gettext id."""

    message: str
    values: tuple[tuple[str, str], ...] = ()

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, through a gettext function."""
        return translate(self.message).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word. "12-13" gives two stems: they must stand side by side."""

    text: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The light terms to look for, in order."""
        return analysis.stems(self.text)

    @property
    def norms(self) -> tuple[str, ...]:
        """The normalised words, one for each stem."""
        return analysis.norms(self.text)

    @property
    def common(self) -> bool:
        """Whether it is only an article or particle."""
        return all(word in analysis.STOP_WORDS for word in analysis.norms(self.text))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side, in this order."""

    text: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The light terms to look for, in order."""
        return analysis.stems(self.text)

    @property
    def norms(self) -> tuple[str, ...]:
        """The normalised words, one for each stem."""
        return analysis.norms(self.text)

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Without:
    """Pages on which this does not stand."""

    part: Word | Phrase

    def __str__(self) -> str:
        return f"-{self.part}"


@dataclass(frozen=True, slots=True)
class Either:
    """Pages on which at least one of these stands."""

    parts: tuple[Word | Phrase | Without, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Part = Word | Phrase | Without | Either


@dataclass(frozen=True, slots=True)
class Years:
    """Issues of these years, both included; None: open to that side."""

    first: int | None
    last: int | None

    def __str__(self) -> str:
        if self.first == self.last:
            return f"year:{self.first}"
        return f"year:{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Pages mostly in this language (BCP 47, first part)."""

    language: str

    def __str__(self) -> str:
        return f"lang:{self.language}"


@dataclass(frozen=True, slots=True)
class InIssue:
    """Pages of this issue, by its key."""

    key: str

    def __str__(self) -> str:
        return f"issue:{self.key}"


Limit = Years | InLanguage | InIssue


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read. All `parts` must hold; of limits of one kind one must, of each kind.

    `str(query)` is text that `parse` reads as the same query.
    """

    parts: tuple[Part, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return " ".join(map(str, (*self.parts, *self.limits)))

    def __bool__(self) -> bool:
        return bool(self.parts or self.limits)

    @property
    def needed(self) -> tuple[Part, ...]:
        """The parts a page must satisfy: articles and particles are left out beside other words."""
        kept = tuple(part for part in self.parts if not (isinstance(part, Word) and part.common))
        return kept if any(not isinstance(part, Without) for part in kept) else self.parts

    @property
    def sought(self) -> tuple[tuple[str, ...], ...]:
        """The runs of stems that make a page match, each once: what is ranked by and lit on the page."""
        found: dict[tuple[str, ...], None] = {}
        for part in self.needed:
            for leaf in part.parts if isinstance(part, Either) else (part,):
                if not isinstance(leaf, Without):
                    found.setdefault(leaf.stems)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Or:
    """The operator, before it is bound."""

    def __str__(self) -> str:
        return "OR"


def parse(text: str) -> Query:
    """Read what was typed. Never raises; see `Query.notes` for what could not be read as meant."""
    notes: dict[Note, None] = {}
    pieces = list(_pieces(analysis.plain(text[: 4 * LONGEST_QUERY]), notes))
    pieces = list(_within_limits(pieces, notes, cut=len(text) > 4 * LONGEST_QUERY))
    limits = tuple(dict.fromkeys(p for p in pieces if isinstance(p, Years | InLanguage | InIssue)))
    parts = _bind([p for p in pieces if not isinstance(p, Years | InLanguage | InIssue)], notes)
    return Query(parts, limits, tuple(notes))


_Piece = Word | Phrase | Without | Limit | _Or


def _pieces(text: str, notes: dict[Note, None]) -> Iterator[_Piece]:
    at = 0
    while match := _PIECE.search(text, at):
        at = match.end()
        piece: _Piece | None
        if quote := match["quote"]:
            end = next((i for i in range(at, len(text)) if text[i] in _CLOSED_BY.get(quote, "")), -1)
            if end < 0:
                notes[Note("A quotation mark is not closed; its words were searched one by one.")] = None
                continue
            piece, at = _phrase(text[at:end]), end + 1
        else:
            piece = _from_chunk(match["chunk"], bool(match["minus"]), notes)
        if piece is None:
            continue
        yield Without(piece) if match["minus"] and isinstance(piece, Word | Phrase) else piece


def _phrase(text: str) -> Phrase | None:
    words = analysis.trimmed(" ".join("".join(" " if c in _QUOTES else c for c in text).split()))
    return Phrase(words) if analysis.stems(words) else None


def _from_chunk(chunk: str, minus: bool, notes: dict[Note, None]) -> Word | Limit | _Or | None:
    for form in (chunk, analysis.trimmed(chunk)):
        if form in ("OR", "|") and not minus:
            return _Or()
        name, colon, value = form.partition(":")
        if colon and value and name.casefold() in _FIELDS:
            limit = None if minus else _limit(_FIELDS[name.casefold()], value)
            if limit is not None:
                return limit
            notes[
                Note("{limit} could not be read as a limit and was searched as words.", (("limit", form),))
            ] = None
    word = analysis.trimmed(chunk)
    return Word(word) if analysis.stems(word) else None


def _limit(name: str, value: str) -> Limit | None:
    plain = western_digits(value).casefold()
    if name == "lang":
        language = _LANGUAGES.get(plain, plain)
        return InLanguage(language) if re.fullmatch("[a-z]{2,3}", language) else None
    if name == "issue":
        key = plain.rsplit("/", 1)[-1]
        return InIssue(key) if re.fullmatch("[0-9a-z]{2,40}", key) else None
    return _years(plain)


def _years(value: str) -> Years | None:
    """One year, or a range as 1961..1970, 1961-1970, 1961.. or ..1970; it may stand the wrong way round."""
    if re.fullmatch("[1-9][0-9]{2,3}", value):
        return Years(int(value), int(value))
    found = _RANGE.fullmatch(value)
    if found is None or not any(found.groups()):
        return None
    first, last = (int(year) if year else None for year in found.groups())
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(first, last)


def _within_limits(pieces: list[_Piece], notes: dict[Note, None], *, cut: bool) -> Iterator[_Piece]:
    letters = stems = 0
    for piece in pieces:
        inner = piece.part if isinstance(piece, Without) else piece
        letters += len(str(piece)) + 1
        stems += len(inner.stems) if isinstance(inner, Word | Phrase) else 0
        if letters > LONGEST_QUERY + 1 or stems > MOST_TERMS:
            cut = True
            break
        yield piece
    if cut:
        notes[
            Note(
                "The query is long: only its first {terms} words and {letters} letters were searched.",
                (("terms", str(MOST_TERMS)), ("letters", str(LONGEST_QUERY))),
            )
        ] = None


def _bind(pieces: list[Word | Phrase | Without | _Or], notes: dict[Note, None]) -> tuple[Part, ...]:
    """OR binds its two neighbours, closer than the "and" between all others."""
    parts: list[Part] = []
    waiting = False
    for piece in pieces:
        if isinstance(piece, _Or):
            if waiting or not parts:
                notes[_LONE_OR] = None
            waiting = bool(parts)
        elif waiting:
            before = parts.pop()
            parts.append(Either((*(before.parts if isinstance(before, Either) else (before,)), piece)))
            waiting = False
        else:
            parts.append(piece)
    if waiting:
        notes[_LONE_OR] = None
    return tuple(parts)


_LONE_OR = Note("OR stands between two words; here it was left out.")
