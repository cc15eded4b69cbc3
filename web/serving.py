"""`archive serve` and `archive work`: the site under a server, the worker beside it."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import BadInput
from archive.settings import Settings, read_settings
from archive.terminal import EXIT_CODES, settings, translate

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from archive.store import Store

#: A worker that dies is started again after this many seconds, longer each time, up to the last.
_AGAIN = (1.0, 2.0, 5.0, 15.0, 60.0)
#: How long a worker may take to give its page back when the site ends, in seconds.
_GRACE = 20.0
#: Seconds after which the child that cuts pictures is started: first visitors first.
_WARM_AFTER = 3.0
#: Seconds the worker's own start waits, so that the site has the machine while it comes up.
_WORKER_AFTER = 2.0
#: Objects made before Python looks for garbage among the new ones: an answer makes some thousands.
_YOUNG = 5_000


@click.command(epilog=EXIT_CODES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--uds", type=click.Path(path_type=Path), help="Listen at a Unix socket instead.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Serving processes."
)
@click.option("--no-worker", is_flag=True, help="Start no background worker (systemd runs it).")
@click.option("--server", type=click.Choice(["granian", "uvicorn"]), default="granian", show_default=True)
def serve(host: str, port: int, uds: Path | None, workers: int, no_worker: bool, server: str) -> None:
    """Serve the site, with a background worker beside it unless --no-worker."""
    here = settings()
    run_site(here, host=host, port=port, uds=uds, workers=workers, with_worker=not no_worker, server=server)


@click.command(epilog=EXIT_CODES)
@click.option("--parent", type=int, hidden=True, help="End when this process does.")
def work(parent: int | None) -> None:
    """Run the background worker alone: the index follows, waiting deliveries are read, embargoes end."""
    from web.worker import run

    run(settings(), parent=parent)


def run_site(
    here: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    uds: Path | None = None,
    workers: int = 1,
    with_worker: bool = True,
    server: str = "granian",
) -> None:
    """Serve until told to stop. Raises NoArchive, WrongSchema, MissingTool, BadInput before it."""
    prepare(here)
    if uds is None:
        _require_free(host, port)
    os.environ["WEB_CONCURRENCY"] = str(workers)
    place = str(uds) if uds else f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    with worker_beside() if with_worker else _alone():
        click.echo(translate("The site is at {place} (stop it with Ctrl-C).").format(place=place))
        sys.stdout.flush()
        start = _granian if server == "granian" else _uvicorn
        start(host, port, uds, workers)


def prepare(here: Settings) -> None:
    """What must be right before the site is up: archive, schema, styles, a search engine that is installed.

    `public/` is not brought level here: the site decides by the store in every answer and never looks there.
    What a front server finds there is the worker's business, which looks through it when it starts.
    """
    from archive.store import Store
    from index.engine import engine_for
    from web.assets import load_assets

    load_assets()
    store = Store(here)
    engine_for(here).close()
    _forget_half_received(store)
    store.close()


def _forget_half_received(store: Store) -> None:
    """Deliveries that were being received when the site was killed: nobody sends the rest of them."""
    from archive.actions import batches
    from archive.queries import work

    with store.read() as session:
        left = [batch.id for batch in work.batches_in(session, "receiving")]
    for number in left:
        shutil.rmtree(store.files.incoming(number), ignore_errors=True)
        with store.write() as session:
            batch = work.batch(session, number)
            if batch is not None:
                batches.set_state(session, batch, "failed", {"ended": "not received"})


def application() -> Starlette:
    """The site for a server: settings from the environment."""
    from web import logs
    from web.app import create_app

    here = read_settings()
    logs.set_up(here)
    # The child that cuts pictures takes a second to start: not at the first visitor's cost.
    threading.Thread(target=_warm, args=(here,), daemon=True).start()
    app = create_app(here)
    settle()
    return app


def settle() -> None:
    """What is loaded by now stays for good and is never looked through for garbage again.

    Python looks through all that is alive now and then: 140,000 objects of modules and mappings, a tenth
    of a second, in the middle of one answer in thirty.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


def _warm(here: Settings) -> None:
    from ingest.workers import run_limited

    time.sleep(_WARM_AFTER)
    settle()  # with what the first answers have loaded
    # A site that is stopped meanwhile has nothing to tell; else the first visitor's picture starts one.
    with contextlib.suppress(Exception):
        run_limited(os.getpid, settings=here)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(
                "The site cannot listen at {host}, port {port}: {reason}.",
                "Choose another with --port, or stop what uses it.",
                host=host,
                port=port,
                reason=error.strerror,
            ) from error


def _granian(host: str, port: int, uds: Path | None, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "web.serving:application",
        address=host,
        port=port,
        uds=uds,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        websockets=False,
        # Half-sent requests are dropped instead of holding a connection for ever.
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        working_dir=Path.cwd(),
    ).serve()


def _uvicorn(host: str, port: int, uds: Path | None, workers: int) -> None:
    import uvicorn

    uvicorn.run(
        "web.serving:application",
        host=host,
        port=port,
        uds=str(uds) if uds else None,
        factory=True,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=15,
    )


# --- the worker beside ----------------------------------------------------------------------------------


@contextmanager
def _alone() -> Iterator[None]:
    yield


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker process while the site runs: started again when it dies, ended with the site."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.end()


class _Keeper(threading.Thread):
    """Keeps one worker process alive."""

    def __init__(self) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._stop_asked = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self) -> None:
        """Start the worker, wait for it, start it again."""
        died = 0
        self._stop_asked.wait(_WORKER_AFTER)
        while True:
            with self._lock:
                if self._stop_asked.is_set():
                    return
                self._process = _start_worker()
            self._process.wait()
            if self._stop_asked.wait(_AGAIN[min(died, len(_AGAIN) - 1)]):
                return
            died += 1

    def end(self) -> None:
        """Tell the worker to finish, and make sure that it does."""
        with self._lock:
            self._stop_asked.set()
            process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start_worker() -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal reaches the site, which then ends its worker in order.
    return subprocess.Popen(
        [sys.executable, "-m", "web.cli", "work", "--parent", str(os.getpid())], start_new_session=True
    )
