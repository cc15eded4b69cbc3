"""What readers see who propose corrections, and archivists who judge them or take an account's back."""

from __future__ import annotations

from dataclasses import dataclass

from web.contexts import IssueName, Picture, Text


@dataclass(frozen=True, slots=True)
class ProposableLine:
    """A line of a page: its words, and where a correction of it is proposed. `waiting`: one is already."""

    number: int
    text: Text
    url: str
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """The line that a reader corrects. The form posts `line`, `before` (as seen) and `text` to `action`.

    `typed`: what was typed before it came back with `fault`.
    """

    number: int
    line: str
    before: Text
    action: str
    picture: Picture | None = None
    typed: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Proposing:
    """The lines of a page, one of them chosen. `sent`: a proposal has just come."""

    issue: IssueName
    page_label: str
    page_url: str
    lines: tuple[ProposableLine, ...]
    chosen: ChosenLine | None = None
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal on the desk. `stale`: what the line says by now, if it changed; `action` takes `do`.

    `action` is "" for those who may not judge.
    """

    number: int
    issue: IssueName
    page_label: str
    text_url: str
    before: Text
    after: Text
    when: str
    who: str = ""
    stale: str = ""
    picture: Picture | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class ProposedCorrections:
    """What readers propose. `open_to_readers`: whether they may (a setting)."""

    rows: tuple[Proposed, ...]
    open_to_readers: bool
    correctors_url: str = ""


@dataclass(frozen=True, slots=True)
class CorrectorRow:
    """An account and what it corrected that still stands."""

    name: str
    lines: int
    pages: int
    last: str


@dataclass(frozen=True, slots=True)
class Correctors:
    """Whose corrections can be taken back in one act: `action` takes `account`."""

    action: str
    rows: tuple[CorrectorRow, ...]
    back: str
