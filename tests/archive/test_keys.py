"""Identifiers: a slip of the pen leads nowhere, and what is written can be read back."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import keys
from archive.errors import BadInput
from archive.keys import ALPHABET, Key

naans = st.text(ALPHABET, min_size=5, max_size=9)
bodies = st.text(ALPHABET, min_size=2, max_size=15)
numbers = st.integers(1, 99_999)


def whole(naan: str, body: str) -> str:
    return body + keys.check_character(f"{naan}/{body}")


def test_the_example_of_the_noid_specification_gets_its_check_character():
    assert keys.check_character("13030/xf93gt2") == "q"
    assert keys.check("xf93gt2q", "13030")


@given(naans)
def test_a_minted_name_checks_under_its_authority_and_says_nothing(naan):
    name = keys.mint(naan)
    assert name.startswith("pm")
    assert len(name) == 7
    assert keys.check(name, naan)


def test_two_hundred_names_minted_in_a_row_hardly_repeat():
    assert len({keys.mint("99999") for _ in range(200)}) > 195


@given(naans, bodies, st.data())
def test_every_single_wrong_letter_is_caught(naan, body, data):
    name = whole(naan, body)
    at = data.draw(st.integers(0, len(name) - 1))
    for letter in ALPHABET.replace(name[at], ""):
        assert not keys.check(name[:at] + letter + name[at + 1 :], naan)


@given(naans, bodies)
def test_every_swap_of_neighbours_is_caught(naan, body):
    name = whole(naan, body)
    for at in range(len(name) - 1):
        if name[at] != name[at + 1]:
            swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            assert not keys.check(swapped, naan)


@given(naans, bodies, st.sampled_from(["issue", "page", "article"]), numbers)
def test_an_identifier_that_was_written_is_read_back(naan, body, kind, number):
    name = whole(naan, body)
    wanted = Key(naan, name, kind, None if kind == "issue" else number)
    assert keys.parse(str(wanted)) == wanted


def test_pages_and_articles_stand_behind_a_slash():
    assert keys.ark("99999", "pm4x7q2") == "ark:/99999/pm4x7q2"
    assert keys.ark("99999", "pm4x7q2", page=12) == "ark:/99999/pm4x7q2/p12"
    assert keys.ark("99999", "pm4x7q2", article=7) == "ark:/99999/pm4x7q2/a7"


def test_the_newer_way_of_writing_capitals_and_hyphens_are_understood():
    wanted = Key("13030", "xf93gt2q", "page", 3)
    for text in ("ark:13030/xf93gt2q/p3", "ARK:/13030/XF93GT2Q/P3", " ark:/13030/xf93-gt2q/p3 "):
        assert keys.parse(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xf93gt2q",
        "ark:/13030/xf93gt2q/p0",
        "ark:/13030/xf93gt2q/p03",
        "ark:/13030/xf93gt2q/p123456",
        "ark:/13030/xf93gt2q/p٣",
        "ark:/13030/xf93gt2q/p3/",
        "ark:/13030/xf93gt2q/q3",
        "ark:/13030/xf93gt2q\nark:/13030/xf93gt2q",
        "ark:/13030/xf93gt2a",
    ],
)
def test_what_is_no_identifier_is_refused(text):
    with pytest.raises(BadInput, match="is not an identifier"):
        keys.parse(text)


def test_a_mistyped_identifier_is_told_from_nonsense():
    with pytest.raises(BadInput, match="mistyped"):
        keys.parse("ark:/13030/xf93gt2r")


def test_a_name_minted_under_a_former_authority_number_stays_good_under_the_new_one():
    text = "ark:/12345/xf93gt2q"
    with pytest.raises(BadInput):
        keys.parse(text)
    assert keys.parse(text, former=["13030"]) == Key("12345", "xf93gt2q", "issue")


@given(st.text())
def test_arbitrary_text_is_read_or_refused_never_worse(text):
    with suppress(BadInput):
        key = keys.parse(text)
        assert keys.parse(str(key)) == key


def test_impossible_numbers_and_shoulders_are_programming_errors():
    for wrong in (0, 100_000, -1):
        with pytest.raises(ValueError):
            keys.ark("99999", "pm4x7q2", page=wrong)
    with pytest.raises(ValueError):
        keys.ark("99999", "pm4x7q2", page=1, article=1)
    with pytest.raises(ValueError):
        keys.mint("99999", shoulder="police")
