"""What went wrong, as a page in the reader's language, or as one line for programs."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import ArchiveError
from web.answering import PRIVATE, answer
from web.contexts import Error
from web.i18n import translator
from web.pieces import Pieces
from web.security import cookie_name, who
from web.visiting import Visit, language_of, site_of

#: Addresses that programs ask; they are answered by one line.
_MACHINES = (
    "/iiif/",
    "/files/",
    "/api/",
    "/static/",
    "/healthz",
    "/robots",
    "/favicon",
    "/oembed",
    "/sitemap",
)
log = structlog.get_logger("web")

#: One line for programs; the page for people has headings and remedies of its own for these.
_SENTENCES = {
    400: "This request cannot be understood.",
    403: "This request came from another site and was not carried out.",
    404: "There is nothing at this address.",
    405: "This address does not take such a request.",
    408: "The request took too long to arrive.",
    410: "This was withdrawn by the archive.",
    413: "This is larger than the archive takes in.",
    429: "Too many wrong tries.",
    500: "Something went wrong here; it has been noted.",
    503: "This is not available at the moment.",
    507: "The archive's disk is full.",
}


def told(request: Request, error: Exception) -> Response:
    """The answer to an error: its status, its sentence, never more than the reader should know."""
    language = language_of(request)
    translate = translator(language).gettext
    headers: dict[str, str] = {}
    if isinstance(error, ArchiveError):
        status = error.status
        message, remedy = (_filled(translate, part, error) for part in (error.message, error.remedy))
        if status == 500:
            log.error("could not be done", reason=str(error))
    else:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers.update(getattr(error, "headers", None) or {})
        message, remedy = "", ""
    incident = str(request.scope.get("state", {}).get("incident", "")) if status >= 500 else ""
    if status in (503, 429):
        headers.setdefault("retry-after", "30" if status == 503 else "900")
    context = Error(status, message, remedy, incident)
    return _for_programs(request, context, headers) or _page(request, context, headers)


def _filled(translate: Callable[[str], str], part: str, error: ArchiveError) -> str:
    return translate(part).format(**error.values) if part else ""


def _for_programs(request: Request, context: Error, headers: dict[str, str]) -> Response | None:
    path = request.url.path
    if not path.startswith(_MACHINES):
        return None
    message = context.message or _SENTENCES.get(context.status, _SENTENCES[500])
    line = " ".join(part for part in (message, context.remedy, context.incident) if part)
    return _plain(request, line, context.status, headers)


def _plain(request: Request, line: str, status: int, headers: dict[str, str]) -> Response:
    return answer(
        request.headers,
        line + "\n",
        "text/plain; charset=utf-8",
        status=status,
        cache=PRIVATE,
        headers=headers,
    )


def _page(request: Request, context: Error, headers: dict[str, str]) -> Response:
    """The page; where even that fails (no templates, no store), the bare sentence."""
    from web.rendering import render

    try:
        pieces: Pieces = request.app.state.pieces
        visit = Visit(request, pieces, None)
        try:
            token = request.cookies.get(cookie_name(pieces.settings), "")
            visit.account = who(pieces.store, token) if token else None
            site = visit.site()
        except Exception:
            site = site_of(visit, "", (), {})
        html = render("error.html", context, site)
    except Exception:
        log.exception("the error page failed", path=request.url.path)
        message = context.message or _SENTENCES.get(context.status, _SENTENCES[500])
        return _plain(request, message, context.status, headers)
    made = {"content-language": site.language, **headers}
    return answer(
        request.headers, html, "text/html; charset=utf-8", status=context.status, cache=PRIVATE, headers=made
    )
