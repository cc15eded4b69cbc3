"""What is suggested: printed forms of words that may be seen, in the script being typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.settings import Settings
from archive.store import Store
from index.engine import Lexeme, SearchEngine, engine_for
from index.query import parse
from index.suggesting import Meant, Suggesting, Suggestion
from index.updating import update_index
from index.vocabulary import Vocabulary, _distance
from tests.builders import an_issue

TEXTS = (
    "La sécurité routière et les enquêtes",
    "L’enquête sur la sécurité",
    "une enquête, la police judiciaire",
    "الشرطة القضائية تحقق في السرقة",
    "الشرطة بتازة",
)
WORDS = st.text("abcdeé", min_size=1, max_size=10)


@pytest.fixture
def engine(settings: Settings, store: Store) -> Iterator[SearchEngine]:
    an_issue(store, TEXTS, state="published")
    an_issue(store, ["confidentiellement secret"], edtf="1990")
    engine = engine_for(settings)
    update_index(store, engine)
    yield engine
    engine.close()


def complete(store: Store, engine: SearchEngine, typed: str, *, public: bool = True) -> list[Suggestion]:
    with store.read() as session:
        return Suggesting(store, session, engine, public=public).complete(typed)


def meant(store: Store, engine: SearchEngine, text: str) -> list[Meant]:
    with store.read() as session:
        return Suggesting(store, session, engine, public=True).meant(parse(text))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("secu", Suggestion("sécurité", "fr", 2)),
        ("Enq", Suggestion("enquête", "fr", 3)),
        ("la enqu", Suggestion("la enquête", "fr", 3)),
        ("الشر", Suggestion("الشرطة", "ar", 2)),
        ("شر", None),
        ("police jud", Suggestion("police judiciaire", "fr", 1)),
        ('"sécu', Suggestion('"sécurité', "fr", 2)),
    ],
)
def test_the_last_word_is_completed_as_it_is_printed(
    store: Store, engine: SearchEngine, typed: str, first: Suggestion | None
) -> None:
    found = complete(store, engine, typed)
    assert (found[0] if found else None) == first


@pytest.mark.parametrize("typed", ["", "s", "year:19", " ", "zzzz", "*", "\u0640"])
def test_there_is_nothing_to_suggest(store: Store, engine: SearchEngine, typed: str) -> None:
    assert complete(store, engine, typed) == []


def test_what_only_drafts_say_is_suggested_to_the_staff_alone(store: Store, engine: SearchEngine) -> None:
    assert complete(store, engine, "confi") == []
    assert [one.text for one in complete(store, engine, "confi", public=False)] == ["confidentiellement"]


def test_each_word_of_a_query_is_counted_and_the_unknown_ones_get_close_spellings(
    store: Store, engine: SearchEngine
) -> None:
    known, unknown = meant(store, engine, "enquête de judiciare")
    assert (known.word, known.pages) == ("enquête", 3)
    assert (unknown.pages, [one.text for one in unknown.close]) == (0, ["judiciaire"])


def test_a_query_is_corrected_word_by_word(store: Store, engine: SearchEngine) -> None:
    with store.read() as session:
        suggesting = Suggesting(store, session, engine, public=True)
        corrected = suggesting.corrected(parse("polise judiciaire year:1961..2000"))
        assert str(corrected) == "police judiciaire year:1961..2000"
        assert suggesting.corrected(parse("police")) is None


@given(st.lists(WORDS, max_size=30), WORDS)
def test_close_spellings_are_those_within_the_edits(words: list[str], typed: str) -> None:
    held = Vocabulary.of(Lexeme(word, 1) for word in dict.fromkeys(words))
    edits = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    wanted = {w for w in words if w != typed and len(w) >= 3 and 0 < _distance(typed, w, edits) <= edits}
    assert set(held.close(typed, most=100)) == wanted
    assert all(held.pages_with(word) == 1 for word in words)


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways_and_nothing_to_itself(one: str, other: str) -> None:
    assert _distance(one, other, 20) == _distance(other, one, 20)
    assert _distance(one, one, 20) == 0
    assert abs(len(one) - len(other)) <= _distance(one, other, 20) <= max(len(one), len(other))
