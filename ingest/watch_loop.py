"""`archive ingest watch`: looks, waits, takes in; until it is told to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType

import click

from archive.errors import ArchiveError, BadInput
from archive.settings import Settings
from archive.store import Store
from archive.terminal import translate
from ingest.ingesting import ingest, tools_of
from ingest.reporting import Report, print_faults, print_report
from ingest.running import Delivery, Workers
from ingest.watching import Watch, alone, memory_of

#: Seconds after something that is no delivery's fault: a full disk, a disk that is not there.
_AFTER_TROUBLE = 60.0


def watch_folder(
    folder: Path,
    store: Store,
    settings: Settings,
    pool: Callable[[], AbstractContextManager[Workers]],
    delivery: Delivery,
    *,
    every: float,
    still: float,
) -> None:
    """Take in deliveries until Ctrl-C or SIGTERM; the one at hand is then given back, to be gone on with.

    `pool` makes the workers anew for each delivery: between deliveries no child is kept. Raises BadInput for
    a folder that is none or is watched already, MissingTool where a language is missing.
    """
    tools = tools_of(settings)
    with alone(folder):
        watch = Watch(folder.absolute(), still, memory_of(folder, store.files.root / "cache"))
        asked: list[int] = []

        def end(number: int, frame: FrameType | None) -> None:
            # Remembered, too: what is raised in a destructor or a callback is swallowed there.
            asked.append(number)
            signal.default_int_handler(number, frame)

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        trouble = ""
        click.echo(translate("Watching {folder}.").format(folder=folder))
        try:
            while not asked:
                try:
                    ended = _round(watch, store, settings, pool, delivery, tools)
                    trouble, wait = "", every
                except ArchiveError as error:
                    if str(error) != trouble:
                        click.echo(error.told(translate), err=True)
                    trouble, wait, ended = str(error), max(every, _AFTER_TROUBLE), False
                if ended:
                    return
                time.sleep(wait)
        except KeyboardInterrupt:
            return
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _round(
    watch: Watch,
    store: Store,
    settings: Settings,
    pool: Callable[[], AbstractContextManager[Workers]],
    delivery: Delivery,
    tools: dict[str, str],
) -> bool:
    """Take in what is ready; whether Ctrl-C came meanwhile."""
    ready = watch.ready(time.monotonic())
    print_faults(watch.odd(), translate)
    for path in ready:
        try:
            report = _take(path, store, settings, pool, delivery, tools)
        except BadInput as error:  # a page alone, a table that says nonsense: its own fault, told once
            click.echo(error.told(translate), err=True)
        else:
            if report.ended == "interrupted":
                return True
        watch.taken(path)
    return False


def _take(
    path: Path,
    store: Store,
    settings: Settings,
    pool: Callable[[], AbstractContextManager[Workers]],
    delivery: Delivery,
    tools: dict[str, str],
) -> Report:
    with pool() as workers:
        report = ingest([path], store, settings, workers, delivery=delivery, tools=tools)
    print_report(report, translate)
    return report
