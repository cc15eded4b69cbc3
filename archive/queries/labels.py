"""Printed page numbers that ingest read and nobody has accepted yet, and what is irregular about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from archive.letters import western_digits
from archive.models import Issue, Page
from archive.paging import Irregularity, irregularities
from archive.queries.pages import of_issue


@dataclass(frozen=True, slots=True)
class Proposed:
    """An issue whose pages have proposed numbers: how many, and how sure the least sure is (0..1)."""

    issue: Issue
    pages: int
    least: float


def is_open() -> ColumnElement[bool]:
    """That a page has a proposed number and its label is still the program's own."""
    return (Page.label_read != "") & Page.label_supplied.is_(True) & Page.withdrawn.is_(False)


def proposed(session: Session, *, limit: int = 50, offset: int = 0) -> Sequence[Proposed]:
    """Issues with proposed numbers, the surest first: those can be accepted without a look."""
    least = func.min(Page.label_confidence)
    rows = session.execute(
        select(Issue, func.count(Page.id), least)
        .join(Page, Page.issue_id == Issue.id)
        .where(is_open(), Issue.withdrawn.is_(False))
        .group_by(Issue.id)
        .order_by(least.desc(), Issue.id)
        .limit(limit)
        .offset(offset)
    )
    return [Proposed(issue, count, float(sure or 0.0)) for issue, count, sure in rows]


def count_issues(session: Session) -> int:
    """How many issues have proposed numbers."""
    query = (
        select(func.count(Page.issue_id.distinct()))
        .join(Issue, Issue.id == Page.issue_id)
        .where(is_open(), Issue.withdrawn.is_(False))
    )
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something irregular between two pages of a stream, in its order; see `paging.Irregularity`."""

    what: Irregularity
    before: Page
    after: Page


def oddities(session: Session, issue: Issue) -> list[Oddity]:
    """Where the printed numbers of an issue's streams leave one out, come twice or run backwards.

    Of each page the accepted number counts, else the one that was read.
    """
    every = {page.number: page for page in of_issue(session, issue.id)}
    found = []
    for stream in issue.streams:
        if stream.withdrawn:
            continue
        pages = [every[number] for number in stream.pages if number in every]
        odd = irregularities([number_of(page) for page in pages])
        found += [Oddity(each, pages[each.before], pages[each.after]) for each in odd]
    return found


def number_of(page: Page) -> int | None:
    """The printed number of a page: accepted, else as read; None for none, or one that does not count."""
    label = page.label_read if page.label_supplied else page.label
    digits = western_digits(label)
    return int(digits) if digits.isascii() and digits.isdecimal() else None
