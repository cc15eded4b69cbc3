"""Making, describing, publishing and withdrawing issues."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import dates, numbering
from archive.actions import changes, events, identifiers
from archive.errors import BadInput, NotFound
from archive.letters import clean
from archive.models import ISSUE_KINDS, STATES, ChangeSet, Issue
from archive.planning import planned
from archive.store import now
from archive.texts import Texts

_LONGEST_LABEL = 200
_RIGHTS = (
    "https://rightsstatements.org/",
    "http://rightsstatements.org/",
    "https://creativecommons.org/",
)


def create(
    session: Session,
    change_set: ChangeSet,
    *,
    source: str,
    batch_id: int | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Issue:
    """A new issue with a newly minted key. `source`: the folder or file it came from, unique."""
    values = described(fields or {})
    issue = Issue(
        key=identifiers.mint(session, "issue"),
        source=source,
        batch_id=batch_id,
        created_at=now(),
        changed_at=now(),
        **values,
    )
    changes.make(session, change_set, issue)
    return issue


def change(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Describe an issue; what follows from a field (sort key, ranges of dates) is written with it.

    Raises BadInput for an impossible value, Conflict when it was changed since `version`.
    """
    return changes.apply(session, change_set, issue, described(fields, issue), version=version)


def described(fields: Mapping[str, Any], issue: Issue | None = None) -> dict[str, Any]:
    """The fields checked and cleaned, with those that follow from them.

    - `number` brings `number_key`;
    - `date_printed` brings `edtf` where it can be read and none is given;
    - `edtf` brings `date_from`, `date_to` and, unless supplied by a person, `hijri`;
    - `hijri` given by a person stays whatever `edtf` says; given empty, it is computed again.
    """
    values: dict[str, Any] = dict(fields)
    for name in ("number", "date_printed", "edtf", "hijri", "rights", "embargo_until"):
        if name in values:
            values[name] = clean(str(values[name] or "")).strip()
            if len(values[name]) > _LONGEST_LABEL:
                raise BadInput("This is too long: {value}…", value=values[name][:40])
    for name in ("name", "description", "note"):
        if name in values and not isinstance(values[name], Texts):
            raise BadInput("{field} needs a text by language.", field=name)
    _check_choice(values, "state", STATES)
    _check_choice(values, "issue_kind", ISSUE_KINDS)
    _check_rights(values.get("rights", ""))
    values |= _reckoned(values)
    if values.get("date_printed") and not values.get("edtf") and (issue is None or not issue.edtf):
        printed = dates.read_printed(values["date_printed"])
        if printed is not None:
            values["edtf"] = printed.edtf
            if printed.hijri and not values.get("hijri"):
                # A Hijri date in print is the source; the Gregorian one is what is computed then.
                values["hijri"], values["hijri_supplied"] = printed.hijri, True
    if "hijri" in values:
        values |= _own_hijri(values["hijri"])
    if "edtf" in values or values.get("hijri_supplied") is False:
        edtf = values.get("edtf", issue.edtf if issue is not None else "")
        values |= _ranges(edtf, values, issue)
    return values


def _own_hijri(text: str) -> dict[str, Any]:
    """A Hijri range as a person wrote it: "1395-02/1395-03", or in words as printed. Raises BadInput."""
    printed = dates.read_printed(text) if text else None
    kept = printed.hijri if printed is not None and printed.hijri else text
    return {"hijri": str(dates.parse_hijri(kept)) if kept else "", "hijri_supplied": bool(kept)}


def _reckoned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days, moments and the number as they are kept, of those that are given."""
    found: dict[str, Any] = {}
    if embargo := values.get("embargo_until"):
        found["embargo_until"] = dates.parse(embargo).last.isoformat()
    if "planned_at" in values:
        found["planned_at"] = planned(str(values["planned_at"] or ""))
    if "number" in values:
        found["number_key"] = numbering.sort_key(values["number"])
    return found


def _check_choice(values: Mapping[str, Any], name: str, choices: Collection[str]) -> None:
    if name in values and values[name] not in choices:
        raise BadInput(
            "{value} is not a {field}.",
            "Choose one of: {choices}.",
            value=repr(values[name]),
            field=name,
            choices=", ".join(choices),
        )


def _check_rights(rights: str) -> None:
    if rights and not rights.startswith(_RIGHTS):
        raise BadInput("The rights must be an address of RightsStatements.org or Creative Commons.")


def _ranges(edtf: str, values: Mapping[str, Any], issue: Issue | None) -> dict[str, Any]:
    if not edtf:
        found: dict[str, Any] = {"edtf": "", "date_from": "", "date_to": ""}
        hijri = ""
    else:
        date = dates.parse(edtf)
        found = {"edtf": date.text, "date_from": date.first.isoformat(), "date_to": date.last.isoformat()}
        hijri = dates.hijri_text(date.first, date.last)
    supplied = values.get("hijri_supplied", issue.hijri_supplied if issue is not None else False)
    if not supplied:
        found["hijri"] = hijri
    return found


def set_state(session: Session, change_set: ChangeSet, issue_ids: Collection[int], state: str) -> list[Issue]:
    """Publish, send to review or take back to draft, one or many; returns those that changed."""
    _check_choice({"state": state}, "state", STATES)
    changed: list[Issue] = []
    for issue in session.scalars(select(Issue).where(Issue.id.in_(list(issue_ids))).order_by(Issue.id)):
        fields: dict[str, Any] = {"state": state} if state == "review" else {"state": state, "planned_at": ""}
        if state == "published" and issue.published_at is None:
            fields["published_at"] = now()
        if not issue.withdrawn and changes.apply(session, change_set, issue, fields):
            changed.append(issue)
    return changed


def withdraw(session: Session, change_set: ChangeSet, issue: Issue) -> None:
    """Take an issue out: its address answers with a notice from now on. Undo brings it back."""
    changes.apply(session, change_set, issue, {"withdrawn": True})


def put_away(
    session: Session, change_set: ChangeSet, chosen: Collection[Issue], *, back: bool = False
) -> list[Issue]:
    """Put drafts in the trash (`back`: take them out of it); returns those that changed.

    The trash is what was withdrawn before it was ever published: nobody finds it, nothing of it is erased. An
    issue that was published once is not put there: its address must answer with a notice (`withdraw`).
    """
    return [
        issue
        for issue in chosen
        if issue.published_at is None
        and (back or issue.state != "published")
        and changes.apply(session, change_set, issue, {"withdrawn": not back})
    ]


def move_source(session: Session, issue: Issue, source: str) -> None:
    """Follow a folder that was moved where it came from: its files are the same, so the issue is too."""
    events.record(session, "moved", f"issue:{issue.key}", before=issue.source, after=source)
    issue.source = source
    session.flush()


def by_key(session: Session, key: str) -> Issue:
    """The issue with this key, to be changed. Raises NotFound."""
    issue = session.scalars(select(Issue).where(Issue.key == key)).one_or_none()
    if issue is None:
        raise NotFound("There is no issue {key}.", key=key)
    return issue
