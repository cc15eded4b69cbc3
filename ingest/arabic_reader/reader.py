"""The second reader: lines of a page in, their words out, each with its box and how sure the model is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from PIL import Image

from archive.canvas import Box
from ingest.arabic_reader.decoding import Symbol, decode
from ingest.arabic_reader.line_pictures import Batch, LinePicture, batches, line_picture
from ingest.arabic_reader.onnx_file import Floats
from ingest.arabic_reader.reading_direction import mirrored, reading_order
from ingest.arabic_reader.spelling import arabic_letter, arabic_word, in_digits_of


class LineModel(Protocol):
    """What gives probabilities: the network, or a stand-in for it."""

    @property
    def letters(self) -> Sequence[str]:
        """The letter of each symbol, "" for the blank."""

    @property
    def name(self) -> str:
        """What stands in the source of texts it read."""

    def probabilities(self, batch: Batch) -> Floats:
        """Lines x columns x symbols."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as the second reader reads it. `sure`: mean probability of its letters; `weakest`: the least."""

    text: str
    box: Box
    sure: float
    weakest: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as the second reader reads it, words in reading order; none where it saw none."""

    words: tuple[ReadWord, ...]

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def sure(self) -> float:
        """Mean probability of its letters, 0 for none."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.sure for word in self.words) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class ArabicReader:
    """Reads lines with a model."""

    model: LineModel

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.name

    def read(
        self, page: Image.Image, lines: Sequence[Sequence[Box]], going_on: Callable[[], bool] = lambda: True
    ) -> list[ReadLine | None]:
        """Lines of a grey page, each given as the boxes of its pieces in reading order, in the page's pixels.

        `going_on` is asked before each batch: lines that were not read when it says no are None.
        """
        pictures = [line_picture(page, box) for boxes in lines for box in boxes]
        pieces: list[list[ReadWord] | None] = [None] * len(pictures)
        for batch in batches(pictures):
            if not going_on():
                break
            probabilities = self.model.probabilities(batch)
            for row, place in enumerate(batch.places):
                symbols = decode(probabilities[row, : batch.columns(row)], self.model.letters)
                pieces[place] = _words(symbols, pictures[place])
        found = iter(pieces)
        return [_joined([next(found) for _ in boxes]) for boxes in lines]


def _joined(pieces: Sequence[list[ReadWord] | None]) -> ReadLine | None:
    words: list[ReadWord] = []
    for piece in pieces:
        if piece is None:
            return None
        words += piece
    return ReadLine(tuple(words))


def _words(symbols: Sequence[Symbol], picture: LinePicture) -> list[ReadWord]:
    """The words of a line in reading order, from its symbols as they stand on paper."""
    paper = "".join(symbol.letter for symbol in symbols)
    order = reading_order(paper)
    words: list[list[int]] = [[]]
    for place in order:
        if symbols[place].letter.isspace():
            words.append([])
        else:
            words[-1].append(place)
    from_right = len(order) > 1 and order[0] > order[-1]
    made = (_word(symbols, places, picture, turned=from_right) for places in words if places)
    return [word for word in made if word is not None]


def _word(
    symbols: Sequence[Symbol], places: Sequence[int], picture: LinePicture, *, turned: bool
) -> ReadWord | None:
    letters = [symbols[place].letter for place in places]
    text = "".join(arabic_letter(mirrored(letter) if turned else letter) for letter in letters)
    text = _of_one_kind(arabic_word(text), [symbols[place] for place in places])
    if not text:
        return None
    start, end = _edges(symbols, min(places), max(places))
    probabilities = [symbols[place].probability for place in places]
    box = picture.on_page(start, end)
    return ReadWord(text, box, round(fmean(probabilities), 4), round(min(probabilities), 4))


def _edges(symbols: Sequence[Symbol], first: int, last: int) -> tuple[float, float]:
    """Between which columns a word stands: up to the middle of the blanks around it, or of what is beside."""
    beyond = max(symbol.end for symbol in symbols) + 4.0
    start = _between(symbols[first - 1], symbols[first]) if first else 0.0
    end = _between(symbols[last], symbols[last + 1]) if last + 1 < len(symbols) else beyond
    return start, end


def _between(left: Symbol, right: Symbol) -> float:
    for blank in (left, right):
        if blank.letter.isspace():
            return (blank.start + blank.end) / 2
    return (left.end + right.start) / 2


def _of_one_kind(word: str, symbols: Sequence[Symbol]) -> str:
    """A number whose digits are of both kinds, in that which the model was surer of."""
    western = sum(symbol.probability for symbol in symbols if symbol.letter in "0123456789")
    indic = sum(symbol.probability for symbol in symbols if symbol.letter in "۰۱۲۳۴۵۶۷۸۹")
    return in_digits_of(word, western=western > indic) if western and indic else word
