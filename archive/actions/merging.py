"""Two cards that name the same made one: planned, shown before it is done, done in one change set."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.actions import changes
from archive.errors import BadInput, Conflict
from archive.models import Article, Authority, ChangeSet
from archive.queries import authorities as questions
from archive.texts import Texts


@dataclass(frozen=True)
class Merger:
    """What merging writes: the fields of the card that stays, of articles, of cards related to the other.

    Each write is a record and its new fields; nothing is written yet.
    """

    gone: Authority
    into: Authority
    fields: dict[str, Any]
    articles: tuple[tuple[Article, dict[str, Any]], ...]
    related: tuple[tuple[Authority, dict[str, Any]], ...]


def planned(session: Session, gone: Authority, into: Authority) -> Merger:
    """What would come of merging `gone` into `into`. Raises BadInput where they cannot be merged."""
    if gone.id == into.id or gone.authority_kind != into.authority_kind:
        raise BadInput("Only two different authorities of one kind can be merged.")
    if gone.withdrawn or into.withdrawn:
        raise BadInput("A card that was withdrawn or merged cannot be merged again.")
    articles = (
        (article, _moved(article, gone, into)) for article in questions.every_article_of(session, gone)
    )
    related = (
        (other, _moved_relations(other, gone, into))
        for other in questions.related_to(session, gone)
        if other.id != into.id
    )
    return Merger(gone, into, _joined(gone, into), tuple(articles), tuple(related))


def merge(
    session: Session,
    change_set: ChangeSet,
    gone: Authority,
    into: Authority,
    *,
    versions: tuple[int, int] | None = None,
) -> Merger:
    """Merge one authority into another: its names are kept, its uses move, its address redirects for ever.

    `versions`: those of `gone` and `into` that the preview showed. Raises BadInput, and Conflict where one
    was changed since.
    """
    if versions is not None and versions != (gone.version, into.version):
        raise Conflict(
            "One of the two cards was changed by someone else meanwhile.",
            "The preview is shown again as it would be now.",
        )
    plan = planned(session, gone, into)
    changes.apply(session, change_set, into, plan.fields)
    for article, fields in plan.articles:
        changes.apply(session, change_set, article, fields)
    for other, fields in plan.related:
        changes.apply(session, change_set, other, fields)
    changes.apply(session, change_set, gone, {"merged_into": into.key, "withdrawn": True})
    return plan


def _joined(gone: Authority, into: Authority) -> dict[str, Any]:
    """The fields of the card that stays: what it lacks comes from the other, other spellings are variants."""
    forms = Texts({**gone.forms, **into.forms})
    said = {wording.value for wording in forms.values()}
    spelt = (*into.variants, *(wording.value for wording in gone.forms.values()), *gone.variants)
    none = {gone.key, into.key}
    wanted: dict[str, Any] = {
        "forms": forms,
        "variants": _each_once(one for one in spelt if one not in said),
        "dates": into.dates or gone.dates,
        # What this card says of another goes before what the other card said of it.
        "earlier": _without(none, (*into.earlier, *_without(into.later, gone.earlier))),
        "later": _without(none, (*into.later, *_without(into.earlier, gone.later))),
        "outside": _each_once((*into.outside, *gone.outside)),
        "note": Texts({**gone.note, **into.note}),
    }
    return {name: value for name, value in wanted.items() if value != getattr(into, name)}


def _moved(article: Article, gone: Authority, into: Authority) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if article.section_id == gone.id:
        fields["section_id"] = into.id
    for name in ("authors", "about"):
        if gone.key in (keys := getattr(article, name)):
            fields[name] = _each_once(into.key if key == gone.key else key for key in keys)
    return fields


def _moved_relations(other: Authority, gone: Authority, into: Authority) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, opposite in (("earlier", "later"), ("later", "earlier")):
        if gone.key in (keys := getattr(other, name)):
            stays = (
                _without({gone.key}, keys)
                if into.key in getattr(other, opposite)
                else (into.key if key == gone.key else key for key in keys)
            )
            fields[name] = _each_once(stays)
    return fields


def _without(left_out: Collection[str], keys: Iterable[str]) -> tuple[str, ...]:
    return _each_once(key for key in keys if key not in left_out)


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
