"""What the pages of an issue's articles at the desk may show."""

from __future__ import annotations

from dataclasses import dataclass

from web.authority_contexts import Picker
from web.contexts import IssueName, Link, Picture, Text
from web.desk_contexts import Conflict


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in reading order. `pair`: its version in the other language; `zones`: how many are drawn.

    `moved`: it was moved just now, and is where one goes on. Posts `article` and `do` ("earlier", "later").
    """

    number: int
    heading: Text
    url: str
    public_url: str
    pages: str
    byline: Text | None = None
    section: Text | None = None
    pair: Link | None = None
    zones: int = 0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An article that is proposed. Posts `draft` and `do` ("accept", "decline"), and `next`: the draft after.

    `how`: how its page is known, told; `sure` in percent; `line`: the picture of the line that names it;
    `edit_url`: the form, filled with it; `first`: the one that keys act on.
    """

    key: str
    title: Text
    page: str
    page_url: str
    how: str
    sure: int
    edit_url: str
    next: str = ""
    byline: Text | None = None
    section: Text | None = None
    line: Picture | None = None
    start: Picture | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class ArticleList:
    """An issue's articles and what is proposed. `action` "" for who may only look."""

    issue: IssueName
    issue_url: str
    action: str
    new_url: str
    history_url: str
    rows: tuple[ArticleRow, ...]
    drafts: tuple[DraftRow, ...]
    undo_url: str = ""  # takes back what was just done
    back: str = ""  # where undoing leads


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the form: `name` as posted, what it says, language of what is typed, what clashes."""

    name: str
    value: str
    lang: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Cards of names, chosen in a picker; what clashes says them as the picker would."""

    name: str
    picker: Picker
    conflict: Conflict | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen and its words; `lang` of the words."""

    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LookPage:
    """A page beside the form, to draw zones on: minted number, label, picture, canvas in pixels."""

    number: int
    label: str
    picture: Picture | None
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The form of an article. Posts its inputs, `version` and `do` ("save", "withdraw").

    `zones` is a text, a zone a line: "p3 120,80,600,400", minted page number and canvas pixels. `pairs`: the
    articles it could be paired with, the likeliest first. `problem`: why it could not be kept, told.
    """

    issue: IssueName
    issue_url: str
    list_url: str
    action: str
    headings: tuple[Input, ...]
    byline: Input
    authors: Names
    about: Names
    section: Input
    sections: tuple[Choice, ...]
    language: Input
    languages: tuple[Choice, ...]
    start: Input
    end: Input
    pages: tuple[Choice, ...]
    zones: Input
    pair: Input
    pairs: tuple[Choice, ...]
    looks: tuple[LookPage, ...]
    number: int = 0
    version: int = 0
    public_url: str = ""
    problem: str = ""

    @property
    def in_conflict(self) -> int:
        """How many inputs were changed by someone else meanwhile."""
        words = (*self.headings, self.byline, self.section, self.language)
        clashing = [each.conflict for each in (*words, self.start, self.end, self.zones, self.pair)]
        return sum(1 for each in (*clashing, self.authors.conflict, self.about.conflict) if each)
