"""The magazine, its series, its sections, and what the site says of the institution."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Authority, Holding, Series, SiteText, Title
from archive.texts import Texts


def the_title(session: Session) -> Title | None:
    """The publication this archive is of (the first, where there are several); None before one is made."""
    return session.scalars(select(Title).where(Title.withdrawn.is_(False)).order_by(Title.id)).first()


def series_of(session: Session, title: Title) -> Sequence[Series]:
    """Its runs of numbering, in order."""
    return session.scalars(
        select(Series)
        .where(Series.title_id == title.id, Series.withdrawn.is_(False))
        .order_by(Series.position, Series.id)
    ).all()


def site_texts(session: Session) -> dict[str, Texts]:
    """What the site says of the institution: "name", "contact", "rights" …, by language."""
    rows = session.scalars(select(SiteText).where(SiteText.withdrawn.is_(False)))
    return {row.name: row.text for row in rows}


def site_text(session: Session, name: str) -> SiteText | None:
    """One of them with its version, withdrawn ones too; None where nothing was said yet."""
    return session.scalars(select(SiteText).where(SiteText.name == name)).one_or_none()


def authority(session: Session, authority_id: int | None) -> Authority | None:
    """An authority by its row id; None for none."""
    return session.get(Authority, authority_id) if authority_id is not None else None


def authorities(session: Session, keys: Sequence[str]) -> Sequence[Authority]:
    """The authorities with these keys, in that order; unknown keys are passed over."""
    rows = session.scalars(select(Authority).where(Authority.key.in_(list(keys)))) if keys else ()
    found = {row.key: row for row in rows}
    return [found[key] for key in keys if key in found]


def sections(session: Session) -> Sequence[Authority]:
    """All sections (rubrics)."""
    return session.scalars(
        select(Authority)
        .where(Authority.authority_kind == "section", Authority.withdrawn.is_(False))
        .order_by(Authority.id)
    ).all()


def holdings(session: Session, series: Series) -> Sequence[Holding]:
    """What is expected of a series, and what became of it."""
    return session.scalars(
        select(Holding)
        .where(Holding.series_id == series.id, Holding.withdrawn.is_(False))
        .order_by(Holding.slot)
    ).all()
