"""Where new pages go between those that are there: numbers with room between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

#: Distance between the sequence numbers of neighbouring pages, so that one can be put between.
STRIDE = 1000


def places(order: Sequence[int | None], taken: Collection[int]) -> list[int] | None:
    """Sequence numbers for pages in the wanted order.

    `order`: for each page its number, None for a new one. `taken`: all numbers in use in the issue (people
    may have moved pages; those stay). A new page stands right after the page before it in `order`. Returns
    the numbers of all, or None where there is no room left and the issue must be numbered afresh.
    """
    used = sorted(taken)
    numbers = list(order)
    start = 0
    while start < len(numbers):
        if numbers[start] is not None:
            start += 1
            continue
        end = start
        while end < len(numbers) and numbers[end] is None:
            end += 1
        count = end - start
        before = numbers[start - 1] if start else None
        made = _between(before, used, count)
        if made is None:
            return None
        numbers[start:end] = made
        used = sorted({*used, *made})
        start = end
    return [number for number in numbers if number is not None]


def _between(before: int | None, used: Sequence[int], count: int) -> list[int] | None:
    """`count` numbers after `before` (None: before all) and before the next number in use."""
    if before is None:
        if not used:
            return [STRIDE * n for n in range(1, count + 1)]
        return [used[0] - STRIDE * n for n in range(count, 0, -1)]
    at = bisect_right(used, before)
    if at == len(used):
        return [before + STRIDE * n for n in range(1, count + 1)]
    step = (used[at] - before) // (count + 1)
    return [before + step * n for n in range(1, count + 1)] if step else None


def afresh(order: Sequence[int | None], taken: Collection[int]) -> tuple[list[int], dict[int, int]]:
    """As `places` where there is no room: numbers for `order`, and the new number of each one in use.

    Pages keep their order; every one gets a full stride.
    """
    slots: list[int | tuple[int, int]] = [*sorted(taken)]
    at = 0
    for index, number in enumerate(order):
        if number is None:
            slots.insert(at, (index, 0))
            at += 1
        else:
            at = slots.index(number) + 1
    moved: dict[int, int] = {}
    made: dict[int, int] = {}
    for position, slot in enumerate(slots, 1):
        if isinstance(slot, tuple):
            made[slot[0]] = position * STRIDE
        else:
            moved[slot] = position * STRIDE
    return [made[i] if n is None else moved[n] for i, n in enumerate(order)], moved
