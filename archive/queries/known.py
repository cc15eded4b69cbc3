"""What may be told to search engines: published issues with their articles and pages, as numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Article, Issue, Page
from archive.publication import today
from archive.queries.issues import seen


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An issue, the numbers of its articles, the numbers and languages of its pages; `changed`: ISO day."""

    key: str
    changed: str
    articles: tuple[int, ...]
    pages: tuple[tuple[int, str], ...]


def years_changed(session: Session) -> dict[str, str]:
    """Each year that has issues, with the day the last of them was changed; "0000" for undated ones."""
    year = func.coalesce(func.nullif(func.substr(Issue.date_from, 1, 4), ""), "0000")
    rows = session.execute(
        select(year, func.max(Issue.changed_at)).where(seen(True)).group_by(year).order_by(year)
    )
    return {str(number): changed.date().isoformat() for number, changed in rows}


def of_year(session: Session, year: int) -> list[KnownIssue]:
    """The issues of a year, 0 for those without a date."""
    dated = Issue.date_from == "" if not year else Issue.date_from.startswith(f"{year:04}")
    rows = session.execute(
        select(Issue.id, Issue.key, Issue.changed_at)
        .where(seen(True), dated)
        .order_by(Issue.date_from, Issue.number_key, Issue.id)
    ).all()
    ids = [row.id for row in rows]
    pages: dict[int, list[tuple[int, str]]] = {}
    shown = (Page.withdrawn.is_(False), Page.hidden_until <= today())
    for issue_id, number, language in session.execute(
        select(Page.issue_id, Page.number, Page.language)
        .where(Page.issue_id.in_(ids), *shown)
        .order_by(Page.issue_id, Page.sequence)
    ):
        pages.setdefault(issue_id, []).append((number, language))
    articles: dict[int, list[int]] = {}
    for issue_id, number, own in session.execute(
        select(Article.issue_id, Article.number, Article.pages)
        .where(Article.issue_id.in_(ids), Article.withdrawn.is_(False))
        .order_by(Article.issue_id, Article.position)
    ):
        if set(own) & {page for page, _ in pages.get(issue_id, ())}:
            articles.setdefault(issue_id, []).append(number)
    return [
        KnownIssue(key, changed.date().isoformat(), tuple(articles.get(row, ())), tuple(pages.get(row, ())))
        for row, key, changed in rows
    ]
