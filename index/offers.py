"""What may be looked for beside typed words, and the words that something may stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index import analysis
from index.condition import Addition, Kind, Run, needed
from index.parts import Both, Either, Part, Phrase, Word

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is looked for beside a typed word, or could be.

    `word`: what was typed; `text`: what is looked for, as people write it, in `language`. `name`: says which
    offer it is in an address. `on`: it is looked for.
    """

    name: str
    kind: Kind
    word: str
    text: str
    language: str
    additions: tuple[Addition, ...]
    on: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """A typed word, a phrase, or words one after the other: what an addition may stand for."""

    text: str
    stems: Run
    key: Run  # stems without articles and particles

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return len(self.stems) == 1


def key_of(text: str) -> Run:
    """The stems a form is known by: without articles and particles, unless there is nothing else."""
    stems, norms = analysis.stems(text), analysis.norms(text)
    kept = tuple(s for s, word in zip(stems, norms, strict=True) if word not in analysis.STOP_WORDS)
    return kept or stems


def longest(words: Sequence[Stretch], known: Mapping[Run, T], most: int) -> Iterator[tuple[Stretch, T]]:
    """The longest stretches of words one after the other that something is known of, and what."""
    at = 0
    while at < len(words):
        for length in range(min(most, len(words) - at), 0, -1):
            stretch = joined(words[at : at + length])
            if found := known.get(stretch.key):
                yield stretch, found
                at += length
                break
        else:
            at += 1


def runs(parts: Sequence[Part]) -> Iterator[list[Stretch]]:
    """The typed words that stand one after the other, and each phrase alone; of refused parts nothing."""
    run: list[Stretch] = []
    for part in needed(parts):
        if isinstance(part, Word):
            run.append(Stretch(part.text, part.stems, part.stems))
            continue
        if run:
            yield run
            run = []
        match part:
            case Phrase(text):
                yield [Stretch(text, part.stems, key_of(text))]
            case Both(inner):
                yield from runs(inner)
            case Either(choices):
                for choice in choices:
                    yield from runs((choice,))
    if run:
        yield run


def joined(words: Sequence[Stretch]) -> Stretch:
    """Words one after the other as one stretch."""
    return Stretch(
        " ".join(word.text for word in words),
        tuple(stem for word in words for stem in word.stems),
        tuple(stem for word in words for stem in word.key),
    )
