from __future__ import annotations

import re
import shutil
import time
from dataclasses import replace

import pytest

from archive.canvas import Box
from tests.web.conftest import SiteUnderTest
from web.asked import UNLIMITED, read_asked
from web.hits import strip

HOSTILE = [
    "*", "**", "?*", "*" * 300, "a* " * 200, "(" * 2000, '"' * 999, "a~9 " * 100, "[a TO z]", "a OR " * 2000,
    "\u0640" * 2000, "\u202e\u0000", "%00", "{!func}1", "x" * 20_000, "(a+)+$", "NOT " * 500 + "a",
    "title:" * 300, "\U0001f694" * 500, "' OR 1=1 --", "year:", "year:9999..1", "issue:", "lang:xx", "-",
]  # fmt: skip


def _results(site: SiteUnderTest, query: str, language: str = "fr") -> int:
    return site.client.get(f"/{language}/search?also=0&{query}").text.count('class="result"')


def test_what_is_asked_is_found_lit_and_leads_to_the_page_with_its_words(site: SiteUnderTest) -> None:
    page = site.client.get("/ar/search", params={"q": "القاهره"}).text

    assert page.count('class="result"') == 2
    assert "<mark>بالقاهرة</mark>" in page
    assert f'href="/ar/ark:/99999/{site.key}/p1?q=' in page
    assert re.search(rf"/iiif/3/{site.key}\.p1\.v1/\d+,\d+,\d+,\d+/\d+,\d+/0/default\.jpg", page)
    assert 'class="hit"' in page


def test_the_lines_shown_of_a_hit_can_be_cut(site: SiteUnderTest, cut_here: None) -> None:
    page = site.client.get("/ar/search", params={"q": "القاهره"}).text
    crop = re.search(rf"/iiif/3/{site.key}\.p1\.v1/\d+,\d+,\d+,\d+/\d+,\d+/0/default\.jpg", page)
    assert crop

    assert site.client.get(crop[0]).status_code == 200


def test_a_search_is_narrowed_by_year_language_and_issue(site: SiteUnderTest) -> None:
    assert _results(site, "q=police") == 1
    assert _results(site, "q=police&year=1975") == 1
    assert _results(site, "q=police&year=1970..1974") == 0
    assert _results(site, "q=police&from=1974&to=1976") == 1
    assert _results(site, "q=police&lang=ar") == 0
    assert _results(site, f"q=police&issue={site.key}") == 1
    assert _results(site, f"q=police&issue={site.draft}") == 0


def test_drafts_are_found_by_the_staff_alone(site: SiteUnderTest) -> None:
    assert _results(site, "q=secret") == 0
    site.sign_in()
    assert _results(site, "q=secret") == 1


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_end_soon_and_never_break(site: SiteUnderTest, query: str) -> None:
    began = time.process_time()
    answer = site.client.get("/fr/search", params={"q": query})

    assert answer.status_code == 200
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=99999999999", "page=٣", "from=x&to=", "year=0", "lang=<b>", "sort=evil"],
)
def test_odd_parameters_are_passed_over(site: SiteUnderTest, query: str) -> None:
    assert site.client.get(f"/fr/search?q=police&{query}").status_code == 200


def test_the_query_is_shown_as_text_never_as_markup(site: SiteUnderTest) -> None:
    page = site.client.get("/fr/search", params={"q": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in page


def test_without_an_index_the_site_reads_on_and_only_search_says_503(site: SiteUnderTest) -> None:
    from starlette.testclient import TestClient

    from web.app import create_app

    shutil.rmtree(site.settings.home / "index")
    with TestClient(create_app(site.settings), raise_server_exceptions=False) as client:
        answer = client.get("/fr/search?q=police")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert client.get("/fr").status_code == 200
        assert client.get(f"/fr/ark:/99999/{site.key}/p1?q=police").status_code == 200
        assert client.get("/healthz").json()["index"]["problem"] == "absent"


def test_a_strip_is_wide_and_low_and_shows_the_found_word() -> None:
    word = Box(500, 900, 60, 30)

    short = strip(word, (word,), 1000, 1400)
    tall = strip(Box(100, 100, 700, 1200), (word,), 1000, 1400)

    for shown in (short, tall):
        assert shown.w >= 500
        assert shown.w >= 3 * shown.h
        assert shown.overlap(word) == word.area


def test_the_way_to_search_everywhere_leaves_every_limit_behind(site: SiteUnderTest) -> None:
    # Each choice the address may hold, those that come later too: `UNLIMITED` must know it.
    chosen = read_asked(
        lambda name: {"from": "1960", "to": "1961", "quality": "good", "lang": "ar"}.get(name, "pm4x7q2"),
        lambda name: (),
    )
    assert len(chosen.limits()) == len(UNLIMITED) - 1  # the two years are one limit
    assert not replace(chosen, **UNLIMITED).limited
    empty = site.client.get("/en/search", params={"q": "police", "person": "pm4x7q2"}).text
    (everywhere,) = re.findall(r'<a href="([^"]+)">Search everywhere</a>', empty)
    assert 'class="result"' in site.client.get(everywhere.replace("&amp;", "&")).text


def test_an_empty_page_says_whether_words_or_limits_find_nothing(site: SiteUnderTest) -> None:
    limited = site.client.get("/en/search", params={"q": "police year:1960"}).text
    assert "No page within these limits" in limited
    (everywhere,) = re.findall(r'<a href="([^"]+)">Search everywhere</a>', limited)
    assert 'class="result"' in site.client.get(everywhere.replace("&amp;", "&")).text

    assert "No page holds this word" in site.client.get("/en/search?q=dromadaire").text
    assert "There is no word to look for here" in site.client.get("/en/search?q=((((").text
    assert "No page within these limits" in site.client.get("/en/search?q=year:1801").text


def test_a_list_by_article_says_what_it_counts(site: SiteUnderTest) -> None:
    page = site.client.get("/en/search", params={"q": "القاهرة", "by": "article"}).text
    assert re.search(r">2</bdi> in the list: articles, and pages that belong to none", page)
