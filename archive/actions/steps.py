"""The steps of ingest: claimed by one worker at a time, finished, failed, queued again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive.failures import Failure
from archive.models import Step
from archive.store import now

#: What `made_from` ends with while a step is to be done a second time from the same thing.
AGAIN = " again"
#: The steps of a page, done again when it is shown from another scan.
PAGE_STEPS = ("text", "pictures")


def want(
    session: Session, subject_kind: str, subject_id: int, issue_id: int, name: str, made_from: str = ""
) -> Step:
    """Make sure a step is on the list; one done from something else than `made_from` waits again."""
    step = session.scalars(
        select(Step).where(
            Step.subject_kind == subject_kind, Step.subject_id == subject_id, Step.name == name
        )
    ).one_or_none()
    if step is None:
        step = Step(
            subject_kind=subject_kind,
            subject_id=subject_id,
            issue_id=issue_id,
            name=name,
            made_from=made_from,
            changed_at=now(),
        )
        session.add(step)
    elif step.made_from != made_from:
        step.made_from, step.state, step.attempts = made_from, "waiting", 0
        step.owner, step.until, step.message, step.changed_at = "", None, "", now()
    session.flush()
    return step


def settle(
    session: Session, subject_kind: str, subject_id: int, issue_id: int, name: str, made_from: str
) -> None:
    """Say that what a step makes is there already; whoever works on it from something else works in vain."""
    finish(session, want(session, subject_kind, subject_id, issue_id, name, made_from))


def claim(
    session: Session,
    owner: str,
    names: Collection[str],
    *,
    lease: float,
    issue_ids: Collection[int] | None = None,
    most: int = 1,
) -> list[Step]:
    """Take up to `most` waiting steps (or ones whose claim ran out) for `owner`, for `lease` seconds."""
    moment = now()
    query = (
        select(Step)
        .where(
            Step.name.in_(list(names)),
            or_(Step.state == "waiting", (Step.state == "claimed") & (Step.until < moment)),
        )
        .order_by(Step.issue_id, Step.id)
        .limit(most)
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    taken = list(session.scalars(query))
    for step in taken:
        step.state, step.owner = "claimed", owner
        step.until, step.changed_at = moment + timedelta(seconds=lease), moment
        step.attempts += 1
    session.flush()
    return taken


def take(session: Session, step: Step, owner: str, *, lease: float) -> bool:
    """Claim one step for `owner`, whatever its state; False where someone else holds it."""
    moment = now()
    if step.state == "claimed" and step.owner != owner and step.until is not None and step.until >= moment:
        return False
    step.state, step.owner = "claimed", owner
    step.until, step.changed_at = moment + timedelta(seconds=lease), moment
    step.attempts += 1
    session.flush()
    return True


def finish(session: Session, step: Step, *, seconds: float | None = None) -> None:
    """The step is done."""
    step.made_from = step.made_from.removesuffix(AGAIN)
    step.state, step.owner, step.until, step.message = "done", "", None, ""
    step.seconds, step.changed_at = seconds, now()
    session.flush()


def fail(session: Session, step: Step, failure: Failure, *, again: bool) -> None:
    """The step failed, for the reason in `failure`; `again` puts it back on the list."""
    step.state = "waiting" if again else "failed"
    step.owner, step.until, step.message, step.changed_at = "", None, failure.to_text(), now()
    session.flush()


def release(session: Session, owner: str) -> int:
    """Give back what `owner` holds (it is ending); returns how many."""
    held = list(session.scalars(select(Step).where(Step.owner == owner, Step.state == "claimed")))
    for step in held:
        step.state, step.owner, step.until = "waiting", "", None
        step.attempts = max(0, step.attempts - 1)
    session.flush()
    return len(held)


def retry_failed(session: Session, issue_ids: Collection[int] | None = None) -> int:
    """Put failed steps on the list again; returns how many."""
    query = select(Step).where(Step.state == "failed")
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    failed = list(session.scalars(query))
    for step in failed:
        step.state, step.attempts, step.changed_at = "waiting", 0, now()
    session.flush()
    return len(failed)


def restart(
    session: Session, names: Collection[str], issue_ids: Collection[int], subject_ids: Collection[int] = ()
) -> int:
    """Put steps that are done or failed on the list again, for all or some pages (ids); returns how many."""
    query = select(Step).where(
        Step.name.in_(list(names)), Step.issue_id.in_(list(issue_ids)), Step.state.in_(("done", "failed"))
    )
    if subject_ids:
        query = query.where(Step.subject_kind == "page", Step.subject_id.in_(list(subject_ids)))
    ended = list(session.scalars(query))
    for step in ended:
        step.state, step.attempts, step.message, step.changed_at = "waiting", 0, "", now()
        step.made_from = step.made_from.removesuffix(AGAIN) + AGAIN
    session.flush()
    return len(ended)
