"""Names that the magazine's articles are by and about: the index by kind, a page of each."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from archive import keys
from archive.errors import NotFound
from archive.models import AUTHORITY_KINDS, Authority
from archive.queries import authorities
from archive.queries.articles import AuthorityFacts
from archive.queries.issues import leads_to
from archive.store import Session
from index import calling
from web import schema_org
from web.authority_card import outlinks
from web.authority_uses import Use, Uses, uses
from web.contexts import Known, Link
from web.listing import pager
from web.name_contexts import Name, NameRow, Names, Naming, YearOfUse
from web.naming import article_path, issue_path, plain_name, text_of, texts_of, told_date
from web.shelf_contexts import Bar
from web.told import authority_kind, authority_kinds
from web.visiting import Visit

#: Names on one screen of the index, articles on one of a name.
_NAMES, _ARTICLES = 60, 50


def names(visit: Visit) -> Response:
    """The index: `?kind=`, `?q=` in either script, `?page=`. Only names that something published uses."""
    kind, query = visit.query("kind"), visit.query("q").strip()[:200]
    kind = kind if kind in AUTHORITY_KINDS else ""
    with visit.store.read() as session:
        used = uses(visit.store, session, public=visit.public)
        found = calling.find(visit.store, session, query, language=visit.language, limit=None)
    shown = [card for card in found if used.of(card.key)]
    chosen = [card for card in shown if kind in ("", card.kind)]
    last = max(1, (len(chosen) + _NAMES - 1) // _NAMES)
    screen = min(max(1, visit.whole("page", 1)), last)
    counts = Counter(card.kind for card in shown)
    url = visit.to("authorities")

    def at(kind: str, page: int = 1) -> str:
        values = {"kind": kind, "q": query, "page": str(page) if page > 1 else ""}
        kept = urlencode({name: value for name, value in values.items() if value})
        return f"{url}?{kept}" if kept else url

    kinds = [Link(visit.say.gettext("All"), at(""), not kind, len(shown))]
    kinds += [
        Link(authority_kinds(one, visit.say), at(one), one == kind, counts[one])
        for one in AUTHORITY_KINDS
        if counts[one]
    ]
    context = Names(
        action=url,
        rows=tuple(_row(visit, card, used) for card in chosen[(screen - 1) * _NAMES : screen * _NAMES]),
        total=len(chosen),
        kinds=tuple(kinds),
        query=query,
        kind=kind,
        pager=pager(screen, last, lambda number: at(kind, number)) if last > 1 else None,
    )
    return visit.page("authorities.html", context, "authorities")


def _row(visit: Visit, card: AuthorityFacts, used: Uses) -> NameRow:
    return NameRow(
        issue_path(visit.language, visit.settings.naan, card.key),
        texts_of(card.forms, visit.language),
        used.articles_of(card.key),
        told_date(card.dates, visit.say),
    )


def name(visit: Visit) -> Response:
    """The page of a card's ark: 301 for a merged one, 410 for a withdrawn one.

    404 to the public where nothing that is published names it.
    """
    key = visit.param("key")
    if visit.param("naan") != visit.settings.naan:
        raise NotFound("There is no card {key}.", "It may have been mistyped.", key=key)
    with visit.store.read() as session:
        if (target := leads_to(session, key)) is not None:
            path = visit.request.url.path.replace(f"/{key}", f"/{target}", 1)
            return RedirectResponse(path, status_code=301)
        card = authorities.by_key(session, key)
        used = uses(visit.store, session, public=visit.public)
        if visit.public and not used.of(key):
            raise NotFound("There is no card {key}.", "It may have been mistyped.", key=key)
        context = _context(visit, session, card, used)
    return visit.page("authority.html", context, "authorities")


def _context(visit: Visit, session: Session, card: Authority, used: Uses) -> Name:
    found = _once(used.of(card.key))
    last = max(1, (len(found) + _ARTICLES - 1) // _ARTICLES)
    screen = min(max(1, visit.whole("page", 1)), last)
    here = issue_path(visit.language, visit.settings.naan, card.key)
    ark = keys.ark(visit.settings.naan, card.key)
    years = used.years_of(card.key)
    note = text_of(card.note, visit.language)
    kinds = urlencode({"kind": card.authority_kind})
    return Name(
        kind=authority_kind(card.authority_kind, visit.say),
        kind_url=f"{visit.to('authorities')}?{kinds}",
        forms=texts_of(card.forms, visit.language),
        ark=ark,
        permanent=f"{visit.settings.url.rstrip('/')}/{ark}",
        search=_search(visit, card),
        dates=told_date(card.dates, visit.say),
        variants=card.variants,
        note=note or None,
        earlier=_related(visit, card.earlier, used),
        later=_related(visit, card.later, used),
        outside=tuple(outlinks(card.outside)),
        articles=tuple(_naming(visit, *one) for one in found[(screen - 1) * _ARTICLES : screen * _ARTICLES]),
        total=len(found),
        bars=_bars(years),
        years=tuple(YearOfUse(year, count, _search(visit, card, year)) for year, count in years.items()),
        pager=pager(screen, last, lambda n: here + (f"?page={n}" if n > 1 else "")) if last > 1 else None,
        known=_known(visit, card),
        edit_url="" if visit.public else visit.to(f"desk/authorities/{card.key}"),
    )


def _once(found: tuple[Use, ...]) -> list[tuple[Use, list[str]]]:
    """Each article once, with all that the card is to it."""
    made: dict[int, tuple[Use, list[str]]] = {}
    for use in found:
        made.setdefault(use.article.id, (use, []))[1].append(use.role)
    return list(made.values())


def _naming(visit: Visit, use: Use, roles: list[str]) -> Naming:
    _ = visit.say.gettext
    words = {"author": _("by"), "about": _("about"), "section": _("in this section")}
    heading = text_of(use.article.heading, use.article.language)
    return Naming(
        heading,
        article_path(visit.language, visit.settings.naan, use.issue.key, use.article.number),
        plain_name(use.issue, visit.say),
        visit.say.listed([words[role] for role in roles]),
    )


def _bars(years: dict[int, int]) -> tuple[Bar, ...]:
    if len(years) < 2:
        return ()
    return tuple(Bar(year, years.get(year, 0)) for year in range(min(years), max(years) + 1))


def _search(visit: Visit, card: Authority, year: int | None = None) -> str:
    """The pages of its articles in search."""
    limit = "section" if card.authority_kind == "section" else "person"
    years = {"from": str(year), "to": str(year)} if year else {}
    return f"{visit.to('search')}?{urlencode({'q': f'{limit}:{card.key}', **years})}"


def _related(visit: Visit, related: tuple[str, ...], used: Uses) -> tuple[Link, ...]:
    """Earlier or later names with their dates, in order of these; the public is told of used ones alone."""
    found = [used.cards[key] for key in related if key in used.cards and (not visit.public or used.of(key))]
    made = []
    for card in sorted(found, key=lambda one: one.dates):
        text = text_of(card.forms, visit.language)
        dates = told_date(card.dates, visit.say)
        label = f"{text.value} ({dates})" if dates else text.value
        made.append(Link(label, issue_path(visit.language, visit.settings.naan, card.key), lang=text.lang))
    return tuple(made)


def _known(visit: Visit, card: Authority) -> Known:
    url = f"{visit.settings.url.rstrip('/')}/{keys.ark(visit.settings.naan, card.key)}"
    called = text_of(card.forms, visit.language).value
    others = [wording.value for wording in card.forms.values() if wording.value != called]
    data = schema_org.authority(card.authority_kind, url, called, (*others, *card.variants), card.outside)
    return Known(called, text_of(card.note, visit.language).value, data=schema_org.written(data))
