"""The background loops: the index follows the store, ingest takes what waits, plans and embargoes end."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import structlog

from archive import publication
from archive.actions import planning, remarks
from archive.errors import ArchiveError
from archive.files import Files, make_folder
from archive.settings import Settings
from archive.store import Store

log = structlog.get_logger("worker")

#: Seconds between signs of life, and between looks for waiting deliveries.
_SIGN, _LOOK = 5.0, 1.0
#: Seconds after something that is not one page's fault.
_AFTER_TROUBLE = 20.0


def sign_file(files: Files) -> Path:
    """The file whose time says when the worker was last alive."""
    return files.root / "cache" / "worker.alive"


def last_sign(files: Files) -> datetime | None:
    """When the worker last gave a sign of life; None for never."""
    try:
        return datetime.fromtimestamp(sign_file(files).stat().st_mtime, UTC)
    except OSError:
        return None


def run(settings: Settings, *, parent: int | None = None) -> None:
    """Work until told to stop (SIGTERM, SIGINT), or until the process `parent` is gone.

    The index has a thread of its own, so that it follows within two seconds also while ingest reads a large
    delivery; reading itself happens in limited children.
    """
    from web import logs

    logs.set_up(settings)
    store = Store(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loops: list[Callable[[], None]] = [
        lambda: _follow_index(store, settings, stop),
        lambda: _keep_calendar(store, stop, parent),
    ]
    threads = [threading.Thread(target=loop, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        _take_deliveries(store, settings, stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
        sign_file(store.files).unlink(missing_ok=True)
        store.close()


def _follow_index(store: Store, settings: Settings, stop: threading.Event) -> None:
    from index.engine import engine_for
    from index.updating import follow

    engine = engine_for(settings)
    try:
        follow(store, engine, stop)
    finally:
        engine.close()


def _keep_calendar(store: Store, stop: threading.Event, parent: int | None) -> None:
    """Signs of life; `public/` level again each day; ends the worker when its site was killed."""
    day: date | None = None
    make_folder(sign_file(store.files).parent)
    while not stop.is_set():
        if parent is not None and os.getppid() != parent:
            stop.set()
            return
        try:
            sign_file(store.files).touch()
            _publish_planned(store)
            today = date.today()  # noqa: DTZ011 - embargoes end by the calendar on the wall
            if today != day:
                with store.write() as session:
                    remarks.end_redactions(session)
                with store.read() as session:
                    publication.level_all(session, store.files)
                day = today
        except Exception:
            log.exception("the daily round failed")
        stop.wait(_SIGN)


def _publish_planned(store: Store) -> None:
    """Publish the issues in review whose planned moment has come; reads first, writes only then."""
    with store.read() as session:
        if not planning.due(session):
            return
    with store.write() as session:
        done = planning.publish_due(session)
    log.info("published as planned", issues=done)


def _take_deliveries(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Read what waits: deliveries through the browser, and pages that another run left."""
    from ingest.background import Background
    from ingest.workers import executor_for

    pool = executor_for(settings)
    work = Background(store, settings, pool)
    trouble = ""
    try:
        while not stop.is_set():
            try:
                busy = work.once()
                trouble = ""
            except ArchiveError as error:  # a full disk, a missing language: told once, tried again
                if str(error) != trouble:
                    log.warning("ingest waits", reason=str(error))
                trouble, busy = str(error), False
                stop.wait(_AFTER_TROUBLE)
            except Exception:
                log.exception("ingest stumbled")
                stop.wait(_AFTER_TROUBLE)
                busy = False
            if not busy:
                stop.wait(_LOOK)
    finally:
        pool.shutdown(cancel_futures=True)
        work.close()
