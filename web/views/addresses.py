"""Arks without a language, and as people write them down: to where they lead."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from archive import keys
from archive.errors import NotFound
from web.visiting import Visit


def ark(visit: Visit) -> Response:
    """A permanent address, to the page in the reader's language."""
    return _found(visit, f"/{visit.language}/{_written(visit)}")


def mistyped(visit: Visit) -> Response:
    """An ark with capitals, hyphens or without its slash: to how it is written; else not found."""
    right = f"/{visit.language}/{_written(visit)}"
    if right == visit.request.url.path:
        raise NotFound("There is nothing at this address.")
    query = visit.request.url.query
    return RedirectResponse(right + (f"?{query}" if query else ""), status_code=301)


def _written(visit: Visit) -> str:
    former = visit.settings.former_naans.split()
    key = keys.parse(f"ark:/{visit.param('rest')}", former)
    if key.naan in former:
        key = keys.Key(visit.settings.naan, key.name, key.kind, key.number)
    return str(key)


def _found(visit: Visit, url: str) -> Response:
    query = visit.request.url.query
    return RedirectResponse(
        url + (f"?{query}" if query else ""),
        status_code=302,
        headers={"vary": "Accept-Language", "cache-control": "public, max-age=300"},
    )
