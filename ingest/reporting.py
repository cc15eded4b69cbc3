"""What an ingest run came to: counts, faults, failed pages, files safe to delete; for people and programs."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive.queries.decisions import Decided
from archive.queries.work import FailedStep
from ingest.faults import Fault
from ingest.file_names import as_ranges
from ingest.intake import TakenIn
from ingest.pipeline import Done
from ingest.survey import Survey
from ingest.text_decisions import sentence_of

if TYPE_CHECKING:
    from rich.console import Console

#: A batch keeps the names of verified files up to this many; beyond, only their number.
_MOST_NAMES = 5000
#: Columns of a table that goes into a file.
_WIDE = 200
Translate = Callable[[str], str]


@dataclass
class Report:
    """One run. `ended`: "done", "interrupted" or "failed"; `steps`: how many were done, by name."""

    issues: list[TakenIn] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)  # of no issue
    failed: Sequence[FailedStep] = ()
    decided: Sequence[Decided] = ()  # over text that came with pages
    steps: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    ended: str = "done"
    batch: int | None = None
    passed_over: Counter[str] = field(default_factory=Counter)
    tools: dict[str, str] = field(default_factory=dict)

    def all_faults(self) -> list[Fault]:
        """Every fault, those of no issue first."""
        return [*self.faults, *(each for issue in self.issues for each in issue.faults)]

    @property
    def verified(self) -> list[str]:
        """Source files whose master copy has the same bytes: safe to delete."""
        return [path for issue in self.issues for path in issue.verified]

    @property
    def pages_a_minute(self) -> float:
        """Pages read in a minute of this run."""
        return 60 * self.steps["text"] / self.seconds if self.seconds else 0.0

    @property
    def exit_code(self) -> int:
        """0 all well, 3 some files or pages failed, 130 interrupted."""
        if self.ended == "interrupted":
            return 130
        return 3 if self.failed or any(not each.harmless for each in self.all_faults()) else 0

    def to_plain(self, *, short: bool = False) -> dict[str, Any]:
        """As JSON can hold it; `short` leaves long lists of names out."""
        verified = self.verified
        names = verified if not short or len(verified) <= _MOST_NAMES else []
        return {
            "ended": self.ended,
            "batch": self.batch,
            "seconds": round(self.seconds, 1),
            "pages_a_minute": round(self.pages_a_minute, 1),
            "pages_read": self.steps["text"],
            "tools": self.tools,
            "issues": [_issue(issue) for issue in self.issues],
            "new_pages": sum(issue.new_pages for issue in self.issues),
            "new_scans": sum(issue.new_scans for issue in self.issues),
            "unchanged": sum(issue.unchanged for issue in self.issues),
            "faults": [each.to_plain() for each in self.all_faults()],
            "failed": [_failed(step) for step in self.failed],
            "texts": [_decided(each) for each in self.decided],
            "verified_count": len(verified),
            "verified_safe_to_delete": names,
            "passed_over": dict(self.passed_over),
        }


def _issue(issue: TakenIn) -> dict[str, Any]:
    return {
        "source": issue.source,
        "key": issue.key,
        "new_pages": issue.new_pages,
        "new_scans": issue.new_scans,
        "unchanged": issue.unchanged,
        "vanished": issue.vanished,
    }


def _decided(decided: Decided) -> dict[str, Any]:
    return {
        "issue": decided.issue_key,
        "file": decided.file,
        "used": decided.used,
        "reason": decided.reason,
        "pages": list(decided.pages),
    }


def _failed(step: FailedStep) -> dict[str, Any]:
    return {
        "issue": step.issue_key,
        "source": step.issue_source,
        "page": step.page,
        "step": step.name,
        "reason": step.message,
    }


# --- for people ---


def print_report(report: Report, translate: Translate = str) -> None:
    """The table that ends a run, on the standard output."""
    from rich.table import Table

    out = console()
    table = Table(box=None, pad_edge=False)
    for heading in ("Issue", "New pages", "New scans", "Unchanged", "Verified", "Faults"):
        table.add_column(translate(heading), justify="left" if heading == "Issue" else "right")
    for issue in report.issues:
        numbers = (issue.new_pages, issue.new_scans, issue.unchanged, len(issue.verified), len(issue.faults))
        name = f"{issue.name}  {issue.key}" if issue.key else issue.name
        table.add_row(readable(name), *(str(n) if n else "·" for n in numbers))
    out.print(table)
    print_faults(report.all_faults(), translate)
    for step in report.failed:
        where = f"{step.issue_key}/p{step.page}" if step.page else step.issue_key
        out.print(f"[bold]{where}[/] {readable(step.name)}: {readable(step.failure.told(translate))}")
    for decided in report.decided:
        sentence = translate(sentence_of(decided.reason)).format(file=decided.file)
        pages = translate("pages {numbers}").format(numbers=as_ranges(sorted(decided.pages)))
        out.print(readable(f"{decided.issue_key}, {pages}: {sentence}"), soft_wrap=True)
    sentence = translate(
        "{read} pages read in {seconds} s ({speed} a minute); {failed} failed; "
        "{verified} source files are verified and safe to delete."
    )
    out.print(
        sentence.format(
            read=report.steps["text"],
            seconds=round(report.seconds),
            speed=round(report.pages_a_minute),
            failed=len({(step.issue_key, step.page) for step in report.failed}),
            verified=len(report.verified),
        )
    )


def print_survey(survey: Survey, translate: Translate = str, *, names: bool = False) -> None:
    """The table of a survey, on the standard output; `names`: with what each file's name was read as."""
    from rich.table import Table

    out = console()
    table = Table(box=None, pad_edge=False)
    for heading in (
        "Issue",
        "Pages",
        "MB",
        "Format",
        "Pixels",
        "dpi",
        "Number",
        "Date",
        "Language",
        "Faults",
    ):
        right = heading in ("Pages", "MB", "dpi", "Faults")
        table.add_column(translate(heading), justify="right" if right else "left")
    for issue in survey.issues:
        largest = max(issue.sizes, default=(0, 0))
        table.add_row(
            readable(issue.name),
            str(issue.pages),
            f"{issue.bytes / 1e6:.1f}",
            " ".join(sorted(kind.rpartition("/")[2] for kind in issue.kinds)),
            "×".join(map(str, largest)) if largest[0] else "",
            _span(issue.dpi),
            readable(issue.number),
            readable(issue.date),
            " ".join(issue.languages),
            str(len(issue.faults)) if issue.faults else "·",
        )
    out.print(table)
    _print_names(survey, translate, every=names)
    print_faults(survey.all_faults(), translate)
    _print_space(survey, translate)
    sentence = translate("{issues} issues, {pages} pages, {faults} faults. Nothing was written.")
    out.print(
        sentence.format(
            issues=len(survey.issues),
            pages=sum(issue.pages for issue in survey.issues),
            faults=len(survey.all_faults()),
        )
    )


def _print_names(survey: Survey, translate: Translate, *, every: bool) -> None:
    """What names were read as: of every file, or of the first and last of each issue."""
    out = console()
    for issue in survey.issues:
        if not issue.names:
            continue
        sentence = translate("{name}, names read by {profile}:")
        out.print(readable(sentence.format(name=issue.name, profile=issue.profile)), soft_wrap=True)
        files = list(issue.names)
        for name in files if every else dict.fromkeys((files[0], files[-1])):
            out.print(f"  {readable(name)} → {readable(issue.names[name])}", soft_wrap=True)


def _print_space(survey: Survey, translate: Translate) -> None:
    needed = survey.space()
    sentence = translate(
        "It needs about {total} MB: masters {masters}, pictures {pictures}, PDFs {pdfs}, text {texts}. "
        "{free} MB are free."
    )
    parts = {name: _megabytes(size) for name, size in needed.to_plain().items()}
    console().print(sentence.format(**parts, free=_megabytes(survey.free)))


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)


def print_faults(faults: Sequence[Fault], translate: Translate = str) -> None:
    """Each fault with its file and what to do, one below the other."""
    out = console()
    for each in faults:
        mark = "[yellow]![/]" if each.harmless else "[red]✗[/]"
        out.print(f"{mark} {readable(each.file)}\n  {readable(each.told(translate))}", soft_wrap=True)


def console() -> Console:
    """The standard output; wide where it is no terminal, so that no name is cut in a log."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=_WIDE)


def _span(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, high = round(min(values)), round(max(values))
    return str(low) if low == high else f"{low}-{high}"


def readable(text: str) -> str:
    """Text that rich shall not take for its markup, nor a terminal for commands."""
    from rich.markup import escape

    return escape("".join(letter for letter in text if letter.isprintable()))


# --- while it runs ---


@contextmanager
def shown_progress(quiet: bool, of: Callable[[], int]) -> Iterator[Callable[[Done], None]]:
    """A bar on the terminal's error output: pages read, of how many (`of()`), pages a minute."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", total=None, speed="")
        begun, read = time.monotonic(), 0

        def show(done: Done) -> None:
            nonlocal read
            if done.name == "text" and not done.again:
                read += 1
                speed = f"{60 * read / max(1.0, time.monotonic() - begun):.0f} pages/min"
                bar.update(task, completed=read, total=max(read, of()), speed=speed)
            if done.failed:
                bar.console.print(readable(done.failed))

        yield show
