"""What is told to those who pass a page on, follow the archive, or look for it."""

from __future__ import annotations

import html
import io
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from archive.canvas import Box
from archive.models import ImageFacts
from archive.texts import Texts
from ingest.derivatives import make_derivatives
from tests.web.conftest import SiteUnderTest, real_pictures
from tests.web.test_article import two_articles
from web import cards, cutting
from web.cards import HEIGHT, MOST_BYTES, WIDTH, Words, draw, faces
from web.feeds import Entry, Place, atom, sitemap
from web.schema_org import written

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def draw_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw cards in this process; the limited child has tests of its own."""

    def here(_pieces: object, folder: Path, task: Any, *args: object) -> bytes:
        made = task(str(folder), *args)
        assert isinstance(made, bytes)
        return made

    monkeypatch.setattr(cards, "limited", here)
    monkeypatch.setattr(cutting, "limited", here)


def meta(page: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)
    return html.unescape(found[1]) if found else ""


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    read = json.loads(found[1])
    assert isinstance(read, dict)
    return read


def test_home_issue_page_and_article_tell_what_they_are(site: SiteUnderTest) -> None:
    two_articles(site)
    base, kinds = f"/fr/ark:/99999/{site.key}", {}
    for path in ("/fr", base, f"{base}/p3", f"{base}/a2"):
        page = site.client.get(path).text
        kinds[path] = data_of(page)["@type"]
        assert meta(page, "og:title")
        assert meta(page, "og:url") == f"http://127.0.0.1:8000{path}"
    assert list(kinds.values()) == ["Periodical", "PublicationIssue", "CreativeWork", "Article"]
    article = data_of(site.client.get(f"{base}/a2").text)
    assert article["headline"] == "La police"
    assert article["isPartOf"]["isPartOf"]["@type"] == "Periodical"
    assert (article["pagination"], article["inLanguage"], article["datePublished"]) == (
        "3–4",
        "fr",
        "1975-03",
    )


def test_a_page_names_its_other_languages_in_full_and_itself(site: SiteUnderTest) -> None:
    page = site.client.get("/fr/years?x=1").text
    found = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', page)
    assert found == [(code, f"http://127.0.0.1:8000/{code}/years") for code in ("ar", "fr", "en")]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/fr/years">' in page


@pytest.mark.usefixtures("draw_here")
def test_cards_are_jpegs_of_the_size_networks_show(site: SiteUnderTest) -> None:
    two_articles(site)
    real_pictures(site.store, site.issue_id, every=True)
    base = f"/ark:/99999/{site.key}"
    for path in (f"/fr{base}", f"/ar{base}/p1", f"/fr{base}/p1?xywh=100,100,500,300", f"/ar{base}/a1"):
        address = meta(site.client.get(path).text, "og:image")
        answer = site.client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert answer.headers["content-type"] == "image/jpeg", address
        assert Image.open(io.BytesIO(answer.content)).size == (WIDTH, HEIGHT)
        assert len(answer.content) < 300_000


@pytest.mark.usefixtures("draw_here")
def test_a_draft_has_no_card_no_frame_and_no_oembed(site: SiteUnderTest) -> None:
    for path in (
        f"/fr/card/{site.draft}.jpg",
        f"/fr/card/{site.draft}/p1.jpg",
        f"/fr/embed/ark:/99999/{site.draft}",
        f"/oembed?url=http://127.0.0.1:8000/fr/ark:/99999/{site.draft}",
    ):
        assert site.client.get(path).status_code == 404, path
    assert site.client.get(f"/fr/card/{site.key}/p1.jpg?xywh=9000,9000,5,5").status_code == 400


def test_a_noisy_cover_still_makes_a_small_card(tmp_path: Path) -> None:
    noise = Image.effect_noise((1600, 2200), 120).convert("RGB")
    made = make_derivatives(noise, tmp_path)
    facts = ImageFacts(1, made.width, made.height, made.sizes, made.tile_width, made.scale_factors)
    long = Words("كلمة طويلة جدا " * 20, "العدد 12-13", "أرشيف", "ar", "rtl")
    for zone in (None, Box(10, 10, 1500, 60), Box(0, 0, 40, 2000)):
        data = draw(str(tmp_path), facts, zone, long, faces())
        assert len(data) <= MOST_BYTES
        assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT)


def test_other_sites_may_show_a_page_in_a_frame_and_nothing_else(site: SiteUnderTest) -> None:
    page = site.client.get(f"/fr/ark:/99999/{site.key}/p3").text
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert link is not None
    address = urlsplit(html.unescape(link[1]))
    data = site.client.get(f"{address.path}?{address.query}&maxwidth=600").json()
    assert parse_qs(address.query)["url"] == [f"http://127.0.0.1:8000/fr/ark:/99999/{site.key}/p3"]
    assert (data["version"], data["type"], data["width"]) == ("1.0", "rich", 600)
    frame = re.search(r'src="http://127\.0\.0\.1:8000([^"]+)"', data["html"])
    assert frame is not None
    shown = site.client.get(frame[1])
    assert shown.status_code == 200
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
    assert "noindex" in shown.headers["x-robots-tag"]
    assert "frame-ancestors 'none'" in site.client.get("/fr").headers["content-security-policy"]
    assert site.client.get("/oembed?url=https://evil.example/fr/ark:/99999/" + site.key).status_code == 404
    assert site.client.get("/oembed?url=http://127.0.0.1:8000/fr/years").status_code == 404


def test_arrivals_and_this_month_can_be_followed(site: SiteUnderTest) -> None:
    for path in ("/fr/new.atom", "/ar/month.atom"):
        answer = site.client.get(path)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = etree.fromstring(answer.content)
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}updated")
    entry = etree.fromstring(site.client.get("/fr/new.atom").content).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000/ark:/99999/{site.key}"
    assert entry.findtext(f"{ATOM}title") == "N°\u00a0143, mars 1975"
    assert site.draft not in site.client.get("/fr/new.atom").text


anything = st.text(max_size=80)


@given(anything, anything)
def test_feeds_are_xml_whatever_the_record_holds(title: str, summary: str) -> None:
    from archive.store import now

    text = atom(
        title,
        "https://a/x",
        "https://a/",
        "ar",
        title,
        [Entry("https://a/1", title, "https://a/1", now(), summary)],
    )
    feed = etree.fromstring(text.encode())
    assert len(feed.findall(f"{ATOM}entry")) == 1


@given(st.dictionaries(anything, anything, max_size=5))
def test_no_value_closes_the_data_block(values: dict[str, str]) -> None:
    text = str(written({"@type": "Article", **values}))
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["@context"] == "https://schema.org"


def maps_of(site: SiteUnderTest) -> dict[str, bytes]:
    index = etree.fromstring(site.client.get("/sitemap.xml").content)
    paths = [str(loc.text).removeprefix("http://127.0.0.1:8000") for loc in index.iter("{*}loc")]
    return {path: site.client.get(path).content for path in paths}


def test_the_sitemap_leads_to_everything_public_and_to_nothing_else(site: SiteUnderTest) -> None:
    two_articles(site)
    maps = maps_of(site)
    assert list(maps) == ["/sitemap/house.xml", "/sitemap/1975.xml"]
    places = [str(loc.text) for data in maps.values() for loc in etree.fromstring(data).iter("{*}loc")]
    for place in places:
        path = place.removeprefix("http://127.0.0.1:8000")
        assert site.client.get(path).status_code == 200, path
    assert f"http://127.0.0.1:8000/fr/ark:/99999/{site.key}/p3" in places
    assert f"http://127.0.0.1:8000/ar/ark:/99999/{site.key}/a2" in places
    assert not any(site.draft in place for place in places)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in site.client.get("/robots.txt").text


@pytest.mark.skipif("ARCHIVE_SAMPLES" not in os.environ, reason="ARCHIVE_SAMPLES is not set")
def test_the_sitemap_is_valid(site: SiteUnderTest) -> None:
    path = Path(os.environ["ARCHIVE_SAMPLES"]).parent / "xsd" / "sitemap.xsd"
    if not path.is_file():
        pytest.skip("sitemap.xsd is not beside the samples")
    two_articles(site)
    schema = etree.XMLSchema(etree.parse(path))
    for name, data in maps_of(site).items():
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log)
    odd = sitemap([Place(("https://a.example/?x=1&y=<2>", "https://a.example/é"), "2026-11-28")])
    assert schema.validate(etree.fromstring(odd.encode())), schema.error_log


def test_names_with_letters_that_steer_are_told_plainly(site: SiteUnderTest) -> None:
    from archive.actions import changes, issues
    from archive.models import Issue

    with site.store.write() as session:
        issue = session.get(Issue, site.issue_id)
        assert issue is not None
        change_set = changes.begin(session, by="alice")
        texts = Texts.printed(fr='</script><script>alert(1)</script>" onload="x')
        issues.change(session, change_set, issue, {"name": texts}, version=issue.version)
    page = site.client.get(f"/fr/ark:/99999/{site.key}").text
    assert "<script>alert" not in page
    assert '" onload="x' not in page
    assert meta(page, "og:description") == '</script><script>alert(1)</script>" onload="x'
