"""Stub."""

from starlette.responses import Response
from web.visiting import Visit


def history(visit: Visit) -> Response:
    return Response("soon")


def undo(visit: Visit) -> Response:
    return Response("soon")
