"""Asks limited children about files, many at once; what goes wrong with one file is that file's fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import ArchiveError, MissingTool, NoSpace
from ingest.faults import KILLED, Fault, fault, fault_of
from ingest.running import Workers
from ingest.task_failures import Killed

T = TypeVar("T")


def ask_all(
    workers: Workers,
    function: Callable[..., T],
    calls: Sequence[tuple[Any, ...]],
    about: Sequence[Path],
    *,
    seconds: float,
    faults: list[Fault],
) -> list[T | None]:
    """`function(*call)` for each call, in the workers, in order; None where it failed over its file.

    `about`: the file each call is about. Its fault is added to `faults`. A full disk and a missing tool are
    no file's fault and are raised. A child that is killed from outside has been unlucky: its call is made
    once more; if that is killed, too, the fault's kind is "killed".
    """

    def ask(call: tuple[Any, ...], path: Path) -> Future[T]:
        return workers.submit(function, *call, timeout=seconds, about=path.name)

    futures = [ask(call, path) for call, path in zip(calls, about, strict=True)]
    try:
        for place, (call, path) in enumerate(zip(calls, about, strict=True)):
            if _was_killed(futures[place]):
                futures[place] = ask(call, path)
        return [_answer(future, path, faults) for future, path in zip(futures, about, strict=True)]
    finally:
        for future in futures:
            future.cancel()


def _was_killed(future: Future[Any]) -> bool:
    try:
        return isinstance(future.exception(), Killed)
    except CancelledError:
        return False


def _answer(future: Future[T], path: Path, faults: list[Fault]) -> T | None:
    try:
        return future.result()
    except (NoSpace, MissingTool):
        raise
    except Killed as error:
        faults.append(fault_of(path, error, KILLED))
    except ArchiveError as error:
        faults.append(fault_of(path, error))
    except Exception as error:  # whatever a file's bytes made of a child costs that file alone
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
        faults.append(fault(path, "unreadable", "{file} cannot be read: {reason}.", reason=reason))
    return None


def in_chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of at most `size`, each made when it is asked for."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
