"""IIIF Image API 3: tiles and sizes as files, any other region cut in a limited child, info.json."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import RedirectResponse, Response

from archive import publication
from archive.errors import NotFound
from archive.files import Files
from archive.models import ImageFacts, Issue, Page
from archive.queries import pages
from web import cutting, iiif
from web.answering import FIVE_MINUTES, FOR_EVER, PRIVATE, data_answer, file_answer
from web.image_requests import MEDIA_TYPES, Cut, canonical, image_name, parse_cut, written
from web.naming import image_base
from web.visiting import Visit

_PROFILE = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'


def base(visit: Visit) -> Response:
    """The identifier alone leads to its description (Image API 3, section 2.2)."""
    issue, page, image, redirect = _found(visit, "/info.json")
    address = visit.settings.url.rstrip("/") + image_base(issue.key, page.number, image.version)
    return redirect or RedirectResponse(f"{address}/info.json", status_code=303)


def info(visit: Visit) -> Response:
    """What the picture is and what can be asked of it."""
    issue, page, image, redirect = _found(visit, "/info.json")
    if redirect is not None:
        return redirect
    data = iiif.image_info(visit.settings.url, issue.key, page.number, image)
    wants = visit.request.headers.get("accept", "")
    kind = "application/json" if "application/json" in wants and "ld+json" not in wants else iiif.JSON_LD
    cache = FIVE_MINUTES if publication.page_is_public(page, issue) else PRIVATE
    return data_answer(
        visit.request.headers,
        data,
        media_type=kind,
        cache=cache,
        headers={"link": _PROFILE, "vary": "Accept"},
    )


def picture(visit: Visit) -> Response:
    """A tile, a size, or any region of a page."""
    parts = [visit.param(name) for name in ("region", "size", "rotation", "file")]
    issue, page, image, redirect = _found(visit, "/" + "/".join(parts))
    if redirect is not None:
        return redirect
    cut = parse_cut(parts[0], parts[1], parts[2], parts[3], image.width, image.height)
    cache = FOR_EVER if publication.page_is_public(page, issue) else PRIVATE
    address = visit.settings.url.rstrip("/") + image_base(issue.key, page.number, image.version)
    link = f'<{address}/{canonical(cut, image.width, image.height)}>;rel="canonical", {_PROFILE}'
    path = _made(visit, issue, page, image, cut)
    if path is None:
        path = cutting.cut(visit.pieces, issue.key, page.number, image, cut)
    return file_answer(path, MEDIA_TYPES[cut.format], cache=cache, headers={"link": link})


def nothing(_visit: Visit) -> Response:
    """Any other address below /iiif/."""
    raise NotFound("There is no picture of this name.")


def preflight(_visit: Visit) -> Response:
    """Another site's script asks whether it may read: it may."""
    headers = {
        "access-control-allow-methods": "GET, HEAD, OPTIONS",
        "access-control-allow-headers": "Accept, Authorization, If-None-Match, Range",
        "access-control-max-age": "86400",
        "allow": "GET, HEAD, OPTIONS",
    }
    return Response(status_code=204, headers=headers)


def _found(visit: Visit, rest: str) -> tuple[Issue, Page, ImageFacts, Response | None]:
    """The page a picture's identifier names, and the way to its current version where another was named."""
    name = image_name(visit.param("image"))
    if name is None:
        raise NotFound("There is no picture of this name.")
    with visit.store.read() as session:
        page, issue = pages.for_picture(session, name.key, name.page, public=visit.public)
    image = page.image
    if image is None:
        raise NotFound("There is no picture of this name.")
    redirect: Response | None = None
    if name.version != image.version:
        cache = FIVE_MINUTES if publication.page_is_public(page, issue) else PRIVATE
        target = image_base(issue.key, page.number, image.version) + rest
        redirect = RedirectResponse(target, status_code=302, headers={"cache-control": cache})
    return issue, page, image, redirect


def _made(visit: Visit, issue: Issue, page: Page, image: ImageFacts, cut: Cut) -> Path | None:
    """The file that was made ahead for exactly this; None where there is none."""
    if cut.turn or cut.mirror or cut.quality not in ("default", "color") or cut.format == "png":
        return None
    region, size, _, file = written(cut, image.width, image.height)
    folder = visit.store.files.path(Files.derivatives(issue.key, page.number, image.version))
    path = folder / region / size / "0" / file.replace("color", "default")
    return path if path.is_file() else None
