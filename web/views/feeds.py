"""What programs follow: the feeds of arrivals and of this month in other years, the sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from starlette.responses import Response

from archive import keys
from archive.models import Issue
from archive.publication import today
from archive.queries import issues, titles
from archive.queries import known as known_queries
from archive.store import Session
from web import feeds
from web.answering import CHECKED, answer
from web.authority_uses import uses
from web.feeds import Entry, Place
from web.house import PAGES
from web.i18n import LANGUAGES
from web.naming import issue_path, page_path, plain_name, text_of
from web.sharing import card_url
from web.views.home import of_month
from web.visiting import Visit

_MOST = 40


def arrivals(visit: Visit) -> Response:
    """The issues that were published last."""
    with visit.store.read() as session:
        own = issues.arrivals(session, public=True, limit=_MOST)
        found = issues.shelved(session, own)
        entries = [_entry(visit, found[number]) for number in own]
        name = _name(visit, session)
    title = (
        f"{name}: {visit.say.gettext('Latest arrivals')}" if name else visit.say.gettext("Latest arrivals")
    )
    return _feed(visit, "new.atom", "new", title, name, entries)


def on_this_day(visit: Visit) -> Response:
    """The issues of this month in other years; their moment is the beginning of this month."""
    day = date.fromisoformat(today())
    with visit.store.read() as session:
        own = of_month(issues.dated(session, public=True), day.month, day.year)[:_MOST]
        found = issues.shelved(session, own)
        moment = datetime.combine(day.replace(day=1), time(), UTC)
        entries = [_entry(visit, found[number], moment, f"#{day:%Y-%m}") for number in own]
        name = _name(visit, session)
    title = visit.say.gettext("This month in other years")
    return _feed(visit, "month.atom", "", f"{name}: {title}" if name else title, name, entries)


def _name(visit: Visit, session: Session) -> str:
    texts = titles.site_texts(session)
    return text_of(texts["name"], visit.language).value if "name" in texts else ""


def _entry(visit: Visit, issue: Issue, moment: datetime | None = None, mark: str = "") -> Entry:
    base = visit.settings.url.rstrip("/")
    told = text_of(issue.description, visit.language).value or text_of(issue.name, visit.language).value
    return Entry(
        id=f"{base}/{keys.ark(visit.settings.naan, issue.key)}{mark}",
        title=plain_name(issue, visit.say),
        url=base + issue_path(visit.language, visit.settings.naan, issue.key),
        updated=moment or issue.published_at or issue.created_at,
        summary=told,
        image=card_url(visit, f"{issue.key}.jpg"),
    )


def _feed(visit: Visit, name: str, page: str, title: str, author: str, entries: list[Entry]) -> Response:
    base = visit.settings.url.rstrip("/")
    text = feeds.atom(
        title, base + visit.to(name), base + visit.to(page), visit.language, author or title, entries
    )
    return answer(visit.request.headers, text, feeds.ATOM_TYPE, cache=CHECKED)


# --- the sitemap ----------------------------------------------------------------------------------------


def sitemap_index(visit: Visit) -> Response:
    """The sitemaps: one of the house, one a year."""
    base = visit.settings.url.rstrip("/")
    with visit.store.read() as session:
        years = known_queries.years_changed(session)
        named = uses(visit.store, session, public=True).by_key
    addresses = [(f"{base}/sitemap/house.xml", "")]
    addresses += [(f"{base}/sitemap/authorities.xml", "")] if named else []
    addresses += [(f"{base}/sitemap/{year}.xml", changed) for year, changed in years.items()]
    return answer(visit.request.headers, feeds.sitemap_index(addresses), feeds.XML_TYPE)


def sitemap_house(visit: Visit) -> Response:
    """The pages that browsing begins with, and the pages of the house."""
    names = ["", "years", "covers", "new", "coverage", *PAGES]
    with visit.store.read() as session:
        names += [f"years/{year}" for year in issues.years(session, public=True)]
    places = [_everywhere(visit, name) for name in names]
    return answer(visit.request.headers, feeds.sitemap(places), feeds.XML_TYPE)


def sitemap_names(visit: Visit) -> Response:
    """The index of names and each name that something published uses."""
    with visit.store.read() as session:
        used = uses(visit.store, session, public=True)
    places = [_everywhere(visit, "authorities")]
    places += [_everywhere(visit, keys.ark(visit.settings.naan, key)) for key in used.cards if used.of(key)]
    return answer(visit.request.headers, feeds.sitemap(places), feeds.XML_TYPE)


def sitemap_year(visit: Visit) -> Response:
    """The issues of a year (0000: those without a date), their articles, their pages."""
    year = int(visit.param("year"))
    with visit.store.read() as session:
        found = known_queries.of_year(session, year)
    return answer(visit.request.headers, feeds.sitemap(_places(visit, found)), feeds.XML_TYPE)


def _places(visit: Visit, found: Iterable[known_queries.KnownIssue]) -> Iterator[Place]:
    naan, base = visit.settings.naan, visit.settings.url.rstrip("/")
    for issue in found:
        yield _everywhere(visit, keys.ark(naan, issue.key), issue.changed)
        for number in issue.articles:
            yield _everywhere(visit, keys.ark(naan, issue.key, article=number), issue.changed)
        for number, language in issue.pages:
            # A page in its own language alone: the frame round it is all that the others would change.
            code = language if language in LANGUAGES else next(iter(LANGUAGES))
            yield Place((base + page_path(code, naan, issue.key, number),), issue.changed)


def _everywhere(visit: Visit, place: str, changed: str = "") -> Place:
    """A place of the site in each language."""
    base = visit.settings.url.rstrip("/")
    return Place(tuple(f"{base}/{code}/{place}".rstrip("/") for code in LANGUAGES), changed)
