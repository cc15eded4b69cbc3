"""Stub."""

from starlette.responses import Response
from web.visiting import Visit


def desk(visit: Visit) -> Response:
    return Response("soon")


def publish(visit: Visit) -> Response:
    return Response("soon")
