"""The magazine and its series are described at the desk."""

from __future__ import annotations

import re

import pytest

from archive.models import ChangeSet, Series, Title
from archive.queries import titles
from tests.web.conftest import SiteUnderTest

HERE = "/fr/desk/magazine"


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def sent(desk: SiteUnderTest, form: str, **fields: str) -> dict[str, str]:
    """A form as it is shown, with these fields typed."""
    shown = desk.client.get(HERE).text
    part = re.search(rf'<form class="form" method="post" action="{form}".*?</form>', shown, re.S)
    assert part
    given = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', part[0]))
    given |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', part[0]))
    return given | fields


def the_title(desk: SiteUnderTest) -> Title:
    with desk.store.read() as session:
        found = titles.the_title(session)
        assert found is not None
        return found


def test_the_magazine_is_described_and_what_was_wrong_comes_back(desk: SiteUnderTest) -> None:
    fields = {
        "name.ar": "مجلة الشرطة",
        "name.fr": "Revue de police",
        "former_names.fr": "Bulletin de police",
        "frequency": "mensuelle",
        "publisher.fr": "Direction",
        "legal_deposit": "12/1961",
    }
    wrong = desk.client.post(HERE, data=sent(desk, HERE, **fields, issn="0378-5954"))
    assert wrong.status_code == 422
    assert "0378-5954" in wrong.text
    assert "Bulletin de police" in wrong.text
    assert desk.client.post(HERE, data=sent(desk, HERE, **fields, issn="03785955")).status_code == 303
    title = the_title(desk)
    assert (title.issn, title.frequency, title.legal_deposit) == ("0378-5955", "mensuelle", "12/1961")
    assert (title.name["ar"].value, title.former_names["fr"].value) == ("مجلة الشرطة", "Bulletin de police")
    same = desk.client.post(HERE, data=sent(desk, HERE))
    assert "done=same" in same.headers["location"]
    page = desk.client.get(f"/fr/ark:/99999/{desk.key}").text
    assert "0378-5955" in page


def test_two_who_write_at_once_lose_nothing(desk: SiteUnderTest) -> None:
    desk.client.post(HERE, data=sent(desk, HERE, **{"name.fr": "Revue"}))
    mine = sent(desk, HERE, **{"name.fr": "Revue de police"})
    desk.client.post(HERE, data=sent(desk, HERE, **{"name.fr": "La Police"}))
    late = desk.client.post(HERE, data=mine)
    assert late.status_code == 409
    assert "Revue de police" in late.text
    assert "La Police" in late.text
    assert the_title(desk).name["fr"].value == "La Police"


def test_a_series_is_added_changed_and_undone(desk: SiteUnderTest) -> None:
    new = f"{HERE}/new"
    assert desk.client.post(new, data=sent(desk, new, begins="soon")).status_code == 422
    assert (
        desk.client.post(new, data=sent(desk, new, begins="1961-05", **{"name.fr": "I"})).status_code == 303
    )
    with desk.store.read() as session:
        series = session.query(Series).one()
        number = session.query(ChangeSet.number).order_by(ChangeSet.number.desc()).first()
    assert (series.begins, series.name["fr"].value) == ("1961-05", "I")
    own = f"{HERE}/{series.id}"
    assert desk.client.post(own, data=sent(desk, own, ends="1975")).status_code == 303
    assert number is not None
    assert desk.client.post(f"{HERE}/99999", data={"version": "1"}).status_code == 404
    last = number[0] + 1
    assert desk.client.post(f"/fr/desk/changes/{last}/undo").status_code == 303
    with desk.store.read() as session:
        assert session.query(Series).one().ends == ""
