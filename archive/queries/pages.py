"""Pages with their texts and pictures: for the reader, for hits, for ingest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from archive import alto_files
from archive.alto import AltoPage
from archive.errors import Gone, NotFound
from archive.files import Files
from archive.models import ImageFacts, Issue, Page, PageFrame, PageText, Scan, Step
from archive.publication import (
    issue_is_public,
    page_is_public,
    pictures_are_public,
    today,
)
from archive.quality import limits_of
from archive.queries import hidden
from archive.redacting import shown_words
from archive.words import Word, opened, text_of, unpack


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a search hit says of its page."""

    page_id: int
    issue_id: int
    issue_key: str
    number: int  # minted: …/p12
    label: str  # as printed
    sequence: int
    language: str
    quality: float | None
    width: int
    height: int
    image: ImageFacts | None
    words: bytes  # archive.words.pack
    text_revision: int


def by_number(session: Session, issue: Issue, number: int, *, public: bool) -> Page:
    """A page of an issue by its minted number. Raises NotFound, for the public also for a hidden page."""
    page = session.scalars(select(Page).where(Page.issue_id == issue.id, Page.number == number)).one_or_none()
    if page is None or page.withdrawn or (public and not page_is_public(page, issue)):
        raise NotFound("The issue {key} has no page p{number}.", key=issue.key, number=number)
    return page


def for_picture(session: Session, key: str, number: int, *, public: bool) -> tuple[Page, Issue]:
    """A page and its issue for an answer with a picture of it: one query, nothing else loaded.

    Raises NotFound and Gone as `issues.by_key` and `by_number` do; for the public also for a page with a
    redaction, until pictures without the zone are made.
    """
    found = session.execute(
        select(Page, Issue)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Issue.key == key, Page.number == number)
    ).one_or_none()
    missing = NotFound("The issue {key} has no page p{number}.", key=key, number=number)
    gone = Gone("The issue {key} was withdrawn by the archive.", key=key)
    if found is None:
        raise missing
    page, issue = found[0], found[1]
    if issue.withdrawn:
        raise gone if issue.published_at else missing
    zones = hidden.zones(session, page) if public else ()
    if page.withdrawn or (public and not (page_is_public(page, issue) and pictures_are_public(page, zones))):
        raise missing
    return page, issue


def by_id(session: Session, page_id: int) -> tuple[Page, Issue]:
    """A page and its issue, whatever their state. Raises NotFound."""
    page = session.get(Page, page_id)
    issue = session.get(Issue, page.issue_id) if page is not None else None
    if page is None or issue is None:
        raise NotFound("There is no page {id} in the store.", id=page_id)
    return page, issue


def of_issue(session: Session, issue_id: int, *, withdrawn: bool = False) -> Sequence[Page]:
    """The pages of an issue in order, with frames and scans loaded."""
    query = (
        select(Page)
        .where(Page.issue_id == issue_id)
        .order_by(Page.sequence)
        .options(selectinload(Page.frames).joinedload(PageFrame.scan))
    )
    if not withdrawn:
        query = query.where(Page.withdrawn.is_(False))
    return session.scalars(query).all()


def scans_of(session: Session, issue_id: int, *, current: bool = True) -> Sequence[Scan]:
    """The scans of an issue, by file and member."""
    query = select(Scan).where(Scan.issue_id == issue_id).order_by(Scan.source, Scan.member, Scan.id)
    if current:
        query = query.where(Scan.current.is_(True))
    return session.scalars(query).all()


def pages_of_scan(session: Session, scan_id: int) -> Sequence[Page]:
    """The pages whose frames lead to a scan, in order (two for a spread)."""
    return session.scalars(
        select(Page)
        .join(PageFrame, PageFrame.page_id == Page.id)
        .where(PageFrame.scan_id == scan_id)
        .order_by(Page.sequence)
        .distinct()
    ).all()


def frame_of(session: Session, page: Page) -> PageFrame | None:
    """The frame in use of a page, with its scan; None for a place without one."""
    if page.canvas is None:
        return None
    return session.scalars(
        select(PageFrame)
        .where(PageFrame.page_id == page.id)
        .order_by(PageFrame.id.desc())
        .limit(1)
        .options(joinedload(PageFrame.scan))
    ).one_or_none()


def text(session: Session, page: Page) -> PageText | None:
    """The current text of a page with its plain text and words; None where there is none yet."""
    return session.scalars(
        select(PageText)
        .where(PageText.page_id == page.id, PageText.revision == page.text_revision)
        .options(undefer(PageText.plain), undefer(PageText.words), undefer(PageText.replaced))
    ).one_or_none()


def never_had(session: Session, issue_id: int, step_name: str) -> list[tuple[Page, PageText]]:
    """The pages of an issue that show a text and never had a step of that name, with the text."""
    listed = select(Step.id).where(
        Step.subject_kind == "page", Step.subject_id == Page.id, Step.name == step_name
    )
    query = (
        select(Page, PageText)
        .join(PageText, and_(PageText.page_id == Page.id, PageText.revision == Page.text_revision))
        .where(Page.issue_id == issue_id, Page.withdrawn.is_(False), ~listed.exists())
        .order_by(Page.sequence)
    )
    return [(page, text) for page, text in session.execute(query)]


def words(session: Session, page: Page) -> tuple[Word, ...]:
    """The words of a page in reading order, with their boxes; empty where it has no text.

    Words in hidden zones are left out, for whoever asks: only correcting (`reading`) sees them.
    """
    found = text(session, page)
    return shown_words(unpack(found.words), hidden.zones(session, page)) if found is not None else ()


def vouched(session: Session, page: Page) -> bool:
    """Whether people have vouched for any word of a page that may be shown."""
    found = text(session, page)
    if found is None or not opened(found.words).vouched:
        return False
    return any(word.locked for word in words(session, page))


def reading(session: Session, page: Page) -> AltoPage | None:
    """The current text of a page with its blocks and lines, read from its file; None where it has none."""
    found = text(session, page)
    return read_revision(session, found) if found is not None else None


def read_revision(session: Session, revision: PageText) -> AltoPage:
    """A revision of a page's text as its ALTO file has it."""
    files: Files = session.info["files"]
    return alto_files.read_alto(files.path(revision.path).read_bytes())


def plain(session: Session, page: Page) -> str:
    """The text of a page: a printed line a line, a blank line between blocks; hidden zones left out."""
    found = text(session, page)
    if found is None:
        return ""
    zones = hidden.zones(session, page)
    return text_of(shown_words(unpack(found.words), zones)) if zones else found.plain


def plain_texts(session: Session, page_ids: Collection[int]) -> dict[int, str]:
    """The current plain texts of many pages at once; hidden zones left out."""
    if not page_ids:
        return {}
    rows = session.execute(
        select(PageText.page_id, PageText.plain)
        .join(Page, (Page.id == PageText.page_id) & (Page.text_revision == PageText.revision))
        .where(Page.id.in_(list(page_ids)))
    )
    found = {row[0]: row[1] for row in rows}
    for page_id in hidden.zones_of(session, found):
        found[page_id] = plain(session, session.get_one(Page, page_id))
    return found


def for_hits(session: Session, page_ids: Collection[int], *, public: bool) -> Mapping[int, PageFacts]:
    """Facts of the pages that may be shown, by id: whatever the index says, the store decides."""
    if not page_ids:
        return {}
    rows = session.execute(
        select(Page, Issue, PageText.words)
        .join(Issue, Issue.id == Page.issue_id)
        .join(PageText, (PageText.page_id == Page.id) & (PageText.revision == Page.text_revision))
        .where(Page.id.in_(list(page_ids)), Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
    )
    zones = hidden.zones_of(session, page_ids)
    return {
        page.id: PageFacts(
            page_id=page.id,
            issue_id=issue.id,
            issue_key=issue.key,
            number=page.number,
            label=page.label,
            sequence=page.sequence,
            language=page.language,
            quality=page.quality,
            width=page.width,
            height=page.height,
            image=page.image,
            words=hidden.without(packed, zones.get(page.id, ())),
            text_revision=page.text_revision,
        )
        for page, issue, packed in rows
        if not public or page_is_public(page, issue)
    }


def ids_of(session: Session, issue_ids: Collection[int]) -> frozenset[int]:
    """The ids of all pages of these issues."""
    if not issue_ids:
        return frozenset()
    return frozenset(session.scalars(select(Page.id).where(Page.issue_id.in_(list(issue_ids)))))


def may_be_seen(page: Page, issue: Issue, *, public: bool) -> bool:
    """Whether a page may be shown to the public (or, signed in, at all)."""
    if public:
        return page_is_public(page, issue) and issue_is_public(issue)
    return not page.withdrawn and not issue.withdrawn


@dataclass(frozen=True, slots=True)
class Reading:
    """How far an issue is read: its pages, those with text, of these the poorly read ones."""

    pages: int
    with_text: int
    poor: int


def readings(session: Session, *, public: bool) -> dict[int, Reading]:
    """How far each issue is read, by issue id; blank pages count as read. `public`: pages they may see."""
    least = limits_of("fair")[0]
    has_text = Page.text_revision > 0
    query = (
        select(
            Page.issue_id,
            func.count(),
            func.sum(case((or_(has_text, Page.blank.is_(True)), 1), else_=0)),
            func.sum(case((and_(has_text, Page.quality < least), 1), else_=0)),
        )
        .where(Page.withdrawn.is_(False))
        .group_by(Page.issue_id)
    )
    if public:
        query = query.where(Page.hidden_until <= today())
    return {
        row[0]: Reading(int(row[1]), int(row[2] or 0), int(row[3] or 0)) for row in session.execute(query)
    }
