"""`archive ingest run`, whole: find issues, take them in, read their pages, report; stop in good order."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from importlib.metadata import version
from pathlib import Path

from archive.actions import batches
from archive.actions import steps as step_actions
from archive.actions.issues import by_key
from archive.errors import BadInput
from archive.models import Issue
from archive.queries import decisions, work
from archive.queries.pages import of_issue
from archive.settings import Settings
from archive.store import Session, Store
from ingest import space
from ingest.description_values import read_range
from ingest.found_issues import Found
from ingest.intake import TakenIn, take_in
from ingest.paging_faults import paging_faults
from ingest.pipeline import Done, Loop, catch_up
from ingest.reporting import Report
from ingest.running import Delivery, Run, Workers
from ingest.space import Space
from ingest.survey import find


def ingest(
    paths: Iterable[Path],
    store: Store,
    settings: Settings,
    workers: Workers,
    *,
    delivery: Delivery | None = None,
    tools: dict[str, str] | None = None,
    told: Callable[[Done], None] = lambda done: None,
    counted: Callable[[int], None] = lambda pages: None,
) -> Report:
    """Take in all issues below `paths` and read what is not read yet.

    Never stops for one bad file. Ctrl-C (KeyboardInterrupt) ends it in good order: the report says
    "interrupted", claims are given back, and the same command goes on from there. `told` hears of each step
    that ended, `counted` how many pages there are to read. Raises NoSpace, MissingTool, BadInput.
    """
    given = [path.absolute() for path in paths]
    run = Run(store, settings, workers, source=", ".join(map(str, given)), tools=tools, delivery=delivery)
    report = Report(tools=dict(tools or {}))
    begun = time.monotonic()
    try:
        _go(given, run, report, told, counted)
    except KeyboardInterrupt:
        report.ended = "interrupted"
    except BaseException:
        report.ended = "failed"
        raise
    finally:
        report.seconds = time.monotonic() - begun
        _end(run, report)
    return report


def redo(
    keys: Iterable[str],
    store: Store,
    settings: Settings,
    workers: Workers,
    *,
    pages: str = "",
    names: Collection[str] = (),
    tools: dict[str, str] | None = None,
    told: Callable[[Done], None] = lambda done: None,
) -> Report:
    """Do steps of issues (named by key) again, for all or some pages ("3-5,8"). Raises NotFound, BadInput."""
    chosen = list(keys)
    run = Run(store, settings, workers, source=f"redo {', '.join(chosen)}", tools=tools)
    report = Report(tools=dict(tools or {}))
    begun = time.monotonic()
    try:
        with run.write() as session:
            for key in chosen:
                issue = by_key(session, key)
                report.issues.append(TakenIn(issue.source, issue.key, issue.id, issue.key))
                ids = _page_ids(session, issue, pages)
                step_actions.restart(session, names, [issue.id], ids)
        _read_all(run, report, told)
    except KeyboardInterrupt:
        report.ended = "interrupted"
    except BaseException:
        report.ended = "failed"
        raise
    finally:
        report.seconds = time.monotonic() - begun
        _end(run, report)
    return report


def _page_ids(session: Session, issue: Issue, pages: str) -> list[int]:
    """Row ids of the pages with these minted numbers; [] for all."""
    if not pages.strip():
        return []
    ids = {page.number: page.id for page in of_issue(session, issue.id)}
    numbers: list[int] = []
    for part in pages.split(","):
        found = read_range(part)
        if found is None:
            raise BadInput("{pages} is no list of pages.", 'Write "3-5,8".', pages=repr(pages))
        numbers += range(found[0], found[1] + 1)
    strange = [number for number in numbers if number not in ids]
    if strange:
        raise BadInput("The issue {key} has no page p{number}.", key=issue.key, number=strange[0])
    return [ids[number] for number in numbers]


def _read_all(run: Run, report: Report, told: Callable[[Done], None]) -> None:
    loop = Loop(run, {issue.issue_id for issue in report.issues if issue.issue_id}, _counting(report, told))
    try:
        _begin_batch(run, loop)
        loop.finish()
    finally:
        loop.abandon()


def _counting(report: Report, told: Callable[[Done], None]) -> Callable[[Done], None]:
    def tell(done: Done) -> None:
        if not done.failed:
            report.steps[done.name] += 1
        told(done)

    return tell


def tools_of(settings: Settings) -> dict[str, str]:
    """What takes in and reads pages on this machine, with versions; kept with each delivery.

    Raises MissingTool where a language is missing.
    """
    from ingest.engines.tessdata import require
    from ingest.ocr import engine_for

    engine = engine_for(settings)
    require(("ar", "fr"), engine.languages())
    return {
        "ocr": f"{engine.name} {engine.version}",
        "program": f"archive {version('periodical-archive')}",
        "pdf": f"ocrmypdf {version('ocrmypdf')}",
        "pictures": f"pillow {version('pillow')}",
    }


def _go(
    paths: list[Path],
    run: Run,
    report: Report,
    told: Callable[[Done], None],
    counted: Callable[[int], None],
) -> None:
    run.take_over()
    found = find(paths, run.workers, run.settings, run.delivery.profile)
    report.faults, report.passed_over = found.faults, found.passed_over
    space.require(_space_needed(run, found), run.settings)
    loop = Loop(run, set(), _counting(report, told))
    try:
        for issue in found.issues:
            taken = take_in(run, issue)
            report.issues.append(taken)
            if taken.issue_id is not None:
                _retry(run, taken.issue_id)
                loop.issue_ids = {*(loop.issue_ids or ()), taken.issue_id}
                catch_up(run, [taken.issue_id])
                _begin_batch(run, loop)
                counted(_pages_left(run, loop))
                loop.work()
        loop.finish()
    finally:
        loop.abandon()


def _space_needed(run: Run, found: Found) -> Space:
    return space.needed(found.issues, run.store, run.settings, run.workers, link=run.delivery.link)


def _retry(run: Run, issue_id: int) -> None:
    """Queue failed pages again: whoever runs the command again wants them tried again."""
    with run.store.read() as session:
        failed = work.failed(session, [issue_id])
    if failed:
        with run.write() as session:
            step_actions.retry_failed(session, [issue_id])


def _begin_batch(run: Run, loop: Loop) -> None:
    """A run that only goes on with what an earlier one left is a batch too."""
    if run.batch_id is None:
        with run.store.read() as session:
            left = loop.unfinished(session)
        if left:
            with run.write() as session:
                run.batch(session)


def _pages_left(run: Run, loop: Loop) -> int:
    with run.store.read() as session:
        return work.unfinished(session, loop.issue_ids, ["text"])


def _end(run: Run, report: Report) -> None:
    """Give claims back and keep the report with the batch."""
    run.close()
    ids = [issue.issue_id for issue in report.issues if issue.issue_id is not None]
    with run.store.read() as session:
        report.failed = work.failed(session, ids)
        report.decided = decisions.of_issues(session, ids)
        report.faults += paging_faults(session, ids)
    report.batch = run.batch_id
    if run.batch_id is not None:
        with run.write() as session:
            batch = work.batch(session, run.batch_id)
            if batch is not None:
                batches.set_state(session, batch, report.ended, report.to_plain(short=True))
