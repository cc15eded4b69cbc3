"""A card of a name at the desk: made, changed, withdrawn; what someone else changed meanwhile is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from archive.actions import authorities as actions
from archive.actions import changes as change_actions
from archive.errors import BadInput
from archive.models import AUTHORITY_KINDS, Authority
from archive.queries import authorities, changes
from archive.store import Session
from web import authority_forms as forms
from web import picking
from web.authority_card import Filled, context_of
from web.contexts import Notice
from web.forms import Flat, Typed, clashes, merged
from web.told import moment
from web.views.desk.issues import done_notices
from web.visiting import Visit

_TEMPLATE = "desk/authority.html"
#: Inputs in which cards are chosen.
_RELATIONS = ("earlier", "later")


def new(visit: Visit) -> Response:
    """The form of a card that is not there yet; `?kind=`."""
    kind = _kind(visit.query("kind"))
    with visit.store.read() as session:
        context = context_of(visit, session, None, kind, Filled(forms.empty()))
    return visit.page(_TEMPLATE, context, "authorities")


def add(visit: Visit) -> Response:
    """Make a card of what was typed; 422 with the form for faults."""
    kind = _kind(visit.field("kind"))
    with visit.store.read() as session:
        sent = _sent(visit, session, forms.empty(), kind)
    errors = {**forms.faults(sent.inputs, forms.empty(), None, visit.translate), **sent.errors}
    problem, key, number = "", "", 0
    if not errors:
        try:
            fields = forms.fields_of(sent.inputs, forms.empty(), None)
            with visit.store.write() as session:
                change_set = change_actions.begin(session, by=_by(visit), why=visit.field("why"))
                key = actions.add(session, change_set, kind, **fields).key
                number = change_set.number
        except BadInput as error:
            problem = error.told(visit.translate)
    if not key:
        with visit.store.read() as session:
            context = context_of(visit, session, None, kind, replace(sent, errors=errors))
        return visit.page(_TEMPLATE, context, "authorities", status=422, notices=_told(problem))
    return visit.redirect(visit.to(f"desk/authorities/{key}"), done="saved", change=str(number))


def edit(visit: Visit) -> Response:
    """The form; of a withdrawn or merged card its history, and where it leads."""
    with visit.store.read() as session:
        card = authorities.whatever(session, visit.param("key"))
        context = context_of(visit, session, card, card.authority_kind, Filled(forms.flat(card)))
    return visit.page(_TEMPLATE, context, "authorities", notices=done_notices(visit))


def save(visit: Visit) -> Response:
    """Keep what was typed, or withdraw; 409 with both versions where both changed the same, 422: faults."""
    with visit.store.read() as session:
        card = authorities.whatever(session, visit.param("key"))
        base = _base(visit, session, card)
        sent = _sent(visit, session, base, card.authority_kind)
    with visit.store.write() as session:
        card = authorities.whatever(session, visit.param("key"))
        filled, was_changed = _met(visit, session, card, sent)
        errors = {**forms.faults(filled.inputs, forms.flat(card), card, visit.translate), **filled.errors}
        problem, number = "", 0
        if not filled.clashes and not errors:
            try:
                number = _write(visit, session, card, filled.inputs)
            except BadInput as error:
                session.rollback()
                problem = error.told(visit.translate)
    if filled.clashes or errors or problem:
        with visit.store.read() as session:
            card = authorities.whatever(session, visit.param("key"))
            filled = replace(filled, errors=errors)
            context = context_of(visit, session, card, card.authority_kind, filled)
        status = 409 if filled.clashes else 422
        return visit.page(_TEMPLATE, context, "authorities", status=status, notices=_told(problem))
    done = ("merged" if was_changed else "saved") if number else "same"
    place = "desk/authorities" if visit.field("do") == "withdraw" else f"desk/authorities/{card.key}"
    return visit.redirect(visit.to(place), done=done, change=str(number))


def _told(problem: str) -> tuple[Notice, ...]:
    return (Notice(problem, "bad"),) if problem else ()


def _kind(text: str) -> str:
    if text not in AUTHORITY_KINDS:
        raise BadInput("Choose what kind of card it is.")
    return text


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _base(visit: Visit, session: Session, card: Authority) -> Flat:
    """The inputs as the form showed them."""
    since = changes.since_version(session, card, _version(visit))
    return forms.flat_before(card, {name: changed.before for name, changed in since.items()})


def _version(visit: Visit) -> int:
    sent = visit.field("version")
    if not sent.isascii() or not sent.isdecimal() or len(sent) > 9:
        raise BadInput("The form did not arrive whole.", "Send it again.")
    return int(sent)


def _sent(visit: Visit, session: Session, base: Flat, kind: str) -> Filled:
    """What was typed, an input that was not sent as it was; chosen cards by their keys."""
    inputs: dict[str, Typed] = {}
    errors: dict[str, str] = {}
    raw: dict[str, str] = {}
    for name, was in base.items():
        if name not in visit.form:
            inputs[name] = was
        elif name in _RELATIONS:
            picked = picking.read(visit, session, visit.field(name), (kind,))  # type: ignore[arg-type]
            inputs[name] = Typed("\n".join(picked.keys))
            if picked.faults or len(picked.keys) < len(picked.chosen):
                errors[name] = (*picked.faults, visit.say.gettext("Choose a card of the list."))[0]
                raw[name] = visit.field(name)
        else:
            text = visit.field(name)
            inputs[name] = Typed(forms.listed(text) if name in ("variants", "outside") else text.strip())
    return Filled(inputs, errors, raw=raw)


def _met(visit: Visit, session: Session, card: Authority, sent: Filled) -> tuple[Filled, bool]:
    """What was typed beside what others changed meanwhile; whether they changed anything."""
    since = changes.since_version(session, card, _version(visit))
    theirs = forms.flat(card)
    base = forms.flat_before(card, {name: changed.before for name, changed in since.items()})
    # Where a clash was shown before, the archivist has chosen by now.
    mine = {
        name: theirs[name] if visit.field(f"{name}.keep") == "theirs" else value
        for name, value in sent.inputs.items()
        if name in theirs
    }
    by = {name: (changed.by, moment(changed.at, visit.say)) for name, changed in since.items()}
    found = clashes(mine, base, theirs, by, forms.columns(mine))
    return replace(sent, inputs=merged(mine, base, theirs), clashes=found), bool(since)


def _write(visit: Visit, session: Session, card: Authority, wanted: Flat) -> int:
    """Write what differs in one change set; returns its number, 0 where nothing differed."""
    withdraw = visit.field("do") == "withdraw"
    fields: dict[str, Any] = forms.fields_of(wanted, forms.flat(card), card)
    if card.withdrawn or not (fields or withdraw):
        return 0
    change_set = change_actions.begin(session, by=_by(visit), why=visit.field("why"))
    if withdraw:
        actions.withdraw(session, change_set, card)
        return change_set.number
    changed = actions.change(session, change_set, card, fields)
    if not changed:
        session.rollback()
        return 0
    return change_set.number
