"""Articles of an issue: made, changed, paired across languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from archive.actions import changes
from archive.models import Article, ChangeSet, Issue


def add(session: Session, change_set: ChangeSet, issue: Issue, **fields: Any) -> Article:
    """A new article, its number minted in order of arrival (fields: see `models.Article`)."""
    article = Article(issue_id=issue.id, number=issue.next_article, **fields)
    issue.next_article += 1
    changes.make(session, change_set, article)
    return article


def change(
    session: Session,
    change_set: ChangeSet,
    article: Article,
    fields: Mapping[str, Any],
    *,
    version: int | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Change an article's heading, zones, section, pair; or withdraw it."""
    return changes.apply(session, change_set, article, fields, version=version)


def pair(session: Session, change_set: ChangeSet, one: Article, other: Article) -> None:
    """Say that two articles of an issue treat the same subject in two languages."""
    changes.apply(session, change_set, one, {"pair": other.number})
    changes.apply(session, change_set, other, {"pair": one.number})
