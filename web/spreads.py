"""Which pages lie side by side: the cover alone on its own side, then two and two, as the paper does."""

from __future__ import annotations

from collections.abc import Sequence

#: Page numbers in reading order; None where nothing lies.
Spread = tuple[int | None, int | None]


def spreads(order: Sequence[int]) -> list[Spread]:
    """The pages of a stream as they lie open.

    The first of a pair is read first: it lies right in an Arabic stream, left in a French one. The cover is
    the second of its pair, so it lies where a closed magazine shows it: left of the spine in Arabic, right in
    French.
    """
    if not order:
        return []
    rest = order[1:]
    pairs = ((rest[at], rest[at + 1] if at + 1 < len(rest) else None) for at in range(0, len(rest), 2))
    return [(None, order[0]), *pairs]


def spread_at(order: Sequence[int], number: int) -> int:
    """Which of the `spreads` holds a page. Raises ValueError for a page that is not in `order`."""
    return (order.index(number) + 1) // 2


def first_of(spread: Spread) -> int:
    """The page of a spread that is read first."""
    first, second = spread
    return (second or 0) if first is None else first
