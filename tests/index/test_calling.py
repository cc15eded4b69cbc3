"""Cards of names are found by what they are called, in either script, by any variant."""

from __future__ import annotations

import pytest

from archive.actions import authorities, changes
from archive.store import Store
from archive.texts import Texts
from index import calling


@pytest.fixture
def named(store: Store) -> Store:
    """A person, a unit, a place and a section, each with a card."""
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        for kind, forms, variants in (
            ("person", {"ar": "محمد الغزاوي", "fr": "Mohamed Laghzaoui"}, ("El Ghazoui",)),
            ("person", {"ar": "المهدي بن بركة", "fr": "Mehdi Ben Barka"}, ()),
            ("organisation", {"fr": "Direction générale de la sûreté nationale"}, ("DGSN", "الأمن الوطني")),
            ("place", {"ar": "تطوان", "fr": "Tétouan"}, ()),
            ("section", {"ar": "رياضة", "fr": "Sports"}, ()),
        ):
            authorities.add(session, change_set, kind, Texts.printed(**forms), variants=variants)
    return store


def _found(store: Store, text: str, *kinds: str) -> list[str]:
    with store.read() as session:
        return [
            one.forms.best("fr")[1].value
            for one in calling.find(store, session, text, kinds=kinds, language="fr")
        ]  # type: ignore[index]


@pytest.mark.parametrize(
    "typed",
    [
        "Laghzaoui",
        "laghz",
        "El Ghazoui",
        "ghazaoui",
        "El Ghaz",
        "الغزاوي",
        "غزاوي",
        "محمد",
        "Mohammed",
        "M'hamed",
    ],
)
def test_a_person_is_found_in_either_script_by_any_spelling(named: Store, typed: str) -> None:
    assert _found(named, typed, "person")[:1] == ["Mohamed Laghzaoui"]


@pytest.mark.parametrize("typed", ["Ben Barka", "Benbarka", "بن بركة", "بركة"])
def test_a_particle_goes_with_the_name_after_it(named: Store, typed: str) -> None:
    assert _found(named, typed) == ["Mehdi Ben Barka"]


@pytest.mark.parametrize("typed", ["dgsn", "surete nationale", "الامن الوطني", "sûretés"])
def test_a_unit_is_found_by_variant_without_accents_in_other_forms(named: Store, typed: str) -> None:
    assert _found(named, typed) == ["Direction générale de la sûreté nationale"]


def test_the_same_name_comes_before_one_that_only_sounds_so(named: Store) -> None:
    with named.write() as session:
        change_set = changes.begin(session, by="alice")
        authorities.add(session, change_set, "person", Texts.printed(fr="Ghazaoui"))
    assert _found(named, "Ghazaoui") == ["Ghazaoui", "Mohamed Laghzaoui"]


def test_kinds_limit_nothing_typed_gives_all_and_nonsense_nothing(named: Store) -> None:
    assert _found(named, "", "section", "place") == ["Sports", "Tétouan"]
    assert _found(named, "الغزاوي", "place") == []
    for nonsense in ("xyzzy", "٪", "…", "123456"):
        assert _found(named, nonsense) == []


def test_exactly_folds_accents_and_hamza_and_nothing_else(named: Store) -> None:
    with named.read() as session:

        def keys(text: str) -> int:
            return len(calling.exactly(named, session, text))

        assert (keys("mohamed laghzaoui"), keys("الامن الوطني"), keys("TETOUAN"), keys("Sports")) == (1,) * 4
        assert (keys("Laghzaoui"), keys("Sport"), keys(""), keys("تطوا")) == (0,) * 4


def test_what_was_changed_a_moment_ago_is_found(named: Store) -> None:
    assert _found(named, "gendarmerie") == []
    with named.write() as session:
        change_set = changes.begin(session, by="alice")
        authorities.add(session, change_set, "organisation", Texts.printed(fr="Gendarmerie royale"))
    assert _found(named, "gendarmerie") == ["Gendarmerie royale"]
