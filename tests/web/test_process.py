"""Plans, the trash, flags and comments at the desk; what the worker publishes."""

from __future__ import annotations

import re

import pytest

from archive.models import Issue, Remark
from tests.web.conftest import SiteUnderTest
from web import worker


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def form(desk: SiteUnderTest, key: str) -> dict[str, str]:
    shown = desk.client.get(f"/fr/desk/issues/{key}").text
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    return {"version": version[1], "do": "save"}


def issue(desk: SiteUnderTest, key: str) -> Issue:
    with desk.store.read() as session:
        return session.query(Issue).filter_by(key=key).one()


def test_a_plan_is_kept_shown_and_carried_out_by_the_worker(desk: SiteUnderTest) -> None:
    address = f"/fr/desk/issues/{desk.draft}"
    wrong = desk.client.post(address, data={**form(desk, desk.draft), "planned": "2199-01-01 09:00"})
    assert wrong.status_code == 422  # a draft has no plan
    sent = {**form(desk, desk.draft), "state": "review", "planned": "2199-01-01 09:00"}
    assert desk.client.post(address, data=sent).status_code == 303
    assert issue(desk, desk.draft).planned_at == "2199-01-01T09:00"
    listed = desk.client.get("/fr/desk?only=planned").text
    assert "1 janvier 2199" in listed.replace("1er", "1")
    assert 'value="2199-01-01 09:00"' in desk.client.get(address).text
    worker._publish_planned(desk.store)
    assert issue(desk, desk.draft).state == "review"
    with desk.store.write() as session:
        session.query(Issue).filter_by(key=desk.draft).one().planned_at = "2001-01-01T00:00"
    worker._publish_planned(desk.store)
    assert issue(desk, desk.draft).state == "published"


def test_a_draft_goes_to_the_trash_and_comes_back(desk: SiteUnderTest) -> None:
    done = desk.client.post("/fr/desk/publish", data={"issue": [desk.draft, desk.key], "do": "trash"})
    assert "done=trash&n=1" in done.headers["location"]
    assert desk.draft not in desk.client.get("/fr/desk").text
    assert desk.draft in desk.client.get("/fr/desk?only=trash").text
    assert desk.draft not in desk.client.get("/fr/desk?only=withdrawn").text
    assert desk.client.get(f"/fr/ark:/99999/{desk.draft}").status_code in (404, 410)
    assert "corbeille" in desk.client.get(f"/fr/desk/issues/{desk.draft}").text
    desk.sign_out()
    assert desk.client.get(f"/fr/ark:/99999/{desk.draft}").status_code == 404
    desk.sign_in()
    back = desk.client.post("/fr/desk/publish", data={"issue": desk.draft, "do": "restore"})
    assert "done=restore&n=1" in back.headers["location"]
    assert desk.draft in desk.client.get("/fr/desk").text


def test_a_flag_is_listed_with_who_and_when_and_settled(desk: SiteUnderTest) -> None:
    address = f"/fr/desk/issues/{desk.key}/remarks"
    here = f"/fr/desk/issues/{desk.key}/p2/text"
    sent = {"text": "<b>Page déchirée</b>", "page": "2", "do": "flag", "back": here}
    assert desk.client.post(address, data=sent).headers["location"] == f"{here}#remarks"
    assert desk.client.post(address, data={"text": "", "do": "comment"}).status_code == 400
    desk.client.post(address, data={"text": "Vu.", "do": "comment"})
    listed = desk.client.get("/fr/desk?only=flagged").text
    assert desk.key in listed
    assert desk.draft not in listed
    for page in (f"/fr/desk/issues/{desk.key}", here):
        shown = desk.client.get(page).text
        assert "&lt;b&gt;Page déchirée&lt;/b&gt;" in shown
        assert "alice" in shown
    assert "Vu." not in desk.client.get(here).text
    with desk.store.read() as session:
        flag = session.query(Remark).filter_by(remark_kind="flag").one().id
    done = desk.client.post(f"/fr/desk/remarks/{flag}", data={"state": "done", "back": "//evil.example"})
    assert done.headers["location"].startswith("/fr/desk")
    assert desk.key not in desk.client.get("/fr/desk?only=flagged").text.partition("<table")[2]


def test_readers_letters_are_no_remarks_of_the_desk(desk: SiteUnderTest) -> None:
    sent = {"text": "Ma famille", "contact": "a@b.example", "about": f"ark:/99999/{desk.key}"}
    assert desk.client.post("/fr/removal", data=sent).status_code == 200
    with desk.store.read() as session:
        letter = session.query(Remark).one().id
    assert desk.client.post(f"/fr/desk/remarks/{letter}", data={"state": "done"}).status_code == 404
    assert desk.key in desk.client.get("/fr/desk?only=removal").text
    assert "Ma famille" not in desk.client.get(f"/fr/desk/issues/{desk.key}").text
