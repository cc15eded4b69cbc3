"""A zone of a page to take away: its address, its source in words, its picture's address."""

from __future__ import annotations

from urllib.parse import urlencode

from archive import keys
from archive.canvas import Box
from archive.models import Issue
from archive.queries import titles
from archive.store import Session
from web.naming import page_path, plain_name, text_of
from web.reader_contexts import Clip
from web.reading_state import zone_text
from web.visiting import Visit


def source_of(visit: Visit, session: Session, issue: Issue, label: str) -> str:
    """Where a page stands, on one line: magazine, number and date, page, in the reader's language."""
    title = titles.the_title(session)
    name = text_of(title.name, visit.language).value if title else ""
    page = visit.say.gettext("p. %(label)s") % {"label": label}
    return visit.say.listed([part for part in (name, plain_name(issue, visit.say), page) if part])


def permanent_of(visit: Visit, issue: Issue, number: int, zone: Box | None = None) -> str:
    """The full public address of a page, or of a zone of it: canvas pixels, which no new reading moves."""
    address = f"{visit.settings.url.rstrip('/')}/{keys.ark(visit.settings.naan, issue.key, page=number)}"
    return address + (f"?{urlencode({'xywh': zone_text(zone)}, safe=',')}" if zone else "")


def clip_of(
    visit: Visit, session: Session, issue: Issue, number: int, label: str, zone: Box, back: str
) -> Clip:
    """What the reader offers of a chosen zone. `back`: the page without it."""
    address = permanent_of(visit, issue, number, zone)
    path = page_path(visit.language, visit.settings.naan, issue.key, number)
    return Clip(
        url=address,
        picture_url=f"{path}/clip.png?{urlencode({'xywh': zone_text(zone)}, safe=',')}",
        citation=f"{source_of(visit, session, issue, label)}. {address}",
        close_url=back,
    )
