"""Many issues at once: nothing is written before it was shown, and one undo takes all of it back."""

from __future__ import annotations

import html
import json
import re

import pytest

from archive.actions import changes, issues
from archive.models import Issue
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def plan_in(page: str) -> str:
    found = re.search(r'name="plan" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def titles(desk: SiteUnderTest) -> list[str]:
    with desk.store.read() as session:
        return [issue.name["fr"].value for issue in session.query(Issue).order_by(Issue.id)]


CHANGE = {"column": "title_fr", "do": "replace", "wanted": "Sécurité", "value": "<Sûreté>"}


def test_a_change_is_shown_before_and_after_then_applied_and_undone_as_one(desk: SiteUnderTest) -> None:
    before = titles(desk)
    shown = desk.client.post("/fr/desk/bulk/preview", data=CHANGE).text
    assert '<ins lang="fr" dir="ltr">&lt;Sûreté&gt; routière</ins>' in shown
    assert titles(desk) == before
    keys = [desk.key, desk.draft]
    done = desk.client.post(
        "/fr/desk/bulk/apply", data={"plan": plan_in(shown), "issue": keys, "why": "essai"}
    )
    assert titles(desk) == ["<Sûreté> routière"] * 2
    page = desk.client.get(done.headers["location"]).text
    undo = re.search(r'action="(/fr/desk/changes/[0-9]+/undo)"', page)
    assert undo
    desk.client.post(undo[1])
    assert titles(desk) == before


def test_an_issue_without_a_tick_and_one_changed_meanwhile_are_left(desk: SiteUnderTest) -> None:
    shown = desk.client.post("/fr/desk/bulk/preview", data=CHANGE).text
    with desk.store.write() as session:
        issue = issues.by_key(session, desk.draft)
        issues.change(session, changes.begin(session, by="bob"), issue, {"number": "7"})
    done = desk.client.post("/fr/desk/bulk/apply", data={"plan": plan_in(shown), "issue": [desk.draft]})
    assert "n=0&left=1" in done.headers["location"]
    assert titles(desk) == ["Sécurité routière"] * 2


def test_only_the_chosen_issues_are_looked_at(desk: SiteUnderTest) -> None:
    shown = desk.client.post("/fr/desk/bulk/preview", data={**CHANGE, "from": "1976", "to": "١٩٨٠"}).text
    assert [row["id"] for row in json.loads(plan_in(shown))] == [desk.draft]
    counted = desk.client.get("/ar/desk/bulk?from=1976").text
    assert re.search(r"<bdi[^>]*>1</bdi>", counted)


def test_a_table_goes_out_and_its_differences_are_shown_when_it_comes_in(desk: SiteUnderTest) -> None:
    data = desk.client.get("/fr/desk/bulk/issues.csv").content
    assert data.startswith(b"\xef\xbb\xbfid,title_ar,title_fr,")
    same = desk.client.post("/fr/desk/bulk/table", files={"table": ("t.csv", data, "text/csv")}).text
    assert 'name="plan"' not in same
    edited = data.replace("Sécurité routière".encode(), b"Autre titre", 1)
    shown = desk.client.post("/fr/desk/bulk/table", files={"table": ("t.csv", edited, "text/csv")}).text
    assert len(json.loads(plan_in(shown))) == 1
    book = desk.client.get("/ar/desk/bulk/issues.xlsx?from=1976")
    assert book.content[:2] == b"PK"


@pytest.mark.parametrize(
    "plan", ["", "{}", "[1]", '[{"id": "x", "evil": "y"}]', '[{"title_ar": "x"}]', '[{"id": 3}]']
)
def test_what_is_no_plan_is_refused(desk: SiteUnderTest, plan: str) -> None:
    answer = desk.client.post("/fr/desk/bulk/apply", data={"plan": plan, "issue": [desk.key]})
    assert answer.status_code == 400
    assert titles(desk) == ["Sécurité routière"] * 2


def test_nothing_to_write_and_files_that_are_no_table_are_told(desk: SiteUnderTest) -> None:
    for data in ({"column": "id", "do": "empty"}, {"column": "rights", "do": "set"}, {"do": "empty"}):
        assert desk.client.post("/fr/desk/bulk/preview", data=data).status_code == 400
    assert desk.client.post("/fr/desk/bulk/table").status_code == 400
    for content in (b"\xff\xfe\x00", b"a,b\n1,2\n", b"\x00" * 50):
        sent = {"table": ("t.csv", content, "text/csv")}
        assert desk.client.post("/fr/desk/bulk/table", files=sent).status_code == 400


def test_five_hundred_issues_are_changed_and_undone_as_one(desk: SiteUnderTest) -> None:
    for number in range(498):
        an_issue(desk.store, [], source=f"many/{number}", number=str(number))
    form = {"column": "rights", "do": "set", "value": "https://creativecommons.org/publicdomain/mark/1.0/"}
    shown = desk.client.post("/fr/desk/bulk/preview", data=form).text
    keys = re.findall(r'name="issue" value="([^"]+)"', shown)
    assert len(keys) == 500
    done = desk.client.post("/fr/desk/bulk/apply", data={"plan": plan_in(shown), "issue": keys})
    assert "n=500&left=0" in done.headers["location"]
    number = int(done.headers["location"].rpartition("=")[2])
    with desk.store.write() as session:
        undone = changes.undo(session, number, by="alice")
        assert not undone.left
    with desk.store.read() as session:
        assert {issue.rights for issue in session.query(Issue)} == {""}
