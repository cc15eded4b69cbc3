from __future__ import annotations

import re

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from web.i18n import LANGUAGES, TRANSLATIONS, best_language, translator
from web.messages import Message, _faults, faults, messages


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا عدد"),
        (1, "عدد واحد"),
        (2, "عددان"),
        (3, "3 أعداد"),
        (5, "5 أعداد"),
        (10, "10 أعداد"),
        (11, "11 عددا"),
        (99, "99 عددا"),
        (100, "100 عدد"),
        (102, "102 عدد"),
        (103, "103 أعداد"),
        (111, "111 عددا"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, said: str) -> None:
    form = translator("ar").ngettext("%(num)s issue", "%(num)s issues", number)
    assert form % {"num": number} == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 numéro"), (1, "1 numéro"), (2, "2 numéros")])
def test_french_zero_is_singular(number: int, said: str) -> None:
    assert translator("fr").ngettext("%(num)s issue", "%(num)s issues", number) % {"num": number} == said


def test_every_sentence_of_templates_and_code_is_translated() -> None:
    assert faults() == []


@pytest.mark.parametrize(("said", "wrong"), [("de 1 à 99 %", 1), ("de 1 à 99 %%", 0), ("%(n)s %%", 0)])
def test_a_single_sign_for_percent_would_break_a_page(said: str, wrong: int) -> None:
    one = "%(n)s per cent" if "(n)" in said else "per cent"
    catalogue = Catalog(locale="fr")
    catalogue.add(one, said)
    told = list(_faults(Message(one, "", "web/templates/home.html"), catalogue, "fr"))
    assert len(told) == wrong
    assert list(_faults(Message(one, "", "web/cli.py"), catalogue, "fr")) == []


def test_messages_of_errors_and_their_remedies_are_gathered() -> None:
    found = {message.one: message.file for message in messages()}
    assert found["The disk that holds {path} is full; nothing was half written."] == "archive/errors.py"
    assert "Free some space there and run the same command again." in found
    # Either side of a choice in the code is a sentence of its own.
    assert {"Did you mean {close}?", "The README lists the settings."} <= set(found)


def test_months_are_moroccan() -> None:
    say = translator("ar")
    assert [say.month(month) for month in (5, 7, 8, 9, 11, 12)] == [
        "ماي",
        "يوليوز",
        "غشت",
        "شتنبر",
        "نونبر",
        "دجنبر",
    ]
    assert translator("fr").month(8) == "août"


def test_thousands_are_parted_by_a_narrow_blank_that_bidi_keeps_together() -> None:
    assert translator("ar").number(58214) == "58\u202f214"
    assert translator("fr").number(1284) == "1\u202f284"
    assert translator("en").number(1284) == "1,284"


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(sorted(LANGUAGES)))
def test_a_number_keeps_its_digits(value: int, language: str) -> None:
    shown = translator(language).number(value)
    assert shown.translate({0x202F: None, ord(","): None}) == str(value)


@pytest.mark.parametrize(
    ("octets", "french"),
    [
        (0, "0\u202fo"),
        (999, "999\u202fo"),
        (1000, "1\u202fKo"),
        (1_440_000, "1,4\u202fMo"),
        (18_400_000, "18\u202fMo"),
    ],
)
def test_sizes_are_short(octets: int, french: str) -> None:
    assert translator("fr").size(octets) == french


@given(st.integers(min_value=0, max_value=10**13))
def test_a_size_never_shows_more_than_a_few_digits_below_a_terabyte(octets: int) -> None:
    figure = translator("en").size(octets).split("\u202f")[0]
    assert float(figure) <= 10_000
    assert len(figure) <= 5


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ar"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("de, en;q=0.5", "en"),
        ("en;q=0.1, ar-MA;q=0.7", "ar"),
        ("fr;q=0", "ar"),
        ("fr;q=nonsense, *", "ar"),
    ],
)
def test_the_reader_gets_the_language_asked_for_first(header: str, language: str) -> None:
    assert best_language(header) == language


@given(st.text(max_size=200))
def test_any_header_gives_a_language_of_the_interface(header: str) -> None:
    assert best_language(header) in LANGUAGES


def test_a_language_the_interface_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        translator("de")


def test_a_range_of_years_is_isolated() -> None:
    assert translator("ar").span(1961, 1975) == "\u20661961–1975\u2069"


#: What a bidi engine would turn round or push to the other end of an Arabic line: dates, options, patterns.
_CODE = re.compile(r"(?<!\d)\d{4}-\d\d|(?<=[\u0600-\u06ff] )--[a-z]|\{\{|\[\[|\w/(?=[ .،]|$)")


def test_codes_in_arabic_sentences_are_isolated() -> None:
    """A date such as 1975-03/1975-04 is shown as 1975-04/1975-03 in an Arabic line, unless it is isolated."""
    with (TRANSLATIONS / "ar.po").open("rb") as file:
        sentences = [str(entry.string) for entry in read_po(file, locale="ar") if entry.id]
    bare = [re.sub("\u2066[^\u2069]*\u2069", "", sentence) for sentence in sentences]
    assert [sentence for sentence in bare if _CODE.search(sentence)] == []
