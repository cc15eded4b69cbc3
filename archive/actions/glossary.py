"""The glossary: notions of the field in Arabic and French, added, changed, withdrawn, loaded from a file."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from archive.actions import changes
from archive.errors import BadInput, NotFound
from archive.glossary import Notion, forms
from archive.letters import clean
from archive.models import ChangeSet, GlossaryEntry

_LONGEST_NOTE = 500


def add(session: Session, change_set: ChangeSet, notion: Notion, *, note: str = "") -> GlossaryEntry:
    """A new entry. Raises BadInput where it lacks a language."""
    entry = GlossaryEntry(**_described(notion, note))
    changes.make(session, change_set, entry)
    return entry


def change(
    session: Session,
    change_set: ChangeSet,
    entry: GlossaryEntry,
    notion: Notion,
    *,
    note: str = "",
    version: int | None = None,
) -> None:
    """Say it otherwise. Raises BadInput, and Conflict where it was changed since `version`."""
    changes.apply(session, change_set, entry, _described(notion, note), version=version)


def withdraw(
    session: Session, change_set: ChangeSet, entry: GlossaryEntry, *, version: int | None = None
) -> None:
    """Take an entry out of use. Raises Conflict where it was changed since `version`."""
    changes.apply(session, change_set, entry, {"withdrawn": True}, version=version)


def by_id(session: Session, entry_id: int) -> GlossaryEntry:
    """An entry, also a withdrawn one. Raises NotFound."""
    entry = session.get(GlossaryEntry, entry_id)
    if entry is None:
        raise NotFound("There is no glossary entry {id}.", id=entry_id)
    return entry


def load(session: Session, change_set: ChangeSet, notions: Iterable[Notion]) -> int:
    """Add the notions whose first forms no entry has, withdrawn ones included; how many were added."""
    held = {_name(entry.ar, entry.fr) for entry in session.scalars(select(GlossaryEntry))}
    added = 0
    for notion in notions:
        if (name := _name(notion.ar, notion.fr)) not in held:
            add(session, change_set, notion)
            held.add(name)
            added += 1
    return added


def begin_with(session: Session, notions: Iterable[Notion]) -> None:
    """The first glossary of a new archive: what it starts from is nobody's change."""
    rows = [{**_described(notion, ""), "version": 1, "withdrawn": False} for notion in notions]
    if rows:
        session.execute(insert(GlossaryEntry), rows)


def _name(ar: tuple[str, ...], fr: tuple[str, ...]) -> tuple[str, str]:
    return (ar or ("",))[0], (fr or ("",))[0]


def _described(notion: Notion, note: str) -> dict[str, object]:
    ar, fr = forms(notion.ar), forms(notion.fr)
    if not ar or not fr:
        raise BadInput(
            "A glossary entry needs a form in Arabic and one in French.",
            "Fill in both, or withdraw the entry.",
        )
    note = clean(note).strip()[:_LONGEST_NOTE]
    return {"ar": ar, "fr": fr, "field": clean(notion.field).strip()[:60], "note": note}
