"""How ingest stands: batches, steps waiting, done and failed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from archive.errors import NotFound
from archive.failures import Failure, read_failure
from archive.models import Article, Batch, Change, Event, Issue, Page, PageFrame, Step, Stream
from archive.store import now


def batches(session: Session, limit: int = 50) -> Sequence[Batch]:
    """The newest deliveries."""
    return session.scalars(select(Batch).order_by(Batch.id.desc()).limit(limit)).all()


def batch(session: Session, batch_id: int) -> Batch | None:
    """One delivery, None for none."""
    return session.get(Batch, batch_id)


def waiting_batches(session: Session) -> Sequence[Batch]:
    """Deliveries left to the worker, oldest first."""
    return session.scalars(select(Batch).where(Batch.state == "waiting").order_by(Batch.id)).all()


def issues_of_batch(session: Session, batch_id: int) -> Sequence[Issue]:
    """The issues that a delivery made."""
    return session.scalars(select(Issue).where(Issue.batch_id == batch_id).order_by(Issue.id)).all()


def step_counts(session: Session, issue_ids: Collection[int] | None = None) -> dict[tuple[str, str], int]:
    """How many steps there are by (name, state)."""
    query = select(Step.name, Step.state, func.count()).group_by(Step.name, Step.state)
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return {(name, state): count for name, state, count in session.execute(query)}


def step(session: Session, subject_kind: str, subject_id: int, name: str) -> Step | None:
    """One step of one page, stream or issue."""
    return session.scalars(
        select(Step).where(
            Step.subject_kind == subject_kind, Step.subject_id == subject_id, Step.name == name
        )
    ).one_or_none()


def steps_of(session: Session, issue_id: int) -> Sequence[Step]:
    """All steps of an issue."""
    return session.scalars(select(Step).where(Step.issue_id == issue_id).order_by(Step.id)).all()


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step that failed, told so that someone can act."""

    issue_key: str
    issue_source: str
    page: int | None  # minted number
    name: str
    failure: Failure
    attempts: int

    @property
    def message(self) -> str:
        """Why, in English."""
        return self.failure.told()


def failed(session: Session, issue_ids: Collection[int] | None = None) -> tuple[FailedStep, ...]:
    """Every failed step, with its issue and page."""
    query = (
        select(Step, Issue, Page.number)
        .join(Issue, Issue.id == Step.issue_id)
        .outerjoin(Page, (Step.subject_kind == "page") & (Page.id == Step.subject_id))
        .where(Step.state == "failed")
        .order_by(Step.issue_id, Step.id)
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return tuple(
        FailedStep(issue.key, issue.source, number, step.name, read_failure(step.message), step.attempts)
        for step, issue, number in session.execute(query)
    )


def unfinished(
    session: Session, issue_ids: Collection[int] | None = None, names: Collection[str] = ()
) -> int:
    """How many steps are waiting or claimed (those of `names`, where any are given)."""
    query = select(func.count()).select_from(Step).where(Step.state.in_(("waiting", "claimed")))
    if names:
        query = query.where(Step.name.in_(list(names)))
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return session.scalar(query) or 0


#: Seconds over which the speed of reading is taken: long enough to be calm, short enough to be of now.
_SPEED_OVER = 600
#: Pages that must have been read in that time before a speed is told.
_LEAST_READ = 3


@dataclass(frozen=True, slots=True)
class Running:
    """A step that a process is at: since when, and who (`owner`: process and machine)."""

    issue_key: str
    issue_source: str
    page: int | None  # minted number
    name: str
    since: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is, in pages.

    `waiting` are to be read, `reading` with a worker, `done` read, `failed` given up; `other` counts the
    steps beside reading that are left (pictures, streams, PDFs). `pages_a_minute`: over the last ten minutes,
    None where too little was read in them to tell; `seconds_left` follows from it, None where unknown.
    """

    waiting: int
    reading: int
    done: int
    failed: int
    other: int
    pages_a_minute: float | None
    seconds_left: float | None
    running: tuple[Running, ...]

    @property
    def pages(self) -> int:
        """All of them."""
        return self.waiting + self.reading + self.done + self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do (what failed is not tried again by itself)."""
        return not (self.waiting or self.reading or self.other)


def progress(session: Session, issue_ids: Collection[int] | None = None, *, most: int = 20) -> Progress:
    """How far reading is, of some issues or of all; `running` names at most `most` steps."""
    counts = step_counts(session, issue_ids)
    pages = {state: counts.get(("text", state), 0) for state in ("waiting", "claimed", "done", "failed")}
    other = sum(
        count
        for (name, state), count in counts.items()
        if name not in ("text", "intake") and state in ("waiting", "claimed")
    )
    speed = _pages_a_minute(session, issue_ids)
    left = pages["waiting"] + pages["claimed"]
    return Progress(
        pages["waiting"],
        pages["claimed"],
        pages["done"],
        pages["failed"],
        other,
        speed,
        60 * left / speed if speed else None if left else 0.0,
        _running(session, issue_ids, most),
    )


def _pages_a_minute(session: Session, issue_ids: Collection[int] | None) -> float | None:
    """How many pages were read in a minute, from the first to the last read in the last ten minutes.

    A run that has just begun is not slowed by the minutes before it, one that stands still tells nothing.
    """
    query = select(func.count(), func.min(Step.changed_at), func.max(Step.changed_at)).where(
        Step.name == "text", Step.state == "done", Step.changed_at > now() - timedelta(seconds=_SPEED_OVER)
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    count, first, last = session.execute(query).one()
    if count < _LEAST_READ or first == last:
        return None
    return float(60 * (count - 1) / (last - first).total_seconds())


def _running(session: Session, issue_ids: Collection[int] | None, most: int) -> tuple[Running, ...]:
    query = (
        select(Step, Issue, Page.number)
        .join(Issue, Issue.id == Step.issue_id)
        .outerjoin(Page, (Step.subject_kind == "page") & (Page.id == Step.subject_id))
        .where(Step.state == "claimed")
        .order_by(Step.changed_at, Step.id)
        .limit(most)
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return tuple(
        Running(issue.key, issue.source, number, step.name, step.changed_at, step.owner)
        for step, issue, number in session.execute(query)
    )


def open_steps(session: Session, issue_id: int, names: Collection[str]) -> int:
    """How many steps of these names an issue has waiting or claimed."""
    query = select(func.count()).where(
        Step.issue_id == issue_id, Step.name.in_(list(names)), Step.state.in_(("waiting", "claimed"))
    )
    return session.scalar(query) or 0


def step_by_id(session: Session, step_id: int) -> Step:
    """A step by its row id. Raises NotFound."""
    found = session.get(Step, step_id)
    if found is None:
        raise NotFound("There is no step {id} in the store.", id=step_id)
    return found


def claimable(session: Session, names: Collection[str], issue_ids: Collection[int] | None = None) -> bool:
    """Whether any step of these names waits, or its claim ran out."""
    query = select(Step.id).where(
        Step.name.in_(list(names)),
        or_(Step.state == "waiting", (Step.state == "claimed") & (Step.until < now())),
    )
    if issue_ids is not None:
        query = query.where(Step.issue_id.in_(list(issue_ids)))
    return session.scalar(query.limit(1)) is not None


def claim_owners(session: Session) -> set[str]:
    """Who holds claimed steps."""
    return set(session.scalars(select(Step.owner).where(Step.state == "claimed").distinct()))


def batches_in(session: Session, state: str) -> Sequence[Batch]:
    """Deliveries in a state, oldest first."""
    return session.scalars(select(Batch).where(Batch.state == state).order_by(Batch.id)).all()


def issues_changed_since(session: Session, change: int) -> list[int]:
    """Ids of issues changed after a change number: what is made of them may be out of date.

    A page's text or what is hidden of it, the issue's description, its streams, its articles.
    """
    return list(
        session.scalars(
            select(Issue.id).where(
                or_(
                    Issue.id.in_(select(Page.issue_id).where(Page.changed > change)),
                    Issue.id.in_(_records_changed_since(Issue, change)),
                    Issue.id.in_(_owners_changed_since(Stream, change)),
                    Issue.id.in_(_owners_changed_since(Article, change)),
                )
            )
        )
    )


def _records_changed_since(kind: type[Issue | Stream | Article], change: int) -> Select[int]:
    """The ids of the records of one kind changed after a change number."""
    return select(Change.record_id).where(Change.record_kind == kind.kind, Change.change_set > change)


def _owners_changed_since(part: type[Stream | Article], change: int) -> Select[int]:
    """The issues of the streams or articles changed after a change number."""
    return select(part.issue_id).where(part.id.in_(_records_changed_since(part, change)))


@dataclass(frozen=True, slots=True)
class Lacking:
    """A page or stream that lacks something though no step is on the list to make it."""

    issue_key: str
    subject: str  # "p12", "s1"
    what: str  # frame, text, pictures, pdf


def lacking(session: Session) -> tuple[Lacking, ...]:
    """What is missing and would stay missing: no step waits for it, and none has failed."""
    found: list[Lacking] = []
    pages = (
        select(Issue.key, Page.number)
        .join(Issue, Issue.id == Page.issue_id)
        .where(Page.withdrawn.is_(False), Issue.withdrawn.is_(False))
    )
    wanting = {
        "frame": ~exists().where(PageFrame.page_id == Page.id),
        "text": and_(Page.text_revision == 0, ~_is_on_list("page", Page.id, "text")),
        "pictures": and_(Page.image.is_(None), ~_is_on_list("page", Page.id, "pictures")),
    }
    for what, condition in wanting.items():
        found += [Lacking(key, f"p{number}", what) for key, number in session.execute(pages.where(condition))]
    streams = (
        select(Issue.key, Stream.number)
        .join(Issue, Issue.id == Stream.issue_id)
        .where(Stream.withdrawn.is_(False), Issue.withdrawn.is_(False), Stream.pdf_path == "")
    )
    # An issue whose pages are still being read gets its PDF later.
    reading = exists().where(Step.issue_id == Issue.id, Step.state.in_(("waiting", "claimed")))
    rows = session.execute(streams.where(~reading, ~_is_on_list("stream", Stream.id, "pdf")))
    found += [Lacking(key, f"s{number}", "pdf") for key, number in rows]
    return tuple(found)


def _is_on_list(kind: str, subject_id: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return exists().where(
        Step.subject_kind == kind, Step.subject_id == subject_id, Step.name == name, Step.state != "done"
    )


def lost_steps(session: Session) -> list[tuple[int, str]]:
    """Steps (id, name) of pages and streams that are not there."""
    gone = (
        (Step.subject_kind == "page") & ~exists().where(Page.id == Step.subject_id)
        | (Step.subject_kind == "stream") & ~exists().where(Stream.id == Step.subject_id)
        | (Step.subject_kind == "issue") & ~exists().where(Issue.id == Step.subject_id)
    )
    return [(row[0], row[1]) for row in session.execute(select(Step.id, Step.name).where(gone))]


def keys_with_open_steps(session: Session) -> set[str]:
    """Keys of the issues at which someone works, or is to go on."""
    query = (
        select(Issue.key)
        .join(Step, Step.issue_id == Issue.id)
        .where(Step.state.in_(("waiting", "claimed", "failed")))
        .distinct()
    )
    return set(session.scalars(query))


def event(session: Session, event_id: int) -> Event | None:
    """An event of the log by its row id, None for none."""
    return session.get(Event, event_id)
