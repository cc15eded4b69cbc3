"""The recipe of ingest, and the loop that runs what is not yet done.

    each page     recognise_text → make_pictures
                  … and, with everything else done, read_again (where there is a second reader)
    each issue    settle_streams → (publish, where its description says so)
    each stream   make_pdf

Steps are rows of the store, claimed for a while by one process: a terminal and the site's worker share the
work, and what a killed process held is free again. Workers are pure; only this process writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from archive.actions import steps as step_actions
from archive.errors import ArchiveError, BadSetting, MissingTool, NoSpace, disk_full_told
from archive.failures import failure_of
from archive.models import Step
from archive.queries import hidden, work
from archive.queries.issues import by_id
from archive.queries.pages import of_issue
from archive.store import Session
from ingest import issue_steps, second_steps, steps
from ingest.issue_steps import STREAMS
from ingest.running import Run
from ingest.second_steps import READ_AGAIN, SECOND

PAGE_STEPS = (steps.RECOGNISE_TEXT, steps.MAKE_PICTURES)
STREAM_STEPS = (issue_steps.MAKE_PDF,)
_BY_NAME = {step.name: step for step in (*PAGE_STEPS, *STREAM_STEPS, READ_AGAIN)}
_PAGE_NAMES = tuple(step.name for step in PAGE_STEPS)
#: What is done before any page is read a second time.
URGENT = (*_PAGE_NAMES, STREAMS, *(step.name for step in STREAM_STEPS))
#: Errors that are not about one page: nothing more can be done until someone acts.
_STOPPING = (NoSpace, MissingTool, BadSetting)

#: Tasks given to the pool for each worker: one that runs and one that waits.
_AHEAD = 2
#: How often a page is tried in one run.
_ATTEMPTS = 2
#: The longest task (a PDF of a thick issue) in units of a page's limit.
_LONGEST_TASK = 4
#: Seconds between looks at the store while other processes hold what is left.
_PATIENCE = 0.5


@dataclass(frozen=True, slots=True)
class _Claim:
    step_id: int
    name: str
    subject_id: int
    issue_id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What a task does for one claim: `of` picks it from the task's result."""

    claim: _Claim
    of: Callable[[Any], Any] = lambda result: result


@dataclass(frozen=True, slots=True)
class Done:
    """A step that ended: what the progress shows. `failed`: why, "" where it went well."""

    name: str
    issue_id: int
    failed: str = ""
    again: bool = False


@dataclass
class Loop:
    """Runs steps in the workers and keeps their results.

    `issue_ids`: only these issues' steps (None: everybody's). `told`: called for each step that ended.
    """

    run: Run
    issue_ids: set[int] | None = None
    told: Callable[[Done], None] = lambda done: None
    _busy: dict[Future[Any], list[_Part]] = field(default_factory=dict)

    def work(self) -> None:
        """Until every waiting step has been given to a worker; the last ones may still run."""
        while self._feed() or not self._room():
            if not self._room():
                self._collect(None)

    def finish(self) -> None:
        """Until nothing is left to do, not even what other processes hold."""
        while True:
            more = self._feed()
            if self._busy:
                self._collect(None)
            elif not more and not self._open():
                return
            elif not more:
                self._wait_for_others()

    def once(self, patience: float) -> bool:
        """Feed the workers and keep what comes within `patience` seconds; whether there is anything to do."""
        fed = self._feed()
        busy = bool(self._busy)
        if busy:
            self._collect(patience)
        return fed or busy

    def abandon(self) -> None:
        """Stop what runs; its claims are given back by `Run.close`."""
        for future in self._busy:
            future.cancel()
        self._busy.clear()

    def unfinished(self, session: Session) -> int:
        """How many steps of the issues at hand are left that this machine can do."""
        names = [name for some in self._by_urgency() for name in some]
        return work.unfinished(session, self.issue_ids, names)

    # --- giving out ---

    def _feed(self) -> bool:
        """Claim steps for free workers; whether any were claimed."""
        room = self._room()
        names = self._waiting() if room else ()
        if not names:
            return False
        most = len(PAGE_STEPS) * room  # the steps of a page are one task
        with self.run.write() as session:
            claimed = step_actions.claim(
                session, self.run.owner, names, lease=self._lease(), issue_ids=self.issue_ids, most=most
            )
            claims = [_Claim(s.id, s.name, s.subject_id, s.issue_id, s.attempts) for s in claimed]
        for _, together in groupby(claims, key=_task):
            self._give(list(together))
        return bool(claims)

    def _room(self) -> int:
        """How many more tasks the workers are given."""
        return max(0, _AHEAD * self.run.workers.workers - len(self._busy))

    def _lease(self) -> float:
        # A task waits for at most so many before it; a living process ends or fails it by then.
        return (1 + 2 * _AHEAD) * _LONGEST_TASK * self.run.settings.page_seconds

    def _give(self, claims: list[_Claim]) -> None:
        if claims[0].name == STREAMS:
            self._try(claims[0], partial(self._settle, claims[0]))
            return
        ordered = [(claim, order) for claim in claims if (order := self._order(claim)) is not None]
        if [claim.name for claim, _ in ordered] == list(_PAGE_NAMES):
            (text, for_text), (pictures, for_pictures) = ordered
            parts = [_Part(text, attrgetter("text")), _Part(pictures, attrgetter("pictures"))]
            self._submit(steps.in_one(for_text, for_pictures), parts)
            return
        for claim, order in ordered:
            self._submit(order, [_Part(claim)])

    def _order(self, claim: _Claim) -> steps.Order | None:
        """What a worker shall do for a step; None where it has ended already."""
        kind = _BY_NAME[claim.name]
        try:
            with self.run.store.read() as session:
                order = kind.order(self.run, session, work.step_by_id(session, claim.step_id))
        except ArchiveError as error:
            self._fail(claim, error)
            return None
        if order is None:
            self._end(claim, lambda session, step: None)
        return order

    def _submit(self, order: steps.Order, parts: list[_Part]) -> None:
        future = self.run.workers.submit(
            order.function, *order.args, timeout=order.seconds, about=order.about
        )
        self._busy[future] = parts

    def _settle(self, claim: _Claim) -> None:
        def settle(session: Session, step: Step) -> None:
            issue_steps.settle_streams(self.run, session, by_id(session, step.issue_id))

        self._end(claim, settle)

    # --- taking back ---

    def _collect(self, patience: float | None) -> None:
        done, _ = wait(self._busy, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done:
            for part in self._busy.pop(future):
                self._try(part.claim, partial(self._keep, part, future))

    def _try(self, claim: _Claim, act: Callable[[], None]) -> None:
        """Do what ends a step; whatever goes wrong over one page or issue costs that one alone."""
        try:
            act()
        except _STOPPING:
            raise
        except Exception as error:
            self._fail(claim, error)

    def _keep(self, part: _Part, future: Future[Any]) -> None:
        kind, result = _BY_NAME[part.claim.name], part.of(future.result())

        def keep(session: Session, step: Step) -> None:
            kind.keep(self.run, session, step, result)
            if kind is steps.RECOGNISE_TEXT:
                second_steps.follow_text(self.run, session, step, result.alto)

        self._end(part.claim, keep)

    def _end(self, claim: _Claim, keep: Callable[[Session, Step], None]) -> None:
        """Write what came of a step, unless the claim ran out and another process has it now."""
        with disk_full_told(self.run.store.files.root), self.run.write() as session:
            step = work.step_by_id(session, claim.step_id)
            if step.owner != self.run.owner:
                return
            keep(session, step)
            step_actions.finish(session, step)
            self._follow(session, claim)
        self.told(Done(claim.name, claim.issue_id))

    def _fail(self, claim: _Claim, error: Exception) -> None:
        failure = failure_of(error)
        again = claim.attempts < _ATTEMPTS
        with self.run.write() as session:
            step = work.step_by_id(session, claim.step_id)
            if step.owner != self.run.owner:
                return
            step_actions.fail(session, step, failure, again=again)
            if not again:
                self._follow(session, claim)
        self.told(Done(claim.name, claim.issue_id, failure.told(), again))

    def _follow(self, session: Session, claim: _Claim) -> None:
        """Once no page of an issue is left to do, its streams are; once more when all are read again."""
        if claim.name == SECOND and second_steps.open_in(session, claim.issue_id):
            return
        if not work.open_steps(session, claim.issue_id, _PAGE_NAMES):
            want_streams(session, claim.issue_id)

    # --- what is left ---

    def _waiting(self) -> tuple[str, ...]:
        """Names of the steps that are next: the background pass when nothing else waits; () for none."""
        with self.run.store.read() as session:
            for names in self._by_urgency():
                if work.claimable(session, names, self.issue_ids):
                    return names
        return ()

    def _by_urgency(self) -> list[tuple[str, ...]]:
        return [URGENT, (SECOND,)] if second_steps.is_ready(self.run.settings) else [URGENT]

    def _open(self) -> bool:
        """Whether another process holds, or has left, steps of the issues at hand."""
        with self.run.store.read() as session:
            return self.unfinished(session) > 0

    def _wait_for_others(self) -> None:
        self.run.take_over()
        time.sleep(_PATIENCE)


def _task(claim: _Claim) -> tuple[int, int]:
    """What claims of one task have in common: a page's steps, at their first attempt.

    A step that failed once stands alone: a page that cannot be read shall cost its pictures nothing.
    """
    is_first = claim.name in _PAGE_NAMES and claim.attempts == 1
    return (claim.subject_id, 0) if is_first else (0, claim.step_id)


def want_streams(session: Session, issue_id: int) -> None:
    """Put an issue's streams on the list where its pages are not those they were made from."""
    made_from = issue_steps.streams_made_from(session, of_issue(session, issue_id))
    step_actions.want(session, "issue", issue_id, issue_id, STREAMS, made_from)


def _pictures_behind(session: Session, issue_id: int) -> list[int]:
    """Pages whose pictures do not hide what is hidden now, or hide what is shown again."""
    every = of_issue(session, issue_id)
    zones = hidden.zones_of(session, [page.id for page in every])
    return [
        page.id
        for page in every
        if page.image is not None and set(page.image.hidden) != set(zones.get(page.id, ()))
    ]


def catch_up(run: Run, issue_ids: Collection[int]) -> list[int]:
    """Put on the list what must be made again: corrected texts, moved pages, changed titles.

    Returns the issues that were passed over because steps of theirs are still open: to be asked about again.
    """
    passed_over = []
    for issue_id in issue_ids:
        with run.store.read() as session:
            if work.open_steps(session, issue_id, (*_PAGE_NAMES, STREAMS)):
                passed_over.append(issue_id)
                continue
            second = second_steps.is_ready(run.settings)
            waits = second and second_steps.open_in(session, issue_id)
            missing = second and second_steps.lacking(session, issue_id)
        if missing:
            with run.write() as session:
                waits |= second_steps.want_missing(run, session, by_id(session, issue_id))
        if waits:
            passed_over.append(issue_id)
            continue
        with run.store.read() as session:
            due = not issue_steps.is_level(session, by_id(session, issue_id))
            behind = _pictures_behind(session, issue_id)
        if behind:
            with run.write() as session:
                step_actions.restart(session, ["pictures"], [issue_id], behind)
        if due:
            with run.write() as session:
                want_streams(session, issue_id)
                issue_steps.publish_if_wished(run, session, by_id(session, issue_id))
                issue_steps.want_pdfs(run, session, by_id(session, issue_id))
    return passed_over
