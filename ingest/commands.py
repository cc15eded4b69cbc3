"""`archive ingest`: survey, run, watch, status, redo. What is heavy is imported inside each command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.terminal import EXIT_CODES, json_option, opened_store, settings, tell, translate

if TYPE_CHECKING:
    from archive.checking import Finding
    from archive.settings import Settings
    from archive.store import Store
    from ingest.naming_profiles import Profile
    from ingest.workers import LimitedPool

_path = click.Path(path_type=Path)
_paths = click.argument("paths", nargs=-1, required=True, type=_path, metavar="PATH...")
_workers = click.option(
    "--workers", type=click.IntRange(0, 256), help="Pages read at a time (0: a core each)."
)

_profile = click.option(
    "--profile",
    metavar="NAME|FILE",
    help="How folders and files are named: a profile that comes with the program, or a naming.toml. "
    "Without it, the naming.toml beside or above the scans holds, where there is one.",
)

#: Names of steps as `redo --step` takes them.
_STEPS = ("text", "pictures", "streams", "pdf")


@click.group()
def ingest() -> None:
    """From folders of scans to pages that can be read and found."""


def checks(settings: Settings, store: Store) -> Iterator[Finding]:
    """Ingest's part of `archive check`."""
    from ingest.checking import checks as found

    return found(settings, store)


def _of_delivery(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that hold for all scans of a delivery."""
    for option in (
        click.option(
            "--link",
            is_flag=True,
            help="Leave the masters where they are (and must stay); keep their place and SHA-256.",
        ),
        click.option(
            "--ignore-outside-text",
            is_flag=True,
            help="Read every page by OCR, also where a PDF or a file beside the scan carries text.",
        ),
        click.option("--copy-of", default="", help="Whose copy was scanned; kept with every scan."),
        click.option("--scanner", default="", help="The scanner and its profile; kept with every scan."),
        click.option("--operator", default="", help="Who scanned or delivers; kept with every scan."),
    ):
        command = option(command)
    return command


def _settings(workers: int | None) -> Settings:
    here = settings()
    return here if workers is None else here.model_copy(update={"workers": f"local:{workers}"})


def _profile_named(name: str | None) -> Profile | None:
    from ingest.naming_profiles import profile_named

    return profile_named(name) if name is not None else None


@contextmanager
def _pool(here: Settings) -> Iterator[LimitedPool]:
    from ingest.workers import executor_for

    pool = executor_for(here)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@ingest.command(epilog=EXIT_CODES)
@_paths
@_profile
@click.option("--names", is_flag=True, help="Say of every file what was read out of its name.")
@_workers
@json_option
@click.pass_context
def survey(
    context: click.Context,
    paths: tuple[Path, ...],
    profile: str | None,
    names: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Say what lies in PATH, what is wrong with it, and how much room it needs. Writes nothing.

    An issue is a folder that directly holds page images; a PDF or multi-page TIFF; what issue.toml in the
    folder or a row of issues.csv or issues.xlsx above it says; or what a naming profile reads out of names.
    Exit code 3 where anything is worth looking at.
    """
    from ingest.reporting import print_survey
    from ingest.survey import survey as look

    here = _settings(workers)
    with _pool(here) as pool:
        found = look(paths, here, pool, profile=_profile_named(profile))
    if as_json:
        tell(found.to_plain(), as_json)
    else:
        print_survey(found, translate, names=names)
    context.exit(3 if found.all_faults() else 0)


@ingest.command(epilog=EXIT_CODES)
@_paths
@_workers
@_profile
@_of_delivery
@click.option("--report", "report_path", type=_path, help="Also write the JSON report to this file.")
@json_option
@click.pass_context
def run(
    context: click.Context,
    paths: tuple[Path, ...],
    workers: int | None,
    profile: str | None,
    operator: str,
    scanner: str,
    copy_of: str,
    ignore_outside_text: bool,
    link: bool,
    report_path: Path | None,
    as_json: bool,
) -> None:
    """Take in all issues in PATH and read their pages.

    Can be stopped at any moment, by Ctrl-C or worse: the same command goes on where it was. Run again over
    the same folder, it takes in what is new or changed and tries failed pages again. One bad file never stops
    it; the report names each. Files listed as verified have an identical master copy and may be deleted.
    Refuses to begin where the disk has no room for what it will make.
    """
    from ingest.ingesting import ingest as take_all
    from ingest.ingesting import tools_of
    from ingest.reporting import print_report, shown_progress
    from ingest.running import Delivery

    here = _settings(workers)
    tools = tools_of(here)  # a missing language is told before anything starts
    total = [0]
    with opened_store() as store, _pool(here) as pool, shown_progress(as_json, lambda: total[0]) as show:
        report = take_all(
            paths,
            store,
            here,
            pool,
            delivery=Delivery(operator, scanner, copy_of, _profile_named(profile), link, ignore_outside_text),
            tools=tools,
            told=show,
            counted=lambda pages: total.__setitem__(0, max(total[0], pages)),
        )
    if report_path is not None:
        _write_report(report_path, report.to_plain())
    if as_json:
        tell(report.to_plain(), as_json)
    else:
        print_report(report, translate)
    if report.ended == "interrupted":
        click.echo(translate("Stopped. The same command goes on from here."), err=True)
    context.exit(report.exit_code)


def _write_report(path: Path, report: dict[str, Any]) -> None:
    import json

    from archive.files import write_whole

    write_whole(path.absolute(), json.dumps(report, ensure_ascii=False, indent=1).encode())


@ingest.command(epilog=EXIT_CODES)
@click.argument("folder", type=_path)
@click.option("--every", type=click.FloatRange(0.1, 3600), default=10.0, help="Seconds between looks.")
@click.option(
    "--still",
    type=click.FloatRange(0.0, 86_400),
    default=60.0,
    help="Seconds for which nothing in a delivery may have changed before it is taken in.",
)
@_workers
@_profile
@_of_delivery
@click.pass_context
def watch(
    context: click.Context,
    folder: Path,
    every: float,
    still: float,
    workers: int | None,
    profile: str | None,
    operator: str,
    scanner: str,
    copy_of: str,
    ignore_outside_text: bool,
    link: bool,
) -> None:
    """Take in whatever is put into FOLDER, once it has stopped growing. Ends with Ctrl-C.

    Each folder, PDF or multi-page TIFF in FOLDER is a delivery. One that holds a link or anything but files
    and folders is refused and told. Nothing is moved or removed; a delivery that changes later is looked at
    again, and what is new in it taken in.
    """
    from ingest.running import Delivery
    from ingest.watch_loop import watch_folder

    here = _settings(workers)
    delivery = Delivery(operator, scanner, copy_of, _profile_named(profile), link, ignore_outside_text)
    with opened_store() as store:
        watch_folder(folder, store, here, lambda: _pool(here), delivery, every=every, still=still)
    click.echo(translate("Stopped. The same command goes on from here."), err=True)
    context.exit(130)


@ingest.command(epilog=EXIT_CODES)
@click.option("--watch", "live", is_flag=True, help="Stay and show it anew, until nothing is left or Ctrl-C.")
@json_option
@click.pass_context
def status(context: click.Context, live: bool, as_json: bool) -> None:
    """Say how ingest stands: pages a minute, time left, the newest batches, what failed and why.

    Reads the store alone: it may run in a second terminal beside a run, or beside the site's worker.
    """
    from ingest.standing import print_standing, shown_live, standing

    with opened_store() as store:
        if live and not as_json:
            context.exit(0 if shown_live(store, translate) else 130)
        found = standing(store)
    if as_json:
        tell(found.to_plain(), as_json)
    else:
        print_standing(found, translate)


@ingest.command(epilog=EXIT_CODES)
@click.argument("keys", nargs=-1, required=True, metavar="ISSUE...")
@click.option("--pages", default="", help="Only these pages, by the numbers in their addresses: 3-5,8.")
@click.option(
    "--step", "names", multiple=True, type=click.Choice(_STEPS), help="Only this step; default all."
)
@_workers
@json_option
@click.pass_context
def redo(
    context: click.Context,
    keys: tuple[str, ...],
    pages: str,
    names: tuple[str, ...],
    workers: int | None,
    as_json: bool,
) -> None:
    """Read pages again, or make their pictures or PDF again. Lines that a person corrected survive."""
    from ingest.ingesting import redo as do_again
    from ingest.ingesting import tools_of
    from ingest.reporting import print_report, shown_progress

    here = _settings(workers)
    tools = tools_of(here)
    with opened_store() as store, _pool(here) as pool, shown_progress(as_json, lambda: 0) as show:
        report = do_again(keys, store, here, pool, pages=pages, names=names or _STEPS, tools=tools, told=show)
    if as_json:
        tell(report.to_plain(), as_json)
    else:
        print_report(report, translate)
    context.exit(report.exit_code)
