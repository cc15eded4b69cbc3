"""What every page may show: one frozen dataclass a template, plain values only, never a stored record.

The views fill these, the templates in `templates/` of the same name read them, and nothing else passes
between. Addresses are ready to print (paths of this site, with the language); numbers are plain ints, which
the templates format; texts that people wrote carry their language and direction as `Text`; dates are told
in the reader's language (`archive.dates`). Each kind of page has its own module: `shelf_contexts`,
`issue_contexts`, `reading_contexts`, `search_contexts`, `desk_contexts` and others; what all share is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from archive.alto import Direction
from archive.letters import direction_of

IssueState = Literal["draft", "review", "published", "withdrawn", "trash"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the record in their language; `supplied`: by the archive, in brackets. "" is missing."""

    value: str
    lang: str = "und"
    dir: Direction = "ltr"
    supplied: bool = False

    @staticmethod
    def of(value: str, lang: str, supplied: bool = False) -> Text:
        """`value` in `lang` (BCP 47), with that language's direction."""
        return Text(value, lang, direction_of(lang), supplied)

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the site: address, size in pixels (for the layout), what it shows, other sizes.

    `webp`: sizes as WebP, chosen before `srcset` by browsers that read it.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    srcset: str = ""
    webp: str = ""


@dataclass(frozen=True, slots=True)
class IssueName:
    """What an issue is called: "N° 143, mars 1975".

    `number`: as printed ("143", "12-13", "عدد خاص"), "" where none is known; `date`: told in the reader's
    language, "" where undated; `name`: what to call it when both are missing (its folder's name), may be
    empty.
    """

    number: str = ""
    date: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and its words; `current`: this is where the reader is, or what is chosen."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to the person in front of the screen, already translated."""

    text: str
    kind: Literal["note", "good", "warn", "bad"] = "note"


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: its code, its own name, this same page in it."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows: whose archive it is, in which language, who reads.

    `name` is the archive's name in the reader's language, `second_name` in another (shown small beside it).
    `here` names the section of the navigation. `canonical`: this page's full public address, `origin` its
    beginning. `contact`: e-mail or "". `saving`: the reader saves data, nothing is sent that can be done
    without. `refused`: the page answers a form that was not carried out; what was typed stands in it.
    """

    name: Text
    language: str
    languages: tuple[Language, ...]
    second_name: Text | None = None
    demonstration: bool = False
    account: Account | None = None
    here: str = ""
    path: str = "/"
    canonical: str = ""
    origin: str = ""
    contact: str = ""
    publisher: Text | None = None
    notices: tuple[Notice, ...] = ()
    saving: bool = False
    refused: bool = False

    @property
    def dir(self) -> Direction:
        """The direction of the reader's language."""
        return direction_of(self.language)

    def to(self, place: str = "") -> str:
        """The address of `place` ("years", "desk/ingest"; "" is home) in this language."""
        return f"/{self.language}/{place}" if place else f"/{self.language}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a page says of itself when it is passed on: title, description, the card's full address.

    `data`: JSON-LD, ready to print; `embed`: where oEmbed tells of it, "" for nowhere.
    """

    title: str
    description: str = ""
    image: str = ""
    kind: Literal["website", "article"] = "website"
    data: Markup | None = None
    embed: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The page that reads what a browser keeps; `url`: its own address."""

    url: str


@dataclass(frozen=True, slots=True)
class Embed:
    """What another site shows in a frame: a picture, its title, where it leads."""

    title: Text
    url: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of a list; a Link with an empty url is a gap ("…")."""

    pages: tuple[Link, ...]
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The staff's door. `error`: why the last try failed, told; `then`: where to go afterwards."""

    action: str
    name: str = ""
    error: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """What went wrong, told in the reader's language: sentence, remedy, number of the incident."""

    status: int
    message: str = ""
    remedy: str = ""
    incident: str = ""
