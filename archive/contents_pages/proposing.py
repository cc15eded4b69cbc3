"""Draft articles of an issue: from its contents pages, and from headings that no contents name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.canvas import Box
from archive.contents_pages.announced import announced
from archive.contents_pages.entries import Entry, entries_of
from archive.contents_pages.folding import fold, likeness
from archive.contents_pages.headings import Heading
from archive.contents_pages.placing import FoundBy, Places
from archive.contents_pages.reading import Leaf, Stream, is_arabic
from archive.contents_pages.recognising import Contents, contents_of
from archive.contents_pages.rows import Row, rows_of

#: How sure an article is that only a heading announces.
_ANNOUNCED = 0.45


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as proposed: what it says, where it begins, how that is known.

    `page`: minted number of the page it begins on; `pages`: with those up to the next article; `number`: as
    the contents print it. `contents`, `box`: the page and the place (canvas pixels) of the line that names
    it, or of the heading that announces it. `sure`: 0..1.
    """

    title: str
    language: str
    byline: str
    section: str
    stream: int
    page: int
    pages: tuple[int, ...]
    number: int | None
    found_by: FoundBy
    sure: float
    contents: int
    box: Box


def propose(streams: Sequence[Stream]) -> tuple[Draft, ...]:
    """The draft articles of an issue, stream after stream, each in the order of its pages."""
    named: list[Draft] = []
    headings: list[Heading] = []
    apart: dict[int, set[int]] = {}
    for stream in streams:
        found = contents_of(stream)
        apart[stream.number] = {each.leaf.number for each in found}
        places = Places(stream, apart[stream.number])
        for contents in found:
            for entry in entries_of(_rows(contents, stream), places):
                if entry.place is not None:
                    named.append(_named(entry, contents.leaf, stream, entry.place.page))
                    headings += [entry.place.heading] if entry.place.heading is not None else []
    drafts = _once(named)
    spread = [draft for stream in streams for draft in _in_order(drafts, stream)]
    covered = {(page, draft.language == "ar") for draft in spread for page in draft.pages}
    for stream in streams:
        covers = {leaf.number for leaf in stream.leaves[:1]}
        for heading in announced(stream, headings, apart[stream.number] | covers, covered):
            if not _is_named(heading, drafts):
                drafts.append(_from_heading(heading, stream))
    return tuple(draft for stream in streams for draft in _in_order(drafts, stream))


def _rows(contents: Contents, stream: Stream) -> list[Row]:
    """The rows below the heading of the contents; all of a page that only goes on."""
    words = contents.leaf.words
    if contents.heading is not None:
        top = contents.heading.y + contents.heading.h / 2
        inside = contents.heading
        words = [
            word for word in words if word.box.y + word.box.h / 2 > top and not _within(word.box, inside)
        ]
    return rows_of(words, rtl=_rightwards(contents.leaf, stream))


def _within(box: Box, whole: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return whole.x <= x < whole.right and whole.y <= y < whole.bottom


def _rightwards(leaf: Leaf, stream: Stream) -> bool:
    """Whether the page's columns are read from the right."""
    text = " ".join(word.text for word in leaf.words)
    return is_arabic(text) if text else stream.language == "ar"


def _named(entry: Entry, leaf: Leaf, stream: Stream, page: int) -> Draft:
    place = entry.place
    return Draft(
        title=entry.title,
        language=_language(entry.title, stream),
        byline=entry.byline,
        section=entry.section,
        stream=stream.number,
        page=page,
        pages=(page,),
        number=entry.number,
        found_by=place.found_by if place is not None else "number",
        sure=round(min(1.0, place.sure), 2) if place is not None else 0.0,
        contents=leaf.number,
        box=entry.box,
    )


def _language(title: str, stream: Stream) -> str:
    """By its script; a stream in another language of the Latin script keeps its own."""
    if is_arabic(title):
        return "ar"
    return stream.language if stream.language not in ("ar", "und") else "fr"


def _from_heading(heading: Heading, stream: Stream) -> Draft:
    title = " ".join(heading.text.split()).strip(" .:-–—")
    return Draft(
        title=title,
        language=_language(title, stream),
        byline="",
        section="",
        stream=stream.number,
        page=heading.page,
        pages=(heading.page,),
        number=None,
        found_by="page",
        sure=_ANNOUNCED,
        contents=heading.page,
        box=heading.box,
    )


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """Each article once, where two contents pages name it (or one does it twice): the surest."""
    kept: list[Draft] = []
    for draft in drafts:
        same = next((each for each in kept if _same(each, draft)), None)
        if same is None:
            kept.append(draft)
        elif draft.sure > same.sure:
            kept[kept.index(same)] = draft
    return kept


def _same(one: Draft, other: Draft) -> bool:
    return one.page == other.page and likeness(fold(one.title), fold(other.title)) > 0.8


def _is_named(heading: Heading, drafts: Sequence[Draft]) -> bool:
    """Whether a draft begins there with that heading, or with a part of it."""
    for draft in drafts:
        folded = fold(draft.title)
        near = folded in heading.folded or heading.folded in folded
        if draft.page == heading.page and (near or likeness(folded, heading.folded) > 0.55):
            return True
    return False


def _in_order(drafts: Sequence[Draft], stream: Stream) -> Iterator[Draft]:
    """The drafts of a stream by their pages, each with the pages up to the next one's."""
    order = {leaf.number: place for place, leaf in enumerate(stream.leaves)}
    own = sorted((draft for draft in drafts if draft.stream == stream.number), key=lambda d: order[d.page])
    starts = sorted({order[draft.page] for draft in own})
    for draft in own:
        start = order[draft.page]
        end = next((each for each in starts if each > start), start + 1)
        yield replace(draft, pages=tuple(leaf.number for leaf in stream.leaves[start:end]))
