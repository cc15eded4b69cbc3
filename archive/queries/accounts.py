"""Who may sign in, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.actions.accounts import token_hash
from archive.models import ROLES, Account, SignIn
from archive.store import now


def by_name(session: Session, name: str) -> Account | None:
    """The account of this name, None for none."""
    return session.scalars(select(Account).where(Account.name == name)).one_or_none()


def every(session: Session) -> Sequence[Account]:
    """All accounts by name."""
    return session.scalars(select(Account).order_by(Account.name)).all()


def counted(session: Session, *, hours: int) -> dict[int, tuple[int, datetime]]:
    """How many browsers each account is signed in with, and when it was seen last, by row id."""
    rows = session.execute(
        select(SignIn.account_id, func.count(), func.max(SignIn.seen_at))
        .where(SignIn.revoked.is_(False), SignIn.seen_at >= now() - timedelta(hours=hours))
        .group_by(SignIn.account_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def signed_in(session: Session, token: str, *, hours: int) -> tuple[Account, SignIn] | None:
    """The account of a browser's token, unless signed out, closed, or unused for `hours`."""
    sign_in = session.get(SignIn, token_hash(token))
    if sign_in is None or sign_in.revoked or sign_in.seen_at < now() - timedelta(hours=hours):
        return None
    return None if sign_in.account.disabled else (sign_in.account, sign_in)


def role_may(role: str, wanted: str) -> bool:
    """Whether `role` may do what `wanted` may (they go from least to most); an unknown role may nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(wanted)


def may(account: Account | None, role: str) -> bool:
    """Whether an account may do what `role` may."""
    return account is not None and role_may(account.role, role)
