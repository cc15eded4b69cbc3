"""The handbook of archivists and operators, chapter by chapter."""

from __future__ import annotations

from starlette.responses import Response

from web.contexts import Link
from web.handbook import CHAPTERS, text_of, title_of
from web.handbook_contexts import Chapter
from web.house import render_markdown
from web.visiting import Visit


def first(visit: Visit) -> Response:
    """The first chapter, and the list of all."""
    return _shown(visit, CHAPTERS[0])


def chapter(visit: Visit) -> Response:
    """One chapter."""
    return _shown(visit, visit.param("chapter"))


def _shown(visit: Visit, name: str) -> Response:
    language = visit.language
    body = text_of(name, language).partition("\n")[2]  # its heading is the page's
    links = tuple(
        Link(title_of(each, language), visit.to(f"desk/handbook/{each}"), each == name) for each in CHAPTERS
    )
    context = Chapter(title_of(name, language), render_markdown(body, visit.to()), links)
    return visit.page("desk/handbook.html", context, "handbook")
