"""A page's words with their places, packed small enough to be kept in a row and unpacked in every answer.

The list is derived from the page's ALTO file and says nothing more than it: searching, highlighting and
showing a page read this instead of parsing XML.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

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
        return _rows(columns)
    except (zlib.error, ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadFile(
            "The word list of a page is damaged ({reason}).",
            "Run `archive check`: it makes word lists again from the ALTO files.",
            reason=error,
        ) from error


def _rows(columns: dict[str, Any]) -> tuple[Word, ...]:
    """The columns of `pack` as words."""
    boxes = list(map(Box, columns["x"], columns["y"], columns["w"], columns["h"]))
    texts = str(columns["text"]).split("\n") if boxes else []
    locked, doubtful = set(columns["locked"]), set(columns["doubtful"])
    subs = dict(columns["subs"])
    alternatives = {number: tuple(others) for number, *others in columns["alternatives"]}
    confidences = columns["confidence"]
    words: list[Word] = []
    start = 0
    for line, block, language, count in columns["runs"]:
        for at in range(start, start + count):
            words.append(  # noqa: PERF401 - quicker than a generator, and a page is opened a thousand times
                Word(
                    texts[at],
                    boxes[at],
                    confidences[at],
                    line,
                    block,
                    language,
                    at in locked,
                    subs.get(at),
                    alternatives.get(at, ()),
                    at in doubtful,
                )
            )
        start += count
    if not len(words) == len(texts) == len(boxes) == len(confidences):
        raise ValueError("columns of unequal length")
    return tuple(words)
