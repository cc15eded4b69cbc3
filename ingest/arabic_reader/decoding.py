"""From the model's probabilities to letters and their places, as they stand on paper from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.arabic_reader.onnx_file import Floats


@dataclass(frozen=True, slots=True)
class Symbol:
    """One letter read: the model's columns it was seen in (`end` is the first after), and how sure it is."""

    letter: str
    start: int
    end: int
    probability: float


def decode(probabilities: Floats, letters: Sequence[str]) -> list[Symbol]:
    """The symbols in columns x symbols probabilities, by the best path (Graves et al., ICML 2006).

    Symbol 0 is the blank. A letter's probability is the highest among its columns.
    """
    best, sure = probabilities.argmax(axis=1).tolist(), probabilities.max(axis=1).tolist()
    read = []
    for symbol, run in groupby(range(len(best)), key=best.__getitem__):
        columns = list(run)
        if letters[symbol]:
            probability = max(sure[column] for column in columns)
            read.append(Symbol(letters[symbol], columns[0], columns[-1] + 1, probability))
    return read
