"""What the pages of the house show, and the desk's form to write them."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from web.contexts import Link
from web.desk_contexts import Change
from web.house import LastTest


@dataclass(frozen=True, slots=True)
class House:
    """A page of the house. `tested`: only on the accessibility statement, None where no test was run."""

    name: str
    heading: str
    html: Markup
    others: tuple[Link, ...]
    statement: bool = False
    tested: LastTest | None = None
    tested_on: str = ""


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A text that can be written: what it is called, in which languages it was, where it is written."""

    label: str
    url: str
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HouseTexts:
    """The texts of the site: pages, and short ones of the institution ("" where the reader may not)."""

    pages: tuple[HouseRow, ...]
    institution: tuple[HouseRow, ...]


@dataclass(frozen=True, slots=True)
class HouseForm:
    """One text in every language. `shipped`: what stands where nothing was written; `long`: in Markdown.

    `theirs`: what somebody else wrote meanwhile, by language, when the form comes back.
    """

    label: str
    action: str
    version: int
    values: dict[str, str]
    shipped: dict[str, str]
    long: bool
    see: str = ""
    theirs: dict[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
