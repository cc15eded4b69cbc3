"""Printed page numbers that were read: looked over, and taken as labels for a whole issue in one act."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import labels
from archive.actions.issues import by_key
from archive.errors import BadInput
from archive.models import Page
from archive.queries import labels as questions
from archive.queries.issues import with_pages
from archive.queries.labels import Oddity, Proposed
from archive.store import Session
from web.listing import pager
from web.naming import issue_name, page_path
from web.review_contexts import NumberedIssue, NumberedPage, NumberingList
from web.views.desk.lists import lists
from web.visiting import Visit

_PER_SCREEN = 20


def numbering(visit: Visit) -> Response:
    """Issues with proposed page numbers, the surest first."""
    address = visit.to("desk/numbering")
    with visit.store.read() as session:
        total = questions.count_issues(session)
        last = max(1, (total + _PER_SCREEN - 1) // _PER_SCREEN)
        screen = min(max(1, visit.whole("page", 1)), last)
        found = questions.proposed(session, limit=_PER_SCREEN, offset=(screen - 1) * _PER_SCREEN)
        shown = tuple(_issue(visit, session, each) for each in found)
    context = NumberingList(
        action=address,
        issues=shown,
        total=total,
        lists=lists(visit, "numbering"),
        pager=pager(screen, last, lambda page: f"{address}?page={page}") if last > 1 else None,
    )
    return visit.page("desk/numbering.html", context, "poor")


def accept(visit: Visit) -> Response:
    """Take an issue's numbers as labels, or leave its pages counted."""
    wanted = visit.field("do")
    with visit.store.write() as session:
        issue = by_key(session, visit.field("issue"))
        if wanted == "accept":
            labels.accept(session, issue, by=visit.account.name if visit.account else "")
        elif wanted == "dismiss":
            labels.dismiss(session, issue)
        else:
            raise BadInput("Choose what to do with the page numbers.")
    return visit.redirect(visit.to("desk/numbering"))


def _issue(visit: Visit, session: Session, each: Proposed) -> NumberedIssue:
    issue = with_pages(session, [each.issue.id])[each.issue.id]
    open_pages = [page for page in issue.pages if page.label_read and page.label_supplied]
    numbers = [int(page.label_read) for page in open_pages if page.label_read.isdecimal()]
    return NumberedIssue(
        key=issue.key,
        name=issue_name(issue, visit.say),
        url=visit.to(f"desk/issues/{issue.key}"),
        span=f"{min(numbers)}-{max(numbers)}" if numbers else "",
        least=round(100 * each.least),
        pages=tuple(
            NumberedPage(
                read=page.label_read,
                label=page.label,
                sure=round(100 * (page.label_confidence or 0)),
                url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
                file=_file(page),
            )
            for page in open_pages
        ),
        odd=tuple(_told(visit, odd) for odd in questions.oddities(session, issue)),
    )


def _file(page: Page) -> str:
    return page.frame.scan.source if page.frame is not None else ""


def _told(visit: Visit, odd: Oddity) -> str:
    """What is irregular between two pages, and in which files."""
    _ = visit.say.gettext
    first, last = odd.what.first, odd.what.last
    sentence = {
        "gap": _("%(numbers)s is missing between %(before)s and %(after)s."),
        "double": _("%(numbers)s comes again: %(after)s."),
        "reversal": _("The numbers run backwards from %(before)s to %(after)s."),
    }[odd.what.kind]
    numbers = str(first) if first == last else f"{first}-{last}"
    names = {"numbers": numbers, "before": _file(odd.before), "after": _file(odd.after)}
    return sentence % {name: f"\u2068{value}\u2069" for name, value in names.items()}
