"""Printed page numbers along a stream: where they leave one out, come twice, or run backwards.

"Paging" as bibliographers say it: the sequence of printed page numbers of a volume.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["gap", "double", "reversal"]


@dataclass(frozen=True, slots=True)
class Irregularity:
    """Where numbers do not follow one another: between the places `before` and `after` of the sequence.

    `first` and `last`: the numbers that are missing (gap), that come again (double), or that fall (reversal).
    """

    kind: Kind
    before: int
    after: int
    first: int
    last: int


def irregularities(numbers: Sequence[int | None]) -> list[Irregularity]:
    """What is irregular about the printed numbers of pages in reading order; None: no number is known.

    A page without a number between two that have one counts as one page. Numbers that are missing at one
    place and stand at another are no gap: pages changed places, which is told as a reversal.
    """
    counts = Counter(number for number in numbers if number is not None)
    found: list[Irregularity] = []
    seen: set[int] = set()
    last: tuple[int, int] | None = None
    for place, number in enumerate(numbers):
        if number is None:
            continue
        if last is not None:
            found += _between(last, (place, number), counts, seen)
        seen.add(number)
        last = place, number
    return _joined(found)


def _between(
    last: tuple[int, int], here: tuple[int, int], counts: Counter[int], seen: set[int]
) -> list[Irregularity]:
    (before, a), (after, b) = last, here
    steps = after - before
    if b in seen:
        return [Irregularity("double", before, after, b, b)]
    if b < a:
        return [Irregularity("reversal", before, after, b, a)]
    missing = [number for number in range(a + 1, b) if number not in counts]
    spared = steps - 1  # pages between that show no number have one each
    if len(missing) > spared:
        return [Irregularity("gap", before, after, missing[spared], missing[-1])]
    return []


def _joined(found: list[Irregularity]) -> list[Irregularity]:
    """Doubles and reversals that go on from page to page as one."""
    joined: list[Irregularity] = []
    for each in found:
        run = joined[-1] if joined else None
        if run and run.kind == each.kind != "gap" and run.after == each.before:
            first, last = min(run.first, each.first), max(run.last, each.last)
            joined[-1] = Irregularity(each.kind, run.before, each.after, first, last)
        else:
            joined.append(each)
    return joined
