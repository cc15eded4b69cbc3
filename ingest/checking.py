"""Ingest's part of `archive check`: pages that lack something, files nobody speaks of, steps gone astray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.backups import recorded_files
from archive.checking import Finding, finding
from archive.files import Files
from archive.queries import work
from archive.settings import Settings
from archive.store import Session, Store

#: Folders of the record, where every file must be spoken of; the rest is made from it.
_RECORD = ("masters", "pictures", "outside", "texts")


def checks(settings: Settings, store: Store) -> Iterator[Finding]:
    """What is not as it should be. Pages that wait or have failed are work, not findings: see `status`."""
    with store.read() as session:
        for lack in work.lacking(session):
            yield finding(
                "{issue}/{subject} lacks its {what}, and nothing is on the list to make it.",
                'Run "archive ingest redo {issue}".',
                issue=lack.issue_key,
                subject=lack.subject,
                what=lack.what,
            )
        for step_id, name in work.lost_steps(session):
            yield finding("Step {id} ({name}) is about something that is not there.", id=step_id, name=name)
        for path in _unspoken(session, store.files):
            yield finding(
                "Nothing in the store speaks of the file {file}.", "Look at it, then remove it.", file=path
            )


def _unspoken(session: Session, files: Files) -> Iterator[str]:
    """Files of the record without a row.

    What an intake or a reading that was killed has left is not counted: the next run uses or replaces it.
    """
    spoken_of = {relative for relative, _ in recorded_files(session, files)}
    busy = work.keys_with_open_steps(session)
    for top in _RECORD:
        root = files.root / top
        for issue in sorted(root.iterdir()) if root.is_dir() else ():
            if issue.name not in busy:
                yield from (name for name in _names(issue, files.root) if name not in spoken_of)


def _names(folder: Path, root: Path) -> Iterator[str]:
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    return (path.relative_to(root).as_posix() for path in paths if path.is_file())
