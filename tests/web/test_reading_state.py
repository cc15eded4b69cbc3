"""What a reader has chosen goes into the address and comes back; which pages lie side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.canvas import Box
from web.reading_state import VIEWS, ReadingState, beside_of, state_of, zone_of
from web.spreads import first_of, spread_at, spreads

boxes = st.builds(Box, st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 9999), st.integers(1, 9999))
states = st.builds(
    ReadingState,
    view=st.sampled_from(VIEWS),
    query=st.text(max_size=40).map(str.strip),
    panels=st.frozensets(st.sampled_from(("contents", "text", "film"))),
    zone=st.none() | boxes,
    turn=st.sampled_from((0, 90, 180, 270)),
    beside=st.sampled_from(("", "p13", "pm4x7q2.p1")),
)


@given(states)
def test_an_address_holds_the_whole_state(state: ReadingState) -> None:
    params = state.params()
    assert state_of(lambda name: params.get(name, "")) == state


@given(
    st.dictionaries(st.sampled_from(["view", "q", "panels", "xywh", "turn", "with"]), st.text(max_size=30))
)
def test_what_cannot_be_understood_is_left_out(params: dict[str, str]) -> None:
    state = state_of(lambda name: params.get(name, ""))
    assert state.view in VIEWS
    assert state.turn in (0, 90, 180, 270)
    assert state.beside == "" or beside_of(state.beside) is not None


def test_what_is_usual_is_not_said_and_a_page_keeps_its_own_zone() -> None:
    assert ReadingState().params() == {}
    turned = ReadingState(zone=Box(1, 2, 3, 4), turn=90, query="x").on_another_page()
    assert turned == ReadingState(query="x")


def test_two_pages_have_the_whole_width_unless_a_panel_was_chosen() -> None:
    two = ReadingState().changed(view="two")
    assert two.panels == frozenset()
    assert two.params() == {"view": "two"}
    assert two.changed(view="one") == ReadingState()
    chosen = two.toggled("text")
    assert chosen.params() == {"view": "two", "panels": "text"}
    assert chosen.changed(view="one").panels == {"text"}


def test_zones_are_written_with_the_digits_of_addresses_only() -> None:
    assert zone_of("120,80,600,400") == Box(120, 80, 600, 400)
    assert zone_of("pixel:1,2,3,4") == Box(1, 2, 3, 4)
    for text in ("", "1,2,3", "1,2,0,4", "١,2,3,4", "-1,2,3,4", "1.5,2,3,4", "1,2,3,4,5"):
        assert zone_of(text) is None


@given(st.lists(st.integers(1, 500), unique=True, min_size=1, max_size=80))
def test_the_cover_lies_alone_and_every_page_once(order: list[int]) -> None:
    made = spreads(order)
    assert made[0] == (None, order[0])
    assert [page for spread in made for page in spread if page is not None] == order
    assert all(first is not None for first, _ in made[1:])
    for number in order:
        assert number in made[spread_at(order, number)]
    assert [first_of(spread) for spread in made] == [order[0], *order[1::2]]
