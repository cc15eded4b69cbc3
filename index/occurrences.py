"""Where the words of a question stand in one issue: each place with the text before and after it.

For viewers of other houses, which ask an issue for places and not the archive for pages
(IIIF Content Search). Pages are found by the one search, places by the one lighting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.canvas import Box
from archive.queries import page_names, pages
from archive.queries.pages import PageFacts
from archive.store import Store
from archive.words import Word, opened
from index.engine import SearchEngine
from index.highlighting import light
from index.query import InIssue, Query
from index.searching import Question, read

#: Letters of text told before and after a place: about half a printed line of a wide column.
AROUND = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lit words side by side on one printed line: the place of the first among the page's words, their box.

    `before`, `after`: what is printed round them in the same block, with a space on the inner side.
    """

    place: int
    text: str
    language: str
    box: Box
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Lit words that follow one another, on one line or broken over two or more: a stretch for each line."""

    page: PageFacts
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """The lit words."""
        return " ".join(stretch.text for stretch in self.stretches)


def occurrences(
    store: Store, engine: SearchEngine, question: Question, issue_key: str, *, public: bool
) -> list[Occurrence]:
    """Every place of an issue that a question lights, in the order of the pages and of the words on them.

    Pages that may not be seen and words in hidden zones are not among them. Raises NoIndex.
    """
    question = replace(question, limits=(*question.limits, InIssue(issue_key)))
    with store.read() as session:
        asked = read(store, session, engine, question, public=public)
        if not asked.query.parts:
            return []
        ids = page_names.in_reading_order(session, engine.pages(asked.query, asked.scope).tolist())
        shown = pages.for_hits(session, ids, public=public)
    return [
        found
        for page in ids
        if page in shown and shown[page].issue_id in asked.seen.issues
        for found in on_page(asked.query, shown[page])
    ]


def on_page(query: Query, page: PageFacts) -> Iterator[Occurrence]:
    """The places that a query lights on a page, in reading order."""
    words = opened(page.words)
    for run in _runs(sorted(light(query, words).terms)):
        lines = groupby(run, key=lambda place: (words[place].block, words[place].line))
        yield Occurrence(page, tuple(_stretch(words, list(line)) for _, line in lines))


def _runs(places: Iterable[int]) -> Iterator[list[int]]:
    """Places that follow one another, together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _stretch(words: Sequence[Word], places: Sequence[int]) -> Stretch:
    own = [words[place] for place in places]
    box = Box.around(word.box for word in own)
    before = _around(words, range(places[0] - 1, -1, -1), own[0].block)
    after = _around(words, range(places[-1] + 1, len(words)), own[0].block)
    return Stretch(
        places[0],
        " ".join(word.text for word in own),
        own[0].language,
        box if box is not None else own[0].box,
        "".join(f"{text} " for text in reversed(before)),
        "".join(f" {text}" for text in after),
    )


def _around(words: Sequence[Word], places: Iterable[int], block: int) -> list[str]:
    """The words from one on to one side, until they are long enough or the block ends."""
    texts: list[str] = []
    for place in places:
        if words[place].block != block or sum(map(len, texts)) >= AROUND:
            break
        texts.append(words[place].text)
    return texts
