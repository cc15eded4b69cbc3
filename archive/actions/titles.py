"""The magazine itself, its series, and what the site says of the institution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import dates
from archive.actions import changes, identifiers
from archive.errors import BadInput
from archive.letters import clean
from archive.models import ChangeSet, Series, SiteText, Title
from archive.serials import issn
from archive.texts import Texts

_LONGEST = 200


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
    """Change a title or a series. Raises BadInput for an impossible value (see `described`)."""
    return changes.apply(session, change_set, record, described(fields), version=version)


def described(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a title or series checked and cleaned: ISSN, dates, lengths. Raises BadInput."""
    values = dict(fields)
    for name in ("frequency", "legal_deposit", "issn", "begins", "ends"):
        if name in values:
            values[name] = clean(str(values[name] or "")).strip()
            if len(values[name]) > _LONGEST:
                raise BadInput("This is too long: {value}…", value=values[name][:40])
    if values.get("issn"):
        values["issn"] = issn(values["issn"])
    for name in ("begins", "ends"):
        if values.get(name):
            values[name] = dates.parse(values[name]).text
    return values


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
