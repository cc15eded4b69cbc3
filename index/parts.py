"""What a query is made of: words and how they are joined; each can be written back as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from index import analysis


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the reader about the query; `message` is an English template, also a gettext id."""

    message: str
    values: tuple[tuple[str, str], ...] = ()

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, through a gettext function."""
        return translate(self.message).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class _Typed:
    """Something typed that stems are made of."""

    text: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The light terms to look for, in order."""
        return analysis.stems(self.text)

    @property
    def norms(self) -> tuple[str, ...]:
        """The normalised words, one for each stem."""
        return analysis.norms(self.text)


@dataclass(frozen=True, slots=True)
class Word(_Typed):
    """One typed word. "12-13" gives two stems: they must stand side by side."""

    @property
    def common(self) -> bool:
        """Whether it is only an article or particle."""
        return all(word in analysis.STOP_WORDS for word in self.norms)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase(_Typed):
    """Words that must stand side by side, in this order."""

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Start:
    """Words that begin so: "circul*". `text` is one token of at least `SHORTEST` letters."""

    SHORTEST: ClassVar[int] = 2

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases at most `distance` words apart, in either order: "a NEAR/5 b"."""

    USUAL: ClassVar[int] = 10
    FARTHEST: ClassVar[int] = 50

    first: Word | Phrase
    second: Word | Phrase
    distance: int

    def __str__(self) -> str:
        return f"{self.first} NEAR/{self.distance} {self.second}"


@dataclass(frozen=True, slots=True)
class Without:
    """Pages on which this does not stand."""

    part: Word | Phrase | Start | Near | Both | Either

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, Near | Either) else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class Both:
    """Pages on which all of these stand: a bracket in a choice."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return f"({' '.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class Either:
    """Pages on which at least one of these stands."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Leaf = Word | Phrase | Start | Near
Part = Leaf | Without | Both | Either
