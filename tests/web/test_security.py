from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.requests import Request

from tests.builders import PASSWORD, an_account
from tests.web.conftest import SiteUnderTest
from web.routes import ADDRESSES
from web.security import Throttle, safe_next, same_origin, visitor

URL = "https://archive.example.org"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": URL}, False),
        ({"origin": URL, "host": "backend:8000"}, True),
        ({"origin": "http://here:8000", "host": "here:8000"}, True),
        ({"origin": "http://evil.example", "host": "here:8000"}, False),
        ({"origin": "null", "host": "here:8000"}, False),
        ({"origin": "http://", "host": ""}, False),
        ({"host": "here:8000"}, True),
    ],
)
def test_only_our_own_pages_may_change_things(headers: dict[str, str], ours: bool) -> None:
    assert same_origin(Headers(headers), URL) is ours


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "http://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "////evil.example",
        "/\t/evil.example",
        "",
        "desk",
        "/\u202e",
    ],
)
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    assert safe_next(target, "fr") == "/fr/desk"


def test_signing_in_leads_to_where_one_was_going() -> None:
    assert safe_next("/ar/desk/issues/pm4x7q2?look=3", "fr") == "/ar/desk/issues/pm4x7q2?look=3"


@given(st.text(max_size=40))
def test_whatever_is_asked_for_the_way_stays_on_this_site(target: str) -> None:
    way = safe_next(target, "fr")

    assert way.startswith("/")
    assert way[1:2] not in ("/", "\\", "\t", "\n", "\r")


def test_a_guesser_is_slowed_down_and_others_still_get_in() -> None:
    throttle = Throttle()
    tries = 0
    while throttle.allows("alice", "10.0.0.1"):
        throttle.wrong("alice", "10.0.0.1")
        tries += 1

    assert tries <= 15
    assert throttle.allows("alice", "10.0.0.2"), "the owner of the name, from elsewhere"
    assert throttle.allows("bob", "10.0.0.1"), "a colleague behind the same address"


def test_guessing_many_names_from_one_address_ends_too() -> None:
    throttle = Throttle()
    names = 0
    while throttle.allows(f"name{names}", "10.0.0.1"):
        throttle.wrong(f"name{names}", "10.0.0.1")
        names += 1
        assert names < 200
    assert throttle.allows("alice", "10.0.0.2")


def _request(peer: str | None, forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    client = (peer, 1) if peer is not None else None
    return Request({"type": "http", "headers": headers, "client": client, "path": "/", "method": "GET"})


def test_only_a_trusted_front_server_says_who_visits() -> None:
    assert visitor(_request("9.9.9.9", "1.1.1.1"), "") == "9.9.9.9"
    assert visitor(_request("9.9.9.9", "1.1.1.1"), "unix") == "9.9.9.9"
    assert visitor(_request(None, "6.6.6.6, 1.1.1.1"), "unix") == "1.1.1.1"
    assert visitor(_request("127.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.9"), "127.0.0.1,10.0.0.9") == "1.1.1.1"


def _token(answer: Any) -> str:
    found = re.search(r"session=([^;]+)", answer.headers["set-cookie"])
    assert found
    return found[1]


def _cookie(token: str) -> dict[str, str]:
    return {"cookie": f"session={token}"}


# --- on the site ----------------------------------------------------------------------------------------


def test_signing_in_gives_a_new_token_each_time_and_signing_out_kills_it_on_the_server(
    site: SiteUnderTest,
) -> None:
    an_account(site.store)
    client = site.client
    first = client.post("/fr/signin", data={"name": "alice", "password": PASSWORD, "then": "/fr/desk"})
    token = _token(first)
    second = _token(client.post("/fr/signin", data={"name": "alice", "password": PASSWORD}))
    client.cookies.clear()

    assert first.headers["location"] == "/fr/desk"
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert token != second
    assert client.get("/fr/desk", headers=_cookie(token)).status_code == 303, "the token before is dead"
    assert client.get("/fr/desk", headers=_cookie(second)).status_code == 200
    client.post("/fr/signout", headers=_cookie(second))
    assert client.get("/fr/desk", headers=_cookie(second)).status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_told_alike_then_slowed_down(site: SiteUnderTest) -> None:
    from archive.actions import accounts

    an_account(site.store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "right_password", lambda hashed, password: False)
        answers = [
            site.client.post("/fr/signin", data={"name": name, "password": "wrong"})
            for name in ["nobody", *["alice"] * 15]
        ]

    codes = [answer.status_code for answer in answers]
    assert codes[:2] == [401, 401]
    assert 429 in codes
    assert answers[-1].headers["retry-after"]
    told = [re.search(r'id="fault">([^<]*)', answer.text) for answer in answers[:2]]
    assert told[0]
    assert told[1]
    assert told[0][1] == told[1][1]


def test_a_closed_account_does_not_get_in(site: SiteUnderTest) -> None:
    site.sign_in()
    with site.store.write() as session:
        from archive.queries.accounts import by_name

        account = by_name(session, "alice")
        assert account is not None
        account.disabled = True

    assert site.client.get("/fr/desk").status_code == 303


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_from_another_site_is_not_carried_out(site: SiteUnderTest, headers: dict[str, str]) -> None:
    site.sign_in()
    form = {"do": "publish", "issue": site.draft}

    assert site.client.post("/fr/desk/publish", data=form, headers=headers).status_code == 403
    site.sign_out()
    assert site.client.get(f"/fr/ark:/99999/{site.draft}").status_code == 404


def test_every_address_asks_for_its_role(site: SiteUnderTest) -> None:
    """Walks the whole map: nobody, then someone with a role just too small, is kept out."""
    guarded = [address for address in ADDRESSES if address.role]
    assert {"digitiser", "archivist"} <= {address.role for address in guarded}
    for address in ADDRESSES:
        if "desk" in address.path or "api" in address.path:
            assert address.role, f"{address.path} is open to everybody"
    below = {
        "digitiser": "reader",
        "archivist": "digitiser",
        "reviewer": "archivist",
        "administrator": "reviewer",
    }
    for role, smaller in [("", ""), *below.items()]:
        site.sign_out()
        if smaller:
            site.sign_in(f"small-{smaller}", smaller)
        for address in guarded:
            if role and address.role != role:
                continue
            path = address.example.replace("pm4x7q2", site.draft)
            answer = site.client.request(address.method, path)
            refused = answer.status_code == 403 or (
                answer.status_code == 303 and "/signin?next=" in answer.headers["location"]
            )
            assert refused, f"{address.method} {path} answered {answer.status_code} to {smaller or 'nobody'}"
            assert "secret" not in answer.text, path


def test_a_cookie_over_https_is_tied_to_the_host(site: SiteUnderTest) -> None:
    from web.security import cookie_name

    secure = site.settings.model_copy(update={"secure_cookies": True})

    assert cookie_name(secure) == "__Host-session"
