"""Mints names, once and for ever."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive import keys
from archive.models import Identifier


def mint(session: Session, kind: str) -> str:
    """A new name for a record of `kind`, never used before."""
    naan = session.info["settings"].naan
    while True:
        name = keys.mint(naan)
        if session.get(Identifier, name) is None:
            session.add(Identifier(name=name, kind=kind, naan=naan))
            session.flush()
            return name
