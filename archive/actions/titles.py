"""The magazine itself, its series, and what the site says of the institution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, identifiers
from archive.models import ChangeSet, Series, SiteText, Title
from archive.texts import Texts


def add(session: Session, change_set: ChangeSet, **fields: Any) -> Title:
    """A new title (publication)."""
    title = Title(key=identifiers.mint(session, "title"), **fields)
    changes.make(session, change_set, title)
    return title


def change(
    session: Session,
    change_set: ChangeSet,
    record: Title | Series,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Change a title or a series."""
    return changes.apply(session, change_set, record, fields, version=version)


def add_series(session: Session, change_set: ChangeSet, title: Title, **fields: Any) -> Series:
    """A new series of a title, with numbering of its own."""
    series = Series(title_id=title.id, **fields)
    changes.make(session, change_set, series)
    return series


def say(session: Session, change_set: ChangeSet, name: str, text: Texts) -> SiteText:
    """Set a text of the site ("name", "contact", "rights" …), per language."""
    found = session.scalars(select(SiteText).where(SiteText.name == name)).one_or_none()
    if found is None:
        found = SiteText(name=name, text=text)
        changes.make(session, change_set, found)
    else:
        changes.apply(session, change_set, found, {"text": text, "withdrawn": False})
    return found
