"""Signing in and out."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import accounts
from archive.errors import NotAllowed
from archive.queries.accounts import by_name
from web.contexts import SignIn
from web.security import cookie_name, drop_cookie, safe_next, set_cookie
from web.visiting import Visit


def sign_in(visit: Visit) -> Response:
    """The staff's door."""
    then = safe_next(visit.query("next"), visit.language)
    if visit.account is not None:
        return visit.redirect(then)
    return visit.page("signin.html", SignIn(visit.to("signin"), then=then), "signin")


def signed_in(visit: Visit) -> Response:
    """Check name and password. A wrong one takes as long for an unknown name as for a known one."""
    name, password = visit.field("name").strip(), str(visit.form.get("password") or "")
    then = safe_next((visit.field("then") or visit.field("next")), visit.language)
    throttle = visit.pieces.throttle
    if not throttle.allows(name, visit.address):
        message = visit.say.gettext("Too many wrong tries. Try again in a quarter of an hour.")
        page = SignIn(visit.to("signin"), name, message, then)
        return visit.page("signin.html", page, "signin", status=429, headers={"retry-after": "900"})
    with visit.store.read() as session:
        account = by_name(session, name)
        hashed = account.password if account is not None and not account.disabled else None
    if not accounts.right_password(hashed, password):
        throttle.wrong(name, visit.address)
        page = SignIn(visit.to("signin"), name, visit.say.gettext("Name or password is wrong."), then)
        return visit.page("signin.html", page, "signin", status=401)
    throttle.right(name, visit.address)
    return _begin(visit, name, then)


def _begin(visit: Visit, name: str, then: str) -> Response:
    """A new token at each sign-in, so that one put into the browser before is worth nothing."""
    old = visit.request.cookies.get(cookie_name(visit.settings), "")
    with visit.store.write() as session:
        account = by_name(session, name)
        if account is None:  # closed in this very moment
            raise NotAllowed("This account is closed.")
        if old:
            accounts.end_sign_in(session, old)
        accounts.forget_old_sign_ins(session, visit.settings.session_hours)
        token = accounts.begin_sign_in(session, account)
    response = visit.redirect(then)
    response.headers["cache-control"] = "no-store"
    set_cookie(response, visit.settings, token)
    return response


def sign_out(visit: Visit) -> Response:
    """Sign this browser out, on the server too."""
    if visit.account is not None:
        with visit.store.write() as session:
            accounts.end_sign_in(session, visit.account.token)
    response = visit.redirect(visit.to())
    response.headers["cache-control"] = "no-store"
    drop_cookie(response, visit.settings)
    return response
