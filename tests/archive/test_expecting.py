"""From a rule of publication follow the numbers there ought to be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.expecting import FREQUENCIES, Rule, parse_rule, slots

TODAY = date(2026, 11, 24)


def made(rule: str) -> list[tuple[str, str]]:
    return [(slot.slot, slot.number) for slot in slots(parse_rule(rule), TODAY)]


def test_a_monthly_with_a_double_summer_number_counts_on() -> None:
    found = made("monthly 1961-05/1961-10 double 07-08 from 1")
    assert found == [
        ("1961-05", "1"), ("1961-06", "2"), ("1961-07/1961-08", "3-4"), ("1961-09", "5"), ("1961-10", "6"),
    ]  # fmt: skip


def test_a_double_number_may_count_as_one() -> None:
    assert made("monthly 1961-07/1961-09 double 07-08 double-as-one from 7") == [
        ("1961-07/1961-08", "7"),
        ("1961-09", "8"),
    ]


def test_months_without_a_number_are_told_and_not_counted() -> None:
    found = list(slots(parse_rule("monthly 1960-01/1960-04 never 1960-02/1960-03 from 10"), TODAY))
    assert [(slot.slot, slot.number, slot.never) for slot in found] == [
        ("1960-01", "10", False), ("1960-02", "", True), ("1960-03", "", True), ("1960-04", "11", False),
    ]  # fmt: skip


def test_a_quarterly_stands_for_three_months() -> None:
    assert made("quarterly 1958-01/1958-12 from 1") == [
        ("1958-01/1958-03", "1"), ("1958-04/1958-06", "2"),
        ("1958-07/1958-09", "3"), ("1958-10/1958-12", "4"),
    ]  # fmt: skip


def test_a_series_that_still_appears_is_expected_up_to_this_month() -> None:
    assert made("monthly 2026-09/..")[-1] == ("2026-11", "")


@pytest.mark.parametrize(
    "rule",
    ["", "monthly", "daily 1961-01/..", "monthly 1961", "monthly 1961-13/..", "monthly 1961-05/1960-01",
     "monthly 1961-05/.. double 08-07", "monthly 1961-05/.. from ١", "monthly 1961-05/.. sometimes x",
     "monthly 1961-05/.. never", "monthly 0000-05/.."],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(BadInput):
        parse_rule(rule)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    begins = (draw(st.integers(1900, 2020)), draw(st.integers(1, 12)))
    ends = draw(st.none() | st.just((begins[0] + draw(st.integers(1, 5)), draw(st.integers(1, 12)))))
    doubles = ((7, 8),) if draw(st.booleans()) else ()
    every = 1 if doubles else draw(st.sampled_from(sorted(FREQUENCIES.values())))
    never = (((begins[0], 12), (begins[0] + 1, 3)),) if draw(st.booleans()) else ()
    return Rule(
        every, begins, ends, doubles, never, draw(st.none() | st.integers(1, 900)), draw(st.booleans())
    )


@given(rules())
def test_a_rule_is_read_as_it_is_written(rule: Rule) -> None:
    assert parse_rule(str(rule)) == rule


@given(rules())
def test_slots_follow_each_other_without_gap_or_overlap(rule: Rule) -> None:
    found = list(slots(rule, TODAY))
    assert found[0].begins == rule.begins
    for before, after in pairwise(found):
        assert (after.first - before.last).days == 1
