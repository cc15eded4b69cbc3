"""What the pages of changes in bulk may show: the choice, and the preview of before and after."""

from __future__ import annotations

from dataclasses import dataclass

from web.contexts import IssueName, Text


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a choice and its words."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Bulk:
    """The choice of issues and of what to do with them.

    The form sends `q`, `from`, `to`, `only` (which issues) by GET to see how many they are, with `column`,
    `do` (set, replace, empty), `wanted`, `value` by POST to `action`. `table_action` takes an edited `table`.
    `csv`, `xlsx`: the chosen issues as a table. `undo_url`: takes back what was applied last, "" for nothing.
    """

    here: str
    action: str
    table_action: str
    query: str
    first: str
    last: str
    states: tuple[Option, ...]
    columns: tuple[Option, ...]
    chosen: int
    total: int
    csv: str
    xlsx: str
    undo_url: str = ""
    undo_number: int = 0


@dataclass(frozen=True, slots=True)
class BulkCell:
    """A field of an issue before and after."""

    label: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class BulkRow:
    """An issue that would change; ticked, it is sent as `issue`."""

    key: str
    name: IssueName
    url: str
    cells: tuple[BulkCell, ...]


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What would change. Posts `plan` (the changes as JSON), the ticked `issue` and `why` to `action`.

    `rows` may be the first of many; `changed` counts issues that change, `same` those looked at that do not.
    `problems`: (where, what is wrong, told).
    """

    action: str
    back: str
    plan: str
    why: str
    rows: tuple[BulkRow, ...]
    changed: int
    same: int
    problems: tuple[tuple[str, str], ...]
