"""The pages of an issue put in order; everything that follows from it, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.actions import arranging, changes, labels
from archive.actions.arranging import NOWHERE, Half, halves_at, moved, stepped
from archive.errors import BadInput
from archive.models import Issue, Page
from archive.queries import streams
from archive.store import Session, Store
from tests.builders import an_issue

TEXTS = ["الشرطة", "الأمن", "السلامة", "La police", "La sécurité", "Le permis"]


def test_pages_move_as_one_run() -> None:
    orders = {1: (1, 2, 3, 4), 2: (5, 6)}
    assert moved(orders, [3, 1], 1, 1) == {1: (2, 1, 3, 4), 2: (5, 6)}
    assert moved(orders, [4], 2, 0) == {1: (1, 2, 3), 2: (4, 5, 6)}
    assert moved(orders, [4], 2, 99) == {1: (1, 2, 3), 2: (5, 6, 4)}
    assert stepped(orders, [2, 3], 1) == {1: (1, 4, 2, 3), 2: (5, 6)}
    assert stepped(orders, [2, 3, 6], -1) == {1: (2, 3, 1, 4), 2: (6, 5)}
    assert stepped(orders, [4, 1], 1) == {1: (2, 1, 3, 4), 2: (5, 6)}


@given(st.permutations(range(1, 9)), st.sets(st.integers(1, 8)), st.integers(0, 9), st.sampled_from([1, 2]))
def test_no_page_is_lost_on_the_way(order: list[int], chosen: set[int], place: int, to: int) -> None:
    orders = {1: tuple(order[:5]), 2: tuple(order[5:])}
    for after in (
        moved(orders, sorted(chosen), to, place),
        stepped(orders, sorted(chosen), 1),
        stepped(orders, sorted(chosen), -1),
    ):
        assert sorted(n for row in after.values() for n in row) == list(range(1, 9))


def _orders(session: Session, issue: Issue) -> list[tuple[int, ...]]:
    return [stream.pages for stream in streams.of_issue(session, issue.id)]


def _sequence(session: Session, issue: Issue) -> list[int]:
    session.expire(issue)
    return [page.number for page in issue.pages]


def test_the_order_of_the_issue_follows_that_of_its_halves_and_few_pages_change(store: Store) -> None:
    issue_id = an_issue(store, TEXTS, two_streams=True)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        orders = arranging.orders_of(session, issue)
        arabic, french = orders
        act = changes.begin(session, by="alice")
        assert arranging.arrange(session, act, issue, moved(orders, [1], arabic, 1))
        assert _orders(session, issue) == [(2, 1, 3), (4, 5, 6)]
        assert _sequence(session, issue) == [2, 1, 3, 4, 5, 6]
        session.refresh(act)
        assert len([c for c in act.changes if c.field == "sequence"]) == 1
        arranging.arrange(session, act, issue, moved(arranging.orders_of(session, issue), [6], arabic, 0))
        assert _orders(session, issue) == [(6, 2, 1, 3), (4, 5)]
        assert _sequence(session, issue) == [6, 2, 1, 3, 4, 5]
        changes.undo(session, act.number, by="bob")
        assert _orders(session, issue) == [(1, 2, 3), (4, 5, 6)]
        assert _sequence(session, issue) == [1, 2, 3, 4, 5, 6]
        assert not arranging.arrange(session, act, issue, arranging.orders_of(session, issue))
        with pytest.raises(BadInput):
            arranging.arrange(session, act, issue, {arabic: (1, 2), french: (4, 5, 6)})


def test_moved_again_and_again_there_is_always_room(store: Store) -> None:
    issue_id = an_issue(store, TEXTS[3:])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        [stream] = arranging.orders_of(session, issue)
        for _ in range(30):
            act = changes.begin(session, by="alice")
            orders = arranging.orders_of(session, issue)
            arranging.arrange(session, act, issue, moved(orders, [orders[stream][-1]], stream, 1))
            assert _sequence(session, issue) == list(_orders(session, issue)[0])


def test_pages_that_no_half_holds_are_kept_apart_and_can_be_put_in(store: Store) -> None:
    issue_id = an_issue(store, TEXTS[3:])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        act = changes.begin(session, by="alice")
        [stream] = streams.of_issue(session, issue.id)
        arranging.streams.change(session, act, stream, {"pages": (1, 3)})
        orders = arranging.orders_of(session, issue)
        assert orders == {stream.id: (1, 3), NOWHERE: (2,)}
        arranging.arrange(session, act, issue, moved(orders, [2], stream.id, 2))
        assert _orders(session, issue) == [(1, 3, 2)]


def test_a_place_is_kept_and_counted_and_pages_are_taken_out(store: Store) -> None:
    issue_id = an_issue(store, TEXTS[3:])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        act = changes.begin(session, by="alice")
        place = arranging.keep_place(session, act, issue, issue.pages[0])
        assert _orders(session, issue) == [(1, 4, 2, 3)]
        assert _sequence(session, issue) == [1, 4, 2, 3]
        assert [p.label for p in issue.pages] == ["1", "2", "3", "4"]
        assert (place.condition, place.blank, place.frame) == (("missing",), True, None)
        out = changes.begin(session, by="alice")
        arranging.take_out(session, out, issue, [issue.pages[2], issue.pages[3]])
        assert _orders(session, issue) == [(1, 4)]
        changes.undo(session, out.number, by="bob")
        changes.undo(session, act.number, by="bob")
        assert _orders(session, issue) == [(1, 2, 3)]
        assert _sequence(session, issue) == [1, 2, 3]


def test_the_seam_makes_two_halves_and_one_again(store: Store) -> None:
    issue_id = an_issue(store, TEXTS)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        first, second = halves_at([1, 2, 3, 4, 5, 6], 4, from_the_back=True)
        assert (first, second) == ((1, 2, 3), (6, 5, 4))
        act = changes.begin(session, by="alice")
        halves = [Half("ar", "rtl", first), Half("fr", "ltr", second)]
        arranging.set_halves(session, act, issue, halves)
        made = streams.of_issue(session, issue.id)
        assert [(s.language, s.direction, s.pages, s.proposed) for s in made] == [
            ("ar", "rtl", (1, 2, 3), False),
            ("fr", "ltr", (6, 5, 4), False),
        ]
        assert [p.label for p in issue.pages] == ["1", "2", "3", "3", "2", "1"]
        # A page moved in the half that was scanned from the back: the order of scans goes on falling.
        orders = arranging.orders_of(session, issue)
        arranging.arrange(session, act, issue, moved(orders, [6], made[1].id, 1))
        assert _sequence(session, issue) == [1, 2, 3, 4, 6, 5]
        one = changes.begin(session, by="alice")
        arranging.set_halves(session, one, issue, [Half("ar", "rtl", (1, 2, 3, 4, 5, 6))])
        assert _orders(session, issue) == [(1, 2, 3, 4, 5, 6)]
        changes.undo(session, one.number, by="bob")
        changes.undo(session, act.number, by="bob")
        assert _orders(session, issue) == [(1, 2, 3, 4, 5, 6)]
        with pytest.raises(BadInput):
            arranging.set_halves(session, act, issue, [halves[0], halves[0]])


def test_a_run_of_printed_numbers_skips_what_does_not_count(store: Store) -> None:
    issue_id = an_issue(store, TEXTS)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        every = list(issue.pages)
        act = changes.begin(session, by="alice")
        run: list[Page | None] = [every[1], None, every[3], every[4]]
        assert labels.number(session, act, issue, run, "١٢") == ["١٢", "١٣", "١٤", "١٥"]
        assert [p.label for p in every] == ["1", "١٢", "3", "١٤", "١٥", "6"]
        labels.number(session, act, issue, [every[0]], "")
        assert (every[0].label, every[0].label_supplied) == ("", False)
        labels.forget(session, act, issue, every[:2])
        assert [p.label for p in every][:3] == ["1", "2", "3"]
        changes.undo(session, act.number, by="bob")
        assert [p.label for p in every] == ["1", "2", "3", "4", "5", "6"]
