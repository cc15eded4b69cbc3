"""The pages that lie on the reader's screen: pictures, found words, text; and the strip of all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from archive.letters import direction_of
from archive.models import Issue, Page
from archive.queries import pages as page_queries
from archive.store import Session
from web.contexts import Picture
from web.finding import lit_on
from web.issue_contexts import PageLink
from web.naming import THUMBNAIL, image_base, page_picture, quality_of, reading_picture
from web.page_text import blocks_of
from web.place import Place, turning
from web.reader_contexts import Half, Leaf, PageImage
from web.spreads import spread_at, spreads

#: Stands where no picture was made yet: a white page in the canvas's proportions.
_BLANK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {w} {h}'%3E"
    "%3Crect width='100%25' height='100%25' fill='white'/%3E%3C/svg%3E"
)


def leaves_of(session: Session, place: Place, saving: bool) -> tuple[Leaf | None, ...]:
    """The pages on the screen in the order they are read; None where nothing lies beside a cover."""
    order, number = place.order, place.page.number
    if place.state.view == "two" and number in order:
        spread = spreads(order)[spread_at(order, number)]
        return tuple(_leaf(session, place, each, saving) if each else None for each in spread)
    if place.state.view == "scroll":
        return tuple(_leaf(session, place, each, saving, text=False) for each in order)
    return (_leaf(session, place, number, saving),)


def _leaf(session: Session, place: Place, number: int, saving: bool, *, text: bool = True) -> Leaf:
    page = place.pages[number]
    query, current = place.state.query, page is place.page
    words = page_queries.words(session, page) if text or query else ()
    hits = tuple(lit.box for lit in lit_on(place.visit, words)) if query else ()
    return Leaf(
        number=number,
        label=place.label(number),
        url=place.url(number, state=place.state.on_another_page().changed(view="one")),
        lang=place.language,
        dir=place.direction,
        image=image_of(place.issue, page, saving),
        current=current,
        turn=place.state.turn if current else 0,  # type: ignore[arg-type]
        hits=hits,
        zone=place.state.zone.within(page.width or 1000, page.height or 1414)
        if current and place.state.zone
        else None,
        words_url=f"/files/{place.issue.key}/p{number}.words.json" if page.text_revision else "",
        blocks=blocks_of(words, frozenset(hits)) if text else (),
        quality=quality_of(page),
    )


def beside_leaf(session: Session, place: Place, other: Place, saving: bool) -> Leaf:
    """A page that lies beside the one read; its own steps leave the other where it is."""
    made = _leaf(session, other, other.page.number, saving)
    order = other.order
    at = order.index(other.page.number) if other.page.number in order else 0
    own = other.issue is place.issue

    def step(to: int) -> str:
        name = f"p{order[to]}" if own else f"{other.issue.key}.p{order[to]}"
        return place.here(beside=name)

    return replace(
        made,
        current=False,
        zone=None,
        turn=0,
        previous=step(at - 1) if at > 0 else "",
        next=step(at + 1) if at + 1 < len(order) else "",
    )


def image_of(issue: Issue, page: Page, saving: bool = False) -> PageImage:
    """A page's picture for reading, a blank leaf where none was made yet."""
    shown = reading_picture(issue.key, page.number, page.image, saving=saving)
    width, height = page.width or 1000, page.height or 1414
    if shown is None or page.image is None:
        return PageImage(Picture(_BLANK.format(w=width, h=height), width, height), width, height, "")
    info = image_base(issue.key, page.number, page.image.version) + "/info.json"
    return PageImage(shown, width, height, info)


def halves_of(place: Place, found: Collection[int]) -> tuple[Half, ...]:
    """Every way of reading the issue with its pages, as they lie on a table: from left to right."""
    thumbnails = place.state.view == "grid" or "film" in place.state.panels
    made = []
    for stream in place.streams:
        order = place.order_of(stream)
        if not order:
            continue
        links = tuple(
            PageLink(
                place.label(number, stream),
                place.url(number, stream),
                page_picture(place.issue.key, place.pages[number], THUMBNAIL) if thumbnails else None,
                stream is place.stream and number == place.page.number,
                place.pages[number].id in found,
            )
            for number in order
        )
        made.append(Half(stream.language, turning(stream), stream is place.stream, links))
    if not made:
        made = [_whole(place, found, thumbnails)]
    return tuple(sorted(made, key=lambda half: half.dir))


def _whole(place: Place, found: Collection[int], thumbnails: bool) -> Half:
    """All pages of an issue that no stream orders."""
    links = tuple(
        PageLink(
            place.label(number),
            place.url(number),
            page_picture(place.issue.key, page, THUMBNAIL) if thumbnails else None,
            page is place.page,
            page.id in found,
        )
        for number, page in place.pages.items()
    )
    return Half(place.language, direction_of(place.language), True, links)


def picture_file(issue: Issue, page: Page) -> str:
    """Where the largest whole picture of a page lies, below the folder of its derivatives; "" for none."""
    if page.image is None or not page.image.sizes:
        return ""
    w, h = page.image.sizes[-1]
    return f"full/{w},{h}/0/default.jpg"
