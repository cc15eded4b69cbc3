"""The stretch of a page that says most of what was asked."""

from hypothesis import given
from hypothesis import strategies as st

from index.closeness import STRETCH, Sought, grams

FAR = " autre chose" * 30
QUERY = Sought.of([("securite", 3.0), ("routiere", 5.0)])


def bytes_of(text: str) -> bytes:
    return f" {text.strip()} ".encode()


def test_words_side_by_side_hold_all_of_the_query() -> None:
    assert round(QUERY.closeness(bytes_of("la securite routiere au maroc")), 6) == 8.0


def test_words_far_apart_hold_only_the_rarer_one() -> None:
    assert round(QUERY.closeness(bytes_of(f"securite {FAR} routiere")), 6) == 5.0


def test_a_misread_word_still_holds_the_part_that_was_read_right() -> None:
    score = QUERY.closeness(bytes_of("la sccurite routiere"))
    assert 5.0 < score < 8.0


def test_a_word_said_often_in_a_stretch_counts_once() -> None:
    assert round(QUERY.closeness(bytes_of("routiere " * 9)), 6) == 5.0


def test_a_stretch_has_as_many_letters_in_either_script() -> None:
    assert QUERY.stretch == STRETCH
    assert Sought.of([("شرطه", 1.0)]).stretch == 2 * STRETCH


def test_nothing_sought_or_found_is_nothing() -> None:
    assert Sought.of([]).closeness(bytes_of("la police")) == 0
    assert QUERY.closeness(bytes_of("le sport")) == 0


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
    score = Sought.of(words).closeness(bytes_of(text))
    assert -1e-6 <= score <= sum(rarity for _, rarity in words) + 1e-6


@given(letters, letters)
def test_more_text_never_takes_away(text: str, more: str) -> None:
    sought = Sought.of([("abc", 2.0), ("bad", 1.0)])
    assert sought.closeness(bytes_of(f"{text} {more}")) + 1e-6 >= sought.closeness(bytes_of(text))
