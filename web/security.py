"""Keeps strangers out: headers of every answer, the same-origin check, sign-ins, slowed-down guessing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from archive.actions import accounts
from archive.queries.accounts import role_may, signed_in
from archive.settings import Settings
from archive.store import Store, now

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: Scripts, styles, faces and pictures come from this site alone, nothing is written into the page itself.
#: OpenSeadragon draws from blob: addresses and keeps small pictures as data:.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: A signed-in browser is noted as seen at most this often, in seconds.
_SEEN_EVERY = 300


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account behind a request, and the token of its browser."""

    name: str
    role: str
    token: str

    def may(self, role: str) -> bool:
        """Whether this account may do what `role` may."""
        return role_may(self.role, role)


# --- same origin ----------------------------------------------------------------------------------------


def same_origin(headers: Mapping[str, str], url: str) -> bool:
    """Whether an unsafe request comes from our own pages (or from no page at all).

    Browsers say where a request comes from in `Sec-Fetch-Site`; older ones at least in `Origin`. A request
    with neither was not sent by a page of another site: such a browser's cookie is SameSite as well. `url`
    is the public address, for a front server that rewrites Host.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    host = urlsplit(origin).netloc.lower()
    return bool(host) and host in (headers.get("host", "").lower(), urlsplit(url).netloc.lower())


def safe_next(target: str, language: str) -> str:
    r"""Where to go after signing in: a path of this site, else the desk.

    Browsers take "\\" for "/" and drop tabs and line ends, so "/\\evil" and "/<tab>/evil" lead away: only
    printable ASCII without backslashes, one slash first, is followed.
    """
    plain = target.isascii() and target.isprintable() and "\\" not in target and "%" not in target[:4]
    if plain and target.startswith("/") and not target.startswith("//") and not urlsplit(target).netloc:
        return target
    return f"/{language}/desk"


# --- the cookie -----------------------------------------------------------------------------------------


def cookie_name(settings: Settings) -> str:
    """The session cookie's name; `__Host-` ties it to this host over HTTPS."""
    return "__Host-session" if settings.secure_cookies else "session"


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """Give the browser its token."""
    response.set_cookie(
        cookie_name(settings),
        token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        max_age=settings.session_hours * 3600,
    )


def drop_cookie(response: Response, settings: Settings) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(settings), path="/", httponly=True, samesite="lax", secure=settings.secure_cookies
    )


def who(store: Store, token: str) -> SignedIn | None:
    """The account that is signed in with `token`, None for none."""
    if not token or len(token) > 200:
        return None
    with store.read() as session:
        found = signed_in(session, token, hours=store.settings.session_hours)
        if found is None:
            return None
        account, sign_in = found
        stale = (now() - sign_in.seen_at).total_seconds() > _SEEN_EVERY
        person = SignedIn(account.name, account.role, token)
    if stale:
        with store.write() as session:
            accounts.seen(session, token)
    return person


def visitor(request: Request, trusted: str) -> str:
    """The network address a request comes from.

    `trusted`: addresses of front servers, parted by commas ("unix" for one on a socket). Where the request
    comes from one of them, the last entry of X-Forwarded-For that is none of them is the visitor's: entries
    before it are what the visitor says.
    """
    ours = {part.strip() for part in trusted.split(",") if part.strip()}
    peer = request.client.host if request.client and request.client.host else "unix"
    if peer not in ours:
        return peer
    said = request.headers.get("x-forwarded-for", "")[:500].split(",")
    return next((part.strip() for part in reversed(said) if part.strip() and part.strip() not in ours), peer)


# --- guessing -------------------------------------------------------------------------------------------


class Throttle:
    """Counts wrong passwords: by name and address together, by address, by name.

    The first stops a guesser without locking the owner of the name out everywhere; the other two are wider
    nets. Windows are fixed: limits' moving windows keep every address for ever.
    """

    def __init__(self, processes: int = 1) -> None:
        share = max(1, processes)  # each process counts for itself
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._both: RateLimitItem = RateLimitItemPerMinute(max(3, 10 // share), 15)
        self._address: RateLimitItem = RateLimitItemPerMinute(max(10, 60 // share), 15)
        self._name: RateLimitItem = RateLimitItemPerMinute(max(20, 200 // share), 60)

    def _keys(self, name: str, address: str) -> tuple[tuple[RateLimitItem, tuple[str, ...]], ...]:
        name = name.casefold()[:100]
        return (
            (self._both, ("both", name, address)),
            (self._address, ("address", address)),
            (self._name, ("name", name)),
        )

    def allows(self, name: str, address: str) -> bool:
        """Whether another try may be made."""
        return all(self._limiter.test(item, *key) for item, key in self._keys(name, address))

    def wrong(self, name: str, address: str) -> None:
        """Note a wrong try."""
        for item, key in self._keys(name, address):
            self._limiter.hit(item, *key)

    def right(self, name: str, address: str) -> None:
        """Forget the tries of this name from this address."""
        item, key = self._keys(name, address)[0]
        self._limiter.clear(item, *key)


def processes() -> int:
    """How many serving processes share the work (`archive serve --workers`, told by environment)."""
    count = os.environ.get("WEB_CONCURRENCY", "1")
    return int(count) if count.isdigit() else 1
