"""The way through a result from page to page: previous and next hit, across issues, and which of how many.

For the reader: the address of a page carries the question it was found by (`Asked.carried`: `q` and whatever
narrows it), `trail_of` says what lies before and after it. The order is that of the results page; within one
issue it is the order of the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from archive.queries import page_names
from archive.queries.page_names import PageName
from index.engine import NoIndex
from index.scoping import visible
from index.searching import order
from web.asked import Asked, asked_in
from web.contexts import IssueName
from web.naming import issue_name, page_path
from web.visiting import Visit


@dataclass(frozen=True, slots=True)
class Step:
    """The way to another page that was found: its address (the question goes along), what it is called.

    `same_issue`: it stands in the issue one is reading.
    """

    url: str
    issue: IssueName
    page_label: str
    key: str
    number: int
    same_issue: bool


@dataclass(frozen=True, slots=True)
class HitTrail:
    """Where a page stands in a result.

    `position` counts from 1 and is 0 where the page was not found (its neighbours are the first page and
    none); `total` may be more than can be walked through (`index.engine.DEEPEST`). `results`: the address of
    the results this page stands in; `partial`: time ran out, "at least `total`".
    """

    position: int
    total: int
    results: str
    previous: Step | None = None
    next: Step | None = None
    partial: bool = False


def trail_of(visit: Visit, issue_key: str, number: int, *, per_screen: int = 20) -> HitTrail | None:
    """Where a page stands in the result that this request's address carries; None where it asks nothing.

    `issue_key`, `number`: of the page being read (its minted number). Where there is no index there is no
    trail either: None.
    """
    asked = asked_in(visit)
    if not asked.question.text.strip():
        return None
    try:
        found = order(visit.store, visit.pieces.engine, asked.question, public=visit.public, sort=asked.order)
    except NoIndex:
        return None
    with visit.store.read() as session:
        ids = found.pages
        if asked.issue and not asked.sort:
            ids = tuple(page_names.in_reading_order(session, ids))
        here = page_names.id_of(session, issue_key, number)
        at = ids.index(here) if here in ids else -1
        around = [ids[place] for place in (at - 1, at + 1) if 0 <= place < len(ids)]
        names = page_names.by_id(session, around)
        issues = visible(visit.store, session, public=visit.public).issues

    def step(place: int) -> Step | None:
        name = names.get(ids[place]) if 0 <= place < len(ids) else None
        if name is None or name.issue_id not in issues:
            return None
        return _step(visit, asked, name, issue_name(issues[name.issue_id], visit.say), issue_key)

    screen = max(at, 0) // per_screen + 1
    return HitTrail(
        position=at + 1,
        total=found.total,
        results=asked.url(visit, page=screen),
        previous=step(at - 1) if at > 0 else None,
        next=step(at + 1),
        partial=found.partial,
    )


def hit_url(visit: Visit, asked: Asked, key: str, number: int) -> str:
    """The address of a found page, the question going along."""
    path = page_path(visit.language, visit.settings.naan, key, number)
    carried = asked.carried()
    return path + (f"?{urlencode(carried)}" if carried else "")


def as_plain(trail: HitTrail) -> dict[str, object]:
    """A trail as JSON: `position` of `total`, `results`, and `previous` and `next` with `url` and `page`."""

    def plain(step: Step | None) -> dict[str, object] | None:
        if step is None:
            return None
        return {"url": step.url, "page": step.page_label, "issue": step.key, "number": step.number}

    return {
        "position": trail.position,
        "total": trail.total,
        "partial": trail.partial,
        "results": trail.results,
        "previous": plain(trail.previous),
        "next": plain(trail.next),
    }


def _step(visit: Visit, asked: Asked, name: PageName, issue: IssueName, here: str) -> Step:
    return Step(
        url=hit_url(visit, asked, name.issue_key, name.number),
        issue=issue,
        page_label=name.label or str(name.number),
        key=name.issue_key,
        number=name.number,
        same_issue=name.issue_key == here,
    )
