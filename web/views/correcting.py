"""Readers propose what a line should read, without an account; nothing changes until an archivist agrees.

Only where the setting `reader_corrections` is on. A line that any hidden zone touches is not shown at all.
"""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import corrections
from archive.canvas import Box
from archive.errors import BadInput, Conflict, NotFound
from archive.models import Issue, Page
from archive.queries import corrections as questions
from archive.queries import hidden
from archive.queries import issues as issue_queries
from archive.queries import pages as page_queries
from archive.queries.corrections import Line
from archive.redacting import is_hidden
from archive.store import Session
from web.contexts import Text
from web.correction_contexts import ChosenLine, ProposableLine, Proposing
from web.naming import issue_name, page_path
from web.sources import label_of
from web.views.citations import zone_of
from web.views.desk.proposals import line_picture
from web.visiting import Visit


def lines(visit: Visit) -> Response:
    """The lines of a page; `?line=` chooses one to correct."""
    with visit.store.read() as session:
        issue, page = _the_page(visit, session)
        box = zone_of(visit.query("line"))
        chosen = _line(session, page, box) if box is not None else None
        context = _context(visit, session, issue, page, chosen, sent=visit.query("done") == "sent")
    return visit.page("correct.html", context, headers={"x-robots-tag": "noindex"})


def propose(visit: Visit) -> Response:
    """A proposal came: keep it for the archivists, and go on with the next line."""
    typed, fault = visit.field("text"), ""
    with visit.store.read() as session:
        issue, page = _the_page(visit, session)
        line = _line(session, page, _sent_zone(visit))
        here = f"{page_path(visit.language, visit.settings.naan, issue.key, page.number)}/correct"
    if visit.field("website"):  # no person sees this field, programs fill it in
        return visit.redirect(here, done="sent")
    try:
        if line.text != visit.field("before"):
            raise Conflict("Somebody else changed this line meanwhile.", "Read it once more as it is now.")
        corrections.checked(typed)
        visit.pieces.proposals.take(visit.address)
        with visit.store.write() as session:
            issue, page = _the_page(visit, session)
            corrections.propose(session, page, line.box, typed)
    except (BadInput, Conflict) as error:
        fault = error.told(visit.translate)
    if not fault:
        return visit.redirect(f"{here}?done=sent#line-{line.number}")
    with visit.store.read() as session:
        issue, page = _the_page(visit, session)
        line = _line(session, page, line.box)
        context = _context(visit, session, issue, page, line, typed=typed, fault=fault)
    return visit.page("correct.html", context, status=422)


def _sent_zone(visit: Visit) -> Box:
    box = zone_of(visit.field("line")[:60])
    if box is None:
        raise BadInput("The form did not arrive whole.", "Send it again.")
    return box


def _the_page(visit: Visit, session: Session) -> tuple[Issue, Page]:
    """The page as the reader may see it. Raises NotFound, also where readers may not propose."""
    if not visit.settings.reader_corrections:
        raise NotFound("There is nothing at this address.")
    issue = issue_queries.by_key(session, visit.param("key"), public=visit.public)
    return issue, page_queries.by_number(session, issue, visit.number("page"), public=visit.public)


def _shown(session: Session, page: Page) -> tuple[Line, ...]:
    zones = hidden.zones(session, page)
    return tuple(line for line in questions.lines_of(session, page) if not is_hidden(line.box, zones))


def _line(session: Session, page: Page, box: Box) -> Line:
    """The line a rectangle means, among those that are shown. Raises NotFound."""
    found = questions.line_at(session, page, box)
    if is_hidden(found.box, hidden.zones(session, page)):
        raise NotFound("There is no line of text at this place of the page.", "Open the page again.")
    return found


def _context(
    visit: Visit,
    session: Session,
    issue: Issue,
    page: Page,
    chosen: Line | None,
    *,
    sent: bool = False,
    typed: str = "",
    fault: str = "",
) -> Proposing:
    url = page_path(visit.language, visit.settings.naan, issue.key, page.number)
    waiting = {c.box for c in questions.of_page(session, page.id) if c.state == "proposed"}
    return Proposing(
        issue=issue_name(issue, visit.say),
        page_label=label_of(issue, page)[0],
        page_url=url,
        lines=tuple(
            ProposableLine(
                line.number,
                Text.of(line.text, line.language),
                f"{url}/correct?line={_zone_text(line.box)}#correct",
                line.box in waiting,
            )
            for line in _shown(session, page)
        ),
        chosen=_chosen(issue, page, chosen, f"{url}/correct", typed, fault) if chosen is not None else None,
        sent=sent,
    )


def _chosen(issue: Issue, page: Page, line: Line, action: str, typed: str, fault: str) -> ChosenLine:
    return ChosenLine(
        number=line.number,
        line=_zone_text(line.box),
        before=Text.of(line.text, line.language),
        action=action,
        picture=line_picture(issue, page, line.box),
        typed=typed,
        fault=fault,
    )


def _zone_text(box: Box) -> str:
    return f"{box.x},{box.y},{box.w},{box.h}"
