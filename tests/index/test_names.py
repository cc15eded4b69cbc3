"""Names across scripts: the published pairs, and what must hold for any name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.letters import count_scripts
from index import names
from tests.index.test_highlighting import printed

PAIRS = Path(names.__file__).parent / "pairs" / "names.tsv"
with PAIRS.open(encoding="utf-8") as file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]

ARABIC = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآئءؤ", min_size=1, max_size=14)
LATIN = st.text("abcdefghijklmnopqrstuvwxyzéèïôûç", min_size=1, max_size=14).map(str.capitalize)


@pytest.mark.parametrize(("arabic", "latin", "must", "why"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_every_published_pair_holds_both_ways(arabic: str, latin: str, must: str, why: str) -> None:
    wanted = must == "match"
    assert names.alike(arabic, latin) is wanted, why
    assert names.alike(latin, arabic) is wanted, why


def test_the_list_is_long_and_says_both_what_meets_and_what_does_not() -> None:
    musts = [row[2] for row in ROWS]
    assert musts.count("match") >= 100
    assert musts.count("apart") >= 20
    assert set(musts) == {"match", "apart"}
    assert len({row[:2] for row in ROWS}) == len(ROWS)


@given(st.one_of(ARABIC, LATIN))
def test_a_printed_name_is_found_by_itself(name: str) -> None:
    assert names.indexed(name) <= names.keys(name) or names.alike(name, name)


@given(st.one_of(ARABIC, LATIN), st.sampled_from(["upper", "lower", "capitalize"]))
def test_case_means_nothing_to_a_skeleton(name: str, how: str) -> None:
    assert names.keys(getattr(name, how)()) == names.keys(name)


@given(st.one_of(ARABIC, LATIN, st.text(max_size=40)))
def test_skeletons_are_short_plain_and_few(text: str) -> None:
    for token in text.split():
        for found in (names.keys(token), names.indexed(token)):
            assert len(found) <= 24
            assert all(key.isascii() and key.isalpha() and key.isupper() for key in found)
            assert all(names.SHORTEST <= len(key) <= names.LONGEST for key in found)


@given(ARABIC)
def test_vowels_written_in_arabic_change_nothing(name: str) -> None:
    vocalised = "".join(letter + "\u064e" for letter in name)
    assert names.keys(vocalised) == names.keys(name)


def test_numbers_and_mixed_scripts_have_none() -> None:
    assert not names.keys("1965")
    assert not names.keys("A4محمد")
    assert not names.keys("a")
    assert count_scripts("A4محمد") == (4, 1)


def test_on_a_french_page_only_capitals_are_names_and_not_what_also_stands_small() -> None:
    found = set(names.keys_on(printed("La Police parle à Laghzaoui .", "la police de Rabat")))
    assert names.keys("Laghzaoui") <= found
    assert names.keys("Rabat") <= found
    assert not names.keys("police") & found


def test_a_name_of_two_words_is_also_one_and_both_are_lit() -> None:
    page = printed("Le docteur Ben Barka arrive", "عبد القادر", language="fr")
    places = {key: at for found, at in names.on_page(page) for key in found}
    assert places[next(iter(names.keys_of("Benbarka") & set(places)))] == (2, 3)
    assert places["ABDLKDR"] == (5, 6)
