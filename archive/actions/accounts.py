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

from archive.errors import BadInput, NotAllowed
from archive.letters import clean
from archive.models import ROLES, Account, SignIn
from archive.store import now

#: Shortest password, in characters (NIST SP 800-63B asks for at least 8; ours protects a whole archive).
SHORTEST = 10
_LONGEST = 1000
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
