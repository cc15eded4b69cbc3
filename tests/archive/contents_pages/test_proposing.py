"""Contents pages of many layouts, drawn; what is proposed from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.contents_pages import Leaf, Stream, propose
from archive.contents_pages.recognising import contents_of, is_heading
from tests.archive.contents_pages.drawn import Told, an_article, an_issue

FRENCH = (
    Told("La route et ses dangers", 3, "Rédaction", "Circulation"),
    Told("Les chiens de la brigade", 6, "Paul Martin", "Reportage"),
    Told("Une nuit au commissariat central", 9, "Jean Petit", "Société"),
    Told("Histoire de nos uniformes", 12, "Archives", "Histoire"),
    Told("Le tournoi de judo à Fès", 14, "Service des sports", "Sports"),
    Told("Mots croisés", 16, "", "Détente"),
)
ARABIC = (
    Told("السلامة على الطريق", 3, "قسم التحرير", "السير والمرور"),
    Told("رفاق من فرقة الكلاب", 6, "أحمد العلوي", "روبورتاج"),
    Told("ليلة في مخفر المدينة", 9, "محمد الفاسي", "مجتمع"),
    Told("تاريخ البدلة الرسمية", 12, "قسم التوثيق", "تاريخ"),
    Told("دوري الجيدو بفاس", 14, "القسم الرياضي", "رياضة"),
    Told("كلمات متقاطعة", 16, "", "استراحة"),
)


def found(stream: Stream) -> dict[str, tuple[int, str, str]]:
    return {draft.title: (draft.page - 100, draft.byline, draft.section) for draft in propose([stream])}


def told(entries: tuple[Told, ...]) -> dict[str, tuple[int, str, str]]:
    return {entry.title: (entry.page, entry.byline, entry.section) for entry in entries}


@pytest.mark.parametrize("headings", [True, False], ids=["headings", "no headings"])
@pytest.mark.parametrize(
    ("entries", "how"),
    [
        (FRENCH, {"heading": "Sommaire"}),
        (FRENCH, {"heading": "SOMMAIRE", "leaders": True}),
        (FRENCH, {"heading": "Table des matières", "numbers_first": True}),
        (FRENCH, {"heading": "Sommaire", "columns": 2}),
        (ARABIC, {"heading": "الفـــهرس"}),
        (ARABIC, {"heading": "المحتويات", "arabic_digits": True, "leaders": True}),
        (ARABIC, {"heading": "في هذا العدد", "numbers_first": True}),
        (ARABIC, {"heading": "محتويات العدد", "columns": 2, "arabic_digits": True}),
        (ARABIC, {"heading": "القهرس"}),  # misread
    ],
)
def test_title_page_byline_and_section_of_each_article(
    entries: tuple[Told, ...], how: dict[str, Any], headings: bool
) -> None:
    stream = an_issue(entries, rtl=entries is ARABIC, headings=headings, **how)
    assert found(stream) == told(entries)


def test_without_a_heading_many_rising_numbers_tell_a_contents_page() -> None:
    assert found(an_issue(FRENCH, rtl=False, headings=False)) == told(FRENCH)


def test_unnumbered_titles_are_found_by_the_headings_of_pages() -> None:
    stream = an_issue(ARABIC, rtl=True, heading="الفهرس", unnumbered=frozenset({1, 3}))
    assert found(stream) == told(ARABIC)


def test_an_unnumbered_title_without_a_heading_lies_between_its_neighbours() -> None:
    stream = an_issue(FRENCH, rtl=False, heading="Sommaire", headings=False, unnumbered=frozenset({2}))
    page, byline, _ = found(stream)["Une nuit au commissariat central"]
    assert (7 <= page <= 11, byline) == (True, "Jean Petit")


def test_pages_without_printed_numbers_are_counted_and_headings_say_from_where() -> None:
    assert found(an_issue(FRENCH, rtl=False, heading="Sommaire", printed=False)) == told(FRENCH)
    stream = an_issue(FRENCH, rtl=False, heading="Sommaire", printed=False)
    cut = Stream(1, "fr", (stream.leaves[0], *stream.leaves[1:2], *stream.leaves[4:]))  # pages 3, 4 are lost
    pages = {draft.title: draft.page - 100 for draft in propose([cut])}
    assert {title: page for title, page in pages.items() if page > 5} == {
        entry.title: entry.page for entry in FRENCH if entry.page > 5
    }


def test_a_misprinted_number_is_corrected_by_the_heading() -> None:
    wrong = (*FRENCH[:2], Told("Une nuit au commissariat central", 8), *FRENCH[3:])
    contents = an_issue(wrong, rtl=False, heading="Sommaire").leaves[1]
    pages = an_issue(FRENCH, rtl=False, heading="Sommaire").leaves
    stream = Stream(1, "fr", (pages[0], contents, *pages[2:]))
    draft = next(each for each in propose([stream]) if each.title.startswith("Une nuit"))
    assert (draft.page, draft.number, draft.found_by) == (109, 8, "heading")


def test_an_article_that_the_contents_leave_out_is_announced_by_its_heading() -> None:
    stream = an_issue(FRENCH, rtl=False, heading="Sommaire", pages=20)
    extra = an_article(Told("Avis de concours externe", 19), 19, 119, rtl=False)
    stream = Stream(1, "fr", tuple(extra if leaf.number == 119 else leaf for leaf in stream.leaves))
    draft = propose([stream])[-1]
    assert (draft.title, draft.page, draft.found_by) == ("Avis de concours externe", 119, "page")


def test_two_fronts_are_read_each_by_its_own_contents() -> None:
    arabic = an_issue(ARABIC, rtl=True, heading="الفهرس", headings=False)
    french = an_issue(FRENCH, rtl=False, heading="Sommaire", headings=False)
    moved = tuple(Leaf(leaf.number + 100, leaf.printed, leaf.words) for leaf in french.leaves)
    drafts = propose([arabic, Stream(2, "fr", moved)])
    assert [(each.stream, each.page) for each in drafts] == [
        *((1, 100 + entry.page) for entry in ARABIC),
        *((2, 200 + entry.page) for entry in FRENCH),
    ]


def test_running_text_is_no_contents_page() -> None:
    leaves = tuple(
        an_article(Told("", page), page, 100 + page, rtl=False, heading=False) for page in range(1, 9)
    )
    assert contents_of(Stream(1, "fr", leaves)) == ()
    assert propose([Stream(1, "fr", leaves)]) == ()
    assert not is_heading("Nous parlons dans ce numéro de la route")


# Words of several letters: one letter over and over is what is read of a row of dots.
_word = st.text(st.sampled_from("abcdefghijlmnoprstuvé"), min_size=4, max_size=9).filter(
    lambda w: len(set(w)) > 2
)
_title = st.lists(_word, min_size=2, max_size=5, unique=True).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(
    titles=st.lists(_title, min_size=4, max_size=12, unique=True),
    gaps=st.lists(st.integers(1, 6), min_size=12, max_size=12),
    first=st.booleans(),
    leaders=st.booleans(),
)
def test_numbers_alone_lead_to_the_pages_whatever_the_titles(
    titles: list[str], gaps: list[int], first: bool, leaders: bool
) -> None:
    page, entries = 2, []
    for title, gap in zip(titles, gaps, strict=False):
        page += gap
        entries.append(Told(title, page))
    stream = an_issue(
        entries,
        rtl=False,
        headings=False,
        heading="Sommaire",
        numbers_first=first,
        leaders=leaders,
    )
    assert {draft.page - 100 for draft in propose([stream])} == {entry.page for entry in entries}


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_words_anywhere_are_survived_and_lead_into_the_stream(data: st.DataObject) -> None:
    stream = an_issue(FRENCH, rtl=False, heading="Sommaire")
    words = list(stream.leaves[1].words)
    text = st.text(max_size=12).filter(lambda each: "\n" not in each)
    noisy = [
        word
        if data.draw(st.booleans())
        else type(word)(data.draw(text), word.box, None, word.line, word.block, "und", False, None, ())
        for word in words
    ]
    leaves = (stream.leaves[0], Leaf(102, None, noisy), *stream.leaves[2:])
    numbers = {leaf.number for leaf in leaves}
    for draft in propose([Stream(1, "fr", leaves)]):
        assert draft.page in numbers
        assert draft.pages[0] == draft.page
        assert 0 <= draft.sure <= 1
        assert draft.title
