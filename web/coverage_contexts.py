"""What the desk's page of coverage shows: rules, and the numbers of a year."""

from __future__ import annotations

from dataclasses import dataclass

from web.contexts import Link


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series with its rule as written and as told; `fault`: why the rule cannot be kept."""

    number: int
    name: str
    rule: str
    told: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """An expected number; `url` of the issue that fills it, then nothing is asked."""

    slot: str
    told: str
    number: str
    state: str
    series: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeskCoverage:
    """Rules and the numbers of `year` (0: none).

    `years`: the others, `count` 1 where something is unknown.
    """

    series: tuple[SeriesRow, ...]
    action: str
    year: int
    rows: tuple[NumberRow, ...]
    years: tuple[Link, ...]
    states: tuple[str, ...]
