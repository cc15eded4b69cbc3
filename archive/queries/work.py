"""How ingest stands: batches, steps waiting, done and failed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Batch, Issue, Page, Step


def batches(session: Session, limit: int = 50) -> Sequence[Batch]:
    """The newest deliveries."""
    return session.scalars(select(Batch).order_by(Batch.id.desc()).limit(limit)).all()


def batch(session: Session, batch_id: int) -> Batch | None:
    """One delivery, None for none."""
    return session.get(Batch, batch_id)


def waiting_batches(session: Session) -> Sequence[Batch]:
    """Deliveries left to the worker, oldest first."""
    return session.scalars(select(Batch).where(Batch.state == "waiting").order_by(Batch.id)).all()


def issues_of_batch(session: Session, batch_id: int) -> Sequence[Issue]:
    """The issues that a delivery made."""
    return session.scalars(select(Issue).where(Issue.batch_id == batch_id).order_by(Issue.id)).all()


def step_counts(session: Session, issue_ids: Collection[int] | None = None) -> dict[tuple[str, str], int]:
    """How many steps there are by (name, state)."""
    query = select(Step.name, Step.state, func.count()).group_by(Step.name, Step.state)
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return {(name, state): count for name, state, count in session.execute(query)}


def step(session: Session, subject_kind: str, subject_id: int, name: str) -> Step | None:
    """One step of one page, stream or issue."""
    return session.scalars(
        select(Step).where(
            Step.subject_kind == subject_kind, Step.subject_id == subject_id, Step.name == name
        )
    ).one_or_none()


def steps_of(session: Session, issue_id: int) -> Sequence[Step]:
    """All steps of an issue."""
    return session.scalars(select(Step).where(Step.issue_id == issue_id).order_by(Step.id)).all()


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step that failed, told so that someone can act."""

    issue_key: str
    issue_source: str
    page: int | None  # minted number
    name: str
    message: str
    attempts: int


def failed(session: Session, issue_ids: Collection[int] | None = None) -> tuple[FailedStep, ...]:
    """Every failed step, with its issue and page."""
    query = (
        select(Step, Issue, Page.number)
        .join(Issue, Issue.id == Step.issue_id)
        .outerjoin(Page, (Step.subject_kind == "page") & (Page.id == Step.subject_id))
        .where(Step.state == "failed")
        .order_by(Step.issue_id, Step.id)
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return tuple(
        FailedStep(issue.key, issue.source, number, step.name, step.message, step.attempts)
        for step, issue, number in session.execute(query)
    )


def unfinished(session: Session, issue_ids: Collection[int] | None = None) -> int:
    """How many steps are waiting or claimed."""
    query = select(func.count()).select_from(Step).where(Step.state.in_(("waiting", "claimed")))
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return session.scalar(query) or 0
