"""What each step of a page asks of a worker, and how its result is kept: a short pair of functions a step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.actions import pages, proposals
from archive.actions.steps import AGAIN
from archive.errors import NotFound
from archive.files import Files, make_folder, sync_folder
from archive.models import OUTSIDE_IGNORED, ImageFacts, Issue, Page, Scan, Step
from archive.queries import hidden as hidden_queries
from archive.queries import pages as page_queries
from archive.store import Session
from ingest.derivatives import Derivatives
from ingest.reading import Carried, Reading
from ingest.running import Run
from ingest.tasks import Source, canvas_beside, make_page, make_page_pictures, read_text


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to do: a function, its arguments, seconds of wall clock, the file's name."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    seconds: float
    about: str


@dataclass(frozen=True, slots=True)
class StepKind:
    """A kind of step.

    `order` says what a worker shall do (None: nothing is left to do); `keep` writes what came of it, in one
    unit of work.
    """

    name: str
    order: Callable[[Run, Session, Step], Order | None]
    keep: Callable[[Run, Session, Step, Any], None]


def source_of(run: Run, session: Session, page: Page, issue_key: str) -> Source:
    """Where a worker finds a page's picture. Raises NotFound."""
    row = page_queries.frame_of(session, page)
    if row is None:
        raise NotFound("Page p{number} has no scan.", 'Run "archive check".', number=page.number)
    scan: Scan = row.scan
    inside = 0 if scan.picture else scan.member - 1
    digest = Path(scan.picture).stem if scan.picture else scan.sha256
    path = run.store.files.picture_of(scan)
    hidden = hidden_queries.zones(session, page)
    canvas = run.store.files.path(Files.canvas(issue_key, page.number, row.id))
    carried = _carried(run, scan)
    return Source(path, inside, row.as_frame(), row.part, scan.dpi, digest, carried, hidden, canvas)


def _carried(run: Run, scan: Scan) -> Carried | None:
    """The text that came with a scan, where such text is looked at."""
    if run.delivery.ignore_outside_text or scan.outside == OUTSIDE_IGNORED:
        return None
    name = scan.source.rpartition("/")[2]
    if scan.picture:
        return Carried(run.store.files.master_of(scan), name, scan.member)
    if scan.outside and scan.member == 1:
        path = run.store.files.path(scan.outside)
        return Carried(path, f"{Path(name).stem}{path.suffix}")
    return None


def about(page: Page, issue: Issue) -> str:
    """What people call the page while nothing else is known of it: its folder and file."""
    source = page.frame.scan.source if page.frame is not None else ""
    return f"{Path(issue.source).name}/{source}" if source else f"{issue.key}/p{page.number}"


# --- a page's text ---


def _order_text(run: Run, session: Session, step: Step) -> Order | None:
    page, issue = page_queries.by_id(session, step.subject_id)
    if page.withdrawn or issue.withdrawn:
        return None
    args = (source_of(run, session, page, issue.key), run.settings)
    return Order(read_text, args, run.settings.page_seconds, about(page, issue))


def _keep_text(run: Run, session: Session, step: Step, reading: Reading) -> None:
    page, issue = page_queries.by_id(session, step.subject_id)
    alto = reading.alto
    change_set = run.change_set(session, issue.id)
    if step.made_from.endswith(AGAIN):  # the same picture a second time: what people corrected stays
        proposals.record_again(session, change_set, issue, page, alto, decision=reading.decision)
    else:
        pages.record_text(
            session, change_set, issue, page, alto, blank=not alto.blocks, decision=reading.decision
        )


# --- a page's pictures ---


def _order_pictures(run: Run, session: Session, step: Step) -> Order | None:
    page, issue = page_queries.by_id(session, step.subject_id)
    if page.withdrawn or issue.withdrawn:
        return None
    folder = run.scratch / f"page-{page.id}-{step.id}"
    args = (source_of(run, session, page, issue.key), folder, run.settings)
    return Order(make_page_pictures, args, run.settings.page_seconds, about(page, issue))


def in_one(text: Order, pictures: Order) -> Order:
    """The orders for a page's text and for its pictures as one that decodes the scan once."""
    return Order(make_page, pictures.args, text.seconds + pictures.seconds, text.about)


def _keep_pictures(run: Run, session: Session, step: Step, made: tuple[Path, Derivatives]) -> None:
    folder, facts = made
    page, issue = page_queries.by_id(session, step.subject_id)
    version = pages.next_image_version(page)
    target = run.store.files.path(Files.derivatives(issue.key, page.number, version))
    settle(folder, target)
    for frame in page.frames:
        place = run.store.files.path(Files.canvas(issue.key, page.number, frame.id))
        if (canvas := canvas_beside(folder, place)).is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            canvas.replace(place)
    pages.record_image(
        session,
        page,
        ImageFacts(
            version,
            facts.width,
            facts.height,
            facts.sizes,
            facts.tile_width,
            facts.scale_factors,
            facts.hidden,
        ),
    )
    remove_older(target, version)


def settle(folder: Path, target: Path) -> None:
    """Rename a finished folder or file into its place; what a killed run left there gives way."""
    make_folder(target.parent)
    if target.is_dir():
        shutil.rmtree(target)
    folder.replace(target)
    sync_folder(target.parent)


def remove_older(target: Path, version: int) -> None:
    """Remove versions two and more before this one: the last one may still be on its way to a reader."""
    head, _, tail = target.name.rpartition(f".v{version}")
    for old in range(1, version - 1):
        place = target.with_name(f"{head}.v{old}{tail}")
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)


RECOGNISE_TEXT = StepKind("text", _order_text, _keep_text)
MAKE_PICTURES = StepKind("pictures", _order_pictures, _keep_pictures)
