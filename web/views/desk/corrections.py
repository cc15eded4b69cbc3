"""Corrections that readers propose, taken or declined by a key; all of an account's taken back in one act."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import corrections
from archive.errors import BadInput, NotFound
from archive.models import Correction, Issue, Page
from archive.queries import corrections as questions
from archive.queries import pages as page_queries
from archive.store import Session
from web.contexts import Notice, Text
from web.correction_contexts import CorrectorRow, Correctors, Proposed, ProposedCorrections
from web.naming import issue_name
from web.sources import label_of
from web.told import moment
from web.views.desk.proposals import line_picture
from web.visiting import Visit


def proposed(visit: Visit) -> Response:
    """What readers propose, oldest first."""
    may = visit.account is not None and visit.account.may("archivist")
    administers = visit.account is not None and visit.account.may("administrator")
    with visit.store.read() as session:
        rows = tuple(_row(visit, session, *found, may=may) for found in questions.proposed(session))
    context = ProposedCorrections(
        rows,
        visit.settings.reader_corrections,
        visit.to("desk/corrections/accounts") if administers else "",
    )
    return visit.page("desk/corrections.html", context, "letters", notices=_judged(visit))


def judge(visit: Visit) -> Response:
    """Take a proposal in, or leave the line as it is."""
    wanted = visit.field("do")
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        proposal, page, issue = questions.proposal(session, visit.number("proposal"))
        if wanted == "accept":
            corrections.accept(session, issue, page, proposal, by=by)
        elif wanted == "decline":
            corrections.decline(session, proposal, by=by)
        else:
            raise BadInput("Choose what to do with the proposal.")
    return visit.redirect(visit.to("desk/corrections"), done=wanted)


def accounts(visit: Visit) -> Response:
    """Who corrected how much."""
    with visit.store.read() as session:
        rows = tuple(
            CorrectorRow(each.name, each.lines, each.pages, moment(each.last, visit.say))
            for each in questions.correctors(session)
        )
    context = Correctors(visit.to("desk/corrections/accounts"), rows, visit.to("desk/corrections"))
    return visit.page("desk/correctors.html", context, "letters", notices=_reverted(visit))


def revert(visit: Visit) -> Response:
    """Take back everything that an account corrected and that still stands: one change set."""
    by = visit.account.name if visit.account else ""
    name = visit.field("account")
    if not name:
        raise BadInput("Choose whose corrections are taken back.")
    with visit.store.write() as session:
        done = corrections.revert(session, name, by=by)
    return visit.redirect(
        visit.to("desk/corrections/accounts"),
        lines=str(done.lines),
        left=str(done.left),
        change=str(done.change_set or 0),
    )


def _row(
    visit: Visit, session: Session, found: Correction, page: Page, issue: Issue, *, may: bool
) -> Proposed:
    now = _now(session, page, found)
    return Proposed(
        number=found.id,
        issue=issue_name(issue, visit.say),
        page_label=label_of(issue, page)[0],
        text_url=visit.to(f"desk/issues/{issue.key}/p{page.number}/text"),
        before=Text.of(found.before, found.language),
        after=Text.of(found.after, found.language),
        when=moment(found.at, visit.say),
        who=found.by,
        stale=now if now != found.before else "",
        picture=line_picture(issue, page, found.box),
        action=visit.to(f"desk/corrections/{found.id}") if may else "",
    )


def _now(session: Session, page: Page, found: Correction) -> str:
    """What the line says now; a dash where there is none any more."""
    try:
        return questions.line_at(session, page_queries.by_id(session, page.id)[0], found.box).text
    except NotFound:
        return "–"


def _judged(visit: Visit) -> tuple[Notice, ...]:
    words = {
        "accept": visit.translate("The proposal was taken in."),
        "decline": visit.translate("The proposal was declined."),
    }
    done = visit.query("done")
    return (Notice(words[done], "good"),) if done in words else ()


def _reverted(visit: Visit) -> tuple[Notice, ...]:
    if not visit.query("lines"):
        return ()
    say, lines, left = visit.say, visit.whole("lines", 0), visit.whole("left", 0)
    told = say.ngettext("%(num)s line was taken back", "%(num)s lines were taken back", lines)
    change = say.gettext("change %(number)s") % {"number": say.number(visit.whole("change", 0))}
    notices = [Notice(f"{told % {'num': say.number(lines)}} ({change}).", "good")]
    if left:
        kept = say.ngettext(
            "%(num)s line was left: somebody has typed over it since.",
            "%(num)s lines were left: somebody has typed over them since.",
            left,
        )
        notices.append(Notice(kept % {"num": say.number(left)}, "note"))
    return tuple(notices)
