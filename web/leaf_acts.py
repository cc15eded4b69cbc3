"""What may be done to the chosen leaves of an issue: each act by its name in the form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import dates
from archive.actions import arranging, framing, labels, pages, streams
from archive.actions.arranging import Half
from archive.errors import BadInput
from archive.letters import direction_of, western_digits
from archive.models import CONDITIONS, ChangeSet, Issue, Page, Stream
from archive.queries import changes as change_queries
from archive.queries import pages as page_queries
from archive.queries import streams as stream_queries
from archive.store import Session
from archive.texts import Texts
from web.forms import RIGHTS
from web.visiting import Visit


@dataclass(frozen=True)
class Act:
    """One act on chosen pages (in their order), inside its change set."""

    visit: Visit
    session: Session
    change_set: ChangeSet
    issue: Issue
    chosen: Sequence[Page]

    @property
    def numbers(self) -> list[int]:
        """The minted numbers of the chosen pages."""
        return [page.number for page in self.chosen]

    def half_of(self, page: Page) -> Stream | None:
        """The way of reading that holds a page, the first where several do."""
        own = stream_queries.of_issue(self.session, self.issue.id)
        return next((stream for stream in own if page.number in stream.pages), None)


@dataclass(frozen=True, slots=True)
class Kind:
    """How an act is done; which fields of pages it writes; whether it goes by the order of all pages.

    `many`: whether it is done to several pages at once; `any`: it may be done with no page chosen.
    """

    do: Callable[[Act], None]
    fields: frozenset[str] = frozenset()
    by_order: bool = False
    many: bool = True
    any: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else changed of a chosen page since the sheet was shown."""

    page: Page
    field: str
    by: str
    at: datetime


def order_tag(session: Session, issue: Issue) -> str:
    """The order of all pages in a few letters: another one means that somebody moved pages."""
    orders = sorted(arranging.orders_of(session, issue).items())
    ways = [(s.id, s.language, s.direction) for s in stream_queries.of_issue(session, issue.id)]
    return hashlib.sha256(repr((orders, ways)).encode()).hexdigest()[:16]


def clashes(visit: Visit, session: Session, chosen: Sequence[Page], kind: Kind) -> list[Clash]:
    """What others changed, of what this act would write, since the form was shown."""
    found = []
    for page in chosen:
        sent = visit.field(f"seen.{page.number}")
        if not sent.isascii() or not sent.isdecimal() or len(sent) > 9:
            raise BadInput("The form did not arrive whole.", "Send it again.")
        since = change_queries.since_version(session, page, int(sent))
        found += [
            Clash(page, each.field, each.by, each.at) for each in since.values() if each.field in kind.fields
        ]
    return found


def the_chosen(visit: Visit, session: Session, issue: Issue) -> list[Page]:
    """The ticked pages in the order of their halves. Raises NotFound for one that is gone."""
    ticked = {int(each) for each in visit.ticked("page") if each.isascii() and each.isdecimal()}
    order = [number for half in arranging.orders_of(session, issue).values() for number in half]
    known = [number for number in dict.fromkeys(order) if number in ticked]
    missing = ticked - set(known)
    return [page_queries.by_number(session, issue, n, public=False) for n in (*known, *sorted(missing))]


# --- order --------------------------------------------------------------------------------------------------


def _step(by: int) -> Callable[[Act], None]:
    def step(act: Act) -> None:
        orders = arranging.orders_of(act.session, act.issue)
        made = arranging.stepped(orders, act.numbers, by)
        arranging.arrange(act.session, act.change_set, act.issue, made)

    return step


def _move(act: Act) -> None:
    """Before or behind another page, in the half that holds it; or to the end of a half (`half`)."""
    orders = arranging.orders_of(act.session, act.issue)
    target = _whole(act.visit.field("target"))
    rest = {key: [n for n in order if n not in act.numbers] for key, order in orders.items()}
    half = next((key for key, order in rest.items() if target in order), None)
    if half is None:
        raise BadInput("Choose the page to move to; it is none of those that move.")
    place = rest[half].index(target) + (1 if act.visit.field("side") == "after" else 0)
    made = arranging.moved(orders, act.numbers, half, place)
    arranging.arrange(act.session, act.change_set, act.issue, made)


def _keep_place(*, after: bool) -> Callable[[Act], None]:
    def keep(act: Act) -> None:
        arranging.keep_place(act.session, act.change_set, act.issue, act.chosen[0], after=after)

    return keep


def _take_out(act: Act) -> None:
    arranging.take_out(act.session, act.change_set, act.issue, act.chosen)


def _seam(act: Act) -> None:
    """Two halves that meet where the second begins, at the chosen page."""
    first, second = act.visit.field("first"), act.visit.field("second")
    every = [page.number for page in page_queries.of_issue(act.session, act.issue.id)]
    at = act.chosen[0].number
    parts = arranging.halves_at(every, at, from_the_back=act.visit.field("from_back") == "yes")
    halves = [Half(lang, direction_of(lang), part) for lang, part in zip((first, second), parts, strict=True)]
    _check_languages(first, second)
    arranging.set_halves(act.session, act.change_set, act.issue, halves)


def _one_way(act: Act) -> None:
    language = act.visit.field("first")
    _check_languages(language)
    every = tuple(page.number for page in page_queries.of_issue(act.session, act.issue.id))
    half = Half(language, direction_of(language), every)
    arranging.set_halves(act.session, act.change_set, act.issue, [half])


def _half(act: Act) -> None:
    """Language and direction of one half; its pages the other way round, where that is asked for."""
    wanted = _whole(act.visit.field("do").partition(".")[2])
    own = stream_queries.of_issue(act.session, act.issue.id)
    stream = next((each for each in own if each.id == wanted), None)
    if stream is None:
        raise BadInput("A half of the issue is not there any more.", "Look at the sheet as it is now.")
    language, direction = act.visit.field(f"language.{wanted}"), act.visit.field(f"direction.{wanted}")
    _check_languages(language)
    pages_now = stream.pages[::-1] if act.visit.field(f"turned.{wanted}") == "yes" else stream.pages
    fields = {"language": language, "direction": direction, "pages": pages_now, "proposed": False}
    streams.change(act.session, act.change_set, stream, fields)
    labels.count(act.session, act.change_set, act.issue)


def _check_languages(*codes: str) -> None:
    if strange := [code for code in codes if code not in ("ar", "fr")]:
        raise BadInput("{value} is no language of a half.", value=repr(strange[0]))


# --- each leaf ----------------------------------------------------------------------------------------------


def _turn(by: framing.Turn) -> Callable[[Act], None]:
    def turn(act: Act) -> None:
        for page in act.chosen:
            framing.turn(act.session, act.change_set, page, by)

    return turn


def _split(act: Act) -> None:
    percent = western_digits(act.visit.field("fold") or "50")
    if not percent.isdecimal() or len(percent) > 2:
        raise BadInput("The fold is told in percent of the width, from 10 to 90.")
    for page in act.chosen:
        half = act.half_of(page)
        framing.split(
            act.session,
            act.change_set,
            act.issue,
            page,
            at=int(percent) / 100,
            right_first=half is not None and half.direction == "rtl",
        )


def _mark(condition: str) -> Callable[[Act], None]:
    """Say that the leaves are torn, missing …; where all of them are said to be, no longer."""

    def mark(act: Act) -> None:
        taken_back = all(condition in page.condition for page in act.chosen)
        for page in act.chosen:
            wanted = set(page.condition) - {condition} if taken_back else {*page.condition, condition}
            ordered = tuple(each for each in CONDITIONS if each in wanted)
            pages.change(act.session, act.change_set, page, {"condition": ordered})

    return mark


def _describe(act: Act) -> None:
    """Note, rights and embargo; what is left empty stays, or is emptied where that is ticked."""
    clear = act.visit.field("clear") == "yes"
    fields: dict[str, Any] = {}
    rights, until = act.visit.field("rights"), act.visit.field("until").strip()
    if rights and rights not in RIGHTS:
        raise BadInput("{value} is no rights statement.", value=repr(rights))
    if rights or clear:
        fields["rights"] = rights
    if until or clear:
        fields["hidden_until"] = dates.parse(until).last.isoformat() if until else ""
    note = Texts.supplied(ar=act.visit.field("note.ar"), fr=act.visit.field("note.fr"))
    if note or clear:
        fields["note"] = note
    if not fields:
        raise BadInput("Nothing was typed.", "Type a note, choose rights or a day.")
    for page in act.chosen:
        pages.change(act.session, act.change_set, page, fields)


def _number_run(act: Act) -> None:
    """First, first + step …: over the chosen pages, those between counting or not, or from one to the end."""
    first, span = act.visit.field("label"), act.visit.field("span")
    if not first.strip():
        raise BadInput("Type the number that is printed on the first page.")
    run: list[Page | None] = list(act.chosen)
    half = act.half_of(act.chosen[0])
    every = {page.number: page for page in page_queries.of_issue(act.session, act.issue.id)}
    order = [n for n in (half.pages if half else tuple(every)) if n in every]
    if act.chosen[0].number in order and span in ("onwards", "counting"):
        at = order.index(act.chosen[0].number)
        if span == "onwards":
            run = [every[number] for number in order[at:]]
        else:
            picked = set(act.numbers)
            last = max(order.index(number) for number in act.numbers if number in order)
            run = [every[number] if number in picked else None for number in order[at : last + 1]]
    step = act.visit.field("step") or "1"
    if step not in ("1", "2", "-1"):
        raise BadInput("Numbers rise by 1 or 2, or fall by 1.")
    labels.number(act.session, act.change_set, act.issue, run, first, step=int(step))


def _no_number(act: Act) -> None:
    labels.number(act.session, act.change_set, act.issue, list(act.chosen), "")


def _count(act: Act) -> None:
    labels.forget(act.session, act.change_set, act.issue, act.chosen)


def _whole(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise BadInput("The form did not arrive whole.", "Send it again.")
    return int(value)


_LABELS = frozenset({"label", "label_supplied"})
_FRAME = frozenset({"canvas"})
#: Every act by what `do` says.
ACTS: dict[str, Kind] = {
    "earlier": Kind(_step(-1), by_order=True),
    "later": Kind(_step(1), by_order=True),
    "move": Kind(_move, by_order=True),
    "place-before": Kind(_keep_place(after=False), by_order=True, many=False),
    "place-after": Kind(_keep_place(after=True), by_order=True, many=False),
    "take-out": Kind(_take_out, by_order=True),
    "seam": Kind(_seam, by_order=True, many=False),
    "one-way": Kind(_one_way, by_order=True, any=True),
    "half": Kind(_half, by_order=True, any=True),
    "turn-90": Kind(_turn(90), _FRAME),
    "turn-180": Kind(_turn(180), _FRAME),
    "turn-270": Kind(_turn(270), _FRAME),
    "split": Kind(_split, _FRAME),
    "describe": Kind(_describe, frozenset({"note", "rights", "hidden_until"})),
    "number": Kind(_number_run, _LABELS),
    "no-number": Kind(_no_number, _LABELS),
    "count": Kind(_count, _LABELS),
    **{name: Kind(_mark(name), frozenset({"condition"})) for name in CONDITIONS},
}
