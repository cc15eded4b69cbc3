"""Lines are corrected through the API and through the form; nobody's work is written over."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from archive.models import Page
from archive.queries import corrections
from archive.queries import pages as page_queries
from tests.web.conftest import SiteUnderTest

FIRST = "الشرطة في خدمة المواطن بالقاهرة"


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def line_url(desk: SiteUnderTest, page: int = 1) -> str:
    shown = desk.client.get(f"/fr/desk/issues/{desk.key}/p{page}/text").text
    found = re.search(r'data-line="([^"]+)"', shown)
    assert found
    return f"/api/v1/lines/{found[1]}"


def put(desk: SiteUnderTest, url: str, text: str, tag: str | None, **more: str) -> Any:
    headers = {"if-match": tag} if tag is not None else {}
    return desk.client.put(url, content=json.dumps({"text": text, **more}), headers=headers)


def text_of(desk: SiteUnderTest, number: int = 1) -> str:
    with desk.store.read() as session:
        page = session.query(Page).filter(Page.issue_id == desk.issue_id, Page.number == number).one()
        return page_queries.plain(session, page)


def test_a_line_is_read_and_written_by_the_version_that_was_seen(desk: SiteUnderTest) -> None:
    url = line_url(desk)
    seen = desk.client.get(url)
    assert seen.json()["text"] == FIRST
    assert (seen.json()["language"], seen.json()["direction"]) == ("ar", "rtl")
    assert seen.headers["cache-control"] == "private, no-store"
    done = put(desk, url, FIRST + " الكبرى", seen.headers["etag"])
    assert done.status_code == 200
    assert (done.json()["version"], done.json()["locked"]) == (seen.json()["version"] + 1, True)
    assert text_of(desk) == FIRST + " الكبرى"
    assert desk.client.get(url).headers["etag"] == done.headers["etag"]
    late = put(desk, url, "شيء آخر", seen.headers["etag"])
    assert late.status_code == 412
    assert late.json()["text"] == FIRST + " الكبرى"
    assert put(desk, url, "شيء آخر", None).status_code == 428
    assert text_of(desk) == FIRST + " الكبرى"


def test_a_line_may_change_its_language(desk: SiteUnderTest) -> None:
    url = line_url(desk, 4)
    seen = desk.client.get(url)
    done = put(desk, url, "القاهرة", seen.headers["etag"], language="ar")
    assert (done.json()["language"], done.json()["direction"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '{"text": 3}',
        '{"text": ""}',
        '{"text": "x", "language": "xx"}',
        '{"text": "\\u202e"}',
    ],
)
def test_what_is_no_line_is_refused_with_a_sentence(desk: SiteUnderTest, body: str) -> None:
    url = line_url(desk)
    tag = desk.client.get(url).headers["etag"]
    answer = desk.client.put(url, content=body, headers={"if-match": tag})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert text_of(desk) == FIRST


def test_a_body_without_end_and_places_without_text_are_refused(desk: SiteUnderTest) -> None:
    url = line_url(desk)
    tag = desk.client.get(url).headers["etag"]
    assert put(desk, url, "x" * 40_000, tag).status_code == 413
    nowhere = f"/api/v1/lines/{desk.key}.p1.900,1300,20,20"
    assert desk.client.get(nowhere).status_code == 404
    assert desk.client.get(f"/api/v1/lines/{desk.key}.p99.1,1,2,2").status_code == 404


def test_only_archivists_write_and_other_sites_never(site: SiteUnderTest) -> None:
    site.sign_in()
    url = line_url(site)
    tag = site.client.get(url).headers["etag"]
    headers = {"if-match": tag, "sec-fetch-site": "cross-site"}
    assert site.client.put(url, content='{"text": "x"}', headers=headers).status_code == 403
    site.sign_out()
    assert site.client.get(url).status_code == 403
    assert put(site, url, "x", tag).status_code == 403
    site.sign_in("dora", "digitiser")
    assert site.client.get(url).status_code == 200
    assert put(site, url, "x", tag).status_code == 403
    assert text_of(site) == FIRST


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'name="((?:line|tag)\.[^"]+)"[^>]*? value="([^"]*)"', page)
    return dict(found)


def test_without_the_script_the_form_keeps_what_was_typed_and_shows_what_it_could_not(
    desk: SiteUnderTest,
) -> None:
    address = f"/ar/desk/issues/{desk.key}/p1/text"
    form = fields(desk.client.get(address).text)
    name = next(key for key in form if key.startswith("line."))
    saved = desk.client.post(address, data={**form, name: "الشرطة في الخدمة", "do": "save"})
    assert saved.headers["location"].endswith("done=saved&n=1")
    assert text_of(desk) == "الشرطة في الخدمة"
    late = desk.client.post(address, data={**form, name: "كلام <b>آخر</b>", "do": "save"})
    assert late.status_code == 409
    assert "كلام &lt;b&gt;آخر&lt;/b&gt;" in late.text  # nothing typed is lost
    assert "الشرطة في الخدمة" in late.text
    assert text_of(desk) == "الشرطة في الخدمة"


def test_a_page_is_vouched_for_whole_and_the_next_one_comes(desk: SiteUnderTest) -> None:
    address = f"/fr/desk/issues/{desk.key}/p1/text"
    form = fields(desk.client.get(address).text)
    done = desk.client.post(address, data={**form, "do": "confirm"})
    assert done.status_code == 303
    with desk.store.read() as session:
        page = session.query(Page).filter(Page.issue_id == desk.issue_id, Page.number == 1).one()
        assert all(line.locked for line in corrections.lines_of(session, page))
    form = fields(desk.client.get(address).text)
    onward = desk.client.post(address, data={**form, "do": "save-next"})
    assert f"/{desk.key}/p2/text" in onward.headers["location"]


def test_the_worst_read_pages_lead_to_their_lines(desk: SiteUnderTest) -> None:
    assert f"/fr/desk/issues/{desk.key}/p1/text" in desk.client.get("/fr/desk/poor").text


def test_what_the_machine_read_is_what_stood_there_first(desk: SiteUnderTest) -> None:
    url = line_url(desk)
    shown = f"/fr/desk/issues/{desk.key}/p1/text"
    tag = desk.client.get(url).headers["etag"]
    confirmed = put(desk, url, FIRST, tag)
    assert "Lecture de la machine" not in desk.client.get(shown).text  # confirmed, not changed
    typed = put(desk, url, "الأولى", confirmed.headers["etag"])
    put(desk, url, "الثانية", typed.headers["etag"])
    assert FIRST in desk.client.get(shown).text.partition("Lecture de la machine")[2]
