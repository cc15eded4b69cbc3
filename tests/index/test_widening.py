"""What is looked for beside the typed words: said, marked, and taken away by whoever does not want it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.actions import authorities, changes
from archive.actions import glossary as glossary_actions
from archive.queries import glossary
from archive.queries.articles import AuthorityFacts
from archive.settings import Settings
from archive.store import Store
from archive.texts import Texts
from index import analysis
from index.card_names import CardNames
from index.engine import SearchEngine, engine_for
from index.searching import Answer, Question, search
from index.updating import update_index
from tests.builders import an_issue

TEXTS = (
    "ألقى السيد محمد الغزاوي كلمة أمام الشرطة القضائية",
    "Monsieur Laghzaoui a reçu la police judiciaire",
    "M. El Ghazoui et le docteur Ben Barka",
    "La circulation à Casablanca",
    "la circulation reprend à Rabat",
    "une autre circulation",
    "القنيطرة مدينة",
)


@pytest.fixture
def engine(settings: Settings, store: Store) -> Iterator[SearchEngine]:
    an_issue(store, TEXTS, state="published")
    engine = engine_for(settings)
    update_index(store, engine)
    yield engine
    engine.close()


def ask(store: Store, engine: SearchEngine, text: str, *refused: str, **how: bool) -> Answer:
    question = Question(text, also=True, refused=frozenset(refused), **how)
    return search(store, engine, question, public=True)


def found(answer: Answer) -> dict[int, list[tuple[str, str]]]:
    """The lit words of each page, and why they are lit."""
    return {
        hit.page.number: [
            (next(word.text for word in hit.words if word.box == lit.box), lit.kind) for lit in hit.boxes
        ]
        for hit in answer.hits
    }


def test_a_notion_is_found_in_the_other_language_and_marked(store: Store, engine: SearchEngine) -> None:
    answer = ask(store, engine, "police judiciaire")
    assert found(answer) == {
        2: [("police", "word"), ("judiciaire", "word")],
        1: [("الشرطة", "other language"), ("القضائية", "other language")],
    }
    offer = next(one for one in answer.offers if one.text == "الشرطة القضائية")
    assert (offer.kind, offer.language, offer.word, offer.on) == (
        "other language",
        "ar",
        "police judiciaire",
        True,
    )


def test_what_was_taken_away_is_not_looked_for_but_still_offered(store: Store, engine: SearchEngine) -> None:
    answer = ask(store, engine, "police judiciaire", "الشرطة القضائية")
    assert set(found(answer)) == {2}
    assert [one.on for one in answer.offers if one.text == "الشرطة القضائية"] == [False]
    assert set(found(ask(store, engine, "police judiciaire", exact=True))) == {2}


def test_a_changed_glossary_is_true_at_the_next_search(store: Store, engine: SearchEngine) -> None:
    assert ask(store, engine, "القضائية").total == 1
    with store.write() as session:
        entry = next(e for e in glossary.entries(session) if "الشرطة القضائية" in e.ar)
        glossary_actions.withdraw(session, changes.begin(session, by="alice"), entry)
    assert set(found(ask(store, engine, "police judiciaire"))) == {2}


@pytest.mark.parametrize(("typed", "pages"), [("Laghzaoui", {1, 2, 3}), ("الغزاوي", {1, 2, 3})])
def test_a_name_is_found_in_both_scripts_and_the_spelling_typed_comes_first(
    store: Store, engine: SearchEngine, typed: str, pages: set[int]
) -> None:
    answer = ask(store, engine, typed)
    assert set(found(answer)) == pages
    kinds = [hit.boxes[0].kind for hit in answer.hits]
    assert kinds == ["word", "name", "name"]
    (offer,) = (one for one in answer.offers if one.kind == "name")
    assert set(found(ask(store, engine, typed, offer.name))) == set(
        found(ask(store, engine, typed, exact=True))
    )


def test_a_name_of_two_words_is_one_thing(store: Store, engine: SearchEngine) -> None:
    assert found(ask(store, engine, "Benbarka")) == {3: [("Ben", "name"), ("Barka", "name")]}


def test_a_common_word_is_not_taken_for_a_name(store: Store, engine: SearchEngine) -> None:
    assert not [one for one in ask(store, engine, "circulation").offers if one.kind in ("name", "fuzzy")]


def test_a_word_nobody_printed_is_found_by_a_close_spelling_and_said_so(
    store: Store, engine: SearchEngine
) -> None:
    answer = ask(store, engine, "circulatoin")
    assert {kind for lit in found(answer).values() for _, kind in lit} == {"fuzzy"}
    assert answer.total == 3
    (offer,) = (one for one in answer.offers if one.kind == "fuzzy")
    assert offer.text == "circulation"
    assert ask(store, engine, "circulatoin", offer.name).total == 0


def test_close_spellings_of_words_that_only_drafts_have_are_told_to_nobody(
    store: Store, engine: SearchEngine
) -> None:
    an_issue(store, ["confidentiellement"], edtf="1990")
    update_index(store, engine)
    answer = ask(store, engine, "confidentiellemant")
    assert answer.total == 0
    assert answer.offers == ()


def test_words_that_only_share_three_consonants_offer_nothing_of_each_other(
    store: Store, engine: SearchEngine
) -> None:
    def offered(question: str) -> set[str]:
        return {one.text for one in ask(store, engine, question).offers if one.kind == "other language"}

    assert "véhicule" in offered("العربة")
    assert "véhicule" in offered("عربات")
    assert "véhicule" not in offered("العرب")
    assert "véhicule" not in offered("العربي")
    assert "police" in offered("بالشرطة")
    assert "police" not in offered("شرط")


def test_the_form_spelt_as_typed_is_offered_first_and_pages_with_the_typed_words_lead(
    store: Store, engine: SearchEngine
) -> None:
    answer = ask(store, engine, "الشرطة")
    offered = [one.text for one in answer.offers if one.kind == "other language"]
    assert offered[0] == "police"  # and not "policier", whose Arabic shares the stem
    assert [hit.page.number for hit in answer.hits] == [1, 2]
    assert [hit.page.number for hit in ask(store, engine, "police").hits] == [2, 1]


CARD = Texts.printed(ar="المديرية العامة للأمن الوطني", fr="Direction générale de la Sûreté nationale")


@pytest.fixture
def unit(settings: Settings, store: Store) -> Iterator[SearchEngine]:
    pages = (
        "La DGSN annonce un concours",
        "la Direction générale de la Sûreté nationale recrute",
        "أعلنت المديرية العامة للأمن الوطني عن مباراة",
        "une direction et la sûreté",
    )
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        authorities.add(session, change_set, "organisation", CARD, variants=["D.G.S.N.", "Sûreté"])
        authorities.add(session, change_set, "section", Texts.printed(fr="Concours"))
    an_issue(store, pages, state="published")
    engine = engine_for(settings)
    update_index(store, engine)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "typed", ["DGSN", "direction générale de la sûreté nationale", "المديرية العامة للأمن الوطني"]
)
def test_the_other_names_of_a_card_are_looked_for_and_each_can_be_taken_away(
    store: Store, unit: SearchEngine, typed: str
) -> None:
    answer = ask(store, unit, typed)
    assert {hit.page.number for hit in answer.hits} >= {1, 2, 3}
    offers = [one for one in answer.offers if one.kind == "other name"]
    assert all(one.on and one.text != typed for one in offers)
    kinds = {hit.page.number: hit.boxes[0].kind for hit in answer.hits}
    assert sorted(kinds[number] for number in (1, 2, 3)) == ["other name", "other name", "word"]
    refused = ask(store, unit, typed, *(one.name for one in answer.offers))
    assert {hit.page.number for hit in refused.hits} == {
        hit.page.number for hit in ask(store, unit, typed, exact=True).hits
    }
    assert not any(one.on for one in refused.offers)


def test_a_name_that_nobody_may_read_yet_is_not_offered(store: Store, unit: SearchEngine) -> None:
    with store.write() as session:
        forms = Texts.printed(fr="Compagnie mobile")
        authorities.add(session, changes.begin(session, by="alice"), "organisation", forms, variants=["Goum"])
    an_issue(store, ["le goum part"], edtf="1990")
    an_issue(store, ["la compagnie mobile arrive"], edtf="1991", state="published")
    update_index(store, unit)
    assert not [one for one in ask(store, unit, "compagnie mobile").offers if one.kind == "other name"]


def test_a_name_of_two_cards_is_widened_by_neither(store: Store, unit: SearchEngine) -> None:
    with store.write() as session:
        forms = Texts.printed(fr="Direction des grands services nationaux")
        authorities.add(session, changes.begin(session, by="alice"), "organisation", forms, variants=["DGSN"])
    assert not [one for one in ask(store, unit, "DGSN").offers if one.kind == "other name"]


def test_names_with_the_family_first_are_looked_for_as_they_are_printed() -> None:
    facts = AuthorityFacts(1, "au1", "person", Texts.printed(fr="Laghzaoui, Mohamed"), ("الغزاوي، محمد",))
    assert CardNames.of([facts]).names[analysis.stems("Mohamed Laghzaoui")] == (
        ("Mohamed Laghzaoui", "محمد الغزاوي"),
    )
