"""Pages as bytes, and pieces found in many of them at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.page_bytes import packed, unpacked
from index.scanning import Pages

WORDS = st.lists(st.text("ab1شرطهπڢ𐤀", min_size=1, max_size=6), max_size=12)


@given(st.text())
def test_bytes_say_the_same_words(words: str) -> None:
    assert unpacked(packed(words)) == words


def test_the_usual_letters_take_a_byte_each() -> None:
    assert len(packed(" la police 1965 الشرطه ")) == len(" la police 1965 الشرطه ")


@given(st.lists(WORDS, max_size=5), st.data())
def test_every_place_of_every_piece_is_found(pages: list[list[str]], data: st.DataObject) -> None:
    texts = [packed(f" {' '.join(words)} ") for words in pages]
    some = [text for text in texts if len(text) >= 3]
    pieces = []
    for _ in range(data.draw(st.integers(0, 5)) if some else 0):
        text = data.draw(st.sampled_from(some))
        start = data.draw(st.integers(0, len(text) - 3))
        pieces.append(text[start : start + data.draw(st.integers(3, 11))])
    pieces = [piece for piece in dict.fromkeys(pieces) if b"  " not in piece and len(piece) >= 3]
    found = Pages(texts).found(pieces)
    starts = Pages(texts).starts
    expected = [
        (page, starts[page] + at, number)
        for page, text in enumerate(texts)
        for at in range(len(text))
        for number, piece in enumerate(pieces)
        if text.startswith(piece, at)
    ]
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == sorted(expected)
    second = np.arange(len(texts)) % 2 == 1
    at = [at for page, at, _ in expected if page % 2 == 1]
    assert found.on(second).at.tolist() == at
    assert Pages(texts).lengths.tolist() == [*map(len, texts)]
