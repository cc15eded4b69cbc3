"""Who did what: accounts, change sets, events, batches, and the steps of ingest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models.mapping import PLAIN, Record, UtcTime

#: From least to most; each may do what those before it may.
ROLES = ("reader", "digitiser", "archivist", "reviewer", "administrator")


class Clock(Record):
    """One row: the last change number given out."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class Identifier(Record):
    """A name once minted, for ever: what it stands for and, after a merge, where it leads."""

    __tablename__ = "identifiers"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    naan: Mapped[str] = mapped_column()
    merged_into: Mapped[str | None] = mapped_column()


class Account(Record):
    """Someone who may sign in."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column()
    password: Mapped[str] = mapped_column()  # an Argon2 hash
    language: Mapped[str] = mapped_column(default="")
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class PasswordLink(Record):
    """A link that lets somebody choose a password, once. Only a hash of its token is kept."""

    __tablename__ = "password_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    until: Mapped[datetime] = mapped_column(UtcTime)
    used: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship()


class SignIn(Record):
    """A browser signed in. Only a hash of its token is kept, so a stolen store opens no door."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship()


class ChangeSet(Record):
    """An act: someone, at a moment, for a reason, changed these fields of these records."""

    __tablename__ = "change_sets"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column()  # account name, or "ingest", "terminal"
    at: Mapped[datetime] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(default="")
    undoes: Mapped[int | None] = mapped_column(index=True)

    changes: Mapped[list[Change]] = relationship(order_by="Change.id", viewonly=True)


class Change(Record):
    """One field of one record, before and after. `made`: the record was made by this change set."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_record", "record_kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_set: Mapped[int] = mapped_column(ForeignKey("change_sets.number"), index=True)
    record_kind: Mapped[str] = mapped_column()
    record_id: Mapped[int] = mapped_column()
    field: Mapped[str] = mapped_column()
    before: Mapped[Any] = mapped_column(PLAIN, nullable=True)
    after: Mapped[Any] = mapped_column(PLAIN, nullable=True)


class Event(Record):
    """What was done to a file or page (PREMIS).

    Hash-chained over a salted digest of the payload, so that a payload can be erased for privacy and the
    chain still verifies.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    event_kind: Mapped[str] = mapped_column()
    subject: Mapped[str] = mapped_column(index=True)  # "page:12", "batch:3", "issue:pm…"
    payload: Mapped[Any] = mapped_column(PLAIN, nullable=True)  # None: erased
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column()  # SHA-256 of salt and payload
    chain: Mapped[str] = mapped_column()  # SHA-256 of the previous chain value, moment, kind, subject, digest


class Batch(Record):
    """One delivery of scans: who, when, with what, and how it ended."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column()  # the folder or file that was given
    operator: Mapped[str] = mapped_column(default="")
    tools: Mapped[Any] = mapped_column(PLAIN, default=dict)  # versions of what read it
    state: Mapped[str] = mapped_column(default="running")  # waiting, running, done, failed, interrupted
    report: Mapped[Any] = mapped_column(PLAIN, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    scanner: Mapped[str] = mapped_column(default="")
    copy_of: Mapped[str] = mapped_column(default="")  # whose copy was scanned
    profile: Mapped[str] = mapped_column(default="")  # the naming profile it was taken in by
    verdict: Mapped[str] = mapped_column(default="")  # "", accepted, rejected, rolled-back
    verdict_reason: Mapped[str] = mapped_column(default="")
    verdict_by: Mapped[str] = mapped_column(default="")
    verdict_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Step(Record):
    """How far one step of ingest is with one page, stream or issue; also how the work is shared out."""

    __tablename__ = "steps"
    __table_args__ = (
        Index("uq_steps_subject", "subject_kind", "subject_id", "name", unique=True),
        Index("ix_steps_state", "state", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column()  # page, stream, issue
    subject_id: Mapped[int] = mapped_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    name: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, claimed, done, failed
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime | None] = mapped_column(UtcTime)  # a claim not renewed by then is free again
    message: Mapped[str] = mapped_column(default="")
    #: What it was made from (text revision, frame, pages); another value means: do it again.
    made_from: Mapped[str] = mapped_column(default="")
    seconds: Mapped[float | None] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
