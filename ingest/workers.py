"""Limited child processes: where everything runs that opens a stranger's file.

Each child has a limit on memory, CPU, file size and wall clock, dies with the process that started it, and
takes its own children (a `tesseract`, say) with it. What it dies of costs the one task it was doing.
"""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from archive.errors import BadFile, BadSetting
from archive.settings import Settings
from ingest import owners

P = ParamSpec("P")
T = TypeVar("T")

#: Tasks after which a child is replaced: decoders leak.
_TASKS_A_CHILD = 200
#: Start of the names of working folders, and the file in each that says whose it is.
_SCRATCH, _OWNER = "archive-workers-", "owner"
#: Largest file a child may write. A stream's PDF of 300 pages at full size stays below.
_LARGEST_FILE = 4 << 30
#: CPU seconds are counted a process, threads and all; the wall clock is the limit, this the net under it.
_CPU_FACTOR, _CPU_EXTRA = 2, 10


class TaskFailed(BadFile):
    """A task that cost its child process: the file it was about made the program run away or crash."""


class TookTooLong(TaskFailed):
    """The task ran out of wall clock or CPU time."""


class TooMuchMemory(TaskFailed):
    """The task asked for more memory than a child may have."""


class Crashed(TaskFailed):
    """The child was killed by a signal, or ended by itself."""


class LimitedPool(Executor):
    """A `concurrent.futures.Executor` whose tasks run in limited children (pebble's pool underneath).

    The standard pool turns every later task into BrokenProcessPool after one crash (measured); here the next
    task finds a new child.
    """

    def __init__(self, workers: int, megabytes: int, seconds: float) -> None:
        """`workers` children of `megabytes` each; `seconds`: wall clock of a task that names none."""
        self.workers = workers
        self._megabytes = megabytes
        self._seconds = seconds
        self._tickets = count()
        self._open: set[_Answer[Any]] = set()
        _clear_left_over()
        self._scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH))
        (self._scratch / _OWNER).write_text(owners.this_process())
        (self._scratch / "tmp").mkdir()
        context = get_context("forkserver")  # fork copies locks of threads that are not there in the child
        # The heavy imports are done once, in the server that children are forked from.
        context.set_forkserver_preload(["ingest.reading", "ingest.engines.in_process"])
        # Nothing is ever sent: the children notice when this end closes, however this process ends.
        alive, self._alive = context.Pipe(duplex=False)
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_TASKS_A_CHILD,
            initializer=_limit_this_child,
            initargs=(megabytes, str(self._scratch / "tmp"), alive),
            context=context,
        )

    def submit(self, fn: Callable[P, T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run `fn(*args, **kwargs)` in a child.

        Two keywords are ours: `timeout`, seconds of wall clock once it runs, and `about`, the file's name for
        messages. The future raises what `fn` raises, or TookTooLong, TooMuchMemory, Crashed. Cancelling it
        kills a task that runs.
        """
        seconds = float(kwargs.pop("timeout", None) or self._seconds)
        about = str(kwargs.pop("about", "") or "The page")
        ticket = self._scratch / f"task-{next(self._tickets)}"
        inner = self._pool.schedule(_run, args=(str(ticket), seconds, fn, args, kwargs), timeout=seconds)
        outer: _Answer[T] = _Answer(inner)
        self._open.add(outer)
        outer.add_done_callback(self._open.discard)
        inner.add_done_callback(lambda done: self._answer(done, outer, ticket, about, seconds))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the children: once all tasks are done, or at once with `cancel_futures`."""
        if cancel_futures:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        if wait or cancel_futures:
            self._pool.join()
            # pebble forgets a task that was on its way to a child which had not started yet: tell its caller.
            for answer in tuple(self._open):
                answer.cancelled_by_pool()
            for ticket in self._scratch.glob("task-*"):
                _end_group(ticket)
            self._alive.close()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _answer(self, inner: Future[T], outer: _Answer[T], ticket: Path, about: str, seconds: float) -> None:
        try:
            error = inner.exception()
        except CancelledError as cancelled:
            error = cancelled
        if isinstance(error, (FutureTimeout, ProcessExpired, CancelledError)):
            _end_group(ticket)
        if isinstance(error, CancelledError):
            outer.cancelled_by_pool()
        elif error is None:
            outer.settle(inner.result(), None)
        else:
            outer.settle(None, self._told(error, about, seconds))

    def _told(self, error: BaseException, about: str, seconds: float) -> BaseException:
        """What a child died of, as a sentence; other errors as they are."""
        out_of_cpu = isinstance(error, ProcessExpired) and error.exitcode in (
            -signal.SIGXCPU,
            -signal.SIGKILL,
        )
        told: TaskFailed | None = None
        if isinstance(error, FutureTimeout) or out_of_cpu:
            told = TookTooLong(
                "{file} took longer than {seconds} s.",
                "Scan it again at 300 dpi, or raise ARCHIVE_PAGE_SECONDS.",
                file=about,
                seconds=round(seconds),
            )
        elif isinstance(error, MemoryError):
            told = TooMuchMemory(
                "{file} needed more than {megabytes} MB of memory.",
                "Scan it again at a lower resolution, or raise ARCHIVE_WORKER_MEGABYTES.",
                file=about,
                megabytes=self._megabytes,
            )
        elif isinstance(error, ProcessExpired):
            told = Crashed(
                "{file} crashed the program that read it ({reason}).",
                "Save it again with another program, or scan the page again.",
                file=about,
                reason=_signal_name(error.exitcode),
            )
        if told is None:
            return error
        told.__cause__ = error
        return told


class _Answer(Future[T]):
    """The future given out: settled once by the pool, cancelled through to the running task."""

    def __init__(self, inner: Future[T]) -> None:
        super().__init__()
        self._inner = inner

    def cancel(self) -> bool:
        """Cancel the task, killing the child that runs it."""
        self._inner.cancel()
        return super().cancel()

    def settle(self, result: T | None, error: BaseException | None) -> None:
        """Give the answer, unless it is no longer wanted."""
        if self.set_running_or_notify_cancel():
            if error is None:
                self.set_result(result)  # type: ignore[arg-type]
            else:
                self.set_exception(error)

    def cancelled_by_pool(self) -> None:
        """The pool was stopped, or the task cancelled."""
        super().cancel()
        if self.cancelled():
            with suppress(Exception):
                self.set_running_or_notify_cancel()


def _clear_left_over() -> None:
    """Remove the working folders of pools whose process was killed: nobody else will."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        with suppress(OSError, UnicodeDecodeError):
            if owners.is_dead((folder / _OWNER).read_text()):
                shutil.rmtree(folder, ignore_errors=True)


def _signal_name(exitcode: int | None) -> str:
    try:
        return signal.Signals(-(exitcode or 0)).name
    except ValueError:
        return f"exit code {exitcode}"


def _end_group(ticket: Path) -> None:
    """Kill the process group of the child that took a ticket: it is dead, its own children may not be."""
    with suppress(OSError, ValueError):
        group = int(ticket.read_text())
        ticket.unlink()
        os.killpg(group, signal.SIGKILL)


def _limit_this_child(megabytes: int, scratch: str, driver: Connection) -> None:
    """Runs first in each child."""
    os.setpgid(0, 0)  # its own group: Ctrl-C in the terminal is the driver's business, and see _end_group
    # PR_SET_PDEATHSIG would not do: the parent is the fork server, which lives as long as its children.
    threading.Thread(target=_die_with, args=(driver,), daemon=True).start()
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ["TMPDIR"] = tempfile.tempdir = scratch  # what a killed child leaves goes with the pool
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _die_with(driver: Connection) -> None:
    """Wait for the driver's end of the pipe to close, then kill this process and its children."""
    with suppress(EOFError, OSError):
        driver.recv_bytes()
    os.killpg(0, signal.SIGKILL)


def _run(
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


def executor_for(settings: Settings) -> LimitedPool:
    """The children that `settings.workers` asks for. Raises BadSetting."""
    kind, _, number = settings.workers.partition(":")
    if kind != "local" or not number.isdigit():
        raise BadSetting(
            "Workers at {workers} are not supported.",
            "Set ARCHIVE_WORKERS to local:N (0: as many as there are cores).",
            workers=settings.workers,
        )
    workers = int(number) or len(os.sched_getaffinity(0))
    return LimitedPool(workers, settings.worker_megabytes, settings.page_seconds)


_warm: dict[tuple[int, int], LimitedPool] = {}
_warm_lock = threading.Lock()


def run_limited(
    function: Callable[..., T], *args: Any, settings: Settings, timeout: float | None = None, about: str = ""
) -> T:
    """Run one task in this process's one warm child and wait for it: for the site, which must not parse.

    Raises what `function` raises, or TaskFailed. The child starts at the first call (about a second).
    """
    key = os.getpid(), settings.worker_megabytes
    with _warm_lock:
        pool = _warm.get(key)
        if pool is None:
            pool = _warm[key] = LimitedPool(1, settings.worker_megabytes, settings.page_seconds)
            atexit.register(_end_warm, key)
    try:
        return pool.submit(function, *args, timeout=timeout, about=about).result()
    except BrokenExecutor:
        _end_warm(key)  # the next call makes a new one
        raise


def end_warm() -> None:
    """End this process's warm child: a server whose processes are children themselves never runs atexit."""
    for key in list(_warm):
        _end_warm(key)


def _end_warm(key: tuple[int, int]) -> None:
    pool = _warm.pop(key, None)
    if pool is not None and key[0] == os.getpid():
        pool.shutdown(cancel_futures=True)
