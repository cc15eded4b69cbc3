"""Many issues changed at once, as one change set that one undo takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.actions import changes, issues
from archive.issue_table import CellChange, Plan, fields_of, series_names
from archive.models import Issue


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the change set (None for nothing), issues and cells; keys of issues that were left.

    An issue is left where somebody changed it after the plan was made.
    """

    change_set: int | None
    issues: int
    cells: int
    left: tuple[str, ...]


def apply(session: Session, plan: Plan, *, by: str, why: str = "") -> Applied:
    """Write a plan. Raises BadInput where a value has become impossible; then nothing is written."""
    by_issue: dict[int, list[CellChange]] = {}
    for change in plan.changes:
        by_issue.setdefault(change.issue_id, []).append(change)
    names = series_names(session)
    change_set = None
    left: list[str] = []
    written = counted = 0
    for issue_id, cells in by_issue.items():
        issue = session.get(Issue, issue_id)
        if issue is None or issue.withdrawn or issue.version != plan.versions[issue_id]:
            left.append(cells[0].key)
            continue
        change_set = change_set or changes.begin(session, by=by, why=why)
        fields: dict[str, Any] = fields_of(issue, {c.column: c.after for c in cells}, names)
        state = fields.pop("state", None)
        if fields:
            issues.change(session, change_set, issue, fields)
        if state is not None:
            issues.set_state(session, change_set, [issue.id], state)
        written, counted = written + 1, counted + len(cells)
    return Applied(change_set.number if change_set else None, written, counted, tuple(left))


def set_all(keys: Sequence[str], column: str, value: str) -> list[dict[str, str]]:
    """A table that gives every issue the same value in a column."""
    return [{"id": key, column: value} for key in keys]


def replaced_in(
    rows: Sequence[Mapping[str, str]], column: str, wanted: str, instead: str
) -> list[dict[str, str]]:
    """A table in which `wanted` is replaced in a column wherever it stands (letter by letter, as typed)."""
    return [
        {"id": row["id"], column: row[column].replace(wanted, instead)}
        for row in rows
        if wanted and wanted in row[column]
    ]
