"""A new issue from the browser: send files, watch them being read."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from archive.actions import batches
from archive.errors import BadInput, NotFound
from archive.letters import clean, isolate
from archive.models import Batch
from archive.queries import decisions, issues, work
from archive.store import Session, now
from ingest.standing import batch_facts
from ingest.text_decisions import sentence_of
from web import desk_contexts
from web.answering import PRIVATE, data_answer
from web.desk_contexts import BatchIssue, DeskIngest, Fault, Reading, Step, StepName, TextNote
from web.naming import issue_name
from web.review_contexts import Delivery
from web.told import moment
from web.uploading import TooLarge, file_name, take_in
from web.views.desk.issues import state_of
from web.visiting import Visit

_LATEST = 20
_MOST_FAULTS = 200
#: The steps of ingest that are shown, in order; the record's names are the same.
_STEPS: tuple[StepName, ...] = ("text", "pictures", "pdf")
#: A delivery that nobody has begun to send on after this is over.
_LOOSE = {"receiving": "waiting", "interrupted": "waiting"}


def deliveries(visit: Visit) -> Response:
    """The form, and the latest deliveries."""
    with visit.store.read() as session:
        latest = tuple(_batch(visit, session, batch, full=False) for batch in work.batches(session, _LATEST))
        now_at = work.progress(session, most=0)
    context = DeskIngest(visit.to("desk/ingest"), _shown_limit(visit), latest, reading=_reading(now_at))
    return visit.page("desk/ingest.html", context, "ingest")


def _shown_limit(visit: Visit) -> int:
    """The limit as it is told, in decimal megabytes: 1 GB, where a little more is taken in."""
    return visit.settings.upload_megabytes * 1_000_000


def _reading(now_at: work.Progress) -> Reading | None:
    """How far reading is in all, while anything is left to read."""
    left = now_at.waiting + now_at.reading
    if not left:
        return None
    speed, seconds = now_at.pages_a_minute, now_at.seconds_left
    return Reading(
        left=left,
        rate=round(speed) or None if speed is not None else None,
        minutes=max(1, round(seconds / 60)) if seconds else None,
    )


def delivery(visit: Visit) -> Response:
    """One delivery: how far it is, what is wrong with it, the issues it brought."""
    with visit.store.read() as session:
        batch = _batch(visit, session, _the_batch(visit, session), full=True)
    context = DeskIngest(visit.to("desk/ingest"), _shown_limit(visit), batch=batch)
    return visit.page("desk/ingest.html", context, "ingest")


def progress(visit: Visit) -> Response:
    """The same for programs."""
    with visit.store.read() as session:
        found = _the_batch(visit, session)
        batch = _batch(visit, session, found, full=True)
        facts = batch_facts(found)
    data = {
        "batch": batch.number,
        "state": batch.state,
        "pages": batch.total,
        "read": batch.done,
        "failed": batch.failed,
        "pages_a_minute": batch.rate,
        "minutes_left": batch.minutes,
        "steps": {s.name: {"done": s.done, "of": s.total, "failed": s.failed} for s in batch.steps},
        "faults": [{"file": fault.file, "told": fault.text} for fault in batch.faults],
        "issues": [issue.url.rsplit("/", 1)[-1] for issue in batch.issues],
        "delivery": facts,
    }
    return data_answer(visit.request.headers, data, cache=PRIVATE)


async def receive(visit: Visit) -> Response:
    """Take the files in, straight to disk, and leave them to the worker.

    413 above the limit (before a byte is read where the browser says how much it sends), 507 on a full disk:
    nothing stays behind then.
    """
    limit = visit.settings.upload_megabytes << 20
    said = visit.request.headers.get("content-length", "")
    if said.isascii() and said.isdecimal() and int(said) > limit + (1 << 20):
        raise TooLarge(limit)
    number, folder = await run_in_threadpool(_begin, visit)
    try:
        kind = visit.request.headers.get("content-type", "")
        sent = await take_in(visit.request.stream(), kind, folder, limit + (1 << 20))
        if not sent.files:
            raise BadInput("No files were sent.", "Choose a PDF or pictures first.")
        await run_in_threadpool(
            _leave_to_worker, visit, number, folder, sent.files, sent.fields.get("name", "")
        )
    except BaseException:
        await run_in_threadpool(_give_up, visit, number, folder)
        raise
    return visit.redirect(visit.to(f"desk/ingest/{number}"))


def _begin(visit: Visit) -> tuple[int, Path]:
    with visit.store.write() as session:
        operator = visit.account.name if visit.account else ""
        batch = batches.begin(session, "", operator=operator, state="receiving")
        return batch.id, visit.store.files.incoming(batch.id)


def _leave_to_worker(visit: Visit, number: int, folder: Path, files: list[str], name: str) -> None:
    """Lay the files out as ingest expects an issue, then let the worker see them.

    Pictures go into a folder of their own, which is the issue; a lone PDF is one by itself. What it is called
    until it is described is the folder's (or the PDF's) name.
    """
    label = file_name(clean(name).strip(), []) if name.strip() else ""
    pdfs = [each for each in files if each.lower().endswith(".pdf")]
    pictures = [each for each in files if each not in pdfs]
    if pictures:
        own = folder / (label or visit.say.gettext("delivery %(number)s") % {"number": number})
        if own.exists():
            own = folder / f"{own.name}-{number}"
        own.mkdir()
        for each in pictures:
            (folder / each).rename(own / each)
    elif len(pdfs) == 1 and label:
        (folder / pdfs[0]).rename(folder / f"{label.removesuffix('.pdf')}.pdf")
    with visit.store.write() as session:
        batch = work.batch(session, number)
        if batch is None:
            raise HTTPException(500)
        source = label or (files[0] if len(files) == 1 else f"{files[0]} … ({len(files)})")
        batches.name_source(session, batch, source)
        batches.set_state(session, batch, "waiting")


def _give_up(visit: Visit, number: int, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with visit.store.write() as session:
        batch = work.batch(session, number)
        if batch is not None:
            batches.set_state(session, batch, "failed", {"ended": "not received"})


# --- what is shown --------------------------------------------------------------------------------------


def _the_batch(visit: Visit, session: Session) -> Batch:
    found = work.batch(session, visit.number("batch"))
    if found is None:
        raise NotFound("There is no delivery {number}.", number=visit.number("batch"))
    return found


def _batch(visit: Visit, session: Session, batch: Batch, *, full: bool) -> desk_contexts.Batch:
    own = work.issues_of_batch(session, batch.id)
    counts = work.step_counts(session, [issue.id for issue in own]) if own else {}
    steps = tuple(_step(name, counts) for name in _STEPS)
    text = steps[0]
    report: Mapping[str, Any] = batch.report if isinstance(batch.report, Mapping) else {}
    state = _LOOSE.get(batch.state, batch.state)
    open_steps = sum(n for (_, how), n in counts.items() if how in ("waiting", "claimed"))
    if open_steps:  # of the last minutes; a report written when the pages were taken in knows nothing of it
        speed = work.progress(session, [issue.id for issue in own], most=0).pages_a_minute
        rate = round(speed) or None if speed is not None else None
    else:
        rate = _rate(batch, text.done, report)
    left = text.total - text.done - text.failed
    return desk_contexts.Batch(
        number=batch.id,
        name=batch.source if "/" not in batch.source else Path(batch.source.split(", ")[0]).name,
        state="running" if state == "done" and open_steps else state,  # type: ignore[arg-type]
        url=visit.to(f"desk/ingest/{batch.id}"),
        done=text.done,
        total=text.total,
        failed=text.failed,
        rate=rate,
        minutes=max(1, round(left / rate)) if rate and left > 0 else None,
        when=moment(batch.started_at, visit.say),
        steps=steps if full else (),
        faults=_faults(visit, session, report, [issue.id for issue in own]) if full else (),
        issues=_issues(visit, session, [issue.id for issue in own]) if full else (),
        delivery=_delivery(visit, batch) if full else None,
        texts=_texts(visit, session, [issue.id for issue in own]) if full else (),
    )


def _texts(visit: Visit, session: Session, issue_ids: list[int]) -> tuple[TextNote, ...]:
    """What was decided over text that came with the pages."""
    found = decisions.of_issues(session, issue_ids)[:_MOST_FAULTS]
    return tuple(
        TextNote(
            visit.translate(sentence_of(each.reason)).format(file=isolate(each.file, "ltr")),
            len(each.pages),
            each.used != "read",
        )
        for each in found
    )


def _delivery(visit: Visit, batch: Batch) -> Delivery:
    judged = ""
    if batch.verdict and batch.verdict_at is not None:
        judged = visit.say.listed([batch.verdict_by, moment(batch.verdict_at, visit.say)])
    may_judge = visit.account is not None and visit.account.may("archivist")
    settled = batch.state not in ("waiting", "running", "receiving")
    return Delivery(
        operator=batch.operator,
        scanner=batch.scanner,
        copy_of=batch.copy_of,
        profile=batch.profile,
        tools=tuple((str(name), str(version)) for name, version in (batch.tools or {}).items()),
        verdict=batch.verdict,  # type: ignore[arg-type]
        reason=batch.verdict_reason,
        judged=judged,
        sheet_url=visit.to(f"desk/ingest/{batch.id}/sheet"),
        action=visit.to(f"desk/ingest/{batch.id}/verdict") if may_judge and settled else "",
    )


def _step(name: StepName, counts: Mapping[tuple[str, str], int]) -> Step:
    total = sum(count for (step, _), count in counts.items() if step == name)
    return Step(name, counts.get((name, "done"), 0), total, counts.get((name, "failed"), 0))


def _rate(batch: Batch, done: int, report: Mapping[str, Any]) -> int | None:
    """Pages a minute: of the finished run, else since it began."""
    if "pages_a_minute" in report:
        return round(float(report["pages_a_minute"])) or None
    seconds = ((batch.finished_at or now()) - batch.started_at).total_seconds()
    return round(60 * done / seconds) or None if done and seconds > 5 else None


def _faults(
    visit: Visit, session: Session, report: Mapping[str, Any], issue_ids: list[int]
) -> tuple[Fault, ...]:
    found = []
    for each in report.get("faults", ()):
        values = {"file": Path(str(each["file"])).name, **each.get("values", {})}
        parts = [visit.translate(each[name]) for name in ("message", "remedy") if each.get(name)]
        told = " ".join(part.format(**values) for part in parts) or str(each.get("told", ""))
        found.append(Fault(Path(str(each["file"])).name, told, "warn" if each.get("harmless") else "bad"))
    for step in work.failed(session, issue_ids):
        place = f"{step.issue_key}/p{step.page}" if step.page else step.issue_key
        found.append(Fault(place, step.failure.told(visit.translate)))
    if reason := report.get("reason"):
        found.append(Fault("", str(reason)))
    return tuple(found[:_MOST_FAULTS])


def _issues(visit: Visit, session: Session, ids: list[int]) -> tuple[BatchIssue, ...]:
    loaded = issues.with_pages(session, ids)
    return tuple(
        BatchIssue(
            issue_name(issue, visit.say),
            visit.to(f"desk/issues/{issue.key}"),
            len(issue.pages),
            state_of(issue),
        )
        for issue in loaded.values()
    )
