"""What the desk's page of statistics shows."""

from __future__ import annotations

from dataclasses import dataclass

from web.contexts import IssueName, Link


@dataclass(frozen=True, slots=True)
class Read:
    """An issue and how often it was opened."""

    name: IssueName
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was read and what was sought in vain in a span of days. `spans`: the others."""

    read: tuple[Read, ...]
    unanswered: tuple[tuple[str, int], ...]
    total: int
    spans: tuple[Link, ...]
