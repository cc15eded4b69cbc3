"""Why pages have the text they have, where text came with them: for reports and the desk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Issue, Page, PageText


@dataclass(frozen=True, slots=True)
class Decided:
    """Pages of an issue for which the same was decided over the same file.

    `used`, `reason`: as ingest names them (`ingest.text_decisions`); `pages`: minted numbers, in order.
    """

    issue_key: str
    file: str
    used: str
    reason: str
    pages: tuple[int, ...]


def of_issues(session: Session, issue_ids: Collection[int]) -> list[Decided]:
    """What was decided over the texts in use of some issues, by issue, file and reason; [] for none."""
    if not issue_ids:
        return []
    rows = session.execute(
        select(Issue.key, Page.number, PageText.decision)
        .join(Page, Page.issue_id == Issue.id)
        .join(PageText, (PageText.page_id == Page.id) & (PageText.revision == Page.text_revision))
        .where(Issue.id.in_(list(issue_ids)), Page.withdrawn.is_(False))
        .order_by(Issue.id, Page.sequence)
    )
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for key, number, decision in rows:
        if decision:
            what = (key, str(decision.get("file", "")), str(decision.get("used", "")))
            found.setdefault((*what, str(decision.get("reason", ""))), []).append(number)
    return [Decided(*what, tuple(pages)) for what, pages in found.items()]
