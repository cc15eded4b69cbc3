"""The cards of names at the desk: found by kind and by what they are called, in either script."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from starlette.responses import Response

from archive.models import AUTHORITY_KINDS
from archive.queries.articles import AuthorityFacts
from archive.store import Session
from index import calling
from web.authority_contexts import CardRow, Cards
from web.authority_uses import Uses, uses
from web.contexts import Link
from web.listing import pager
from web.naming import texts_of, told_date
from web.told import authority_kind, authority_kinds
from web.views.desk.issues import done_notices
from web.visiting import Visit

PER_SCREEN = 50


def cards(visit: Visit) -> Response:
    """The cards in use; `?kind=`, `?q=` (any form or variant, either script), `?page=`."""
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("desk/authorities.html", context, "authorities", notices=done_notices(visit))


def _context(visit: Visit, session: Session) -> Cards:
    kind, query = visit.query("kind"), visit.query("q").strip()[:200]
    kind = kind if kind in AUTHORITY_KINDS else ""
    every = calling.find(visit.store, session, query, language=visit.language, limit=None)
    found = [card for card in every if kind in ("", card.kind)]
    last = max(1, (len(found) + PER_SCREEN - 1) // PER_SCREEN)
    screen = min(max(1, visit.whole("page", 1)), last)
    used = uses(visit.store, session, public=False)
    shown = found[(screen - 1) * PER_SCREEN : screen * PER_SCREEN]
    may = visit.account is not None and visit.account.may("archivist")
    return Cards(
        action=visit.to("desk/authorities"),
        rows=tuple(_row(visit, card, used) for card in shown),
        total=len(found),
        kinds=_kinds(visit, every, kind, query),
        new=tuple(
            Link(authority_kind(name, visit.say), visit.to(f"desk/authorities/new?kind={name}"))
            for name in AUTHORITY_KINDS
            if may
        ),
        query=query,
        kind=kind,
        pager=pager(screen, last, lambda number: _url(visit, kind, query, number)) if last > 1 else None,
    )


def _row(visit: Visit, card: AuthorityFacts, used: Uses) -> CardRow:
    return CardRow(
        url=visit.to(f"desk/authorities/{card.key}"),
        forms=texts_of(card.forms, visit.language),
        kind=authority_kind(card.kind, visit.say),
        variants=card.variants[:6],
        dates=told_date(card.dates, visit.say),
        articles=used.articles_of(card.key),
    )


def _kinds(visit: Visit, found: list[AuthorityFacts], chosen: str, query: str) -> tuple[Link, ...]:
    counts = Counter(card.kind for card in found)
    every = Link(visit.say.gettext("All"), _url(visit, "", query), not chosen, len(found))
    return (
        every,
        *(
            Link(authority_kinds(kind, visit.say), _url(visit, kind, query), kind == chosen, counts[kind])
            for kind in AUTHORITY_KINDS
        ),
    )


def _url(visit: Visit, kind: str, query: str, page: int = 1) -> str:
    values = {"kind": kind, "q": query, "page": str(page) if page > 1 else ""}
    kept = urlencode({name: value for name, value in values.items() if value})
    return visit.to("desk/authorities") + (f"?{kept}" if kept else "")
