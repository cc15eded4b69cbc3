"""Stub."""

from starlette.responses import Response
from web.visiting import Visit


def deliveries(visit: Visit) -> Response:
    return Response("soon")


def delivery(visit: Visit) -> Response:
    return Response("soon")


def progress(visit: Visit) -> Response:
    return Response("soon")


async def receive(visit: Visit) -> Response:
    return Response("soon")
