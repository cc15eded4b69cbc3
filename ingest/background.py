"""Ingest as the site's worker does it: deliveries through the browser, waiting pages, what is out of date."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.actions import batches
from archive.models import Batch
from archive.queries import changes, work
from archive.settings import Settings
from archive.store import Session, Store
from ingest.found_issues import Found, FoundIssue
from ingest.ingesting import tools_of
from ingest.intake import take_in
from ingest.naming_profiles import profile_named, shipped
from ingest.paging_faults import paging_faults
from ingest.pipeline import URGENT, Loop, catch_up
from ingest.reporting import Report
from ingest.running import Delivery, Run, Workers
from ingest.survey import find

#: Seconds between looks for what corrections have put out of date, and for claims of killed processes.
_ROUND = 30.0


class Background:
    """Does a little of what there is to do at each call of `once`. Owned by one thread.

    It shares the work with terminals: whatever step is not claimed by a living process is taken.
    """

    def __init__(self, store: Store, settings: Settings, workers: Workers) -> None:
        self.store = store
        self.settings = settings
        self.workers = workers
        self.run = Run(store, settings, workers, source="worker")
        self.loop = Loop(self.run)
        self._seen = 0
        self._passed_over: list[int] = []  # issues that had open steps when they were looked at
        self._next_round = 0.0
        self._mine: set[int] = set()

    def once(self, patience: float = 1.0) -> bool:
        """Take in one waiting delivery, and keep what pages come within `patience` seconds.

        Returns whether there was anything to do. Raises NoSpace, MissingTool and the like after giving back
        what was claimed: nothing is lost, the next call tries again.
        """
        try:
            self._look_round()
            taken = self._take_delivery()
            worked = self.loop.once(0 if taken else patience)
            self._close_deliveries()
        except BaseException:
            self.close()
            raise
        return taken or worked

    def close(self) -> None:
        """Stop what runs and give claims back; `once` may be called again."""
        self.loop.abandon()
        self.run.close()

    def _look_round(self) -> None:
        if time.monotonic() < self._next_round:
            return
        self._next_round = time.monotonic() + _ROUND
        self.run.take_over()
        with self.store.read() as session:
            latest = changes.latest(session)
            changed = work.issues_changed_since(session, self._seen)
        self._passed_over = catch_up(self.run, dict.fromkeys([*self._passed_over, *changed]))
        self._seen = latest

    # --- deliveries ---

    def _take_delivery(self) -> bool:
        with self.store.read() as session:
            waiting = work.waiting_batches(session)
        if not waiting:
            return False
        batch = waiting[0]
        tools = tools_of(self.settings)  # a missing language is told before anything is claimed
        with self.store.write() as session:
            mine = work.batch(session, batch.id)
            if mine is None or mine.state != "waiting":
                return False
            batches.name_tools(session, mine, tools)
            batches.set_state(session, mine, "running", {"owner": self.run.owner})
        self._mine.add(batch.id)
        self._take_in(batch)
        return True

    def _take_in(self, batch: Batch) -> None:
        folder = self.store.files.incoming(batch.id)
        report = Report(batch=batch.id)
        profile = profile_named(batch.profile) if batch.profile in shipped() else None
        delivery = Delivery(batch.operator, batch.scanner, batch.copy_of, profile)
        run = Run(self.store, self.settings, self.workers, batch_id=batch.id, delivery=delivery)
        try:
            found = find([folder], self.workers, self.settings, profile) if folder.is_dir() else Found()
            report.faults = found.faults
            for issue in found.issues:
                report.issues.append(take_in(run, _uploaded(issue, folder, batch)))
            self.run.adopt(run)
        finally:
            run.close()
        kept = any(issue.issue_id is not None for issue in report.issues)
        ended = "running" if kept else "failed" if report.exit_code else "done"
        with self.store.write() as session:
            mine = work.batch(session, batch.id)
            told = {**report.to_plain(short=True), "owner": self.run.owner}
            if mine is not None:
                batches.set_state(session, mine, ended, told)
        shutil.rmtree(folder, ignore_errors=True)

    def _close_deliveries(self) -> None:
        """Deliveries whose pages are all read, or have failed, are done; a second reading is in no haste."""
        for batch_id in list(self._mine):
            with self.store.read() as session:
                own = [issue.id for issue in work.issues_of_batch(session, batch_id)]
                if own and work.unfinished(session, own, URGENT):
                    continue
            with self.store.write() as session:
                batch = work.batch(session, batch_id)
                if batch is not None and batch.state == "running":
                    batches.set_state(session, batch, "done", _with_paging(session, batch, own))
            self._mine.discard(batch_id)


def _with_paging(session: Session, batch: Batch, issue_ids: list[int]) -> dict[str, Any]:
    """The report of a delivery, with what its printed page numbers tell now that they are read."""
    report = dict(batch.report or {})
    told = [fault.to_plain() for fault in paging_faults(session, issue_ids)]
    return {**report, "faults": [*report.get("faults", ()), *told]}


def _uploaded(issue: FoundIssue, folder: Path, batch: Batch) -> FoundIssue:
    """An issue as it came through the browser: known by its delivery, not by a folder that will be gone."""
    place, _, part = issue.source.partition("#")
    below = Path(place).relative_to(folder.resolve()).as_posix()
    source = f"upload/{batch.id}/{below}" + (f"#{part}" if part else "")
    return replace(issue, source=source)
