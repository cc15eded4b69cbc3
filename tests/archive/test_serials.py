from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.serials import check_character, issn


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("0378-5955", "0378-5955"),
        ("ISSN 03785955", "0378-5955"),
        ("2434-561x", "2434-561X"),
        ("٠٣٧٨-٥٩٥٥", "0378-5955"),
    ],
)
def test_an_issn_is_read_as_it_is_typed(typed: str, kept: str) -> None:
    assert issn(typed) == kept


@pytest.mark.parametrize("typed", ["0378-5954", "1234", "abcd-efgh", "0378-595", "2434-5611"])
def test_a_wrong_one_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        issn(typed)


@given(digits=st.text("0123456789", min_size=7, max_size=7), place=st.integers(0, 6), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits: str, place: int, other: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + other) % 10) + digits[place + 1 :]
    assert check_character(wrong) != check_character(digits)
