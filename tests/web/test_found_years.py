"""The years of a result in two calendars: bars, table, decades, what choosing one gives."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest

#: Date, Hijri year it begins in: January 1976 begins in Dhu al-hijja 1395, as November 1975 does not.
DATED = (("1965-01", 1384), ("1975-11", 1395), ("1976-01", 1395), ("1976-02", 1396), ("1906", None))


@pytest.fixture
def dated(site: SiteUnderTest) -> SiteUnderTest:
    for number, (edtf, _) in enumerate(DATED, 1):
        an_issue(site.store, ("la garde",), edtf=edtf, number=str(number), state="published", source=edtf)
    site.index()
    return site


def _table(page: str) -> dict[str, list[str]]:
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        _plain(year): [_plain(cell) for cell in re.findall("<td.*?>(.*?)</td>", rest)] for year, rest in rows
    }


def _plain(html: str) -> str:
    return re.sub(r"<[^>]*>|[\u2066-\u2069]", "", html).strip()


def _found(page: str) -> int:
    return page.count('<article class="result"')


def test_the_years_are_those_of_the_calendar_that_was_chosen(dated: SiteUnderTest) -> None:
    gregorian = _table(dated.client.get("/fr/search?q=garde").text)
    hijri = _table(dated.client.get("/fr/search?q=garde&calendar=hijri").text)

    assert {year: row[1] for year, row in gregorian.items() if row[1] != "0"} == {
        "1906": "1",
        "1965": "1",
        "1975": "1",
        "1976": "2",
    }
    assert gregorian["1975"][0] == "1394–1395 H"
    assert gregorian["1906"][0] == "–"
    assert {year: row[1] for year, row in hijri.items() if row[1] != "0"} == {
        "1384": "1",
        "1395": "2",
        "1396": "1",
    }
    assert hijri["1395"][0] == "1975–1976"


def test_a_chosen_hijri_year_finds_its_pages_in_every_place(dated: SiteUnderTest) -> None:
    page = dated.client.get("/fr/search?q=garde&calendar=hijri").text
    (bar,) = re.findall(r'<th scope="row"><a href="([^"]+)">\W*(?:<[^>]*>)?1395', page)
    address = bar.replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query) == {
        "q": ["garde"],
        "from": ["1395"],
        "to": ["1395"],
        "calendar": ["hijri"],
    }
    chosen = dated.client.get(address).text
    assert _found(chosen) == 2
    assert _table(chosen)["1384"][1] == "1"  # the years go beyond the chosen one
    exported = dated.client.get("/fr/search/results.json?q=garde&from=1395&to=1395").json()
    assert exported["total"] == 2
    assert _found(dated.client.get("/ar/search?q=garde+سنة:1395").text) == 2
    assert _found(dated.client.get("/fr/search?q=garde&from=1396&to=1384").text) == 4
    assert _found(dated.client.get("/fr/search?q=garde&from=1395&to=1975").text) == 1


def test_a_choice_of_one_calendar_is_marked_in_the_other(dated: SiteUnderTest) -> None:
    page = dated.client.get("/fr/search?q=garde&from=1976&to=1976&calendar=hijri").text
    assert _found(page) == 2
    assert page.count('<rect class="on"') == 2  # 1395 and 1396
    assert page.count('<rect class="is"') == 1


def test_decades_follow_the_calendar(dated: SiteUnderTest) -> None:
    page = _plain(dated.client.get("/fr/search?q=garde&calendar=hijri").text)
    assert "1390–1399 H" in page
    assert "1970–1979" not in page


def test_without_hijri_years_there_is_nothing_to_choose(site: SiteUnderTest) -> None:
    for edtf in ("1906", "1910"):
        an_issue(site.store, ("la sentinelle",), edtf=edtf, state="published", source=edtf)
    site.index()
    page = site.client.get("/fr/search?q=sentinelle").text
    assert "calendar=hijri" not in page
    assert _table(site.client.get("/fr/search?q=sentinelle&calendar=hijri").text).keys() >= {"1906", "1910"}
