"""Running text for rendered pages: the words of our own sample issues, the same ones for the same seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.letters import count_scripts

_TEXTS = Path(__file__).parents[2] / "scans" / "make_samples" / "texts"
#: Shorter strings are names and headings; and what does not begin a sentence of its own.
_SENTENCES = 60
_MARKS = ("=", "#", ">", "~", "|")


@lru_cache(maxsize=2)
def words_of(language: str) -> tuple[str, ...]:
    """All words of running text in "ar" or "fr", in the order they were written."""
    found: list[str] = []
    for path in sorted(_TEXTS.glob("*.toml")):
        for text in _strings(tomllib.loads(path.read_text("utf-8"))):
            for line in text.splitlines():
                if len(line) >= _SENTENCES and not line.startswith(_MARKS) and _language(line) == language:
                    found += line.split()
    return tuple(found)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _language(line: str) -> str:
    arabic, latin = count_scripts(line)
    return "ar" if arabic > latin else "fr"


class Writer:
    """Hands out words in one language, going on where it stopped."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self._words = words_of(language)
        self._place = chance.randrange(len(self._words))

    def words(self, count: int) -> list[str]:
        """The next `count` words; after the last one comes the first."""
        taken = [self._words[(self._place + n) % len(self._words)] for n in range(count)]
        self._place += count
        return taken
