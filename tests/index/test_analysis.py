"""The terms of both languages: the published pairs, and what holds for any text."""

import csv
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index import analysis
from index.analysis import light, norm, norms, stems, terms

PAIRS = Path(index.__file__).parent / "pairs"

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةؤئءگڤپ"
words_of_any_script = st.text(
    st.one_of(
        st.sampled_from(ARABIC + "ًُِّْٰـ٣۴\u200d\u200f"),
        st.sampled_from("aeiouélèçœæÉÀlstrxdqu'’-.12 ﬁﻻﷺİßŉ²"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=24,
)


@dataclass(frozen=True)
class Printed:
    text: str
    subs: str | None = None


def pairs(language: str) -> list[tuple[str, str, bool, str]]:
    with (PAIRS / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {row["must"] for row in rows} == {"match", "apart"}
    return [(row["typed"], row["printed"], row["must"] == "match", row["why"]) for row in rows]


def stems_of(text: str) -> list[str]:
    return [term.text for term in terms(text.split())]


@pytest.mark.parametrize(("language", "least"), [("ar", 300), ("fr", 200)])
def test_every_published_pair_holds(language: str, least: int) -> None:
    listed = pairs(language)
    assert len(listed) >= least
    wrong = [
        (typed, printed, why)
        for typed, printed, must, why in listed
        if (stems_of(typed) == stems_of(printed)) != must
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_pair_is_listed_twice(language: str) -> None:
    listed = [(typed, printed) for typed, printed, _, _ in pairs(language)]
    assert len(listed) == len(set(listed))


@settings(max_examples=300)
@given(st.lists(words_of_any_script, max_size=8))
def test_terms_of_terms_are_the_same_terms(strings: list[str]) -> None:
    once = [term.text for term in terms(strings)]
    assert [term.text for term in terms(once)] == once


@given(st.lists(words_of_any_script, max_size=8))
def test_terms_are_never_empty_count_up_and_name_their_strings(strings: list[str]) -> None:
    found = list(terms(strings))
    assert all(term.text for term in found)
    assert [term.position for term in found] == list(range(len(found)))
    assert all(0 <= place < len(strings) for term in found for place in term.strings)
    assert all(a.strings <= b.strings for a, b in pairwise(found))


@settings(max_examples=300)
@given(words_of_any_script)
def test_norms_and_stems_of_a_text_stand_side_by_side(text: str) -> None:
    assert len(norms(text)) == len(stems(text))
    assert [light(word) for word in norms(text)] == list(stems(text))
    assert all(norm(word) == word for word in norms(text))


@given(st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"), min_size=2, max_size=10))
def test_the_article_never_changes_the_stem(word: str) -> None:
    assert light("ال" + word) == light(word)


@given(st.text(st.sampled_from("اَبُتِثّجْحخدذرزسشـصضطظعغفقكلمنهوي"), min_size=1, max_size=10))
def test_vowel_marks_and_tatweel_never_change_a_word(word: str) -> None:
    bare = "".join(letter for letter in word if letter not in "َُِّْـ")
    assert norm(word) == norm(bare)


@given(st.text(st.sampled_from("abcdeéèêfghilmnorstuvçàù"), min_size=1, max_size=12))
def test_capitals_never_change_a_word(word: str) -> None:
    assert norm(word.upper()) == norm(word)


def test_both_halves_of_a_hyphenated_word_are_one_term() -> None:
    page = [
        Printed("la"),
        Printed("circu-", "circulation"),
        Printed("lation", "circulation"),
        Printed("12-13"),
    ]
    found = [(term.text, term.position, term.strings) for term in terms(page)]
    assert found == [("la", 0, (0,)), ("circulation", 1, (1, 2)), ("12", 2, (3,)), ("13", 3, (3,))]


def test_a_half_without_its_other_half_stands_for_the_whole_word() -> None:
    page = [Printed("voi-", "voiture"), Printed("volée"), Printed("ture", "voiture")]
    assert [(t.text, t.strings) for t in terms(page)] == [("voitur", (0,)), ("vole", (1,)), ("voitur", (2,))]


def test_the_same_word_hyphenated_twice_in_a_row_is_two_terms() -> None:
    page = [Printed("voi-", "voiture"), Printed("ture", "voiture")] * 2
    assert [term.strings for term in terms(page)] == [(0, 1), (2, 3)]


def test_a_word_of_nothing_but_tatweel_or_marks_gives_no_term() -> None:
    assert list(terms(["ـــ", "\u064e\u064f", "…", "—", "_", ""])) == []


def test_initials_with_points_are_one_word() -> None:
    assert stems_of("la D.G.S.N., l'O.N.U. et M. A. Ben") == ["la", "dgsn", "onu", "et", "m", "a", "ben"]
    assert stems_of("fin.Le a.b x.y.z.") == ["fin", "le", "a", "b", "xyz"]


def test_dirt_is_cut_to_a_sound_length() -> None:
    assert len(norm("x" * 5000)) == analysis.LONGEST_TERM
