"""The stretch of a page that says most of what was asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.closeness import ARABIC_STRETCH, STRETCH, closeness, grams, stretch_for
from index.condition import Term
from index.page_bytes import packed
from index.scanning import Pages
from index.second_look import SecondLook

FAR = " autre chose" * 30
QUERY = [("securite", 3.0), ("routiere", 5.0)]


def close(words: list[tuple[str, float]], *texts: str) -> list[float]:
    """The closeness of each page, for words of some rarity."""
    rarity = dict(words)
    look = SecondLook.of([Term((word,), (word,)) for word in rarity], rarity)
    pages = Pages([packed(f" {text.strip()} ") for text in texts])
    places = pages.found(look.pieces).on(np.ones(len(texts), np.bool_))
    return closeness(places, look.close, len(texts), look.stretch).tolist()


def test_words_side_by_side_hold_all_of_the_query() -> None:
    assert close(QUERY, "la securite routiere au maroc") == [pytest.approx(8.0)]


def test_words_far_apart_hold_only_the_rarer_one() -> None:
    assert close(QUERY, f"securite {FAR} routiere") == [pytest.approx(5.0)]


def test_a_misread_word_still_holds_the_part_that_was_read_right() -> None:
    assert 5.0 < close(QUERY, "la sccurite routiere")[0] < 8.0


def test_a_word_said_often_in_a_stretch_counts_once() -> None:
    assert close(QUERY, "routiere " * 9) == [pytest.approx(5.0)]


def test_a_stretch_is_counted_in_letters_and_ends_with_its_page() -> None:
    assert (stretch_for(["police", "1965"]), stretch_for(["شرطه"])) == (STRETCH, ARABIC_STRETCH)
    assert stretch_for([]) == STRETCH
    gap = "ا" * (ARABIC_STRETCH - 20)
    words = [("شرطه", 1.0), ("مدينه", 1.0)]
    assert close(words, f"شرطه {gap} مدينه", f"شرطه {gap}{gap} مدينه", "شرطه", "مدينه") == [
        pytest.approx(2.0),
        pytest.approx(1.0),
        pytest.approx(1.0),
        pytest.approx(1.0),
    ]


def test_nothing_sought_or_found_is_nothing() -> None:
    assert close([], "la police") == [0]
    assert close(QUERY, "le sport") == [0]


def test_short_words_are_one_piece() -> None:
    assert grams("le") == [" le "]
    assert grams("x") == [" x "]


letters = st.text(st.sampled_from("abcde "), max_size=200)


@given(
    st.lists(st.tuples(st.text(st.sampled_from("abcde"), min_size=1), st.floats(0.1, 9)), max_size=4), letters
)
def test_no_stretch_holds_more_than_the_query_nor_less_than_nothing(
    words: list[tuple[str, float]], text: str
) -> None:
    [score] = close(words, text)
    assert -1e-6 <= score <= sum(rarity for _, rarity in words) + 1e-6


@given(letters, letters)
def test_more_text_never_takes_away(text: str, more: str) -> None:
    shorter, longer = close([("abc", 2.0), ("bad", 1.0)], text, f"{text} {more}")
    assert longer + 1e-6 >= shorter
