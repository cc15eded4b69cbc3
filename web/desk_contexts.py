"""What each page of the archivist's desk may show; values shared with the public pages are in `contexts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from web.contexts import IssueName, IssueState, Link, Pager, Picture, Text
from web.issue_contexts import PageLink
from web.remark_contexts import Remarks
from web.review_contexts import Delivery

Marking = Literal["printed", "supplied"]
#: Fields of an issue's form; labels are in `templates/parts/labels.html`.
FieldName = Literal[
    "title", "theme", "description", "number", "series", "kind", "sort_key", "year_of_issue",
    "date_printed", "date", "hijri", "publisher", "rights", "embargo", "condition", "note", "state",
    "planned", "reading",
]  # fmt: skip
StepName = Literal["masters", "frame", "layout", "text", "pictures", "pdf", "index"]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An issue in the list. `needs`: what its description lacks, told; `changed`: when and by whom, told."""

    key: str
    name: IssueName
    title: Text
    state: IssueState
    pages: int
    url: str
    public_url: str
    version: int
    cover: Picture | None = None
    needs: tuple[str, ...] = ()
    failed: int = 0
    changed: str = ""
    planned: str = ""


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One field before and after. `name`: the field's label, told. An empty Text is nothing."""

    name: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Change:
    """A change set: `what` told in a sentence, `when` in words, `undo_url` "" where it cannot be undone."""

    number: int
    what: str
    who: str
    when: str
    why: str = ""
    items: tuple[ChangeItem, ...] = ()
    undo_url: str = ""
    undone_by: int | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """All issues with their state, to describe, publish and withdraw.

    The form posts to `action` the ticked `issue` keys and `do` = "publish", "withdraw", "trash" or "restore".
    `filters` choose by state or lack, with counts; `beyond`: lists of what is no issue; `query` narrows by
    number, year or words.
    """

    action: str
    rows: tuple[DeskRow, ...]
    total: int
    filters: tuple[Link, ...]
    changes: tuple[Change, ...] = ()
    pager: Pager | None = None
    query: str = ""
    beyond: tuple[Link, ...] = ()
    in_trash: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Someone else changed this field meanwhile: their value, who, when. The form then posts `<name>.keep`.

    `keep` is "mine" or "theirs"; nothing is chosen beforehand.
    """

    theirs: str
    who: str
    when: str
    theirs_marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An input: `name` as posted, `value` as typed, language and direction of what is typed.

    `marking` is posted as `<name>.marking` ("printed", "supplied"); None for fields that have none.
    """

    name: str
    value: str
    lang: str = ""
    dir: Direction | Literal["auto"] = "auto"
    marking: Marking | None = None
    error: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form: one value, or one a language (the reader's first).

    `choices` make it a select (value, label); `area` a box of several lines; `hint` is a told sentence below
    (what a date was reckoned to be).
    """

    name: FieldName
    values: tuple[Value, ...]
    choices: tuple[tuple[str, str], ...] = ()
    area: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeskIssue:
    """An issue's description beside its cover. Posts the fields, `version` and `do` ("save", "save-next").

    `looks`: pages to set beside the form (cover, contents, last page), the current one in `picture`.
    `warnings`: what will move when it is saved, told (asked for by `do` = "look").
    `number_of`: "14 of 118" of a work list, told.
    """

    key: str
    name: IssueName
    state: IssueState
    version: int
    action: str
    fields: tuple[Field, ...]
    history_url: str
    public_url: str
    picture: Picture | None = None
    looks: tuple[PageLink, ...] = ()
    publish_action: str = ""
    previous: str = ""
    next: str = ""
    number_of: str = ""
    warnings: tuple[str, ...] = ()
    changed: str = ""
    remarks: Remarks | None = None
    planned: str = ""
    pages_url: str = ""
    #: Whether it stands somewhere already, so that something can move; whether the fields are as typed.
    placed: bool = False
    typed: bool = False
    articles_url: str = ""

    @property
    def in_conflict(self) -> int:
        """How many values were changed by someone else meanwhile."""
        return sum(1 for field in self.fields for value in field.values if value.conflict)


@dataclass(frozen=True, slots=True)
class Left:
    """A field an undo left because it was changed since: what it says now, who wrote that and when."""

    name: str
    now: Text
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class DeskHistory:
    """The change sets of an issue, newest first; `left`: what the undo just done did not take back."""

    key: str
    name: IssueName
    url: str
    changes: tuple[Change, ...]
    left: tuple[Left, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a batch: pages (for "pdf": streams) done, of how many, failed."""

    name: StepName
    done: int
    total: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A file and what is wrong with it, told, with what to do."""

    file: str
    text: str
    kind: Literal["bad", "warn"] = "bad"


@dataclass(frozen=True, slots=True)
class TextNote:
    """What was decided over text that came with pages, told. `pages`: how many; `used`: it is theirs."""

    text: str
    pages: int
    used: bool


@dataclass(frozen=True, slots=True)
class BatchIssue:
    """An issue a batch brought: to describe, with its state."""

    name: IssueName
    url: str
    pages: int
    state: IssueState


@dataclass(frozen=True, slots=True)
class Batch:
    """A delivery being read. `rate`: pages a minute; `minutes`: to the end, about; None where unknown."""

    number: int
    name: str
    state: Literal["waiting", "running", "done", "failed"]
    url: str
    done: int
    total: int
    failed: int = 0
    rate: int | None = None
    minutes: int | None = None
    when: str = ""
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()
    issues: tuple[BatchIssue, ...] = ()
    delivery: Delivery | None = None
    texts: tuple[TextNote, ...] = ()

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Reading:
    """How far reading is in all: pages left, pages a minute, minutes to the end; None where unknown."""

    left: int
    rate: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DeskIngest:
    """Put in an issue from the browser: choose files (posted as `files`, with `name`), watch it being read.

    `limit`: largest upload in bytes. `batch`: the one looked at, None on the first page. `reading`: what is
    left to read in all, None for nothing.
    """

    action: str
    limit: int
    batches: tuple[Batch, ...] = ()
    batch: Batch | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Components:
    """Every component once, in both directions: pictures to show them with."""

    covers: tuple[Picture, ...] = ()
