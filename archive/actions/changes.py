"""Change sets: every change of a described record is an act by someone that can be undone.

A record that is made counts as a change of `withdrawn` from true to false, so undoing it withdraws the
record, and undoing that brings it back: nothing is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import publication
from archive.actions import steps
from archive.errors import Conflict, NotFound
from archive.models import (
    DESCRIBED,
    Authority,
    Change,
    ChangeSet,
    Described,
    Identifier,
    Issue,
    Page,
    PageText,
    Redaction,
    Stream,
    from_plain,
    to_plain,
)
from archive.store import now, tick


def begin(session: Session, *, by: str, why: str = "", undoes: int | None = None) -> ChangeSet:
    """Open a change set: who changes things, and why."""
    change_set = ChangeSet(number=tick(session), by=by, at=now(), why=why[:500], undoes=undoes)
    session.add(change_set)
    session.flush()
    return change_set


def reopened(session: Session, number: int) -> ChangeSet:
    """A change set of an earlier unit of work, to go on with: one for an issue and an ingest run."""
    found = session.get(ChangeSet, number)
    if found is None:
        raise NotFound("There is no change set {number}.", number=number)
    return found


def make(session: Session, change_set: ChangeSet, record: Described) -> None:
    """Add a new record; its fields as they are now are its beginning."""
    session.add(record)
    session.flush()
    kind = type(record)
    for field in kind.tracked:
        if field == "withdrawn":
            _note(session, change_set, record, field, True, False)
        elif (value := to_plain(kind, field, getattr(record, field))) not in (None, "", False, [], {}):
            _note(session, change_set, record, field, None, value)
    _follow(session, record, set(kind.tracked))


def apply(
    session: Session,
    change_set: ChangeSet,
    record: Described,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Write fields of a record; returns (before, after) of those that really changed.

    `version`: what the form showed; Conflict is raised when the record has been changed since. Raises
    ValueError for a field that change sets do not write.
    """
    if version is not None and version != record.version:
        raise Conflict(
            "This record was changed by someone else while you were editing it.",
            "Both versions are shown below; nothing of yours is lost.",
        )
    kind = type(record)
    changed: dict[str, tuple[Any, Any]] = {}
    for field, value in fields.items():
        if field not in kind.tracked:
            raise ValueError(f"{kind.kind}.{field} is not written through change sets")
        before, after = to_plain(kind, field, getattr(record, field)), to_plain(kind, field, value)
        if before != after:
            setattr(record, field, value)
            _note(session, change_set, record, field, before, after)
            changed[field] = (before, after)
    if changed:
        record.version += 1
        session.flush()
        _follow(session, record, set(changed))
    return changed


def _note(
    session: Session, change_set: ChangeSet, record: Described, field: str, before: Any, after: Any
) -> None:
    session.add(
        Change(
            change_set=change_set.number,
            record_kind=type(record).kind,
            record_id=record.id,
            field=field,
            before=before,
            after=after,
        )
    )


def _follow(session: Session, record: Described, fields: set[str]) -> None:
    """What must be true at once when these fields of a record have changed."""
    if isinstance(record, Issue):
        record.changed_at = now()
        if fields & {"state", "withdrawn", "embargo_until"}:
            publication.mark(session, record.id)
        if "withdrawn" in fields:
            for page in session.scalars(select(Page).where(Page.issue_id == record.id)):
                page.changed = tick(session)
    elif isinstance(record, Page):
        if fields & {"withdrawn", "hidden_until"}:
            publication.mark(session, record.issue_id)
        if "text_revision" in fields:
            _follow_text(session, record)
        if fields & {"withdrawn", "text_revision"}:
            record.changed = tick(session)
    elif isinstance(record, Stream) and fields & {"pages", "withdrawn"}:
        publication.mark(session, record.issue_id)
    else:
        _follow_names_and_zones(session, record, fields)
    session.flush()


def _follow_names_and_zones(session: Session, record: Described, fields: set[str]) -> None:
    if isinstance(record, Authority) and "merged_into" in fields:
        # The old name leads to the new one for as long as it is merged: undone, it leads nowhere again.
        if (identifier := session.get(Identifier, record.key)) is not None:
            identifier.merged_into = record.merged_into
    elif isinstance(record, Redaction) and fields & {"withdrawn", "until"}:
        _follow_redaction(session, record)


def _follow_redaction(session: Session, redaction: Redaction) -> None:
    """Pictures and PDF are made anew without (or with) the zone; the index hears of what words are left."""
    page = session.get_one(Page, redaction.page_id)
    publication.mark(session, page.issue_id)
    page.changed = tick(session)
    steps.restart(session, ["pictures"], [page.issue_id], [page.id])


def _follow_text(session: Session, page: Page) -> None:
    """Language and quality of a page are those of its current text."""
    text = session.scalars(
        select(PageText).where(PageText.page_id == page.id, PageText.revision == page.text_revision)
    ).one_or_none()
    page.language = text.language if text else "und"
    page.quality = None if text is None or text.expected_error is None else 1.0 - text.expected_error


# --- undo -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Left:
    """A field that undo left alone: it has been changed since, by whom and when, or may not be undone."""

    change: int  # the change's id, to be taken by choice
    record_kind: str
    record_id: int
    field: str
    current: Any
    would_be: Any
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: its change set (None where nothing could go back), fields restored, fields left."""

    change_set: int | None
    restored: int
    left: tuple[Left, ...]


def undo(
    session: Session,
    number: int,
    *,
    by: str,
    why: str = "",
    take: Collection[int] = (),
    may_redact: bool = False,
) -> Undone:
    """Undo a change set by a new one.

    A field that still holds what was written goes back; one changed since is listed and left, except those
    whose change ids are in `take`. Redactions go back only by someone who `may_redact`. Raises NotFound.
    """
    if session.get(ChangeSet, number) is None:
        raise NotFound("There is no change set {number}.", number=number)
    changes = session.scalars(
        select(Change).where(Change.change_set == number).order_by(Change.id.desc())
    ).all()
    back: dict[tuple[str, int], dict[str, Any]] = {}
    left: list[Left] = []
    made = {(c.record_kind, c.record_id) for c in changes if _makes(c)}
    for change in changes:
        record = _record(session, change)
        kind = type(record)
        # A field twice in one set: going backwards, the earlier value is reached through the later one.
        fields = back.setdefault((change.record_kind, change.record_id), {})
        current = fields.get(change.field, to_plain(kind, change.field, getattr(record, change.field)))
        allowed = may_redact or not isinstance(record, Redaction)
        if allowed and (current == change.after or change.id in take):
            fields[change.field] = _before(kind, change)
        elif current != _before(kind, change):
            left.append(_left(session, change, current, _before(kind, change)))
    # A record that the set made is withdrawn, its description kept, so that undoing the undo is exact; only
    # where its name leads goes back, for that is true of names that are withdrawn, too.
    for key in made & back.keys():
        back[key] = {name: data for name, data in back[key].items() if name in ("withdrawn", "merged_into")}
    return _write_back(session, number, back, tuple(left), by=by, why=why)


def _makes(change: Change) -> bool:
    """Whether a change says that a record was made (or brought back)."""
    return change.field == "withdrawn" and change.before is True and change.after is False


def _before(kind: type[Described], change: Change) -> Any:
    """The value to go back to; a field that was empty when its record was made keeps its column's default."""
    if change.before is None and not kind.__table__.c[change.field].nullable:
        default = kind.__table__.c[change.field].default
        value = getattr(default, "arg", None)
        return to_plain(kind, change.field, value)
    return change.before


def _record(session: Session, change: Change) -> Described:
    record = session.get(DESCRIBED[change.record_kind], change.record_id)
    if record is None:
        raise NotFound(
            "The {kind} {id} of this change is not in the store.",
            'Run "archive check".',
            kind=change.record_kind,
            id=change.record_id,
        )
    return record


def _left(session: Session, change: Change, current: Any, would_be: Any) -> Left:
    since = session.execute(
        select(ChangeSet.by, ChangeSet.at)
        .join(Change, Change.change_set == ChangeSet.number)
        .where(
            Change.record_kind == change.record_kind,
            Change.record_id == change.record_id,
            Change.field == change.field,
            Change.id > change.id,
        )
        .order_by(Change.id.desc())
        .limit(1)
    ).one_or_none()
    by, at = (since[0], since[1]) if since else ("", None)
    return Left(change.id, change.record_kind, change.record_id, change.field, current, would_be, by, at)


def _write_back(
    session: Session,
    number: int,
    back: Mapping[tuple[str, int], Mapping[str, Any]],
    left: tuple[Left, ...],
    *,
    by: str,
    why: str,
) -> Undone:
    from archive.actions import framing, masking

    undoing: ChangeSet | None = None
    restored = 0
    shown: list[Page] = []
    # Canvases first: what lies on them moves with them, and then goes back to exactly where it was.
    for (kind_name, record_id), fields in sorted(back.items(), key=lambda one: "canvas" not in one[1]):
        record = session.get(DESCRIBED[kind_name], record_id)
        if record is None or not fields:
            continue
        undoing = undoing or begin(session, by=by, why=why, undoes=number)
        kind = type(record)
        values = {field: from_plain(kind, field, data) for field, data in fields.items()}
        if isinstance(record, Page) and "canvas" in values:
            framing.bring_back(
                session, undoing, record, values["canvas"], with_text="text_revision" not in values
            )
        restored += len(apply(session, undoing, record, values))
        if isinstance(record, Page) and ("canvas" in values or values.get("withdrawn") is False):
            shown.append(record)
    for page in shown:  # what was hidden meanwhile at a place that this page shows again
        masking.carry_zones(session, undoing, page)  # type: ignore[arg-type]
    return Undone(undoing.number if undoing and restored else None, restored, left)
