"""The reading order of a page at the desk: by plain form, with conflicts and undo."""

from __future__ import annotations

import re

import pytest

from archive.actions import changes, pages
from archive.models import Issue
from archive.queries import pages as page_queries
from tests.archive.test_reading_order import SIDE_BY_SIDE, columns
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    with site.store.write() as session:
        issue = session.get_one(Issue, site.issue_id)
        act = changes.begin(session, by="ocr")
        pages.record_text(session, act, issue, issue.pages[2], columns(*SIDE_BY_SIDE))
    return site


def _address(desk: SiteUnderTest) -> str:
    return f"/fr/desk/issues/{desk.key}/p3/order"


def _form(desk: SiteUnderTest) -> dict[str, str]:
    shown = desk.client.get(_address(desk)).text
    made = dict(re.findall(r'<input[^>]*name="(revision|place\.[0-9])" value="([0-9]+)"', shown))
    assert len(made) == 4
    return made


def _said(desk: SiteUnderTest) -> list[str]:
    with desk.store.read() as session:
        page = session.get_one(Issue, desk.issue_id).pages[2]
        return page_queries.plain(session, page).split("\n\n")


def test_text_alto_and_reader_follow_the_numbers(desk: SiteUnderTest) -> None:
    form = {**_form(desk), "place.0": "٣", "do": "save", "kind.1": "caption", "language.2": "ar"}
    answer = desk.client.post(_address(desk), data={**form, "direction.2": "rtl"})
    assert answer.status_code == 303
    assert _said(desk) == [SIDE_BY_SIDE[1], SIDE_BY_SIDE[0], SIDE_BY_SIDE[2]]
    text = desk.client.get(f"/files/{desk.key}/p3.txt").text
    assert text.index("gauche") < text.index("droite")
    alto = desk.client.get(f"/files/{desk.key}/p3.alto.xml").text
    assert alto.index("gauche") < alto.index("droite")
    with desk.store.read() as session:
        page = session.get_one(Issue, desk.issue_id).pages[2]
        reading = page_queries.reading(session, page)
        assert reading is not None
        assert (reading.blocks[0].kind, reading.blocks[2].language, reading.blocks[2].direction) == (
            "caption",
            "ar",
            "rtl",
        )
    undo = re.search(
        r'action="(/fr/desk/changes/[0-9]+/undo)"', desk.client.get(answer.headers["location"]).text
    )
    assert undo
    desk.client.post(undo[1], data={"back": _address(desk)})
    assert _said(desk) == list(SIDE_BY_SIDE)


def test_one_place_earlier_by_a_button_alone(desk: SiteUnderTest) -> None:
    desk.client.post(_address(desk), data={**_form(desk), "do": "up.2"})
    assert _said(desk) == [SIDE_BY_SIDE[0], SIDE_BY_SIDE[2], SIDE_BY_SIDE[1]]
    before = _said(desk)
    desk.client.post(_address(desk), data={**_form(desk), "do": "up.0"})  # first already
    assert _said(desk) == before


def test_an_older_text_is_not_written_over(desk: SiteUnderTest) -> None:
    form = _form(desk)
    desk.client.post(_address(desk), data={**form, "do": "down.0"})
    answer = desk.client.post(_address(desk), data={**form, "do": "down.1"})
    assert answer.status_code == 409
    assert "modifié entre-temps" in answer.text
    assert _said(desk) == [SIDE_BY_SIDE[1], SIDE_BY_SIDE[0], SIDE_BY_SIDE[2]]


@pytest.mark.parametrize(
    "wrong",
    [{"place.0": ""}, {"place.1": "x"}, {"kind.0": "poem"}, {"language.0": "xx"}, {"direction.0": "up"}],
)
def test_what_is_no_order_is_refused(desk: SiteUnderTest, wrong: dict[str, str]) -> None:
    answer = desk.client.post(_address(desk), data={**_form(desk), "do": "save", **wrong})
    assert answer.status_code == 400
    assert _said(desk) == list(SIDE_BY_SIDE)
