"""The page that stands for an issue, for many issues at once: browsing never loads all pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, load_only

from archive.models import Issue, Page
from archive.publication import today


def covers(session: Session, issues: Sequence[Issue], language: str, *, public: bool) -> Mapping[int, Page]:
    """The cover page of each of these issues (their streams loaded), by the issue's row id.

    That chosen by hand, else the first page of the stream in `language`, else of the first stream, else the
    first page at all. An issue whose cover is hidden from the reader has none.
    """
    wanted: set[tuple[int, int]] = set()
    for issue in issues:
        number = _number(issue, language)
        if number is not None:
            wanted.add((issue.id, number))
    found: dict[int, Page] = {}
    shown: list[ColumnElement[bool]] = [Page.withdrawn.is_(False)]
    if public:
        shown.append(Page.hidden_until <= today())
    columns = load_only(Page.issue_id, Page.number, Page.image, Page.width, Page.height, Page.language)
    if wanted:
        # Pairs in one IN would make SQLite look through every page; few numbers are the first of a stream.
        of_these = Page.issue_id.in_({issue for issue, _ in wanted}), Page.number.in_({n for _, n in wanted})
        rows = session.scalars(select(Page).where(*of_these, *shown).options(columns))
        found = {page.issue_id: page for page in rows if (page.issue_id, page.number) in wanted}
    rest = [issue.id for issue in issues if not issue.streams and issue.id not in found]
    if rest:
        first = (
            select(Page.issue_id, func.min(Page.sequence).label("first"))
            .where(Page.issue_id.in_(rest), *shown)
            .group_by(Page.issue_id)
            .subquery()
        )
        joined = (Page.issue_id == first.c.issue_id) & (Page.sequence == first.c.first)
        rows = session.scalars(select(Page).join(first, joined).options(columns))
        found |= {page.issue_id: page for page in rows}
    return found


def _number(issue: Issue, language: str) -> int | None:
    if issue.cover_page is not None:
        return issue.cover_page
    streams = sorted(issue.streams, key=lambda stream: (stream.language != language, stream.position))
    return next((stream.pages[0] for stream in streams if stream.pages), None)


def with_pictures(session: Session) -> frozenset[int]:
    """Row ids of the issues of which a page has pictures: the others have no cover to show."""
    return frozenset(
        session.scalars(
            select(Page.issue_id).where(Page.withdrawn.is_(False), Page.image.is_not(None)).distinct()
        )
    )
