"""Judging what came: a delivery's verdict, its contact sheet, pages read worst, pages to be scanned again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import changes, pages, verdicts
from archive.errors import BadInput, NotFound
from archive.letters import direction_of
from archive.models import Batch, Issue, Remark
from archive.queries import issues as issue_queries
from archive.queries import likenesses, reviewing, work
from archive.queries.reviewing import Reviewed
from archive.store import Session
from web.answering import PRIVATE, data_answer
from web.contexts import Link, Notice
from web.i18n import Translator
from web.listing import pager
from web.naming import COVER, issue_name, page_path, page_picture
from web.review_contexts import ContactSheet, PageList, PoorPage, SheetIssue, SheetPage
from web.views.desk.lists import lists
from web.visiting import Visit

PER_SHEET, PER_LIST = 120, 60


# --- a delivery's verdict ----------------------------------------------------------------------------------


def judge(visit: Visit) -> Response:
    """Accept a delivery, reject it with a reason, roll it back whole, or bring it back."""
    wanted, reason = visit.field("do"), visit.field("reason")
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        batch = the_batch(session, visit.number("batch"))
        if wanted == "accept":
            verdicts.accept(session, batch, by=by)
        elif wanted == "reject":
            verdicts.reject(session, batch, reason, by=by)
        elif wanted == "roll-back":
            verdicts.roll_back(session, batch, by=by, reason=reason)
        elif wanted == "reinstate":
            verdicts.reinstate(session, batch, by=by)
        else:
            raise BadInput("Choose what to do with the delivery.")
    return visit.redirect(visit.to(f"desk/ingest/{batch.id}"))


def the_batch(session: Session, number: int) -> Batch:
    """The delivery of this number. Raises NotFound."""
    found = work.batch(session, number)
    if found is None:
        raise NotFound("There is no delivery {number}.", number=number)
    return found


# --- the contact sheet -------------------------------------------------------------------------------------


def sheet(visit: Visit) -> Response:
    """The pages of a delivery, to be accepted or sent to be scanned again."""
    with visit.store.read() as session:
        context = _sheet(visit, session)
    return visit.page("desk/sheet.html", context, "ingest", notices=_saved(visit))


def mark(visit: Visit) -> Response:
    """Keep what was said of pages; a program that accepts JSON is told the counts."""
    said: dict[int, str] = {}
    for name, value in visit.form.multi_items():
        number = name.removeprefix("review.")
        if name.startswith("review.") and number.isascii() and number.isdecimal() and isinstance(value, str):
            said[int(number)] = value
    with visit.store.write() as session:
        batch = the_batch(session, visit.number("batch"))
        changed = _keep(session, batch, said, rest=visit.field("do") == "rest", by=_by(visit))
        counts = reviewing.count_of_batch(session, batch.id)
    if "application/json" in visit.request.headers.get("accept", ""):
        told = {name or "undecided": counts.get(name, 0) for name in pages.REVIEWS}
        return data_answer(visit.request.headers, told, cache=PRIVATE)
    back = visit.to(f"desk/ingest/{batch.id}/sheet")
    where = {"done": "saved", "n": str(changed), "page": str(visit.whole("page", 1))}
    if only := visit.query("only"):
        where["only"] = only
    return visit.redirect(f"{back}?{urlencode(where)}")


def _keep(session: Session, batch: Batch, said: Mapping[int, str], *, rest: bool, by: str) -> int:
    """Write the reviews that differ, as one change set; `rest`: accept every page nobody has judged."""
    change_set = None
    changed = 0
    limit = sum(reviewing.count_of_batch(session, batch.id).values())
    for each in reviewing.of_batch(session, batch.id, limit=limit):
        wanted = said.get(each.page.id, each.page.review)
        if rest and not wanted:
            wanted = "accepted"
        if wanted != each.page.review:
            change_set = change_set or changes.begin(session, by=by, why=f"contact sheet of batch {batch.id}")
            pages.change(session, change_set, each.page, {"review": wanted})
            changed += 1
    return changed


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _sheet(visit: Visit, session: Session) -> ContactSheet:
    batch = the_batch(session, visit.number("batch"))
    counts = reviewing.count_of_batch(session, batch.id)
    address = visit.to(f"desk/ingest/{batch.id}/sheet")
    seen = reviewing.findings_of_batch(session, batch.id)
    only = visit.query("only") if visit.query("only") in seen else ""
    screen, last = _screen(visit, seen[only] if only else sum(counts.values()), PER_SHEET)
    shown = reviewing.of_batch(
        session, batch.id, limit=PER_SHEET, offset=(screen - 1) * PER_SHEET, finding=only
    )
    ids = [each.page.id for each in shown]
    remarks, alike = reviewing.remarks_on(session, ids), likenesses.of_pages(session, ids)
    loaded = issue_queries.with_pages(session, list({each.issue.id for each in shown}))
    return ContactSheet(
        number=batch.id,
        name=batch.source,
        url=visit.to(f"desk/ingest/{batch.id}"),
        action=address + "?" + urlencode({"only": only, "page": screen}),
        issues=tuple(
            _sheet_issue(visit, loaded[issue_id], list(group), remarks, alike)
            for issue_id, group in groupby(shown, key=lambda each: each.issue.id)
        ),
        undecided=counts.get("", 0),
        accepted=counts.get("accepted", 0),
        rescan=counts.get("rescan", 0),
        pager=pager(screen, last, lambda page: f"{address}?{urlencode({'only': only, 'page': page})}")
        if last > 1
        else None,
        filters=_filters(visit, address, seen, only),
    )


def _filters(visit: Visit, address: str, seen: Mapping[str, int], only: str) -> tuple[Link, ...]:
    """All pages of the sheet, or those with one kind of fault; nothing where none was seen."""
    if not seen:
        return ()
    kinds = sorted(seen, key=lambda kind: -seen[kind])
    return (
        Link(visit.say.gettext("All pages"), address, not only),
        *(
            Link(
                f"{finding_told(kind, visit.say)} ({visit.say.number(seen[kind])})",
                f"{address}?{urlencode({'only': kind})}",
                kind == only,
            )
            for kind in kinds
        ),
    )


def _screen(visit: Visit, total: int, each: int) -> tuple[int, int]:
    last = max(1, (total + each - 1) // each)
    return min(max(1, visit.whole("page", 1)), last), last


def _sheet_issue(
    visit: Visit,
    issue: Issue,
    shown: Sequence[Reviewed],
    remarks: Mapping[int, Sequence[Remark]],
    alike: Collection[int],
) -> SheetIssue:
    first = issue.streams[0].direction if issue.streams else direction_of(visit.language)
    made = tuple(
        _sheet_page(visit, each, remarks.get(each.page.id, ()), each.page.id in alike) for each in shown
    )
    return SheetIssue(
        issue_name(issue, visit.say),
        visit.to(f"desk/issues/{issue.key}"),
        "rtl" if first == "rtl" else "ltr",
        made,
    )


def _findings(visit: Visit, each: Reviewed, more: Sequence[str] = ()) -> tuple[str, ...]:
    """What was seen on the picture of a page (of a spread: on its half), and what else is known, told."""
    frame = each.page.frame
    found: Any = each.scan.findings if each.scan is not None else ()
    part = frame.part if frame is not None else 0
    kinds = [str(f.get("kind", "")) for f in found or () if f.get("part", part) == part]
    return tuple(dict.fromkeys(finding_told(kind, visit.say) for kind in (*kinds, *more)))


def _sheet_page(visit: Visit, each: Reviewed, remarks: Sequence[Remark], alike: bool) -> SheetPage:
    more = [remark.remark_kind for remark in remarks if remark.remark_kind != "picture"]
    more += ["duplicate"] if alike else []
    return SheetPage(
        id=each.page.id,
        number=each.page.number,
        label=each.page.label,
        url=page_path(visit.language, visit.settings.naan, each.issue.key, each.page.number),
        picture=page_picture(each.issue.key, each.page, COVER),
        review=each.page.review,  # type: ignore[arg-type]
        findings=_findings(visit, each, more),
        file=each.scan.source if each.scan is not None else "",
    )


def finding_told(kind: str, say: Translator) -> str:
    """What a finding about a page's picture is called."""
    _ = say.gettext
    words = {
        "blurred": _("blurred"),
        "cut": _("print cut off"),
        "pale": _("too light"),
        "duplicate": _("perhaps a duplicate"),
        "numbering": _("page number out of order"),
        "flag": _("flagged"),
        "report": _("reported by a reader"),
        "removal": _("removal asked for"),
    }
    return words.get(kind, kind)


def _saved(visit: Visit) -> tuple[Notice, ...]:
    if visit.query("done") != "saved":
        return ()
    count = visit.whole("n", 0)
    told = visit.say.ngettext("%(num)s page was judged.", "%(num)s pages were judged.", count)
    return (Notice(told % {"num": visit.say.number(count)}, "good"),)


# --- lists of pages ----------------------------------------------------------------------------------------


def poor(visit: Visit) -> Response:
    """Pages by how badly they were read, worst first."""
    return _list(visit, "poor")


def rescan(visit: Visit) -> Response:
    """Pages to be scanned again, with the names of their files: for the digitisation team."""
    return _list(visit, "rescan")


def seen(visit: Visit) -> Response:
    """Pages on whose pictures something was seen to be wrong, until somebody judges them."""
    return _list(visit, "seen")


def _list(visit: Visit, kind: Literal["poor", "rescan", "seen"]) -> Response:
    screen = max(1, visit.whole("page", 1))
    with visit.store.read() as session:
        if kind == "poor":
            found = reviewing.worst_read(session, limit=PER_LIST + 1, offset=(screen - 1) * PER_LIST)
        elif kind == "seen":
            found = reviewing.seen_faulty(session, limit=PER_LIST + 1, offset=(screen - 1) * PER_LIST)
        else:
            found = reviewing.to_rescan(session, limit=PER_LIST * screen + 1)[(screen - 1) * PER_LIST :]
        shown = tuple(_poor_page(visit, each) for each in found[:PER_LIST])
    last = screen + 1 if len(found) > PER_LIST else screen
    address = visit.to(f"desk/{kind}")
    context = PageList(
        kind=kind,
        pages=shown,
        lists=lists(visit, kind),
        pager=pager(screen, last, lambda page: f"{address}?page={page}") if last > 1 else None,
    )
    return visit.page("desk/pages.html", context, "poor")


def _poor_page(visit: Visit, each: Reviewed) -> PoorPage:
    page = each.page
    return PoorPage(
        issue=issue_name(each.issue, visit.say),
        number=page.number,
        label=page.label,
        url=page_path(visit.language, visit.settings.naan, each.issue.key, page.number),
        picture=page_picture(each.issue.key, page, COVER),
        wrong=round(100 * (1 - page.quality)) if page.quality is not None else None,
        text_url=visit.to(f"desk/issues/{each.issue.key}/p{page.number}/text"),
        language=page.language,
        file=each.scan.source if each.scan is not None else "",
        findings=_findings(visit, each),
    )
