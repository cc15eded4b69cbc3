"""The pages of an issue put in order: moved, a place kept for a missing one, taken out, the seam set."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, labels, pages, streams
from archive.alto import Direction
from archive.errors import BadInput
from archive.models import ChangeSet, Issue, Page, Stream
from archive.ordering import afresh, places
from archive.queries import streams as stream_queries

#: Where pages stand that no way of reading holds.
NOWHERE = 0
Orders = dict[int, tuple[int, ...]]


def orders_of(session: Session, issue: Issue) -> Orders:
    """The pages of each way of reading (by row id, in order of position), those of none under `NOWHERE`.

    Minted page numbers; pages that were taken out are not there.
    """
    every = {page.number: page for page in _pages(session, issue)}
    own = stream_queries.of_issue(session, issue.id)
    orders = {stream.id: tuple(n for n in stream.pages if n in every) for stream in own}
    there = {number for order in orders.values() for number in order}
    if rest := tuple(number for number in every if number not in there):
        orders[NOWHERE] = rest
    return orders


def moved(orders: Mapping[int, Sequence[int]], chosen: Sequence[int], stream: int, place: int) -> Orders:
    """The orders with the chosen pages, in the order they have, at `place` of a stream (0: its front).

    `place` counts the pages of that stream that are not chosen.
    """
    picked = [number for order in orders.values() for number in order if number in set(chosen)]
    picked = list(dict.fromkeys(picked))
    made = {key: [number for number in order if number not in picked] for key, order in orders.items()}
    target = made.setdefault(stream, [])
    place = min(max(0, place), len(target))
    target[place:place] = picked
    return {key: tuple(order) for key, order in made.items() if order or key != NOWHERE}


def stepped(orders: Mapping[int, Sequence[int]], chosen: Sequence[int], step: int) -> Orders:
    """The orders with the chosen pages one place later (`step` 1) or earlier (-1) where they stand."""
    picked = set(chosen)
    made: Orders = {}
    for key, order in orders.items():
        row = list(order)[::-step]  # the last one first, so that a run moves as one
        for at, number in enumerate(row):
            if number in picked and at and row[at - 1] not in picked:
                row[at - 1], row[at] = number, row[at - 1]
        made[key] = tuple(row[::-step])
    return made


def arrange(
    session: Session, change_set: ChangeSet, issue: Issue, orders: Mapping[int, Sequence[int]]
) -> bool:
    """Put the pages of an issue into these orders; whether anything moved.

    `orders`: as `orders_of` gives them, with the same pages. From now on they are a person's: ingest adds to
    them and leaves them be. Raises BadInput where a page is missing or comes from elsewhere.
    """
    before = orders_of(session, issue)
    if {n for order in before.values() for n in order} != {n for order in orders.values() for n in order}:
        raise BadInput("The pages of the issue are not those they were.", "Look at the sheet as it is now.")
    if {key: tuple(order) for key, order in orders.items()} == before:
        return False
    for key, order in orders.items():
        if key != NOWHERE:
            stream = _stream(session, issue, key)
            streams.change(session, change_set, stream, {"pages": tuple(order), "proposed": False})
    _number(session, change_set, issue, before, orders)
    labels.count(session, change_set, issue)
    return True


def keep_place(
    session: Session, change_set: ChangeSet, issue: Issue, beside: Page, *, after: bool = True
) -> Page:
    """A place for a page that is missing, behind (or in front of) another one in each way of reading it."""
    every = list(_pages(session, issue))
    at = every.index(beside) + (1 if after else 0)
    page = pages.add(session, change_set, issue, sequence=0, condition=("missing",), blank=True)
    _place(session, change_set, every[:at], page, every[at:])
    put_beside(session, change_set, issue, beside, page, after=after)
    labels.count(session, change_set, issue)
    return page


def put_beside(
    session: Session, change_set: ChangeSet, issue: Issue, beside: Page, page: Page, *, after: bool
) -> None:
    """Put a page that stands nowhere next to another one in each way of reading that holds it."""
    for stream in stream_queries.of_issue(session, issue.id):
        if beside.number in stream.pages:
            at = stream.pages.index(beside.number) + (1 if after else 0)
            order = (*stream.pages[:at], page.number, *stream.pages[at:])
            streams.change(session, change_set, stream, {"pages": order})


def sequence_behind(session: Session, change_set: ChangeSet, issue: Issue, before: Page, page: Page) -> None:
    """Give a new page the sequence number right behind another one."""
    every = [each for each in _pages(session, issue) if each is not page]
    at = every.index(before) + 1
    _place(session, change_set, every[:at], page, every[at:])


def take_out(session: Session, change_set: ChangeSet, issue: Issue, chosen: Sequence[Page]) -> None:
    """Withdraw pages (scanned twice, of another issue); masters are kept, undoing brings them back."""
    gone = {page.number for page in chosen}
    for stream in stream_queries.of_issue(session, issue.id):
        left = tuple(number for number in stream.pages if number not in gone)
        streams.change(session, change_set, stream, {"pages": left})
    for page in chosen:
        changes.apply(session, change_set, page, {"withdrawn": True})
    labels.count(session, change_set, issue)


@dataclass(frozen=True, slots=True)
class Half:
    """One way of reading: its language, its direction, its pages in its order."""

    language: str
    direction: Direction
    pages: tuple[int, ...]


def halves_at(numbers: Sequence[int], seam: int | None, *, from_the_back: bool) -> list[tuple[int, ...]]:
    """Pages in the order of scans, parted where the second half begins (`seam`: that page; None: nowhere).

    `from_the_back`: the second half was scanned cover to cover with the first, so its last scan is its front.
    """
    if seam is None:
        return [tuple(numbers)]
    at = list(numbers).index(seam)
    first, second = tuple(numbers[:at]), tuple(numbers[at:])
    return [first, second[::-1] if from_the_back else second]


def set_halves(session: Session, change_set: ChangeSet, issue: Issue, halves: Sequence[Half]) -> None:
    """Say how an issue is read: one way, or two that meet at the seam.

    A way of reading that is there goes on where its language is wanted; else one more is made, and those
    that nobody wants are withdrawn. Raises BadInput for a half without pages, or two of one language.
    """
    if not halves or any(not half.pages for half in halves):
        raise BadInput("Each half needs a page.", "Choose another page for the seam.")
    if len({half.language for half in halves}) != len(halves):
        raise BadInput("Both halves have the same language.", "Choose another one.")
    current = list(stream_queries.of_issue(session, issue.id))
    for position, half in enumerate(halves, 1):
        stream = next((each for each in current if each.language == half.language), None)
        if stream is None:
            other = [each for each in current if each.language not in {h.language for h in halves}]
            stream = other[0] if other else None
        if stream is None:
            stream = streams.add(
                session,
                change_set,
                issue,
                language=half.language,
                direction=half.direction,
                pages=half.pages,
            )
        else:
            current.remove(stream)
        fields = {
            "language": half.language,
            "direction": half.direction,
            "pages": half.pages,
            "position": position,
            "proposed": False,
        }
        streams.change(session, change_set, stream, fields)
    for stream in current:
        streams.change(session, change_set, stream, {"withdrawn": True})
    labels.count(session, change_set, issue)


# --- sequence numbers -----------------------------------------------------------------------------------


def _number(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    before: Mapping[int, Sequence[int]],
    orders: Mapping[int, Sequence[int]],
) -> None:
    """Let the order of the issue follow those of its halves; only pages that moved get other numbers.

    A half whose numbers fell (scanned from cover to cover, from the back) falls on.
    """
    every = {page.number: page for page in _pages(session, issue)}
    sequence = {number: page.sequence for number, page in every.items()}
    wanted: list[int] = []
    for key in sorted(orders, key=lambda key: min(sequence[n] for n in before.get(key) or orders[key])):
        order = list(orders[key])
        old = [sequence[number] for number in before.get(key, ())]
        wanted += order[::-1] if _falls(old) else order
    wanted = list(dict.fromkeys(wanted))
    kept = _longest_rising([sequence[number] for number in wanted])
    _write(session, change_set, [every[number] for number in wanted], kept)


def _place(
    session: Session, change_set: ChangeSet, before: Sequence[Page], page: Page, after: Sequence[Page]
) -> None:
    _write(session, change_set, [*before, page, *after], {*(p.sequence for p in (*before, *after))})


def _write(session: Session, change_set: ChangeSet, order: Sequence[Page], kept: set[int]) -> None:
    """Sequence numbers for pages in order: those in `kept` stay where there is room between them."""
    taken = set(
        session.scalars(
            select(Page.sequence).where(
                Page.issue_id == order[0].issue_id, Page.id.not_in([p.id for p in order])
            )
        )
    )
    current = [page.sequence if page.sequence in kept else None for page in order]
    numbers = places(current, taken | kept) or afresh(current, kept)[0]
    for page, number in zip(order, numbers, strict=True):
        pages.change(session, change_set, page, {"sequence": number})


def _falls(numbers: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return 2 * sum(step < 0 for step in steps) > len(steps)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest rising run of numbers, not side by side (patience sorting): pages that need not move."""
    ends: list[int] = []
    runs: list[tuple[int, ...]] = []
    for number in numbers:
        at = bisect_left(ends, number)
        run = (*(runs[at - 1] if at else ()), number)
        ends[at : at + 1], runs[at : at + 1] = [number], [run]
    return set(runs[-1]) if runs else set()


def _pages(session: Session, issue: Issue) -> Sequence[Page]:
    return session.scalars(
        select(Page)
        .where(Page.issue_id == issue.id, Page.withdrawn.is_(False))
        .order_by(Page.sequence, Page.id)
    ).all()


def _stream(session: Session, issue: Issue, stream_id: int) -> Stream:
    stream = session.get(Stream, stream_id)
    if stream is None or stream.issue_id != issue.id or stream.withdrawn:
        raise BadInput("A half of the issue is not there any more.", "Look at the sheet as it is now.")
    return stream
