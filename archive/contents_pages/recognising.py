"""Which pages are contents pages, and where on them the contents begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.canvas import Box
from archive.contents_pages.folding import fold, within_edits
from archive.contents_pages.reading import Leaf, Stream, is_arabic
from archive.contents_pages.rows import rows_of

#: What stands over contents, in the two languages of the magazine and in English.
HEADINGS = tuple(
    fold(words)
    for words in (
        *("الفهرس", "فهرس", "فهرس العدد", "فهرس الموضوعات", "فهرس المواضيع", "فهرس المحتويات"),
        *("المحتويات", "محتويات", "محتويات العدد", "محتوى العدد", "مواد العدد", "مواضيع العدد"),
        *("في هذا العدد", "اقرأ في هذا العدد", "اقرؤوا في هذا العدد", "تقرأون في هذا العدد"),
        *("موضوعات العدد", "أبواب العدد"),
        *("Sommaire", "Au sommaire", "Le sommaire", "Sommaire du numéro", "Sommaire de ce numéro"),
        *("Table des matières", "Table", "Dans ce numéro", "Lire dans ce numéro", "Au sommaire de ce numéro"),
        *("Contenu", "Contenu du numéro", "Index", "Contents", "In this issue"),
    )
)
#: Where contents are looked for: among the first pages of a stream and the last.
_FIRST, _LAST = 10, 2
#: Without a heading a page must have so many numbered lines, and of its lines so great a part.
_NUMBERED, _SHARE = 6, 0.3


@dataclass(frozen=True, slots=True)
class Contents:
    """A contents page and the box of its heading; None where the numbers alone tell what the page is."""

    leaf: Leaf
    heading: Box | None


def is_heading(text: str) -> bool:
    """Whether a line is what stands over contents, a letter in five misread at most."""
    folded = fold(text)
    return any(within_edits(folded, heading, _edits(heading)) for heading in HEADINGS)


def _edits(heading: str) -> int:
    return 0 if len(heading) < 6 else 1 if len(heading) < 9 else 2


def contents_of(stream: Stream) -> tuple[Contents, ...]:
    """The contents pages of a stream, in its order; a page that goes on with numbered lines is one, too."""
    candidates = [*stream.leaves[:_FIRST], *stream.leaves[_FIRST:][-_LAST:]]
    found: list[Contents] = []
    for leaf in candidates:
        heading = _heading(leaf)
        if heading is not None:
            found.append(Contents(leaf, heading))
        elif found and _follows(stream, found[-1].leaf, leaf) and _numbered(leaf):
            found.append(Contents(leaf, None))
    if not found:
        found = [Contents(leaf, None) for leaf in candidates if _numbered(leaf)][:1]
    return tuple(found)


def _follows(stream: Stream, before: Leaf, leaf: Leaf) -> bool:
    order = [each.number for each in stream.leaves]
    return order.index(leaf.number) == order.index(before.number) + 1


def _heading(leaf: Leaf) -> Box | None:
    """Of several lines that could be it (a running head says it again) the tallest."""
    found = [(line.height, line.box) for line in leaf.lines if is_heading(line.text)]
    found += [(height, box) for text, height, box in _two_lines(leaf) if is_heading(text)]
    return max(found, key=lambda each: each[0])[1] if found else None


def _two_lines(leaf: Leaf) -> Iterator[tuple[str, float, Box]]:
    for one, other in pairwise(leaf.lines):
        if len(one.text) + len(other.text) < 40:
            yield f"{one.text} {other.text}", min(one.height, other.height), one.box.union(other.box)


def _numbered(leaf: Leaf) -> bool:
    """Whether so many rows have numbers at one side, and they rise, that the page must be contents."""
    arabic = is_arabic(" ".join(word.text for word in leaf.words))
    rows = rows_of(leaf.words, rtl=arabic)
    known = [row.number for row in rows if row.number is not None and row.parts]
    return len(known) >= max(_NUMBERED, _SHARE * len(rows)) and _rise(known)


def _rise(numbers: Sequence[int]) -> bool:
    pairs = list(pairwise(numbers))
    rising = sum(one <= other for one, other in pairs)
    return rising >= 0.8 * len(pairs) and len(set(numbers)) > len(numbers) / 2
