"""What the desk's page of the glossary may show."""

from __future__ import annotations

from dataclasses import dataclass

from web.contexts import Link, Pager, Text
from web.desk_contexts import Change


@dataclass(frozen=True, slots=True)
class Entry:
    """A notion: its forms in each language, one a line, the usual one first; `id` 0 for one not yet kept."""

    id: int
    version: int
    ar: Text
    fr: Text
    field: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The glossary. The form posts `do` = "add", "change" or "withdraw" with `id` and `version`.

    `fields`: to choose by, with counts; `typed`: what stands in the form for a new entry; `acts`: what was
    done last, each with `undo`/NUMBER as the address that undoes it.
    """

    action: str
    entries: tuple[Entry, ...]
    total: int
    fields: tuple[Link, ...]
    typed: Entry
    undo: str
    query: str = ""
    field: str = ""
    may_edit: bool = False
    acts: tuple[Change, ...] = ()
    pager: Pager | None = None
