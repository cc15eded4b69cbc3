"""Printed page numbers: read off running heads and feet, and weighed against the run they stand in.

A number alone says little: a year, a price or a misread digit looks the same, and most Arabic-Indic numbers
are misread. That a number rises by one from page to page says much. So each number seen votes for a run
(rising or falling, and where it would begin), and the likeliest succession of runs along a stream is taken
(Viterbi, IEEE Trans. Inf. Theory 13, 1967): to change the run costs as much as two good readings bring.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.alto import AltoPage, String, TextLine
from archive.letters import western_digits

#: Strips of the page, as shares of its height, where numbers are looked for; words of a running head.
_HEAD, _FOOT, _MOST_WORDS = 0.13, 0.87, 14
#: How much a reading counts: a number standing alone, one at the end of a running head; one marked doubtful.
_ALONE, _IN_HEAD, _DOUBTFUL = 1.0, 0.7, 0.8
#: A word whose confidence is not known.
_UNSURE = 0.5
#: What another run costs, what a falling one costs besides, and what a page that shows another number costs.
_CHANGE, _FALLING, _OTHER = 1.6, 0.4, 0.2
#: Readings that a run must have.
_LEAST = 2
#: How far numbers are trusted that were not read on their page: between readings of the run, beyond them.
_BETWEEN, _BEYOND, _AGAINST = 0.95, 0.75, 0.6

_NUMBER = re.compile(r"[\W_]*([0-9]{1,4})[\W_]*")


@dataclass(frozen=True, slots=True)
class Seen:
    """A number seen at the head or foot of a page; `weight`: how much it looks like the page's, 0..1."""

    number: int
    weight: float


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number a page bears, as far as its stream tells; `confidence` 0..1; `read`: it was seen on it."""

    number: int
    confidence: float
    read: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbers that rise (slope 1) or fall (-1) by one a page; `start`: that of place 0."""

    slope: int
    start: int

    def at(self, place: int) -> int:
        return self.start + self.slope * place


def numbers_seen(alto: AltoPage) -> tuple[Seen, ...]:
    """Numbers at the ends of short lines in the head and foot of a page, in western digits."""
    found: dict[int, float] = {}
    for block in alto.blocks:
        for line in block.lines:
            in_strip = line.box.bottom < _HEAD * alto.height or line.box.y > _FOOT * alto.height
            if in_strip and 0 < len(line.strings) <= _MOST_WORDS:
                for number, weight in _ends_of(line):
                    found[number] = max(weight, found.get(number, 0.0))
    return tuple(Seen(number, round(weight, 3)) for number, weight in found.items())


def _ends_of(line: TextLine) -> list[tuple[int, float]]:
    words = [string for string in line.strings if any(map(str.isalnum, string.content))]
    alone = len(words) == 1
    ends = words if alone else (words[:1] + words[-1:])
    found = []
    for string in ends:
        for content in (string.content, *string.alternatives):
            number = _number(content)
            if number is not None:
                found.append((number, (_ALONE if alone else _IN_HEAD) * _trust(string)))
    return found


def _number(content: str) -> int | None:
    match = _NUMBER.fullmatch(western_digits(content))
    return int(match[1]) or None if match else None


def _trust(string: String) -> float:
    sure = string.confidence if string.confidence is not None else 1.0 if string.locked else _UNSURE
    return sure * (_DOUBTFUL if string.doubtful else 1.0)


def page_numbers(seen: Sequence[Sequence[Seen]]) -> list[PageNumber | None]:
    """The number of each page of a stream, in reading order; None where no run reaches a page."""
    runs = _runs(seen)
    if not runs:
        return [None] * len(seen)
    path = _likeliest(seen, runs)
    path = _without_thin(seen, path)
    found: list[PageNumber | None] = [None] * len(seen)
    for begin, end, run in _stretches(path):
        if run is not None:
            _settle(seen, begin, end, run, found)
    return found


def _runs(seen: Sequence[Sequence[Seen]]) -> list[_Run]:
    """The runs that two pages at least speak for."""
    votes: dict[_Run, set[int]] = defaultdict(set)
    for place, numbers in enumerate(seen):
        for each in numbers:
            votes[_Run(1, each.number - place)].add(place)
            votes[_Run(-1, each.number + place)].add(place)
    return [run for run, places in votes.items() if len(places) >= _LEAST]


def _likeliest(seen: Sequence[Sequence[Seen]], runs: Sequence[_Run]) -> list[_Run | None]:
    """The run each page belongs to; None for pages before, after or between runs."""
    states: list[_Run | None] = [None, *runs]
    costs = [0.0 if run is None or run.slope > 0 else _FALLING for run in states]
    costs = [cost + _cost(run, 0, seen[0]) for run, cost in zip(states, costs, strict=True)]
    back: list[list[int]] = []
    for place in range(1, len(seen)):
        best = min(range(len(states)), key=costs.__getitem__)
        came, new = [], []
        for at, run in enumerate(states):
            change = costs[best] + _CHANGE + (_FALLING if run is not None and run.slope < 0 else 0.0)
            stays = costs[at] <= change
            came.append(at if stays else best)
            new.append((costs[at] if stays else change) + _cost(run, place, seen[place]))
        back.append(came)
        costs = new
    at = min(range(len(states)), key=costs.__getitem__)
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return [states[at] for at in reversed(path)]


def _cost(run: _Run | None, place: int, numbers: Sequence[Seen]) -> float:
    """What it costs to say that a page belongs to a run; less than nothing where the page says so itself."""
    if run is None:
        return 0.0
    wanted = run.at(place)
    if wanted < 1:
        return 2 * _CHANGE
    agreeing = _weight(numbers, wanted)
    if agreeing:
        return -agreeing
    return _OTHER * max((each.weight for each in numbers), default=0.0)


def _weight(numbers: Sequence[Seen], wanted: int) -> float:
    return max((each.weight for each in numbers if each.number == wanted), default=0.0)


def _stretches(path: Sequence[_Run | None]) -> list[tuple[int, int, _Run | None]]:
    """Stretches of pages of one run: (first place, place after the last, run)."""
    found: list[tuple[int, int, _Run | None]] = []
    for place, run in enumerate(path):
        if found and found[-1][2] == run:
            found[-1] = (found[-1][0], place + 1, run)
        else:
            found.append((place, place + 1, run))
    return found


def _without_thin(seen: Sequence[Sequence[Seen]], path: list[_Run | None]) -> list[_Run | None]:
    """The path with stretches that fewer than two of their own pages speak for taken out."""
    for begin, end, run in _stretches(path):
        if run is not None and sum(_weight(seen[p], run.at(p)) > 0 for p in range(begin, end)) < _LEAST:
            path[begin:end] = [None] * (end - begin)
    return path


def _settle(
    seen: Sequence[Sequence[Seen]], begin: int, end: int, run: _Run, found: list[PageNumber | None]
) -> None:
    """The numbers of one stretch, and how sure each is."""
    places = range(begin, end)
    swapped = _swapped(seen, begin, end, run)
    speaking = [place for place in places if _weight(seen[place], swapped.get(place, run.at(place)))]
    against = sum(bool(seen[place]) for place in places) - len(speaking)
    share = (len(speaking) + 0.5) / (len(speaking) + against + 1)
    for place in places:
        number = swapped.get(place, run.at(place))
        if number < 1:
            continue
        weight = _weight(seen[place], number)
        if weight:
            confidence = 1 - (1 - share) * (1 - weight)
        else:
            within = speaking[0] < place < speaking[-1]
            confidence = share * (_BETWEEN if within else _BEYOND) * (_AGAINST if seen[place] else 1.0)
        found[place] = PageNumber(number, round(confidence, 3), bool(weight))


def _swapped(seen: Sequence[Sequence[Seen]], begin: int, end: int, run: _Run) -> dict[int, int]:
    """Neighbours that each bear the number of the other: two leaves that changed places."""
    found: dict[int, int] = {}
    for place in range(begin, end - 1):
        here, there = run.at(place), run.at(place + 1)
        own = _weight(seen[place], here) or _weight(seen[place + 1], there)
        if not own and _weight(seen[place], there) and _weight(seen[place + 1], here):
            found |= {place: there, place + 1: here}
    return found
