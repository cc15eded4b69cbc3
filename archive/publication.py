"""Keeps `public/` level with what the public may see: links into `staff/`, and nothing else.

What may be seen is decided from the store (`visible`); the folder follows, so that a front server which is
given `public/` alone cannot send a draft. The site itself never looks there.

One process at a time changes the folder (`alone`): a unit of work from before its change is kept until its
links are put up, the daily round for some issues at a time, which it looks up anew. So nobody puts up by what
was true a moment ago.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import ColumnElement, Text, select, type_coerce
from sqlalchemy.orm import Session

from archive.canvas import Box
from archive.files import Files, make_folder, sync_folder
from archive.models import ImageFacts, Issue, Page, Redaction, Stream
from archive.models.mapping import IMAGE
from archive.redacting import digest

#: Issues that are brought level at a time; meanwhile no unit of work can be kept that changes what is shown.
_TOGETHER = 16


def today() -> str:
    """Today as an ISO day, in the machine's time zone: embargoes end by the calendar on the wall."""
    return date.today().isoformat()  # noqa: DTZ011 - a calendar day, not a moment


def issue_is_public(issue: Issue) -> bool:
    """Whether signed-out visitors may see the issue: published, not withdrawn, no embargo."""
    return issue.state == "published" and not issue.withdrawn and issue.embargo_until <= today()


def page_is_public(page: Page, issue: Issue) -> bool:
    """Whether signed-out visitors may see the page."""
    return issue_is_public(issue) and not page.withdrawn and page.hidden_until <= today()


def hides_now() -> ColumnElement[bool]:
    """The redactions that hide their zone today: not taken back, their last day not come."""
    return Redaction.withdrawn.is_(False) & ((Redaction.until == "") | (Redaction.until > today()))


def pictures_are_public(page: Page, zones: Collection[Box]) -> bool:
    """Whether the pictures of a page show none of these zones."""
    return not zones or (page.image is not None and set(zones) <= set(page.image.hidden))


def mark(session: Session, issue_id: int) -> None:
    """Say that what the public may see of an issue may change with this unit of work."""
    session.info.setdefault("to_level", set()).add(issue_id)


def wanted_links(session: Session, issue: Issue) -> dict[str, str]:
    """What `public/<issue>/` should hold: name → target, relative to the files.

    A page with a redaction is left out until pictures without the zone are made for it; so is the PDF of a
    stream until one without it is made, and as long as any of its pages is hidden whole.
    """
    return _wanted(session, [issue])[issue.key]


def _wanted(session: Session, issues: Sequence[Issue]) -> dict[str, dict[str, str]]:
    """`wanted_links` of some issues, by their keys: three questions for all of them."""
    public = {issue.id: issue.key for issue in issues if issue_is_public(issue)}
    links: dict[str, dict[str, str]] = {issue.key: {} for issue in issues}
    zones = _hidden_zones(session, public)
    shown: dict[int, set[int]] = {number: set() for number in public}
    for issue_id, number, image in session.execute(
        select(Page.issue_id, Page.number, type_coerce(Page.image, Text)).where(
            Page.issue_id.in_(public), Page.withdrawn.is_(False), Page.hidden_until <= today()
        )
    ):
        shown[issue_id].add(number)
        facts = _image_facts(image)
        if facts is not None and set(zones.get((issue_id, number), ())) <= set(facts.hidden):
            key = public[issue_id]
            name = Files.image_name(number, facts.version)
            links[key][name] = Files.derivatives(key, number, facts.version)
    for stream in session.scalars(
        select(Stream).where(Stream.issue_id.in_(public), Stream.pdf_path != "", Stream.withdrawn.is_(False))
    ):
        hidden = digest(zones.get((stream.issue_id, number), ()) for number in stream.pages)
        if stream.pdf_hidden == hidden and set(stream.pages) <= shown[stream.issue_id]:
            name = f"s{stream.number}.v{stream.pdf_version}.pdf"
            links[public[stream.issue_id]][name] = stream.pdf_path
    return links


def _hidden_zones(session: Session, issues: Collection[int]) -> dict[tuple[int, int], list[Box]]:
    """What is hidden today: (issue's id, page's number) → zones."""
    found: dict[tuple[int, int], list[Box]] = {}
    for redaction, issue_id, number in session.execute(
        select(Redaction, Page.issue_id, Page.number)
        .join(Page, Page.id == Redaction.page_id)
        .where(Page.issue_id.in_(issues), hides_now())
    ):
        found.setdefault((issue_id, number), []).append(redaction.box)
    return found


@lru_cache(maxsize=4096)
def _image_facts(text: str | None) -> ImageFacts | None:
    """The column's value. Pages of one issue mostly say the same, and reading it costs more than all else."""
    found: ImageFacts | None = IMAGE.process_result_value(text, None)  # type: ignore[arg-type]
    return found


def _level(files: Files, key: str, wanted: dict[str, str], *, add: bool, remove: bool) -> list[str]:
    """Make `public/<key>/` hold exactly `wanted`; returns what had to be changed."""
    folder = files.public(key)
    changed: list[str] = []
    present = {entry.name: entry for entry in folder.iterdir()} if folder.is_dir() else {}
    for name, entry in present.items():
        target = wanted.get(name)
        right = target is not None and entry.is_symlink() and _leads_to(entry, files.path(target))
        if not right and remove:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)  # no link of ours: whatever it is, the public shall not have it
            else:
                entry.unlink()
            changed.append(f"-{key}/{name}")
    missing = [name for name in wanted if not (folder / name).is_symlink()]
    if add and missing:
        make_folder(folder)
        for name in missing:
            (folder / name).symlink_to(os.path.relpath(files.path(wanted[name]), folder))
            changed.append(f"+{key}/{name}")
    if changed:
        sync_folder(folder)
        if remove and not any(folder.iterdir()):
            folder.rmdir()
    return changed


def _leads_to(link: Path, target: Path) -> bool:
    return os.path.normpath(link.parent / link.readlink()) == os.path.normpath(target)


def _marked(session: Session) -> list[Issue]:
    ids = session.info.get("to_level", set())
    return list(session.scalars(select(Issue).where(Issue.id.in_(ids)))) if ids else []


@contextmanager
def alone(files: Files) -> Iterator[None]:
    """Nobody else changes `public/` meanwhile, in this process or another of this machine."""
    folder = files.root / "public"
    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # gives the lock back


@contextmanager
def levelled(session: Session) -> Iterator[None]:
    """Around a unit of work's being kept: what goes is taken down before, what comes is put up after."""
    marked = _marked(session)
    if not marked:
        yield
        return
    files: Files = session.info["files"]
    with alone(files):
        wanted = _wanted(session, marked)
        for key, links in wanted.items():
            _level(files, key, links, add=False, remove=True)
        yield
        for key, links in wanted.items():
            _level(files, key, links, add=True, remove=False)


def level_all(session: Session, files: Files, *, mend: bool = True) -> list[str]:
    """Bring the whole of `public/` level (or only say what is not); returns the differences.

    The worker does it when it starts and every day: embargoes end without anyone touching a record, and a
    crash may have left something hidden. With `mend`, the session's view is renewed for each part.
    """
    differences: list[str] = []
    ids = session.scalars(select(Issue.id).order_by(Issue.id)).all()
    for first in range(0, len(ids), _TOGETHER):
        part = ids[first : first + _TOGETHER]
        with _renewed(session, files) if mend else nullcontext():
            issues = session.scalars(select(Issue).where(Issue.id.in_(part))).all()
            for key, wanted in _wanted(session, issues).items():
                differences += (
                    _level(files, key, wanted, add=True, remove=True)
                    if mend
                    else _unlike(files.public(key), key, wanted)
                )
    with _renewed(session, files) if mend else nullcontext():
        keys = set(session.scalars(select(Issue.key)))
        public = files.root / "public"
        for folder in sorted(public.iterdir()) if public.is_dir() else ():
            if folder.name not in keys:
                differences.append(f"-{folder.name}")
                if mend:
                    shutil.rmtree(folder)
    return differences


@contextmanager
def _renewed(session: Session, files: Files) -> Iterator[None]:
    """`public/` for oneself, and the store as it is from then on."""
    with alone(files):
        session.rollback()
        yield


def _unlike(folder: Path, key: str, wanted: dict[str, str]) -> list[str]:
    present = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    gone, missing = sorted(present - set(wanted)), sorted(set(wanted) - present)
    return [f"-{key}/{name}" for name in gone] + [f"+{key}/{name}" for name in missing]
