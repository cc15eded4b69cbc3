"""Citations as files for reference managers: of an issue, a page (or a zone of it), an article."""

from __future__ import annotations

import re
from datetime import date

from starlette.responses import Response

from archive.canvas import Box
from archive.errors import BadInput, NotFound
from archive.models import Issue, Page
from archive.publication import today
from archive.queries import issues
from archive.queries.canvases import on_this_canvas
from archive.store import Session
from web.answering import CHECKED, PRIVATE, answer
from web.citation_files import BIBTEX_TYPE, RIS_TYPE, bibtex, ris
from web.citing import Source
from web.clips import zone_query
from web.sources import Citer
from web.views.article import find
from web.views.issue import shown_pages
from web.visiting import Visit

_ZONE = re.compile(r"[0-9]{1,6}(,[0-9]{1,6}){3}")


def issue(visit: Visit) -> Response:
    """An issue as a whole."""
    with visit.store.read() as session:
        found, shown = _found(visit, session)
        source = Citer(session, visit.settings, visit.say).issue(found, shown.values())
    return _file(visit, source)


def page(visit: Visit) -> Response:
    """A page; with `?xywh=x,y,w,h` (canvas pixels) a clip of it."""
    with visit.store.read() as session:
        found, shown = _found(visit, session)
        own = shown.get(visit.number("page"))
        if own is None:
            raise NotFound(
                "The issue {key} has no page p{number}.", key=found.key, number=visit.number("page")
            )
        citer = Citer(session, visit.settings, visit.say)
        zone = zone_of(visit.query("xywh"))
        if zone is not None:
            zone = on_this_canvas(own, zone, visit.whole("canvas", 0))
        query = f"?{zone_query(own, zone)}" if zone is not None else ""
        source = citer.clip(found, own, query) if query else citer.page(found, own)
    return _file(visit, source)


def article(visit: Visit) -> Response:
    """An article."""
    with visit.store.read() as session:
        found, shown = _found(visit, session)
        own = find(found, visit.number("article"), shown)
        source = Citer(session, visit.settings, visit.say).article(found, own, list(shown.values()))
    return _file(visit, source)


def zone_of(text: str) -> Box | None:
    """A zone as addresses write it, "x,y,w,h" in canvas pixels; None for "". Raises BadInput."""
    if not text:
        return None
    if not _ZONE.fullmatch(text):
        raise BadInput("{zone} is not a zone of a page.", zone=repr(text[:80]))
    return Box(*(int(part) for part in text.split(",")))


def _found(visit: Visit, session: Session) -> tuple[Issue, dict[int, Page]]:
    found = issues.by_key(session, visit.param("key"), public=visit.public)
    return found, shown_pages(found, public=visit.public)


def _file(visit: Visit, source: Source) -> Response:
    ending = visit.param("format")
    write, kind = (bibtex, BIBTEX_TYPE) if ending == "bib" else (ris, RIS_TYPE)
    return answer(
        visit.request.headers,
        write([source], visit.say, date.fromisoformat(today())),
        kind,
        cache=CHECKED if visit.account is None else PRIVATE,
        headers={
            "content-disposition": f'attachment; filename="{source.name}.{ending}"',
            "x-robots-tag": "noindex",
        },
    )
