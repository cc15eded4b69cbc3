"""Where a reader is in an issue: the visible pages, the stream, the page; where every step leads.

Next and previous follow the stream that is read. Its last page leads over the seam to the first of the other
half, where the direction turns; the order of the pages beneath stays one.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from archive.alto import Direction
from archive.letters import direction_of, western_digits
from archive.models import Issue, Page, Stream
from web.asked import Asked, asked_in
from web.naming import own_first, page_path
from web.reader_contexts import Step
from web.reading_state import ReadingState, state_of
from web.spreads import first_of, spread_at, spreads
from web.visiting import Visit


@dataclass(frozen=True)
class Place:
    """An issue's visible pages by number, a stream, a page of it, and what the reader has chosen."""

    visit: Visit
    issue: Issue
    pages: dict[int, Page]
    streams: list[Stream]
    stream: Stream | None
    page: Page
    state: ReadingState
    asked: Asked

    @property
    def order(self) -> list[int]:
        """Numbers of the visible pages in reading order; of all where no stream holds this one."""
        return list(self.pages) if self.stream is None else self.order_of(self.stream)

    def order_of(self, stream: Stream) -> list[int]:
        """Numbers of a stream's visible pages in its order."""
        return [number for number in stream.pages if number in self.pages]

    @property
    def language(self) -> str:
        """The stream's language."""
        return self.stream.language if self.stream else self.page.language

    @property
    def direction(self) -> Direction:
        """The side to which the pages turn."""
        if self.stream is None:
            return direction_of(self.page.language)
        return turning(self.stream)

    def url(self, number: int, stream: Stream | None = None, state: ReadingState | None = None) -> str:
        """The address of a page in this (or another) stream, the stream named only where it must be.

        `state`: what is chosen there, by default what is chosen here and belongs to no single page.
        """
        wanted = stream or self.stream
        path = page_path(self.visit.language, self.visit.settings.naan, self.issue.key, number)
        chosen = state or self.state.on_another_page()
        query = [*self.stream_param(number, wanted).items(), *chosen.params().items()]
        query += self.limits() if chosen.query else []
        return path + (f"?{urlencode(query, safe=',.')}" if query else "")

    def limits(self) -> list[tuple[str, str]]:
        """What narrows the search the page was found by: it goes along with the words."""
        return [pair for pair in self.asked.carried() if pair[0] != "q"]

    def stream_param(self, number: int, stream: Stream | None) -> dict[str, str]:
        """How the address names the stream; not at all where the page is usually read in it."""
        if stream is None or usual_stream(self.streams, number, self.visit.language) is stream:
            return {}
        return {"s": str(stream.number)}

    def here(self, **changes: object) -> str:
        """The address of this page with other choices."""
        return self.url(self.page.number, state=self.state.changed(**changes))

    def label(self, number: int, stream: Stream | None = None) -> str:
        """The printed number of a page, or its place."""
        order = self.order_of(stream) if stream else self.order
        return self.pages[number].label or str(order.index(number) + 1 if number in order else number)

    def labelled(self, label: str) -> int | None:
        """The page with this printed number, Arabic-Indic digits read too; else the page in that place."""
        wanted = western_digits(label.strip()).casefold()
        for number in self.order:
            if western_digits(self.label(number)).casefold() == wanted:
                return number
        place = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
        return self.order[place - 1] if 0 < place <= len(self.order) else None

    def whole_order(self) -> list[tuple[int, Stream | None]]:
        """Every visible page once, half by half as they are read, with the half it is read in."""
        made: dict[int, Stream | None] = {}
        for stream in self.streams:
            for number in self.order_of(stream):
                if number not in made or stream is self.stream:
                    made[number] = stream
        made.update({number: None for number in self.pages if number not in made})
        return list(made.items())

    # --- steps ---

    def next(self) -> Step | None:
        """The page, or the spread, that is read next; over the seam at the end of a half."""
        return self._step(1) or self._over_the_seam(1)

    def previous(self) -> Step | None:
        """What was read before; over the seam at the beginning of a half that is not the first."""
        return self._step(-1) or self._over_the_seam(-1)

    def _step(self, by: int) -> Step | None:
        order, number = self.order, self.page.number
        if number not in order:
            return None
        if self.state.view == "two":
            lying, at = spreads(order), spread_at(order, number) + by
            return self._to(first_of(lying[at])) if 0 <= at < len(lying) else None
        at = order.index(number) + by
        return self._to(order[at]) if 0 <= at < len(order) else None

    def _to(self, number: int) -> Step:
        return Step(self.label(number), self.url(number))

    def _over_the_seam(self, by: int) -> Step | None:
        """Forwards to the other half's first page, back to its last; from the first cover no way back."""
        held = [stream for stream in self.streams if self.order_of(stream)]
        if self.stream is None or self.stream not in held or len(held) < 2:
            return None
        at = held.index(self.stream) + by
        if at < 0:
            return None
        other = held[at % len(held)]
        number = self.order_of(other)[0 if by > 0 else -1]
        return Step(self.label(number, other), self.url(number, other), other.language)


def place_of(visit: Visit, issue: Issue, page: Page, pages: dict[int, Page]) -> Place:
    """The place an address names. `pages`: the visible ones by number, in the order they lie."""
    streams = sorted(issue.streams, key=lambda stream: (stream.position, stream.number))
    chosen = visit.whole("s", 0)
    named = (stream for stream in streams if stream.number == chosen and page.number in stream.pages)
    stream = next(named, None) or usual_stream(streams, page.number, visit.language)
    return Place(visit, issue, pages, streams, stream, page, state_of(visit.query), asked_in(visit))


def usual_stream(streams: list[Stream], number: int, language: str) -> Stream | None:
    """The stream a page is read in when none is named: one that holds it, the reader's language first."""
    return next((stream for stream in own_first(streams, language) if number in stream.pages), None)


def turning(stream: Stream) -> Direction:
    """The direction in which a stream's pages turn."""
    return "rtl" if stream.direction == "rtl" else "ltr"
