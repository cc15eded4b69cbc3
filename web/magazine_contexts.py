"""What the page may show on which the magazine and its series are described."""

from __future__ import annotations

from dataclasses import dataclass

from archive.alto import Direction


@dataclass(frozen=True, slots=True)
class Entry:
    """An input: its name as posted, what it says, language and direction of that ("" and auto for any).

    `theirs`: what somebody else wrote there meanwhile; `error`, told; `area`: several lines.
    """

    name: str
    value: str
    lang: str = ""
    dir: Direction | str = "auto"
    theirs: str = ""
    error: str = ""
    area: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form: its label, one input or one a language, a hint beneath."""

    label: str
    entries: tuple[Entry, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """The magazine or one of its series as a form that posts to `action`. `version`: as it was shown."""

    heading: str
    action: str
    version: int
    lines: tuple[Line, ...]
    in_conflict: bool = False
    history: str = ""


@dataclass(frozen=True, slots=True)
class Magazine:
    """The magazine, its series in order, and a form for one more."""

    title: Described
    series: tuple[Described, ...]
    another: Described
