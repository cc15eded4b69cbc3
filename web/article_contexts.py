"""What the page of an article shows: its text with the zones from the page, its pair beside it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.alto import Direction
from web.contexts import IssueName, Known, Link, Picture, Text
from web.issue_contexts import Cite, Quality


@dataclass(frozen=True, slots=True)
class Cutting:
    """A zone of an article: its picture, the label of its page, where it lies in the reader."""

    picture: Picture
    page_label: str
    url: str


@dataclass(frozen=True, slots=True)
class Half:
    """An article in one language. `begin`: the picture of its beginning, leading to the reader by `url`.

    `cuttings`: the pictures of its other zones, in reading order. `hand`: how many of its lines people have
    corrected.
    """

    lang: str
    dir: Direction
    heading: Text
    url: str
    page_label: str
    paragraphs: tuple[Text, ...]
    byline: Text | None = None
    begin: Picture | None = None
    quality: Quality = "none"
    hand: int = 0
    cuttings: tuple[Cutting, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article. `halves`: one, or both languages side by side; `views`: which of them are shown.

    `names`: those it is by and about, each with its page; `section_url`: that of its section, "" for none.
    `removal`: where to ask for removal or correction of it; `previous` and `next`: in the same language.
    """

    issue: IssueName
    issue_url: str
    halves: tuple[Half, ...]
    views: tuple[Link, ...]
    ark: str
    permanent: str
    removal: str
    section: Text | None = None
    year: str = ""
    year_url: str = ""
    cite: Cite | None = None
    previous: Link | None = None
    next: Link | None = None
    known: Known | None = None
    names: tuple[Link, ...] = ()
    section_url: str = ""
