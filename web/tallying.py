"""Counts what is read and what is sought in vain, without anything about anybody.

Counts are gathered in memory and written once a minute, so that reading costs no write; what a crash loses is
a minute's. Programs, the staff and browsers that only fetch ahead are not counted. No address, device or hour
is kept; of a query only its words, and none that look like somebody's number or address.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

import structlog

from archive.actions import tallies
from archive.errors import ArchiveError
from archive.store import Store

if TYPE_CHECKING:
    from web.visiting import Visit

log = structlog.get_logger("web")

#: Seconds between writes, and how many different counts are gathered at most meanwhile.
_EVERY, _MOST = 60.0, 2000
_LONGEST = 80
_PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|fetch|curl|wget|python|java/|monitor|preview|headless", re.IGNORECASE
)
#: Six digits in a row or an at sign: a telephone number, an identity card, an e-mail address.
_PERSONAL = re.compile(r"@|\d(?:[ .-]?\d){5}")


class Tallies:
    """What was counted since it was last written."""

    def __init__(self, store: Store, every: float = _EVERY) -> None:
        self._store, self._every = store, every
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._written = time.monotonic()

    def issue(self, visit: Visit, key: str) -> None:
        """Count that an issue (or a page of it) was opened."""
        if _is_read_by_a_person(visit):
            self._count("issue", key)

    def unanswered(self, visit: Visit, query: str) -> None:
        """Count words that were searched without result."""
        words = " ".join(query.split())[:_LONGEST]
        if words and _is_read_by_a_person(visit) and not _PERSONAL.search(words):
            self._count("unanswered", words.casefold())

    def _count(self, kind: str, subject: str) -> None:
        with self._lock:
            if len(self._counts) < _MOST or (kind, subject) in self._counts:
                self._counts[kind, subject] += 1
            due = time.monotonic() - self._written > self._every
        if due:
            self.write()

    def write(self) -> None:
        """Write what was counted; when that fails it is counted on."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._written = time.monotonic()
        if not counts:
            return
        try:
            with self._store.write() as session:
                tallies.add(session, counts)
        except ArchiveError as error:
            log.warning("counts were not written", reason=str(error))
            with self._lock:
                self._counts.update(counts)


def _is_read_by_a_person(visit: Visit) -> bool:
    headers = visit.request.headers
    if visit.account is not None or visit.request.method != "GET":
        return False
    ahead = headers.get("sec-purpose", "") + headers.get("purpose", "")
    agent = headers.get("user-agent", "")
    return bool(agent) and "prefetch" not in ahead and not _PROGRAM.search(agent)
