"""What was done to an issue, by whom and when; undo."""

from __future__ import annotations

import re

from starlette.responses import Response

from archive.actions import changes as change_actions
from archive.actions import issues as issue_actions
from archive.actions.changes import Undone
from archive.models import Issue
from archive.queries import changes
from archive.store import Session
from web.desk_contexts import DeskHistory, Left
from web.naming import issue_name
from web.told import Names, field_name, moment, record_names, told_change, value_text
from web.views.desk.issues import done_notices
from web.visiting import Visit

#: Where an undo may lead back to: another page of the desk.
_OF_THE_DESK = re.compile(r"/[a-z]{2}/desk(/[a-z0-9-]+){0,4}")


def history(visit: Visit) -> Response:
    """The change sets of an issue, newest first."""
    with visit.store.read() as session:
        issue = issue_actions.by_key(session, visit.param("key"))
        context = _context(visit, session, issue, ())
    return visit.page("desk/history.html", context, "desk", notices=done_notices(visit))


def undo(visit: Visit) -> Response:
    """Undo a change set by a new one; what was changed since is left and listed, with who and when."""
    number = visit.number("change")
    account = visit.account
    by = account.name if account else ""
    reviewer = account is not None and account.may("reviewer")
    take = [int(value) for value in visit.ticked("take") if value.isascii() and value.isdecimal()]
    with visit.store.write() as session:
        touched = changes.issue_ids_of(session, changes.by_number(session, number))
        undone = change_actions.undo(session, number, by=by, take=take, may_redact=reviewer)
        issue = session.get(Issue, touched[0]) if touched else None
        key = issue.key if issue is not None else ""
    if not undone.left or issue is None:
        own = visit.to(f"desk/issues/{key}/history") if key else visit.to("desk")
        back = visit.field("back") if _OF_THE_DESK.fullmatch(visit.field("back")) else own
        done = "undone" if undone.change_set else "same"
        return visit.redirect(back, done=done, change=str(undone.change_set or 0))
    with visit.store.read() as session:
        issue = issue_actions.by_key(session, key)
        context = _context(visit, session, issue, _left(visit, undone, record_names(issue, visit.say)))
    return visit.page("desk/history.html", context, "desk")


def _left(visit: Visit, undone: Undone, names: Names) -> tuple[Left, ...]:
    return tuple(
        Left(
            field_name(
                left.record_kind, left.field, visit.say, names.get((left.record_kind, left.record_id), "")
            ),
            value_text(left.current, visit.say, left.field),
            left.by,
            moment(left.at, visit.say) if left.at else "",
        )
        for left in undone.left
    )


def _context(visit: Visit, session: Session, issue: Issue, left: tuple[Left, ...]) -> DeskHistory:
    found = changes.of_issue(session, issue)
    undone = changes.undone_by(session, [each.number for each in found])
    names = record_names(issue, visit.say)
    may_undo = visit.account is not None and visit.account.may("archivist")
    return DeskHistory(
        key=issue.key,
        name=issue_name(issue, visit.say),
        url=visit.to(f"desk/issues/{issue.key}"),
        changes=tuple(told_change(each, visit.say, undone, undo=may_undo, names=names) for each in found),
        left=left,
    )
