"""Lit words: on the right word, on all of them, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.canvas import Box
from archive.words import Word, opened, pack
from index import analysis
from index.condition import Close
from index.highlighting import boxes, light, snippets
from index.query import parse


def printed(*lines: str, language: str = "fr", blocks: tuple[int, ...] | None = None) -> tuple[Word, ...]:
    """A page set from lines of text; `wo-=word`: half of a hyphenated word, `word|other`: an alternative."""
    words = []
    for number, line in enumerate(lines):
        for place, part in enumerate(line.split()):
            text, _, whole = part.partition("=")
            text, _, other = text.partition("|")
            words.append(
                Word(
                    text=text,
                    box=Box(100 * place, 50 * number, 90, 40),
                    confidence=0.9,
                    line=number,
                    block=blocks[number] if blocks else 0,
                    language=language,
                    locked=False,
                    subs=whole or None,
                    alternatives=(other,) if other else (),
                )
            )
    return tuple(words)


def lit(query: str, words: tuple[Word, ...]) -> list[str]:
    found = light(parse(query), words).terms
    return [words[place].text for place in sorted(found)]


def test_every_form_of_a_word_is_lit_and_no_other_word() -> None:
    page = printed("تقوم الشرطة والشرطة بدورها", "للشرطة شرطه وشريط", language="ar")
    assert lit("شرطة", page) == ["الشرطة", "والشرطة", "للشرطة", "شرطه"]
    assert lit("l'enquete", printed("Les enquêtes, l’Enquête et la requête")) == ["enquêtes,", "l’Enquête"]


def test_both_halves_of_a_hyphenated_word_are_lit() -> None:
    page = printed("la circu-=circulation", "lation=circulation routière")
    found = boxes(parse("circulations"), page)
    assert [hit.box for hit in found] == [Box(100, 0, 90, 40), Box(0, 50, 90, 40)]
    assert {hit.term for hit in found} == {0}


def test_a_phrase_is_lit_only_where_it_stands() -> None:
    page = printed("police de Rabat et police", "de Rabat la police")
    assert [hit.box.y for hit in boxes(parse('"police de Rabat"'), page)] == [0, 0, 0, 0, 50, 50]
    assert lit('"Rabat de police"', page) == []


def test_words_that_must_not_stand_there_articles_and_limits_light_nothing() -> None:
    page = printed("la police de 1965")
    assert lit("la police -de lang:fr year:1965", page) == ["police"]


def test_a_word_found_by_another_reading_of_it_is_lit() -> None:
    assert lit("commissaire", printed("le comm1ssaire|commissaire parle")) == ["comm1ssaire"]


def test_each_lit_word_names_the_term_it_is() -> None:
    found = boxes(parse("police OR Rabat 1965"), printed("Rabat 1965 police"))
    assert [hit.term for hit in found] == [1, 2, 0]


def test_the_snippet_is_the_line_with_most_different_words() -> None:
    page = printed(
        "police police police",
        "rien du tout",
        "la police de Rabat",
        "suite du texte",
        blocks=(0, 0, 1, 1),
    )
    (snippet,) = snippets(parse("police Rabat"), page, size=20)
    assert snippet.parts == (
        ("la ", False),
        ("police", True),
        (" de ", False),
        ("Rabat", True),
        (" suite du texte", False),
    )
    assert snippet.lines == (2, 3)
    assert snippet.region == Box(0, 100, 390, 90)
    assert snippet.boxes == (Box(100, 100, 90, 40), Box(300, 100, 90, 40))
    assert (snippet.language, snippet.direction) == ("fr", "ltr")


def test_an_arabic_snippet_runs_from_right_to_left() -> None:
    (snippet,) = snippets(parse("الأمن"), printed("إدارة الأمن الوطني", language="ar"))
    assert (snippet.language, snippet.direction) == ("ar", "rtl")
    assert snippet.text == "إدارة الأمن الوطني"


def test_several_snippets_do_not_overlap_and_stand_in_reading_order() -> None:
    page = printed(*(f"ligne {n} police" for n in range(12)))
    found = snippets(parse("police"), page, most=3, size=40)
    assert len(found) == 3
    lines = [line for snippet in found for line in snippet.lines]
    assert lines == sorted(set(lines))


def test_a_page_found_by_a_limit_alone_gives_its_first_lines_unlit() -> None:
    (snippet,) = snippets(parse("lang:fr"), printed("Premier mot", "second"))
    assert snippet.text.startswith("Premier mot")
    assert snippet.boxes == ()
    assert all(not bright for _, bright in snippet.parts)


def test_a_page_without_words_gives_no_snippet() -> None:
    assert snippets(parse("police"), ()) == []
    assert boxes(parse("police"), ()) == ()


VOCABULARY = (
    "الشرطة",
    "للشرطة",
    "القاهرة",
    "police",
    "l'enquête",
    "enquêtes",
    "12-13",
    "la",
    "circu-=circulation",
)


@given(
    st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6).map(" ".join), max_size=5),
    st.lists(
        st.sampled_from(("police", "شرطة", "enquete", '"police enquete"', "12-13", "circulation")), max_size=3
    ),
)
def test_a_word_is_lit_exactly_where_one_of_its_terms_is_sought(lines: list[str], typed: list[str]) -> None:
    words, query = printed(*lines), parse(" ".join(typed))
    single = {run[0] for run in query.sought if len(run) == 1}
    terms = list(analysis.terms(words))
    wanted = {place for term in terms if term.text in single for place in term.strings}
    for run in (run for run in query.sought if len(run) > 1):
        for start in range(len(terms) - len(run) + 1):
            window = terms[start : start + len(run)]
            if tuple(term.text for term in window) == run:
                wanted |= {place for term in window for place in term.strings}
    assert set(light(query, words).terms) == wanted
    found = snippets(query, words, most=2)
    packed = opened(pack(words))
    assert (snippets(query, packed, most=2), boxes(query, packed)) == (found, boxes(query, words))
    assert bool(found) == bool(words)
    for snippet in found:
        inside = [place for place, word in enumerate(words) if word.line in snippet.lines]
        assert snippet.text == " ".join(words[place].text for place in inside)
        assert snippet.boxes == tuple(words[place].box for place in inside if place in wanted)


# --- what must hold for any page and any query ----------------------------------------------------------

VOCABULARY = st.sampled_from(
    [
        *("police", "polices", "Rabat", "Rabats", "route", "routes", "école", "écoles"),
        *("شرطة", "الشرطة", "والشرطة", "مدرسة", "المدرسة", "كتاب", "كتب"),
    ]
)
PAGES = st.lists(st.lists(VOCABULARY, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6)


@given(PAGES, VOCABULARY, VOCABULARY, st.integers(1, 4), st.booleans())
def test_near_and_phrases_are_lit_exactly_where_they_stand(
    lines: list[str], one: str, other: str, distance: int, exact: bool
) -> None:
    page = printed(*lines)
    norms = [norm for word in page for norm in analysis.norms(word.text)]
    near = replace(parse(f"{one} NEAR/{distance} {other}"), exact=exact)
    (leaf,) = near.leaves
    assert isinstance(leaf, Close)
    assert bool(light(near, page).terms) is leaf.holds(norms)
    phrase = replace(parse(f'"{one} {other}"'), exact=exact)
    said = norms if exact else [stem for word in norms for stem in analysis.stems(word)]
    wanted = [*analysis.norms(one), *analysis.norms(other)]
    wanted = wanted if exact else [*analysis.stems(one), *analysis.stems(other)]
    starts = [at for at in range(len(said) - 1) if said[at : at + 2] == wanted]
    assert sorted(light(phrase, page).terms) == sorted({at + step for at in starts for step in (0, 1)})


@given(PAGES, VOCABULARY, st.integers(2, 4))
def test_a_beginning_lights_the_words_that_begin_so_and_no_others(
    lines: list[str], word: str, letters: int
) -> None:
    page = printed(*lines)
    start = analysis.norm(word)[:letters]
    found = {page[place].text for place in light(parse(f"{start}*"), page).terms}
    wanted = {w.text for w in page if analysis.light(w.text).startswith(analysis.beginning(start))}
    assert (
        wanted <= found <= wanted | {w.text for w in page if analysis.light(w.text) == analysis.light(start)}
    )


@given(PAGES, st.lists(VOCABULARY, min_size=1, max_size=3))
def test_a_snippet_says_what_the_page_says_and_why_each_word_is_lit(
    lines: list[str], words: list[str]
) -> None:
    page = printed(*lines)
    for snippet in snippets(parse(" OR ".join(words)), page, most=2):
        assert snippet.text in " ".join(word.text for word in page)
        assert [bool(why) for why in snippet.why] == [lit for _, lit in snippet.parts]
        assert len(snippet.boxes) == sum(lit for _, lit in snippet.parts)
        assert all(snippet.region.overlap(box) == box.area for box in snippet.boxes)


@given(
    st.lists(st.text(st.sampled_from("شرطةabé12-–(«\u200f\u200e\u202e\u2066\u2069"), min_size=1), min_size=1)
)
def test_no_mark_in_a_word_turns_a_snippet_round(texts: list[str]) -> None:
    words = tuple(replace(printed("x")[0], text=text) for text in texts)
    (snippet,) = snippets(parse("شرطة 12"), words)
    assert not set(snippet.text) & set("\u200e\u200f\u202e\u2066\u2069")
    assert snippet.text.replace(" ", "") == "".join(
        letter for text in texts for letter in text if letter not in "\u200e\u200f\u202e\u2066\u2069"
    )
