"""Results gathered, narrowed and taken away: files, feed, completion, selection, help."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest

from archive.actions import articles, authorities, changes
from archive.models import Zone
from archive.queries import issues
from archive.queries.issues import by_id
from archive.store import Store
from archive.texts import Texts
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest

ATOM = "{http://www.w3.org/2005/Atom}"


def _page(site: SiteUnderTest, query: str, language: str = "fr") -> str:
    answer = site.client.get(f"/{language}/search?{query}")
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex"
    return str(answer.text)


def _described(store: Store, issue_id: int) -> str:
    """An article of a section on the issue's French pages; the section's key."""
    with store.write() as session:
        issue = by_id(session, issue_id)
        assert issue is not None
        change_set = changes.begin(session, by="alice")
        forms = Texts.printed(fr="Vie des services", ar="أخبار")
        section = authorities.section_named(session, change_set, forms)
        articles.add(
            session,
            change_set,
            issue,
            heading=Texts.printed(fr="Au service de tous"),
            language="fr",
            section_id=section.id,
            pages=(3, 4),
            byline="Jean Laghzaoui",
        )
        return section.key


def test_a_result_is_listed_by_article_and_by_issue(site: SiteUnderTest) -> None:
    _described(site.store, site.issue_id)
    by_article = _page(site, "q=police+OR+enquête+OR+économie&also=0&by=article")
    assert by_article.count('class="result"') == 1
    assert "Au service de tous" in by_article
    by_issue = _page(site, "q=القاهرة&by=issue")
    assert by_issue.count('class="result"') == 1
    assert "2&nbsp;pages ici" in by_issue or re.search(r"2</bdi> pages ici", by_issue)


def test_limits_by_section_person_title_and_quality_are_counted_and_hold(site: SiteUnderTest) -> None:
    key = _described(site.store, site.issue_id)
    page = _page(site, "q=police&also=0")
    assert f"section={key}" in page
    for limit in (
        f"section={key}",
        "q=police+rubrique:service",
        "q=police+personne:Laghzaoui",
        "q=police+titre:tous",
        "quality=good",
    ):
        query = limit if limit.startswith("q=") else f"q=police&{limit}"
        assert _page(site, f"{query}&also=0").count('class="result"') == 1, limit
    for limit in ("section=nothing", "quality=poor", "lang=ar"):
        assert _page(site, f"q=police&{limit}&also=0").count('class="result"') == 0, limit


def test_what_else_was_looked_for_stands_on_the_page_and_can_be_taken_away(site: SiteUnderTest) -> None:
    page = _page(site, "q=police")
    assert 'class="other">الشرطة</mark>' in page
    away = re.search(r'class="chip" href="([^"]*without=[^"]*)"', page)
    assert away
    without = site.client.get(away[1].replace("&amp;", "&")).text
    assert "الشرطة</mark>" not in without
    assert 'class="chip off"' in without


def test_an_empty_page_counts_each_word_and_offers_what_may_be_meant(site: SiteUnderTest) -> None:
    page = _page(site, "q=citoyen+polise&also=0")
    assert 'class="result"' in page  # pages with some of the words
    assert re.search(r"<dd><a [^>]*>.*1.*page", page)
    assert re.search(r">police</bdi></a>", page)
    assert "q=citoyen+police" in page


def test_notes_of_the_query_are_told(site: SiteUnderTest) -> None:
    assert "année:quand" in _page(site, "q=police+année:quand")


@pytest.mark.parametrize("ending", ["csv", "json", "ris", "bib"])
def test_a_result_is_taken_away_and_says_no_more_than_may_be_seen(site: SiteUnderTest, ending: str) -> None:
    answer = site.client.get(f"/fr/search/results.{ending}", params={"q": "القاهرة OR secret"})
    assert answer.status_code == 200
    assert f'filename="results.{ending}"' in answer.headers["content-disposition"]
    assert answer.headers["x-robots-tag"] == "noindex"
    assert f"ark:/99999/{site.key}/p1" in answer.text.replace("\\_", "_")
    assert site.draft not in answer.text


def test_a_table_of_results_runs_no_formula_and_reads_back(site: SiteUnderTest) -> None:
    an_issue(site.store, ['=HYPERLINK("http://x") formule'], state="published", number="=1+1", edtf="1980")
    site.index()
    answer = site.client.get("/fr/search/results.csv", params={"q": "formule"})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["number"] == "'=1+1"
    assert row["text"].startswith("'=HYPERLINK")
    assert row["words"] == "formule"


def test_a_saved_search_is_a_feed_what_came_last_first(site: SiteUnderTest) -> None:
    an_issue(site.store, ["La police en 1961"], state="published", number="1", edtf="1961-05")
    site.index()
    answer = site.client.get("/fr/search/feed.atom", params={"q": "police", "also": "0"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert len(titles) == 2
    assert "1961" in str(titles[0])
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    assert feed.findtext(f"{ATOM}updated", "") >= "2026"


def test_what_is_typed_is_completed(site: SiteUnderTest) -> None:
    found = site.client.get("/ar/search/suggest.json", params={"q": "القا"}).json()
    assert found["suggestions"][0] == {"text": "القاهرة", "language": "ar", "pages": 2}
    assert site.client.get("/ar/search/suggest.json", params={"q": "secr"}).json() == {"suggestions": []}
    inside = {"q": "القا", "issue": site.key}
    assert site.client.get("/ar/search/suggest.json", params=inside).json()["suggestions"][0]["pages"] <= 2
    other = an_issue(site.store, ["قطار الصباح"], state="published", edtf="1966")
    site.index()
    with site.store.read() as session:
        key = issues.by_id(session, other).key
    found = site.client.get("/ar/search/suggest.json", params={"q": "القا", "issue": key}).json()
    assert found == {"suggestions": []}
    hidden = site.client.get("/ar/search/suggest.json", params={"q": "secr", "issue": site.draft})
    assert hidden.status_code == 404
    browsers = site.client.get("/fr/search/suggest.json", params={"q": "citoy", "form": "opensearch"})
    assert browsers.json() == ["citoy", ["citoyen"]]
    described = site.client.get("/fr/opensearch.xml")
    assert "{searchTerms}" in described.text
    ET.fromstring(described.content)


def test_a_selection_is_shown_in_its_order_and_exported_with_notes(
    site: SiteUnderTest,
) -> None:
    address = f"/fr/selection?p={site.key}.p3&p={site.key}.p1&p={site.draft}.p1&p=nonsense"
    answer = site.client.get(address)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.text.index(f"{site.key}.p3") < answer.text.index(f"{site.key}.p1")
    assert f'value="{site.draft}.p1"' not in answer.text
    assert "écartée" in answer.text
    form = {"p": [f"{site.key}.p3", f"{site.key}.p1"], "note": ["=voir", "deux"], "format": "csv"}
    table = site.client.post("/fr/selection/export", data=form)
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["page"], row["note"]) for row in rows] == [("3", "'=voir"), ("1", "deux")]
    assert site.client.post("/fr/selection/export", data={**form, "format": "exe"}).status_code == 400


def test_an_empty_selection_says_how_one_comes_about(site: SiteUnderTest) -> None:
    assert "Garder" in site.client.get("/fr/selection").text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_help_shows_the_published_pairs(site: SiteUnderTest, language: str) -> None:
    page = site.client.get(f"/{language}/help/search").text
    assert "Laghzaoui" in page
    assert "القَاهِرَة" in page
    assert page.count("<li>") > 250


def test_the_zone_of_an_article_decides_where_several_stand_on_a_page(site: SiteUnderTest) -> None:
    from archive.canvas import Box

    with site.store.write() as session:
        issue = by_id(session, site.issue_id)
        assert issue is not None
        change_set = changes.begin(session, by="alice")
        for heading, box in (("En bas", Box(0, 700, 1000, 700)), ("En haut", Box(0, 0, 1000, 600))):
            articles.add(
                session,
                change_set,
                issue,
                heading=Texts.printed(fr=heading),
                language="fr",
                pages=(3,),
                zones=(Zone(3, box),),
            )
    page = _page(site, "q=police&also=0")
    assert "En haut" in page
    assert "En bas" not in page
