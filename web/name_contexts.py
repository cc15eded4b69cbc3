"""What the public pages of names show: the index by kind, and a name with its forms and uses."""

from __future__ import annotations

from dataclasses import dataclass

from web.authority_contexts import Outlink
from web.contexts import Known, Link, Pager, Text
from web.shelf_contexts import Bar


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in the index: its forms, the reader's language first, and how many articles name it."""

    url: str
    forms: tuple[Text, ...]
    articles: int
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that something published uses. `kinds`: to choose by, with counts; `query`: as typed."""

    action: str
    rows: tuple[NameRow, ...]
    total: int
    kinds: tuple[Link, ...]
    query: str = ""
    kind: str = ""
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """An article that names it: heading, issue, its year, what the name is to it, told."""

    heading: Text
    url: str
    issue: str
    role: str


@dataclass(frozen=True, slots=True)
class YearOfUse:
    """How many articles of a year name it; `url`: these pages in search."""

    year: int
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name under control. `forms`: the reader's language first; `dates`, `kind`: told.

    `earlier`, `later`: what a unit was called before and after, each with its dates in the label; `search`:
    its pages in search; `years`: by year, `bars` the same drawn without gaps between years.
    """

    kind: str
    kind_url: str
    forms: tuple[Text, ...]
    ark: str
    permanent: str
    search: str
    dates: str = ""
    variants: tuple[str, ...] = ()
    note: Text | None = None
    earlier: tuple[Link, ...] = ()
    later: tuple[Link, ...] = ()
    outside: tuple[Outlink, ...] = ()
    articles: tuple[Naming, ...] = ()
    total: int = 0
    bars: tuple[Bar, ...] = ()
    years: tuple[YearOfUse, ...] = ()
    pager: Pager | None = None
    known: Known | None = None
    edit_url: str = ""
