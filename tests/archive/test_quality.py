"""What is expected of a page follows the engine's doubt, odd words, and what people vouched for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.letters import direction_of
from archive.quality import LABELS, expected_error, is_plausible, label_of, limits_of


def page(words: list[str], confidence: float | None, language: str = "fr") -> AltoPage:
    box = Box(0, 0, 10, 10)
    line = TextLine(tuple(String(word, box, confidence) for word in words), box)
    block = TextBlock((line,), box, language, direction_of(language))
    return AltoPage(100, 100, (block,), language, direction_of(language))


@pytest.mark.parametrize(
    "word",
    [
        "l'enquête,",
        "«police»",
        "12-13",
        "1961",
        "الشرطة،",
        "(المرور)",
        "S.A.R.L.",
        "à",
        "—",
        "٣",
        "aujourd’hui",
        "12,5%",
        "مُحَمَّد",
    ],
)
def test_words_numbers_and_marks_are_plausible(word: str) -> None:
    assert is_plausible(word)


@pytest.mark.parametrize("word", ["ر#5ـo", "xqtr", "|||", "aaab", "policeشرطة", "a1b2", "_.-"])
def test_junk_is_not(word: str) -> None:
    assert not is_plausible(word)


@pytest.mark.parametrize("language", ["ar", "fr", "und"])
def test_less_sure_words_and_odd_words_are_expected_to_be_worse(language: str) -> None:
    words = ["la", "police", "veille"]
    sure, unsure = expected_error(page(words, 0.97, language)), expected_error(page(words, 0.6, language))
    odd = expected_error(page(["la", "pxlcf", "|||"], 0.97, language))
    assert sure is not None
    assert unsure is not None
    assert odd is not None
    assert sure < unsure
    assert sure < odd


def test_what_a_person_vouched_for_is_right() -> None:
    read = page(["la", "pxlcf"], 0.3)
    block = read.blocks[0]
    line = replace(block.lines[0], strings=tuple(replace(s, locked=True) for s in block.lines[0].strings))
    assert expected_error(replace(read, blocks=(replace(block, lines=(line,)),))) is None


def test_a_page_without_words_has_nothing_wrong() -> None:
    assert expected_error(AltoPage(10, 10, ())) == 0.0


@given(st.lists(st.text(min_size=1), min_size=1, max_size=20), st.floats(0, 1) | st.none())
def test_it_is_always_a_share(words: list[str], confidence: float | None) -> None:
    share = expected_error(page(words, confidence))
    assert share is not None
    assert 0.0 <= share <= 1.0


@given(st.floats(0, 1))
def test_each_quality_has_exactly_the_label_whose_limits_it_lies_in(quality: float) -> None:
    inside = [label for label in LABELS if limits_of(label)[0] <= quality < limits_of(label)[1]]
    assert inside == [label_of(quality)] or abs(quality - 0.95) < 1e-5 or abs(quality - 0.85) < 1e-5
