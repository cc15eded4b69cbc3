"""Back up a living archive and restore it elsewhere, verified by checksum.

A backup is a folder that can be read without this program:

    backup.json            when, from which version
    archive.sqlite         a consistent copy of the database, taken first
    files/…                every file the copy speaks of: masters, texts, pictures made of them
    manifest-sha256.txt    a checksum for each, as `sha256sum -c` reads it
    linked-sha256.txt      masters that were left where they came from: not copied, but named with checksums

Files are never overwritten in an archive, only added, so that copying them after the database gives one
consistent state while pages go on being read. A second backup to the same folder copies only what is new.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from archive import publication
from archive.errors import ArchiveError, BadInput
from archive.files import Files, copy_verified, make_folder, sha256_of, write_whole
from archive.migrating import copy_database
from archive.models import OUTSIDE_IGNORED, Batch, Issue, Page, PageText, Proposal, Scan, Step, Stream
from archive.settings import Settings
from archive.store import SCHEMA, Store, now

_MANIFEST, _LINKED = "manifest-sha256.txt", "linked-sha256.txt"
Progress = Callable[[int, int], None]


def _silent(_done: int, _of: int) -> None:
    return


def recorded_files(session: Session, files: Files) -> Iterator[tuple[str, str | None]]:
    """Every file the store speaks of, relative to the files, with its SHA-256 where the store knows it.

    Masters that were left where they came from are not among them: see `linked_masters`.
    """
    for scan in session.scalars(select(Scan).order_by(Scan.id)):
        yield from _files_of_scan(scan)
    for text in session.scalars(select(PageText).order_by(PageText.id)):
        yield text.path, text.sha256
    for offered in session.scalars(select(Proposal).order_by(Proposal.id)):
        yield offered.path, offered.sha256
    rows = session.execute(select(Page, Issue.key).join(Issue, Issue.id == Page.issue_id).order_by(Page.id))
    for page, key in rows:
        if page.image is not None:
            folder = files.path(Files.derivatives(key, page.number, page.image.version))
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                if path.is_file():
                    yield path.relative_to(files.root).as_posix(), None
    for stream in session.scalars(select(Stream).order_by(Stream.id)):
        if stream.pdf_path:
            yield stream.pdf_path, None


def _files_of_scan(scan: Scan) -> Iterator[tuple[str, str | None]]:
    if not scan.linked:
        yield scan.path, scan.sha256
    if scan.picture:
        yield scan.picture, None
    if scan.outside not in ("", OUTSIDE_IGNORED):
        yield scan.outside, Path(scan.outside).stem  # named by its checksum


def linked_masters(session: Session) -> Iterator[tuple[Path, str]]:
    """Masters that were left where they came from: full path and SHA-256, each once."""
    query = select(Scan.path, Scan.sha256).where(Scan.linked.is_(True)).distinct().order_by(Scan.path)
    for path, sha256 in session.execute(query):
        yield Path(path), sha256


def backup(store: Store, target: Path, progress: Progress = _silent) -> dict[str, object]:
    """Back up a (living) archive into `target`; returns counts.

    Raises BadInput where `target` holds something else, ArchiveError where a file of the record is missing
    or damaged: such a backup is not called one.
    """
    if target.exists() and any(target.iterdir()) and not (target / "backup.json").is_file():
        raise BadInput(
            "{folder} is not empty and holds no backup.", "Name an empty or new folder.", folder=target
        )
    make_folder(target)
    previous = _read_manifest(target)
    beside = target / ".new-archive.sqlite"
    beside.unlink(missing_ok=True)
    copy_database(store.path, beside)
    beside.replace(target / "archive.sqlite")
    wanted, linked = _files_of_copy(store, target)
    manifest = {"archive.sqlite": sha256_of(target / "archive.sqlite")}
    copied = 0
    for done, (relative, sha256) in enumerate(wanted.items(), 1):
        name = f"files/{relative}"
        manifest[name], fresh = _copy_one(
            store.files.path(relative), target / name, sha256, previous.get(name)
        )
        copied += fresh
        progress(done, len(wanted))
    _remove_strangers(target / "files", {target / name for name in manifest})
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(manifest.items()))
    write_whole(target / _MANIFEST, lines.encode())
    # The copy of the database and this list say where they lie; they are backed up where they are.
    listed = "".join(f"{digest}  {path}\n" for path, digest in linked.items())
    write_whole(target / _LINKED, listed.encode("utf-8", "surrogateescape"))
    facts = {
        "schema": SCHEMA,
        "at": now().isoformat(),
        "files": len(wanted),
        "copied": copied,
        "linked": len(linked),
    }
    write_whole(target / "backup.json", json.dumps(facts, indent=1).encode())
    return facts


def _files_of_copy(store: Store, target: Path) -> tuple[dict[str, str | None], dict[Path, str]]:
    """What the copied database speaks of, and the masters that lie elsewhere.

    The copy is asked, not the living store, which has moved on.
    """
    copy = Store(
        store.settings.model_copy(update={"store": f"sqlite:///{target / 'archive.sqlite'}"}), any_schema=True
    )
    try:
        with copy.read() as session:
            return dict(recorded_files(session, store.files)), dict(linked_masters(session))
    finally:
        copy.close()
        for left in ("archive.sqlite-wal", "archive.sqlite-shm"):
            (target / left).unlink(missing_ok=True)


def _copy_one(source: Path, target: Path, sha256: str | None, before: str | None) -> tuple[str, bool]:
    """Copy a file unless the backup has it; returns its checksum and whether it was copied."""
    held = before is not None and target.is_file() and sha256 in (None, before)
    if before is not None and held and sha256_of(target) == before:
        return before, False
    try:
        return copy_verified(source, target, sha256), True
    except OSError as error:
        raise ArchiveError(
            "The file {file} of the record is missing or damaged: {reason}.",
            'Run "archive check --fixity" to see all of them; restore them from an older backup.',
            file=source,
            reason=error.strerror or str(error),
        ) from error


def _read_manifest(folder: Path) -> dict[str, str]:
    path = folder / _MANIFEST
    if not path.is_file():
        return {}
    found = (re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in path.read_text("utf-8").splitlines())
    return {match[2]: match[1] for match in found if match}


def _remove_strangers(folder: Path, wanted: set[Path]) -> None:
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and path not in wanted:
            path.unlink()


def verify(folder: Path) -> list[str]:
    """Names of the files of a backup that are missing or do not match their checksums."""
    manifest = _read_manifest(folder)
    if not manifest:
        return [_MANIFEST]
    return [
        name
        for name, digest in manifest.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != digest
    ]


def restore(settings: Settings, folder: Path, progress: Progress = _silent) -> int:
    """Make the archive of a backup at `settings.home`, which must hold none; returns how many files.

    Raises BadInput where there is an archive already or the folder is no backup, ArchiveError (naming the
    files) where the backup is damaged; nothing is made then.
    """
    path = Path(make_url(settings.store_url).database or "")
    if path.exists():
        raise BadInput(
            "There is an archive in {home} already.",
            "Set ARCHIVE_HOME to a new folder and restore there.",
            home=settings.home,
        )
    if not (folder / "backup.json").is_file():
        raise BadInput("{folder} holds no backup.", "Name a folder that archive backup made.", folder=folder)
    if bad := verify(folder):
        raise ArchiveError(
            "{count} files of the backup are missing or damaged, the first is {name}; nothing was restored.",
            "Take another backup.",
            count=len(bad),
            name=bad[0],
        )
    manifest = _read_manifest(folder)
    files = Files(settings.files_root)
    names = [name for name in manifest if name.startswith("files/")]
    for done, name in enumerate(names, 1):
        copy_verified(folder / name, files.path(name.removeprefix("files/")), manifest[name])
        progress(done, len(names))
    # An index left there would be of another archive; it is made again from this record.
    engine, _, place = settings.search_url.partition(":")
    if engine in ("whoosh", "tantivy") and place:
        shutil.rmtree(place, ignore_errors=True)
    # The database last: before it there is no archive, so a killed restore can be run again.
    shutil.rmtree(files.root / "public", ignore_errors=True)
    copy_verified(folder / "archive.sqlite", path, manifest["archive.sqlite"])
    store = Store(settings, any_schema=True)
    if store.schema == SCHEMA:
        with store.write() as session:
            # Whoever held work when the backup was taken does not work on this archive.
            for step in session.scalars(select(Step).where(Step.state == "claimed")):
                step.state, step.owner, step.until = "waiting", "", None
            for batch in session.scalars(select(Batch).where(Batch.state == "running")):
                batch.state = "interrupted"
        with store.read() as session:
            publication.level_all(session, files)
    store.close()
    return len(names)
