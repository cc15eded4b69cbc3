"""Every address of the site in one list, an example beside each: the map of the product.

A view is a plain function of a `Visit`; it runs in a thread. `role` is who may come in ("" everybody): it is
checked here, before the view is called, and a test walks the whole list.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import cast
from urllib.parse import urlsplit

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.errors import NotAllowed
from web.address import Address, View
from web.contexts import SignIn
from web.desk_addresses import DESK
from web.pieces import Pieces
from web.public_addresses import PUBLIC
from web.security import cookie_name, safe_next, who
from web.visiting import Visit

#: A form that does not arrive within this many seconds is given up: no server in front is promised.
_PATIENCE = 30.0
#: Fields of one form: a preview of a thousand issues; and the longest text of one, in bytes.
MOST_FIELDS, MOST_TEXT = 5000, 16 << 20

ADDRESSES: tuple[Address, ...] = (*PUBLIC, *DESK)


def routes(addresses: Sequence[Address] = ADDRESSES) -> list[BaseRoute]:
    """The list as Starlette wants it."""
    made: list[BaseRoute] = []
    for each in addresses:
        limit = [] if each.streamed else [Middleware(RequestBodyLimitMiddleware, max_body_size=each.body)]
        made.append(
            Route(each.path, _endpoint(each), methods=[each.method], name=each.name, middleware=limit)
        )
    return made


def _endpoint(address: Address) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: FormData | None = None
        sent = b""
        if address.method == "POST" and not address.streamed:
            form = await _form(request, address.files)
        elif address.method == "PUT":
            sent = await _body(request)
        if address.streamed:
            visit = await run_in_threadpool(_enter, address, request, form)
            if isinstance(visit, Response):
                return visit
            return await cast(Callable[[Visit], Awaitable[Response]], address.view)(visit)
        try:
            return await run_in_threadpool(_answer, address, request, form, sent)
        finally:
            if form is not None and address.files:
                await form.close()

    return endpoint


async def _form(request: Request, files: int) -> FormData:
    try:
        with anyio.fail_after(_PATIENCE):
            return await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT)
    except TimeoutError as error:
        raise HTTPException(408) from error


async def _body(request: Request) -> bytes:
    try:
        with anyio.fail_after(_PATIENCE):
            return await request.body()
    except TimeoutError as error:
        raise HTTPException(408) from error


def _answer(address: Address, request: Request, form: FormData | None, sent: bytes) -> Response:
    visit = _enter(address, request, form, sent)
    return visit if isinstance(visit, Response) else cast(View, address.view)(visit)


def _signed_out(visit: Visit) -> Response:
    """The door for a form whose sender is not signed in (any more); back to the page that it stands on.

    Nothing of the form is kept here: the desk's forms are kept by the browser that they were typed in.
    """
    referer = urlsplit(visit.request.headers.get("referer", "")[:2000])
    place = f"{referer.path}?{referer.query}" if referer.query else referer.path
    then = safe_next(place or visit.request.url.path, visit.language)
    told = visit.translate(
        "You are not signed in any more, and nothing was changed. "
        "Sign in: what you typed stands in the form again."
    )
    return visit.page("signin.html", SignIn(visit.to("signin"), error=told, then=then), "signin", status=403)


def _enter(address: Address, request: Request, form: FormData | None, sent: bytes = b"") -> Visit | Response:
    """The visit, or, where someone must sign in first, the way there. Raises NotAllowed."""
    pieces: Pieces = request.app.state.pieces
    token = request.cookies.get(cookie_name(pieces.settings), "")
    visit = Visit(request, pieces, who(pieces.store, token) if token else None, form, sent)
    if not address.role or (visit.account is not None and visit.account.may(address.role)):
        return visit
    if (
        visit.account is None
        and request.method in ("GET", "HEAD")
        and not request.url.path.startswith("/api/")
    ):
        return visit.redirect(visit.to("signin"), next=request.url.path)
    if visit.account is None and form is not None and not request.url.path.startswith("/api/"):
        return _signed_out(visit)
    raise NotAllowed(
        "This needs the role {role}.",
        "Sign in with an account that has it, or ask an administrator.",
        role=visit.translate(address.role),
    )
