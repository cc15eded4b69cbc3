"""Which issues there are, by year and by key, and who may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, selectinload

from archive.errors import Gone, NotFound
from archive.models import Identifier, Issue, Page, Scan, Stream
from archive.publication import issue_is_public, today
from archive.texts import Texts


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What search joins to its hits: enough to filter, sort, count and name an issue."""

    id: int
    key: str
    name: Texts
    number: str
    number_key: str
    issue_kind: str
    date_printed: str
    edtf: str
    date_from: str  # ISO day, "" unknown
    year: int | None
    state: str
    languages: tuple[str, ...]  # of its streams, in their order
    hijri: str = ""  # as `models.Issue.hijri`

    @property
    def hijri_year(self) -> int | None:
        """The Hijri year it begins in; None where the date is unknown or before the tables."""
        return int(self.hijri[:4]) if self.hijri else None


def _public() -> ColumnElement[bool]:
    return and_(Issue.state == "published", Issue.withdrawn.is_(False), Issue.embargo_until <= today())


def seen(public: bool) -> ColumnElement[bool]:
    """What a reader may see: the public what is published, the staff all but what was withdrawn."""
    return _public() if public else Issue.withdrawn.is_(False)


_IN_ORDER = (Issue.date_from, Issue.number_key, Issue.id)


def facts(session: Session, *, public: bool) -> tuple[IssueFacts, ...]:
    """All issues in order of date and number (those without a date first); 800 of them are nothing."""
    languages: dict[int, list[str]] = {}
    for issue_id, language in session.execute(
        select(Stream.issue_id, Stream.language).where(Stream.withdrawn.is_(False)).order_by(Stream.position)
    ):
        if language not in languages.setdefault(issue_id, []):
            languages[issue_id].append(language)
    rows = session.scalars(select(Issue).where(seen(public)).order_by(*_IN_ORDER))
    return tuple(
        IssueFacts(
            id=issue.id,
            key=issue.key,
            name=issue.name,
            number=issue.number,
            number_key=issue.number_key,
            issue_kind=issue.issue_kind,
            date_printed=issue.date_printed,
            edtf=issue.edtf,
            date_from=issue.date_from,
            year=year_of(issue),
            state=issue.state,
            languages=tuple(languages.get(issue.id, ())),
            hijri=issue.hijri,
        )
        for issue in rows
    )


def year_of(issue: Issue) -> int | None:
    """The year an issue stands under: that of its earliest day; None for an unknown date."""
    return int(issue.date_from[:4]) if issue.date_from else None


def by_key(session: Session, key: str, *, public: bool) -> Issue:
    """The issue with its pages, streams and articles loaded.

    Raises NotFound for an unknown key and, for the public, for a draft; Gone for a withdrawn issue that was
    published once (a draft that was withdrawn was never there for the public).
    """
    issue = session.scalars(
        select(Issue)
        .where(Issue.key == key)
        .options(selectinload(Issue.pages), selectinload(Issue.streams), selectinload(Issue.articles))
    ).one_or_none()
    if issue is None or (issue.withdrawn and issue.published_at is None and public):
        raise NotFound("There is no issue {key}.", "It may have been mistyped.", key=key)
    if issue.withdrawn:
        raise Gone("The issue {key} was withdrawn by the archive.", key=key)
    if public and not issue_is_public(issue):
        raise NotFound("There is no issue {key}.", "It may have been mistyped.", key=key)
    return issue


def leads_to(session: Session, name: str) -> str | None:
    """Where a merged record's address leads; None where it was not merged. Follows chains."""
    seen: set[str] = set()
    target: str | None = None
    while (found := session.get(Identifier, name)) is not None and found.merged_into and name not in seen:
        seen.add(name)
        name = target = found.merged_into
    return target


def years(session: Session, *, public: bool) -> dict[int, int]:
    """How many issues each year has, in order of years."""
    year = func.substr(Issue.date_from, 1, 4)
    rows = session.execute(
        select(year, func.count()).where(seen(public), Issue.date_from != "").group_by(year).order_by(year)
    )
    return {int(number): count for number, count in rows}


def of_year(session: Session, year: int, *, public: bool) -> Sequence[Issue]:
    """The issues of a year, in order."""
    return session.scalars(
        select(Issue)
        .where(seen(public), Issue.date_from >= f"{year:04d}-01-01", Issue.date_from <= f"{year:04d}-12-31")
        .order_by(*_IN_ORDER)
        .options(selectinload(Issue.pages), selectinload(Issue.streams))
    ).all()


def shelved(session: Session, issue_ids: Collection[int]) -> dict[int, Issue]:
    """These issues by id with their streams, pages not loaded (see `queries.covers`)."""
    rows = session.scalars(
        select(Issue).where(Issue.id.in_(list(issue_ids))).options(selectinload(Issue.streams))
    )
    return {issue.id: issue for issue in rows}


@dataclass(frozen=True, slots=True)
class Dated:
    """An issue as calendars need it: no texts, no pages. `date_from`, `date_to`: ISO days, "" unknown."""

    id: int
    date_from: str
    date_to: str
    year: int  # of its first day, 0 for an undated one


def dated(session: Session, *, public: bool) -> tuple[Dated, ...]:
    """All issues in order, those without a date first: what browsing chooses from."""
    rows = session.execute(
        select(Issue.id, Issue.date_from, Issue.date_to).where(seen(public)).order_by(*_IN_ORDER)
    )
    return tuple(Dated(id_, first, last, int(first[:4] or 0)) for id_, first, last in rows)


def arrivals(session: Session, *, public: bool, limit: int, offset: int = 0) -> tuple[int, ...]:
    """Row ids of the issues that came last, by when they were published (or made)."""
    order = (func.coalesce(Issue.published_at, Issue.created_at).desc(), Issue.id.desc())
    return tuple(
        session.scalars(select(Issue.id).where(seen(public)).order_by(*order).limit(limit).offset(offset))
    )


def undated(session: Session, *, public: bool) -> Sequence[Issue]:
    """The issues whose date nobody knows yet."""
    return session.scalars(
        select(Issue)
        .where(seen(public), Issue.date_from == "")
        .order_by(Issue.number_key, Issue.id)
        .options(selectinload(Issue.pages), selectinload(Issue.streams))
    ).all()


def latest(session: Session, *, public: bool, limit: int = 6, arrived: bool = False) -> Sequence[Issue]:
    """The newest issues by date; with `arrived`, by when they were published (or made)."""
    order = (
        (func.coalesce(Issue.published_at, Issue.created_at).desc(), Issue.id.desc())
        if arrived
        else (Issue.date_from.desc(), Issue.number_key.desc())
    )
    return session.scalars(
        select(Issue)
        .where(seen(public))
        .order_by(*order)
        .limit(limit)
        .options(selectinload(Issue.pages), selectinload(Issue.streams))
    ).all()


def every(session: Session, *, public: bool) -> Sequence[Issue]:
    """All issues in order, pages and streams loaded: for small lists and exports."""
    return session.scalars(
        select(Issue)
        .where(seen(public))
        .order_by(*_IN_ORDER)
        .options(selectinload(Issue.pages), selectinload(Issue.streams))
    ).all()


def for_desk(session: Session) -> Sequence[Issue]:
    """All issues, withdrawn ones too, in order; pages are not loaded (see `with_pages`)."""
    return session.scalars(select(Issue).order_by(*_IN_ORDER)).all()


def page_counts(session: Session, issue_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many pages each issue (each of these) has, withdrawn ones left out."""
    query = select(Page.issue_id, func.count()).where(Page.withdrawn.is_(False)).group_by(Page.issue_id)
    if issue_ids is not None:
        query = query.where(Page.issue_id.in_(list(issue_ids)))
    return {row[0]: row[1] for row in session.execute(query)}


def with_streams(session: Session, issue_ids: Collection[int]) -> dict[int, Issue]:
    """These issues by id, their streams loaded, their pages not."""
    query = select(Issue).where(Issue.id.in_(list(issue_ids))).options(selectinload(Issue.streams))
    return {issue.id: issue for issue in session.scalars(query.execution_options(populate_existing=True))}


def with_pages(session: Session, issue_ids: Collection[int]) -> dict[int, Issue]:
    """These issues by id, pages and streams loaded."""
    rows = session.scalars(
        select(Issue)
        .where(Issue.id.in_(list(issue_ids)))
        .options(selectinload(Issue.pages), selectinload(Issue.streams))
        .execution_options(populate_existing=True)
    )
    return {issue.id: issue for issue in rows}


def neighbours(session: Session, issue: Issue, *, public: bool) -> tuple[Issue | None, Issue | None]:
    """The issues before and after one, in order of date and number."""
    ids = list(session.scalars(select(Issue.id).where(seen(public)).order_by(*_IN_ORDER)))
    if issue.id not in ids:
        return None, None
    at = ids.index(issue.id)
    before = session.get(Issue, ids[at - 1]) if at > 0 else None
    after = session.get(Issue, ids[at + 1]) if at + 1 < len(ids) else None
    return before, after


def by_source(session: Session, source: str) -> Issue | None:
    """The issue that was made from this folder or file, withdrawn ones too; None for none."""
    return session.scalars(select(Issue).where(Issue.source == source)).one_or_none()


def by_id(session: Session, issue_id: int) -> Issue:
    """The issue with this row id, withdrawn ones too. Raises NotFound."""
    issue = session.get(Issue, issue_id)
    if issue is None:
        raise NotFound("There is no issue {id} in the store.", id=issue_id)
    return issue


def stream_by_id(session: Session, stream_id: int) -> Stream:
    """The stream with this row id, withdrawn ones too. Raises NotFound."""
    stream = session.get(Stream, stream_id)
    if stream is None:
        raise NotFound("There is no stream {id} in the store.", id=stream_id)
    return stream


def by_masters(session: Session, digests: Collection[str]) -> Sequence[Issue]:
    """The issues whose current scans are exactly these files (SHA-256), wherever they lay when they came."""
    if not digests:
        return ()
    first = min(digests)
    candidates = session.scalars(
        select(Issue)
        .join(Scan, Scan.issue_id == Issue.id)
        .where(Scan.sha256 == first, Scan.current.is_(True), Issue.withdrawn.is_(False))
        .distinct()
        .order_by(Issue.id)
    ).all()
    held = {
        issue.id: set(
            session.scalars(select(Scan.sha256).where(Scan.issue_id == issue.id, Scan.current.is_(True)))
        )
        for issue in candidates
    }
    return [issue for issue in candidates if held[issue.id] == set(digests)]


@dataclass(frozen=True, slots=True)
class Extent:
    """What the archive holds at a glance."""

    issues: int
    pages: int
    pages_with_text: int
    first_year: int | None
    last_year: int | None


def extent(session: Session, *, public: bool) -> Extent:
    """Counts of issues and pages, and the years they span."""
    count = session.scalar(select(func.count()).select_from(Issue).where(seen(public))) or 0
    first, last = session.execute(
        select(func.min(Issue.date_from), func.max(Issue.date_from)).where(
            seen(public), Issue.date_from != ""
        )
    ).one()
    pages, read = session.execute(
        select(func.count(), func.sum(case((Page.text_revision > 0, 1), else_=0)))
        .select_from(Page)
        .join(Issue, Issue.id == Page.issue_id)
        .where(seen(public), Page.withdrawn.is_(False))
    ).one()
    return Extent(count, pages, read or 0, int(first[:4]) if first else None, int(last[:4]) if last else None)


def arrived_at(session: Session, issue_ids: Collection[int]) -> dict[int, datetime]:
    """When each issue came before the public (or, a draft, into the archive), by its id."""
    rows = session.execute(
        select(Issue.id, Issue.published_at, Issue.created_at).where(Issue.id.in_(list(issue_ids)))
    )
    return {row[0]: row[1] or row[2] for row in rows}


def keys_of(session: Session, issue_ids: Collection[int]) -> dict[int, str]:
    """The minted keys of issues, by id."""
    rows = session.execute(select(Issue.id, Issue.key).where(Issue.id.in_(list(issue_ids))))
    return {row[0]: row[1] for row in rows}
