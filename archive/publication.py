"""Keeps `public/` level with what the public may see: links into `staff/`, and nothing else.

What may be seen is decided from the store (`visible`); the folder follows, so that a front server which is
given `public/` alone cannot send a draft.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from archive.canvas import Box
from archive.files import Files, make_folder, sync_folder
from archive.models import Issue, Page, Redaction, Stream
from archive.redacting import digest


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
    if not issue_is_public(issue):
        return {}
    links: dict[str, str] = {}
    pages = session.scalars(select(Page).where(Page.issue_id == issue.id)).all()
    hidden: dict[int, list[Box]] = {}
    for row in session.scalars(
        select(Redaction)
        .join(Page, Page.id == Redaction.page_id)
        .where(Page.issue_id == issue.id, hides_now())
    ):
        hidden.setdefault(row.page_id, []).append(row.box)
    zones = {page.number: hidden.get(page.id, []) for page in pages}
    shown = {page.number for page in pages if page_is_public(page, issue)}
    for page in pages:
        fit = page.number in shown and pictures_are_public(page, zones[page.number])
        if fit and page.image is not None:
            name = Files.image_name(page.number, page.image.version)
            links[name] = Files.derivatives(issue.key, page.number, page.image.version)
    for stream in session.scalars(select(Stream).where(Stream.issue_id == issue.id)):
        masked = stream.pdf_hidden == digest(zones.get(number, []) for number in stream.pages)
        if stream.pdf_path and not stream.withdrawn and masked and set(stream.pages) <= shown:
            links[f"s{stream.number}.v{stream.pdf_version}.pdf"] = stream.pdf_path
    return links


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


def take_down(session: Session) -> None:
    """Before a unit of work is kept: remove what the public may no longer see."""
    wanted = {issue.key: wanted_links(session, issue) for issue in _marked(session)}
    session.info["wanted_links"] = wanted
    for key, links in wanted.items():
        _level(session.info["files"], key, links, add=False, remove=True)


def put_up(session: Session) -> None:
    """After a unit of work is kept: link what the public may see now."""
    for key, links in session.info.get("wanted_links", {}).items():
        _level(session.info["files"], key, links, add=True, remove=False)


def level_all(session: Session, files: Files, *, mend: bool = True) -> list[str]:
    """Bring the whole of `public/` level (or only say what is not); returns the differences.

    Run when the site starts and every day: embargoes end without anyone touching a record.
    """
    differences: list[str] = []
    keys = set()
    for issue in session.scalars(select(Issue)):
        keys.add(issue.key)
        wanted = wanted_links(session, issue)
        if mend:
            differences += _level(files, issue.key, wanted, add=True, remove=True)
        else:
            folder = files.public(issue.key)
            present = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
            differences += [f"-{issue.key}/{name}" for name in sorted(present - set(wanted))]
            differences += [f"+{issue.key}/{name}" for name in sorted(set(wanted) - present)]
    public = files.root / "public"
    for folder in public.iterdir() if public.is_dir() else ():
        if folder.name not in keys:
            differences.append(f"-{folder.name}")
            if mend:
                shutil.rmtree(folder)
    return differences
