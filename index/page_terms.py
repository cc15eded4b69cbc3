"""Where on a page terms stand, worked out only for the words that may be meant.

A page has hundreds of words and a query lights a few. So the whole page is folded at once, as far as that can
be done letter by letter; a stem is looked for in it as a piece of text, and only words that hold it are
analysed as they were for the index. What is found is the same as if every word had been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index import analysis
from index.analysis import PrintedWord
from index.condition import Beginning, Close, Leaf, Term

_At = tuple[int, int]  # which printed word, and which of its terms


class PageTerms:
    """The terms of a page's words."""

    def __init__(self, strings: Sequence[str | PrintedWord]) -> None:
        """`strings`: the words as `analysis.printed` takes them."""
        printed = list(analysis.printed(strings))
        self._texts = [text.replace("\n", " ") for text, _ in printed]
        self._places = [places for _, places in printed]
        self._folded = analysis.folded("\n".join(self._texts))

    def lit_by(self, leaf: Leaf) -> Iterator[tuple[int, ...]]:
        """The places of the printed words that a leaf lights (names aside)."""
        match leaf:
            case Beginning(start, whole):
                for word in {*self._holding(start), *self._holding(whole)}:
                    if any(stem == whole or stem.startswith(start) for stem in self._stems(word)):
                        yield self._places[word]
            case Close(first, second, distance):
                yield from self._near(first, second, distance)
                yield from self._near(second, first, distance)
            case Term(kind=kind) if kind != "name":
                for run in self._runs(leaf):
                    yield from (self._places[word] for word, _ in run)

    def _stems(self, word: int) -> tuple[str, ...]:
        return analysis.stems(self._texts[word])

    def _holding(self, stem: str) -> Iterator[int]:
        """The words that may have a stem, ascending: all that do are among them."""
        piece = analysis.piece_of(stem)
        if not piece:
            yield from range(len(self._texts))
            return
        word = counted = 0
        at = self._folded.find(piece)
        while at >= 0:
            word += self._folded.count("\n", counted, at)
            counted = self._folded.find("\n", at)
            yield word
            if counted < 0:
                return
            at = self._folded.find(piece, counted)

    def _runs(self, term: Term) -> Iterator[list[_At]]:
        """Where a term stands: each time the places of all its stems."""
        for word in self._holding(term.run[0]):
            for offset, stem in enumerate(self._stems(word)):
                if stem != term.run[0]:
                    continue
                run = list(self._from((word, offset), len(term.run)))
                if tuple(self._stems(w)[n] for w, n in run) != term.run:
                    continue
                if term.exact and tuple(analysis.norms(self._texts[w])[n] for w, n in run) != term.norms:
                    continue
                yield run

    def _from(self, start: _At, number: int) -> Iterator[_At]:
        """So many terms from one on, fewer at the end of the page."""
        word, offset = start
        while number and word < len(self._texts):
            stems = len(self._stems(word))
            for place in range(offset, min(stems, offset + number)):
                yield word, place
                number -= 1
            word, offset = word + 1, 0

    def _near(self, first: Term, second: Term, distance: int) -> Iterator[tuple[int, ...]]:
        """Both, where the second begins at most `distance` words after the end of the first."""
        following = {run[0]: run for run in self._runs(second)}
        if not following:
            return
        for run in self._runs(first):
            after = list(self._from(run[0], len(run) + distance))[len(run) :]
            for other in (following[at] for at in after if at in following):
                yield from (self._places[word] for word, _ in (*run, *other))
