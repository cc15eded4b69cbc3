"""Searching the pages: hits with a line of the scan, narrowed by year and language."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from archive.canvas import Box
from archive.models import ImageFacts
from archive.queries import issues
from index.engine import NoIndex
from index.searching import Answer, FoundPage
from index.searching import search as ask
from web.asked import Asked, asked_in, year_of
from web.contexts import Bar, Link, Pager, Picture, Quality
from web.hit_trail import hit_url
from web.image_requests import largest
from web.listing import pager
from web.naming import THUMBNAIL, image_base, issue_name, picture
from web.reading_contexts import Crop, Facet, Hit, Part, Search
from web.visiting import Visit

PER_SCREEN = 20
#: Deeper than this nobody reads; who needs more narrows the search.
_DEEPEST = 500
#: Margin round the lines of a snippet, and the widest picture of them, in pixels.
_MARGIN, _WIDEST = 24, 1000
#: A strip shows at least this share of the page's width, and is at least this much wider than high.
_LEAST_WIDTH, _ASPECT = 0.5, 3.5


def search(visit: Visit) -> Response:
    """The form, or what was found; 503 where the index is being made again."""
    asked = asked_in(visit)
    asked = replace(asked, page=min(asked.page, _DEEPEST // PER_SCREEN))
    status = 200
    if not asked.q.strip():
        context = replace(_empty(visit, asked), problem="")
    else:
        try:
            answer = _ask(visit, asked)
            context = _found(visit, asked, answer)
            if not answer.total and not answer.partial:
                visit.pieces.tallies.unanswered(visit, asked.q)
        except NoIndex:
            status = 503
            problem = visit.say.gettext(
                "The search index is being made again. Searching works again shortly; everything else works."
            )
            context = replace(_empty(visit, asked), problem=problem)
    headers = {"retry-after": "30"} if status == 503 else None
    return visit.page("search.html", context, "search", status=status, headers=headers)


def _ask(visit: Visit, asked: Asked) -> Answer:
    return ask(
        visit.store,
        visit.pieces.engine,
        asked.question,
        public=visit.public,
        limit=PER_SCREEN,
        offset=(asked.page - 1) * PER_SCREEN,
        sort=asked.order,
    )


def _empty(visit: Visit, asked: Asked) -> Search:
    with visit.store.read() as session:
        searched = issues.extent(session, public=visit.public).pages_with_text
    return Search(asked.q, searched=searched, fields=_kept(asked), years=(asked.from_year, asked.to_year))


def _kept(asked: Asked) -> tuple[tuple[str, str], ...]:
    return asked.fields()


def _found(visit: Visit, asked: Asked, answer: Answer) -> Search:
    notes = [note.told(visit.translate) for note in answer.query.notes]
    if answer.partial:
        notes.append(visit.say.gettext("Not all pages could be looked at in time; narrow the search."))
    limited = asked.from_year or asked.to_year
    return replace(
        _empty(visit, asked),
        total=answer.total,
        issues=answer.issues,
        hits=tuple(_hit(visit, asked, found) for found in answer.hits),
        facets=_facets(visit, asked, answer),
        bars=_bars(asked, answer),
        all_years=asked.url(visit, from_year="", to_year="") if limited else "",
        sorts=_sorts(visit, asked),
        pager=_pager(visit, asked, answer.total),
        note=" ".join(notes),
    )


# --- hits -----------------------------------------------------------------------------------------------


def _hit(visit: Visit, asked: Asked, found: FoundPage) -> Hit:
    page, issue = found.page, found.issue
    snippet = found.snippets[0] if found.snippets else None
    cover = picture(page.issue_key, page.number, page.image, THUMBNAIL)
    return Hit(
        url=hit_url(visit, asked, page.issue_key, page.number),
        issue=issue_name(issue, visit.say),
        page_label=page.label or str(page.number),
        snippet=tuple(Part(text, lit) for text, lit in snippet.parts) if snippet else (),
        lang=snippet.language if snippet else page.language,
        dir=snippet.direction if snippet else "ltr",
        cover=cover,
        crop=_crop(page.issue_key, page.number, page.image, snippet.region, snippet.boxes)
        if snippet
        else None,
        quality=_quality(page.quality),
    )


def _quality(quality: float | None) -> Quality:
    if quality is None:
        return "human"
    return "good" if quality >= 0.85 else "fair" if quality >= 0.7 else "poor"


def _crop(
    key: str, number: int, image: ImageFacts | None, region: Box, boxes: tuple[Box, ...]
) -> Crop | None:
    """The lines of a snippet as a strip of the scan, through the region service."""
    if image is None:
        return None
    shown = strip(region, boxes, image.width, image.height)
    width = min(_WIDEST, largest(shown)[0])
    height = max(1, round(shown.h * width / shown.w))
    base = image_base(key, number, image.version)
    url = f"{base}/{shown.x},{shown.y},{shown.w},{shown.h}/{width},{height}/0/default.jpg"
    inside = tuple(
        Box(box.x - shown.x, box.y - shown.y, box.w, box.h) for box in boxes if shown.overlap(box) == box.area
    )
    return Crop(Picture(url, width, height), shown.w, shown.h, inside)


def strip(region: Box, boxes: tuple[Box, ...], width: int, height: int) -> Box:
    """The part of a page to show for a snippet: wide and low, whatever the lines are.

    A single short word would be blown up to the width of the screen, a long paragraph would fill its height.
    """
    shown = region.grown(_MARGIN)
    wide = max(shown.w, round(_LEAST_WIDTH * width))
    low = min(shown.h, round(wide / _ASPECT))
    middle = shown.x + shown.w // 2
    x = min(max(0, middle - wide // 2), max(0, width - wide))
    lit = boxes[0] if boxes else region
    centre = lit.y + lit.h // 2
    y = min(max(shown.y, centre - low // 2), shown.y + shown.h - low)
    return Box(x, y, wide, low).within(width, height)


# --- narrowing ------------------------------------------------------------------------------------------


def _facets(visit: Visit, asked: Asked, answer: Answer) -> tuple[Facet, ...]:
    languages = tuple(
        Link(
            visit.say.language_name(code) or code,
            asked.url(visit, lang="" if code == asked.lang else code),
            code == asked.lang,
            count,
        )
        for code, count in answer.languages.items()
        if code != "und"
    )
    decades = []
    for start, count in answer.decades.items():
        if start is not None:
            on = asked.from_year == str(start) and asked.to_year == str(start + 9)
            url = asked.url(visit, from_year="" if on else str(start), to_year="" if on else str(start + 9))
            decades.append(Link(visit.say.span(start, start + 9), url, on, count))
    return Facet("decade", tuple(decades)), Facet("language", languages)


def _bars(asked: Asked, answer: Answer) -> tuple[Bar, ...]:
    counts = {year: count for year, count in answer.years.items() if year is not None}
    if len(counts) < 2:
        return ()
    first, last = year_of(asked.from_year), year_of(asked.to_year)
    limited = bool(first or last)
    return tuple(
        Bar(year, counts.get(year, 0), on=limited and (first or 0) <= year <= (last or 9999))
        for year in range(min(counts), max(counts) + 1)
    )


def _sorts(visit: Visit, asked: Asked) -> tuple[Link, ...]:
    say = visit.say.gettext
    choices = (("", say("Best first")), ("oldest", say("Oldest first")), ("newest", say("Newest first")))
    return tuple(Link(label, asked.url(visit, sort=name), name == asked.sort) for name, label in choices)


def _pager(visit: Visit, asked: Asked, total: int) -> Pager | None:
    last = (min(total, _DEEPEST) + PER_SCREEN - 1) // PER_SCREEN
    return pager(asked.page, last, lambda page: asked.url(visit, page=page)) if last > 1 else None
