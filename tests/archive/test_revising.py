"""Human work is never overwritten by a machine."""

from __future__ import annotations

from dataclasses import replace

from archive.alto import AltoPage
from archive.revising import keep_locked, replaced_words
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
