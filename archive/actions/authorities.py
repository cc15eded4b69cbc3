"""Authority records and holdings: made, changed, merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, identifiers
from archive.errors import BadInput
from archive.models import (
    AUTHORITY_KINDS,
    HOLDING_STATES,
    Article,
    Authority,
    ChangeSet,
    Holding,
    Series,
)
from archive.texts import Texts


def add(
    session: Session, change_set: ChangeSet, authority_kind: str, forms: Texts, **fields: Any
) -> Authority:
    """A new authority of a kind (see `models.AUTHORITY_KINDS`) with its forms by language."""
    if authority_kind not in AUTHORITY_KINDS:
        raise BadInput("{kind} is not a kind of authority.", kind=repr(authority_kind))
    authority = Authority(
        key=identifiers.mint(session, "authority"), authority_kind=authority_kind, forms=forms, **fields
    )
    changes.make(session, change_set, authority)
    return authority


def section_named(session: Session, change_set: ChangeSet, forms: Texts) -> Authority:
    """The section (rubric) that shares a form with `forms`, made where there is none."""
    for found in session.scalars(
        select(Authority).where(Authority.authority_kind == "section", Authority.withdrawn.is_(False))
    ):
        if any(tag in found.forms and found.forms[tag].value == forms[tag].value for tag in forms):
            merged = Texts({**forms, **found.forms})
            changes.apply(session, change_set, found, {"forms": merged})
            return found
    return add(session, change_set, "section", forms)


def change(
    session: Session,
    change_set: ChangeSet,
    authority: Authority,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Change an authority's forms, variants, dates, relations."""
    return changes.apply(session, change_set, authority, fields, version=version)


def merge(session: Session, change_set: ChangeSet, gone: Authority, into: Authority) -> None:
    """Merge one authority into another: its forms become variants, its uses move, its address redirects."""
    if gone.id == into.id or gone.authority_kind != into.authority_kind:
        raise BadInput("Only two different authorities of one kind can be merged.")
    variants = dict.fromkeys([*into.variants, *(w.value for w in gone.forms.values()), *gone.variants])
    changes.apply(session, change_set, into, {"variants": tuple(variants)})
    for article in session.scalars(select(Article).where(Article.section_id == gone.id)):
        changes.apply(session, change_set, article, {"section_id": into.id})
    for article in session.scalars(select(Article)):
        if gone.key in article.authors:
            authors = tuple(dict.fromkeys(into.key if a == gone.key else a for a in article.authors))
            changes.apply(session, change_set, article, {"authors": authors})
    changes.apply(session, change_set, gone, {"merged_into": into.key, "withdrawn": True})


def set_holding(session: Session, change_set: ChangeSet, series: Series, slot: str, **fields: Any) -> Holding:
    """Say what became of an expected number: its `state` (`models.HOLDING_STATES`), issue, note."""
    if fields.get("state", "unknown") not in HOLDING_STATES:
        raise BadInput("{state} is not a state of a holding.", state=repr(fields["state"]))
    found = session.scalars(
        select(Holding).where(Holding.series_id == series.id, Holding.slot == slot)
    ).one_or_none()
    if found is None:
        found = Holding(series_id=series.id, slot=slot, **fields)
        changes.make(session, change_set, found)
    else:
        changes.apply(session, change_set, found, {**fields, "withdrawn": False})
    return found
