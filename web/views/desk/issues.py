"""The desk's first page: all issues with their states; publish and take back, one or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from archive.actions import changes as change_actions
from archive.actions import issues as issue_actions
from archive.errors import BadInput
from archive.letters import isolate, western_digits
from archive.models import Issue, Page
from archive.planning import wall_clock
from archive.queries import changes, corrections, correspondence, covers, holdings, issues, work
from archive.queries.issues import year_of
from archive.store import Session
from web.contexts import IssueState, Link, Notice, Pager
from web.desk_contexts import Desk, DeskRow
from web.i18n import Translator
from web.listing import pager
from web.naming import THUMBNAIL, issue_name, issue_path, page_picture, text_of, told_date
from web.security import safe_next
from web.told import moment, told_change
from web.visiting import Visit
from web.worklists import WorkLists, in_trash, names

PER_SCREEN = 50
_RECENT = 8
#: States of expected numbers that somebody should look for.
_WANTED = ("known-missing", "unknown")


def desk(visit: Visit) -> Response:
    """The work list; `?only=` narrows it, `?q=` finds by number, year or words."""
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("desk/desk.html", context, "desk", notices=_notices(visit))


def state_of(issue: Issue) -> IssueState:
    """The issue's state as the desk names it."""
    return "withdrawn" if issue.withdrawn else issue.state  # type: ignore[return-value]


def shown_state(issue: Issue) -> IssueState:
    """The same; an issue that was taken out before it was ever published lies in the trash."""
    return "trash" if in_trash(issue) else state_of(issue)


def needs_of(issue: Issue, say: Translator) -> tuple[str, ...]:
    """What its description lacks."""
    _ = say.gettext
    lacks = {
        _("title in Arabic"): "ar" not in issue.name,
        _("title in French"): "fr" not in issue.name,
        _("number"): not issue.number,
        _("date"): not issue.edtf,
    }
    return tuple(name for name, missing in lacks.items() if missing)


def _context(visit: Visit, session: Session) -> Desk:
    every = issues.for_desk(session)
    lists = WorkLists(session)
    only = visit.query("only") if visit.query("only") in lists else ""
    query = visit.query("q").strip()[:200]
    chosen = [issue for issue in every if lists.holds(only, issue) and fits(issue, query)]
    last = max(1, (len(chosen) + PER_SCREEN - 1) // PER_SCREEN)
    screen = min(max(1, visit.whole("page", 1)), last)
    ids = [issue.id for issue in chosen[(screen - 1) * PER_SCREEN : screen * PER_SCREEN]]
    recent = changes.recent(session, _RECENT)
    undone = changes.undone_by(session, [each.number for each in recent])
    may_undo = visit.account is not None and visit.account.may("archivist")
    return Desk(
        action=visit.to("desk/publish"),
        rows=_rows(visit, session, ids, list_query(only, query)),
        total=sum(1 for issue in every if not issue.withdrawn),
        filters=_filters(visit, lists, every, only),
        beyond=_beyond(visit, session),
        in_trash=only == "trash",
        changes=tuple(told_change(each, visit.say, undone, undo=may_undo) for each in recent),
        pager=_pager(visit, screen, last, only, query),
        query=query,
    )


def fits(issue: Issue, query: str) -> bool:
    """Whether an issue has all words of a query in its names, numbers and dates."""
    if not query:
        return True
    texts = [w.value for text in (issue.name, issue.description) for w in text.values()]
    hay = " ".join(
        [issue.key, issue.number, issue.edtf, issue.date_printed, str(year_of(issue) or ""), *texts]
    )
    words = western_digits(query).casefold().split()
    found = western_digits(hay).casefold()
    return all(word in found for word in words)


def list_query(only: str, query: str) -> str:
    """What an address carries to go on in the same list: "?only=no-fr"; "" for the whole list."""
    values = {name: value for name, value in (("only", only), ("q", query)) if value}
    return f"?{urlencode(values)}" if values else ""


def in_list(session: Session, every: Sequence[Issue], only: str, query: str) -> list[Issue]:
    """Those of all issues that are on a list of the desk, in its order."""
    lists = WorkLists(session)
    return [issue for issue in every if lists.holds(only, issue) and fits(issue, query)]


def _rows(visit: Visit, session: Session, ids: Sequence[int], within: str) -> tuple[DeskRow, ...]:
    loaded = issues.with_streams(session, ids)
    counts = issues.page_counts(session, ids)
    fronts = covers.covers(session, [loaded[number] for number in ids], visit.language, public=False)
    failed = Counter(step.issue_key for step in work.failed(session, ids) if step.page is not None)
    return tuple(
        _row(visit, loaded[number], fronts.get(number), counts.get(number, 0), failed, within)
        for number in ids
    )


def _row(
    visit: Visit, issue: Issue, cover: Page | None, pages: int, failed: Counter[str], within: str
) -> DeskRow:
    return DeskRow(
        key=issue.key,
        name=issue_name(issue, visit.say),
        title=text_of(issue.name, visit.language),
        state=shown_state(issue),
        pages=pages,
        url=visit.to(f"desk/issues/{issue.key}") + within,
        public_url=issue_path(visit.language, visit.settings.naan, issue.key),
        version=issue.version,
        cover=page_picture(issue.key, cover, THUMBNAIL) if cover else None,
        needs=needs_of(issue, visit.say),
        failed=failed[issue.key],
        changed=moment(issue.changed_at, visit.say),
        planned=told_plan(issue, visit.say),
    )


def told_plan(issue: Issue, say: Translator) -> str:
    """When an issue in review is published by itself, "" for no plan."""
    if issue.state != "review" or not issue.planned_at:
        return ""
    day, _, hour = issue.planned_at.partition("T")
    told = {"day": told_date(day, say), "hour": isolate(hour, "ltr")}
    if issue.planned_at <= wall_clock():
        return say.gettext("was planned for %(day)s, %(hour)s") % told
    return say.gettext("published by itself on %(day)s at %(hour)s") % told


def _filters(visit: Visit, lists: WorkLists, every: Sequence[Issue], only: str) -> tuple[Link, ...]:
    links = []
    for name, label in names(visit.say).items():
        count = sum(1 for issue in every if lists.holds(name, issue))
        if count or not name or name == only:
            url = visit.to("desk") + (f"?only={name}" if name else "")
            links.append(Link(label, url, name == only, count))
    return tuple(links)


def _beyond(visit: Visit, session: Session) -> tuple[Link, ...]:
    """Lists of the desk whose records are no issues: letters, proposals, expected numbers, pages."""
    _, offers = visit.say.gettext, correspondence.open_offers(session)
    waiting = len(corrections.proposed(session))
    missing = sum(1 for each in holdings.expected(session, public=False) if each.state in _WANTED)
    listed = (
        (_("Somebody owns it"), "desk/letters?kind=offer", offers),
        (_("Corrections proposed"), "desk/corrections", waiting),
        (_("Expected but missing"), "coverage", missing),
    )
    return tuple(Link(label, visit.to(place), count=count) for label, place, count in listed if count)


def _pager(visit: Visit, screen: int, last: int, only: str, query: str) -> Pager | None:
    def url(page: int) -> str:
        kept = {"only": only, "q": query, "page": str(page) if page > 1 else ""}
        values = urlencode({name: value for name, value in kept.items() if value})
        return visit.to("desk") + (f"?{values}" if values else "")

    return pager(screen, last, url) if last > 1 else None


def publish(visit: Visit) -> Response:
    """Publish the ticked issues, take them back, put drafts in the trash or bring them out: one act."""
    wanted = visit.field("do")
    if wanted not in ("publish", "withdraw", "trash", "restore"):
        raise BadInput("Choose what to do with the ticked issues.")
    keys = visit.ticked("issue")
    done, number = 0, 0
    if keys:
        with visit.store.write() as session:
            chosen = [issue_actions.by_key(session, key) for key in dict.fromkeys(keys)]
            change_set = change_actions.begin(session, by=visit.account.name if visit.account else "")
            if wanted in ("trash", "restore"):
                done = len(issue_actions.put_away(session, change_set, chosen, back=wanted == "restore"))
            else:
                state = "published" if wanted == "publish" else "draft"
                ids = [issue.id for issue in chosen if state == "published" or issue.state != "draft"]
                done = len(issue_actions.set_state(session, change_set, ids, state))
            number = change_set.number
    back = _back(visit)
    mark = "&" if "?" in back else "?"
    return visit.redirect(f"{back}{mark}{urlencode({'done': wanted, 'n': done, 'change': number})}")


def _back(visit: Visit) -> str:
    """The page of the desk the form was sent from, without what it was told last time."""
    referer = urlsplit(visit.request.headers.get("referer", "")[:2000])
    path = safe_next(referer.path or "", visit.language)
    return path if path.startswith(visit.to("desk")) else visit.to("desk")


def _notices(visit: Visit) -> tuple[Notice, ...]:
    return done_notices(visit)


def done_notices(visit: Visit) -> tuple[Notice, ...]:
    """What the form before this page did; it is told once, in the address."""
    say, done = visit.say, visit.query("done")
    count = visit.whole("n", 0)
    change = say.gettext("change %(number)s") % {"number": say.number(visit.whole("change", 0))}
    if done == "publish":
        text = say.ngettext("%(num)s issue was published", "%(num)s issues were published", count)
    elif done == "withdraw":
        text = say.ngettext(
            "%(num)s issue was taken back to draft", "%(num)s issues were taken back to draft", count
        )
    elif done == "trash":
        text = say.ngettext("%(num)s draft is in the trash", "%(num)s drafts are in the trash", count)
    elif done == "restore":
        text = say.ngettext("%(num)s issue is out of the trash", "%(num)s issues are out of the trash", count)
    elif done == "saved":
        text = say.gettext("Saved")
    elif done == "merged":
        text = say.gettext("Saved. Someone else had changed other fields meanwhile; both are kept")
    elif done == "one":
        text = say.gettext("The two cards are one; the old address leads here")
    elif done == "undone":
        text = say.gettext("Undone")
    elif done == "same":
        return (Notice(say.gettext("Nothing was changed."), "note"),)
    else:
        return ()
    told = text % {"num": say.number(count)} if "%(num)s" in text else text
    return (Notice(f"{told} ({change}).", "good"),)
