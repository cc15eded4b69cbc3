from __future__ import annotations

import json
import re

import pytest

from archive.settings import Settings
from tests.web.conftest import SiteUnderTest
from web.routes import ADDRESSES

PUBLIC = [
    "",
    "/years",
    "/years/1975",
    "/ark:/99999/{key}",
    "/ark:/99999/{key}/p1",
    "/search",
    "/search?q=police",
    "/signin",
]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_answers_in_every_language_with_its_direction(
    site: SiteUnderTest, path: str, language: str
) -> None:
    answer = site.client.get(f"/{language}{path.format(key=site.key)}")

    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert answer.headers["content-language"] == language
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_bare_address_is_the_first_page_in_the_readers_language_arabic_first(site: SiteUnderTest) -> None:
    for asked, language in (("", "ar"), ("de, fr;q=0.8", "fr")):
        answer = site.client.get("/", headers={"accept-language": asked})
        assert answer.status_code == 200
        assert answer.headers["content-location"] == f"/{language}"
        assert "Accept-Language" in answer.headers["vary"]
        assert answer.text == site.client.get(f"/{language}").text
        unchanged = site.client.get(
            "/", headers={"accept-language": asked, "if-none-match": answer.headers["etag"]}
        )
        assert unchanged.status_code == 304
        assert unchanged.headers["vary"] == answer.headers["vary"]


def test_a_permanent_address_leads_to_the_page_in_the_readers_language(site: SiteUnderTest) -> None:
    answer = site.client.get(f"/ark:/99999/{site.key}/p2?q=x", headers={"accept-language": "en"})

    assert answer.headers["location"] == f"/en/ark:/99999/{site.key}/p2?q=x"


def test_an_ark_read_aloud_leads_to_how_it_is_written(site: SiteUnderTest) -> None:
    written = f"{site.key[:3].upper()}-{site.key[3:]}"

    answer = site.client.get(f"/fr/ark:/99999/{written}/p1")

    assert (answer.status_code, answer.headers["location"]) == (301, f"/fr/ark:/99999/{site.key}/p1")
    assert site.client.get("/fr/ark:/99999/nonsense!").status_code == 400
    assert site.client.get("/fr/ark:/12345/" + site.key).status_code == 404


def test_the_reader_follows_the_direction_of_the_stream_not_of_the_interface(site: SiteUnderTest) -> None:
    arabic = site.client.get(f"/fr/ark:/99999/{site.key}/p1").text
    french = site.client.get(f"/ar/ark:/99999/{site.key}/p3").text

    assert 'data-dir="rtl"' in arabic
    assert f'rel="next" href="/fr/ark:/99999/{site.key}/p2"' in arabic
    assert 'data-dir="ltr"' in french
    assert f'rel="next" href="/ar/ark:/99999/{site.key}/p4"' in french


def test_the_reader_shows_the_text_as_text_and_lights_what_was_sought(site: SiteUnderTest) -> None:
    page = site.client.get(f"/fr/ark:/99999/{site.key}/p1", params={"q": "القاهره"}).text

    assert "<mark>بالقاهرة</mark>" in page
    assert len(re.findall(r'<rect class="hit"', page)) == 1
    assert 'lang="ar" dir="rtl"' in page


def test_a_printed_page_number_leads_to_its_page_also_in_arabic_digits(site: SiteUnderTest) -> None:
    answer = site.client.get(f"/fr/ark:/99999/{site.key}/p1", params={"page": "٢"})

    assert answer.headers["location"] == f"/fr/ark:/99999/{site.key}/p2"


def test_a_page_that_the_browser_has_is_not_sent_again(site: SiteUnderTest) -> None:
    first = site.client.get("/fr/years")
    again = site.client.get("/fr/years", headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert site.client.head("/fr/years").content == b""


def test_pages_of_the_staff_are_kept_by_nobody_and_not_compressed(site: SiteUnderTest) -> None:
    site.sign_in()

    answer = site.client.get("/fr", headers={"accept-encoding": "br, gzip"})

    assert "no-store" in answer.headers["cache-control"]
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/nothing", "/fr/nothing", "/fr/years/0000", "/fr/ark:/99999/pm00000", "/static/x.css"]
)
def test_an_unknown_address_is_told_plainly(site: SiteUnderTest, path: str) -> None:
    answer = site.client.get(path)

    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text


def test_an_unexpected_error_gives_a_sentence_and_a_number_never_a_traceback(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.queries import issues

    monkeypatch.setattr(issues, "dated", lambda *_, **__: 1 / 0)
    answer = site.client.get("/fr/years")

    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert re.search(r"[0-9a-f]{12}", answer.text)
    assert "default-src" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_plainly(site: SiteUnderTest, method: str) -> None:
    assert site.client.request(method, "/fr").status_code in (403, 405)


def test_a_foreign_host_is_never_echoed(site: SiteUnderTest) -> None:
    for path in ("/", "/fr", f"/iiif/manifest/{site.key}.json", "/iiif/collection.json"):
        answer = site.client.get(path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)


def test_health_names_each_part(site: SiteUnderTest) -> None:
    answer = site.client.get("/healthz")

    parts = answer.json()
    assert answer.status_code == 200
    assert parts["store"]["ok"]
    assert parts["index"]["ok"]
    assert parts["worker"]["ok"] is False  # nobody works beside this test


def test_every_example_of_the_map_leads_to_its_address(site: SiteUnderTest) -> None:
    from starlette.routing import Match

    from web.routes import routes

    made = routes()
    for address, route in zip(ADDRESSES, made, strict=True):
        path = address.example.partition("?")[0]
        scope = {"type": "http", "path": path, "method": address.method, "root_path": ""}
        assert route.matches(scope)[0] is Match.FULL, address.example


def test_texts_can_be_taken_away(site: SiteUnderTest) -> None:
    page = site.client.get(f"/files/{site.key}/p1.txt")
    stream = site.client.get(f"/files/{site.key}/s2.txt")
    alto = site.client.get(f"/files/{site.key}/p1.alto.xml")

    assert page.text.strip() == "الشرطة في خدمة المواطن بالقاهرة"
    assert "police" in stream.text
    assert "\f" in stream.text
    assert alto.headers["content-type"] == "application/xml"
    assert "<alto" in alto.text


def test_the_demonstration_says_so_on_every_page(settings: Settings, site: SiteUnderTest) -> None:
    from starlette.testclient import TestClient

    from web.app import create_app

    with TestClient(create_app(settings.model_copy(update={"demonstration": True}))) as client:
        assert 'class="demonstration"' in client.get("/fr").text
    assert 'class="demonstration"' not in site.client.get("/fr").text


def test_the_years_count_what_the_public_may_see(site: SiteUnderTest) -> None:
    assert "1976" not in re.sub(
        r'aria-label="[^"]*"', "", site.client.get("/fr/years").text.split("<main")[1]
    ) or ("/fr/years/1976" not in site.client.get("/fr/years").text)
    site.sign_in()
    assert "/fr/years/1976" in site.client.get("/fr/years").text


def test_manifests_are_json(site: SiteUnderTest) -> None:
    assert json.loads(site.client.get(f"/iiif/manifest/{site.key}.json").text)["type"] == "Manifest"
