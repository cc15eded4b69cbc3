"""Looks the record over: what each package's `checks` return, and the record's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from archive import publication
from archive.actions import events
from archive.backups import linked_masters, recorded_files
from archive.files import sha256_of
from archive.models import Article, Issue, Page, Stream
from archive.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what, where, and what to do. English template and values."""

    message: str
    remedy: str
    values: dict[str, object]

    def __str__(self) -> str:
        return " ".join(part.format(**self.values) for part in (self.message, self.remedy) if part)


def finding(message: str, remedy: str = "", **values: object) -> Finding:
    """A finding, its values by name."""
    return Finding(message, remedy, values)


def checks(store: Store, *, fixity: bool = False) -> Iterator[Finding]:
    """The record's own checks; `fixity` reads every master and text and compares checksums."""
    with store.read() as session:
        yield from _database(session)
        yield from _files(session, store, fixity=fixity)
        yield from _structure(session)
        for difference in publication.level_all(session, store.files, mend=False):
            yield finding(
                "public/ is not level with the store: {difference}.",
                'Run "archive publish --level"; the worker does so when it starts and every day.',
                difference=difference,
            )
        for event in events.broken_links(session):
            yield finding(
                "Event {id} does not follow from the one before: the log was changed by hand.",
                "Compare it with a backup.",
                id=event,
            )
    free = shutil.disk_usage(store.path.parent).free
    if free < 1 << 30:
        yield finding(
            "Only {free} MB are free on the disk of {path}.", "", free=free >> 20, path=store.path.parent
        )


def _database(session: Session) -> Iterator[Finding]:
    broken = session.execute(text("PRAGMA integrity_check")).scalars().all()
    if list(broken) != ["ok"]:
        yield finding("The database is damaged: {what}.", "Restore a backup.", what=broken[0])
    if rows := session.execute(text("PRAGMA foreign_key_check")).all():
        yield finding("{count} rows point to nothing.", "Restore a backup.", count=len(rows))


def _files(session: Session, store: Store, *, fixity: bool) -> Iterator[Finding]:
    spoken_of: set[str] = set()
    for relative, sha256 in recorded_files(session, store.files):
        spoken_of.add(relative)
        path = store.files.path(relative)
        if not path.is_file():
            yield finding("The file {file} is missing.", "Restore it from a backup.", file=relative)
        elif fixity and sha256 is not None and sha256_of(path) != sha256:
            yield finding(
                "The file {file} was changed or damaged.", "Restore it from a backup.", file=relative
            )
    for path, sha256 in linked_masters(session):
        if not path.is_file():
            yield finding("The linked master {file} is missing.", "Bring it back to its place.", file=path)
        elif fixity and sha256_of(path) != sha256:
            yield finding(
                "The linked master {file} was changed or damaged.",
                "Bring back what was taken in; a better scan is taken in by another run.",
                file=path,
            )
    for page, key in session.execute(select(Page, Issue.key).join(Issue, Issue.id == Page.issue_id)):
        if page.image is not None:
            thumbnail = page.image.sizes[0]
            folder = store.files.path(store.files.derivatives(key, page.number, page.image.version))
            if not (folder / "full" / f"{thumbnail[0]},{thumbnail[1]}" / "0" / "default.jpg").is_file():
                yield finding(
                    "The pictures of {key}/p{number} are missing.",
                    'Run "archive ingest redo --step pictures {key}".',
                    key=key,
                    number=page.number,
                )


def _structure(session: Session) -> Iterator[Finding]:
    for issue in session.scalars(select(Issue)):
        numbers = set(session.scalars(select(Page.number).where(Page.issue_id == issue.id)))
        streams = session.scalars(select(Stream).where(Stream.issue_id == issue.id)).all()
        articles = session.scalars(select(Article).where(Article.issue_id == issue.id)).all()
        for what, pages in [(f"stream {s.number}", s.pages) for s in streams] + [
            (f"article {a.number}", a.pages) for a in articles
        ]:
            if strange := set(pages) - numbers:
                yield finding(
                    "The {what} of {key} names pages that do not exist: {pages}.",
                    "Correct it on the desk.",
                    what=what,
                    key=issue.key,
                    pages=sorted(strange),
                )
        if numbers and max(numbers) >= issue.next_page:
            yield finding("The next page number of {key} was used already.", "Report this.", key=issue.key)
