"""The glossary at the desk: found, added, changed, withdrawn, undone; true at the next search."""

from __future__ import annotations

import re

from archive.queries import glossary
from tests.web.conftest import SiteUnderTest


def _entry(site: SiteUnderTest, french: str) -> tuple[int, int]:
    with site.store.read() as session:
        found = next(entry for entry in glossary.entries(session) if french in entry.fr)
        return found.id, found.version


def test_an_entry_is_found_by_any_form_and_by_its_field(site: SiteUnderTest) -> None:
    site.sign_in()
    page = site.client.get("/fr/desk/glossary", params={"q": "القضائية"}).text
    assert "police judiciaire" in page
    assert "football" not in page
    assert "commissaire" in site.client.get("/ar/desk/glossary?field=rank").text


def test_what_is_added_is_offered_by_the_next_search_and_undone_again(site: SiteUnderTest) -> None:
    site.sign_in()
    form = {"do": "add", "ar": "مدينة كبيرة", "fr": "enquête", "field": "unit"}
    added = site.client.post("/fr/desk/glossary", data=form)
    assert added.status_code == 303
    found = site.client.get("/fr/search?q=enquête").text
    assert 'class="other">مدينة</mark>' in found
    number = re.search(r"change=(\d+)", added.headers["location"])[1]  # type: ignore[index]
    undone = site.client.post(f"/fr/desk/glossary/undo/{number}")
    assert "done=undone" in undone.headers["location"]
    assert "مدينة</mark>" not in site.client.get("/fr/search?q=enquête").text


def test_what_others_changed_meanwhile_is_not_overwritten(site: SiteUnderTest) -> None:
    site.sign_in()
    number, version = _entry(site, "police judiciaire")
    form = {"do": "change", "id": number, "version": version, "ar": "الشرطة القضائية", "fr": "PJ"}
    assert site.client.post("/fr/desk/glossary", data=form).status_code == 303
    late = site.client.post("/fr/desk/glossary", data={**form, "fr": "autre"})
    assert late.status_code == 409
    assert "autre" in late.text
    assert _entry(site, "PJ")[1] == version + 1


def test_an_entry_without_a_language_comes_back_and_a_withdrawn_one_is_gone(site: SiteUnderTest) -> None:
    site.sign_in()
    answer = site.client.post("/fr/desk/glossary", data={"do": "add", "ar": "كلمة", "fr": " "})
    assert answer.status_code == 400
    assert "كلمة" in answer.text
    number, version = _entry(site, "police judiciaire")
    site.client.post("/fr/desk/glossary", data={"do": "withdraw", "id": number, "version": version})
    page = site.client.get("/fr/desk/glossary?q=judiciaire").text
    assert f'name="id" value="{number}"' not in page
    assert 'name="id"' in page


def test_readers_and_digitisers_change_nothing(site: SiteUnderTest) -> None:
    form = {"do": "add", "ar": "كلمة", "fr": "mot"}
    assert site.client.post("/fr/desk/glossary", data=form).status_code == 403
    site.sign_in("bob", "digitiser")
    assert site.client.get("/fr/desk/glossary").status_code == 200
    assert site.client.post("/fr/desk/glossary", data=form).status_code == 403


def test_an_act_that_touched_more_than_the_glossary_is_not_undone_here(site: SiteUnderTest) -> None:
    site.sign_in()
    assert site.client.post("/fr/desk/glossary/undo/1").status_code == 400
