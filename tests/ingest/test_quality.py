"""The public label of a page follows the engine's confidence and whether its words look like words."""

from __future__ import annotations

import pytest

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.letters import direction_of
from ingest.quality import is_plausible, quality_of


def page(words: list[str], confidence: float, language: str = "fr") -> AltoPage:
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


def test_sure_words_make_a_good_page_and_junk_a_poor_one() -> None:
    assert quality_of(page(["la", "police", "veille"], 0.95)).label == "good"
    assert quality_of(page(["la", "police", "veille"], 0.75)).label == "fair"
    assert quality_of(page(["la", "pxlcf", "|||", "a1b2"], 0.9)).label == "poor"


def test_arabic_is_judged_by_its_own_limits() -> None:
    assert quality_of(page(["الشرطة", "في", "خدمة"], 0.8, "ar")).label == "good"
    assert quality_of(page(["mots", "de", "police"], 0.8)).label == "fair"


def test_a_page_without_words_has_nothing_wrong() -> None:
    assert quality_of(AltoPage(10, 10, ())).label == "good"
