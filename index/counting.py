"""What pages are counted by: their issue, language and quality, told as one number, a cell.

Engines count cells and nothing else; `Counts` folds them as an answer needs them, all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from archive.quality import LABELS, Label, limits_of
from index.matching import Ints, Longs, Mask

#: How finely an index knows a page's quality: 1.0 is so many; below 0 unknown.
QUALITY_STEPS = 10_000

_LANGUAGE_BITS, _LABEL_BITS = 24, 2


def language_number(language: str) -> int:
    """A language tag's first part as a number below 2^24, as columns hold it."""
    return int.from_bytes(language.split("-")[0].encode()[:3], "big")


def language_tag(number: int) -> str:
    """Back from `language_number`."""
    return number.to_bytes(3, "big").lstrip(b"\0").decode(errors="replace")


def quality_number(quality: float | None) -> int:
    """A page's quality as columns hold it; below 0 unknown."""
    return -1 if quality is None else round(QUALITY_STEPS * quality)


#: From which quality number on a page has each label, best first; below the last it is unknown.
_LABEL_FROM = tuple(max(0, round(QUALITY_STEPS * limits_of(label)[0])) for label in LABELS)


def label_numbers(qualities: Ints) -> Ints:
    """The label of each quality number: an index into `LABELS`, beyond them unknown."""
    labels: Ints = np.sum([qualities < least for least in _LABEL_FROM], axis=0, dtype=np.int32)
    return labels


class Cell(NamedTuple):
    """What pages are counted by: issue, main language, label of the text's quality ("" unknown)."""

    issue: int
    language: str
    quality: Label | Literal[""]


def cells(issue: Ints, language: Ints, quality: Ints) -> npt.NDArray[np.int64]:
    """What pages are counted by, as one number each."""
    code = issue.astype(np.int64) << _LANGUAGE_BITS | language.astype(np.int64)
    return code << _LABEL_BITS | label_numbers(quality).astype(np.int64)


def cell_of(code: int) -> Cell:
    """Back from `cells`."""
    label, rest = code & (1 << _LABEL_BITS) - 1, code >> _LABEL_BITS
    language = language_tag(rest & (1 << _LANGUAGE_BITS) - 1)
    return Cell(rest >> _LANGUAGE_BITS, language, LABELS[label] if label < len(LABELS) else "")


def labels_of(codes: Longs) -> Longs:
    """The label's number in each cell."""
    labels: Longs = codes & (1 << _LABEL_BITS) - 1
    return labels


def label_number(label: str) -> int:
    """A quality's label as columns hold it; beyond `LABELS`: unknown."""
    return LABELS.index(label) if label in LABELS else len(LABELS)


@dataclass(frozen=True, eq=False)
class Counts(Mapping[Cell, int]):
    """How many pages there are of each cell: `codes` as `cells` makes them, each once, ascending."""

    codes: Longs
    numbers: Longs

    @classmethod
    def of_pages(cls, codes: npt.NDArray[np.integer]) -> Counts:
        """From the cell of each page."""
        different, numbers = np.unique(codes.astype(np.int64), return_counts=True)
        return cls(different, numbers.astype(np.int64))

    @classmethod
    def of(cls, counts: Mapping[Cell, int]) -> Counts:
        """From any other counts."""
        if isinstance(counts, Counts):
            return counts
        codes = [
            (cell.issue << _LANGUAGE_BITS | language_number(cell.language)) << _LABEL_BITS
            | label_number(cell.quality)
            for cell in counts
        ]
        return cls(np.array(codes, np.int64), np.array([*counts.values()], np.int64))

    @cached_property
    def issues(self) -> Longs:
        """The issue of each cell."""
        return self.codes >> _LANGUAGE_BITS + _LABEL_BITS

    @cached_property
    def languages(self) -> Longs:
        """The language of each cell, as `language_number`."""
        return self.codes >> _LABEL_BITS & (1 << _LANGUAGE_BITS) - 1

    @property
    def labels(self) -> Longs:
        """The quality of each cell, as `label_number`."""
        return labels_of(self.codes)

    def taken(self, kept: Mask) -> Counts:
        """Some of the cells."""
        return Counts(self.codes[kept], self.numbers[kept])

    def by(self, column: Longs) -> dict[int, int]:
        """The pages for each value of a column (one value for each cell), ascending."""
        values, where = np.unique(column, return_inverse=True)
        sums = np.bincount(where, self.numbers, len(values)).astype(np.int64)
        return dict(zip(values.tolist(), sums.tolist(), strict=True))

    def __getitem__(self, cell: Cell) -> int:
        return self._cells[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def _cells(self) -> dict[Cell, int]:
        return {
            cell_of(code): number
            for code, number in zip(self.codes.tolist(), self.numbers.tolist(), strict=True)
        }
