"""Limited child processes: where everything runs that opens a stranger's file.

Each child has a limit on memory, CPU, file size and wall clock, dies with the process that started it, and
takes its own children (a `tesseract`, say) with it. What it dies of costs the one task it was doing.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from multiprocessing import forkserver, get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from archive.errors import BadSetting
from archive.settings import Settings
from ingest.answers import Answer
from ingest.children import ONE_THREAD, limit_this_child, run_task
from ingest.task_failures import crashed, told

P = ParamSpec("P")
T = TypeVar("T")

#: Tasks after which a child is replaced: decoders leak.
_TASKS_A_CHILD = 200
#: What children need for any page, imported once in the server they are forked from; and what PDFs need.
_PRELOADED = ("ingest.tasks", "ingest.engines.in_process")
_PRELOADED_FOR_PDFS = (*_PRELOADED, "ingest.searchable_pdf")
#: Times that a task is begun, and that pools break without an answer between, before it is no accident.
_ATTEMPTS = 3
#: Start of the names of working folders, and the file in each that its pool holds locked while it lives.
_SCRATCH, _OWNER = "archive-workers-", "owner"
#: Size from which the file of what children printed is begun anew.
_LARGEST_LOG = 5 << 20


class LimitedPool(Executor):
    """A `concurrent.futures.Executor` whose tasks run in limited children (pebble's pool underneath).

    The standard pool turns every later task into BrokenProcessPool after one crash (measured); here the next
    task finds a new child, and tasks whose pool broke under them are given to a new one.
    """

    def __init__(
        self,
        workers: int,
        megabytes: int,
        seconds: float,
        *,
        log: Path | None = None,
        preload: Sequence[str] = _PRELOADED,
    ) -> None:
        """`workers` children of `megabytes` each; `seconds`: wall clock of a task that names none.

        `log`: a file for what decoders print, which is no news for the person at the terminal; None: it is
        printed. `preload`: modules that children shall find imported.
        """
        self.workers = workers
        self._megabytes = megabytes
        self._seconds = seconds
        self._tickets = count()
        self._open: set[Answer[Any]] = set()
        _clear_left_over()
        self._scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH))
        self._lock = _locked(self._scratch / _OWNER)
        (self._scratch / "tmp").mkdir()
        context = get_context("forkserver")  # fork copies locks of threads that are not there in the child
        context.set_forkserver_preload(list(preload))
        with _environment(ONE_THREAD):
            forkserver.ensure_running()
        # Nothing is ever sent: the children notice when this end closes, however this process ends.
        alive, self._alive = context.Pipe(duplex=False)
        scratch = str(self._scratch / "tmp")
        self._made = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=_TASKS_A_CHILD,
            initializer=limit_this_child,
            initargs=(megabytes, scratch, alive, str(log or "")),
            context=context,
        )
        self._pool = self._made()
        self._changing = threading.RLock()
        self._broken: list[threading.Thread] = []
        self._fruitless = 0
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run `fn(*args, **kwargs)` in a child.

        Two keywords are ours: `timeout`, seconds of wall clock once it runs, and `about`, the file's name for
        messages. The future raises what `fn` raises, or TookTooLong, TooMuchMemory, Crashed. Cancelling it
        kills a task that runs. Raises RuntimeError after `shutdown`.
        """
        if self._closed:
            raise RuntimeError("the pool of workers was shut down")
        seconds = float(kwargs.pop("timeout", None) or self._seconds)
        about = str(kwargs.pop("about", "") or "The page")
        ticket = self._scratch / f"task-{next(self._tickets)}"
        answer: Answer[T] = Answer((fn, args, kwargs), ticket, seconds, about)
        with self._changing:
            self._give(answer)
            self._open.add(answer)
        answer.add_done_callback(self._open.discard)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the children: once all tasks are done, or at once with `cancel_futures`."""
        with self._changing:
            self._closed = True
            pool = self._pool
        if cancel_futures:
            pool.stop()  # type: ignore[no-untyped-call]
        else:
            pool.close()  # type: ignore[no-untyped-call]
        if wait or cancel_futures:
            pool.join()
            for broken in self._broken:
                broken.join()
            # pebble forgets a task that was on its way to a child which had not started yet: tell its caller.
            for answer in tuple(self._open):
                answer.cancelled_by_pool()
            for ticket in self._scratch.glob("task-*"):
                _end_group(ticket)
            self._alive.close()
            shutil.rmtree(self._scratch, ignore_errors=True)
            os.close(self._lock)

    def _give(self, answer: Answer[Any]) -> None:
        """Hand a task to the children; to new ones where those that were there are lost."""
        fn, args, kwargs = answer.call
        call = (str(answer.ticket), answer.seconds, fn, args, kwargs)
        try:
            inner = self._pool.schedule(run_task, args=call, timeout=answer.seconds)
        except RuntimeError as error:  # pebble's pool does not work any more
            self._renew(self._pool, error)
            inner = self._pool.schedule(run_task, args=call, timeout=answer.seconds)
        answer.given(inner, self._pool)
        inner.add_done_callback(lambda done: self._answer(done, answer))

    def _answer(self, inner: Future[Any], answer: Answer[Any]) -> None:
        """A task of pebble's is done: settle the answer, or give the task again where its pool broke."""
        if answer.inner is not inner:  # given again meanwhile
            return
        try:
            error = inner.exception()
        except CancelledError as cancelled:
            error = cancelled
        if isinstance(error, BrokenExecutor):
            with self._changing:
                if answer.inner is inner:
                    self._renew(answer.pool, error)
            return
        if isinstance(error, (FutureTimeout, ProcessExpired, CancelledError)):
            _end_group(answer.ticket)
        if isinstance(error, CancelledError):
            answer.cancelled_by_pool()
        else:
            self._fruitless = 0
            failure = error and told(error, answer.about, answer.seconds, self._megabytes)
            answer.settle(None if failure else inner.result(), failure)

    def _renew(self, broken: ProcessPool, error: BaseException) -> None:
        """Put a new pool in the place of one that broke, and give it what the old one owes.

        pebble gives a pool up when a child is killed (by the kernel, for memory, say) while no task runs, or
        in the middle of a message; what was given to it is never answered.
        """
        if broken is self._pool and not self._closed:
            self._fruitless += 1
            self._pool = self._made()
            ending = threading.Thread(target=_end_pool, args=(broken,), daemon=True)
            ending.start()  # not here: this may be one of the threads that it waits for
            self._broken.append(ending)
        for answer in tuple(self._open):
            if answer.pool is broken and answer.is_owed():
                self._give_again(answer, error)

    def _give_again(self, answer: Answer[Any], error: BaseException) -> None:
        """Give a task once more, unless it may be what breaks pools."""
        if answer.ticket.exists():
            answer.begun += 1
            _end_group(answer.ticket)
        if self._closed or answer.begun >= _ATTEMPTS or self._fruitless > _ATTEMPTS:
            answer.settle(None, crashed(answer.about, str(error) or type(error).__name__))
        else:
            self._give(answer)


def _end_pool(pool: ProcessPool) -> None:
    with suppress(Exception):
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _locked(path: Path) -> int:
    """A new file that this process holds locked as long as it lives; it appears locked.

    The lock, unlike a process id, also tells of processes in another container that shares the folder.
    """
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    beside.rename(path)
    return handle


def _clear_left_over() -> None:
    """Remove the working folders of pools whose process was killed: nobody else will."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        with suppress(OSError), (folder / _OWNER).open() as mark:  # not there yet, or somebody else's
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its pool lives
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """These variables set while processes are started, as they were afterwards."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _end_group(ticket: Path) -> None:
    """Kill the process group of the child that took a ticket: it is dead, its own children may not be."""
    with suppress(OSError, ValueError):
        group = int(ticket.read_text())
        ticket.unlink()
        os.killpg(group, signal.SIGKILL)


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
    return LimitedPool(
        workers,
        settings.worker_megabytes,
        settings.page_seconds,
        log=_log_of(settings),
        preload=_PRELOADED_FOR_PDFS,
    )


def _log_of(settings: Settings) -> Path | None:
    """`log/workers.log` of the archive; one grown large gives way. None where there is no archive."""
    if not settings.home.is_dir():
        return None
    log = settings.home / "log" / "workers.log"
    try:
        log.parent.mkdir(exist_ok=True)
        if log.is_file() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_name("workers.log.1"))
    except OSError:
        return Path(os.devnull)
    return log


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
            pool = _warm[key] = LimitedPool(
                1, settings.worker_megabytes, settings.page_seconds, log=_log_of(settings)
            )
            atexit.register(_end_warm, key)
    return pool.submit(function, *args, timeout=timeout, about=about).result()


def end_warm() -> None:
    """End this process's warm child: a server whose processes are children themselves never runs atexit."""
    for key in list(_warm):
        _end_warm(key)


def _end_warm(key: tuple[int, int]) -> None:
    pool = _warm.pop(key, None)
    if pool is not None and key[0] == os.getpid():
        pool.shutdown(cancel_futures=True)
