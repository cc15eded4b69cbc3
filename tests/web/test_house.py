"""Pages of the house: shipped in three languages, written at the desk, rendered without anybody's HTML."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import ChangeSet
from tests.web.conftest import SiteUnderTest
from web import house
from web.house import PAGES, filled, last_test, render_markdown, shipped
from web.i18n import LANGUAGES


def test_every_page_ships_in_every_language_and_leads_to_pages_there_are(site: SiteUnderTest) -> None:
    known: set[str] = set()
    for language, name in product(LANGUAGES, PAGES):
        page = site.client.get(f"/{language}/{name}")
        assert page.status_code == 200
        assert "{" not in page.text.partition("<main")[2]  # the search field above has a pattern of its own
        known |= set(re.findall(rf'href="(/{language}/[a-z/]+)"', page.text))
    for target in sorted(known):
        assert site.client.get(target).status_code == 200, target


def test_the_languages_say_the_same_things() -> None:
    for name in PAGES:
        shapes = {
            code: re.findall(r"^(#+|-|\d\.|\{picture: \w+\})", shipped(name, code), re.MULTILINE)
            for code in LANGUAGES
        }
        assert shapes["ar"] == shapes["fr"] == shapes["en"], name


def test_what_archivists_write_takes_the_shipped_texts_place_and_can_be_undone(site: SiteUnderTest) -> None:
    site.sign_in()
    sent = {
        "version": "0",
        "fr": "# Chez nous\n\nUn **mot** et un [lien](cite).",
        "ar": "",
        "en": "",
        "why": "essai",
    }
    assert site.client.post("/fr/desk/texts/page-about", data=sent).status_code == 303

    assert "<h1>Chez nous</h1>" in site.client.get("/fr/about").text
    assert '<strong>mot</strong> et un <a href="/fr/cite">lien</a>' in site.client.get("/fr/about").text
    assert "المجلة وأرشيفها" in site.client.get("/ar/about").text
    form = site.client.get("/fr/desk/texts/page-about").text
    number = re.search(r"/fr/desk/changes/(\d+)/undo", form)
    assert number is not None
    back = site.client.post(f"/fr/desk/changes/{number[1]}/undo", data={"back": "/fr/desk/texts/page-about"})
    assert back.headers["location"].startswith("/fr/desk/texts/page-about?done=undone")
    assert "<h1>Chez nous</h1>" not in site.client.get("/fr/about").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/fr/desk/../../x", "/fr/years"])
def test_an_undo_never_leads_away_from_the_desk(site: SiteUnderTest, back: str) -> None:
    site.sign_in()
    site.client.post("/fr/desk/texts/page-about", data={"version": "0", "fr": "x"})
    with site.store.read() as session:
        number = max(row.number for row in session.query(ChangeSet))
    answer = site.client.post(f"/fr/desk/changes/{number}/undo", data={"back": back})
    assert answer.headers["location"].startswith("/fr/desk?")


def test_a_text_that_somebody_wrote_meanwhile_is_not_overwritten(site: SiteUnderTest) -> None:
    site.sign_in()
    site.client.post("/fr/desk/texts/page-terms", data={"version": "0", "fr": "premier"})
    answer = site.client.post("/fr/desk/texts/page-terms", data={"version": "0", "fr": "second"})

    assert answer.status_code == 409
    assert "premier" in answer.text
    assert "second" in answer.text
    assert "premier" in site.client.get("/fr/terms").text


def test_the_institution_is_named_by_an_administrator_alone(site: SiteUnderTest) -> None:
    site.sign_in()
    assert site.client.get("/fr/desk/texts/name").status_code == 403
    assert "Institution" not in site.client.get("/fr/desk/texts").text
    site.sign_in("root", "administrator")
    assert (
        site.client.post("/fr/desk/texts/name", data={"version": "0", "fr": "Ma maison"}).status_code == 303
    )
    assert "Ma maison" in site.client.get("/fr").text


def test_other_texts_cannot_be_written(site: SiteUnderTest) -> None:
    site.sign_in("root", "administrator")
    assert site.client.get("/fr/desk/texts/page-secret").status_code == 404
    assert site.client.post("/fr/desk/texts/anything", data={"version": "0"}).status_code == 404


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        '[x](cite "onmouseover=alert(1)")',
    ],
)
def test_nobody_writes_html(written: str) -> None:
    html = str(render_markdown(written, "/fr"))
    assert not re.search(r"<(script|img|iframe)|href=\"(javascript|data)|<[^>]* on\w+=", html, re.IGNORECASE)


@given(st.text(max_size=300))
def test_whatever_is_written_only_known_elements_come(text: str) -> None:
    html = str(render_markdown(text, "/fr"))
    known = set("p h2 h3 h4 h5 h6 ul ol li a strong em code pre blockquote hr br".split())  # noqa: SIM905
    known |= {"table", "thead", "tbody", "tr", "th", "td"}
    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z0-9]+)", html)} <= known


def test_braces_that_name_nothing_stay() -> None:
    assert filled("{contact} {other} {", {"contact": "a@b.ma"}) == "a@b.ma {other} {"


def test_the_accessibility_statement_says_what_the_last_test_found(
    site: SiteUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "accessibility.json"
    monkeypatch.setattr(house, "LAST_TEST", path)
    monkeypatch.setattr("web.views.house.last_test", lambda: last_test(path))
    assert "Aucun test automatique" in site.client.get("/fr/accessibility").text

    said = {"day": "2026-11-27", "pages": 62, "views": 124, "findings": 3, "tool": "axe-core"}
    path.write_text(json.dumps(said))
    page = site.client.get("/fr/accessibility").text
    assert "27 novembre 2026" in page
    assert "3</bdi> défauts" in page
    path.write_text("{}")
    assert "Aucun test automatique" in site.client.get("/fr/accessibility").text


def test_every_page_leads_to_the_pages_of_the_house(site: SiteUnderTest) -> None:
    page = site.client.get("/fr/years").text
    for name in (
        "terms",
        "cite",
        "privacy",
        "removal",
        "help",
        "accessibility",
        "contact",
        "report?at=/fr/years",
    ):
        assert f'href="/fr/{name}"' in page, name
