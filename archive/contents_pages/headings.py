"""The headings that pages bear: lines taller than the running text, alone and with the next ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.canvas import Box
from archive.contents_pages.folding import alike, fold, likeness
from archive.contents_pages.reading import Leaf, Line, is_arabic

#: A heading's lines are so much taller than the running text; those that announce an article by themselves.
_TALLER, ANNOUNCING = 1.1, 1.45
#: A heading has at most so many lines.
_LINES = 4
#: A line on so many pages, so like its others, in such a part of the page above and below, is a running head.
_RUNNING, _MISREAD, _EDGE = 3, 0.7, 0.08


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on a page: its text as read and folded, its box, its height beside the running text's."""

    page: int  # minted number
    text: str
    folded: str
    box: Box
    tallness: float
    arabic: bool


def headings_of(leaf: Leaf) -> tuple[Heading, ...]:
    """Every line of a page that could be a heading, and every run of up to four such lines."""
    bodies = {arabic: leaf.body(arabic=arabic) for arabic in (True, False)}
    found: list[Heading] = []
    for run in _runs(leaf.lines, bodies):
        for start in range(len(run)):
            ends = range(start + 1, min(len(run), start + _LINES) + 1)
            found += [_heading(leaf.number, run[start:end], bodies) for end in ends]
    return tuple(heading for heading in found if len(heading.folded) >= 3)


def running_heads(leaves: Sequence[Leaf]) -> frozenset[str]:
    """What stands at the head or foot of several pages, misread a little or not, folded.

    It is no heading of one of them: the magazine's name, its date, a rubric's band.
    """
    pages = [{fold(line.text) for line in _edges(leaf)} for leaf in leaves]
    texts = {text for page in pages for text in page if len(text) >= 4}
    return frozenset(text for text in texts if _is_on(pages, text, _RUNNING))


def _is_on(pages: Sequence[Collection[str]], text: str, times: int) -> bool:
    """Whether a text, misread a little or not, is on so many of the pages."""
    for page in pages:
        times -= text in page or any(alike(text, other, _MISREAD) for other in page)
        if times <= 0:
            return True
    return False


def _edges(leaf: Leaf) -> list[Line]:
    """The lines at the head and the foot of a page."""
    whole = Box.around(line.box for line in leaf.lines)
    if whole is None:
        return []
    top, bottom = whole.y + _EDGE * whole.h, whole.bottom - _EDGE * whole.h
    return [line for line in leaf.lines if line.box.bottom <= top or line.box.y >= bottom]


def without_running_heads(headings: Sequence[Heading], running: Collection[str]) -> tuple[Heading, ...]:
    """The headings that are not on several pages, misread a little or not."""
    return tuple(
        heading for heading in headings if not any(alike(heading.folded, each, _MISREAD) for each in running)
    )


def _tallness(line: Line, bodies: dict[bool, float]) -> float:
    body = bodies[is_arabic(line.text)]
    return line.height / body if body else 1.0


def _runs(lines: Sequence[Line], bodies: dict[bool, float]) -> Iterator[list[Line]]:
    """Neighbouring lines that are tall, or short and alone at the head of what follows."""
    run: list[Line] = []
    for line in lines:
        if _tallness(line, bodies) < _TALLER or len(line.text) > 120:
            if run:
                yield run
            run = []
            continue
        if run and not _next_to(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _next_to(one: Line, other: Line) -> bool:
    space = other.box.y - one.box.bottom
    over = min(one.box.right, other.box.right) - max(one.box.x, other.box.x)
    return -one.box.h < space < 1.2 * max(one.height, other.height) and over > 0


def _heading(page: int, lines: Sequence[Line], bodies: dict[bool, float]) -> Heading:
    text = " ".join(line.text for line in lines)
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    tallness = min(_tallness(line, bodies) for line in lines)
    return Heading(page, text, fold(text), box, tallness, is_arabic(text))


@dataclass(frozen=True, slots=True)
class Match:
    """The page a title was found on, and how like its heading is (0..1)."""

    page: int
    like: float
    heading: Heading


def best(title: str, headings: Sequence[Heading]) -> Match | None:
    """The heading most like a title; None where there is none at all."""
    folded = fold(title)
    if len(folded) < 3:
        return None
    arabic = is_arabic(title)
    length = len(folded)
    matches = (
        Match(heading.page, likeness(folded, heading.folded), heading)
        for heading in headings
        if heading.arabic is arabic and 0.5 * length <= len(heading.folded) <= 2 * length
    )
    return max(matches, key=lambda match: (match.like, match.heading.tallness), default=None)


def says(title: str, leaf: Leaf) -> float:
    """How like the line (or two lines) of a page that is most like a title is, whatever its height."""
    folded = fold(title)
    texts = [line.text for line in leaf.lines]
    windows = [*texts, *(f"{one} {other}" for one, other in pairwise(texts))]
    return max((likeness(folded, fold(text)) for text in windows if len(text) < 160), default=0.0)
