"""Takes an issue in: its masters copied and verified, its scans and pages registered.

Order of things, so that a kill at any moment loses and doubles nothing: the issue's row with its intake step
claimed; then, a few files at a time, the masters (each whole and verified in its place) and after them, in
one transaction, the rows that speak of them. A later run finds the rows and goes on where they end.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from archive.actions import issues, pages, steps
from archive.actions.issues import move_source
from archive.errors import disk_full_told
from archive.failures import Failure
from archive.files import copy_verified, sha256_of
from archive.models import OUTSIDE_IGNORED
from archive.queries import work
from archive.queries.issues import by_id
from ingest import describing, judging, keeping, looking
from ingest.asking import ask_all, in_chunks
from ingest.companions import Companions, follow_companions, keep_companion
from ingest.faults import KILLED, Fault, fault, warning
from ingest.found_issues import FoundIssue, PageFile
from ingest.images import SUFFIXES
from ingest.intake_faults import already_held, half_left, same_bytes
from ingest.known import Known, KnownScan, find_issue, known_of, renamed, still_there
from ingest.looking import Contents, Look
from ingest.running import Run
from ingest.survey import range_fault, told_path

T = TypeVar("T")

#: Name of the step that an issue's intake is, and how long a claim of it holds, in seconds.
STEP, _LEASE = "intake", 4 * 3600
#: Page images looked at and registered in one go: bounds memory, and what a kill costs.
_AT_ONCE = 32


@dataclass
class TakenIn:
    """What taking an issue in came to. `verified`: source files whose master has the same bytes."""

    source: str
    name: str
    issue_id: int | None = None
    key: str = ""
    new_pages: int = 0
    new_scans: int = 0
    unchanged: int = 0
    vanished: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    """A page image to be taken in: a file, the page in it, the file's checksum and kind."""

    file: PageFile
    member: int
    sha256: str
    contents: Contents

    @property
    def about(self) -> Path:
        """How a fault names it."""
        return told_path(self.file, self.member, self.contents.members)


class _OnHold(Exception):
    """Another process is taking this issue in at the moment."""


def take_in(run: Run, found: FoundIssue) -> TakenIn:
    """Take in what is new or changed of an issue; nothing where it is all there.

    A new file is put in between in the order of files, a changed one becomes a new scan of its page, a
    vanished one is told. A file that cannot be read is told and left out.
    """
    taken = TakenIn(found.source, found.name, faults=list(judging.gaps(found)))
    digests = dict(_digests(found.files, taken.faults))
    with run.store.read() as session:
        issue, place = find_issue(session, found.source, set(digests.values()))
        known = known_of(session, issue)
    if issue is not None and place:
        if still_there(place) or found.source.startswith("upload/"):
            taken.faults.append(already_held(found, issue.key, place))
            return taken
        with run.write() as session:
            move_source(session, by_id(session, issue.id), found.source)
    intake = _Intake(run, found, known, taken)
    try:
        intake.names(digests)
        intake.all_new(digests)
    except _OnHold:
        taken.faults.append(
            warning(found.source, "busy", "{file} is being taken in by another process at the moment.")
        )
    taken.issue_id, taken.key = known.issue_id, known.key
    return taken


def _digests(files: Iterable[PageFile], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            yield file.name, sha256_of(file.path)
        except OSError as error:
            faults.append(
                fault(
                    file.path,
                    "unreadable",
                    "{file} cannot be read: {reason}.",
                    reason=error.strerror or error,
                )
            )


class _Intake:
    """The taking in of one issue."""

    def __init__(self, run: Run, found: FoundIssue, known: Known, taken: TakenIn) -> None:
        self.run = run
        self.found = found
        self.known = known
        self.taken = taken
        self.in_place: dict[str, str] = {}  # the master of each file, once it lies verified in its place
        self.companions = Companions()
        self.composed: set[bool] = set()  # whether pages are scans, renderings, or both

    # --- which files are new ---

    def names(self, digests: dict[str, str]) -> None:
        """Follow files that were renamed, and tell of those that vanished."""
        moved = renamed(self.known, digests)
        if moved and self.known.issue_id is not None:
            with self.run.write() as session:
                for old, new in moved.items():
                    pages.rename_source(session, self.known.issue_id, old, new)
            with self.run.store.read() as session:
                self.known = known_of(session, by_id(session, self.known.issue_id))
        for name in sorted(set(self.known.names()) - set(digests) - {f.name for f in self.found.files}):
            self.taken.vanished.append(name)
            self.taken.faults.append(
                warning(
                    f"{self.found.source}/{name}",
                    "vanished",
                    "{file} was taken in before and is not there any more; its page is kept.",
                )
            )

    def all_new(self, digests: dict[str, str]) -> None:
        """Take in what is new, a few page images at a time, then what the description says."""
        items = self._items(digests)
        for chunk in in_chunks(items, _AT_ONCE):
            self._chunk(chunk)
        follow_companions(self.run, self.found, self.known, self.companions)
        scans = self.known.by_file()
        for file in self.found.files:
            if file.name in digests and self._is_kept(scans.get(file.name, []), digests[file.name]):
                self.taken.verified.append(str(file.path))
        if any(each.kind == KILLED for each in self.taken.faults):
            self._leave_open()
        else:
            describing.finish(self.run, self.found, self.known, self.taken.faults, self._layout_mark())

    def _leave_open(self) -> None:
        """Say that the intake is to go on: a page is missing that may be as good as the others.

        So nobody publishes the issue without it, and its master, which an earlier run may have copied, is not
        called a stray.
        """
        if self.known.issue_id is None:
            return
        with self.run.write() as session:
            step = work.step(session, "issue", self.known.issue_id, STEP)
            if step is not None and step.owner == self.run.owner:
                steps.fail(session, step, Failure(plain=KILLED), again=True)

    def _layout_mark(self) -> str:
        return "layout" if self.composed == {True} and len(self.found.files) == 1 else "scans"

    def _is_kept(self, scans: Sequence[KnownScan], sha256: str) -> bool:
        """Whether a master in its place is the file's exact copy, by its bytes; a linked one is no copy."""
        copies = {scan.master for scan in scans if not scan.linked}
        paths = [self.run.store.files.path(master) for master in copies]
        return bool(paths) and all(path.is_file() and sha256_of(path) == sha256 for path in paths)

    def _items(self, digests: dict[str, str]) -> Iterator[_Item]:
        """The page images that are not in the archive yet, in order."""
        first = {sha256: name for name, sha256 in reversed(digests.items())}
        first |= {sha256: name for name, sha256 in self.known.names().items()}
        before = {name: {scan.sha256 for scan in scans} for name, scans in self.known.by_file().items()}
        fresh: list[PageFile] = []
        for file in self.found.files:
            if file.name not in digests:
                continue
            sha256, held = digests[file.name], before.get(file.name, set())
            if first[sha256] != file.name and held != {sha256}:
                self.taken.faults.append(same_bytes(file, first[sha256]))
            elif held == {sha256} and not _may_hold_more(file):
                self.taken.unchanged += 1
            else:
                fresh.append(file)
        for files in in_chunks(fresh, _AT_ONCE):
            paths = [file.path for file in files]
            contents = self._ask(looking.contents_of, [(path,) for path in paths], paths)
            for file, content in zip(files, contents, strict=True):
                if content is not None:
                    self.taken.faults += judging.wrong_ending(file.path, content)
                    yield from self._members(file, digests[file.name], content)

    def _members(self, file: PageFile, sha256: str, contents: Contents) -> Iterator[_Item]:
        first, last = file.members or (1, contents.members)
        if last > contents.members:
            self.taken.faults.append(range_fault(file, contents, first, last))
        if contents.members == 0:
            self.taken.faults.append(fault(file.path, "empty", "{file} has no pages.", "Export it again."))
        for member in range(first, min(last, contents.members) + 1):
            scan = self.known.scans.get((file.name, member))
            if scan is not None and scan.sha256 == sha256:
                self.taken.unchanged += 1
            else:
                yield _Item(file, member, sha256, contents)

    # --- looking at them in children ---

    def _ask(
        self, function: Callable[..., T], calls: Sequence[tuple[Any, ...]], about: Sequence[Path]
    ) -> list[T | None]:
        return ask_all(
            self.run.workers,
            function,
            calls,
            about,
            seconds=self.run.settings.page_seconds,
            faults=self.taken.faults,
        )

    def _chunk(self, items: Sequence[_Item]) -> None:
        settings, scratch = self.run.settings, self.run.scratch
        looks = self._ask(
            looking.look_at,
            [(item.file.path, item.member, settings, scratch) for item in items],
            [item.about for item in items],
        )
        good = [(item, look) for item, look in zip(items, looks, strict=True) if look is not None]
        for item, look in good:
            self.taken.faults += judging.of_picture(item.about, look)
        if not good:
            return
        self._begin()
        masters = [self._copy(item, look) for item, look in good]
        # Without a text of its own a PDF is no better a download than a scan, however it was put together.
        self.composed |= {look.composed and item.contents.has_text for item, look in good}
        kept = [
            keeping.NewScan(
                item.file.name,
                item.member,
                item.sha256,
                item.contents.media_type,
                look,
                *where,
                linked=self.run.delivery.link,
            )
            for (item, look), where in zip(good, masters, strict=True)
            if where is not None
        ]
        with self.run.write() as session:
            made = keeping.register(self.run, session, self.known, self.found, kept)
        self.taken.new_pages += made.new_pages
        self.taken.new_scans += made.new_scans
        self.taken.faults += [*made.faults, *(half_left(self.found, name) for name in made.left)]
        self.known.scans |= made.scans
        self.known.sequences |= made.sequences
        for _, look in good:
            if look.picture is not None:
                shutil.rmtree(look.picture.parent, ignore_errors=True)

    # --- writing ---

    def _begin(self) -> None:
        """The issue's row, and its intake claimed, once there is a page to take in."""
        with self.run.write() as session:
            issue_id = self.known.issue_id
            if issue_id is None:
                change_set = self.run.change_set(session, None, f"taken in from {self.found.name}"[:200])
                fields = describing.first_fields(self.found)
                issue = issues.create(
                    session,
                    change_set,
                    source=self.found.source,
                    batch_id=self.run.batch(session),
                    fields=fields,
                )
                self.run.remember(session, issue.id, change_set)
                self.known.issue_id, self.known.key = issue.id, issue.key
                issue_id = issue.id
            self.run.batch(session)
            step = work.step(session, "issue", issue_id, STEP) or steps.want(
                session, "issue", issue_id, issue_id, STEP, "scans"
            )
            if not steps.take(session, step, self.run.owner, lease=_LEASE):
                raise _OnHold

    def _copy(self, item: _Item, look: Look) -> tuple[str, str, str] | None:
        """Copy a master, the picture taken out of it, the text beside it; their places. None if it failed."""
        try:
            with disk_full_told(self.run.store.files.root):
                return self._copied(item, look)
        except OSError as error:
            self.taken.faults.append(
                fault(item.file.path, "changed", "{file} could not be copied: {reason}.", reason=str(error))
            )
            return None

    def _copied(self, item: _Item, look: Look) -> tuple[str, str, str]:
        files, key = self.run.store.files, self.known.key
        if item.file.name not in self.in_place:  # once for all pages of a volume
            self.in_place[item.file.name] = self._put_master(item)
        master = self.in_place[item.file.name]
        if look.picture is None:
            return master, "", keep_companion(self.run, key, item.file.path, self.companions)
        sha256 = sha256_of(look.picture)
        picture = files.picture(key, sha256, SUFFIXES[look.picture_type])
        copy_verified(look.picture, files.path(picture), sha256)
        return master, picture, OUTSIDE_IGNORED if self.run.delivery.ignore_outside_text else ""

    def _put_master(self, item: _Item) -> str:
        """Copy a file into its place, or, where masters are linked, see that it did not change meanwhile."""
        if self.run.delivery.link:
            if sha256_of(item.file.path) != item.sha256:
                raise OSError(f"{item.file.path.name} changed while it was taken in")
            return str(item.file.path.resolve())
        files = self.run.store.files
        master = files.master(self.known.key, item.sha256, SUFFIXES[item.contents.media_type])
        target = files.path(master)
        if not (target.is_file() and sha256_of(target) == item.sha256):
            copy_verified(item.file.path, target, item.sha256)
        return master


def _may_hold_more(file: PageFile) -> bool:
    """Whether a file may hold pages that were not taken in the last time."""
    return file.path.suffix.lower() in (".pdf", ".tif", ".tiff")
