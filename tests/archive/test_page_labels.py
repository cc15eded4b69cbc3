"""Printed numbers that follow one another, in the figures they are printed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.page_labels import roman, roman_value, run


@pytest.mark.parametrize(
    ("first", "step", "labels"),
    [
        ("12", 1, ["12", "13", "14"]),
        ("١٢", 1, ["١٢", "١٣", "١٤"]),
        ("9", 2, ["9", "11", "13"]),
        ("iii", 1, ["iii", "iv", "v"]),
        ("XCIX", 1, ["XCIX", "C", "CI"]),
        ("S 9", 1, ["S 9", "S 10", "S 11"]),
        ("أ", 1, ["أ", "ب", "ج"]),
        ("ا", 2, ["أ", "ج", "ه"]),
        ("3", -1, ["3", "2", "1"]),
        ("", 1, ["", "", ""]),
    ],
)
def test_labels_go_on_as_the_first_is_written(first: str, step: int, labels: list[str]) -> None:
    assert run(first, 3, step) == labels


@pytest.mark.parametrize(("first", "count"), [("cover", 2), ("ي", 2), ("MMMCMXCIX", 2), ("iiii", 2)])
def test_what_nothing_follows_is_refused(first: str, count: int) -> None:
    with pytest.raises(BadInput):
        run(first, count)


def test_one_page_takes_whatever_is_printed_on_it() -> None:
    assert run("غلاف", 1) == ["غلاف"]


@given(st.integers(1, 3999))
def test_roman_figures_say_their_number(number: int) -> None:
    assert roman_value(roman(number)) == number


@given(st.text(max_size=12), st.integers(1, 5), st.integers(-3, 3))
def test_any_text_is_a_run_or_refused(first: str, count: int, step: int) -> None:
    try:
        assert len(run(first, count, step)) == count
    except BadInput:
        assert count > 1
