"""What readers type, as a tree, and back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import analysis
from index.condition import All, Any, Not, Term
from index.query import (
    LONGEST_QUERY,
    MOST_TERMS,
    Addition,
    Both,
    Either,
    InIssue,
    InLanguage,
    InSection,
    InTitle,
    Near,
    OfQuality,
    OnPerson,
    Phrase,
    Query,
    Start,
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
    *("(", ")", "*", "NEAR", "NEAR/5", "قرب/٣", "title:", "section:", "person:", "quality:good", " "),
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
    assert not query.needed or query.condition.parts


@given(typed)
def test_whatever_is_typed_can_be_asked_for_in_every_way(text: str) -> None:
    query = parse(text)
    for other in (query.loosened(), replace(query, exact=True)):
        assert isinstance(other.leaves, tuple)
        assert str(other) == str(query)
    assert all(note.told() for note in query.notes)


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
        ("vol OU cambriolage", (Either((Word("vol"), Word("cambriolage"))),)),
        ("vol AND cambriolage", (Word("vol"), Word("cambriolage"))),
        ("vol NOT cambriolage", (Word("vol"), Without(Word("cambriolage")))),
        ('vol SAUF "coupe du monde"', (Word("vol"), Without(Phrase("coupe du monde")))),
        ("vol AND NOT (a OR b)", (Word("vol"), Without(Either((Word("a"), Word("b")))))),
        ("vol and or not ou sauf", tuple(map(Word, ["vol", "and", "or", "not", "ou", "sauf"]))),
        ("vol NOT", (Word("vol"),)),
        ("a OR b OR c", (Either((Word("a"), Word("b"), Word("c"))),)),
        ("ou or", (Word("ou"), Word("or"))),
        ("l'enquête,", (Word("l'enquête"),)),
        ("((( — ,", ()),
        ("(vol OR fraude) banque", (Either((Word("vol"), Word("fraude"))), Word("banque"))),
        ("(vol banque) OR fraude", (Either((Both((Word("vol"), Word("banque"))), Word("fraude"))),)),
        ("-(vol OR fraude)", (Without(Either((Word("vol"), Word("fraude")))),)),
        ("vol (banque (Rabat))", (Word("vol"), Word("banque"), Word("Rabat"))),
        ("police NEAR/5 école", (Near(Word("police"), Word("école"), 5),)),
        ("police PRÈS école", (Near(Word("police"), Word("école"), 10),)),
        ("police près/3 école", (Near(Word("police"), Word("école"), 3),)),
        ("الشرطة قرب/٣ المدرسة", (Near(Word("الشرطة"), Word("المدرسة"), 3),)),
        ("قرب المدرسة", (Word("قرب"), Word("المدرسة"))),
        ('"a b" NEAR/999 c', (Near(Phrase("a b"), Word("c"), 50),)),
        ("circul* routière", (Start("circul"), Word("routière"))),
        ("-circul*", (Without(Start("circul")),)),
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
        ("title:circulation", InTitle("circulation")),
        ('titre:"la circulation"', InTitle("la circulation")),
        ("عنوان:«الأمن الوطني»", InTitle("الأمن الوطني")),
        ("rubrique:sport", InSection("sport")),
        ('شخص:"محمد الوزاني"', OnPerson("محمد الوزاني")),
        ("quality:poor", OfQuality("poor")),
        ("جودة:جيدة", OfQuality("good")),
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
        ("quality:belle", (Word("quality:belle"),)),
        ("NEAR police", (Word("police"),)),
        ("(a OR b) NEAR c", (Either((Word("a"), Word("b"))), Word("c"))),
        ("(police", (Word("police"),)),
        ("police)", (Word("police"),)),
        ("a*", (Word("a"),)),
        ("po*ce", (Word("po*ce"),)),
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


def test_brackets_are_read_to_a_depth_and_deeper_ones_left_out() -> None:
    deep = parse("(a (b OR " * 9 + "c" + "))" * 9)
    assert any("Brackets" in note.message for note in deep.notes)
    assert parse(str(deep)) == deep


def test_a_limit_in_brackets_holds_for_the_whole_query_and_says_so() -> None:
    query = parse("(vol year:1965) OR fraude")
    assert query.limits == (Years(1965, 1965),)
    assert query.notes


def test_with_some_of_the_words_means_not_with_all_of_them() -> None:
    words = tuple(Term(analysis.stems(word), analysis.norms(word)) for word in ("vol", "banque"))
    query = parse('vol banque -"à main"').loosened()
    refused = Not(Term(("a", "main"), ("a", "main")))
    assert query.condition == All((Any(words), Not(All(words)), refused))
    assert parse('"vol de banque"').loosened().sought == (("vol",), ("banqu",))


def test_what_is_added_to_a_word_stands_beside_it_and_says_what_it_is() -> None:
    query = parse("الشرطة القضائية الرباط").with_additions(
        [Addition(analysis.stems("الشرطة القضائية"), "police judiciaire", "other language")]
    )
    police, judicial = (Term(analysis.stems(w), analysis.norms(w)) for w in ("الشرطة", "القضائية"))
    french = Term(("polic", "judiciair"), ("police", "judiciaire"), "other language", 0.5)
    assert query.condition.parts[0] == Any((All((police, judicial)), french))
    assert str(query) == "الشرطة القضائية الرباط"
    assert replace(query, exact=True).condition.parts[0] == replace(police, exact=True)


@pytest.mark.parametrize(
    ("typed", "holding", "not_holding"),
    [
        ("سنة:1395", [(1975, 1395)], [(1975, 1394), (1395, None), (None, None)]),
        ("year:1395..1400", [(1975, 1395), (1979, 1400)], [(1980, 1401), (1974, 1394)]),
        ("year:..1400", [(1950, 1370)], [(1980, 1401), (1906, None)]),
        ("year:1975", [(1975, 1394), (1975, None)], [(1976, 1395), (None, 1395)]),
        ("year:1395..1975", [(1975, 1395)], [(1976, 1396), (1975, 1394)]),
    ],
)
def test_a_year_is_of_the_calendar_its_number_belongs_to(
    typed: str, holding: list[tuple[int | None, int | None]], not_holding: list[tuple[int | None, int | None]]
) -> None:
    (years,) = parse(typed).limits
    assert isinstance(years, Years)
    assert all(years.hold(*each) for each in holding)
    assert not any(years.hold(*each) for each in not_holding)


@given(st.none() | st.integers(1343, 1500) | st.integers(1924, 2077), st.integers(1343, 1500))
def test_years_are_written_and_read_again_in_either_calendar(first: int | None, last: int) -> None:
    (years,) = parse(f"police year:{first or ''}..{last}").limits
    assert parse(f"police {years}").limits == (years,)
