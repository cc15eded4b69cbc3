"""What the page where text is corrected may show, and the page of readers' proposals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from archive.canvas import Box
from web.contexts import IssueName, Picture, Text

#: Who vouches for a line: a person, nobody yet, nobody and a new reading is offered.
LineState = Literal["locked", "machine", "offered"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that was not surely read: its place in the line (from 0), its text, other readings of it."""

    word: int
    text: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditLine:
    """A line to correct. `id`: its name in the API; `tag`: what the form or a PUT must name as seen.

    `typed`: what was typed where it could not be kept, with `problem` told; else "".
    """

    number: int
    id: str
    tag: str
    text: str
    lang: str
    dir: Direction
    box: Box
    state: LineState
    crop: Picture | None = None
    doubts: tuple[Doubt, ...] = ()
    machine: str = ""
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TextDesk:
    """The lines of a page beside its picture.

    The form posts `line.<id>` and `tag.<id>` to `action`, with `do` = "save", "save-next" or "confirm" (vouch
    for every line as it stands); "" for those who may look but not write. `api`: what a line's id is put
    behind. `width`, `height`: the canvas.
    """

    issue: IssueName
    issue_url: str
    label: str
    page_url: str
    action: str
    api: str
    width: int
    height: int
    lines: tuple[EditLine, ...]
    locked: int
    picture: Picture | None = None
    previous: str = ""
    next: str = ""
    offered_url: str = ""
    history_url: str = ""
    hide_url: str = ""


@dataclass(frozen=True, slots=True)
class ProposedCorrection:
    """What a reader says a line should read."""

    id: int
    issue: IssueName
    page: str
    url: str
    crop: Picture | None
    before: Text
    after: Text
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class CorrectorRow:
    """Somebody who corrected lines, and the address that takes all of it back ("" where one may not)."""

    name: str
    lines: int
    pages: int
    when: str
    revert_url: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """Proposals of readers to judge, and who corrected how much. Posts `do` = accept or decline and `id`."""

    action: str
    proposed: tuple[ProposedCorrection, ...]
    correctors: tuple[CorrectorRow, ...]
