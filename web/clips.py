"""A zone of a page to take away: its address, its source in words, its picture's address."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from archive import keys, publication
from archive.canvas import Box
from archive.models import Issue, Page
from archive.queries import titles
from archive.queries.canvases import canvas_number
from archive.store import Session
from web.citing import cite
from web.issue_contexts import Cite
from web.naming import page_path, plain_name, text_of
from web.reader_contexts import Clip
from web.reading_state import zone_text
from web.sources import Citer
from web.visiting import Visit


def source_of(visit: Visit, session: Session, issue: Issue, label: str) -> str:
    """Where a page stands, on one line: magazine, number and date, page, in the reader's language."""
    title = titles.the_title(session)
    name = text_of(title.name, visit.language).value if title else ""
    page = visit.say.gettext("p. %(label)s") % {"label": label}
    return visit.say.listed([part for part in (name, plain_name(issue, visit.say), page) if part])


def permanent_of(visit: Visit, issue: Issue, page: Page, zone: Box | None = None) -> str:
    """The full public address of a page, or of a zone of it.

    A zone is in canvas pixels, which no new reading moves, and says on which canvas of the page: after
    another scan it leads to the same print (`queries.canvases`).
    """
    address = f"{visit.settings.url.rstrip('/')}/{keys.ark(visit.settings.naan, issue.key, page=page.number)}"
    return address + (f"?{zone_query(page, zone)}" if zone else "")


def zone_query(page: Page, zone: Box) -> str:
    """What a permanent address says after the question mark of a zone of a page."""
    return urlencode({"xywh": zone_text(zone), "canvas": canvas_number(page)}, safe=",")


def cited(visit: Visit, session: Session, issue: Issue, page: Page, zone: Box | None) -> Cite:
    """How a page, or a zone of it, is cited."""
    citer = Citer(session, visit.settings, visit.say)
    query = f"?{zone_query(page, zone)}" if zone else ""
    source = citer.clip(issue, page, query) if query else citer.page(issue, page)
    files = visit.to(f"cite/{issue.key}/p{page.number}") + query
    return cite(source, visit.say, date.fromisoformat(publication.today()), files)


def clip_of(
    visit: Visit, session: Session, issue: Issue, page: Page, label: str, zone: Box, back: str
) -> Clip:
    """What the reader offers of a chosen zone. `back`: the page without it."""
    address = permanent_of(visit, issue, page, zone)
    path = page_path(visit.language, visit.settings.naan, issue.key, page.number)
    return Clip(
        url=address,
        picture_url=f"{path}/clip.png?{urlencode({'xywh': zone_text(zone)}, safe=',')}",
        citation=f"{source_of(visit, session, issue, label)}. {address}",
        close_url=back,
    )
