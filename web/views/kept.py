"""Issues kept in the reader's browser: what is kept, the page that reads them, the worker that serves it."""

from __future__ import annotations

from starlette.responses import Response

from archive.queries import issues
from web.answering import CHECKED, answer, data_answer
from web.assets import BUILT, load_assets
from web.contexts import Kept
from web.kept import kept_issue
from web.views.issue import shown_pages
from web.visiting import Visit


def issue(visit: Visit) -> Response:
    """All that is kept of an issue. Only what the public may see, whoever asks."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=True)
        data = kept_issue(visit, session, found, shown_pages(found, public=True))
    return data_answer(visit.request.headers, data, cache=CHECKED, headers={"x-robots-tag": "noindex"})


def kept(visit: Visit) -> Response:
    """The page that lists and reads what this browser keeps; it is the same for everybody."""
    return visit.page("kept.html", Kept(visit.to("kept")), "kept", headers={"x-robots-tag": "noindex"})


def worker(visit: Visit) -> Response:
    """The service worker, at the root so that it answers for the whole site."""
    name = load_assets().url("service-worker.js").rpartition("/")[2]
    text = (BUILT / name).read_text(encoding="utf-8")
    return answer(
        visit.request.headers,
        text,
        "text/javascript; charset=utf-8",
        cache=CHECKED,
        headers={"service-worker-allowed": "/"},
    )
