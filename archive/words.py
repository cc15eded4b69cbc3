"""A page's words with their places, packed small enough to be kept in a row and unpacked in every answer.

The list is derived from the page's ALTO file and says nothing more than it: searching, highlighting and
showing a page read this instead of parsing XML.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, overload

from archive.alto import AltoPage
from archive.canvas import Box
from archive.errors import BadFile

#: Version 2 added `doubtful`; lists of version 1 are read as having none.
_VERSION, _OLDEST = 2, 1
#: Unpacked size that is refused, in bytes; the largest page measured has 0.2 MB.
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word and its place: an ALTO String with what its line and block say of it.

    `line` and `block` count from 0 through the page in reading order (lines do not begin again in each
    block). `box` is in canvas pixels, `confidence` 0..1 or None; `language` is that of the line. `subs`,
    `locked`, `alternatives` and `doubtful` as in `alto.String`.
    """

    text: str
    box: Box
    confidence: float | None
    line: int
    block: int
    language: str
    locked: bool
    subs: str | None
    alternatives: tuple[str, ...]
    doubtful: bool = False


def words_of(page: AltoPage) -> tuple[Word, ...]:
    """The words of a page in reading order, one for each `String`, so the n-th is `page.strings()`'s n-th."""
    words: list[Word] = []
    line_number = -1
    for block_number, block in enumerate(page.blocks):
        for line in block.lines:
            line_number += 1
            words.extend(
                Word(
                    string.content,
                    string.box,
                    string.confidence,
                    line_number,
                    block_number,
                    line.language or block.language,
                    string.locked,
                    string.subs,
                    string.alternatives,
                    string.doubtful,
                )
                for string in line.strings
            )
    return tuple(words)


def lines_of(words: Iterable[Word]) -> list[tuple[Word, ...]]:
    """The words of each printed line, in reading order; lines without words are not there."""
    return [tuple(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]


def line_text(line: Iterable[Word]) -> str:
    """The text of one line."""
    return " ".join(word.text for word in line)


def text_of(words: Iterable[Word]) -> str:
    """The plain text: a printed line a line, a blank line between blocks (as `AltoPage.text`)."""
    blocks = groupby(lines_of(words), key=lambda line: line[0].block)
    return "\n\n".join("\n".join(line_text(line) for line in lines) for _, lines in blocks)


def pack(words: Sequence[Word]) -> bytes:
    """The words as bytes: zlib over JSON, a column for each field, rare fields by the number of their word.

    Some 15 bytes a word; equal words give equal bytes. Laid out to be read quickly, see `unpack`.
    """
    runs = [
        [*key, len(list(run))]
        for key, run in groupby(words, lambda word: (word.line, word.block, word.language))
    ]
    columns: dict[str, Any] = {
        "version": _VERSION,
        "text": "\n".join(word.text for word in words),
        "x": [word.box.x for word in words],
        "y": [word.box.y for word in words],
        "w": [word.box.w for word in words],
        "h": [word.box.h for word in words],
        "confidence": [word.confidence for word in words],
        "runs": runs,
        "locked": [number for number, word in enumerate(words) if word.locked],
        "subs": [[number, word.subs] for number, word in enumerate(words) if word.subs is not None],
        "alternatives": [
            [number, *word.alternatives] for number, word in enumerate(words) if word.alternatives
        ],
        "doubtful": [number for number, word in enumerate(words) if word.doubtful],
    }
    plain = json.dumps(columns, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(plain.encode(), 6)


def unpack(packed: bytes) -> tuple[Word, ...]:
    """Back from `pack`. Raises BadFile for bytes that are damaged or of a newer version."""
    return tuple(opened(packed))


class Half(NamedTuple):
    """One half of a hyphenated word: as printed, and the whole word."""

    text: str
    subs: str


class PackedWords(Sequence[Word]):
    """The words of a page, each made when it is asked for: an answer shows some ten of a page's hundreds."""

    def __init__(self, columns: dict[str, Any]) -> None:
        """`columns` as in `pack`. Raises ValueError where they do not fit each other."""
        self._x, self._y, self._w, self._h = (columns[name] for name in ("x", "y", "w", "h"))
        self._confidence = columns["confidence"]
        #: The words as printed.
        self.texts: list[str] = str(columns["text"]).split("\n") if self._x else []
        self._locked, self._doubtful = set(columns["locked"]), set(columns["doubtful"])
        self._subs: dict[int, str] = dict(columns["subs"])
        #: Other readings of a word, by its place; only of words that have some.
        self.alternatives = {number: tuple(others) for number, *others in columns["alternatives"]}
        #: The places of each printed line; line, block and language of each.
        self.lines: list[range] = []
        self._runs: list[tuple[int, int, str]] = []
        for line, block, language, count in columns["runs"]:
            start = self.lines[-1].stop if self.lines else 0
            self.lines.append(range(start, start + count))
            self._runs.append((line, block, language))
        whole = self.lines[-1].stop if self.lines else 0
        sizes = map(len, (self._x, self._y, self._w, self._h, self._confidence, self.texts))
        if any(size != whole for size in sizes):
            raise ValueError("columns of unequal length")
        self._starts = [line.start for line in self.lines]

    @property
    def vouched(self) -> bool:
        """Whether people have vouched for any of the words."""
        return bool(self._locked)

    @cached_property
    def blocks(self) -> list[int]:
        """The block of each line of `lines`."""
        return [block for _, block, _ in self._runs]

    @cached_property
    def strings(self) -> list[str | Half]:
        """The words as terms are made of them: halves of hyphenated words say what the whole is."""
        strings: list[str | Half] = [*self.texts]
        for place, subs in self._subs.items():
            strings[place] = Half(self.texts[place], subs)
        return strings

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> Word: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, place: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(place, slice):
            return tuple(self._word(one) for one in range(*place.indices(len(self))))
        return self._word(range(len(self))[place])

    def __iter__(self) -> Iterator[Word]:
        for number, line in enumerate(self.lines):
            for place in line:
                yield self._word(place, number)

    def _word(self, place: int, line: int | None = None) -> Word:
        number = bisect_right(self._starts, place) - 1 if line is None else line
        line_number, block, language = self._runs[number]
        return Word(
            self.texts[place],
            Box(self._x[place], self._y[place], self._w[place], self._h[place]),
            self._confidence[place],
            line_number,
            block,
            language,
            place in self._locked,
            self._subs.get(place),
            self.alternatives.get(place, ()),
            place in self._doubtful,
        )


def opened(packed: bytes) -> PackedWords:
    """The words that `pack` made bytes of, not yet made. Raises BadFile as `unpack`."""
    try:
        inflate = zlib.decompressobj()
        plain = inflate.decompress(packed, _LARGEST)
        if not inflate.eof:
            raise ValueError("cut short or far too long")
        columns = json.loads(plain)
        if not _OLDEST <= columns["version"] <= _VERSION:
            raise ValueError(f"version {columns['version']}")
        if columns["version"] == _OLDEST:
            columns["doubtful"] = []
        return PackedWords(columns)
    except (zlib.error, ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadFile(
            "The word list of a page is damaged ({reason}).",
            "Run `archive check`: it makes word lists again from the ALTO files.",
            reason=error,
        ) from error


def strings_of(words: Sequence[Word]) -> Sequence[str | Half | Word]:
    """What terms are made of: words, or of packed ones their texts and halves, without making words."""
    return words.strings if isinstance(words, PackedWords) else words


def alternatives_of(words: Sequence[Word]) -> Iterable[tuple[int, tuple[str, ...]]]:
    """The places of words that have other readings, with these."""
    if isinstance(words, PackedWords):
        return words.alternatives.items()
    return ((place, word.alternatives) for place, word in enumerate(words) if word.alternatives)
