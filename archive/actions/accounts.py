"""Accounts, passwords and sign-ins."""

from __future__ import annotations

import hashlib
import secrets
import threading
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import events
from archive.errors import BadInput, NotAllowed
from archive.letters import clean
from archive.models import ROLES, Account, PasswordLink, SignIn
from archive.store import now

#: Shortest password, in characters (NIST SP 800-63B asks for at least 8; ours protects a whole archive).
SHORTEST = 10
_LONGEST = 1000
#: How long a link to choose a password works.
LINK_LASTS = timedelta(days=2)
# A hash takes 64 MiB and 175 ms of CPU: two at a time, so that guessing cannot exhaust the machine.
_two_at_a_time = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check for unknown names, so that they take as long as known ones."""
    return _hasher().hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """The Argon2 hash of a password. Raises BadInput for one that is too short or too long."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise BadInput("A password has at least {shortest} characters.", shortest=SHORTEST)
    with _two_at_a_time:
        return _hasher().hash(password)


def add(session: Session, name: str, role: str, password: str, *, language: str = "") -> Account:
    """A new account. Raises BadInput for a name in use, an unknown role, a short password."""
    name = clean(name).strip()
    if not 1 <= len(name) <= 100:
        raise BadInput("An account needs a name of 1 to 100 characters.")
    if role not in ROLES:
        raise BadInput(
            "{role} is not a role.", "Choose one of: {roles}.", role=repr(role), roles=", ".join(ROLES)
        )
    if session.scalars(select(Account).where(Account.name == name)).one_or_none() is not None:
        raise BadInput("There is an account {name} already.", name=name)
    account = Account(
        name=name, role=role, password=hash_password(password), language=language, created_at=now()
    )
    session.add(account)
    session.flush()
    return account


def set_password(session: Session, account: Account, password: str) -> None:
    """A new password; every browser signed in with the old one is signed out."""
    account.password = hash_password(password)
    for sign_in in session.scalars(select(SignIn).where(SignIn.account_id == account.id)):
        sign_in.revoked = True
    session.flush()


def right_password(hashed: str | None, password: str) -> bool:
    """Whether the password fits the hash; takes as long for None (an unknown name)."""
    with _two_at_a_time:
        try:
            fits = _hasher().verify(hashed or _nobody(), password[:_LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return fits and hashed is not None


def invite(session: Session, name: str, role: str, *, by: str) -> tuple[Account, str]:
    """A new account without a password yet, and the token of the link by which its owner chooses one."""
    account = add(session, name, role, secrets.token_urlsafe(32))
    events.record(session, "account made", f"account:{account.id}", name=account.name, role=role, by=by)
    return account, password_link(session, account, by=by)


def password_link(session: Session, account: Account, *, by: str) -> str:
    """The token of a link by which the account's owner chooses a password, once, within two days.

    Links given out before no longer work.
    """
    for older in session.scalars(select(PasswordLink).where(PasswordLink.account_id == account.id)):
        older.used = True
    token = secrets.token_urlsafe(32)
    link = PasswordLink(token_hash=token_hash(token), account_id=account.id, until=now() + LINK_LASTS)
    session.add(link)
    events.record(session, "password link", f"account:{account.id}", by=by)
    session.flush()
    return token


def linked(session: Session, token: str) -> Account | None:
    """The account whose password a link's token may set; None for one that was used, is old or unknown."""
    link = session.get(PasswordLink, token_hash(token))
    if link is None or link.used or link.until < now() or link.account.disabled:
        return None
    return link.account


def use_link(session: Session, token: str, password: str) -> Account:
    """Set the password that a link is for; the link is used up. Raises NotAllowed, BadInput."""
    account = linked(session, token)
    if account is None:
        raise NotAllowed("This link was used already, or is too old.", "Ask an administrator for a new one.")
    set_password(session, account, password)
    session.get_one(PasswordLink, token_hash(token)).used = True
    session.flush()
    return account


def set_role(session: Session, account: Account, role: str, *, by: str) -> None:
    """Give an account another role. Raises BadInput for the last administrator's."""
    if role not in ROLES:
        raise BadInput(
            "{role} is not a role.", "Choose one of: {roles}.", role=repr(role), roles=", ".join(ROLES)
        )
    if account.role == "administrator" and role != "administrator":
        _require_another_administrator(session, account)
    before, account.role = account.role, role
    events.record(session, "role changed", f"account:{account.id}", before=before, after=role, by=by)
    session.flush()


def set_closed(session: Session, account: Account, closed: bool, *, by: str) -> None:
    """Close an account (its browsers are signed out), or open it again.

    Raises BadInput for the last administrator.
    """
    if closed:
        _require_another_administrator(session, account)
        end_sign_ins(session, account, by=by)
    account.disabled = closed
    events.record(session, "account closed" if closed else "account opened", f"account:{account.id}", by=by)
    session.flush()


def end_sign_ins(session: Session, account: Account, *, by: str) -> int:
    """Sign every browser of an account out; returns how many were signed in."""
    held = session.scalars(select(SignIn).where(SignIn.account_id == account.id, SignIn.revoked.is_(False)))
    ended = 0
    for sign_in in held:
        sign_in.revoked, ended = True, ended + 1
    if ended:
        events.record(session, "signed out everywhere", f"account:{account.id}", by=by)
    session.flush()
    return ended


def _require_another_administrator(session: Session, account: Account) -> None:
    others = session.scalars(
        select(Account.id).where(
            Account.role == "administrator", Account.disabled.is_(False), Account.id != account.id
        )
    ).first()
    if account.role == "administrator" and others is None:
        raise BadInput(
            "This is the only administrator; nobody could let people in any more.",
            "Make another account an administrator first.",
        )


def begin_sign_in(session: Session, account: Account) -> str:
    """Sign a browser in; returns the token for its cookie (kept here only as a hash)."""
    if account.disabled:
        raise NotAllowed("This account is closed.")
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=token_hash(token), account_id=account.id, created_at=now(), seen_at=now()))
    session.flush()
    return token


def end_sign_in(session: Session, token: str) -> None:
    """Sign the browser with this token out, on the server too."""
    sign_in = session.get(SignIn, token_hash(token))
    if sign_in is not None:
        sign_in.revoked = True


def seen(session: Session, token: str) -> None:
    """Note that a signed-in browser was seen (at most once in five minutes is enough)."""
    sign_in = session.get(SignIn, token_hash(token))
    if sign_in is not None:
        sign_in.seen_at = now()


def forget_old_sign_ins(session: Session, hours: int) -> None:
    """Remove sign-ins unused for `hours`."""
    limit = now() - timedelta(hours=hours)
    for old in session.scalars(select(SignIn).where((SignIn.seen_at < limit) | SignIn.revoked)):
        session.delete(old)


def token_hash(token: str) -> str:
    """What is kept of a token. A plain hash is enough: the token itself has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
