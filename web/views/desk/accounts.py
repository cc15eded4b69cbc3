"""Accounts: who may sign in, with which role; a password chosen by link, changed by its owner."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import accounts
from archive.errors import BadInput, NotAllowed, NotFound
from archive.models import ROLES, Account
from archive.queries import accounts as questions
from archive.store import Session
from web.account_contexts import AccountRow, Accounts, PasswordForm
from web.contexts import Notice
from web.told import moment
from web.visiting import Visit


def every(visit: Visit) -> Response:
    """All accounts."""
    with visit.store.read() as session:
        context = _context(visit, session)
    return visit.page("desk/accounts.html", context, "accounts", notices=_done(visit))


def change(visit: Visit) -> Response:
    """Add an account, change its role, close it, sign it out, or make a link for a new password."""
    wanted, by = visit.field("do"), _by(visit)
    token = name = ""
    with visit.store.write() as session:
        if wanted == "add":
            account, token = accounts.invite(session, visit.field("name"), visit.field("role"), by=by)
        else:
            account = _chosen(visit, session)
            token = _changed(visit, session, account, wanted)
        name = account.name
        context = _context(visit, session, token, name) if token else None
    if context is not None:  # the link is shown once and stands in no address
        return visit.page("desk/accounts.html", context, "accounts")
    return visit.redirect(visit.to("desk/accounts"), done="saved")


def _changed(visit: Visit, session: Session, account: Account, wanted: str) -> str:
    """Do what was asked for; the token of a link, "" for none."""
    by = _by(visit)
    match wanted:
        case "role":
            accounts.set_role(session, account, visit.field("role"), by=by)
        case "close" | "open":
            accounts.set_closed(session, account, wanted == "close", by=by)
        case "end":
            accounts.end_sign_ins(session, account, by=by)
        case "link":
            return accounts.password_link(session, account, by=by)
        case _:
            raise BadInput("Choose what to do with the account.")
    return ""


def _chosen(visit: Visit, session: Session) -> Account:
    number = visit.field("account")
    found = session.get(Account, int(number)) if number.isascii() and number.isdecimal() else None
    if found is None:
        raise NotFound("There is no such account.")
    return found


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _context(visit: Visit, session: Session, token: str = "", name: str = "") -> Accounts:
    signed_in = questions.counted(session, hours=visit.settings.session_hours)
    rows = []
    for account in questions.every(session):
        browsers, last = signed_in.get(account.id, (0, None))
        seen = moment(last, visit.say) if last is not None else ""
        rows.append(AccountRow(account.id, account.name, account.role, account.disabled, browsers, seen))
    base = visit.settings.url.rstrip("/")
    link = f"{base}{visit.to('password')}/{token}" if token else ""
    return Accounts(visit.to("desk/accounts"), tuple(rows), ROLES, link, name)


def _done(visit: Visit) -> tuple[Notice, ...]:
    return (Notice(visit.translate("Saved"), "good"),) if visit.query("done") == "saved" else ()


# --- passwords ------------------------------------------------------------------------------------------


def own(visit: Visit) -> Response:
    """Change one's own password."""
    return _form(visit, visit.to("desk/password"), _by(visit), old=True)


def change_own(visit: Visit) -> Response:
    """Keep a new password; every browser of the account is signed out, this one too."""
    name, action = _by(visit), visit.to("desk/password")
    old, new = str(visit.form.get("old") or ""), str(visit.form.get("password") or "")
    if not visit.pieces.throttle.allows(name, visit.address):
        raise NotAllowed("Too many wrong tries.", "Try again in a quarter of an hour.")
    with visit.store.read() as session:
        account = questions.by_name(session, name)
        hashed = account.password if account is not None else None
    if not accounts.right_password(hashed, old):
        visit.pieces.throttle.wrong(name, visit.address)
        return _form(visit, action, name, old=True, error=visit.translate("Name or password is wrong."))
    try:
        with visit.store.write() as session:
            account = questions.by_name(session, name)
            if account is None:
                raise NotFound("There is no such account.")
            accounts.set_password(session, account, new)
    except BadInput as error:
        return _form(visit, action, name, old=True, error=error.told(visit.translate))
    return visit.redirect(visit.to("signin"))


def by_link(visit: Visit) -> Response:
    """Choose a password by the link an administrator gave. Raises NotAllowed for a used or old one."""
    with visit.store.read() as session:
        account = accounts.linked(session, visit.param("token"))
        if account is None:
            raise NotAllowed(
                "This link was used already, or is too old.", "Ask an administrator for a new one."
            )
        name = account.name
    return _form(visit, visit.request.url.path, name, old=False)


def choose(visit: Visit) -> Response:
    """Keep the password that was chosen by link."""
    token, new = visit.param("token"), str(visit.form.get("password") or "")
    try:
        with visit.store.write() as session:
            accounts.use_link(session, token, new)
    except BadInput as error:
        with visit.store.read() as session:
            account = accounts.linked(session, token)
            name = account.name if account else ""
        return _form(visit, visit.request.url.path, name, old=False, error=error.told(visit.translate))
    return visit.redirect(visit.to("signin"))


def _form(visit: Visit, action: str, name: str, *, old: bool, error: str = "") -> Response:
    context = PasswordForm(action, name, old, accounts.SHORTEST, error)
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    return visit.page("password.html", context, "", status=400 if error else 200, headers=headers)
