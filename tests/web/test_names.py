"""Public pages of names: of published articles alone, with forms and uses; old addresses lead on for ever."""

from __future__ import annotations

import json
import re

import pytest

from archive.actions import changes, issues
from archive.actions.merging import merge
from archive.models import Issue
from archive.queries import authorities
from tests.web.authority_builders import some_cards
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def cards(site: SiteUnderTest) -> dict[str, str]:
    return some_cards(site.store, site.issue_id, site.draft_id)


def _page(site: SiteUnderTest, key: str, language: str = "fr") -> str:
    answer = site.client.get(f"/{language}/ark:/99999/{key}")
    assert answer.status_code == 200
    return answer.text


def test_a_name_shows_its_forms_relations_uses_and_what_it_is_elsewhere(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    page = _page(site, cards["dgsn"])
    for shown in ("المديرية العامة للأمن الوطني", "DGSN", "Sûreté régionale (1944–1956)", "depuis 1956"):
        assert shown in page
    assert f"/fr/ark:/99999/{cards['regional']}" in page
    assert 'href="https://viaf.org/viaf/102333412" rel="noopener nofollow"' in page
    assert f"/fr/ark:/99999/{site.key}/a1" in page
    assert f"/fr/ark:/99999/{site.key}/a2" in page
    assert "Brouillon" not in page
    assert ">1975</bdi></a></th>" in page
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert (told["@type"], told["name"]) == ("Organization", "Direction générale de la sûreté nationale")
    assert "DGSN" in told["alternateName"]
    assert "https://www.wikidata.org/entity/Q1339" in told["sameAs"]
    assert f"/fr/ark:/99999/{cards['dgsn']}" in site.client.get(f"/fr/ark:/99999/{site.key}/a1").text
    arabic = _page(site, cards["laghzaoui"], "ar")
    assert '<h1><bdi lang="ar" dir="rtl">محمد الغزاوي</bdi></h1>' in arabic


def test_what_only_a_draft_names_is_told_to_nobody_but_staff(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    places = ("/fr/authorities", "/fr/authorities?q=secret", "/ar/authorities", "/sitemap/authorities.xml")
    for name in ("secret", "unused"):
        assert site.client.get(f"/fr/ark:/99999/{cards[name]}").status_code == 404
        for place in places:
            assert cards[name] not in site.client.get(place).text
    assert "Secret" not in "".join(site.client.get(place).text for place in places)
    site.sign_in()
    assert "Secret Person" in _page(site, cards["secret"])
    assert cards["secret"] in site.client.get("/fr/authorities").text


def test_taken_back_to_draft_a_name_is_gone_from_the_public_at_once(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    assert _page(site, cards["tetouan"])
    with site.store.write() as session:
        act = changes.begin(session, by="alice")
        issues.set_state(session, act, [session.get_one(Issue, site.issue_id).id], "draft")
    assert site.client.get(f"/fr/ark:/99999/{cards['tetouan']}").status_code == 404
    assert cards["tetouan"] not in site.client.get("/fr/authorities").text
    assert "/sitemap/authorities.xml" not in site.client.get("/sitemap.xml").text


def test_the_index_is_chosen_by_kind_and_found_in_either_script(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    for typed in ("laghzaoui", "الغزاوي", "El Ghazoui"):
        page = site.client.get("/ar/authorities", params={"q": typed}).text
        assert cards["laghzaoui"] in page
        assert cards["dgsn"] not in page
    places = site.client.get("/fr/authorities?kind=place").text
    assert cards["tetouan"] in places
    assert cards["laghzaoui"] not in places


def test_a_merged_name_leads_on_for_ever_and_a_withdrawn_one_is_gone(
    site: SiteUnderTest, cards: dict[str, str]
) -> None:
    with site.store.write() as session:
        act = changes.begin(session, by="alice")
        found = {name: authorities.whatever(session, key) for name, key in cards.items()}
        merge(session, act, found["regional"], found["dgsn"])
        changes.apply(session, act, found["unused"], {"withdrawn": True})
    old = site.client.get(f"/fr/ark:/99999/{cards['regional']}")
    assert (old.status_code, old.headers["location"]) == (301, f"/fr/ark:/99999/{cards['dgsn']}")
    assert site.client.get(f"/fr/ark:/99999/{cards['unused']}").status_code == 410
    assert site.client.get(f"/ark:/99999/{cards['dgsn']}").headers["location"].endswith(cards["dgsn"])
    assert site.client.get(f"/fr/ark:/12345/{cards['dgsn']}").status_code == 404
    assert site.client.get(f"/fr/ark:/99999/{cards['dgsn']}/p1").status_code == 404
    sitemap = site.client.get("/sitemap/authorities.xml").text
    assert cards["dgsn"] in sitemap
    assert cards["regional"] not in sitemap


def test_search_is_narrowed_by_a_name_with_right_counts(site: SiteUnderTest, cards: dict[str, str]) -> None:
    every = site.client.get("/fr/search?q=police OR الشرطة").text
    chosen = re.findall(r'person=(\w+)"[^>]*>.*?<bdi class="num" dir="ltr">(\d+)', every)
    assert (cards["dgsn"], "2") in chosen
    assert (cards["laghzaoui"], "1") in chosen
    assert cards["secret"] not in every
    only = site.client.get("/fr/search", params={"q": "police", "person": cards["laghzaoui"]}).text
    assert f"{site.key}/p3" in only
    assert f"{site.key}/p1?" not in only
