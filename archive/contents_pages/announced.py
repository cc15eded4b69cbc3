"""Articles that no line of the contents names: their heading on a page announces them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from statistics import median

from archive.contents_pages.folding import fold
from archive.contents_pages.headings import (
    ANNOUNCING,
    Heading,
    headings_of,
    running_heads,
    without_running_heads,
)
from archive.contents_pages.reading import Leaf, Stream, is_arabic
from archive.contents_pages.recognising import is_heading

#: A heading has so many letters and words, and so many lines of running text below it.
_LETTERS, _WORDS, _LINES = 6, 14, 4
#: It is nearly as tall, beside the running text, as the headings of the articles already known.
_AS_TALL = 0.8


def announced(
    stream: Stream,
    known: Sequence[Heading],
    apart: Collection[int],
    covered: Collection[tuple[int, bool]],
) -> Iterator[Heading]:
    """The headings that announce an article nobody named yet, page after page.

    `known`: the headings of articles already found; `apart`: pages that are looked over (contents, covers);
    `covered`: pages that an article in Arabic (True) or in another script (False) already stands on, where
    tall lines are its own.
    """
    tall = max(ANNOUNCING, _AS_TALL * median(each.tallness for each in known) if known else ANNOUNCING)
    found = {leaf.number: list(_largest(leaf, tall)) for leaf in stream.leaves}
    running = running_heads(stream.leaves)
    for leaf in stream.leaves:
        if leaf.number in apart:
            continue
        first: dict[bool, float] = {}
        for heading in without_running_heads(found[leaf.number], running):
            if (leaf.number, heading.arabic) in covered or not _opens(heading, leaf):
                continue
            # After the first heading of a page another article's is as tall; what is smaller parts the first.
            if heading.tallness >= 0.95 * first.setdefault(heading.arabic, heading.tallness):
                yield heading


def _largest(leaf: Leaf, tall: float) -> Iterator[Heading]:
    """Of headings within one another the longest, where all of it is tall enough."""
    able = [
        heading
        for heading in headings_of(leaf)
        if heading.tallness >= tall
        and len(heading.folded) >= _LETTERS
        and len(heading.text.split()) <= _WORDS
        and not is_heading(heading.text)
    ]
    for heading in able:
        if not any(_holds(other, heading) for other in able):
            yield heading


def _holds(whole: Heading, part: Heading) -> bool:
    return whole is not part and len(whole.folded) > len(part.folded) and part.folded in whole.folded


def _opens(heading: Heading, leaf: Leaf) -> bool:
    """Whether running text of the same script stands below, in its column."""
    body = leaf.body(arabic=heading.arabic)
    below = [
        line
        for line in leaf.lines
        if line.box.y >= heading.box.y + heading.box.h // 2
        and is_arabic(line.text) is heading.arabic
        and line.height < 1.25 * body
        and len(fold(line.text)) > 12
        and min(line.box.right, heading.box.right) > max(line.box.x, heading.box.x)
    ]
    return len(below) >= _LINES
