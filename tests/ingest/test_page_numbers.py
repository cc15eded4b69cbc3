"""Printed page numbers: read off heads and feet, weighed against their run, gaps and doubles found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.paging import irregularities
from ingest.page_numbers import PageNumber, Seen, numbers_seen, page_numbers

HEIGHT = 1000


def page(*lines: tuple[int, str], doubtful: bool = False) -> AltoPage:
    """A page of lines, each at its height."""
    blocks = []
    for top, text in lines:
        words = tuple(String(word, Box(10, top, 40, 20), 0.9, doubtful=doubtful) for word in text.split())
        box = Box(10, top, 600, 20)
        blocks.append(TextBlock((TextLine(words, box),), box, "fr", "ltr"))
    return AltoPage(700, HEIGHT, tuple(blocks))


def seen(*numbers: int | None, weight: float = 0.9) -> list[list[Seen]]:
    return [[Seen(number, weight)] if number is not None else [] for number in numbers]


def numbers(found: list[PageNumber | None]) -> list[int | None]:
    return [each.number if each else None for each in found]


# --- what is seen ---


def test_numbers_stand_alone_or_at_the_ends_of_running_heads() -> None:
    assert numbers_seen(page((950, "— 23 —"))) == (Seen(23, 0.9),)
    assert numbers_seen(page((950, "23"))) == (Seen(23, 0.9),)
    assert numbers_seen(page((20, "Revue de police 24"))) == (Seen(24, 0.63),)
    assert numbers_seen(page((20, "٢٥ مجلة الشرطة"))) == (Seen(25, 0.63),)
    assert numbers_seen(page((950, "٢٦"), doubtful=True)) == (Seen(26, 0.72),)


def test_numbers_in_the_text_are_no_page_numbers() -> None:
    assert numbers_seen(page((500, "23"), (20, "le 12 mars 1975 fut"), (950, "0"))) == ()


def test_another_reading_of_a_number_counts_too() -> None:
    word = String("٧٢", Box(300, 950, 40, 20), 0.5, alternatives=("٢٧",), doubtful=True)
    box = Box(300, 950, 40, 20)
    alto = AltoPage(700, HEIGHT, (TextBlock((TextLine((word,), box),), box, "ar", "rtl"),))
    assert {each.number for each in numbers_seen(alto)} == {72, 27}


# --- what it comes to ---


def test_a_run_fills_what_was_not_read_and_mends_what_was_misread() -> None:
    found = page_numbers(seen(None, None, 3, 4, 77, None, 7, 8))
    assert numbers(found) == [1, 2, 3, 4, 5, 6, 7, 8]
    sure = [each.confidence for each in found if each]
    assert min(sure[2], sure[6]) > 0.95  # read, and in its run
    assert sure[4] < sure[5] < sure[2]  # another number was read; none was; the very one
    assert [each.read for each in found if each] == [False, False, True, True, False, False, True, True]


def test_a_year_on_every_page_is_no_page_number() -> None:
    with_year = [[*numbers, Seen(1975, 0.7)] for numbers in seen(5, 6, None, 8)]
    assert numbers(page_numbers(with_year)) == [5, 6, 7, 8]
    assert page_numbers(seen(1975, 1975, 1975)) == [None, None, None]


def test_pages_before_number_one_have_none() -> None:
    assert numbers(page_numbers(seen(None, None, 1, 2, 3))) == [None, None, 1, 2, 3]


def test_one_number_alone_says_nothing() -> None:
    assert page_numbers(seen(None, 12, None)) == [None, None, None]
    assert page_numbers([]) == []


def test_a_gap_begins_another_run() -> None:
    found = numbers(page_numbers(seen(1, 2, 3, 4, 7, 8, 9)))
    assert found == [1, 2, 3, 4, 7, 8, 9]
    [gap] = irregularities(found)
    assert (gap.kind, gap.before, gap.after, gap.first, gap.last) == ("gap", 3, 4, 5, 6)


def test_a_page_scanned_twice_is_a_double() -> None:
    found = numbers(page_numbers(seen(1, 2, 3, 3, 4, 5, 6)))
    [double] = irregularities(found)
    assert (double.kind, double.first, double.last) == ("double", 3, 3)


def test_leaves_that_changed_places_are_a_reversal() -> None:
    found = numbers(page_numbers(seen(1, 2, 4, 3, 5, 6)))
    assert found == [1, 2, 4, 3, 5, 6]
    [reversal] = irregularities(found)
    assert (reversal.kind, reversal.before, reversal.after) == ("reversal", 2, 3)


def test_a_section_bound_backwards_is_one_reversal() -> None:
    found = numbers(page_numbers(seen(1, 2, 3, 8, 7, 6, 5, 4, 9, 10, 11)))
    assert found == [1, 2, 3, 8, 7, 6, 5, 4, 9, 10, 11]
    [reversal] = irregularities(found)
    assert (reversal.kind, reversal.first, reversal.last) == ("reversal", 4, 8)


@given(st.integers(1, 900), st.integers(6, 40), st.sets(st.integers(0, 39), max_size=12), st.randoms())
def test_a_run_survives_a_third_of_misreadings(
    first: int, count: int, wrong: set[int], chance: object
) -> None:
    """Whatever is read on a third of the pages, a run read on the others is found, without irregularities."""
    spoilt = {place for place in sorted(wrong) if place < count}
    spoilt = set(sorted(spoilt)[: count // 3])
    read = [chance.randrange(1, 9999) if n in spoilt else first + n for n in range(count)]  # type: ignore[attr-defined]
    found = numbers(page_numbers(seen(*read)))
    right = sum(number == first + place for place, number in enumerate(found))
    assert right >= count - 2  # a misread first or last page may look like a gap
    assert len(irregularities(found)) <= 2


def test_pages_without_number_between_are_counted() -> None:
    assert irregularities([1, None, 3, None, None, 6]) == []
    assert [each.kind for each in irregularities([1, None, 4])] == ["gap"]
    assert irregularities([]) == irregularities([None]) == []
