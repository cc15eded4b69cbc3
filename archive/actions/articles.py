"""Articles of an issue: made, changed, paired across languages; drafts of them confirmed or declined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import authorities, changes, remarks
from archive.contents_pages import Draft
from archive.errors import BadInput, NotFound
from archive.letters import clean
from archive.models import Article, ChangeSet, Issue, Page, Remark, Zone
from archive.queries.articles import in_order, reading_place
from archive.texts import Texts

_LONGEST_BYLINE, _MOST_ZONES, _MOST_PAGES = 500, 200, 400
#: Room left between two articles for those that come later.
_STEP = 1024


def by_number(session: Session, issue: Issue, number: int) -> Article:
    """An article of an issue, withdrawn ones too. Raises NotFound."""
    found = session.scalars(
        select(Article).where(Article.issue_id == issue.id, Article.number == number)
    ).one_or_none()
    if found is None:
        raise NotFound("The issue {key} has no article a{number}.", key=issue.key, number=number)
    return found


def add(session: Session, change_set: ChangeSet, issue: Issue, **fields: Any) -> Article:
    """A new article, its number minted in order of arrival (fields: see `models.Article`)."""
    article = Article(issue_id=issue.id, number=issue.next_article, **fields)
    issue.next_article += 1
    changes.make(session, change_set, article)
    return article


def insert(session: Session, change_set: ChangeSet, issue: Issue, fields: Mapping[str, Any]) -> Article:
    """A new article at the place in reading order that its pages give it. Raises BadInput (`checked`)."""
    values = checked(session, issue, fields)
    return add(session, change_set, issue, **values, position=_position(issue, values))


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


def checked(session: Session, issue: Issue, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields cleaned. Raises BadInput: an article has a heading and pages; its zones lie on those."""
    values = dict(fields)
    if "byline" in values:
        values["byline"] = " ".join(clean(str(values["byline"])).split())
        if len(values["byline"]) > _LONGEST_BYLINE:
            raise BadInput("This is too long: {value}…", value=values["byline"][:40])
    if "heading" in values and not values["heading"]:
        raise BadInput("An article needs a heading.", "Type it in the language it is printed in.")
    if "pages" in values:
        sizes = {
            page.number: (page.width or 0, page.height or 0)
            for page in session.scalars(
                select(Page).where(Page.issue_id == issue.id, Page.withdrawn.is_(False))
            )
        }
        pages = tuple(dict.fromkeys(values["pages"]))
        if not pages or len(pages) > _MOST_PAGES or not sizes.keys() >= set(pages):
            raise BadInput("An article stands on pages of its issue.", "Choose the page it begins on.")
        values["pages"] = pages
        values["zones"] = _zones(values.get("zones", ()), pages, sizes)
    return values


def _zones(zones: tuple[Zone, ...], pages: tuple[int, ...], sizes: Mapping[int, tuple[int, int]]) -> Any:
    if len(zones) > _MOST_ZONES:
        raise BadInput("An article has {most} zones at most.", most=_MOST_ZONES)
    for zone in zones:
        width, height = sizes.get(zone.page, (0, 0))
        if zone.page not in pages or zone.box.w < 1 or zone.box.h < 1:
            raise BadInput("Each zone lies on a page of the article.", "Draw it on the picture.")
        if width and (zone.box.right > width or zone.box.bottom > height):
            raise BadInput("A zone leaves its page.", "Draw it on the picture.")
    return tuple(zones)


def _position(issue: Issue, fields: Mapping[str, Any]) -> int:
    """After the articles that are read before it; ones of equal position stand in order of arrival."""
    own = reading_place(issue, fields["pages"], fields.get("zones", ()))
    before, after = 0, None
    for each in issue.articles:
        if reading_place(issue, each.pages, each.zones) <= own:
            before = each.position
        elif after is None or each.position < after:
            after = each.position
    if after is None or after <= before:
        return before + _STEP if after is None else before
    return (before + after) // 2


def move(
    session: Session, change_set: ChangeSet, issue: Issue, article: Article, place: int
) -> dict[str, tuple[Any, Any]]:
    """Put an article at a place (from 0) in the order of the issue's articles.

    Where its new neighbours leave no number between them, all are counted anew in steps.
    """
    order = [each for each in in_order(issue) if each.number != article.number]
    place = min(max(0, place), len(order))
    before = order[place - 1].position if place else 0
    after = order[place].position if place < len(order) else before + 2 * _STEP
    if before < (middle := (before + after) // 2) < after:
        return changes.apply(session, change_set, article, {"position": middle})
    order.insert(place, article)
    for at, each in enumerate(order, 1):
        changes.apply(session, change_set, each, {"position": at * _STEP})
    return {"position": (None, article.position)}


def pair(session: Session, change_set: ChangeSet, one: Article, other: Article) -> None:
    """Say that two articles of an issue treat the same subject in two languages; former pairs are parted."""
    for article in (one, other):
        if article.pair not in (one.number, other.number):
            unpair(session, change_set, article)
    changes.apply(session, change_set, one, {"pair": other.number})
    changes.apply(session, change_set, other, {"pair": one.number})


def unpair(session: Session, change_set: ChangeSet, article: Article) -> None:
    """Say that an article has no version in the other language."""
    for other in session.scalars(
        select(Article).where(Article.issue_id == article.issue_id, Article.pair == article.number)
    ):
        changes.apply(session, change_set, other, {"pair": None})
    changes.apply(session, change_set, article, {"pair": None})


# --- drafts ---------------------------------------------------------------------------------------------


def confirm(session: Session, change_set: ChangeSet, issue: Issue, draft: Draft) -> Article:
    """Make the article that a draft proposes; its section is one there is, or made."""
    section = None
    if draft.section:
        named = Texts.printed(**{draft.language: draft.section})
        section = authorities.section_named(session, change_set, named).id
    fields = {
        "heading": Texts.printed(**{draft.language: draft.title}),
        "byline": draft.byline,
        "section_id": section,
        "language": draft.language,
        "pages": draft.pages,
    }
    return insert(session, change_set, issue, fields)


def decline(session: Session, change_set: ChangeSet, issue: Issue, draft: Draft) -> Remark:
    """Say that what a draft proposes is no article; it is not proposed again until that is undone."""
    return remarks.add(session, change_set, "no-article", "issue", issue.id, draft.title)
