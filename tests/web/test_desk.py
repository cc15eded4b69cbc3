from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from archive.actions import changes, issues
from archive.models import Issue
from archive.queries.issues import by_id
from archive.texts import Texts
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def _form(site: SiteUnderTest) -> dict[str, str]:
    """The form of the draft as a browser would send it back."""
    page = site.client.get(f"/fr/desk/issues/{site.draft}").text
    form = {"version": re.search(r'name="version" value="(\d+)"', page)[1], "do": "save", "why": ""}  # type: ignore[index]
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and ("radio" not in tag or "checked" in tag) and name[1] not in form and name[1] != "issue":
            form[name[1]] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        form[name] = chosen[1] if chosen else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.S):
        form[name] = html.unescape(body)
    return form


def _save(site: SiteUnderTest, form: dict[str, str]) -> Any:
    return site.client.post(f"/fr/desk/issues/{site.draft}", data=form)


def _issue(site: SiteUnderTest) -> Issue:
    with site.store.read() as session:
        return by_id(session, site.draft_id)


def test_a_form_sent_back_as_it_came_changes_nothing_but_that_it_was_described(desk: SiteUnderTest) -> None:
    before = _issue(desk)
    answer = _save(desk, _form(desk))
    after = _issue(desk)

    assert answer.status_code == 303
    assert (after.name, after.number, after.edtf, after.state) == (
        before.name, before.number, before.edtf, before.state,
    )  # fmt: skip
    assert after.described
    assert "done=same" in _save(desk, _form(desk)).headers["location"]


def test_both_languages_are_described_printed_or_supplied(desk: SiteUnderTest) -> None:
    form = _form(desk) | {
        "title.ar": "السلامة", "title.ar.marking": "supplied",
        "title.fr": "La sécurité", "title.fr.marking": "printed",
        "number": "12-13", "date": "1976-05/1976-06", "kind": "double",
    }  # fmt: skip

    assert _save(desk, form).status_code == 303
    issue = _issue(desk)
    assert issue.name["ar"].supplied
    assert not issue.name["fr"].supplied
    assert (issue.number, issue.date_to, issue.issue_kind) == ("12-13", "1976-06-30", "double")


def test_an_impossible_date_is_told_beside_its_field_and_nothing_is_lost(desk: SiteUnderTest) -> None:
    answer = _save(desk, _form(desk) | {"date": "1976-45", "title.fr": "Ce que j'ai tapé"})

    assert answer.status_code == 422
    assert 'id="e-f-date"' in answer.text
    assert "Ce que j&#39;ai tapé" in answer.text
    assert _issue(desk).edtf == "1976-05"


@pytest.mark.parametrize("written", ["1396-05", "1396-5", "جمادى الأولى 1396"])
def test_a_hijri_date_of_ones_own_stays_until_it_is_emptied(desk: SiteUnderTest, written: str) -> None:
    computed = _issue(desk).hijri
    assert _form(desk)["hijri"] == ""
    answer = _save(desk, _form(desk) | {"hijri": written})
    if written == "1396-5":
        assert answer.status_code == 422
        assert 'id="e-f-hijri"' in answer.text
        return
    issue = _issue(desk)
    assert (issue.hijri, issue.hijri_supplied) == ("1396-05", True)
    _save(desk, _form(desk) | {"date": "1977-01"})
    assert _issue(desk).hijri == "1396-05"  # a person's word is not computed over
    assert _form(desk)["hijri"] == "1396-05"
    told = desk.client.get(f"/fr/desk/issues/{desk.draft}/history").text
    assert "1396-05" in told
    assert "Date hégirienne" in told
    _save(desk, _form(desk) | {"date": "1976-05", "hijri": ""})
    issue = _issue(desk)
    assert (issue.hijri, issue.hijri_supplied) == (computed, False)


def test_a_concurrent_edit_is_shown_field_by_field_and_never_overwritten(desk: SiteUnderTest) -> None:
    form = _form(desk)
    with desk.store.write() as session:
        bob = changes.begin(session, by="bob")
        mine = by_id(session, desk.draft_id)
        issues.change(session, bob, mine, {"name": Texts.printed(fr="Le titre de Bob"), "number": "999"})

    answer = _save(desk, form | {"title.fr": "Mon titre", "description.fr": "Ma description"})

    assert answer.status_code == 409
    assert "Mon titre" in answer.text
    assert "Le titre de Bob" in answer.text
    assert "bob" in answer.text
    assert "Ma description" in answer.text
    assert 'name="title.fr.keep"' in answer.text
    assert 'name="number.keep"' not in answer.text, "only what both changed is asked"
    assert _issue(desk).name["fr"].value == "Le titre de Bob"

    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]  # type: ignore[index]
    kept = form | {
        "version": version, "title.fr": "Mon titre", "title.fr.keep": "mine",
        "description.fr": "Ma description", "number": "999",
    }  # fmt: skip
    assert _save(desk, kept).status_code == 303
    issue = _issue(desk)
    assert (issue.name["fr"].value, issue.number) == ("Mon titre", "999")
    assert issue.description["fr"].value == "Ma description"


def test_keeping_theirs_leaves_theirs(desk: SiteUnderTest) -> None:
    form = _form(desk)
    with desk.store.write() as session:
        bob = changes.begin(session, by="bob")
        issues.change(session, bob, by_id(session, desk.draft_id), {"number": "999"})
    conflict = _save(desk, form | {"number": "500"})
    version = re.search(r'name="version" value="(\d+)"', conflict.text)[1]  # type: ignore[index]

    assert conflict.status_code == 409
    _save(desk, form | {"version": version, "number": "500", "number.keep": "theirs"})
    assert _issue(desk).number == "999"


def test_edits_of_different_fields_are_both_kept_and_it_is_said(desk: SiteUnderTest) -> None:
    form = _form(desk)
    with desk.store.write() as session:
        bob = changes.begin(session, by="bob")
        issues.change(session, bob, by_id(session, desk.draft_id), {"number": "999"})

    answer = _save(desk, form | {"title.fr": "Mon titre"})

    assert "done=merged" in answer.headers["location"]
    issue = _issue(desk)
    assert (issue.name["fr"].value, issue.number) == ("Mon titre", "999")


def test_ticked_issues_are_published_in_one_change_and_undone_in_one(desk: SiteUnderTest) -> None:
    answer = desk.client.post("/fr/desk/publish", data={"do": "publish", "issue": [desk.key, desk.draft]})
    number = re.search(r"change=(\d+)", answer.headers["location"])[1]  # type: ignore[index]

    assert _issue(desk).state == "published"
    told = desk.client.get(answer.headers["location"]).text
    assert 'class="notice good"' in told

    undone = desk.client.post(f"/fr/desk/changes/{number}/undo")
    assert undone.status_code == 303
    assert _issue(desk).state == "draft"
    history = desk.client.get(f"/fr/desk/issues/{desk.draft}/history").text
    assert 'class="change undone"' in history


def test_search_follows_a_publication_at_once_without_a_word_being_indexed_again(desk: SiteUnderTest) -> None:
    desk.client.post("/fr/desk/publish", data={"do": "publish", "issue": desk.draft})
    desk.sign_out()

    assert 'class="result"' in desk.client.get("/fr/search?q=secret").text


def test_an_undo_lists_what_was_changed_since_with_who_and_when(desk: SiteUnderTest) -> None:
    saved = _save(desk, _form(desk) | {"number": "145", "date": "1976-07"})
    number = re.search(r"change=(\d+)", saved.headers["location"])[1]  # type: ignore[index]
    with desk.store.write() as session:
        bob = changes.begin(session, by="bob")
        issues.change(session, bob, by_id(session, desk.draft_id), {"number": "999"})

    answer = desk.client.post(f"/fr/desk/changes/{number}/undo")

    assert answer.status_code == 200
    left = answer.text.split('class="notice warn"')[1].split("</section>")[0]
    assert "999" in left
    assert "bob" in left
    issue = _issue(desk)
    assert (issue.number, issue.edtf) == ("999", "1976-05")


def test_an_issue_can_be_withdrawn_and_brought_back(desk: SiteUnderTest) -> None:
    desk.client.post("/fr/desk/publish", data={"do": "publish", "issue": desk.draft})
    _save(desk, _form(desk) | {"state": "withdrawn"})

    desk.sign_out()
    assert desk.client.get(f"/fr/ark:/99999/{desk.draft}").status_code == 410
    desk.sign_in()
    assert "?only=withdrawn" in desk.client.get("/fr/desk").text
    _save(desk, _form(desk) | {"state": "published"})
    desk.sign_out()
    assert desk.client.get(f"/fr/ark:/99999/{desk.draft}").status_code == 200


def test_the_work_list_is_narrowed_by_state_and_words(desk: SiteUnderTest) -> None:
    def rows(path: str) -> set[str]:
        return set(re.findall(r'name="issue" value="([^"]*)"', desk.client.get(path).text))

    assert rows("/fr/desk") == {desk.key, desk.draft}
    assert rows("/fr/desk?only=draft") == {desk.draft}
    assert rows("/fr/desk?q=143") == {desk.key}
    assert rows("/fr/desk?q=١٤٤") == {desk.draft}
    assert rows("/fr/desk?q=nothing") == set()


@pytest.mark.parametrize("version", ["", "x", "99999999999", "٣"])
def test_a_form_without_its_version_is_refused(desk: SiteUnderTest, version: str) -> None:
    assert _save(desk, _form(desk) | {"version": version}).status_code == 400


def test_no_acknowledged_edit_of_many_archivists_at_once_is_lost(desk: SiteUnderTest) -> None:
    """Four archivists append to one field, each through the form, and repeat when it clashes."""
    clashes: list[int] = []

    def archivist(name: int) -> None:
        for number in range(5):
            token = f"<{name}.{number}>"
            for _ in range(200):
                form = _form(desk)
                answer = _save(desk, form | {"description.fr": form["description.fr"] + token})
                if answer.status_code == 303:
                    break
                assert answer.status_code == 409
                clashes.append(name)
            else:
                raise AssertionError(f"{token} was never saved")

    with ThreadPoolExecutor(4) as archivists:
        for done in [archivists.submit(archivist, name) for name in range(4)]:
            done.result()

    text = _issue(desk).description["fr"].value
    assert {text.count(f"<{name}.{number}>") for name in range(4) for number in range(5)} == {1}
    assert len(text) == 20 * len("<0.0>")


def test_a_list_is_worked_through_by_save_and_next(site: SiteUnderTest) -> None:
    site.sign_in()
    for number in ("201", "202", "203"):
        an_issue(site.store, [], number=number, edtf=f"1980-{int(number) - 200:02}")
    with site.store.write() as session:
        change_set = changes.begin(session, by="alice")
        keys = []
        for number in ("201", "203"):  # these two lack their French title
            issue = session.query(Issue).filter_by(number=number).one()
            issues.change(session, change_set, issue, {"name": Texts.printed(ar="عنوان")})
            keys.append(issue.key)
    listed = site.client.get("/fr/desk?only=no-fr").text
    first = f"/fr/desk/issues/{keys[0]}?only=no-fr"
    assert first in listed
    form = site.client.get(first).text
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    sent = {"version": version[1], "title.fr": "Titre", "do": "save-next"}
    done = site.client.post(first, data=sent)
    assert done.headers["location"].startswith(f"/fr/desk/issues/{keys[1]}?only=no-fr&done=saved")
    assert keys[0] not in site.client.get("/fr/desk?only=no-fr").text
