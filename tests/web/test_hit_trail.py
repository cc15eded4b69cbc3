"""From hit to hit: across pages and issues, in the order of the results, the whole question going along."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from archive.actions import streams
from archive.queries.issues import by_id
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest


def _trail(site: SiteUnderTest, url: str, **query: str) -> dict:  # type: ignore[type-arg]
    path = urlsplit(url)
    asked = {**{name: values[0] for name, values in parse_qs(path.query).items()}, **query}
    answer = site.client.get(f"{path.path}/trail.json", params=asked)
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex"
    return dict(answer.json())


def _more(site: SiteUnderTest) -> None:
    for year, texts in ((1965, ("Rien", "La police de Rabat")), (1982, ("La police de Fès", "et la police"))):
        an_issue(site.store, texts, edtf=f"{year}-01", number=str(year), state="published")
    site.index()


def test_the_way_leads_through_every_hit_once_and_back(site: SiteUnderTest) -> None:
    _more(site)
    page = site.client.get("/fr/search?q=police&sort=oldest&from=1960").text
    first = page.split('href="/fr/ark:')[1].split('"')[0].replace("&amp;", "&")
    seen = [f"/fr/ark:{first}"]
    while (found := _trail(site, seen[-1]))["next"]:
        assert found["position"] == len(seen)
        assert found["total"] == 5
        seen.append(found["next"]["url"])
    assert len(seen) == len({url.split("?")[0] for url in seen}) == 5
    assert all(
        parse_qs(urlsplit(url).query) == {"q": ["police"], "sort": ["oldest"], "from": ["1960"]}
        for url in seen
    )
    for before, url in pairwise(seen):
        assert _trail(site, url)["previous"]["url"] == before


def test_within_an_issue_the_way_follows_its_pages(site: SiteUnderTest) -> None:
    found = _trail(site, f"/fr/ark:/99999/{site.key}/p1", q="القاهرة", issue=site.key)
    assert (found["position"], found["total"], found["previous"]) == (1, 2, None)
    assert found["next"]["number"] == 2


def test_a_page_that_was_not_found_leads_to_the_first_hit(site: SiteUnderTest) -> None:
    found = _trail(site, f"/fr/ark:/99999/{site.key}/p1", q="police", also="0")
    assert (found["position"], found["total"]) == (0, 1)
    assert found["next"]["number"] == 3


def test_nothing_asked_is_no_way_and_drafts_are_on_it_for_the_staff_alone(site: SiteUnderTest) -> None:
    url = f"/fr/ark:/99999/{site.key}/p3"
    assert _trail(site, url) == {}
    assert _trail(site, url, q="secret OR police", also="0")["total"] == 1
    assert site.client.get(f"/fr/ark:/99999/{site.draft}/p1/trail.json?q=secret").status_code == 404
    site.sign_in()
    assert _trail(site, url, q="secret OR police", also="0")["total"] == 2


def test_removed_words_and_the_exact_form_go_along(site: SiteUnderTest) -> None:
    url = f"/fr/ark:/99999/{site.key}/p3"
    both = _trail(site, url, q="police")
    arabic = _trail(site, url, q="police", without="الشرطة")
    assert (both["total"], arabic["total"]) == (2, 1)
    assert _trail(site, url, q="police", exact="1")["total"] == 1
    assert _trail(site, url, q="police", also="0")["total"] == 1


def test_the_reader_lights_what_the_question_finds_and_its_pdf_opens_there(site: SiteUnderTest) -> None:
    """Also the words of the other language, unless they were taken away."""
    with site.store.write() as session:
        issue = by_id(session, site.issue_id)
        assert issue is not None
        for stream in issue.streams:
            streams.record_pdf(session, stream, path="x.pdf", version=1, size=9, archival=True)
    lit = site.client.get(f"/fr/ark:/99999/{site.key}/p1", params={"q": "police"}).text
    assert "<mark>الشرطة</mark>" in lit
    refused = {"q": "police", "without": "الشرطة"}
    without = site.client.get(f"/fr/ark:/99999/{site.key}/p1", params=refused).text
    assert "<mark>" not in without
    french = site.client.get(f"/fr/ark:/99999/{site.key}/p3", params={"q": "police year:1975"}).text
    assert ".pdf#page=1&amp;search=police" in french
