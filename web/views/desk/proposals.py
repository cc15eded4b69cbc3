"""New readings of corrected pages: seen line by line beside the picture, taken in or declined."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import changes, proposals
from archive.canvas import Box
from archive.errors import BadInput
from archive.models import Issue, Page, Proposal
from archive.queries import proposals as questions
from archive.revising import Difference
from archive.store import Session
from web.contexts import Picture, Text
from web.naming import image_base, issue_name, page_path
from web.review_contexts import ProposalList, ProposalPage, ProposalRow, ProposedLine
from web.told import moment
from web.visiting import Visit

#: Widest picture of a line, in pixels, and the paper shown above and below it, in line heights.
_WIDEST, _AROUND = 900, 0.25


def waiting(visit: Visit) -> Response:
    """The readings that wait for a decision."""
    with visit.store.read() as session:
        rows = tuple(_row(visit, session, *found) for found in questions.open_ones(session))
    return visit.page("desk/proposals.html", ProposalList(rows), "poor")


def proposal(visit: Visit) -> Response:
    """One reading, its lines that differ each with its picture."""
    with visit.store.read() as session:
        found, page, issue = questions.by_id(session, visit.number("proposal"))
        context = _context(visit, session, found, page, issue)
    return visit.page("desk/proposal.html", context, "poor")


def decide(visit: Visit) -> Response:
    """Take in the ticked lines, or leave the text as it is."""
    wanted = visit.field("do")
    lines = [int(value) for value in visit.ticked("line") if value.isascii() and value.isdecimal()]
    with visit.store.write() as session:
        found, page, issue = questions.by_id(session, visit.number("proposal"))
        if wanted == "accept":
            by = visit.account.name if visit.account else ""
            change_set = changes.begin(session, by=by, why="new reading taken in")
            proposals.accept(session, change_set, issue, page, found, lines)
        elif wanted == "decline":
            proposals.decline(session, found)
        else:
            raise BadInput("Choose what to do with the new reading.")
    return visit.redirect(visit.to("desk/proposals"))


def _row(visit: Visit, session: Session, found: Proposal, page: Page, issue: Issue) -> ProposalRow:
    return ProposalRow(
        issue=issue_name(issue, visit.say),
        page=page.number,
        url=visit.to(f"desk/proposals/{found.id}"),
        lines=len(proposals.differences(session, page, found)),
        source=found.source,
        when=moment(found.created_at, visit.say),
    )


def _context(visit: Visit, session: Session, found: Proposal, page: Page, issue: Issue) -> ProposalPage:
    differences = proposals.differences(session, page, found)
    return ProposalPage(
        issue=issue_name(issue, visit.say),
        page=page.number,
        page_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        action=visit.to(f"desk/proposals/{found.id}"),
        source=found.source,
        lines=tuple(_line(issue, page, each) for each in differences),
    )


def _line(issue: Issue, page: Page, each: Difference) -> ProposedLine:
    return ProposedLine(
        each.line,
        line_picture(issue, page, each.box),
        Text.of(each.shown, page.language),
        Text.of(each.offered, page.language),
    )


def line_picture(issue: Issue, page: Page, box: Box) -> Picture | None:
    """The picture of a line (canvas pixels) with a little paper around; None before pictures were made."""
    if page.image is None or not box.w or not box.h:
        return None
    around = round(box.h * _AROUND)
    wide = Box(box.x - around, box.y - around, box.w + 2 * around, box.h + 2 * around)
    shown = wide.within(page.image.width, page.image.height)
    width = min(_WIDEST, shown.w)
    height = max(1, round(shown.h * width / shown.w))
    base = image_base(issue.key, page.number, page.image.version)
    region = f"{shown.x},{shown.y},{shown.w},{shown.h}"
    return Picture(f"{base}/{region}/{width},{height}/0/default.jpg", width, height)
