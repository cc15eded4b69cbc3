"""The reader: a page, a spread or all pages of a stream, with their text, their neighbours and every control.

Each control is an address that holds the whole state, so the reader works without a script; the scripts turn
pages in place and add zoom, the lens, the keys. `?s=` chooses the stream, `?q=` lights words, `?page=` leads
to a printed page number, the rest is in `reading_state`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from urllib.parse import quote

from starlette.responses import Response

from archive import keys
from archive.canvas import Box
from archive.errors import ArchiveError
from archive.files import Files
from archive.models import Article, Issue, Page, Stream
from archive.queries import issues
from archive.queries import pages as page_queries
from archive.queries.canvases import canvas_number, on_this_canvas
from archive.store import Session
from web.clips import cited, clip_of, permanent_of, source_of
from web.contents import entry_of
from web.contexts import Link
from web.finding import plain_words
from web.issue_contexts import Download, Entry
from web.leaves import beside_leaf, halves_of, leaves_of, picture_file
from web.naming import issue_name, issue_path, own_first
from web.page_notices import page_notices
from web.place import Place, place_of
from web.reader_contexts import Beside, Clip, Leaf, PanelLink, Reader, ViewLink
from web.reader_trail import found_in, nearest_found, place_found
from web.reading_state import VIEWS, Panel, beside_of, zone_text
from web.sharing import known_page
from web.views.issue import downloads_of, shown_pages, the_issue
from web.visiting import Visit

#: A zone that covers more of its page than this is the page.
_WHOLE = 0.7
_NO_ROOM_BESIDE = ("scroll", "grid", "text")


def page(visit: Visit) -> Response:
    """The reader at a page of an issue."""
    with visit.store.read() as session:
        issue = the_issue(visit, session)
        if isinstance(issue, Response):
            return issue
        place = _place(visit, session, issue, visit.number("page"))
        if label := visit.query("page"):
            return visit.redirect(place.url(place.labelled(label) or place.page.number), 302)
        if wanted := visit.query("beside"):
            return visit.redirect(place.here(beside=_named_beside(place, wanted), view="one"), 302)
        if place.state.zone is not None and 0 < (drawn := visit.whole("canvas", 0)) < canvas_number(
            place.page
        ):
            moved = on_this_canvas(place.page, place.state.zone, drawn)
            return visit.redirect(place.here(zone=moved), 302)
        found = place_found(place)
        if visit.query("find") and found and place.page.id not in found:
            return visit.redirect(nearest_found(place, found), 302)
        context = _context(visit, session, place, found)
        notices = page_notices(visit, session, place.page)
    visit.pieces.tallies.issue(visit, issue.key)
    return visit.page("reader.html", context, "years", notices=notices)


def _place(visit: Visit, session: Session, issue: Issue, number: int) -> Place:
    own = page_queries.by_number(session, issue, number, public=visit.public)
    return place_of(visit, issue, own, shown_pages(issue, public=visit.public))


def _context(visit: Visit, session: Session, place: Place, found: Collection[int]) -> Reader:
    issue, number, order = place.issue, place.page.number, place.order
    naan = visit.settings.naan
    other = _other(visit, session, place)
    label, state = place.label(number), place.state
    return Reader(
        issue=issue_name(issue, visit.say),
        issue_url=issue_path(visit.language, naan, issue.key),
        key=issue.key,
        number=number,
        label=label,
        position=order.index(number) + 1 if number in order else 1,
        of=len(order),
        lang=place.language,
        dir=place.direction,
        view=state.view,
        leaves=_leaves(session, place, other, visit.saving),
        halves=halves_of(place, found),
        streams=_streams(place),
        contents=_contents(session, place, beyond=False),
        contents_beyond=_contents(session, place, beyond=True),
        views=tuple(ViewLink(view, place.here(view=view), view == state.view) for view in VIEWS),
        panels=tuple(_panel(place, panel) for panel in ("contents", "text", "film")),
        ark=keys.ark(naan, issue.key, page=number),
        permanent=permanent_of(visit, issue, place.page),
        citation=f"{source_of(visit, session, issue, label)}. {permanent_of(visit, issue, place.page)}",
        cite=cited(visit, session, issue, place.page, clip_zone(place)),
        action=place.url(number).partition("?")[0],
        fields=_fields(place),
        turn_url=place.here(turn=(state.turn + 90) % 360),
        beside=_beside(session, place),
        previous=place.previous(),
        next=place.next(),
        query=state.query,
        search=visit.to("search"),
        found=found_in(place) if state.query else None,
        clip=_clip(visit, session, place),
        downloads=_downloads(visit, session, place),
        correct_url=_correct_url(visit, place),
        known=known_page(
            visit, session, issue, place.page, label, zone_text(state.zone) if state.zone is not None else ""
        ),
    )


# --- what is on the screen ------------------------------------------------------------------------------


def _leaves(session: Session, place: Place, other: Place | None, saving: bool) -> tuple[Leaf | None, ...]:
    if place.state.view == "grid":
        return ()
    own = leaves_of(session, place, saving)
    if other is None or place.state.view != "one":
        return own
    leaf = beside_leaf(session, place, other, saving)
    name = issue_name(other.issue, place.visit.say) if other.issue is not place.issue else None
    return (*own, replace(leaf, name=name))


def _other(visit: Visit, session: Session, place: Place) -> Place | None:
    """The page that is to lie beside this one; None where none is asked for or it may not be seen."""
    named = beside_of(place.state.beside)
    if named is None or place.state.view in _NO_ROOM_BESIDE:
        return None
    key, number = named
    try:
        issue = (
            place.issue if key in ("", place.issue.key) else issues.by_key(session, key, public=visit.public)
        )
        return _place(visit, session, issue, number)
    except ArchiveError:
        return None


def _streams(place: Place) -> tuple[Link, ...]:
    """The ways of reading this issue; each leads to this page where it holds it, else to its first."""
    links = []
    for stream in own_first(place.streams, place.visit.language):
        own = place.order_of(stream)
        if own:
            number = place.page.number if place.page.number in own else own[0]
            name = place.visit.say.language_name(stream.language) or stream.language
            current = stream is place.stream
            links.append(Link(name, place.url(number, stream), current, len(own), stream.language))
    return tuple(links)


def _correct_url(visit: Visit, place: Place) -> str:
    if not visit.settings.reader_corrections or not place.page.text_revision:
        return ""
    return f"{place.url(place.page.number).partition('?')[0]}/correct"


def _panel(place: Place, panel: Panel) -> PanelLink:
    state = place.state.toggled(panel)
    return PanelLink(panel, place.url(place.page.number, state=state), panel in place.state.panels)


def _contents(session: Session, place: Place, *, beyond: bool) -> tuple[Entry, ...]:
    """The articles of this half, or of the others.

    Each leads to its zone where that is not the whole page.
    """
    own = set(place.stream.pages) if place.stream else set(place.pages)
    visit, entries = place.visit, []
    for article in place.issue.articles:
        first = next((number for number in article.pages if number in place.pages), None)
        if first is None or (first in own) is beyond:
            continue
        entry = entry_of(
            session,
            place.issue,
            article,
            place.pages,
            visit.language,
            visit.settings.naan,
            current=place.page.number,
        )
        state = place.state.on_another_page().changed(zone=_zone(article, place.pages[first]), beside="")
        entries.append(replace(entry, url=place.url(first, _stream_for(place, first), state)))
    return tuple(entries)


def _stream_for(place: Place, number: int) -> Stream | None:
    if place.stream is not None and number in place.stream.pages:
        return place.stream
    return next((stream for stream in place.streams if number in stream.pages), None)


def _zone(article: Article, page: Page) -> Box | None:
    zone = Box.around(zone.box for zone in article.zones if zone.page == page.number)
    whole = (page.width or 0) * (page.height or 0)
    return zone if zone is not None and whole and zone.area < _WHOLE * whole else None


# --- words, zones, files --------------------------------------------------------------------------------


def _fields(place: Place) -> tuple[tuple[str, str], ...]:
    """What the forms of the reader keep of the address, hidden."""
    state = place.state.on_another_page().changed(query="")
    return tuple((place.stream_param(place.page.number, place.stream) | state.params()).items())


def clip_zone(place: Place) -> Box | None:
    """The zone that is offered to be taken away; None where none was chosen or no single page is shown."""
    zone = place.state.zone
    if zone is None or place.state.view in ("grid", "scroll"):
        return None
    return zone.within(place.page.width or 1000, place.page.height or 1414)


def _clip(visit: Visit, session: Session, place: Place) -> Clip | None:
    zone, page = clip_zone(place), place.page
    if zone is None:
        return None
    return clip_of(visit, session, place.issue, page, place.label(page.number), zone, place.here(zone=None))


def _named_beside(place: Place, text: str) -> str:
    """A page that people name ("12", an ark or its address) as `ReadingState.beside` does, "" for none."""
    tail = text.strip().rstrip("/").partition("?")[0]
    if "ark:/" in tail:
        tail = ".".join(tail.split("ark:/", 1)[1].split("/")[1:])
        return tail if beside_of(tail) else f"{tail}.p1"
    number = place.labelled(tail)
    if number is not None:
        return f"p{number}"
    return tail if beside_of(tail) else ""


def _beside(session: Session, place: Place) -> Beside:
    """What may lie beside this page."""
    order, number = place.order, place.page.number
    at = order.index(number) + 1 if number in order else len(order)
    pair = _pair(place)
    return Beside(
        action=place.url(number).partition("?")[0],
        fields=tuple(field for field in _fields(place) if field[0] not in ("with", "view")),
        next_url=place.here(beside=f"p{order[at]}", view="one") if at < len(order) else "",
        pair_url=place.here(beside=f"p{pair}", view="one") if pair is not None else "",
        close_url=place.here(beside="") if place.state.beside else "",
    )


def _pair(place: Place) -> int | None:
    """The page on which the article of this page begins in the other language."""
    by_number = {article.number: article for article in place.issue.articles}
    for article in place.issue.articles:
        if place.page.number in article.pages and article.pair in by_number:
            other = by_number[article.pair]
            return next((number for number in other.pages if number in place.pages), None)
    return None


def _downloads(visit: Visit, session: Session, place: Place) -> tuple[Download, ...]:
    """The page's picture, text and ALTO, the half's PDF and text, each with its size where it is a file."""
    key, page = place.issue.key, place.page
    made: list[Download] = []
    if (file := picture_file(place.issue, page)) and page.image is not None:
        folder = Files.derivatives(key, page.number, page.image.version)
        url = f"/iiif/3/{key}.p{page.number}.v{page.image.version}/{file}"
        made.append(Download("image", url, "", _size(visit, f"{folder}/{file}")))
    text = page_queries.text(session, page)
    if text is not None:
        plain = len(page_queries.plain(session, page).encode()) + 1
        made.append(Download("text", f"/files/{key}/p{page.number}.txt", "", plain))
        made.append(Download("alto", f"/files/{key}/p{page.number}.alto.xml", "", _size(visit, text.path)))
    if place.stream is not None:
        files = downloads_of(session, place.issue, place.stream, public=visit.public)
        opened = _opened_at(place, place.stream)
        made += [replace(file, url=file.url + opened) for file in files if file.kind == "pdf"]
    return tuple(made)


def _opened_at(place: Place, stream: Stream) -> str:
    """Where a viewer opens the half's PDF: at this page, the words looked for found there.

    Adobe's "Parameters for Opening PDF Files", which browsers' viewers follow in part.
    """
    number = place.page.number
    at = f"#page={stream.pages.index(number) + 1}" if number in stream.pages else "#page=1"
    words = plain_words(place.state.query)
    return at + (f"&search={quote(words, safe='')}" if words else "")


def _size(visit: Visit, path: str) -> int:
    file = visit.store.files.path(path)
    return file.stat().st_size if file.is_file() else 0
