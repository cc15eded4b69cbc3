"""Arabic comes out as it is read, whatever a file stores."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import Direction
from ingest.logical_order import (
    Glyph,
    base_direction,
    in_reading_order,
    mended,
    names_shapes,
    without_filling,
)

ARABIC = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=2, max_size=8)
LATIN = st.text("abcdefghijklmnopqrstuvwxyzéèç", min_size=2, max_size=8)
NUMBER = st.one_of(st.integers(0, 3000).map(str), st.sampled_from(["3.5", "16/05/1975", "1,200", "12:30"]))
INDIC = st.integers(0, 3000).map(lambda n: str(n).translate({48 + d: 0x660 + d for d in range(10)}))


def seen(text: str) -> list[Glyph]:
    """The glyphs of a line from left to right as they stand on paper, one unit wide."""
    return [Glyph(c, float(i), float(i + 1), 0.0, 1.0, 1.0) for i, c in enumerate(text)]


def read(text: str, direction: Direction) -> str:
    return "".join(glyph.text for glyph in in_reading_order(seen(text), direction))


def on_paper(words: list[str]) -> str:
    """Words of an Arabic line as they stand on paper from left to right: each Arabic one turned round."""
    return " ".join(word[::-1] if "\u0621" <= word[0] <= "\u064a" else word for word in reversed(words))


def shaped(word: str) -> str:
    """A word in presentation forms, each letter by its place."""
    forms = []
    for place, letter in enumerate(word):
        wanted = "final" if place == len(word) - 1 else "initial" if place == 0 else "medial"
        name = unicodedata.name(letter)
        try:
            forms.append(unicodedata.lookup(f"{name} {wanted.upper()} FORM"))
        except KeyError:
            forms.append(unicodedata.lookup(f"{name} FINAL FORM"))
    return "".join(forms)


@pytest.mark.parametrize(
    ("paper", "direction", "text"),
    [
        ("13-12 ددعلا", "rtl", "العدد 12-13"),
        ("1975/05/16 موي", "rtl", "يوم 1975/05/16"),
        ("R و Python ةغلب", "rtl", "بلغة Python و R"),
        ("١٤٣٤ ليربإ ١٤", "rtl", "١٤ إبريل ١٤٣٤"),
        ("%50 ةبسن", "rtl", "نسبة 50%"),
        ("Sûreté nationale يف", "rtl", "في Sûreté nationale"),
        ("le mot ةطرشلا ةلجم ici", "ltr", "le mot مجلة الشرطة ici"),
        ("n° 12-13 (1961)", "ltr", "n° 12-13 (1961)"),
        ("1961-1975", "rtl", "1961-1975"),
    ],
)
def test_a_line_is_read_as_people_read_it(paper: str, direction: Direction, text: str) -> None:
    assert read(paper, direction) == text


@settings(max_examples=150)
@given(st.lists(st.one_of(ARABIC, NUMBER, INDIC), min_size=1, max_size=8).filter(lambda w: w))
def test_arabic_with_numbers_comes_back(words: list[str]) -> None:
    words = ["الشرطة", *words]
    # Two numbers side by side are seen in one order and meant in another only when blanks part them.
    assert read(on_paper(words), "rtl").split() == words


@settings(max_examples=100)
@given(st.lists(ARABIC, min_size=1, max_size=4), st.lists(LATIN, min_size=1, max_size=3))
def test_latin_words_in_an_arabic_line_keep_their_order(arabic: list[str], latin: list[str]) -> None:
    text = [*arabic, " ".join(latin), "نهاية"]
    assert read(on_paper(text), "rtl") == " ".join(text)


@settings(max_examples=100)
@given(st.lists(ARABIC, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_presentation_forms_stored_in_any_order_come_back(words: list[str], chance: random.Random) -> None:
    glyphs = [
        Glyph(mended(g.text), g.x0, g.x1, g.top, g.bottom, g.size)
        for g in seen(" ".join(shaped(word)[::-1] for word in reversed(words)))
    ]
    chance.shuffle(glyphs)
    assert "".join(g.text for g in in_reading_order(glyphs, "rtl")) == " ".join(words)


@settings(max_examples=100)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("ابR1٣()\u064b\u0651 ")), max_size=30),
    st.sampled_from(["rtl", "ltr"]),
)
def test_no_glyph_is_lost_or_doubled(text: str, direction: Direction) -> None:
    glyphs = seen(text)
    facing = str.maketrans(")]}>»›", "([{<«‹")
    assert sorted(g.text.translate(facing) for g in in_reading_order(glyphs, direction)) == sorted(
        text.translate(facing)
    )


def test_lam_alef_is_two_letters_in_reading_order() -> None:
    assert [mended("ﻻ"), mended("ال"), mended("آل"), mended("لا"), mended("ﷲ"), mended("ﬁ")] == [
        "لا",
        "لا",
        "لآ",
        "لا",
        "الله",
        "fi",
    ]


def test_a_sign_follows_the_letter_it_stands_on() -> None:
    line = [*seen("ءانب"), Glyph("\u064b", 0.2, 0.4, 0, 1, 1)]
    assert "".join(g.text for g in in_reading_order(line, "rtl")) == "بناءً"


def test_brackets_face_as_they_are_typed_whichever_way_a_file_names_them() -> None:
    shapes, meanings = seen("(رياني)"), seen(")رياني(")
    for line, as_seen in ((shapes, True), (meanings, False)):
        assert names_shapes([(line, "rtl")]) is as_seen
        assert "".join(g.text for g in in_reading_order(line, "rtl", as_seen=as_seen)) == "(يناير)"


def test_tatweel_that_fills_a_line_goes_and_that_of_spelling_stays() -> None:
    assert without_filling("الشــــرطة") == "الشرطة"
    assert without_filling("1421هـ") == "1421هـ"


def test_a_line_is_read_in_the_direction_of_most_letters() -> None:
    assert [base_direction(t, "rtl") for t in ("12-13", "Police", "شرطة R", "la شرطة police")] == [
        "rtl",
        "ltr",
        "rtl",
        "ltr",
    ]
