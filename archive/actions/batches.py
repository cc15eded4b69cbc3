"""Deliveries of scans: begun, reported, finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from archive.actions import events
from archive.models import Batch
from archive.store import now


def begin(
    session: Session,
    source: str,
    *,
    operator: str = "",
    tools: Mapping[str, str] | None = None,
    state: str = "running",
    scanner: str = "",
    copy_of: str = "",
    profile: str = "",
) -> Batch:
    """A new batch. `state` "waiting" leaves it to the worker.

    `scanner` and `copy_of` (whose copy was scanned) hold for all its scans; `profile`: how names were read.
    """
    batch = Batch(
        source=source,
        operator=operator,
        tools=dict(tools or {}),
        state=state,
        scanner=scanner,
        copy_of=copy_of,
        profile=profile,
        started_at=now(),
    )
    session.add(batch)
    session.flush()
    events.record(session, "batch begun", f"batch:{batch.id}", source=source, operator=operator)
    return batch


def set_state(session: Session, batch: Batch, state: str, report: Mapping[str, Any] | None = None) -> None:
    """Say how the batch stands, and what its report is so far."""
    batch.state = state
    if report is not None:
        batch.report = dict(report)
    if state in ("done", "failed", "interrupted"):
        batch.finished_at = now()
        events.record(session, f"batch {state}", f"batch:{batch.id}")
    session.flush()


def name_tools(session: Session, batch: Batch, tools: Mapping[str, str]) -> None:
    """Say with what a delivery through the browser is read, once somebody does."""
    batch.tools = dict(tools)
    session.flush()


def name_source(session: Session, batch: Batch, source: str) -> None:
    """Say what a delivery through the browser is called, once its files have come."""
    batch.source = source
    session.flush()
