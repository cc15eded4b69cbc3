"""What colleagues and readers said of issues and their pages: flags, comments, open letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.errors import NotFound
from archive.models import Article, Change, ChangeSet, Issue, Page, Remark

#: Kinds of remarks that colleagues make.
SAID = ("flag", "comment")


@dataclass(frozen=True, slots=True)
class Said:
    """A flag or comment: the change set that made it (who, when), the page it is about (None: the issue)."""

    remark: Remark
    change_set: ChangeSet
    page: Page | None


def issues_spoken_of(session: Session) -> Mapping[str, frozenset[int]]:
    """Row ids of issues with an open flag or letter, on themselves, a page or an article; by kind."""
    found: dict[str, set[int]] = {}
    rows = session.execute(
        select(Remark.remark_kind, Remark.about_kind, Remark.about_id).where(
            Remark.remark_kind.in_(("flag", "report", "removal")),
            Remark.state == "open",
            Remark.withdrawn.is_(False),
        )
    ).all()
    owners: dict[str, dict[int, int]] = {}
    for about, model in (("page", Page), ("article", Article)):
        ids = {row.about_id for row in rows if row.about_kind == about}
        owners[about] = {
            row[0]: row[1]
            for row in session.execute(select(model.id, model.issue_id).where(model.id.in_(ids)))
        }
    for row in rows:
        issue = (
            row.about_id if row.about_kind == "issue" else owners.get(row.about_kind, {}).get(row.about_id)
        )
        if issue is not None:
            found.setdefault(row.remark_kind, set()).add(issue)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def of_issue(session: Session, issue: Issue) -> Sequence[Said]:
    """Flags and comments about an issue and its pages: open flags first, then the newest."""
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.issue_id == issue.id))}
    about_issue = (Remark.about_kind == "issue") & (Remark.about_id == issue.id)
    about_page = (Remark.about_kind == "page") & Remark.about_id.in_(list(pages))
    rows = session.execute(
        select(Remark, ChangeSet)
        .join(Change, (Change.record_kind == "remark") & (Change.record_id == Remark.id))
        .join(ChangeSet, ChangeSet.number == Change.change_set)
        .where(
            Remark.remark_kind.in_(SAID),
            Remark.withdrawn.is_(False),
            about_issue | about_page,
            Change.field == "withdrawn",
            Change.before.is_not(None),
        )
        .order_by(Remark.id.desc(), ChangeSet.number)
    )
    made: dict[int, Said] = {}
    for remark, change_set in rows:
        page = pages.get(remark.about_id) if remark.about_kind == "page" else None
        made.setdefault(remark.id, Said(remark, change_set, page))
    return sorted(made.values(), key=lambda said: not is_open(said.remark))


def is_open(remark: Remark) -> bool:
    """Whether a remark is a flag that waits for somebody."""
    return remark.remark_kind == "flag" and remark.state == "open"


def by_number(session: Session, number: int) -> Remark:
    """A flag or comment by its number. Raises NotFound, also for a reader's letter."""
    found = session.get(Remark, number)
    if found is None or found.remark_kind not in SAID or found.withdrawn:
        raise NotFound("There is no remark {number}.", number=number)
    return found
