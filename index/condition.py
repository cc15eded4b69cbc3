"""What an engine is asked: a tree of terms that a page must satisfy, made from a query.

Engines see stems and normalised words only, and the same tree whatever the engine. Words that nobody typed
(close spellings, names across scripts, the other language) come in as alternatives that say what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index import analysis
from index.parts import Both, Either, Near, Part, Phrase, Start, Without, Word

Run = tuple[str, ...]  # stems (or normalised words) that stand side by side

#: Why a term is looked for: it was typed; it is spelt nearly so; it may be the same name; a card says that it
#: is another name of the same; it says the same.
Kind = Literal["word", "fuzzy", "name", "other name", "other language"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words side by side.

    `run`: light stems; for a "name" one skeleton key, looked for in the field of names. `norms`: the
    normalised words, as many, or none where they are not known. `exact`: the page must show the `norms`
    themselves. A single word is also found in replaced readings and alternatives, a run and an exact word in
    the shown text only.
    """

    run: Run
    norms: Run = ()
    kind: Kind = "word"
    weight: float = 1.0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Words that begin so: stems that begin with `start`, and the stem `whole`."""

    start: str
    whole: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Close:
    """Two terms of the shown text, the nearest words of both at most `distance` apart, in either order."""

    first: Term
    second: Term
    distance: int
    weight: float = 1.0

    def holds(self, words: Sequence[str]) -> bool:
        """Whether it is so on a page, given the normalised words of its shown text in order."""
        starts = [_starts(term, words) for term in (self.first, self.second)]
        lengths = [len(self.first.run), len(self.second.run)]
        return any(
            0 < later - (earlier + length - 1) <= self.distance
            for (one, other), length in zip((starts, starts[::-1]), lengths, strict=True)
            for earlier in one
            for later in other
        )


def _starts(term: Term, words: Sequence[str]) -> list[int]:
    """Where a term begins among normalised words."""
    wanted = term.norms if term.exact else term.run
    shown = words if term.exact else [stem for word in words for stem in analysis.stems(word)]
    return [at for at in range(len(shown)) if tuple(shown[at : at + len(wanted)]) == wanted]


@dataclass(frozen=True, slots=True)
class All:
    """Every one holds; always, where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    part: Condition


Leaf = Term | Beginning | Close
Condition = Leaf | All | Any | Not


@dataclass(frozen=True, slots=True)
class Addition:
    """Something to look for beside what was typed.

    `of`: the stems of the typed word, phrase, or words one after the other that it may stand for. `text`:
    words in another language (`kind` "other language") or of another name ("other name"), a stem ("fuzzy")
    or a skeleton key ("name").
    """

    of: Run
    text: str
    kind: Kind
    weight: float = 0.5

    @property
    def term(self) -> Term:
        """As an engine is asked for it."""
        if self.kind in ("fuzzy", "name"):
            return Term((self.text,), (), self.kind, self.weight)
        return Term(analysis.stems(self.text), analysis.norms(self.text), self.kind, self.weight)


def needed(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts a page must satisfy: articles and particles are left out beside other words."""
    kept = tuple(part for part in parts if not (isinstance(part, Word) and part.common))
    return kept if any(not isinstance(part, Without) for part in kept) else tuple(parts)


@lru_cache(maxsize=512)
def condition_of(
    parts: tuple[Part, ...], additions: tuple[Addition, ...] = (), exact: bool = False, some: bool = False
) -> All:
    """The condition of a query. `some`: pages with some of its words, not those with all of them."""
    whole = All(tuple(_grouped(needed(parts), additions, exact)))
    if not some:
        return whole
    wanted = [part for part in whole.parts if not isinstance(part, Not)]
    words = tuple(dict.fromkeys(word for part in wanted for word in _single(part)))
    refused = [part for part in whole.parts if isinstance(part, Not)]
    return All((Any(words), Not(All(tuple(wanted))), *refused))


def leaves(condition: Condition) -> Iterator[Leaf]:
    """What makes a page satisfy a condition, in order; nothing that it must not have."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif not isinstance(condition, Not):
        yield condition


def beginnings(condition: Condition) -> Iterator[Beginning]:
    """All beginnings of words in a condition, also those that must not stand on a page."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from beginnings(part)
        case Not(part):
            yield from beginnings(part)
        case Beginning():
            yield condition


def _grouped(parts: Sequence[Part], additions: tuple[Addition, ...], exact: bool) -> Iterator[Condition]:
    """Conditions of parts that must all hold; words that an addition stands for together are one."""
    at = 0
    while at < len(parts):
        length = _covered(parts[at:], additions)
        if length > 1:
            words = tuple(_condition(part, additions, exact) for part in parts[at : at + length])
            yield Any((All(words), *_added(_stems(parts[at : at + length]), additions)))
        else:
            yield _condition(parts[at], additions, exact)
        at += max(length, 1)


def _covered(parts: Sequence[Part], additions: Iterable[Addition]) -> int:
    """How many words from the first on an addition stands for together; 0 or 1: none."""
    best = 0
    for length in range(2, len(parts) + 1):
        if not isinstance(parts[length - 1], Word) or not isinstance(parts[0], Word):
            break
        if any(addition.of == _stems(parts[:length]) for addition in additions):
            best = length
    return best


def _stems(parts: Iterable[Part]) -> Run:
    return tuple(stem for part in parts if isinstance(part, Word | Phrase) for stem in part.stems)


def _added(run: Run, additions: Iterable[Addition]) -> tuple[Term, ...]:
    terms = (addition.term for addition in additions if addition.of == run)
    return tuple(term for term in dict.fromkeys(terms) if term.run)


def _condition(part: Part, additions: tuple[Addition, ...], exact: bool) -> Condition:
    match part:
        case Word() | Phrase():
            others = _added(part.stems, additions)
            return Any((_term(part, exact), *others)) if others else _term(part, exact)
        case Start(text):
            return Beginning(analysis.beginning(text), analysis.light(text))
        case Near(first, second, distance):
            return Close(_term(first, exact), _term(second, exact), distance)
        case Without(inner):
            return Not(_condition(inner, (), exact))
        case Both(inner_parts):
            return All(tuple(_grouped(inner_parts, additions, exact)))
        case Either(choices):
            return Any(tuple(_condition(choice, additions, exact) for choice in choices))


def _term(part: Word | Phrase, exact: bool) -> Term:
    return Term(part.stems, part.norms, exact=exact)


def _single(condition: Condition) -> Iterator[Leaf]:
    """The words of a condition one by one, without the common ones."""
    for leaf in leaves(condition):
        for term in (leaf.first, leaf.second) if isinstance(leaf, Close) else (leaf,):
            if isinstance(term, Beginning) or len(term.run) == 1:
                yield term
                continue
            for stem, word in zip(term.run, term.norms, strict=True):
                if word not in analysis.STOP_WORDS:
                    yield Term((stem,), (word,), term.kind, term.weight, term.exact)
