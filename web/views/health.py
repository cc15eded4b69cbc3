"""For machines: is everything well, what may be crawled."""

from __future__ import annotations

import shutil
from datetime import timedelta

from starlette.responses import RedirectResponse, Response

from archive.queries import changes, work
from archive.store import now
from web.answering import PRIVATE, answer, data_answer
from web.visiting import Visit
from web.worker import last_sign

#: Free space below which the archive is called unwell, in bytes.
_LEAST_FREE = 500 << 20
#: The worker gives a sign of life every few seconds; after this it is called gone.
_SILENCE = timedelta(seconds=60)


def health(visit: Visit) -> Response:
    """Store, index, disk and worker, 200 when the site can do its work, else 503.

    A missing index or worker is told but does not take the site out of service: it reads on.
    """
    with visit.store.read() as session:
        latest = changes.latest(session)
        waiting = work.unfinished(session)
    state = visit.pieces.engine.state()
    free = shutil.disk_usage(visit.store.path.parent).free
    sign = last_sign(visit.store.files)
    parts = {
        "store": {"ok": True, "change": latest},
        "index": {"ok": not state.problem, "problem": state.problem, "behind": max(0, latest - state.upto)},
        "disk": {"ok": free > _LEAST_FREE, "free_megabytes": free >> 20},
        "worker": {"ok": sign is not None and now() - sign < _SILENCE, "steps_waiting": waiting},
    }
    well = free > _LEAST_FREE
    return data_answer(
        visit.request.headers, {"ok": well, **parts}, status=200 if well else 503, cache=PRIVATE
    )


def robots(visit: Visit) -> Response:
    """What crawlers should leave alone: the desk, and searches without end."""
    lines = ["User-agent: *"]
    places = ("desk", "search", "signin", "cite", "report", "removal", "coverage/own", "embed")
    lines += [f"Disallow: /*/{place}" for place in places]
    lines += ["", f"Sitemap: {visit.settings.url.rstrip('/')}/sitemap.xml"]
    return answer(visit.request.headers, "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def favicon(_visit: Visit) -> Response:
    """Old browsers ask here; the pages name the real one."""
    from web.assets import load_assets

    return RedirectResponse(load_assets().url("mark.svg"), status_code=302)
