"""Pages that look alike: both pictures side by side, made one page or kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from starlette.responses import Response

from archive.actions import changes, likenesses
from archive.errors import BadInput
from archive.models import Batch, Issue, Page, Scan
from archive.queries import likenesses as questions
from archive.queries import pages as page_queries
from archive.queries import work
from archive.queries.likenesses import Alike
from archive.store import Session
from web.contexts import Notice
from web.listing import pager
from web.naming import issue_name, page_path, page_picture
from web.review_contexts import AlikeGroup, AlikeList, AlikePage, AlikePair
from web.told import moment
from web.views.desk.lists import lists
from web.visiting import Visit

_PER_SCREEN, _WIDTH = 30, 480
_CHOICES = ("older", "newer", "different")


def alike(visit: Visit) -> Response:
    """The pairs that wait for a decision, by their issues."""
    address = visit.to("desk/alike")
    with visit.store.read() as session:
        total = questions.count_open(session)
        last = max(1, (total + _PER_SCREEN - 1) // _PER_SCREEN)
        screen = min(max(1, visit.whole("page", 1)), last)
        found = questions.open_ones(session, limit=_PER_SCREEN, offset=(screen - 1) * _PER_SCREEN)
        groups = tuple(
            _group(visit, session, list(pairs))
            for _, pairs in groupby(found, key=lambda pair: (pair.issue.id, pair.other_issue.id))
        )
    context = AlikeList(
        action=address,
        groups=groups,
        total=total,
        lists=lists(visit, "alike"),
        pager=pager(screen, last, lambda page: f"{address}?page={page}") if last > 1 else None,
    )
    return visit.page("desk/alike.html", context, "poor", notices=_saved(visit))


def decide(visit: Visit) -> Response:
    """Make pages one or keep them apart: those ticked, or all of two issues (`all` = "12-5-older")."""
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        every = visit.field("all")
        chosen = _all_of(session, every) if every else _ticked(visit)
        done = _decide(session, chosen, by)
    return visit.redirect(visit.to("desk/alike"), done="saved", n=str(done))


def _ticked(visit: Visit) -> dict[int, str]:
    chosen: dict[int, str] = {}
    for name, value in visit.form.multi_items():
        number = name.removeprefix("pair.")
        if name.startswith("pair.") and number.isascii() and number.isdecimal() and value in _CHOICES:
            chosen[int(number)] = str(value)
    return chosen


def _all_of(session: Session, said: str) -> dict[int, str]:
    parts = said.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts[:2]):
        raise BadInput("Choose what to do with these pages.")
    if parts[2] not in _CHOICES:
        raise BadInput("Choose what to do with these pages.")
    return {pair.id: parts[2] for pair in questions.between(session, int(parts[0]), int(parts[1]))}


def _decide(session: Session, chosen: dict[int, str], by: str) -> int:
    """Write what was chosen, all that is made one in one change set; how many pairs."""
    change_set = None
    for number, choice in chosen.items():
        likeness = questions.by_id(session, number)
        if choice == "different":
            likenesses.keep_apart(session, likeness, by=by)
        else:
            change_set = change_set or changes.begin(session, by=by, why="pages that look alike made one")
            keep: likenesses.Keep = "newer" if choice == "newer" else "older"
            likenesses.make_one(session, change_set, likeness, keep, by=by)
    return len(chosen)


def _saved(visit: Visit) -> tuple[Notice, ...]:
    if visit.query("done") != "saved":
        return ()
    count = visit.whole("n", 0)
    told = visit.say.ngettext("%(num)s pair was decided.", "%(num)s pairs were decided.", count)
    return (Notice(told % {"num": visit.say.number(count)}, "good"),)


# --- what is shown -----------------------------------------------------------------------------------------


def _group(visit: Visit, session: Session, pairs: Sequence[Alike]) -> AlikeGroup:
    first = pairs[0]
    return AlikeGroup(
        key=f"{first.issue.id}-{first.other_issue.id}",
        newer=issue_name(first.issue, visit.say),
        older=issue_name(first.other_issue, visit.say),
        same_issue=first.issue.id == first.other_issue.id,
        pairs=tuple(_pair(visit, session, pair) for pair in pairs),
    )


def _pair(visit: Visit, session: Session, pair: Alike) -> AlikePair:
    return AlikePair(
        id=pair.likeness.id,
        newer=_page(visit, session, pair.page, pair.issue, pair.scan),
        older=_page(visit, session, pair.other, pair.other_issue, pair.other_scan),
        alike=round(100 * (1 - pair.likeness.apart)),
        words=_same_words(session, pair.page, pair.other),
    )


def _page(visit: Visit, session: Session, page: Page, issue: Issue, scan: Scan) -> AlikePage:
    batch: Batch | None = work.batch(session, scan.batch_id) if scan.batch_id is not None else None
    return AlikePage(
        number=page.number,
        label=page.label,
        url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        picture=page_picture(issue.key, page, _WIDTH),
        file=scan.source,
        when=moment(batch.started_at if batch is not None else scan.created_at, visit.say),
    )


def _same_words(session: Session, page: Page, other: Page) -> int | None:
    """How many words in a hundred two pages share; None where one has none yet."""
    ours, theirs = (Counter(page_queries.plain(session, each).split()) for each in (page, other))
    least = min(ours.total(), theirs.total())
    return round(100 * (ours & theirs).total() / least) if least else None
