"""Administrators let people in and out; passwords are chosen by their owners."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from archive.actions import events
from archive.models import Account
from archive.queries.accounts import by_name
from archive.store import now
from tests.builders import PASSWORD, an_account
from tests.web.conftest import SiteUnderTest

NEW = "une phrase facile à retenir"


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in("root", "administrator")
    return site


def post(desk: SiteUnderTest, **form: str) -> str:
    answer = desk.client.post("/fr/desk/accounts", data=form)
    assert answer.status_code in (200, 303), answer.text
    return answer.text


def link_in(page: str) -> str:
    found = re.search(r"(/fr/password/[A-Za-z0-9_-]+)", page)
    assert found
    return found[1]


def sign_in(desk: SiteUnderTest, name: str, password: str) -> int:
    return desk.client.post("/fr/signin", data={"name": name, "password": password}).status_code


def number_of(desk: SiteUnderTest, name: str) -> str:
    with desk.store.read() as session:
        found = by_name(session, name)
        assert found is not None
        return str(found.id)


def test_somebody_new_chooses_a_password_by_a_link_that_works_once(desk: SiteUnderTest) -> None:
    link = link_in(post(desk, do="add", name="driss", role="archivist"))
    desk.sign_out()
    assert "driss" in desk.client.get(link).text
    assert desk.client.get(link).headers["cache-control"] == "no-store"
    assert desk.client.post(link, data={"password": "court"}).status_code == 400
    assert desk.client.post(link, data={"password": NEW}).status_code == 303
    assert sign_in(desk, "driss", NEW) == 303
    desk.sign_out()
    assert desk.client.post(link, data={"password": NEW + "!"}).status_code == 403
    assert desk.client.get(link).status_code == 403


def test_a_link_is_forgotten_after_two_days_and_when_another_is_made(desk: SiteUnderTest) -> None:
    an_account(desk.store, "driss", "archivist")
    first = link_in(post(desk, do="link", account=number_of(desk, "driss")))
    second = link_in(post(desk, do="link", account=number_of(desk, "driss")))
    assert desk.client.get(first).status_code == 403
    assert desk.client.get(second).status_code == 200
    with time_machine.travel(now() + timedelta(days=3)):
        assert desk.client.get(second).status_code == 403


def test_a_closed_account_is_out_at_once(desk: SiteUnderTest) -> None:
    an_account(desk.store, "driss", "archivist")
    root = dict(desk.client.cookies)
    desk.sign_out()
    desk.sign_in("driss")
    theirs = dict(desk.client.cookies)
    desk.sign_out()
    desk.client.cookies.update(root)
    post(desk, do="close", account=number_of(desk, "driss"))
    desk.sign_out()
    desk.client.cookies.update(theirs)
    assert desk.client.get("/fr/desk").status_code == 303
    desk.sign_out()
    assert sign_in(desk, "driss", PASSWORD) == 401


def test_a_role_is_changed_and_the_last_administrator_stays(desk: SiteUnderTest) -> None:
    an_account(desk.store, "driss", "digitiser")
    post(desk, do="role", account=number_of(desk, "driss"), role="reviewer")
    own = number_of(desk, "root")
    for form in ({"do": "role", "role": "reader"}, {"do": "close"}, {"do": "role", "role": "king"}):
        assert desk.client.post("/fr/desk/accounts", data={**form, "account": own}).status_code == 400
    assert desk.client.post("/fr/desk/accounts", data={"do": "burn", "account": own}).status_code == 400
    assert desk.client.post("/fr/desk/accounts", data={"do": "end", "account": "999"}).status_code == 404
    with desk.store.read() as session:
        assert {a.name: a.role for a in session.query(Account)} == {
            "root": "administrator",
            "driss": "reviewer",
        }
        assert not events.broken_links(session)


def test_ones_own_password_is_changed_with_the_old_one(site: SiteUnderTest) -> None:
    site.sign_in("alice")
    wrong = site.client.post("/fr/desk/password", data={"old": "wrong wrong", "password": NEW})
    assert wrong.status_code == 400
    assert site.client.post("/fr/desk/password", data={"old": PASSWORD, "password": "x"}).status_code == 400
    assert site.client.post("/fr/desk/password", data={"old": PASSWORD, "password": NEW}).status_code == 303
    assert site.client.get("/fr/desk").status_code == 303  # signed out everywhere
    assert sign_in(site, "alice", PASSWORD) == 401
    assert sign_in(site, "alice", NEW) == 303
