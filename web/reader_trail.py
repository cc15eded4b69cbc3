"""The words a page was found by, in the reader: on which pages of the issue, and the way from hit to hit."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from web import hit_trail
from web.finding import pages_found
from web.place import Place
from web.reader_contexts import Found, FoundPage


def place_found(place: Place) -> frozenset[int]:
    """Row ids of the pages of the issue that have the words; none where nothing is asked."""
    if not place.state.query:
        return frozenset()
    return pages_found(place.visit.pieces.engine, place.state.query, place.issue)


def found_in(place: Place) -> Found:
    """Where this page stands among those found, and the ones before and after it, in other issues too.

    A search that was begun in the reader stays in the issue; one from the results page goes through them all.
    """
    trail = hit_trail.trail_of(place.visit, place.issue.key, place.page.number)
    if trail is None:
        return Found(0, 0)
    inside = place.asked.issue == place.issue.key
    return Found(
        pages=trail.total,
        place=trail.position,
        previous=_page(place, trail.previous),
        next=_page(place, trail.next),
        results="" if inside else trail.results,
    )


def _page(place: Place, step: hit_trail.Step | None) -> FoundPage | None:
    """A step of the trail in the way of looking that was chosen here."""
    if step is None:
        return None
    if step.same_issue and step.number in place.pages:
        stream = dict(place.whole_order()).get(step.number)
        return FoundPage(place.label(step.number, stream), place.url(step.number, stream))
    kept = place.state.on_another_page().changed(query="", beside="").params()
    url = step.url + (f"&{urlencode(kept)}" if kept else "")
    return FoundPage(step.page_label, url, step.issue)


def nearest_found(place: Place, found: Collection[int]) -> str:
    """The address of the next page of the issue that has the words, else of the last one before."""
    order, number = place.whole_order(), place.page.number
    at = [each for each, _ in order].index(number)
    for each, stream in [*order[at + 1 :], *reversed(order[:at])]:
        if place.pages[each].id in found:
            return place.url(each, stream)
    return place.here()
