"""What a task that cost its child process died of, as a sentence for the person at the terminal."""

from __future__ import annotations

import signal
from concurrent.futures import TimeoutError as FutureTimeout

from pebble import ProcessExpired

from archive.errors import BadFile


class TaskFailed(BadFile):
    """A task that cost its child process: the file it was about made the program run away or crash."""


class TookTooLong(TaskFailed):
    """The task ran out of wall clock or CPU time."""


class TooMuchMemory(TaskFailed):
    """The task asked for more memory than a child may have."""


class Crashed(TaskFailed):
    """The child was killed by a signal, or ended by itself."""


class Killed(TaskFailed):
    """The child was killed from outside, in the middle of its task: no fault of the file's."""


def told(error: BaseException, about: str, seconds: float, megabytes: int) -> BaseException:
    """What a child died of, as a TaskFailed with the cause behind it; any other error as it is.

    `about`: the file the task was about; `seconds` and `megabytes`: the limits it had.
    """
    ended_by = -error.exitcode if isinstance(error, ProcessExpired) else 0
    failure: TaskFailed | None = None
    if isinstance(error, FutureTimeout) or ended_by == signal.SIGXCPU:
        failure = TookTooLong(
            "{file} took longer than {seconds} s.",
            "Scan it again at 300 dpi, or raise ARCHIVE_PAGE_SECONDS.",
            file=about,
            seconds=round(seconds),
        )
    elif isinstance(error, MemoryError):
        failure = TooMuchMemory(
            "{file} needed more than {megabytes} MB of memory.",
            "Scan it again at a lower resolution, or raise ARCHIVE_WORKER_MEGABYTES.",
            file=about,
            megabytes=megabytes,
        )
    elif ended_by == signal.SIGKILL:  # limits never send it: the kernel, short of memory, or a person
        failure = Killed(
            "The program that read {file} was killed from outside.",
            "Run the same command again; if it happens again, with fewer workers: memory may be short.",
            file=about,
        )
    elif isinstance(error, ProcessExpired):
        failure = crashed(about, _signal_name(error.exitcode))
    if failure is None:
        return error
    failure.__cause__ = error
    return failure


def crashed(about: str, reason: str) -> Crashed:
    """The program that read a file died; `reason`: the signal's name or what is known."""
    return Crashed(
        "{file} crashed the program that read it ({reason}).",
        "Save it again with another program, or scan the page again.",
        file=about,
        reason=reason,
    )


def _signal_name(exitcode: int | None) -> str:
    try:
        return signal.Signals(-(exitcode or 0)).name
    except ValueError:
        return f"exit code {exitcode}"
