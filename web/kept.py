"""An issue as a reader's browser keeps it, to be read and searched without a network.

Only what the public may see is offered. A copy expires: `until` is counted from each time the browser asks
again, and what was withdrawn answers 404 or 410, so that the browser drops it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from archive.letters import direction_of, without_bidi_marks
from archive.models import Issue, Page
from archive.queries import pages as page_queries
from archive.store import Session, now
from web.assets import load_assets
from web.feeds import moment
from web.naming import image_base, issue_path, own_first, plain_name
from web.sources import label_of
from web.visiting import Visit

#: Days a copy may be read without asking whether it still may be.
DAYS = 30
#: Width of the pictures that are kept, in pixels: a telephone's screen.
_WIDTH = 1200
#: What the page that reads copies needs, by its name among the built files.
_SHELL = ("site.css", "theme.js", "kept.js", "kept-store.js", "mark.svg", "sans-400.woff2", "naskh-700.woff2")
_FACES = ("naskh-400.woff2", "garamond.woff2")


def kept_issue(visit: Visit, session: Session, issue: Issue, shown: dict[int, Page]) -> dict[str, Any]:
    """What the browser keeps of an issue: names, reading orders, pages with picture and text, how long."""
    language, naan = visit.language, visit.settings.naan
    texts = page_queries.plain_texts(session, [page.id for page in shown.values()])
    streams = [
        {
            "language": stream.language,
            "dir": "rtl" if stream.direction == "rtl" else "ltr",
            "name": visit.say.language_name(stream.language) or stream.language,
            "pages": [number for number in stream.pages if number in shown],
        }
        for stream in own_first(issue.streams, language)
    ]
    assets = load_assets()
    return {
        "key": issue.key,
        "title": without_bidi_marks(plain_name(issue, visit.say)),
        "url": issue_path(language, naan, issue.key),
        "until": moment(now() + timedelta(days=DAYS)),
        "streams": [stream for stream in streams if stream["pages"]],
        "pages": {str(number): _page(issue, page, texts.get(page.id, "")) for number, page in shown.items()},
        "shell": [visit.to("kept"), *(assets.url(name) for name in (*_SHELL, *_FACES))],
    }


def _page(issue: Issue, page: Page, text: str) -> dict[str, Any]:
    return {
        "label": label_of(issue, page)[0],
        "lang": page.language,
        "dir": direction_of(page.language),
        "text": text,
        **_picture(issue, page),
    }


def _picture(issue: Issue, page: Page) -> dict[str, Any]:
    if page.image is None:
        return {}
    width = min(_WIDTH, page.image.width)
    height = max(1, round(page.image.height * width / page.image.width))
    base = image_base(issue.key, page.number, page.image.version)
    return {"picture": f"{base}/full/{width},{height}/0/default.webp", "width": width, "height": height}
