"""Readers propose what a line should read; archivists judge it; an account's work goes back in one act."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.models import Correction, Page
from archive.queries import pages as page_queries
from tests.web.conftest import SiteUnderTest
from web.app import create_app
from web.letter_box import PROPOSALS

FIRST = "الشرطة في خدمة المواطن بالقاهرة"
BETTER = "الشرطة في خدمة المواطنين بالقاهرة"


@pytest.fixture
def opened(site: SiteUnderTest) -> Iterator[SiteUnderTest]:
    """The site where readers may propose."""
    here = site.settings.model_copy(update={"reader_corrections": True})
    client = TestClient(create_app(here), raise_server_exceptions=False, follow_redirects=False)
    with client:
        yield SiteUnderTest(client, site.store, here, site.key, site.draft, site.issue_id, site.draft_id)


def address(site: SiteUnderTest, page: int = 1) -> str:
    return f"/ar/ark:/99999/{site.key}/p{page}/correct"


def proposed(site: SiteUnderTest, text: str, **more: str) -> int:
    shown = site.client.get(address(site)).text
    line = re.search(r"\?line=([\d,]+)#correct", shown)
    assert line
    sent = {"line": line[1], "before": FIRST, "text": text, **more}
    return site.client.post(address(site), data=sent).status_code


def waiting(site: SiteUnderTest) -> list[Correction]:
    with site.store.read() as session:
        return session.query(Correction).filter(Correction.state == "proposed").all()


def text_of(site: SiteUnderTest) -> str:
    with site.store.read() as session:
        page = session.query(Page).filter(Page.issue_id == site.issue_id, Page.number == 1).one()
        return page_queries.plain(session, page)


def test_it_is_off_until_somebody_sets_it(site: SiteUnderTest) -> None:
    assert site.client.get(address(site)).status_code == 404
    assert site.client.post(address(site), data={"text": "x"}).status_code == 404
    assert "/correct" not in site.client.get(f"/ar/ark:/99999/{site.key}/p1").text


def test_a_reader_proposes_and_an_archivist_takes_it_in(opened: SiteUnderTest) -> None:
    assert f"{address(opened)}" in opened.client.get(f"/ar/ark:/99999/{opened.key}/p1").text
    assert proposed(opened, BETTER) == 303
    assert proposed(opened, BETTER) == 303  # sent twice, kept once
    assert [c.after for c in waiting(opened)] == [BETTER]
    assert text_of(opened) == FIRST
    opened.sign_in()
    listed = opened.client.get("/ar/desk/corrections").text
    assert BETTER in listed
    number = waiting(opened)[0].id
    done = opened.client.post(f"/ar/desk/corrections/{number}", data={"do": "accept"})
    assert done.status_code == 303
    assert text_of(opened) == BETTER
    assert waiting(opened) == []
    assert opened.client.post(f"/ar/desk/corrections/{number}", data={"do": "accept"}).status_code == 409


def test_declined_it_changes_nothing(opened: SiteUnderTest) -> None:
    proposed(opened, BETTER)
    opened.sign_in()
    number = waiting(opened)[0].id
    assert opened.client.post(f"/fr/desk/corrections/{number}", data={"do": "decline"}).status_code == 303
    assert text_of(opened) == FIRST
    assert waiting(opened) == []


def test_what_cannot_be_kept_comes_back_with_what_was_typed(opened: SiteUnderTest) -> None:
    shown = opened.client.get(address(opened)).text
    line = re.search(r"\?line=([\d,]+)#correct", shown)
    assert line
    for sent in ({"before": FIRST, "text": FIRST}, {"before": "غير ما هنا", "text": BETTER}):
        answer = opened.client.post(address(opened), data={"line": line[1], **sent})
        assert answer.status_code == 422
        assert sent["text"] in answer.text
    assert waiting(opened) == []
    assert opened.client.post(address(opened), data={"line": "x", "text": BETTER}).status_code == 400
    assert opened.client.post(address(opened), data={"line": "900,1300,5,5"}).status_code == 404


def test_programs_and_floods_are_kept_out(opened: SiteUnderTest) -> None:
    assert proposed(opened, BETTER, website="http://spam.example") == 303
    assert waiting(opened) == []
    codes = [proposed(opened, f"{BETTER} {n}") for n in range(7)]
    assert codes[:5] == [303] * 5
    assert codes[5:] == [422, 422]  # more than a line can have waiting
    for _ in range(PROPOSALS[0]):
        last = proposed(opened, BETTER)
    assert last == 429


def test_a_draft_has_no_lines_for_readers(opened: SiteUnderTest) -> None:
    assert opened.client.get(f"/fr/ark:/99999/{opened.draft}/p1/correct").status_code == 404


def test_all_of_an_account_goes_back_in_one_act(opened: SiteUnderTest) -> None:
    proposed(opened, BETTER)
    opened.sign_in()
    number = waiting(opened)[0].id
    opened.client.post(f"/fr/desk/corrections/{number}", data={"do": "accept"})
    assert opened.client.get("/fr/desk/corrections/accounts").status_code == 403
    opened.sign_out()
    opened.sign_in("root", "administrator")
    assert "alice" in opened.client.get("/fr/desk/corrections/accounts").text
    done = opened.client.post("/fr/desk/corrections/accounts", data={"account": "alice"})
    assert "lines=1&left=0" in done.headers["location"]
    assert text_of(opened) == FIRST
    assert "1 ligne" in opened.client.get(done.headers["location"]).text
