"""What was done to files and pages, in a chain that shows any later tampering."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Event
from archive.store import now


def digest_of(salt: bytes, payload: Any) -> str:
    """SHA-256 over the salt and the payload as canonical JSON.

    The salt keeps a short payload from being guessed from its digest once it has been erased.
    """
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(salt + text.encode()).hexdigest()


def chain_of(previous: str, at: datetime, kind: str, subject: str, digest: str) -> str:
    """The chain value of an event that follows `previous`."""
    line = "\x1f".join((previous, at.isoformat(timespec="microseconds"), kind, subject, digest))
    return hashlib.sha256(line.encode()).hexdigest()


def record(session: Session, kind: str, subject: str, **payload: Any) -> None:
    """Append an event, e.g. `record(session, "ingested", "scan:12", sha256="…")`."""
    previous = session.scalars(select(Event.chain).order_by(Event.id.desc()).limit(1)).one_or_none() or ""
    salt, at = secrets.token_bytes(16), now()
    digest = digest_of(salt, payload)
    session.add(
        Event(
            at=at,
            event_kind=kind,
            subject=subject,
            payload=payload,
            salt=salt,
            digest=digest,
            chain=chain_of(previous, at, kind, subject, digest),
        )
    )
    session.flush()


def erase_payload(session: Session, event: Event) -> None:
    """Forget what an event said (privacy); that it happened stays proven."""
    event.payload = None
    session.flush()


@dataclass(frozen=True, slots=True)
class Walk:
    """What walking the chain found: how many events, the chain value of the last, ids of broken links.

    Events cut off at the end leave a chain that is whole: compare `head` with one noted down before.
    """

    events: int
    head: str
    broken: tuple[int, ...]


def walk(session: Session) -> Walk:
    """Walk the chain from its first event: each must follow from the one before and say what it said."""
    broken: list[int] = []
    previous, count = "", 0
    for event in session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000)):
        right = chain_of(previous, event.at, event.event_kind, event.subject, event.digest) == event.chain
        if event.payload is not None:
            right = right and digest_of(event.salt, event.payload) == event.digest
        if not right:
            broken.append(event.id)
        previous, count = event.chain, count + 1
    return Walk(count, previous, tuple(broken))


def broken_links(session: Session) -> tuple[int, ...]:
    """Ids of events that do not follow from the one before, or whose payload was changed."""
    return walk(session).broken
