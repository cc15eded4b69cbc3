"""The query language: what a reader types, as a tree, and back to text.

    سرقة السيارات            both words, anywhere on the page
    "sécurité routière"       the words side by side; « » and “ ” do the same
    -football                 not on the page
    vol OR cambriolage        one of them
    (vol OR fraude) -banque   brackets, also inside one another
    police NEAR/5 école       at most five words apart; NEAR alone: ten; also PRÈS, قرب/5
    circul*                   words that begin so
    year:1961..1970  lang:ar  issue:pm4x7q2  title:"…"  section:sport  person:…  quality:good
    سنة:1965   année:1965     names of limits in the three languages of the interface

No engine's syntax is let through, and nothing that can be typed is an error: what cannot be read as meant is
searched as words, and `Query.notes` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index.condition import Addition, All, Close, Leaf, Run, Term, condition_of, leaves, needed
from index.lexing import LONGEST_QUERY, MOST_TERMS, Notes
from index.limits import InIssue, InLanguage, InSection, InTitle, Limit, OfQuality, OnPerson, Years
from index.parsing import read
from index.parts import Both, Either, Near, Note, Part, Phrase, Start, Without, Word

__all__ = (
    "LONGEST_QUERY",
    "MOST_TERMS",
    "Addition",
    "Both",
    "Either",
    "InIssue",
    "InLanguage",
    "InSection",
    "InTitle",
    "Limit",
    "Near",
    "Note",
    "OfQuality",
    "OnPerson",
    "Part",
    "Phrase",
    "Query",
    "Start",
    "Without",
    "Word",
    "Years",
    "parse",
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read. All `parts` must hold; of limits of one kind one must, of each kind.

    `exact`: only the spelling typed, no other forms. `some`: pages with some of the words, not those with
    all. `additions`: what else to look for. None of the three is part of the text: `str(query)` is text that
    `parse` reads as the same parts and limits.
    """

    parts: tuple[Part, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)
    exact: bool = False
    some: bool = False
    additions: tuple[Addition, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, (*self.parts, *self.limits)))

    def __bool__(self) -> bool:
        return bool(self.parts or self.limits)

    @property
    def needed(self) -> tuple[Part, ...]:
        """The parts a page must satisfy: articles and particles are left out beside other words."""
        return needed(self.parts)

    @property
    def condition(self) -> All:
        """What an engine is asked."""
        return condition_of(self.parts, () if self.exact else self.additions, self.exact, self.some)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What makes a page match, each once: what is ranked by and lit on the page."""
        return tuple(dict.fromkeys(leaves(self.condition)))

    @property
    def sought(self) -> tuple[Run, ...]:
        """The runs of stems among `leaves`, each once."""
        runs: dict[Run, None] = {}
        for leaf in self.leaves:
            for term in _terms(leaf):
                if term.kind != "name":
                    runs.setdefault(term.run)
        return tuple(runs)

    def loosened(self) -> Query:
        """The query for pages with only some of the words."""
        return replace(self, some=True)

    def with_additions(self, additions: Iterable[Addition]) -> Query:
        """The query that also looks for these."""
        return replace(self, additions=tuple(dict.fromkeys((*self.additions, *additions))))


def _terms(leaf: Leaf) -> tuple[Term, ...]:
    match leaf:
        case Term():
            return (leaf,)
        case Close(first, second):
            return first, second
    return ()


def parse(text: str) -> Query:
    """Read what was typed. Never raises; see `Query.notes` for what could not be read as meant."""
    notes: Notes = {}
    parts, limits = read(text, notes)
    return Query(parts, limits, tuple(notes))
