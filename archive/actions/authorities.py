"""Authority records and holdings: made, changed, related, withdrawn. Merging has its own module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import dates, outside
from archive.actions import changes, identifiers
from archive.actions.merging import merge as merge
from archive.errors import BadInput
from archive.models import (
    AUTHORITY_KINDS,
    HOLDING_STATES,
    Authority,
    ChangeSet,
    Holding,
    Series,
)
from archive.queries import authorities as questions
from archive.texts import Texts

#: Kinds that change their names in the course of time.
RENAMED = ("organisation", "place")
#: Variants of one card; letters of each.
_MOST_VARIANTS, _LONGEST_VARIANT = 200, 300


def add(
    session: Session, change_set: ChangeSet, authority_kind: str, forms: Texts, **fields: Any
) -> Authority:
    """A new authority of a kind (see `models.AUTHORITY_KINDS`) with its forms by language.

    Raises BadInput for what cannot be kept.
    """
    if authority_kind not in AUTHORITY_KINDS:
        raise BadInput("{kind} is not a kind of authority.", kind=repr(authority_kind))
    described({"forms": forms, **fields})
    related: dict[str, Any] = {name: fields.pop(name) for name in ("earlier", "later") if name in fields}
    authority = Authority(
        key=identifiers.mint(session, "authority"), authority_kind=authority_kind, forms=forms, **fields
    )
    changes.make(session, change_set, authority)
    if any(related.values()):
        change(session, change_set, authority, related)
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
    """Change an authority's forms, variants, dates, relations.

    An earlier name of one is a later name of the other: both cards are written. Raises BadInput for what
    cannot be kept, Conflict where the card was changed since `version`.
    """
    described(fields)
    fields = dict(fields)
    for name in ("earlier", "later"):
        if name in fields:
            fields[name] = _checked_relations(session, authority, fields[name])
    both = set(fields.get("earlier", authority.earlier)) & set(fields.get("later", authority.later))
    if both:
        raise BadInput("One name cannot be both an earlier and a later one of another.")
    before = {name: set(getattr(authority, name)) for name in ("earlier", "later")}
    changed = changes.apply(session, change_set, authority, fields, version=version)
    for name, mirror in (("earlier", "later"), ("later", "earlier")):
        if name in changed:
            _mirror(session, change_set, authority, before[name], set(fields[name]), mirror)
    return changed


def withdraw(
    session: Session, change_set: ChangeSet, authority: Authority, *, version: int | None = None
) -> None:
    """Take a card out of use, and out of the cards it is related to.

    Raises BadInput while an article names it, Conflict where it was changed since `version`.
    """
    used = len(questions.articles_of(session, authority))
    if used:
        raise BadInput(
            "This card cannot be withdrawn: {count} articles name it.",
            "Merge it into another card, or take it out of them first.",
            count=used,
        )
    changes.apply(session, change_set, authority, {"withdrawn": True}, version=version)
    for other in questions.related_to(session, authority):
        for name in ("earlier", "later"):
            left = tuple(key for key in getattr(other, name) if key != authority.key)
            changes.apply(session, change_set, other, {name: left})


def described(fields: Mapping[str, Any]) -> None:
    """Raise BadInput for fields of a card that cannot be kept: no form, an unreadable date or identifier."""
    if "forms" in fields and not fields["forms"]:
        raise BadInput("A card needs a form in at least one language.")
    variants = fields.get("variants", ())
    if len(variants) > _MOST_VARIANTS or any(len(one) > _LONGEST_VARIANT for one in variants):
        raise BadInput(
            "A card has at most {most} variants of {letters} letters.",
            most=_MOST_VARIANTS,
            letters=_LONGEST_VARIANT,
        )
    if fields.get("dates"):
        dates.parse(fields["dates"])
    for uri in fields.get("outside", ()):
        outside.parse(uri)


def _checked_relations(session: Session, authority: Authority, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of other cards of this kind, each once; a merged one by what it became. Raises BadInput."""
    found = questions.by_keys(session, keys)
    unknown = [key for key in keys if key not in found]
    if unknown:
        raise BadInput("There is no card {key}.", "It may have been mistyped.", key=unknown[0])
    if found and authority.authority_kind not in RENAMED:
        raise BadInput("Only units and places have earlier and later names as cards of their own.")
    if any(
        other.id == authority.id or other.authority_kind != authority.authority_kind
        for other in found.values()
    ):
        raise BadInput("An earlier or later name is another card of the same kind.")
    return tuple(dict.fromkeys(found[key].key for key in keys))


def _mirror(
    session: Session,
    change_set: ChangeSet,
    authority: Authority,
    before: set[str],
    now: set[str],
    field: str,
) -> None:
    """Write in the other cards (`field`) what was just said of them in this one."""
    others = questions.by_keys(session, sorted(before ^ now))
    for key, other in others.items():
        held: tuple[str, ...] = getattr(other, field)
        if key in now:
            kept = (*held, authority.key) if authority.key not in held else held
        else:
            kept = tuple(one for one in held if one != authority.key)
        changes.apply(session, change_set, other, {field: kept})


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
