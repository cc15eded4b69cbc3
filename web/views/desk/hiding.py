"""Zones hidden from everybody, with a reason that is kept and a notice that is told; masters stay whole."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import changes, remarks
from archive.canvas import Box
from archive.errors import BadInput, NotFound
from archive.letters import western_digits
from archive.models import Issue, Page, Redaction
from archive.publication import pictures_are_public
from archive.queries import hidden as hidden_queries
from archive.queries import pages as page_queries
from archive.redacting import is_hidden
from archive.store import Session
from archive.texts import Texts
from web.contexts import Notice, Text
from web.hiding_contexts import HiddenZone, Hiding
from web.naming import issue_name, page_path, page_picture, texts_of, told_date
from web.views.desk.text import the_page
from web.visiting import Visit

#: Width of the page's picture, in pixels.
_WIDE = 1000


def zones(visit: Visit) -> Response:
    """The page with its hidden zones, and the form that hides another."""
    with visit.store.read() as session:
        context = _context(visit, session, *the_page(visit, session))
    return visit.page("desk/hiding.html", context, "desk", notices=_done(visit))


def hide(visit: Visit) -> Response:
    """Hide a zone; it is gone in the same act."""
    box = Box(*(_number(visit.field(name)) for name in ("x", "y", "w", "h")))
    notice = Texts.supplied(ar=visit.field("notice.ar"), fr=visit.field("notice.fr"))
    with visit.store.write() as session:
        issue, page = the_page(visit, session)
        change_set = changes.begin(session, by=_by(visit), why=visit.translate("a zone is hidden"))
        remarks.redact(
            session, change_set, page, box, visit.field("reason"), notice, visit.field("until").strip()
        )
        address = _address(visit, issue, page)
    return visit.redirect(address, done="hidden")


def show_again(visit: Visit) -> Response:
    """Hide a zone no longer."""
    with visit.store.write() as session:
        issue, page = the_page(visit, session)
        redaction = session.get(Redaction, visit.number("zone"))
        if redaction is None or redaction.page_id != page.id or redaction.withdrawn:
            raise NotFound("There is no hidden zone {number} on this page.", number=visit.number("zone"))
        change_set = changes.begin(session, by=_by(visit), why=visit.translate("a zone is shown again"))
        remarks.show_again(session, change_set, redaction)
        address = _address(visit, issue, page)
    return visit.redirect(address, done="shown")


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _number(text: str) -> int:
    digits = western_digits(text.strip())
    if not digits.isdecimal() or len(digits) > 6:
        raise BadInput("A zone needs four whole numbers.", "Draw it on the picture.")
    return int(digits)


def _address(visit: Visit, issue: Issue, page: Page) -> str:
    return visit.to(f"desk/issues/{issue.key}/p{page.number}/hidden")


def _context(visit: Visit, session: Session, issue: Issue, page: Page) -> Hiding:
    address = _address(visit, issue, page)
    hidden = hidden_queries.redactions_of(session, page.id)
    return Hiding(
        issue=issue_name(issue, visit.say),
        issue_url=visit.to(f"desk/issues/{issue.key}"),
        label=page.label or str(page.number),
        page_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        text_url=visit.to(f"desk/issues/{issue.key}/p{page.number}/text"),
        action=address,
        picture=page_picture(issue.key, page, _WIDE),
        width=page.width or 1000,
        height=page.height or 1400,
        zones=tuple(_zone(visit, session, page, each, address) for each in hidden),
        waiting=not pictures_are_public(page, hidden_queries.zones(session, page)),
    )


def _zone(visit: Visit, session: Session, page: Page, row: Redaction, address: str) -> HiddenZone:
    reading = page_queries.reading(session, page)
    strings = [string for string in reading.strings() if is_hidden(string.box, [row.box])] if reading else []
    return HiddenZone(
        box=row.box.within(page.width, page.height),
        reason=row.reason,
        notices=texts_of(row.notice, visit.language),
        until=told_date(row.until, visit.say),
        words=Text.of(" ".join(string.content for string in strings), page.language),
        action=f"{address}/{row.id}",
    )


def _done(visit: Visit) -> tuple[Notice, ...]:
    told = {
        "hidden": visit.translate("The zone is hidden, in pictures, text, search and downloads."),
        "shown": visit.translate("The zone is shown again."),
    }
    done = visit.query("done")
    return (Notice(told[done], "good"),) if done in told else ()
