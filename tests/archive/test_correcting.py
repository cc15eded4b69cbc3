"""A line that a person types: boxes by alignment, the machine's words kept beside."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.alto import AltoPage, String
from archive.canvas import Box
from archive.correcting import Place, corrected, place_of, placed
from tests.builders import a_reading

WORDS = st.lists(
    st.sampled_from(["la", "police", "1a", "sert", "الشرطة", "في", "12-13"]), min_size=1, max_size=7
)


def line_of(page: AltoPage, number: int = 0) -> tuple[String, ...]:
    return page.blocks[0].lines[number].strings


def test_a_confirmed_line_keeps_every_box_and_is_vouched_for() -> None:
    page = a_reading("la police sert le public", "et la route")
    done = corrected(page, Place(0, 0), "la police sert le public")
    assert [s.box for s in line_of(done)] == [s.box for s in line_of(page)]
    assert all(s.locked and s.confidence is None for s in line_of(done))
    assert done.blocks[0].lines[1] == page.blocks[0].lines[1]


def test_a_replaced_word_stands_where_the_machines_stood_and_keeps_its_reading() -> None:
    page = a_reading("1a police sert 1e public")
    strings = line_of(corrected(page, Place(0, 0), "la police sert le public"))
    assert [s.content for s in strings] == ["la", "police", "sert", "le", "public"]
    assert [s.box for s in strings] == [s.box for s in line_of(page)]
    assert [s.alternatives for s in strings] == [("1a",), (), (), ("1e",), ()]


def test_words_run_together_are_parted_in_the_direction_of_the_line() -> None:
    page = a_reading("فيخدمة المواطن")
    strings = line_of(corrected(page, Place(0, 0), "في خدمة المواطن"))
    first, second, third = strings
    assert second.box.right <= first.box.x  # the first word is the rightmost
    assert third.box == line_of(page)[1].box
    assert Box.around([first.box, second.box]) == line_of(page)[0].box


def test_a_word_put_in_shares_the_room_of_its_neighbour() -> None:
    page = a_reading("police route")
    first, second, third = line_of(corrected(page, Place(0, 0), "la police route"))
    assert first.box.right <= second.box.x
    assert third.box == line_of(page)[1].box
    first, second, third = line_of(corrected(page, Place(0, 0), "police de route"))
    assert first.box.x == line_of(page)[0].box.x
    assert second.box.right <= line_of(page)[1].box.x


def test_the_parts_of_a_broken_word_follow_what_is_typed() -> None:
    page = a_reading("les agents conser-", "valion des routes")
    done = corrected(page, Place(0, 1), "vation des routes")
    assert line_of(done)[-1].subs == "conservation"
    assert line_of(done, 1)[0].subs == "conservation"
    again = corrected(done, Place(0, 0), "les agents conservés")
    assert line_of(again)[-1].subs is None
    assert line_of(again, 1)[0].subs is None


def test_a_line_may_be_of_another_language_than_its_block() -> None:
    page = a_reading("الشرطة في خدمة المواطن", "Po1ice")
    done = corrected(page, Place(0, 1), "Police", language="fr")
    assert done.blocks[0].lines[1].language == "fr"
    assert corrected(done, Place(0, 1), "Police", language="ar").blocks[0].lines[1].language is None


def test_a_rectangle_finds_its_line_and_nothing_where_there_is_none() -> None:
    page = a_reading("la police", "sert le public")
    assert place_of(page, page.blocks[0].lines[1].box) == Place(0, 1)
    assert place_of(page, page.blocks[0].lines[0].box.grown(4)) == Place(0, 0)
    assert place_of(page, Box(900, 1300, 50, 40)) is None


@given(WORDS, WORDS, st.sampled_from(["ltr", "rtl"]))
def test_what_is_typed_is_what_stands_there(old: list[str], new: list[str], direction: str) -> None:
    page = a_reading(" ".join(old), language="ar" if direction == "rtl" else "fr")
    before = line_of(page)
    strings = placed(before, new, "rtl" if direction == "rtl" else "ltr")
    assert [s.content for s in strings] == new
    assert all(s.locked and s.box.w > 0 and s.box.h > 0 for s in strings)
    room = Box.around(s.box for s in before)
    assert room is not None
    # One pixel: a word is never drawn with no width at all.
    assert all(room.x <= s.box.x and s.box.right <= room.right + 1 for s in strings)
    assert all(s.content not in s.alternatives for s in strings)


@given(WORDS)
def test_typing_it_twice_changes_nothing_more(new: list[str]) -> None:
    page = a_reading("la police sert", "en ville")
    once = corrected(page, Place(0, 0), " ".join(new))
    assert corrected(once, Place(0, 0), " ".join(new)) == once
    assert replace(once.blocks[0].lines[0], strings=()) == replace(page.blocks[0].lines[0], strings=())
