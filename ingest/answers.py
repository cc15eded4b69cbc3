"""The future that a pool of limited children gives out: one answer, however often its task is begun."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessPool

T = TypeVar("T")


class Answer(Future[T]):
    """Settled once by the pool; cancelled through to the running task."""

    inner: Future[Any]
    pool: ProcessPool

    def __init__(
        self,
        call: tuple[Callable[..., T], tuple[Any, ...], dict[str, Any]],
        ticket: Path,
        seconds: float,
        about: str,
    ) -> None:
        """Of `call`: function, arguments, keywords.

        `ticket`: where the child that runs it writes its number; `seconds` of wall clock; `about`: the file's
        name for messages.
        """
        super().__init__()
        self.call, self.ticket, self.seconds, self.about = call, ticket, seconds, about
        self.begun = 0
        """Times that a child had begun it when its pool broke."""

    def given(self, inner: Future[Any], pool: ProcessPool) -> None:
        """The task is with this pool now, whose own future is `inner`."""
        self.inner, self.pool = inner, pool
        if self.cancelled():
            inner.cancel()

    def is_owed(self) -> bool:
        """Whether its pool has not answered it, or only to say that the pool is broken."""
        if not self.inner.done():
            return not self.done()
        return not self.inner.cancelled() and isinstance(self.inner.exception(), BrokenExecutor)

    def cancel(self) -> bool:
        """Cancel the task, killing the child that runs it."""
        self.inner.cancel()
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
