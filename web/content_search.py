"""IIIF Content Search from places: version 2, and version 1 for the viewers that read no other.

Pure functions of plain values; `views.content_search` finds the places. A place is a box on the page's canvas
for each printed line that it stands on. https://iiif.io/api/search/2.0/ and https://iiif.io/api/search/1.0/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from index.occurrences import Occurrence, Stretch
from index.suggesting import Suggestion
from web.iiif import Json, canvas_id

CONTEXT_1 = "http://iiif.io/api/search/1/context.json"
CONTEXT_2 = "http://iiif.io/api/search/2/context.json"
_ANNOTATIONS_2 = "http://iiif.io/api/presentation/2/context.json"
_PROFILE_1 = "http://iiif.io/api/search/1/"
TYPE_1 = f'application/ld+json;profile="{CONTEXT_1}"'
TYPE_2 = f'application/ld+json;profile="{CONTEXT_2}"'

Version = Literal[1, 2]
#: Places in one answer; the next ones have an address.
MOST = 200


def services(url: str, key: str, stream: int | None = None) -> list[Json]:
    """What a manifest says of searching inside it, the newer version first."""
    search = {version: address(url, version, key, stream) for version in (1, 2)}
    complete = {version: address(url, version, key, stream, complete=True) for version in (1, 2)}
    return [
        {
            "id": search[2],
            "type": "SearchService2",
            "service": [{"id": complete[2], "type": "AutoCompleteService2"}],
        },
        {
            "@id": search[1],
            "@type": "SearchService1",
            "profile": f"{_PROFILE_1}search",
            "service": [
                {
                    "@id": complete[1],
                    "@type": "AutoCompleteService1",
                    "profile": f"{_PROFILE_1}autocomplete",
                }
            ],
        },
    ]


def address(url: str, version: int, key: str, stream: int | None, *, complete: bool = False) -> str:
    """The address of a search service, of an issue or of one of its streams."""
    verb = "autocomplete" if complete else "search"
    return f"{url.rstrip('/')}/iiif/{verb}/{version}/{key}" + (f"/{stream}" if stream else "")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a viewer asked a service for: the words, which answer of several (from 1), what was not heeded."""

    url: str  # of the site
    service: str
    typed: str
    page: int = 1
    ignored: tuple[str, ...] = ()

    def at(self, page: int) -> str:
        """The address of an answer; the first has no number."""
        values = [("q", self.typed)] + ([("page", str(page))] if page > 1 else [])
        return f"{self.service}?{urlencode(values)}"

    @property
    def slice(self) -> slice:
        """Which of the places this answer has."""
        return slice((self.page - 1) * MOST, self.page * MOST)


@dataclass(frozen=True, slots=True)
class _Screen:
    """The places of one answer, how many boxes come before them, how many there are in all."""

    shown: Sequence[Occurrence]
    start: int
    total: int
    last: int

    @classmethod
    def of(cls, sought: Sought, found: Sequence[Occurrence]) -> _Screen:
        return cls(
            found[sought.slice],
            sum(len(each.stretches) for each in found[: sought.slice.start]),
            sum(len(each.stretches) for each in found),
            max(1, -(-len(found) // MOST)),
        )

    def boxes(self) -> Iterator[tuple[Occurrence, Stretch]]:
        for each in self.shown:
            for stretch in each.stretches:
                yield each, stretch


def _name(sought: Sought, occurrence: Occurrence, stretch: Stretch) -> str:
    page = occurrence.page
    return f"{canvas_id(sought.url, page.issue_key, page.number)}/r{page.text_revision}/w{stretch.place}"


def _target(sought: Sought, occurrence: Occurrence, stretch: Stretch) -> str:
    page, box = occurrence.page, stretch.box
    return f"{canvas_id(sought.url, page.issue_key, page.number)}#xywh={box.x},{box.y},{box.w},{box.h}"


# --- version 2 ------------------------------------------------------------------------------------------


def answer_2(sought: Sought, found: Sequence[Occurrence]) -> Json:
    """The places as an AnnotationPage, with what stands round each beside it."""
    screen = _Screen.of(sought, found)
    made: Json = {"@context": CONTEXT_2, "id": sought.at(sought.page), "type": "AnnotationPage"}
    if sought.ignored:
        made["ignored"] = list(sought.ignored)
    if screen.last > 1:
        made |= _pages_2(sought, screen)
    made["items"] = [_annotation_2(sought, *place) for place in screen.boxes()]
    if screen.shown:
        context = [_context_2(sought, *place) for place in screen.boxes()]
        made["annotations"] = [{"type": "AnnotationPage", "items": context}]
    return made


def _pages_2(sought: Sought, screen: _Screen) -> Json:
    def page(number: int) -> Json:
        return {"id": sought.at(number), "type": "AnnotationPage"}

    collection = {
        "id": f"{sought.at(1)}#all",
        "type": "AnnotationCollection",
        "total": screen.total,
        "first": page(1),
        "last": page(screen.last),
    }
    made: Json = {"partOf": collection, "startIndex": screen.start}
    if sought.page > 1:
        made["prev"] = page(min(sought.page - 1, screen.last))
    if sought.page < screen.last:
        made["next"] = page(sought.page + 1)
    return made


def _annotation_2(sought: Sought, occurrence: Occurrence, stretch: Stretch) -> Json:
    return {
        "id": _name(sought, occurrence, stretch),
        "type": "Annotation",
        "motivation": "supplementing",
        "body": {
            "type": "TextualBody",
            "value": stretch.text,
            "format": "text/plain",
            "language": stretch.language or "und",
        },
        "target": _target(sought, occurrence, stretch),
    }


def _context_2(sought: Sought, occurrence: Occurrence, stretch: Stretch) -> Json:
    name = _name(sought, occurrence, stretch)
    quote = {"type": "TextQuoteSelector", "exact": stretch.text}
    if stretch.before:
        quote["prefix"] = stretch.before
    if stretch.after:
        quote["suffix"] = stretch.after
    return {
        "id": f"{name}/context",
        "type": "Annotation",
        "motivation": "contextualizing",
        "target": {"type": "SpecificResource", "source": name, "selector": [quote]},
    }


# --- version 1 ------------------------------------------------------------------------------------------


def answer_1(sought: Sought, found: Sequence[Occurrence]) -> Json:
    """The places as an annotation list with its hits: one for words that follow one another."""
    screen = _Screen.of(sought, found)
    layer: Json = {"@type": "sc:Layer", "total": screen.total}
    if sought.ignored:
        layer["ignored"] = list(sought.ignored)
    made: Json = {
        "@context": [_ANNOTATIONS_2, CONTEXT_1],
        "@id": sought.at(sought.page),
        "@type": "sc:AnnotationList",
        "within": layer,
        "startIndex": screen.start,
    }
    if screen.last > 1:
        layer |= {"first": sought.at(1), "last": sought.at(screen.last)}
        if sought.page > 1:
            made["prev"] = sought.at(min(sought.page - 1, screen.last))
        if sought.page < screen.last:
            made["next"] = sought.at(sought.page + 1)
    made["resources"] = [_annotation_1(sought, *place) for place in screen.boxes()]
    made["hits"] = [_hit_1(sought, each) for each in screen.shown]
    return made


def _annotation_1(sought: Sought, occurrence: Occurrence, stretch: Stretch) -> Json:
    return {
        "@id": _name(sought, occurrence, stretch),
        "@type": "oa:Annotation",
        "motivation": "sc:painting",
        "resource": {"@type": "cnt:ContentAsText", "format": "text/plain", "chars": stretch.text},
        "on": _target(sought, occurrence, stretch),
    }


def _hit_1(sought: Sought, occurrence: Occurrence) -> Json:
    return {
        "@type": "search:Hit",
        "annotations": [_name(sought, occurrence, stretch) for stretch in occurrence.stretches],
        "match": occurrence.text,
        "before": occurrence.stretches[0].before,
        "after": occurrence.stretches[-1].after,
    }


# --- completion -----------------------------------------------------------------------------------------


def terms_2(sought: Sought, search: str, found: Iterable[Suggestion]) -> Json:
    """What the typed text may go on to, as a TermPage; `search`: the service that finds a term."""
    made: Json = {"@context": CONTEXT_2, "id": sought.at(1), "type": "TermPage"}
    if sought.ignored:
        made["ignored"] = list(sought.ignored)
    made["items"] = [
        {
            "value": one.text,
            "total": one.pages,
            "language": one.language or "und",
            "service": [{"id": f"{search}?{urlencode({'q': one.text})}", "type": "SearchService2"}],
        }
        for one in found
    ]
    return made


def terms_1(sought: Sought, search: str, found: Iterable[Suggestion]) -> Json:
    """The same as a term list."""
    made: Json = {"@context": CONTEXT_1, "@id": sought.at(1), "@type": "search:TermList"}
    if sought.ignored:
        made["ignored"] = list(sought.ignored)
    made["terms"] = [
        {"match": one.text, "url": f"{search}?{urlencode({'q': one.text})}", "count": one.pages}
        for one in found
    ]
    return made
