"""Cards chosen in forms: a text field, a card a line, that `authority-picker.js` makes a combobox of.

A line is the key of a card, "form (key)" as the script and we write it, or any form or variant in either
script as a person types it; "+ name" asks for a new card. So a form reads one field, script or not:

    with visit.store.read() as session:  # before anything is changed: names are looked up as they are kept
        picked = picking.read(visit, session, visit.field("authors"), ("person", "organisation"))
    if picked.faults: …  # show the form again: picking.field(…, typed=…, error=picked.faults[0])
    with visit.store.write() as session:
        keys = picking.keys_of(session, change_set, picked, "person")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from archive import keys
from archive.actions import authorities as actions
from archive.letters import language_of
from archive.models import ChangeSet
from archive.queries import authorities
from archive.store import Session
from archive.texts import Texts
from index import calling
from web.authority_contexts import AuthorityKind, Picker
from web.naming import text_of
from web.visiting import Visit

API = "/api/v1/authorities"
#: Names one field may hold, letters of each.
_MOST, _LONGEST = 60, 300
_WITH_KEY = re.compile(r".*\(([0-9bcdfghjkmnpqrstvwxz]{3,16})\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line: the key of a card, or the name of a new one."""

    key: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a field chose, in its order, and what could not be read as a card, told."""

    chosen: tuple[Chosen, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the cards there are."""
        return tuple(one.key for one in self.chosen if one.key)


def field(
    visit: Visit,
    session: Session,
    name: str,
    chosen: Sequence[str],
    kinds: Sequence[AuthorityKind],
    *,
    many: bool = True,
    new: bool = True,
    typed: str | None = None,
    error: str = "",
) -> Picker:
    """The field of a form. `chosen`: keys of cards; `typed`: what stands in it instead, sent and refused.

    `kinds`: which cards may be chosen; a new one (`new`) is of the first of them.
    """
    query = urlencode([("lang", visit.language), *(("kind", kind) for kind in kinds)])
    value = typed if typed is not None else lines(session, chosen, visit.language)
    return Picker(name, value, f"{API}?{query}", many, kinds[0] if new else "", error)


def lines(session: Session, chosen: Sequence[str], language: str) -> str:
    """Cards as the field holds them: "form (key)", one a line; keys of no card are passed over."""
    found = authorities.by_keys(session, chosen)
    return "\n".join(
        f"{text_of(found[key].forms, language).value} ({found[key].key})" for key in chosen if key in found
    )


def read(visit: Visit, session: Session, text: str, kinds: Sequence[AuthorityKind]) -> Picked:
    """What a sent field chose. `session` must not have changed anything yet."""
    parts = [part.strip() for part in re.split("[\n;؛]", text) if part.strip()]
    found: dict[Chosen, None] = {}
    faults: list[str] = []
    for part in parts[:_MOST]:
        one = _read(visit, session, part[:_LONGEST], kinds)
        if isinstance(one, Chosen):
            found[one] = None
        else:
            faults.append(one)
    if len(parts) > _MOST:
        faults.append(visit.say.gettext("At most %(most)s names can be chosen.") % {"most": _MOST})
    return Picked(tuple(found), tuple(faults))


def keys_of(session: Session, change_set: ChangeSet, picked: Picked, new: AuthorityKind) -> tuple[str, ...]:
    """The keys of what was chosen; cards that were asked for are made, of the kind `new`."""
    made: dict[str, None] = {}
    for one in picked.chosen:
        if one.key:
            made[one.key] = None
        else:
            forms = Texts.printed(**{language_of(one.new, "fr"): one.new})
            made[actions.add(session, change_set, new, forms).key] = None
    return tuple(made)


def _read(visit: Visit, session: Session, part: str, kinds: Iterable[AuthorityKind]) -> Chosen | str:
    """One line as a choice, or the sentence why it is none."""
    say, wanted = visit.say.gettext, tuple(kinds)
    if part.startswith("+"):
        new = part.lstrip("+ ").strip()
        return Chosen(new=new) if new else say("There is no name after the plus.")
    match = _WITH_KEY.fullmatch(part)
    key = match[1] if match else part
    if keys.check(key, visit.settings.naan):
        card = authorities.by_keys(session, [key]).get(key)
        if card is not None and card.authority_kind in wanted:
            return Chosen(card.key)
    found = calling.exactly(visit.store, session, part, kinds=wanted)
    if len(found) == 1:
        return Chosen(found[0].key)
    if found:
        return say("Several cards are called “%(name)s”: choose one of the list.") % {"name": part}
    return say("No card is called “%(name)s”. Choose one of the list, or write + before a new name.") % {
        "name": part
    }
