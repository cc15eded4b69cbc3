"""What readers type, as a tree, and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import (
    LONGEST_QUERY,
    MOST_TERMS,
    Either,
    InIssue,
    InLanguage,
    Phrase,
    Query,
    Without,
    Word,
    Years,
    parse,
)

PIECES = (
    '"',
    *"«»“”„-:|ـ ",
    *("--", "OR", "(OR)", "year:", "1962..1970", "سنة:", "١٩٦٥", "lang:ar", "لغة:", "عربية"),
    *("issue:pm4x7q2", "l'enquête", "الشرطة", "12-13"),
)
typed = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map("".join)


@settings(max_examples=400)
@given(typed)
def test_a_query_as_text_is_read_as_the_same_query(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query


@given(typed)
def test_every_part_of_a_query_has_something_to_look_for(text: str) -> None:
    query = parse(text)
    assert all(query.sought)
    assert not query.parts or query.needed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("سرقة السيارات", (Word("سرقة"), Word("السيارات"))),
        ('"sécurité routière"', (Phrase("sécurité routière"),)),
        ("« sécurité routière »", (Phrase("sécurité routière"),)),
        ("“الأمن الوطني”", (Phrase("الأمن الوطني"),)),
        ("„Polizei“", (Phrase("Polizei"),)),
        ("police -football", (Word("police"), Without(Word("football")))),
        ('police -"coupe du monde"', (Word("police"), Without(Phrase("coupe du monde")))),
        ("vol OR cambriolage Rabat", (Either((Word("vol"), Word("cambriolage"))), Word("Rabat"))),
        ("a OR b OR c", (Either((Word("a"), Word("b"), Word("c"))),)),
        ("ou or", (Word("ou"), Word("or"))),
        ("l'enquête,", (Word("l'enquête"),)),
        ("((( — ,", ()),
        ("", ()),
    ],
)
def test_words_phrases_without_and_or(text: str, parts: tuple[object, ...]) -> None:
    assert parse(text).parts == parts
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("year:1965", Years(1965, 1965)),
        ("year:1962..1970", Years(1962, 1970)),
        ("année:1962-1970", Years(1962, 1970)),
        ("سنة:١٩٦٢..١٩٧٠", Years(1962, 1970)),
        ("Year:1970..1962", Years(1962, 1970)),
        ("year:1962..", Years(1962, None)),
        ("year:..1970", Years(None, 1970)),
        ("lang:ar", InLanguage("ar")),
        ("langue:français", InLanguage("fr")),
        ("لغة:العربية", InLanguage("ar")),
        ("issue:pm4x7q2", InIssue("pm4x7q2")),
        ("numéro:PM4X7Q2", InIssue("pm4x7q2")),
        ("عدد:ark:/99999/pm4x7q2", InIssue("pm4x7q2")),
    ],
)
def test_limits_in_three_languages(text: str, limit: object) -> None:
    assert parse("police " + text) == Query((Word("police"),), (limit,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year:abc", (Word("year:abc"),)),
        ("year:19655", (Word("year:19655"),)),
        ('police "sans fin', (Word("police"), Word("sans"), Word("fin"))),
        ("OR police", (Word("police"),)),
        ("police OR", (Word("police"),)),
        ("-year:1965", (Without(Word("year:1965")),)),
    ],
)
def test_what_cannot_be_read_is_searched_as_words_and_says_so(text: str, words: tuple[object, ...]) -> None:
    query = parse(text)
    assert query.parts == words
    assert query.limits == ()
    assert len(query.notes) == 1
    assert query.notes[0].told()


def test_a_long_query_is_cut_and_says_so() -> None:
    many = parse(" ".join(f"mot{n}" for n in range(60)))
    assert len(many.parts) == MOST_TERMS
    assert many.notes
    long = parse(" ".join("a" * 40 for _ in range(30)))
    assert len(str(long)) <= LONGEST_QUERY
    assert long.notes
    assert parse("x" * 100_000).notes


def test_articles_and_particles_are_not_needed_beside_other_words() -> None:
    assert parse("la police de Rabat").sought == (("polic",), ("rabat",))
    assert parse("la").sought == (("la",),)
    assert parse('la "police de Rabat"').sought == (("polic", "de", "rabat"),)
    assert parse("la -police").needed == (Word("la"), Without(Word("police")))
