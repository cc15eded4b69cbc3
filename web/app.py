"""The site put together: addresses, what stands guard before them, and what answers when something fails."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

import structlog
from servestatic import ServeStaticASGI
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.errors import ArchiveError
from archive.settings import Settings
from web import assets, security
from web.pieces import Pieces
from web.routes import routes
from web.views import errors

log = structlog.get_logger("web")

#: Answers slower than this are noted, in seconds.
_SLOW = 2.0


def create_app(settings: Settings) -> Starlette:
    """The site of one archive. Raises NoArchive, WrongSchema, BadSetting.

    The pieces are closed when the server ends (ASGI lifespan).
    """
    pieces = Pieces.of(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(pieces.close)

    app = Starlette(
        routes=[Mount("/static", static_files(), name="static"), *routes()],
        middleware=[Middleware(Guard, pieces=pieces)],
        exception_handlers={ArchiveError: _told, HTTPException: _told},
        lifespan=lifespan,
    )
    app.state.pieces = pieces
    return app


def static_files() -> ASGIApp:
    """Styles, faces and scripts: hashed names are kept for ever, compressed files are sent as they lie."""
    found = ServeStaticASGI(
        None,
        root=assets.STATIC if assets.STATIC.is_dir() else None,
        prefix="static/",
        immutable_file_test=r"\.[0-9a-f]{8,}\.",
        allow_all_origins=False,
    )
    return cast(ASGIApp, found)


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong as a sentence in the reader's language."""
    return await run_in_threadpool(errors.told, request, error)


class Guard:
    """Stands before everything: log, same-origin check, security headers, unexpected errors."""

    def __init__(self, app: ASGIApp, pieces: Pieces) -> None:
        self.app = app
        self.pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        incident = uuid.uuid4().hex[:12]
        scope.setdefault("state", {})["incident"] = incident
        structlog.contextvars.bind_contextvars(request=incident)
        began, status = time.perf_counter(), 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, scope["path"])
            if scope["method"] == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._answer(scope, receive, guarded, lambda: status)
        finally:
            seconds = time.perf_counter() - began
            if status == 500 or seconds > _SLOW:
                log.warning(
                    "answered",
                    method=scope["method"],
                    path=scope["path"][:200],
                    status=status,
                    ms=round(seconds * 1000, 1),
                )
            structlog.contextvars.unbind_contextvars("request")

    async def _answer(self, scope: Scope, receive: Receive, send: Send, status: Callable[[], int]) -> None:
        request = Request(scope, receive)
        refusal = self._refused(request)
        if refusal is not None:
            await (await _told(request, refusal))(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            log.exception("unexpected error", path=scope["path"])
            if status():  # the answer has begun: it can only be broken off
                raise
            await (await _told(request, error))(scope, receive, send)

    def _refused(self, request: Request) -> HTTPException | None:
        """Why a request is not even looked at; None where it is."""
        headers: Headers = request.headers
        if "\x00" in request.url.path:
            return HTTPException(400)
        if request.method not in security.SAFE_METHODS and not security.same_origin(
            headers, self.pieces.settings.url
        ):
            return HTTPException(403)
        return None


def _add_headers(message: Message, path: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in security.HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith("/iiif/"):
        # IIIF clients of other sites read manifests and pictures: what is public is public.
        headers.setdefault("access-control-allow-origin", "*")
        headers.setdefault("access-control-expose-headers", "Link, ETag, Location")
        headers.setdefault("cross-origin-resource-policy", "cross-origin")
    else:
        headers.setdefault("cross-origin-resource-policy", "same-origin")
