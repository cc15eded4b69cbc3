"""What the pages of accounts may show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account: its role, whether it is closed, in how many browsers it is signed in, when seen last."""

    id: int
    name: str
    role: str
    closed: bool
    browsers: int
    seen: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts. Posts `do` to `action`: add (`name`, `role`); role, link, close, open, end (`account`).

    `link`: an address to choose a password at, shown this once; `link_for`: whose.
    """

    action: str
    rows: tuple[AccountRow, ...]
    roles: tuple[str, ...]
    link: str = ""
    link_for: str = ""


@dataclass(frozen=True, slots=True)
class PasswordForm:
    """A new password. `name`: whose; `old`: the one in use is asked for; `error` told, "" for none."""

    action: str
    name: str
    old: bool
    shortest: int
    error: str = ""
