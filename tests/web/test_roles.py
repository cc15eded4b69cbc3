"""Every address, for every role, by every method: a matrix made out of the list of addresses.

What ought to happen is told by `web.routes.ADDRESSES` alone, so a new address is covered as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import compile_path

from archive.models import ROLES
from archive.queries.accounts import by_name
from tests.web.conftest import SiteUnderTest
from web import cutting
from web.address import Address
from web.routes import ADDRESSES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: Nobody; an account that was closed; one whose role no program knows; then every role, the least first.
VISITORS = ("nobody", "closed", "of no role", *ROLES)
#: Asked for by whoever has the role; what stands there is nobody's business before.
_SECRET = "secret"


def served_by(path: str) -> dict[str, Address]:
    """The address that answers each method at `path`: the first whose pattern fits, as the router looks."""
    found: dict[str, Address] = {}
    for address in ADDRESSES:
        if compile_path(address.path)[0].match(path.partition("?")[0]):
            found.setdefault(address.method, address)
            if address.method == "GET":
                found.setdefault("HEAD", address)
    return found


def admits(role: str, visitor: str) -> bool:
    """Whether whoever this is may come in where `role` is asked for."""
    return not role or (visitor in ROLES and ROLES.index(visitor) >= ROLES.index(role))


class Writes:
    """Tells whether anything was kept in the store since it was last asked."""

    def __init__(self, site: SiteUnderTest) -> None:
        self._connection = sqlite3.connect(site.store.path)
        self._version = self._now()

    def _now(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def happened(self) -> bool:
        """Whether any other connection has committed a change since."""
        before, self._version = self._version, self._now()
        return self._version != before

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()


def enter(site: SiteUnderTest, visitor: str) -> None:
    """Let the client be this visitor, signed in afresh."""
    site.sign_out()
    if visitor == "nobody":
        return
    name, ordinary = f"one {visitor}", visitor if visitor in ROLES else "administrator"
    with site.store.write() as session:
        if account := by_name(session, name):
            account.disabled, account.role = False, ordinary
    site.sign_in(name, ordinary)
    with site.store.write() as session:
        account = by_name(session, name)
        assert account is not None
        account.disabled = visitor == "closed"
        account.role = ordinary if visitor in ROLES or account.disabled else "former role"


def told_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 303 and "/signin?next=" in answer.headers["location"]


def faults(site: SiteUnderTest, writes: Writes, visitor: str, paths: Sequence[str]) -> Iterator[str]:
    """What is wrong with the answers that `visitor` gets."""
    enter(site, visitor)
    for path in paths:
        served = served_by(path)
        for method in METHODS:
            writes.happened()
            answer = site.client.request(method, path)
            status, wrote = answer.status_code, writes.happened()
            said = f"{method} {path} answered {status} to {visitor}"
            address = served.get(method)
            if address is None:
                if status != 405 or wrote:
                    yield f"{said}: no such method here"
                continue
            if admits(address.role, visitor):
                kept_out = told_to_sign_in(answer) or (address.role and status in (401, 403))
                if kept_out or status in (405, 500):
                    yield f"{said}: allowed"
                if method not in ("GET", "HEAD"):
                    enter(site, visitor)  # what was done may have ended the sign-in
                continue
            unknown = visitor in ("nobody", "closed")
            page = method in ("GET", "HEAD") and not path.startswith("/api/")
            if not (told_to_sign_in(answer) if unknown and page else status == 403):
                yield f"{said}: refused"
            if wrote:
                yield f"{said}: refused, and something was written"
            if _SECRET in answer.text:
                yield f"{said}: refused, and it tells"


@pytest.fixture(autouse=True)
def _no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are made in this process: who may ask for them is the question here."""

    def here(_pieces: object, folder: Path, task: Callable[..., bytes], *args: object) -> bytes:
        return task(str(folder), *args)

    monkeypatch.setattr(cutting, "limited", here)


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_gets_further_than_the_role_says(site: SiteUnderTest, visitor: str) -> None:
    paths = dict.fromkeys(
        address.example.replace("pm4x7q2", site.draft if address.role else site.key) for address in ADDRESSES
    )

    with closing(Writes(site)) as writes:
        assert not list(faults(site, writes, visitor, list(paths)))
