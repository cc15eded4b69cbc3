"""One run of ingest: what it works with, who it is, and the change sets it has opened."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from archive.actions import batches, changes, steps
from archive.files import write_whole
from archive.models import ChangeSet
from archive.queries import work
from archive.settings import Settings
from archive.store import Session, Store
from ingest import owners
from ingest.naming_profiles import Profile

_OWNER_FILE = "owner"
#: Seconds after which a working folder that nobody signed is left over from a kill.
_UNSIGNED = 600


class Workers(Protocol):
    """What `workers.executor_for` gives: functions run in limited children."""

    @property
    def workers(self) -> int:
        """How many run at the same time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `fn(*args)` in a child; `timeout=` seconds, `about=` the file's name for messages."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What holds for all scans of a run: who scanned them, with what, whose copy; how names are read.

    `profile`: a naming profile for all of them; `link`: leave the masters where they are;
    `ignore_outside_text`: read every page by OCR, whatever text its PDF or a file beside it carries.
    """

    operator: str = ""
    scanner: str = ""
    copy_of: str = ""
    profile: Profile | None = None
    link: bool = False
    ignore_outside_text: bool = False


class Run:
    """One process at work: a call of `archive ingest run`, or the worker of the site.

    `by` stands in change sets. One change set is opened for each issue and run, and one batch for the run,
    when there is something to write: a run that finds nothing new leaves no trace.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        workers: Workers,
        *,
        source: str = "",
        batch_id: int | None = None,
        tools: Mapping[str, str] | None = None,
        delivery: Delivery | None = None,
    ) -> None:
        self.store = store
        self.settings = settings
        self.workers = workers
        self.delivery = delivery or Delivery()
        self.by = self.delivery.operator or "ingest"
        self.source = source
        self.batch_id = batch_id
        self.tools = dict(tools or {})
        self.owner = owners.this_process()
        self._sets: dict[int, int] = {}
        self._scratch: Path | None = None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work that changes things; change sets it opens are remembered once it is kept."""
        with self.store.write() as session:
            session.info["run"] = {"sets": {}, "batch": self.batch_id}
            yield session
        self._sets |= session.info["run"]["sets"]
        self.batch_id = session.info["run"]["batch"]

    def change_set(self, session: Session, issue_id: int | None, why: str = "ingest") -> ChangeSet:
        """The change set of an issue in this run (`issue_id` None: of an issue about to be made)."""
        opened: dict[int, int] = session.info["run"]["sets"]
        number = opened.get(issue_id or 0) or self._sets.get(issue_id or 0) if issue_id else None
        if number is not None:
            return changes.reopened(session, number)
        change_set = changes.begin(session, by=self.by, why=why)
        if issue_id is not None:
            opened[issue_id] = change_set.number
        return change_set

    def remember(self, session: Session, issue_id: int, change_set: ChangeSet) -> None:
        """Keep a change set opened before its issue had a row."""
        session.info["run"]["sets"][issue_id] = change_set.number

    def adopt(self, other: Run) -> None:
        """Go on with the change sets that another run of this process has opened."""
        self._sets |= other._sets

    def forget(self, issue_id: int) -> None:
        """End an issue's change set: nothing more belongs to this act."""
        self._sets.pop(issue_id, None)

    def batch(self, session: Session) -> int:
        """The batch of this run, begun with the first thing there is to write."""
        known: int | None = session.info["run"]["batch"]
        if known is not None:
            return known
        said = self.delivery
        batch = batches.begin(
            session,
            self.source,
            operator=said.operator,
            scanner=said.scanner,
            copy_of=said.copy_of,
            profile=said.profile.name if said.profile is not None else "",
            tools=self.tools,
        )
        batches.set_state(session, batch, "running", {"owner": self.owner})
        session.info["run"]["batch"] = batch.id
        return batch.id

    @property
    def scratch(self) -> Path:
        """A folder for work that ends with a rename, on the disk of the archive's files."""
        if self._scratch is None:
            self._scratch = self.store.files.scratch()
            write_whole(self._scratch / _OWNER_FILE, self.owner.encode())
        return self._scratch

    def close(self) -> None:
        """Give claims back and remove what was in the works."""
        if self.owner in self._owners():
            with self.store.write() as session:
                steps.release(session, self.owner)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None

    def _owners(self) -> set[str]:
        with self.store.read() as session:
            return work.claim_owners(session)

    def take_over(self) -> int:
        """Free what processes of this machine held when they were killed; returns how many claims."""
        freed = 0
        dead = {owner for owner in self._owners() if owners.is_dead(owner)}
        with self.store.read() as session:
            left = [
                batch.id
                for batch in work.batches_in(session, "running")
                if owners.is_dead(str((batch.report or {}).get("owner", "")))
            ]
        if dead or left:
            with self.store.write() as session:
                freed = sum(steps.release(session, owner) for owner in dead)
                for batch_id in left:
                    if (batch := work.batch(session, batch_id)) is not None:
                        # What came through the browser lies there still, unless it was all taken in.
                        again = self.store.files.incoming(batch_id).is_dir()
                        batches.set_state(session, batch, "waiting" if again else "interrupted")
        self._clear_scratch()
        return freed

    def _clear_scratch(self) -> None:
        """Remove working folders whose process is gone."""
        for folder in (self.store.files.root / "cache").glob("work-*"):
            mark = folder / _OWNER_FILE
            try:
                dead = owners.is_dead(mark.read_text(encoding="utf-8"))
            except OSError:  # killed before it could sign, or no folder of ours
                dead = time.time() - folder.stat().st_mtime > _UNSIGNED
            if dead:
                shutil.rmtree(folder, ignore_errors=True)
