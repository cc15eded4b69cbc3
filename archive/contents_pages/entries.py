"""Rows of the contents as entries: which of them are titles, which sections, which bylines.

Titles are found on the pages first: a row, or two or three together, that a heading says is a title, whatever
the layout. What remains is read by its looks: numbered rows are titles, the rest belongs to what is nearest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archive.canvas import Box
from archive.contents_pages.bylines import Reading, is_byline, plain_reading, readings, without_marks
from archive.contents_pages.folding import fold, likeness
from archive.contents_pages.placing import CONFIRMS, Place, Places
from archive.contents_pages.rows import Row, typical

#: Rows of one title are no farther apart and no more different in height.
_TIGHT, _SAME = 1.25, 1.35
#: A row that goes on in the next fills so much of its column.
_FULL = 0.55
_LONGEST_BYLINE = 70
#: So many titles show how titles are set.
_MANY = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: what it says, where it stands on the contents page, where it leads."""

    title: str
    byline: str
    section: str
    number: int | None
    place: Place | None
    box: Box


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Rows `start` to `end` (not included) that are a title."""

    start: int
    end: int
    reading: Reading
    number: int | None
    place: Place | None

    @property
    def worth(self) -> float:
        """How well it was found; more rows and words at the same likeness are better."""
        like = self.place.like if self.place is not None else 0.0
        agrees = self.place is not None and self.place.found_by == "number and heading"
        return like + (0.3 if agrees else 0.0) + 0.001 * len(self.reading.title)


def entries_of(rows: Sequence[Row], places: Places) -> list[Entry]:
    """The entries of a contents page in its order."""
    places.learn((row.text, row.number) for row in rows if row.number is not None)
    anchors = _found(rows, places)
    anchors += _numbered(rows, anchors, places, _habit(anchors))
    anchors.sort(key=lambda anchor: anchor.start)
    anchors = _without_repeats(rows, anchors)
    anchors = sorted([*anchors, *_alike(rows, anchors, places)], key=lambda anchor: anchor.start)
    return _described(rows, anchors)


# --- titles ---------------------------------------------------------------------------------------------


def _found(rows: Sequence[Row], places: Places) -> list[_Anchor]:
    """The titles that headings of pages confirm; the surest first, no row in two."""
    candidates: list[_Anchor] = []
    for start, end in _windows(rows):
        window = rows[start:end]
        number = next((row.number for row in window if row.number is not None), None)
        for reading in readings(_joined(window)):
            place = places.find(reading.title, number) if len(fold(reading.title)) >= 4 else None
            if place is not None and place.like >= CONFIRMS:
                candidates.append(_Anchor(start, end, reading, number, place))
    taken: set[int] = set()
    chosen: list[_Anchor] = []
    for anchor in sorted(candidates, key=lambda each: -each.worth):
        if taken.isdisjoint(range(anchor.start, anchor.end)):
            taken.update(range(anchor.start, anchor.end))
            chosen.append(anchor)
    return chosen


def _windows(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """One to three rows that may be one title: near each other, of a height, at most one of them numbered."""
    for start in range(len(rows)):
        for end in range(start + 1, min(len(rows), start + 3) + 1):
            window = rows[start:end]
            if not any(row.parts for row in window):
                continue
            if end - start > 1 and not _together(window[-2], window[-1]):
                break
            numbered = [at for at, row in enumerate(window) if row.number is not None]
            if len(numbered) > 1:
                break
            yield start, end


def _together(one: Row, other: Row) -> bool:
    low, high = sorted((one.height, other.height))
    apart = (other.box.y + other.box.h / 2) - (one.box.y + one.box.h / 2)
    return one.column == other.column and high <= _SAME * low and apart <= (1 + _TIGHT) * high


def _joined(window: Sequence[Row]) -> tuple[str, ...]:
    """The parts of rows that go on in one another: a word divided at a line's end is whole again."""
    parts = list(window[0].parts)
    for row in window[1:]:
        if not row.parts:
            continue
        if not parts:
            parts = list(row.parts)
            continue
        last = parts[-1]
        joint = last[:-1] if last.endswith("-") and row.parts[0][:1].islower() else f"{last} "
        parts[-1] = joint + row.parts[0]
        parts += row.parts[1:]
    return tuple(parts)


def _habit(anchors: Sequence[_Anchor]) -> str:
    """How this page parts byline and title in a line, where most confirmed titles say the same; else ""."""
    cuts = Counter(anchor.reading.cut for anchor in anchors)
    cut, count = cuts.most_common(1)[0] if cuts else ("", 0)
    return cut if count >= 2 and count * 2 >= len(anchors) else ""


def _numbered(
    rows: Sequence[Row], anchors: Sequence[_Anchor], places: Places, habit: str
) -> Iterator[_Anchor]:
    """The rows with a number that no heading confirmed, with the rows that go on in them."""
    taken = {at for anchor in anchors for at in range(anchor.start, anchor.end)}
    width = {column: _width(rows, column) for column in {row.column for row in rows}}
    usual = typical(row for row in rows if row.number is not None and row.parts)
    last_first = _numbers_come_last(rows, anchors)
    for at, row in enumerate(rows):
        if row.number is None or at in taken or places.page_of(row.number) is None:
            continue
        if row.height < 0.6 * usual or len(row.text.split()) > 24:
            continue
        start, end = at, at + 1
        if last_first:
            while start and start - 1 not in taken and _goes_on(rows[start - 1], rows[start], width):
                start -= 1
                taken.add(start)
        else:
            while end < len(rows) and end not in taken and _goes_on(rows[end - 1], rows[end], width):
                end += 1
        taken.update(range(start, end))
        parts = _joined(rows[start:end])
        reading = next((way for way in readings(parts) if habit and way.cut == habit), None)
        reading = reading or (plain_reading(parts) if parts else None)
        if reading is not None and sum(map(str.isalpha, reading.title)) >= 3:
            place = places.find(reading.title, row.number)
            yield _Anchor(start, end, reading, row.number, place)


def _alike(rows: Sequence[Row], anchors: Sequence[_Anchor], places: Places) -> Iterator[_Anchor]:
    """Rows without number or heading that are set as the titles are, where titles are set apart by size."""
    titles = [rows[anchor.start].height for anchor in anchors]
    taken = {at for anchor in anchors for at in range(anchor.start, anchor.end)}
    if len(anchors) < _MANY:
        return
    span = range(anchors[0].start, anchors[-1].end)
    rest = [rows[at].height for at in span if at not in taken and rows[at].parts]
    usual = median(titles)
    if not rest or median(rest) > 0.85 * usual:
        return
    for at in span:
        row = rows[at]
        if at in taken or not row.parts or not 0.85 * usual <= row.height <= 1.2 * usual:
            continue
        reading = plain_reading(row.parts)
        before = max((a for a in anchors if a.start < at), key=lambda a: a.start)
        after = min((a for a in anchors if a.start > at), key=lambda a: a.start)
        place = places.between(
            reading.title,
            before.place.page if before.place else None,
            after.place.page if after.place else None,
        )
        if place is not None and len(fold(reading.title)) >= 4:
            yield _Anchor(at, at + 1, reading, None, place)


def _numbers_come_last(rows: Sequence[Row], anchors: Sequence[_Anchor]) -> bool:
    """Whether a title of several rows has its number in the last of them: as most confirmed ones have it."""
    last = first = 0
    for anchor in anchors:
        if anchor.end - anchor.start > 1:
            last += rows[anchor.end - 1].number is not None
            first += rows[anchor.start].number is not None
    return last >= first


def _goes_on(one: Row, other: Row, width: dict[int, int]) -> bool:
    """Whether a row that fills its column goes on in the next, of which one alone is numbered."""
    unnumbered = one.number is None or other.number is None
    low, high = sorted((one.height, other.height))
    bylines = is_byline(one.text) or is_byline(other.text)
    full = one.box.w >= _FULL * width[one.column]
    return unnumbered and full and not bylines and high <= 1.2 * low and _together(one, other)


def _width(rows: Sequence[Row], column: int) -> int:
    box = Box.around(row.box for row in rows if row.column == column)
    return box.w if box is not None else 1


def _without_repeats(rows: Sequence[Row], anchors: Sequence[_Anchor]) -> list[_Anchor]:
    """Without section names that a heading says, too: smaller, beside a title that begins on its page."""
    usual = typical(rows[anchor.start] for anchor in anchors)
    kept: list[_Anchor] = []
    for at, anchor in enumerate(anchors):
        beside = [*anchors[max(0, at - 1) : at], *anchors[at + 1 : at + 2]]
        weak = anchor.number is None and rows[anchor.start].height < 0.85 * usual
        same = [
            other
            for other in beside
            if other.place and anchor.place and other.place.page == anchor.place.page
        ]
        repeated = anchor.number is None and any(
            likeness(fold(other.reading.title), fold(anchor.reading.title)) > 0.85
            and (other.number is not None, other.worth) > (anchor.number is not None, anchor.worth)
            for other in beside
        )
        if not repeated and not (weak and same):
            kept.append(anchor)
    return kept


# --- sections and bylines -------------------------------------------------------------------------------


def _described(rows: Sequence[Row], anchors: Sequence[_Anchor]) -> list[Entry]:
    """The entries, with what stands between titles given to the one it is nearest to."""
    sections: dict[int, str] = {}
    bylines: dict[int, str] = {}
    edges = [None, *range(len(anchors)), None]
    for above, below in pairwise(edges):
        start = anchors[above].end if above is not None else 0
        end = anchors[below].start if below is not None else len(rows)
        for row in rows[start:end]:
            if not row.parts or row.number is not None or len(row.text) > _LONGEST_BYLINE:
                continue
            owner, after = _owner(rows, anchors, above, below, row)
            if owner is None:
                continue
            if after or is_byline(row.text):
                bylines.setdefault(owner, without_marks(row.text))
            else:
                sections[owner] = row.text.strip(" :.-–—")
    section, entries = "", []
    for at, anchor in enumerate(anchors):
        section = sections.get(at, section)
        box = Box.around(row.box for row in rows[anchor.start : anchor.end]) or Box(0, 0, 1, 1)
        byline = without_marks(anchor.reading.byline) or bylines.get(at, "")
        entries.append(Entry(anchor.reading.title, byline, section, anchor.number, anchor.place, box))
    return entries


def _owner(
    rows: Sequence[Row], anchors: Sequence[_Anchor], above: int | None, below: int | None, row: Row
) -> tuple[int | None, bool]:
    """The title that a row belongs to, and whether it follows it (a byline) or leads to it (a section)."""
    up = _apart(rows[anchors[above].end - 1], row) if above is not None else None
    down = _apart(row, rows[anchors[below].start]) if below is not None else None
    near = 3.0 * row.height
    if up is not None and up <= near and (down is None or up < 0.85 * down):
        return above, True
    if down is not None and down <= 2 * near:
        return below, False
    return (above, True) if up is not None and up <= near else (None, False)


def _apart(one: Row, other: Row) -> float | None:
    """How far two rows of one column are apart, middle to middle; None in two columns."""
    if one.column != other.column:
        return None
    return abs((other.box.y + other.box.h / 2) - (one.box.y + one.box.h / 2))
