"""Human work is never overwritten by a machine."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.alto import AltoPage
from archive.revising import differences, keep_locked, replaced_words, with_lines
from tests.builders import a_reading


def locked(page: AltoPage, row: int) -> AltoPage:
    block = page.blocks[0]
    line = block.lines[row]
    done = replace(line, strings=tuple(replace(s, locked=True) for s in line.strings))
    lines = (*block.lines[:row], done, *block.lines[row + 1 :])
    return replace(page, blocks=(replace(block, lines=lines),))


def test_a_locked_line_stays_and_the_machines_words_in_it_go() -> None:
    before = locked(a_reading("la police judiciaire", "sert le public"), 0)
    after = keep_locked(before, a_reading("1a po1ice judlciaire", "sert le pub1ic"))
    assert after.text == "la police judiciaire\nsert le pub1ic"
    assert [line.locked for line in after.lines()] == [True, False]


def test_a_locked_line_stays_where_the_machine_saw_nothing() -> None:
    before = locked(a_reading("la police"), 0)
    after = keep_locked(before, AltoPage(1000, 1400, ()))
    assert after.text == "la police"


def test_a_new_reading_without_locked_lines_is_taken_as_it_is() -> None:
    reading = a_reading("la police")
    assert keep_locked(a_reading("1a po1ice"), reading) == reading


def test_replaced_words_are_kept_once() -> None:
    assert replaced_words(a_reading("1a po1ice 1a"), a_reading("la police"), "vieux la") == "vieux 1a po1ice"


def test_a_difference_is_told_by_line_and_locked_lines_are_no_difference() -> None:
    shown = locked(a_reading("la police judiciaire", "sert le pub1ic"), 0)
    offered = a_reading("1a police judlciaire", "sert le public")
    (only,) = differences(shown, offered)
    assert (only.line, only.shown, only.offered) == (1, "sert le pub1ic", "sert le public")
    assert differences(shown, shown) == []


def test_only_the_chosen_lines_are_taken_and_locked_words_stay() -> None:
    shown = locked(a_reading("la police", "1ert le pub1ic", "ni plns ni moins"), 0)
    offered = a_reading("1a po1ice", "sert le public", "ni plus ni moins")
    assert with_lines(shown, offered, {1}).text == "la police\nsert le public\nni plns ni moins"
    assert with_lines(shown, offered, {0, 1, 2}).text == "la police\nsert le public\nni plus ni moins"
    assert with_lines(shown, offered, set()) == shown


LINES = st.lists(
    st.text("abcéش ", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=5
)


@given(LINES, LINES, st.sets(st.integers(0, 5)))
def test_locked_words_stay_whatever_is_taken(before: list[str], after: list[str], chosen: set[int]) -> None:
    shown = locked(a_reading(*before), 0)
    taken = with_lines(shown, a_reading(*after), chosen)
    assert [s for s in taken.strings() if s.locked] == [s for s in shown.strings() if s.locked]


@given(LINES, LINES, st.sets(st.integers(0, 5)))
def test_a_line_that_was_taken_is_no_difference_any_more(
    before: list[str], after: list[str], chosen: set[int]
) -> None:
    shown, offered = a_reading(*before), a_reading(*after)
    left = {each.line for each in differences(with_lines(shown, offered, chosen), offered)}
    assert left == {each.line for each in differences(shown, offered)} - chosen
