"""An article: its text as text, with the picture of where it stands; both languages where it is paired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from archive import keys
from archive.canvas import Box
from archive.contents_pages.folding import fold, likeness
from archive.errors import NotFound
from archive.letters import direction_of
from archive.models import Article, Issue, Page
from archive.publication import today
from archive.queries import authorities, titles
from archive.queries import pages as page_queries
from archive.queries.issues import year_of
from archive.store import Session
from archive.words import Word, lines_of
from web import article_contexts
from web.article_contexts import Cutting, Half
from web.article_text import paragraphs, words_of_article
from web.citing import cite
from web.contexts import Link, Picture, Text
from web.naming import article_path, image_base, issue_name, issue_path, page_path, text_of
from web.sharing import known_article
from web.sources import Citer, label_of
from web.views.issue import shown_pages, the_issue
from web.visiting import Visit

#: Width of the picture of an article's beginning, in pixels, and its height as a share of that at most.
_WIDE, _HIGH = 960, 0.62
#: Zones shown as pictures at most; paragraphs that may stand above a heading, and how like it one must be.
_CUTTINGS, _ABOVE, _SAME = 40, 6, 0.8


def article(visit: Visit) -> Response:
    """The article of an ark. `?view=own`, `both` (where it is paired) or `other` chooses what is shown."""
    with visit.store.read() as session:
        issue = the_issue(visit, session)
        if isinstance(issue, Response):
            return issue
        context = _context(visit, session, issue, visit.number("article"))
    visit.pieces.tallies.issue(visit, issue.key)
    return visit.page("article.html", context, "years")


def find(issue: Issue, number: int, shown: Mapping[int, Page]) -> Article:
    """An article of which at least one page can be seen. Raises NotFound."""
    found = next((each for each in issue.articles if each.number == number), None)
    if found is None or not set(found.pages) & set(shown):
        raise NotFound("The issue {key} has no article a{number}.", key=issue.key, number=number)
    return found


def _context(visit: Visit, session: Session, issue: Issue, number: int) -> article_contexts.Article:
    shown = shown_pages(issue, public=visit.public)
    own = find(issue, number, shown)
    pair = next(
        (each for each in issue.articles if each.number == own.pair and set(each.pages) & set(shown)), None
    )
    both = [own, pair] if pair is not None else [own]
    if pair is not None and pair.language == visit.language != own.language:
        both.reverse()
    view = visit.query("view")
    chosen = view if pair is not None and view in ("own", "other") else "both"
    wanted = {"own": both[:1], "other": both[1:], "both": both}[chosen] if pair is not None else both
    year = year_of(issue)
    ark = keys.ark(visit.settings.naan, issue.key, article=own.number)
    section = titles.authority(session, own.section_id)
    source = Citer(session, visit.settings, visit.say).article(issue, own, list(shown.values()))
    halves = tuple(_half(visit, session, issue, each, shown) for each in wanted)
    beginning_text = halves[0].paragraphs[0].value if halves[0].paragraphs else ""
    before, after = _neighbours(visit, issue, own, shown)
    return article_contexts.Article(
        issue=issue_name(issue, visit.say),
        issue_url=issue_path(visit.language, visit.settings.naan, issue.key),
        halves=halves,
        views=_views(visit, issue, own, both, chosen) if pair is not None else (),
        ark=ark,
        permanent=f"{visit.settings.url.rstrip('/')}/{ark}",
        names=_names(visit, session, both),
        section_url=issue_path(visit.language, visit.settings.naan, section.key) if section else "",
        removal=f"{visit.to('removal')}?{urlencode({'about': ark})}",
        section=text_of(section.forms, visit.language) if section else None,
        year=str(year) if year else "",
        year_url=visit.to(f"years/{year}") if year else "",
        cite=cite(
            source, visit.say, date.fromisoformat(today()), visit.to(f"cite/{issue.key}/a{own.number}")
        ),
        known=known_article(visit, session, issue, source, beginning_text),
        previous=before,
        next=after,
    )


def _names(visit: Visit, session: Session, shown: list[Article]) -> tuple[Link, ...]:
    """Whom and what the article is by and about, in either language."""
    wanted = dict.fromkeys(key for each in shown for key in (*each.authors, *each.about))
    found = authorities.by_keys(session, wanted)
    made = {}
    for card in (found[key] for key in wanted if key in found):
        text = text_of(card.forms, visit.language)
        url = issue_path(visit.language, visit.settings.naan, card.key)
        made[card.key] = Link(text.value or "…", url, lang=text.lang)
    return tuple(made.values())


def _views(visit: Visit, issue: Issue, own: Article, both: list[Article], chosen: str) -> tuple[Link, ...]:
    path = article_path(visit.language, visit.settings.naan, issue.key, own.number)
    say = visit.say
    names = [say.language_name(each.language) or each.language for each in both]
    return (
        Link(names[0], f"{path}?view=own", chosen == "own", lang=both[0].language),
        Link(say.gettext("Both languages"), path, chosen == "both"),
        Link(names[1], f"{path}?view=other", chosen == "other", lang=both[1].language),
    )


def _neighbours(
    visit: Visit, issue: Issue, own: Article, shown: Mapping[int, Page]
) -> tuple[Link | None, Link | None]:
    """The articles before and after in the same language."""
    same = [each for each in issue.articles if each.language == own.language and set(each.pages) & set(shown)]
    at = same.index(own)

    def link(place: int) -> Link | None:
        if not 0 <= place < len(same):
            return None
        other = same[place]
        heading = text_of(other.heading, other.language)
        url = article_path(visit.language, visit.settings.naan, issue.key, other.number)
        return Link(heading.value or "…", url, lang=heading.lang)

    return link(at - 1), link(at + 1)


def _half(visit: Visit, session: Session, issue: Issue, article: Article, shown: Mapping[int, Page]) -> Half:
    pages = [shown[number] for number in article.pages if number in shown]
    words = {page.number: page_queries.words(session, page) for page in pages}
    parts = list(words_of_article(article, words))
    first = pages[0]
    # The first zone as it stands; one more would cut the picture of the beginning across columns.
    zone = next((zone.box for zone in article.zones if zone.page == first.number), None)
    source = Citer(session, visit.settings, visit.say).article(issue, article, pages)
    query = f"?xywh={zone.x},{zone.y},{zone.w},{zone.h}" if zone is not None else ""
    heading = text_of(article.heading, article.language)
    return Half(
        lang=article.language,
        dir=direction_of(article.language),
        heading=heading or Text.of("…", article.language),
        url=page_path(visit.language, visit.settings.naan, issue.key, first.number) + query,
        page_label=label_of(issue, first)[0],
        paragraphs=_from_heading(paragraphs(parts), heading, whole=zone is None),
        byline=Text.of(article.byline, article.language) if article.byline else None,
        begin=beginning(issue, first, zone),
        quality=source.quality,
        hand=_hand(parts),
        cuttings=_cuttings(visit, issue, article, {page.number: page for page in pages}, zone),
    )


def _cuttings(
    visit: Visit, issue: Issue, article: Article, pages: Mapping[int, Page], begun: Box | None
) -> tuple[Cutting, ...]:
    """The zones after the one that the article begins in; those of pages that are not shown are left out."""
    rest = list(article.zones)
    if begun is not None:
        rest.remove(next(zone for zone in rest if zone.box == begun and zone.page == next(iter(pages))))
    found = []
    for zone in rest[:_CUTTINGS]:
        page = pages.get(zone.page)
        picture = cutting(issue, page, zone.box) if page is not None else None
        if page is not None and picture is not None:
            path = page_path(visit.language, visit.settings.naan, issue.key, page.number)
            box = zone.box
            url = f"{path}?xywh={box.x},{box.y},{box.w},{box.h}"
            found.append(Cutting(picture, label_of(issue, page)[0], url))
    return tuple(found)


def _from_heading(found: tuple[Text, ...], heading: Text, *, whole: bool) -> tuple[Text, ...]:
    """The paragraphs after the heading where it stands first: the page says it already.

    `whole`: no zone is drawn on the first page; then what stands above the heading (the magazine's name, the
    date, the section) is not the article's either.
    """
    for place, paragraph in enumerate(found[: _ABOVE if whole else 1] if heading else ()):
        if likeness(fold(paragraph.value), fold(heading.value)) > _SAME:
            return found[place + 1 :]
    return found


def _hand(parts: list[list[Word]]) -> int:
    """Lines that people vouched for."""
    return sum(all(word.locked for word in line) for part in parts for line in lines_of(part))


def beginning(issue: Issue, page: Page, zone: Box | None, width: int = _WIDE) -> Picture | None:
    """The top of a zone (canvas pixels), of the whole page without one; None before pictures were made."""
    if page.image is None:
        return None
    whole = Box(0, 0, page.image.width, page.image.height)
    shown = (zone or whole).within(page.image.width, page.image.height)
    if not shown.w or not shown.h:
        shown = whole
    return cutting(issue, page, Box(shown.x, shown.y, shown.w, min(shown.h, round(shown.w * _HIGH))), width)


def cutting(issue: Issue, page: Page, zone: Box, width: int = _WIDE) -> Picture | None:
    """The picture of a zone (canvas pixels), `width` wide at most; None before pictures were made."""
    if page.image is None:
        return None
    cut = zone.within(page.image.width, page.image.height)
    if not cut.w or not cut.h:
        return None
    wide = min(width, cut.w)
    high = max(1, round(cut.h * wide / cut.w))
    base = image_base(issue.key, page.number, page.image.version)
    return Picture(f"{base}/{cut.x},{cut.y},{cut.w},{cut.h}/{wide},{high}/0/default.jpg", wide, high)
