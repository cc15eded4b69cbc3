"""Cards of names at the desk: listed, described by several people, merged after a preview, withdrawn."""

from __future__ import annotations

import re

import pytest

from archive.actions import authorities as actions
from archive.actions import changes
from archive.queries import authorities
from tests.web.authority_builders import some_cards
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def cards(site: SiteUnderTest) -> dict[str, str]:
    made = some_cards(site.store, site.issue_id, site.draft_id)
    site.sign_in()
    return made


def _card(site: SiteUnderTest, key: str) -> dict[str, object]:
    with site.store.read() as session:
        card = authorities.whatever(session, key)
        return {
            name: getattr(card, name)
            for name in ("forms", "variants", "dates", "earlier", "later", "outside", "version", "withdrawn")
        }


def _form(site: SiteUnderTest, key: str, **changed: str) -> dict[str, str]:
    return {"version": str(_card(site, key)["version"]), "do": "save", **changed}


def test_the_list_finds_by_either_script(site: SiteUnderTest, cards: dict[str, str]) -> None:
    for typed in ("laghzaoui", "El Ghazoui", "الغزاوي", "ghazaoui"):
        page = site.client.get("/fr/desk/authorities", params={"q": typed}).text
        assert f"authorities/{cards['laghzaoui']}" in page
        assert f"authorities/{cards['dgsn']}" not in page
    assert "Mohamed Laghzaoui" not in site.client.get("/fr/desk/authorities?kind=place").text


def test_a_card_is_made_with_all_it_says(site: SiteUnderTest, cards: dict[str, str]) -> None:
    form = {
        "kind": "organisation",
        "form.ar": "الدرك الملكي",
        "form.fr": "Gendarmerie royale",
        "form.es": "Gendarmería Real",
        "variants": "الدرك\n\nG.R.\nG.R.",
        "dates": "١٩٥٧/..",
        "outside": "Q1339",
        "earlier": "DGSN",
    }
    made = site.client.post("/fr/desk/authorities", data=form)
    key = re.search(r"authorities/(\w+)", made.headers["location"])[1]  # type: ignore[index]
    card = _card(site, key)
    assert {tag: w.value for tag, w in card["forms"].items()} == {  # type: ignore[attr-defined]
        "ar": "الدرك الملكي", "es": "Gendarmería Real", "fr": "Gendarmerie royale",
    }  # fmt: skip
    assert (card["variants"], card["dates"]) == (("الدرك", "G.R."), "1957/..")
    assert card["outside"] == ("https://www.wikidata.org/entity/Q1339",)
    assert card["earlier"] == (cards["dgsn"],)
    assert _card(site, cards["dgsn"])["later"] == (key,)
    page = site.client.get(f"/ar/desk/authorities/{key}").text
    assert 'href="https://www.wikidata.org/entity/Q1339" rel="noopener nofollow"' in page


def test_a_fault_is_told_and_nothing_typed_is_lost(site: SiteUnderTest, cards: dict[str, str]) -> None:
    for field, value in (
        ("dates", "the sixties"),
        ("outside", "https://evil.example/1"),
        ("earlier", "Nobody"),
        ("form.fr", ""),
    ):
        form = {"kind": "organisation", "form.fr": "Gendarmerie", "variants": "الدرك", field: value}
        answer = site.client.post("/fr/desk/authorities", data=form)
        assert answer.status_code == 422
        assert "الدرك" in answer.text
        assert 'class="error"' in answer.text
        form = _form(site, cards["dgsn"], **{field: value, "form.ar": ""})
        changed = site.client.post(f"/fr/desk/authorities/{cards['dgsn']}", data=form)
        assert changed.status_code == 422
        assert 'class="error"' in changed.text


def test_two_people_at_one_card_lose_nothing(site: SiteUnderTest, cards: dict[str, str]) -> None:
    url, key = f"/fr/desk/authorities/{cards['dgsn']}", cards["dgsn"]
    first = _form(site, key, **{"form.fr": "Sûreté nationale", "dates": "1956/.."})
    second = _form(site, key, **{"form.fr": "DG de la sûreté", "variants": "DGSN\nالأمن"})
    assert site.client.post(url, data=first).status_code == 303
    site.sign_in("bob")
    clash = site.client.post(url, data=second)
    assert clash.status_code == 409
    assert "Sûreté nationale" in clash.text
    assert "DG de la sûreté" in clash.text
    assert _card(site, key)["variants"] == ("DGSN", "الأمن الوطني")  # nothing is written yet
    again = _form(
        site, key, **{**second, "version": str(_card(site, key)["version"]), "form.fr.keep": "mine"}
    )
    assert site.client.post(url, data=again).status_code == 303
    card = _card(site, key)
    assert card["forms"]["fr"].value == "DG de la sûreté"  # type: ignore[index]
    assert card["variants"] == ("DGSN", "الأمن")


def test_what_two_people_change_in_different_fields_is_both_kept(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    url, key = f"/fr/desk/authorities/{cards['dgsn']}", cards["dgsn"]
    first, second = _form(site, key, variants="DGSN"), _form(site, key, **{"form.en": "National Security"})
    for form in (first, second):
        assert site.client.post(url, data=form).status_code == 303
    card = _card(site, key)
    assert (card["variants"], card["forms"]["en"].value) == (("DGSN",), "National Security")  # type: ignore[index]


def test_a_merge_is_shown_done_followed_and_undone(site: SiteUnderTest, cards: dict[str, str]) -> None:
    gone, into = cards["regional"], cards["dgsn"]
    url = f"/fr/desk/authorities/{gone}/merge"
    shown = site.client.get(url, params={"into": f"whatever ({into})"})
    assert shown.status_code == 200
    assert "Sûreté régionale" in shown.text
    assert not _card(site, gone)["withdrawn"]
    versions = re.search(r'name="versions" value="([\d,]+)"', shown.text)[1]  # type: ignore[index]
    form = {"into": into, "versions": versions}
    with site.store.write() as session:
        act = changes.begin(session, by="bob")
        actions.change(session, act, authorities.whatever(session, into), {"dates": "1957/.."})
    late = site.client.post(url, data=form)
    assert late.status_code == 409
    assert not _card(site, gone)["withdrawn"]
    form["versions"] = re.search(r'name="versions" value="([\d,]+)"', late.text)[1]  # type: ignore[index]
    done = site.client.post(url, data=form)
    assert done.status_code == 303
    number = re.search(r"change=(\d+)", done.headers["location"])[1]  # type: ignore[index]
    assert "Sûreté régionale" in _card(site, into)["variants"]  # type: ignore[operator]
    old = site.client.get(f"/fr/desk/authorities/{gone}")
    assert f"authorities/{into}" in old.text
    undone = site.client.post(
        f"/fr/desk/changes/{number}/undo", data={"back": f"/fr/desk/authorities/{into}"}
    )
    assert "done=undone" in undone.headers["location"]
    assert not _card(site, gone)["withdrawn"]
    assert "Sûreté régionale" not in _card(site, into)["variants"]  # type: ignore[operator]


def test_only_another_card_of_its_kind_is_merged_into(site: SiteUnderTest, cards: dict[str, str]) -> None:
    url = f"/fr/desk/authorities/{cards['dgsn']}/merge"
    for key in ("", "nobody", cards["dgsn"], cards["laghzaoui"], "+ New"):
        assert site.client.get(url, params={"into": key}).status_code == 400
        assert site.client.post(url, data={"into": key, "versions": "1,1"}).status_code == 400
    assert site.client.post(url, data={"into": cards["regional"], "versions": "x"}).status_code == 400


def test_a_card_is_withdrawn_once_nothing_names_it(site: SiteUnderTest, cards: dict[str, str]) -> None:
    for name, status in (("dgsn", 422), ("unused", 303)):
        form = _form(site, cards[name], do="withdraw")
        assert site.client.post(f"/fr/desk/authorities/{cards[name]}", data=form).status_code == status
    assert _card(site, cards["unused"])["withdrawn"]
    assert "Circulation routière" not in site.client.get("/fr/desk/authorities").text
    assert site.client.get(f"/fr/desk/authorities/{cards['unused']}").status_code == 200


def test_a_digitiser_reads_cards_and_changes_none(site: SiteUnderTest, cards: dict[str, str]) -> None:
    form = _form(site, cards["dgsn"], variants="")
    site.sign_in("dora", "digitiser")
    assert site.client.get(f"/fr/desk/authorities/{cards['dgsn']}").status_code == 200
    for path in ("authorities", f"authorities/{cards['dgsn']}", f"authorities/{cards['dgsn']}/merge"):
        assert site.client.post(f"/fr/desk/{path}", data=form).status_code == 403
