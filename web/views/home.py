"""The first page: what the archive is, its decades, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from starlette.responses import Response

from archive.models import Article, Holding, Issue
from archive.queries import issues, pages, titles
from archive.store import Session
from archive.words import Word
from web.contexts import Feature, Home, Slot, Text
from web.naming import COVER, cover_page, issue_name, issue_path, page_path, page_picture, text_of
from web.shelves import bars, lacking_by_year, slot_of
from web.views.issue import shown_pages
from web.visiting import Visit

_LATEST = 6
_EXCERPT = 420
#: A block with more letters is running text, not a heading or a byline.
_RUNNING = 120


def home(visit: Visit) -> Response:
    """The first page."""
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("home.html", context, "home")


def _context(visit: Visit, session: Session) -> Home:
    extent = issues.extent(session, public=visit.public)
    counts = issues.years(session, public=visit.public)
    lacking = lacking_by_year(all_holdings(session))
    about = titles.site_texts(session).get("about")
    latest = issues.latest(session, public=visit.public, limit=_LATEST, arrived=True)
    return Home(
        issues=extent.issues,
        pages=extent.pages,
        years=(extent.first_year, extent.last_year) if extent.first_year and extent.last_year else None,
        decades=_decades(visit, session, counts),
        latest=tuple(slot_of(issue, visit.say, visit.settings.naan) for issue in latest),
        bars=bars(counts, lacking),
        missing=sum(lacking.values()),
        feature=_feature(visit, session, latest),
        about=text_of(about, visit.language) if about else None,
    )


def all_holdings(session: Session) -> list[Holding]:
    """What is expected of every series."""
    title = titles.the_title(session)
    series = titles.series_of(session, title) if title else ()
    return [holding for each in series for holding in titles.holdings(session, each)]


def _decades(visit: Visit, session: Session, counts: dict[int, int]) -> tuple[Slot, ...]:
    """A cover for each decade: that of the first issue of its fullest year."""
    slots = []
    starts = sorted({year // 10 * 10 for year in counts})
    for start in starts:
        years = [year for year in counts if year // 10 * 10 == start]
        fullest = max(years, key=lambda year: (counts[year], -year))
        first = issues.of_year(session, fullest, public=visit.public)[0]
        slot = slot_of(first, visit.say, visit.settings.naan, str(start))
        url = visit.to(f"years/{min(years)}")
        slots.append(
            Slot("issue", str(start), slot.name, url, slot.picture, count=sum(counts[year] for year in years))
        )
    return tuple(slots)


def _feature(visit: Visit, session: Session, latest: Sequence[Issue]) -> Feature | None:
    """An article of the newest issues, another each day, with its beginning."""
    choice: list[tuple[Issue, Article]] = []
    for found in latest:
        issue = issues.by_key(session, found.key, public=visit.public)
        shown = shown_pages(issue, public=visit.public)
        choice += [(issue, each) for each in issue.articles if each.pages and each.pages[0] in shown]
    choice = [(issue, each) for issue, each in choice if each.language == visit.language] or choice
    if not choice:
        return None
    issue, article = choice[date.today().toordinal() % len(choice)]  # noqa: DTZ011 - a calendar day
    page = next(page for page in issue.pages if page.number == article.pages[0])
    cover = cover_page(issue.pages, issue.streams, issue.cover_page, visit.language)
    picture = page_picture(issue.key, cover, COVER) if cover else None
    heading = text_of(article.heading, visit.language)
    if picture is None or not heading:
        return None
    naan = visit.settings.naan
    return Feature(
        issue=issue_name(issue, visit.say),
        issue_url=issue_path(visit.language, naan, issue.key),
        cover=picture,
        heading=heading,
        url=page_path(visit.language, naan, issue.key, page.number),
        excerpt=Text.of(_excerpt(pages.words(session, page)), page.language),
        page_label=page.label or str(page.number),
        peek=page_picture(issue.key, page, COVER, ""),
    )


def _excerpt(words: Sequence[Word]) -> str:
    """The first running text of a page, words divided at line ends put together, cut at a word."""
    for _, block in groupby(words, key=lambda word: word.block):
        parts: list[str] = []
        divided = ""
        for word in block:
            if word.subs and word.subs == divided:
                divided = ""  # its second half
                continue
            divided = word.subs or ""
            parts.append(word.subs or word.text)
        text = " ".join(parts)
        if len(text) > _RUNNING:
            return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    return ""
