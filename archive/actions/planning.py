"""Publication planned for a day and hour: kept with an issue in review, done by the worker when it comes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import changes, issues
from archive.models import Change, ChangeSet, Issue
from archive.planning import wall_clock

BY = "calendar"


def due(session: Session) -> list[Issue]:
    """The issues whose moment has come.

    One that was published so and taken back by undo has its plan again, but is not published a second time
    by itself.
    """
    waiting = session.scalars(
        select(Issue).where(
            Issue.state == "review",
            Issue.withdrawn.is_(False),
            Issue.planned_at != "",
            Issue.planned_at <= wall_clock(),
        )
    )
    return [issue for issue in waiting if not was_done(session, issue)]


def was_done(session: Session, issue: Issue) -> bool:
    """Whether an issue was published by the plan that it has now (and taken back since)."""
    kept = session.scalars(
        select(Change.before)
        .join(ChangeSet, ChangeSet.number == Change.change_set)
        .where(
            ChangeSet.by == BY,
            Change.record_kind == "issue",
            Change.record_id == issue.id,
            Change.field == "planned_at",
        )
    )
    return issue.planned_at in kept.all()


def publish_due(session: Session) -> list[str]:
    """Publish what is due, in one change set; returns the keys. Run by the worker, every few seconds."""
    found = due(session)
    if not found:
        return []
    change_set = changes.begin(session, by=BY, why="the day planned for publication has come")
    return [
        issue.key
        for issue in issues.set_state(session, change_set, [issue.id for issue in found], "published")
    ]
