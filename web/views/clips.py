"""A zone of a page as a picture with its source beneath: `…/p12/clip.png?xywh=120,80,600,400`."""

from __future__ import annotations

from starlette.responses import Response

from archive.errors import BadInput, NotFound
from archive.files import Files
from archive.letters import direction_of
from archive.queries import pages as page_queries
from archive.queries.canvases import on_this_canvas
from web import cutting
from web.answering import CHECKED, PRIVATE, file_answer
from web.clip_picture import Source
from web.clips import permanent_of, source_of
from web.reading_state import zone_of
from web.views.issue import shown_pages, the_issue
from web.visiting import Visit


def picture(visit: Visit) -> Response:
    """The clip as PNG, its source in the language of the address."""
    zone = zone_of(visit.query("xywh"))
    if zone is None:
        raise BadInput("A clip needs a zone: xywh=x,y,width,height in pixels of the page.", "")
    with visit.store.read() as session:
        issue = the_issue(visit, session)
        if isinstance(issue, Response):
            return issue
        page = page_queries.by_number(session, issue, visit.number("page"), public=visit.public)
        page_queries.for_picture(session, issue.key, page.number, public=visit.public)  # nothing hidden in it
        image = page.image
        if image is None:
            raise NotFound("There is no picture of this name.")
        zone = on_this_canvas(page, zone, visit.whole("canvas", 0)).within(image.width, image.height)
        order = list(shown_pages(issue, public=visit.public))
        label = page.label or str(order.index(page.number) + 1)
        source = Source(
            words=source_of(visit, session, issue, label),
            address=permanent_of(visit, issue, page, zone).partition("://")[2],
            language=visit.language,
            direction=direction_of(visit.language),
        )
        folder = Files.derivatives(issue.key, page.number, image.version)
        key, number = issue.key, page.number
    path = cutting.clip(visit.pieces, folder, image, zone, source)
    cache = CHECKED if visit.account is None else PRIVATE
    return file_answer(path, "image/png", cache=cache, name=f"{key}-p{number}.png")
