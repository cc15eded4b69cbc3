"""How far reading is: pages waiting and read, pages a minute, time left, what runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from archive.actions import steps
from archive.failures import Failure
from archive.models import Step
from archive.queries import work
from archive.store import Store, now
from tests.builders import an_issue


def _wanted(session: Session, issue_id: int, count: int, name: str = "text") -> list[Step]:
    return [steps.want(session, "page", number, issue_id, name) for number in range(1, count + 1)]


def _read(session: Session, step: Step, seconds_ago: float) -> None:
    steps.finish(session, step)
    step.changed_at = now() - timedelta(seconds=seconds_ago)


def test_an_archive_at_rest_has_nothing_left(store: Store) -> None:
    with store.read() as session:
        progress = work.progress(session)
    assert progress.is_over
    assert (progress.pages, progress.pages_a_minute, progress.seconds_left) == (0, None, 0.0)


def test_the_time_left_follows_from_the_speed_of_now(store: Store) -> None:
    issue_id = an_issue(store, ["un"] * 20)
    with store.write() as session:
        wanted = _wanted(session, issue_id, 20)
        for seconds, step in enumerate(wanted[:7]):
            _read(session, step, 60 - 10 * seconds)
        _read(session, wanted[7], 7200)  # hours ago: says nothing about now
    with store.read() as session:
        progress = work.progress(session)
    assert (progress.waiting, progress.done, progress.pages) == (12, 8, 20)
    assert progress.pages_a_minute == pytest.approx(6.0, rel=0.01)
    assert progress.seconds_left == pytest.approx(120, rel=0.01)
    assert not progress.is_over


def test_too_few_pages_tell_no_speed(store: Store) -> None:
    issue_id = an_issue(store, ["un"] * 3)
    with store.write() as session:
        wanted = _wanted(session, issue_id, 3)
        _read(session, wanted[0], 20)
        _read(session, wanted[1], 10)
    with store.read() as session:
        progress = work.progress(session)
    assert (progress.pages_a_minute, progress.seconds_left) == (None, None)


def test_what_runs_is_named_and_what_failed_is_not_waited_for(store: Store) -> None:
    one, other = an_issue(store, ["un"]), an_issue(store, ["deux"])
    with store.write() as session:
        _wanted(session, one, 1)
        [failing] = [steps.want(session, "page", 2, other, "text")]
        steps.fail(session, failing, Failure(plain="torn"), again=False)
        steps.claim(session, "someone", ("text",), lease=60)
    with store.read() as session:
        progress, others = work.progress(session), work.progress(session, [other])
    [running] = progress.running
    assert (running.name, running.page, running.owner) == ("text", 1, "someone")
    assert (progress.reading, progress.failed) == (1, 1)
    assert others.running == ()
    assert others.is_over
