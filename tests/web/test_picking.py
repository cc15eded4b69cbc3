"""Cards chosen in a form: asked for by script, read from plain text, made where a new one is wanted."""

from __future__ import annotations

from typing import cast

import pytest

from archive.actions import authorities, changes
from archive.models import Authority
from archive.texts import Texts
from tests.web.conftest import SiteUnderTest
from web import picking
from web.i18n import translator
from web.visiting import Visit

_URL = "/api/v1/authorities"


@pytest.fixture
def keys(site: SiteUnderTest) -> dict[str, str]:
    """The keys of some cards, by their French form."""
    with site.store.write() as session:
        act = changes.begin(session, by="alice")
        made = [
            authorities.add(session, act, kind, Texts.printed(**forms), **more)
            for kind, forms, more in (
                ("person", {"ar": "محمد الغزاوي", "fr": "Mohamed Laghzaoui"}, {"variants": ("El Ghazoui",)}),
                ("person", {"fr": "Omar Alaoui"}, {}),
                ("organisation", {"fr": "Omar Alaoui"}, {"dates": "1956/.."}),
                ("section", {"ar": "رياضة", "fr": "Sports"}, {}),
            )
        ]
        return {f"{one.authority_kind} {one.forms['fr'].value}": one.key for one in made}


class _Asker:
    """The little of a visit that reading a field needs."""

    def __init__(self, site: SiteUnderTest) -> None:
        self.store, self.settings = site.store, site.settings
        self.language, self.say = "fr", translator("en")


def _read(site: SiteUnderTest, text: str, *kinds: str) -> picking.Picked:
    visit = cast(Visit, _Asker(site))
    with site.store.read() as session:
        return picking.read(visit, session, text, kinds or ("person", "organisation"))  # type: ignore[arg-type]


def test_scripts_of_staff_are_told_the_cards_nearest_first(site: SiteUnderTest, keys: dict[str, str]) -> None:
    assert site.client.get(f"{_URL}?q=laghz").status_code == 403
    site.sign_in("dora", "digitiser")
    for typed in ("laghz", "El Ghazoui", "الغزاوي"):
        answer = site.client.get(_URL, params={"q": typed, "lang": "ar"})
        first = answer.json()["authorities"][0]
        assert (first["key"], first["label"], first["kind_told"]) == (
            keys["person Mohamed Laghzaoui"], "محمد الغزاوي", "شخص",
        )  # fmt: skip
        assert answer.headers["cache-control"].startswith("private")
    exact = site.client.get(_URL, params={"q": "omar alaoui", "kind": ["person", "place"]}).json()
    assert exact["exact"] == [keys["person Omar Alaoui"]]
    assert site.client.get(_URL, params={"q": "؟" * 5000, "kind": "nonsense"}).json()["authorities"] == []


def test_a_plain_field_is_read_by_key_form_or_variant(site: SiteUnderTest, keys: dict[str, str]) -> None:
    person, section = keys["person Mohamed Laghzaoui"], keys["section Sports"]
    for typed in (person, f"whatever ({person})", "mohamed laghzaoui", "محمد الغزاوى", " El Ghazoui ; "):
        assert _read(site, typed) == picking.Picked((picking.Chosen(person),)), typed
    assert _read(site, f"رياضة\n{section}", "section").keys == (section,)
    assert _read(site, "رياضة").faults  # another kind
    assert _read(site, "").chosen == ()


def test_what_is_not_sure_is_asked_and_never_guessed(site: SiteUnderTest, keys: dict[str, str]) -> None:
    assert "Several cards" in _read(site, "Omar Alaoui").faults[0]
    assert "No card is called" in _read(site, "Laghzaoui").faults[0]
    assert _read(site, "+").faults
    assert _read(site, "\n".join(f"+ {n}" for n in range(100))).faults
    assert _read(site, f"Omar Alaoui ({keys['organisation Omar Alaoui']})").keys == (
        keys["organisation Omar Alaoui"],
    )


def test_a_merged_card_is_read_as_what_it_became(site: SiteUnderTest, keys: dict[str, str]) -> None:
    gone, into = keys["person Omar Alaoui"], keys["person Mohamed Laghzaoui"]
    with site.store.write() as session:
        act = changes.begin(session, by="alice")
        cards = {card.key: card for card in session.query(Authority)}
        authorities.merge(session, act, cards[gone], cards[into])
    assert _read(site, f"Omar Alaoui ({gone})").keys == (into,)
    with site.store.read() as session:
        assert picking.lines(session, [gone], "fr") == f"Mohamed Laghzaoui ({into})"


def test_a_new_card_is_made_where_one_is_asked_for(site: SiteUnderTest, keys: dict[str, str]) -> None:
    picked = _read(site, f"+ سعيد حجي\n{keys['person Omar Alaoui']}")
    with site.store.write() as session:
        act = changes.begin(session, by="alice")
        made = picking.keys_of(session, act, picked, "person")
    assert made[1] == keys["person Omar Alaoui"]
    assert _read(site, "سعيد حجي").keys == made[:1]
