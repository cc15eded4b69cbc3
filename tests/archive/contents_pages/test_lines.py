"""Numbers at the ends of lines, headings of contents, texts made alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.contents_pages.bylines import is_byline, plain_reading, without_marks
from archive.contents_pages.folding import _edits, alike, fold, likeness, within_edits
from archive.contents_pages.numbers import is_leader, page_number
from archive.contents_pages.recognising import is_heading


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("12", 12),
        ("١٢", 12),
        ("p.12", 12),
        ("ص.٤٥", 45),
        ("...7", 7),
        ("12-15", 12),
        ("(8)", 8),
        ("1O", 10),
        ("1975", None),
        ("0", None),
        ("page", None),
        ("", None),
        ("2e", None),
    ],
)
def test_what_is_a_page_number(text: str, page: int | None) -> None:
    assert page_number(text) == page


@given(st.integers(1, 399), st.sampled_from(["", "...", "…", "p.", "ص"]), st.booleans())
def test_every_page_is_read_in_both_digits(number: int, before: str, arabic: bool) -> None:
    digits = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if arabic else str(number)
    assert page_number(before + digits) == number


@pytest.mark.parametrize(
    "text",
    ["Sommaire", "S O M M A I R E", "Sommalre", "الفـــهرس", "فهرس العدد", "المحتويات", "في هذا العدد :"],
)
def test_what_stands_over_contents(text: str) -> None:
    assert is_heading(text)


@pytest.mark.parametrize("text", ["Somme", "Le commissaire", "الفرسان", "عدد ممتاز", "Tableau", ""])
def test_what_does_not(text: str) -> None:
    assert not is_heading(text)


def test_rows_of_dots_are_no_words() -> None:
    assert all(map(is_leader, ["....", ".", "–", "eeee", "…..", "«..", "ssssss"]))
    assert not any(map(is_leader, ["elle", "le", "من", "12"]))


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_the_same_both_ways_and_whole_for_the_same(one: str, other: str) -> None:
    one, other = fold(one), fold(other)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert likeness(one, one) == (1 if one else 0)
    assert within_edits(one, one, 0)


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x06FF), max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_misread_letters_leave_a_text_like_itself() -> None:
    assert likeness(fold("بريد القراء"), fold("بويد القواء")) > 0.74
    assert likeness(fold("La route et ses dangers"), fold("La roule et ses daugers")) > 0.74
    assert likeness(fold("La route et ses dangers"), fold("Les chiens de la brigade")) < 0.55


def test_bylines_that_say_so() -> None:
    assert is_byline("Par Ahmed Alami")
    assert is_byline("بقلم: أحمد العلوي")
    assert not is_byline("Parole aux jeunes")
    assert without_marks("(par Ahmed Alami)") == "Ahmed Alami"
    assert plain_reading(("La drogue à l’école, par Ahmed Alami",)).byline == "par Ahmed Alami"
    assert plain_reading(("La drogue à l’école, un fléau",)).byline == ""


LETTERS = st.text(st.sampled_from("abcdeالبي"), max_size=14)


@given(LETTERS, LETTERS, st.sampled_from([0.0, 0.3, 0.4, 0.5, 0.7, 0.8, 0.95, 1.0]))
def test_counting_less_decides_the_same(one: str, other: str, above: float) -> None:
    assert alike(one, other, above) == (likeness(one, other) > above)


@given(LETTERS, st.integers(0, 13), st.sampled_from("abال"))
def test_a_letter_misread_decides_the_same(text: str, at: int, letter: str) -> None:
    other = text[:at] + letter + text[at + 1 :]
    assert alike(text, other, 0.7) == (likeness(text, other) > 0.7)


@given(LETTERS, LETTERS, st.integers(0, 16))
def test_edits_near_the_diagonal_are_counted_right(one: str, other: str, most: int) -> None:
    assert (_edits(one, other, most) <= most) == (_edits(one, other) <= most)
    if _edits(one, other) <= most:
        assert _edits(one, other, most) == _edits(one, other) == _plain(one, other)


def _plain(one: str, other: str) -> int:
    """The distance by its definition."""
    if not one or not other:
        return len(one) + len(other)
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for x in range(len(one) + 1):
        for y in range(len(other) + 1):
            if not x or not y:
                table[x][y] = x + y
            else:
                changed = table[x - 1][y - 1] + (one[x - 1] != other[y - 1])
                table[x][y] = min(table[x - 1][y] + 1, table[x][y - 1] + 1, changed)
    return table[-1][-1]
