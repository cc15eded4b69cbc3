"""The steps of a whole issue: its streams settled, its state, and the PDF of each stream."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from archive.actions import issues, streams
from archive.actions import steps as step_actions
from archive.dates.showing import format_date
from archive.files import Files
from archive.letters import isolate, language_of
from archive.models import Issue, Page, Scan, Step, Stream
from archive.queries import decisions, hidden, work
from archive.queries import pages as page_queries
from archive.queries.issues import by_id, stream_by_id
from archive.redacting import digest
from archive.store import Session
from ingest import streams as stream_rules
from ingest.running import Run
from ingest.steps import Order, StepKind, remove_older, settle, source_of
from ingest.tasks import PdfOrder, make_stream_pdf

if TYPE_CHECKING:
    from ingest.searchable_pdf import PdfMade

#: Seconds a worker may take for each page of a PDF, beyond the limit of a page.
_PDF_SECONDS = 10
#: The step of an issue that needs no worker.
STREAMS = "streams"


def streams_made_from(session: Session, every: Sequence[Page]) -> str:
    """What an issue's streams follow from: its pages, their order, their texts, what of them is hidden."""
    parts: list[Any] = [(p.number, p.sequence, p.text_revision, p.frame.id if p.frame else 0) for p in every]
    if hidden := _hidden(session, every):
        parts.append(hidden)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


def settle_streams(run: Run, session: Session, issue: Issue) -> None:
    """Bring the streams level with the pages, publish where that was wished, and want the PDFs."""
    change_set = run.change_set(session, issue.id)
    stream_rules.settle(session, change_set, issue)
    publish_if_wished(run, session, issue)
    want_pdfs(run, session, issue)


def publish_if_wished(run: Run, session: Session, issue: Issue) -> None:
    """Give the issue the state its description asked for, once: what people decide later stands."""
    step = work.step(session, "issue", issue.id, "publish")
    if step is not None and step.state == "waiting":
        if issue.state == "draft":
            issues.set_state(session, run.change_set(session, issue.id), [issue.id], step.made_from)
        step_actions.finish(session, step)


def want_pdfs(run: Run, session: Session, issue: Issue) -> None:
    """Put the PDF of each stream on the list where it is missing or out of date."""
    session.expire(issue, ["streams", "articles"])
    every = page_queries.of_issue(session, issue.id)
    by_number = {page.number: page for page in every}
    for stream in issue.streams:
        master = _master_pdf(session, issue, stream, every)
        if master is None:
            made_from = pdf_made_from(session, issue, stream, by_number)
            step_actions.want(session, "stream", stream.id, issue.id, "pdf", made_from)
        elif stream.pdf_path != master.path:
            streams.record_pdf(
                session,
                stream,
                path=master.path,
                version=stream.pdf_version + 1,
                size=master.bytes,
                archival=False,
            )


def _master_pdf(session: Session, issue: Issue, stream: Stream, every: Sequence[Page]) -> Scan | None:
    """The PDF of a layout program that is the stream's own download; None where one must be made."""
    intake = work.step(session, "issue", issue.id, "intake")
    if intake is None or intake.made_from != "layout":
        return None
    numbers = [page.number for page in every]
    scans = {page.frame.scan.path: page.frame.scan for page in every if page.frame is not None}
    if list(stream.pages) != numbers or len(scans) != 1:
        return None
    if any(one.scan_id == other.scan_id for page in every for one, other in pairwise(page.frames)):
        return None  # somebody turned or parted a page of it
    if any(decided.used == "read" for decided in decisions.of_issues(session, [issue.id])):
        return None  # its text is not what it shows
    [master] = scans.values()
    if _hidden(session, every):
        return None  # a master shows everything
    return None if master.linked else master  # readers are given nothing that lies outside the archive


def is_level(session: Session, issue: Issue) -> bool:
    """Whether streams and PDFs are made from the pages, texts and titles as they are now."""
    every = page_queries.of_issue(session, issue.id)
    step = work.step(session, "issue", issue.id, STREAMS)
    if step is None or step.made_from != streams_made_from(session, every):
        return False
    wish = work.step(session, "issue", issue.id, "publish")
    if wish is not None and wish.state == "waiting":
        return False
    by_number = {page.number: page for page in every}
    for stream in issue.streams:
        if _master_pdf(session, issue, stream, every) is not None:
            continue
        made = work.step(session, "stream", stream.id, "pdf")
        if made is None or made.made_from != pdf_made_from(session, issue, stream, by_number):
            return False
    return True


# --- the PDF of a stream ---


def pdf_made_from(session: Session, issue: Issue, stream: Stream, by_number: dict[int, Page]) -> str:
    """What a stream's PDF is made of, as a digest: another one means that it must be made again."""
    shown = [by_number[number] for number in stream.pages if number in by_number]
    parts = [
        [(p.number, p.text_revision, p.frame.id if p.frame else 0, p.label) for p in shown],
        (stream.language, stream.direction, stream.label.to_plain()),
        (issue.name.to_plain(), issue.number, issue.date_printed, issue.edtf),
        [(a.heading.to_plain(), a.pages) for a in issue.articles],
    ]
    if hidden := _hidden(session, shown):
        parts.append(hidden)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]


def _hidden(session: Session, shown: Sequence[Page]) -> str:
    """Which zones of pages are hidden, as a digest; "" for none."""
    zones = hidden.zones_of(session, [page.id for page in shown])
    return digest(zones.get(page.id, ()) for page in shown)


def _order_pdf(run: Run, session: Session, step: Step) -> Order | None:
    stream = stream_by_id(session, step.subject_id)
    issue = by_id(session, stream.issue_id)
    every = {page.number: page for page in page_queries.of_issue(session, issue.id)}
    shown = [every[n] for n in stream.pages if n in every and every[n].frame is not None]
    if stream.withdrawn or issue.withdrawn or not shown:
        return None
    texts = [page_queries.text(session, page) for page in shown]
    order = PdfOrder(
        sources=tuple(source_of(run, session, page, issue.key) for page in shown),
        texts=tuple(run.store.files.path(text.path) if text else None for text in texts),
        labels=tuple(page.label for page in shown),
        masks=tuple(hidden.zones(session, page) for page in shown),
        out=run.scratch / f"stream-{stream.id}-{step.id}.pdf",
        title=pdf_title(issue, stream),
        language=stream.language,
        direction="rtl" if stream.direction == "rtl" else "ltr",
        bookmarks=_bookmarks(issue, stream, shown),
    )
    seconds = run.settings.page_seconds + _PDF_SECONDS * len(shown)
    return Order(make_stream_pdf, (order, run.settings), seconds, f"{issue.key}/s{stream.number}.pdf")


def pdf_title(issue: Issue, stream: Stream) -> str:
    """What a PDF viewer shows above the page: the issue's name, number and date, in the stream's language.

    The date as printed where that is in the same language ("mars 1975" on the French front), else told in it.
    """
    best = issue.name.best(stream.language)
    language = stream.language if stream.language in ("ar", "fr") else "fr"
    date = issue.date_printed
    if issue.edtf and (not date or language_of(date, language) != language):
        date = format_date(issue.edtf, language)
    # "12-13" would be shown as "13-12" between Arabic words.
    number = isolate(issue.number, "ltr") if issue.number[:1].isdigit() else issue.number
    return " · ".join(part for part in (best[1].value if best else "", number, date) if part) or issue.key


def _bookmarks(issue: Issue, stream: Stream, shown: Sequence[Page]) -> tuple[tuple[str, int], ...]:
    """The articles that begin on a page of the stream, in its order."""
    at = {page.number: index for index, page in enumerate(shown)}
    found = []
    for article in issue.articles:
        heading = article.heading.best(stream.language)
        if heading is not None and article.pages and article.pages[0] in at:
            found.append((heading[1].value, at[article.pages[0]]))
    return tuple(sorted(found, key=lambda bookmark: bookmark[1]))


def _keep_pdf(run: Run, session: Session, step: Step, made: PdfMade) -> None:
    stream = stream_by_id(session, step.subject_id)
    issue = by_id(session, stream.issue_id)
    version = stream.pdf_version + 1
    path = Files.pdf(issue.key, stream.number, version)
    target = run.store.files.path(path)
    size = made.path.stat().st_size
    settle(made.path, target)
    streams.record_pdf(
        session,
        stream,
        path=path,
        version=version,
        size=size,
        archival=made.is_archival,
        hidden=digest(made.masks),
    )
    remove_older(target, version)
    for page in page_queries.of_issue(session, issue.id):
        if page.number in stream.pages and page.frame is not None:
            canvas = run.store.files.path(Files.canvas(issue.key, page.number, page.frame.id))
            canvas.unlink(missing_ok=True)


MAKE_PDF = StepKind("pdf", _order_pdf, _keep_pdf)
