"""Stub."""

from starlette.responses import Response
from web.visiting import Visit


def edit(visit: Visit) -> Response:
    return Response("soon")


def save(visit: Visit) -> Response:
    return Response("soon")
