"""The cards of names in an article's form: its authors, and whom and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.store import Session
from web import picking
from web.authority_contexts import AuthorityKind
from web.desk_article_contexts import Names
from web.desk_contexts import Conflict
from web.picking import Picked
from web.visiting import Visit

#: The inputs, and which kinds of cards each takes; a new card is of the first.
KINDS: dict[str, tuple[AuthorityKind, ...]] = {
    "authors": ("person", "organisation"),
    "about": ("person", "organisation", "place", "subject"),
}


def picked(visit: Visit, session: Session) -> dict[str, Picked]:
    """What the sent form chooses. `session` must not have changed anything yet (`picking.read`)."""
    return {
        name: picking.read(visit, session, visit.field(name), kinds)
        for name, kinds in KINDS.items()
        if name in visit.form
    }


def typed(chosen: Mapping[str, Picked]) -> dict[str, str]:
    """The same as the form's flat values: a key a line, a plus before the name of a new card."""
    return {
        name: "\n".join(one.key or f"+ {one.new}" for one in each.chosen) for name, each in chosen.items()
    }


def field(
    visit: Visit,
    session: Session,
    name: str,
    chosen: Sequence[str],
    sent: Picked | None,
    conflict: Conflict | None,
) -> Names:
    """An input to show. `chosen`: keys; `sent`: what a form chose that is shown again, in its own words."""
    if conflict is not None:
        theirs = picking.lines(session, conflict.theirs.splitlines(), visit.language)
        conflict = replace(conflict, theirs=theirs)
    error = sent.faults[0] if sent is not None and sent.faults else ""
    words = visit.field(name) if sent is not None else None
    picker = picking.field(visit, session, name, chosen, KINDS[name], typed=words, error=error)
    return Names(name, picker, conflict)
