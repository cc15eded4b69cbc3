"""Long lists, a screen at a time."""

from __future__ import annotations

from collections.abc import Callable

from web.contexts import Link, Pager


def pager(current: int, last: int, url: Callable[[int], str]) -> Pager:
    """The screens round the current one, the first and the last; a gap is a link without an address."""
    near = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    links: list[Link] = []
    before = 0
    for page in near:
        if page - before > 1:
            links.append(Link("…", ""))
        links.append(Link(str(page), url(page), page == current))
        before = page
    previous = url(current - 1) if current > 1 else ""
    return Pager(tuple(links), previous, url(current + 1) if current < last else "")
