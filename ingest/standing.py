"""How ingest stands at the moment, read from the store alone: for a second terminal, and for programs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from archive.models import Batch
from archive.queries import work
from archive.queries.work import FailedStep, Progress
from archive.store import Store
from ingest.reporting import console, readable

if TYPE_CHECKING:
    from rich.console import RenderableType

_BATCHES = 10
#: Failed steps that are named in a live view, and seconds between looks.
_MOST_FAILED, _EVERY = 12, 1.0
_STATES = ("waiting", "claimed", "done", "failed")
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Pages waiting, read and failed, the speed and the time left; steps by name and state; batches."""

    progress: Progress
    steps: dict[tuple[str, str], int]
    failed: tuple[FailedStep, ...]
    batches: tuple[Batch, ...]

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        now = self.progress
        return {
            "pages": now.pages,
            "read": now.done,
            "waiting": now.waiting,
            "reading": now.reading,
            "pages_a_minute": round(now.pages_a_minute, 1) if now.pages_a_minute is not None else None,
            "seconds_left": round(now.seconds_left) if now.seconds_left is not None else None,
            "steps": [{"step": n, "state": s, "count": c} for (n, s), c in sorted(self.steps.items())],
            "running": [
                {
                    "issue": r.issue_key,
                    "page": r.page,
                    "step": r.name,
                    "since": _iso(r.since),
                    "owner": r.owner,
                }
                for r in now.running
            ],
            "failed": [
                {"issue": f.issue_key, "page": f.page, "step": f.name, "reason": f.message}
                for f in self.failed
            ],
            "batches": [batch_facts(batch) for batch in self.batches],
        }


def batch_facts(batch: Batch) -> dict[str, Any]:
    """What a delivery is, for programs: who, when, with what, whose copy, and what became of it."""
    return {
        "id": batch.id,
        "state": batch.state,
        "source": batch.source,
        "started": _iso(batch.started_at),
        "finished": _iso(batch.finished_at),
        "operator": batch.operator,
        "scanner": batch.scanner,
        "copy_of": batch.copy_of,
        "profile": batch.profile,
        "tools": dict(batch.tools or {}),
        "verdict": batch.verdict,
        "verdict_reason": batch.verdict_reason,
        "verdict_by": batch.verdict_by,
        "verdict_at": _iso(batch.verdict_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def standing(store: Store) -> Standing:
    """How ingest stands now."""
    with store.read() as session:
        return Standing(
            work.progress(session),
            work.step_counts(session),
            work.failed(session),
            tuple(work.batches(session, _BATCHES)),
        )


def print_standing(found: Standing, translate: Translate = str) -> None:
    """The whole of it on the standard output."""
    console().print(_drawn(found, translate, len(found.failed)))


def shown_live(store: Store, translate: Translate = str) -> bool:
    """Draw it anew each second until nothing is left to do; False where Ctrl-C ended it before."""
    from rich.live import Live

    try:
        found = standing(store)
        with Live(_drawn(found, translate, _MOST_FAILED), console=console(), auto_refresh=False) as live:
            while not found.progress.is_over:
                time.sleep(_EVERY)
                found = standing(store)
                live.update(_drawn(found, translate, _MOST_FAILED), refresh=True)
    except KeyboardInterrupt:
        return False
    return True


def _drawn(found: Standing, translate: Translate, most: int) -> RenderableType:
    from rich.console import Group
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Step", "waiting", "claimed", "done", "failed"):  # as in the store
        table.add_column(translate(heading), justify="left" if heading == "Step" else "right")
    for name in sorted({step for step, _ in found.steps}):
        table.add_row(name, *(str(found.steps.get((name, state), 0) or "·") for state in _STATES))
    parts: list[RenderableType] = [_speed(found.progress, translate), table]
    for batch in found.batches:
        who = f"  {batch.operator}" if batch.operator else ""
        line = f"{batch.id}  {batch.state}  {batch.started_at:%Y-%m-%d %H:%M}{who}  {batch.source}"
        parts.append(readable(line))
    for step in found.failed[:most]:
        where = f"{step.issue_key}/p{step.page}" if step.page else step.issue_key
        parts.append(f"[red]✗[/] {where} {step.name}: {readable(step.failure.told(translate))}")
    return Group(*parts)


def _speed(now: Progress, translate: Translate) -> str:
    """Pages read of all, the speed, the time left."""
    parts = [translate("{done} of {pages} pages read").format(done=now.done, pages=now.pages)]
    if now.pages_a_minute is not None and not now.is_over:
        parts.append(translate("{speed} pages a minute").format(speed=round(now.pages_a_minute, 1)))
    if now.seconds_left and not now.is_over:
        minutes = -(-now.seconds_left // 60)
        parts.append(translate("about {minutes} min left").format(minutes=round(minutes)))
    return " · ".join(parts)
