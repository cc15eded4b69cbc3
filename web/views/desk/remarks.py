"""Flags and comments: said on an issue or a page, listed with who and when, settled."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import changes, remarks
from archive.actions import issues as issue_actions
from archive.errors import BadInput
from archive.models import Issue, Page
from archive.queries import pages as page_queries
from archive.queries import remarks as questions
from archive.queries.remarks import Said
from archive.store import Session
from web.remark_contexts import RemarkRow, Remarks
from web.security import safe_next
from web.sources import label_of
from web.told import moment
from web.visiting import Visit


def say(visit: Visit) -> Response:
    """Keep a comment or a flag."""
    wanted, page = visit.field("do"), visit.field("page")
    if wanted not in ("comment", "flag"):
        raise BadInput("Choose what to do with the remark.")
    with visit.store.write() as session:
        issue = issue_actions.by_key(session, visit.param("key"))
        about: Issue | Page = issue
        if page:
            number = int(page) if page.isascii() and page.isdecimal() and len(page) < 10 else 0
            about = page_queries.by_number(session, issue, number, public=False)
        change_set = changes.begin(session, by=_by(visit), why="a remark")
        remarks.say(session, change_set, about, visit.field("text"), flag=wanted == "flag")
    return visit.redirect(_back(visit, f"desk/issues/{visit.param('key')}") + "#remarks")


def settle(visit: Visit) -> Response:
    """A flag was dealt with, or waits again."""
    with visit.store.write() as session:
        remark = questions.by_number(session, visit.number("remark"))
        change_set = changes.begin(session, by=_by(visit), why="a remark")
        remarks.settle(session, change_set, remark, visit.field("state"))
    return visit.redirect(_back(visit, "desk?only=flagged") + "#remarks")


def remarks_of(visit: Visit, session: Session, issue: Issue, page: Page | None = None) -> Remarks:
    """What was said of an issue and its pages; of one page alone, where `page` is given."""
    rows = [
        _row(visit, issue, said)
        for said in questions.of_issue(session, issue)
        if page is None or said.page is page
    ]
    number = str(page.number) if page is not None else ""
    return Remarks(visit.to(f"desk/issues/{issue.key}/remarks"), number, tuple(rows))


def _row(visit: Visit, issue: Issue, said: Said) -> RemarkRow:
    remark, page = said.remark, said.page
    flag = remark.remark_kind == "flag"
    return RemarkRow(
        number=remark.id,
        text=remark.text,
        who=said.change_set.by,
        when=moment(said.change_set.at, visit.say),
        flag=flag,
        open=questions.is_open(remark),
        page_label=label_of(issue, page)[0] if page is not None else "",
        page_url=visit.to(f"desk/issues/{issue.key}/p{page.number}/text") if page is not None else "",
        action=visit.to(f"desk/remarks/{remark.id}") if flag else "",
    )


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _back(visit: Visit, otherwise: str) -> str:
    """The page of the desk that the form stands on."""
    back = safe_next(visit.field("back")[:500], visit.language)
    return back if visit.field("back") and back.startswith(visit.to("desk")) else visit.to(otherwise)
