"""What a limited child does first, and around each task: limits, its own process group, its end."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

#: Threads beside the processes cost 3.5 times the time (Tesseract on two cores, measured).
ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
#: Largest file a child may write. A stream's PDF of 300 pages at full size stays below.
_LARGEST_FILE = 4 << 30
#: CPU seconds are counted a process, threads and all; the wall clock is the limit, this the net under it.
_CPU_FACTOR, _CPU_EXTRA = 2, 10


def limit_this_child(megabytes: int, scratch: str, driver: Connection, log: str) -> None:
    """Runs first in each child."""
    os.setpgid(0, 0)  # its own group: Ctrl-C in the terminal is the driver's business, and see _end_group
    # PR_SET_PDEATHSIG would not do: the parent is the fork server, which lives as long as its children.
    threading.Thread(target=_die_with, args=(driver,), daemon=True).start()
    if log:
        _print_into(log)
    os.environ.update(ONE_THREAD)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch  # what a killed child leaves goes with the pool
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _print_into(log: str) -> None:
    """Let what this child and its libraries print end in a file."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    try:
        handle = os.open(log, flags, 0o640)
    except OSError:
        handle = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(handle, stream)
    os.close(handle)


def _die_with(driver: Connection) -> None:
    """Wait for the driver's end of the pipe to close, then kill this process and its children."""
    with suppress(EOFError, OSError):
        driver.recv_bytes()
    os.killpg(0, signal.SIGKILL)


def run_task(
    ticket: str, seconds: float, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    """Runs in the child around each task."""
    path = Path(ticket)
    path.write_text(str(os.getpid()))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + int(_CPU_FACTOR * seconds) + _CPU_EXTRA, hard))
    try:
        return fn(*args, **kwargs)
    finally:
        path.unlink(missing_ok=True)
