"""What a command costs: CPU time of everything it started, and wall clock."""

from __future__ import annotations

import ctypes
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

#: prctl(2): processes whose parent has ended become children of this one, so that their time is known.
_SET_CHILD_SUBREAPER = 36


@dataclass
class Spent:
    """Seconds: `cpu` user and system of all processes, `wall` by the clock. Set when the block ends."""

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Measure the processes started inside the block; it ends when the last of them has ended."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    spent, before, start = Spent(), _children(), time.perf_counter()
    try:
        yield spent
    finally:
        spent.wall = time.perf_counter() - start
        with suppress(ChildProcessError):  # none is left
            while True:
                os.waitpid(-1, 0)
        spent.cpu = _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
