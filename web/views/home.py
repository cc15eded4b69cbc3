"""The first page: what the archive is, its decades, this month in other years, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from starlette.responses import Response

from archive.models import Article, Issue
from archive.publication import today
from archive.queries import holdings, issues, pages, titles
from archive.queries.issues import Dated
from archive.store import Session
from archive.words import Word
from web.contexts import Text
from web.listing import pager
from web.naming import (
    COVER,
    article_path,
    cover_page,
    issue_name,
    issue_path,
    page_picture,
    text_of,
)
from web.sharing import known_home
from web.shelf_contexts import Arrivals, Feature, Home, Slot
from web.shelves import Shelf, bars, lacking_by_year
from web.views.issue import shown_pages
from web.visiting import Visit

_LATEST = 6
#: Issues on one screen of the arrivals.
_SCREEN = 36
_EXCERPT = 420
#: A block with more letters is running text, not a heading or a byline.
_RUNNING = 120
#: Issues looked through for an article worth the first page.
_LOOKED_THROUGH = 4


def home(visit: Visit) -> Response:
    """The first page."""
    return _first_page(visit, {})


def door(visit: Visit) -> Response:
    """The first page at the site's bare address, in the reader's language: told where its own address is."""
    return _first_page(visit, {"content-location": visit.to(), "vary": "Accept-Language, Save-Data"})


def _first_page(visit: Visit, headers: Mapping[str, str]) -> Response:
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("home.html", context, "home", headers=headers)


def _context(visit: Visit, session: Session) -> Home:
    every = issues.dated(session, public=visit.public)
    extent = issues.extent(session, public=visit.public)
    expected = holdings.expected(session, public=visit.public)
    coverage = holdings.coverage_of(expected)
    lacking = lacking_by_year(expected)
    about = titles.site_texts(session).get("about")
    latest = issues.arrivals(session, public=visit.public, limit=_LATEST)
    firsts = _decade_firsts(every)
    past = _of_this_month(every)
    shelf = Shelf(
        session,
        {*latest, *firsts.values(), *past},
        visit.say,
        visit.settings.naan,
        public=visit.public,
    )
    month = int(today()[5:7])
    return Home(
        issues=extent.issues,
        pages=extent.pages,
        years=(extent.first_year, extent.last_year) if extent.first_year and extent.last_year else None,
        decades=_decades(visit, every, firsts, shelf),
        latest=tuple(shelf.slot(number) for number in latest),
        bars=bars(Counter(each.year for each in every if each.year), lacking),
        missing=sum(lacking.values()),
        percent=coverage.percent,
        feature=_feature(visit, session, [*past, *latest]),
        month=visit.say.month(month),
        past=tuple(shelf.slot(number, str(_year(every, number))) for number in past),
        about=text_of(about, visit.language) if about else None,
        known=known_home(visit, session, text_of(about, visit.language).value if about else ""),
    )


def _decade_firsts(every: Sequence[Dated]) -> dict[int, int]:
    """For each decade the first issue of its fullest year."""
    counts = Counter(each.year for each in every if each.year)
    found = {}
    for start in sorted({year // 10 * 10 for year in counts}):
        years = [year for year in counts if year // 10 * 10 == start]
        fullest = max(years, key=lambda year: (counts[year], -year))
        found[start] = next(each.id for each in every if each.year == fullest)
    return found


def _decades(visit: Visit, every: Sequence[Dated], firsts: dict[int, int], shelf: Shelf) -> tuple[Slot, ...]:
    """A cover for each decade."""
    counts = Counter(each.year // 10 * 10 for each in every if each.year)
    slots = []
    for start, number in firsts.items():
        first = next(each.year for each in every if each.year // 10 * 10 == start)
        slot = shelf.slot(number, str(start))
        url = visit.to(f"years/{first}")
        slots.append(Slot("issue", str(start), slot.name, url, slot.picture, count=counts[start]))
    return tuple(slots)


def of_month(every: Sequence[Dated], month: int, year: int) -> list[int]:
    """The issues of this month in years before `year`, the oldest first."""
    return [
        each.id
        for each in every
        if each.year and each.year < year and each.date_from[5:7] == f"{month:02}" and _within(each)
    ]


def _within(each: Dated) -> bool:
    """Whether a date names a month, not only a year."""
    first, last = each.date_from[:7], each.date_to[:7]
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) < 4


def _of_this_month(every: Sequence[Dated]) -> list[int]:
    """Up to six issues of this month in other years, others each day."""
    day = date.fromisoformat(today())
    found = of_month(every, day.month, day.year)
    if len(found) <= _LATEST:
        return found
    begin = day.toordinal() * _LATEST % len(found)
    chosen = {found[(begin + n) % len(found)] for n in range(_LATEST)}
    return [number for number in found if number in chosen]


def _year(every: Sequence[Dated], number: int) -> int:
    return next(each.year for each in every if each.id == number)


def _feature(visit: Visit, session: Session, candidates: Sequence[int]) -> Feature | None:
    """An article of an issue of this month in another year, else of the newest; another each day."""
    choice: list[tuple[Issue, Article]] = []
    for number in candidates[:_LOOKED_THROUGH]:
        issue = issues.by_key(session, issues.by_id(session, number).key, public=visit.public)
        shown = shown_pages(issue, public=visit.public)
        choice += [(issue, each) for each in issue.articles if each.pages and each.pages[0] in shown]
        if choice:
            break
    choice = [(issue, each) for issue, each in choice if each.language == visit.language] or choice
    if not choice:
        return None
    issue, article = choice[date.fromisoformat(today()).toordinal() % len(choice)]
    page = next(page for page in issue.pages if page.number == article.pages[0])
    cover = cover_page(issue.pages, issue.streams, issue.cover_page, visit.language)
    picture = page_picture(issue.key, cover, COVER) if cover else None
    heading = text_of(article.heading, article.language)
    if picture is None or not heading:
        return None
    naan = visit.settings.naan
    return Feature(
        issue=issue_name(issue, visit.say),
        issue_url=issue_path(visit.language, naan, issue.key),
        cover=picture,
        heading=heading,
        url=article_path(visit.language, naan, issue.key, article.number),
        excerpt=Text.of(_excerpt(pages.words(session, page)), page.language),
        page_label=page.label or str(page.number),
        peek=page_picture(issue.key, page, COVER, ""),
    )


def arrivals(visit: Visit) -> Response:
    """What was published last, a screen at a time."""
    screen = max(1, visit.whole("page", 1))
    with visit.store.read() as session:
        count = issues.extent(session, public=visit.public).issues
        own = issues.arrivals(session, public=visit.public, limit=_SCREEN, offset=(screen - 1) * _SCREEN)
        shelf = Shelf(session, own, visit.say, visit.settings.naan, public=visit.public)
        slots = tuple(shelf.slot(number) for number in own)
    last = max(1, -(-count // _SCREEN))
    pages_of = pager(screen, last, lambda page: f"{visit.to('new')}?page={page}") if last > 1 else None
    return visit.page("new.html", Arrivals(slots, count, pages_of, visit.to("new.atom")), "years")


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
