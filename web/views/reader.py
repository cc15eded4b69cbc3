"""One page: its picture, its text, its neighbours in the order of the stream."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from archive import keys
from archive.alto import Direction
from archive.letters import direction_of, western_digits
from archive.models import Issue, Page, Stream
from archive.queries import pages as page_queries
from archive.store import Session
from web.contents import entries_of
from web.contexts import Download, Link, PageLink, Picture
from web.finding import found_on, pages_found
from web.naming import image_base, issue_name, issue_path, own_first, page_path, quality_of, reading_picture
from web.page_text import blocks_of
from web.reading_contexts import PageImage, Reader
from web.views.issue import downloads_of, shown_pages, the_issue
from web.visiting import Visit

#: Stands where no picture was made yet: a white page in the canvas's proportions.
_BLANK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {w} {h}'%3E"
    "%3Crect width='100%25' height='100%25' fill='white'/%3E%3C/svg%3E"
)


def page(visit: Visit) -> Response:
    """The reader. `?s=` chooses the stream, `?q=` lights words, `?page=` leads to a printed page number."""
    with visit.store.read() as session:
        issue = the_issue(visit, session)
        if isinstance(issue, Response):
            return issue
        own = page_queries.by_number(session, issue, visit.number("page"), public=visit.public)
        place = _place(visit, issue, own)
        if label := visit.query("page"):
            return visit.redirect(place.url(place.labelled(label) or own.number), 302)
        context = _context(visit, session, place)
    return visit.page("reader.html", context, "years")


@dataclass(frozen=True)
class Place:
    """Where the reader is: an issue's visible pages, a stream, a page of it."""

    visit: Visit
    issue: Issue
    pages: dict[int, Page]
    streams: list[Stream]
    stream: Stream | None
    page: Page
    query: str

    @property
    def order(self) -> list[int]:
        """Numbers of the visible pages in reading order; of all where no stream holds this one."""
        if self.stream is None:
            return list(self.pages)
        return [number for number in self.stream.pages if number in self.pages]

    @property
    def language(self) -> str:
        """The stream's language."""
        return self.stream.language if self.stream else self.page.language

    @property
    def direction(self) -> Direction:
        """The side to which the pages turn."""
        if self.stream is None:
            return direction_of(self.page.language)
        return "rtl" if self.stream.direction == "rtl" else "ltr"

    def url(self, number: int, stream: Stream | None = None) -> str:
        """The address of a page in this (or another) stream, the stream named only where it must be."""
        wanted = stream or self.stream
        path = page_path(self.visit.language, self.visit.settings.naan, self.issue.key, number)
        query = {}
        if wanted is not None and _usual(self.streams, number, self.visit.language) is not wanted:
            query["s"] = str(wanted.number)
        if self.query:
            query["q"] = self.query
        return path + (f"?{urlencode(query)}" if query else "")

    def label(self, number: int) -> str:
        """The printed number of a page, or its place."""
        order = self.order
        return self.pages[number].label or str(order.index(number) + 1 if number in order else number)

    def labelled(self, label: str) -> int | None:
        """The page with this printed number, Arabic-Indic digits read too; else the page in that place."""
        wanted = western_digits(label.strip()).casefold()
        for number in self.order:
            if western_digits(self.label(number)).casefold() == wanted:
                return number
        place = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
        return self.order[place - 1] if 0 < place <= len(self.order) else None


def _usual(streams: list[Stream], number: int, language: str) -> Stream | None:
    """The stream a page is read in when none is named: one that holds it, the reader's language first."""
    return next((stream for stream in own_first(streams, language) if number in stream.pages), None)


def _place(visit: Visit, issue: Issue, page: Page) -> Place:
    streams = list(issue.streams)
    chosen = visit.whole("s", 0)
    named = (stream for stream in streams if stream.number == chosen and page.number in stream.pages)
    stream = next(named, None) or _usual(streams, page.number, visit.language)
    pages = shown_pages(issue, public=visit.public)
    return Place(visit, issue, pages, streams, stream, page, visit.query("q").strip()[:500])


def _context(visit: Visit, session: Session, place: Place) -> Reader:
    issue, page, order = place.issue, place.page, place.order
    naan, language = visit.settings.naan, visit.language
    words = page_queries.words(session, page)
    hits = found_on(place.query, words)
    found = pages_found(visit.pieces.engine, place.query, issue) if place.query else ()
    at = order.index(page.number) if page.number in order else 0
    ark = keys.ark(naan, issue.key, page=page.number)
    return Reader(
        issue=issue_name(issue, visit.say),
        issue_url=issue_path(language, naan, issue.key),
        label=place.label(page.number),
        position=at + 1,
        of=len(order),
        lang=place.language,
        dir=place.direction,
        image=_image(issue, page, place),
        streams=_streams(place),
        contents=entries_of(session, issue, place.pages, language, naan, page.number),
        strip=tuple(_link(place, number, found) for number in order),
        blocks=blocks_of(words, frozenset(hits)),
        quality=quality_of(page),
        ark=ark,
        permanent=f"{visit.settings.url.rstrip('/')}/{ark}",
        search=visit.to("search"),
        fields=(("issue", issue.key),),
        previous=_link(place, order[at - 1], found) if at > 0 else None,
        next=_link(place, order[at + 1], found) if at + 1 < len(order) else None,
        query=place.query,
        hits=hits,
        hit_previous=_nearest(place, reversed(order[:at]), found),
        hit_next=_nearest(place, order[at + 1 :], found),
        downloads=_downloads(visit, session, place),
        goto=page_path(language, naan, issue.key, page.number),
    )


def _link(place: Place, number: int, found: Collection[int]) -> PageLink:
    page = place.pages[number]
    return PageLink(place.label(number), place.url(number), None, page is place.page, page.id in found)


def _nearest(place: Place, numbers: Iterable[int], found: Collection[int]) -> PageLink | None:
    for number in numbers:
        if place.pages[number].id in found:
            return _link(place, number, found)
    return None


def _image(issue: Issue, page: Page, place: Place) -> PageImage:
    shown = reading_picture(issue.key, page.number, page.image)
    width, height = page.width or 1000, page.height or 1414
    if shown is None or page.image is None:
        return PageImage(Picture(_BLANK.format(w=width, h=height), width, height), width, height, "")
    info = image_base(issue.key, page.number, page.image.version) + "/info.json"
    return PageImage(shown, width, height, info)


def _streams(place: Place) -> tuple[Link, ...]:
    """The ways of reading this issue; each leads to this page where it holds it, else to its first."""
    links = []
    for stream in own_first(place.streams, place.visit.language):
        own = [number for number in stream.pages if number in place.pages]
        if own:
            number = place.page.number if place.page.number in own else own[0]
            name = place.visit.say.language_name(stream.language) or stream.language
            links.append(
                Link(name, place.url(number, stream), stream is place.stream, len(own), stream.language)
            )
    return tuple(links)


def _downloads(visit: Visit, session: Session, place: Place) -> tuple[Download, ...]:
    own = Download("text", f"/files/{place.issue.key}/p{place.page.number}.txt")
    if place.stream is None:
        return (own,)
    files = downloads_of(session, place.issue, place.stream, public=visit.public)
    return (own, *(file for file in files if file.kind == "pdf"))
