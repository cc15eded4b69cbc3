"""What the page where text is corrected may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from archive.canvas import Box
from web.contexts import IssueName, Picture
from web.remark_contexts import Remarks

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
    hide_url: str = ""
    remarks: Remarks | None = None
    order_url: str = ""
