"""A card of a name told for the desk: its form, what else may be the same, the articles that name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive import outside
from archive.actions.authorities import RENAMED
from archive.errors import BadInput
from archive.letters import direction_of, isolate
from archive.models import Authority
from archive.queries import authorities, changes
from archive.queries.issues import leads_to
from archive.store import Session
from index import calling
from web import authority_forms as forms
from web import picking
from web.authority_contexts import Card, CardField, CardFieldName, Outlink, Picker
from web.authority_uses import uses
from web.contexts import Link, Text
from web.desk_contexts import Conflict, Value
from web.forms import Clash, Flat
from web.naming import article_path, issue_path, plain_name, text_of, told_date
from web.told import authority_kind, told_change
from web.visiting import Visit

#: Cards offered as perhaps the same, articles listed, acts told.
_ALIKE, _USES, _ACTS = 6, 30, 20


@dataclass(frozen=True)
class Filled:
    """A form to show: what its inputs say, what is wrong with them, what clashes.

    `raw`: what was typed where cards are chosen and could not be read as cards.
    """

    inputs: Flat
    errors: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


def context_of(visit: Visit, session: Session, card: Authority | None, kind: str, filled: Filled) -> Card:
    """The page of a card; of one that is not there yet, None, its empty form."""
    here = visit.to("desk/authorities")
    told = authority_kind(kind, visit.say)
    if card is None:
        fields = _fields(visit, session, card, kind, filled)
        return Card("", told, Text(""), 0, f"{here}?kind={kind}", fields, here)
    own = f"{here}/{card.key}"
    may = visit.account is not None and visit.account.may("archivist")
    acts = changes.of_record(session, Authority.kind, card.id, _ACTS)
    undone = changes.undone_by(session, [act.number for act in acts])
    used = uses(visit.store, session, public=False)
    public = uses(visit.store, session, public=True).of(card.key)
    return Card(
        key=card.key,
        kind=told,
        name=text_of(card.forms, visit.language),
        version=card.version,
        action=own,
        fields=() if card.withdrawn else _fields(visit, session, card, kind, filled),
        list_url=here,
        public_url=issue_path(visit.language, visit.settings.naan, card.key) if public else "",
        gone=_gone(visit, card),
        became=_became(visit, session, card),
        outside=tuple(outlinks(card.outside)),
        alike=() if card.withdrawn else _alike(visit, session, card),
        merge=f"{own}/merge" if may and not card.withdrawn else "",
        into=_into(visit, session, card),
        uses=_used(visit, session, card),
        articles=used.articles_of(card.key),
        acts=tuple(told_change(act, visit.say, undone, undo=may, names={}) for act in acts),
        back=own,
    )


def outlinks(addresses: tuple[str, ...]) -> list[Outlink]:
    """Identifiers elsewhere as links; an address that is none (of an older card) is passed over."""
    found = []
    for address in addresses:
        try:
            one = outside.parse(address)
        except BadInput:
            continue
        found.append(Outlink(one.service, one.name, one.uri))
    return found


def _gone(visit: Visit, card: Authority) -> str:
    if card.merged_into:
        return visit.say.gettext("This card was merged into another; its address leads there.")
    return visit.say.gettext("This card was withdrawn.") if card.withdrawn else ""


def _became(visit: Visit, session: Session, card: Authority) -> Link | None:
    target = leads_to(session, card.key) if card.merged_into else None
    found = authorities.by_keys(session, [target]).get(target) if target else None
    if found is None:
        return None
    name = text_of(found.forms, visit.language)
    return Link(name.value, visit.to(f"desk/authorities/{found.key}"), lang=name.lang)


def _alike(visit: Visit, session: Session, card: Authority) -> tuple[Link, ...]:
    """Cards of its kind that are called so, or sound so: each may be the same."""
    found: dict[str, Link] = {}
    for called in (*(wording.value for wording in card.forms.values()), *card.variants[:6]):
        for other in calling.find(visit.store, session, called, kinds=(card.authority_kind,), limit=_ALIKE):
            if other.key != card.key:
                name = text_of(other.forms, visit.language)
                url = visit.to(f"desk/authorities/{card.key}/merge?into={other.key}")
                found.setdefault(other.key, Link(name.value, url, lang=name.lang))
    return tuple(found.values())[:_ALIKE]


def _into(visit: Visit, session: Session, card: Authority) -> Picker | None:
    if card.withdrawn:
        return None
    kind: Any = card.authority_kind
    return picking.field(visit, session, "into", (), (kind,), many=False, new=False)


def _used(visit: Visit, session: Session, card: Authority) -> tuple[Link, ...]:
    found: dict[int, Link] = {}
    for use in uses(visit.store, session, public=False).of(card.key):
        heading = text_of(use.article.heading, use.article.language)
        url = article_path(visit.language, visit.settings.naan, use.issue.key, use.article.number)
        # Each part is isolated: an Arabic heading must not turn the French number round.
        label = visit.say.listed([isolate(heading.value or "…"), isolate(plain_name(use.issue, visit.say))])
        found.setdefault(use.article.id, Link(label, url))
    return tuple(found.values())[:_USES]


# --- the form -------------------------------------------------------------------------------------------


def _fields(
    visit: Visit, session: Session, card: Authority | None, kind: str, filled: Filled
) -> tuple[CardField, ...]:
    say = visit.say
    own_first = sorted(forms.WRITTEN, key=lambda tag: tag != visit.language)
    more = [tag for tag in forms.tags_of(card) if tag not in forms.WRITTEN]

    def values(start: str, tags: list[str]) -> tuple[Value, ...]:
        return tuple(_value(f"{start}.{tag}", filled, tag) for tag in tags)

    dates = filled.inputs["dates"].value
    fields = [
        CardField("forms", values("form", own_first)),
        CardField("more", values("form", more)),
        CardField(
            "variants",
            (_value("variants", filled),),
            area=True,
            hint=say.gettext(
                "Other spellings, old ones, initials: one a line. The card is found by each of them."
            ),
        ),
        CardField("dates", (_value("dates", filled, dir="ltr"),), hint=_told(dates, visit)),
        CardField(
            "outside",
            (_value("outside", filled, dir="ltr"),),
            area=True,
            hint=say.gettext("An address or identifier of VIAF, Wikidata, ISNI or GeoNames a line."),
        ),
        CardField("note", values("note", own_first), area=True),
    ]
    if kind in RENAMED:
        relations = [_relation(visit, session, name, kind, filled) for name in ("earlier", "later")]
        fields[4:4] = relations
    return tuple(fields)


def _told(dates: str, visit: Visit) -> str:
    return told_date(dates, visit.say) if dates else visit.say.gettext("As 1956/.., 1944/1956 or 1920-05-04")


def _relation(visit: Visit, session: Session, name: CardFieldName, kind: str, filled: Filled) -> CardField:
    keys = tuple(filled.inputs[name].value.split())
    chosen: Any = (kind,)
    picker = picking.field(
        visit,
        session,
        name,
        keys,
        chosen,
        new=False,
        typed=filled.raw.get(name),
        error=filled.errors.get(name, ""),
    )
    value = _value(name, filled)
    if value.conflict is not None:
        theirs = picking.lines(session, value.conflict.theirs.split(), visit.language)
        value = Value(name, value.value, conflict=Conflict(theirs, value.conflict.who, value.conflict.when))
    return CardField(name, (value,), picker)


def _value(name: str, filled: Filled, lang: str = "", dir: str = "auto") -> Value:  # noqa: A002
    clash = filled.clashes.get(name)
    conflict = Conflict(clash.theirs.value, clash.who, clash.when) if clash else None
    direction: Any = direction_of(lang) if lang else dir
    return Value(
        name, filled.inputs[name].value, lang, direction, None, filled.errors.get(name, ""), conflict
    )
