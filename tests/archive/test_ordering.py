"""New pages get numbers between their neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.ordering import afresh, places

_orders = st.lists(st.booleans(), min_size=1, max_size=12)


def _with_numbers(known: list[bool], step: int) -> list[int | None]:
    return [step * (i + 1) if there else None for i, there in enumerate(known)]


def test_the_first_pages_are_a_stride_apart() -> None:
    assert places([None, None, None], []) == [1000, 2000, 3000]


def test_a_page_goes_between_its_neighbours() -> None:
    assert places([1000, None, 2000], [1000, 2000]) == [1000, 1500, 2000]


def test_a_page_before_all_others_comes_first() -> None:
    numbers = places([None, 1000], [1000])
    assert numbers is not None
    assert numbers[0] < 1000


def test_a_page_that_people_moved_stays_and_new_ones_follow_their_file() -> None:
    # The second file's page was moved to the front by a person.
    assert places([2000, 500, None], [500, 2000]) == [2000, 500, 1250]


def test_no_room_is_said() -> None:
    assert places([1, None, 2], [1, 2]) is None


@given(_orders, st.integers(1, 1000))
def test_numbers_are_new_and_in_order(known: list[bool], step: int) -> None:
    order = _with_numbers(known, step)
    taken = [number for number in order if number is not None]
    numbers = places(order, taken)
    if numbers is None:
        numbers, moved = afresh(order, taken)
        assert sorted(moved) == taken
        assert [moved[n] for n in taken] == sorted(moved.values())
    else:
        assert [n for n, old in zip(numbers, order, strict=True) if old is not None] == taken
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(order)
