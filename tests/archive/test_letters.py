"""Letters: scripts told apart, text made fit to keep, values kept from turning round."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive import letters


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("الشرطة القضائية", "ar"),
        ("La police judiciaire", "fr"),
        ("الشرطة de Rabat à Fès et Meknès", "fr"),
        ("ﻻ ﷲ", "ar"),
        ("œuvre", "fr"),
        ("١٩٧٥ — 1975, 12-13", "und"),
        ("", "und"),
    ],
)
def test_the_script_of_most_letters_tells_the_language(text, language):
    assert letters.language_of(text) == language


def test_marks_and_digits_are_no_letters():
    assert letters.count_scripts("شُرْطَة ١٢، police 12!") == (4, 6)
    assert letters.language_of("12", default="ar") == "ar"


def test_the_direction_is_that_of_the_language():
    assert [letters.direction_of(tag) for tag in ("ar", "ar-MA", "fr", "und", "zgh")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_digits_of_either_kind_become_western():
    assert letters.western_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 12") == "0123456789 0123456789 12"


def test_presentation_forms_become_letters_and_all_else_stays():
    assert letters.logical_letters("ﻻ ﷲ ﺍﻟﺸﺮﻃﺔ ﬁn") == "لا الله الشرطة fin"
    assert (
        letters.logical_letters("½ № ２") == "½ № ２"
    )  # compatibility characters that are no letters' forms


@given(st.text())
def test_clean_text_can_be_kept_in_any_file_and_stays_as_it_is(text):
    cleaned = letters.clean(text)
    assert letters.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert letters.without_bidi_marks(cleaned) == cleaned
    cleaned.encode()
    element = etree.Element("text")
    element.text = cleaned
    assert (etree.fromstring(etree.tostring(element)).text or "") == cleaned


@given(st.text("الشرطة été 12-13.\n\t«»", max_size=30))
def test_ordinary_text_is_not_touched(text):
    assert letters.clean(text) == unicodedata.normalize("NFC", text)


def test_marks_that_steer_are_taken_out_and_joiners_left():
    assert letters.clean("\u202bا\u200fب\u202c\u2067ج\u2069\u061c") == "ابج"
    assert letters.clean("می\u200cخواهم") == "می\u200cخواهم"
    assert letters.clean("a\x00b\x1bc\ud800") == "abc"


@given(st.text(), st.sampled_from(["ltr", "rtl", None]))
def test_an_isolated_value_holds_the_value_and_begins_and_ends_its_isolate(text, direction):
    isolated = letters.isolate(text, direction)
    assert isolated[1:-1] == text
    assert unicodedata.bidirectional(isolated[0]) == {"ltr": "LRI", "rtl": "RLI", None: "FSI"}[direction]
    assert unicodedata.bidirectional(isolated[-1]) == "PDI"


def test_the_main_language_weighs_most_and_the_unknown_weighs_nothing():
    assert letters.main_language([("fr", 10), ("ar", 7), ("ar", 7), ("und", 99)]) == "ar"
    assert letters.main_language([("und", 5)]) == "und"
    assert letters.main_language([]) == "und"
    assert letters.main_language([("fr", 5), ("ar", 5)]) == "ar"  # a tie is settled by the alphabet
