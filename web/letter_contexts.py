"""What the forms show by which readers write to the archive, and the archivists' list of what came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from web.contexts import IssueName, Link, Picture

LetterKind = Literal["offer", "removal", "report"]


@dataclass(frozen=True, slots=True)
class LetterForm:
    """A form to write by. `about`: the ark or path it is about, `zone` of a page; `subject`: that, told.

    `values` are what was written before it came back; `faults` name fields that must be mended, with why.
    """

    kind: LetterKind
    action: str
    about: str = ""
    zone: str = ""
    subject: IssueName | None = None
    page_label: str = ""
    told: str = ""
    back: str = ""
    picture: Picture | None = None
    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterSent:
    """Said after a letter came: its number, and where to go on reading."""

    kind: LetterKind
    number: int
    back: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter on the desk. `subject` and `url`: what it is about; `action` takes `state`, "" for no one."""

    number: int
    kind: LetterKind
    state: str
    text: str
    contact: str
    when: str
    told: str = ""
    subject: IssueName | None = None
    page_label: str = ""
    url: str = ""
    picture: Picture | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """The archivists' list. `states`: the other lists, with counts."""

    rows: tuple[LetterRow, ...]
    states: tuple[Link, ...]
