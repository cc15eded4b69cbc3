"""Which page of a stream is meant: by the number printed on it, confirmed or corrected by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.contents_pages.headings import (
    Heading,
    best,
    headings_of,
    running_heads,
    says,
    without_running_heads,
)
from archive.contents_pages.reading import Leaf, Stream

#: A heading on the page that the number names confirms it when it is so like; elsewhere it must be liker.
CONFIRMS, FINDS, CORRECTS = 0.55, 0.74, 0.86
#: On the page that the number names, any line that says the title confirms it.
_SAYS = 0.7
#: Between two neighbours a heading need only be a little like.
_HINTS = 0.4

FoundBy = Literal["number and heading", "number", "heading", "order", "page"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article begins: the page (minted number), how it was found, how sure that is (0..1).

    `like`: how like the heading on that page is, 0 where none is; `heading`: that heading.
    """

    page: int
    found_by: FoundBy
    sure: float
    like: float = 0.0
    heading: Heading | None = None


class Places:
    """The pages of a stream, by the numbers printed on them and by their headings."""

    def __init__(self, stream: Stream, apart: Collection[int] = ()) -> None:
        """`apart`: pages that no article begins on (the contents themselves)."""
        self._leaves = {leaf.number: leaf for leaf in stream.leaves if leaf.number not in apart}
        self._order = {leaf.number: place for place, leaf in enumerate(stream.leaves)}
        self._by_print: dict[int, int] = {}
        for leaf in stream.leaves:
            if leaf.printed is not None:
                self._by_print.setdefault(leaf.printed, leaf.number)
        self._by_place = {place: leaf.number for place, leaf in enumerate(stream.leaves)}
        self._shift = _shift(stream.leaves)
        found = {number: headings_of(leaf) for number, leaf in self._leaves.items()}
        running = running_heads(list(self._leaves.values()))
        self.headings: dict[int, tuple[Heading, ...]] = {
            number: without_running_heads(headings, running) for number, headings in found.items()
        }
        # The cover names articles that begin inside: it is believed only where a number says so.
        cover = {leaf.number for leaf in stream.leaves[:1]}
        self._all = [
            heading for number, some in self.headings.items() if number not in cover for heading in some
        ]

    def learn(self, titles: Iterable[tuple[str, int]]) -> None:
        """Where no page bears a number: how far numbers and places are apart, by titles found as headings."""
        if self._by_print:
            return
        votes: Counter[int] = Counter()
        for title, number in titles:
            match = best(title, self._all)
            if match is not None and match.like >= FINDS:
                votes[number - self._order[match.page]] += 1
        if votes and (most := votes.most_common(1)[0])[1] >= 2:
            self._shift = most[0]

    def page_of(self, number: int | None) -> int | None:
        """The page that bears a number, else the one that should; None for none."""
        if number is None:
            return None
        found = self._by_print.get(number, self._by_place.get(number - self._shift))
        return found if found in self._leaves else None

    def find(self, title: str, number: int | None) -> Place | None:
        """Where a title begins that the contents give with a page number (or without)."""
        meant = self.page_of(number)
        if meant is not None:
            here = best(title, self.headings[meant])
            if here is not None and here.like >= CONFIRMS:
                return Place(meant, "number and heading", 0.75 + 0.25 * here.like, here.like, here.heading)
            said = says(title, self._leaves[meant])
            if said >= _SAYS:
                return Place(meant, "number and heading", 0.7 + 0.2 * said, said)
        found = best(title, self._all)
        enough = FINDS if meant is None else CORRECTS
        if found is not None and found.like >= enough:
            return Place(found.page, "heading", 0.9 * found.like, found.like, found.heading)
        if meant is None:
            return None
        return Place(meant, "number", 0.65 if number in self._by_print else 0.5)

    def between(self, title: str, after: int | None, before: int | None) -> Place | None:
        """Where a title stands that neither number nor heading places: between the pages of its neighbours.

        The page there whose heading is most like it, else the first; None where there is none.
        """
        low = self._order[after] if after is not None else 0
        high = self._order[before] if before is not None else low + 3
        pages = [
            page for place in range(low + 1, high) if (page := self._by_place.get(place)) in self._leaves
        ]
        if not pages:
            return None
        found = best(title, [heading for page in pages for heading in self.headings[page]])
        page = found.page if found is not None and found.like >= _HINTS else pages[0]
        return Place(page, "order", 0.35)


def _shift(leaves: Sequence[Leaf]) -> int:
    """Printed number less place, as most pages have it; 1 where none bears a number."""
    votes = Counter(leaf.printed - place for place, leaf in enumerate(leaves) if leaf.printed is not None)
    return votes.most_common(1)[0][0] if votes else 1
