"""Cards of names under control: one by its key, where a merged one leads, which articles name it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, String, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from archive.errors import Gone, NotFound
from archive.models import Article, Authority, Identifier
from archive.queries.issues import leads_to


def is_one(session: Session, key: str) -> bool:
    """Whether a key is that of a card."""
    found = session.get(Identifier, key)
    return found is not None and found.kind == Authority.kind


def whatever(session: Session, key: str) -> Authority:
    """The card of a key, withdrawn and merged ones too. Raises NotFound."""
    found = session.scalars(select(Authority).where(Authority.key == key)).one_or_none()
    if found is None:
        raise NotFound("There is no card {key}.", "It may have been mistyped.", key=key)
    return found


def by_key(session: Session, key: str) -> Authority:
    """The card of a key. Raises NotFound, and Gone for one that was withdrawn or merged."""
    found = whatever(session, key)
    if found.withdrawn:
        raise Gone("The card {key} was withdrawn.", key=key)
    return found


def by_keys(session: Session, keys: Collection[str]) -> dict[str, Authority]:
    """The cards of these keys that are in use; the key of a merged one leads to the one it became."""
    wanted = {key: leads_to(session, key) or key for key in keys}
    rows = session.scalars(
        select(Authority).where(
            Authority.key.in_(list(dict.fromkeys(wanted.values()))), Authority.withdrawn.is_(False)
        )
    )
    found = {row.key: row for row in rows}
    return {key: found[target] for key, target in wanted.items() if target in found}


def holding(field: InstrumentedAttribute[tuple[str, ...]], key: str) -> ColumnElement[bool]:
    """A condition: a column of keys has this one (letters and digits: no quoted key is part of another)."""
    return type_coerce(field, String).contains(f'"{key}"')


def articles_of(session: Session, authority: Authority) -> Sequence[Article]:
    """The articles in use by, about or in the section of a card, in order of arrival."""
    return session.scalars(
        select(Article)
        .where(Article.withdrawn.is_(False), _names(authority))
        .order_by(Article.issue_id, Article.position, Article.id)
    ).all()


def every_article_of(session: Session, authority: Authority) -> Sequence[Article]:
    """The same, withdrawn articles too: what a merge must move."""
    return session.scalars(select(Article).where(_names(authority)).order_by(Article.id)).all()


def related_to(session: Session, authority: Authority) -> Sequence[Authority]:
    """The cards that name it as their earlier or later name, withdrawn ones too."""
    return session.scalars(
        select(Authority)
        .where(or_(holding(Authority.earlier, authority.key), holding(Authority.later, authority.key)))
        .order_by(Authority.id)
    ).all()


def _names(authority: Authority) -> ColumnElement[bool]:
    return or_(
        Article.section_id == authority.id,
        holding(Article.authors, authority.key),
        holding(Article.about, authority.key),
    )
