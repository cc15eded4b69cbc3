"""What names under control are called by: a card found by its forms and variants, in either script.

Whoever types "laghz", "El Ghazoui" or الغزاوي finds the card of محمد الغزاوي: each typed word must begin a
word of one of its names, share its stem, or (`names`) be the same name by ear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archive.queries import articles
from archive.queries.articles import AuthorityFacts
from archive.store import Session, Store
from index import analysis, names
from index.scoping import described, kept_while

#: How near a card is to what was typed: nearest first.
_SAME, _BEGINS, _HAS, _SOUNDS = range(4)
#: Letters of one typed name that are looked at.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name, a particle joined with what it belongs to: as typed, its stem, its skeletons."""

    norm: str
    stem: str
    skeletons: frozenset[str]


@dataclass(frozen=True)
class Card:
    """A card with all it is called, ready to be compared."""

    facts: AuthorityFacts

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Its forms, then its variants."""
        return (*(wording.value for wording in self.facts.forms.values()), *self.facts.variants)

    def placed(self, language: str) -> str:
        """What it is sorted by among cards read in a language."""
        best = self.facts.forms.best(language)
        return _folded(best[1].value) if best else ""

    @cached_property
    def _words(self) -> tuple[tuple[str, tuple[_Word, ...]], ...]:
        return tuple((_folded(name), _words_of(name, asked=False)) for name in self.called)

    def nearness(self, whole: str, typed: tuple[_Word, ...]) -> int | None:
        """How near it is to what was typed (0 nearest), None where it is something else."""
        best: int | None = None
        for name, words in self._words:
            found = _nearness(whole, typed, name, words)
            if found is not None and (best is None or found < best):
                best = found
        return best


def find(
    store: Store,
    session: Session,
    text: str,
    *,
    kinds: Collection[str] = (),
    language: str = "",
    limit: int | None = 20,
) -> list[AuthorityFacts]:
    """The cards in use that what was typed may mean, nearest first, else by their forms in `language`.

    All of these kinds for an empty text.
    """
    cards = [card for card in _cards(store, session) if not kinds or card.facts.kind in kinds]
    whole, typed = _folded(text[:_LONGEST]), _words_of(text[:_LONGEST], asked=True)
    if not typed:
        found = [] if text.strip() else [(_SAME, card) for card in cards]
    else:
        near = ((card.nearness(whole, typed), card) for card in cards)
        found = [(rank, card) for rank, card in near if rank is not None]
    found.sort(key=lambda one: (one[0], one[1].placed(language)))
    return [card.facts for _, card in found[:limit]]


def exactly(
    store: Store, session: Session, text: str, *, kinds: Collection[str] = ()
) -> list[AuthorityFacts]:
    """The cards of which a form or variant says just this: case, accents, hamza and vowel marks aside."""
    whole = _folded(text[:_LONGEST])
    if not whole:
        return []
    return [
        card.facts
        for card in _cards(store, session)
        if (not kinds or card.facts.kind in kinds) and any(_folded(name) == whole for name in card.called)
    ]


def says(called: Iterable[str], text: str) -> bool:
    """Whether one of these names has all the words of a text by stem, or is it by ear."""
    typed = tuple(word for word in _words_of(text, asked=True) if word.norm not in analysis.STOP_WORDS)
    return bool(typed) and any(
        all(any(_is_word(one, word) for word in words) for one in typed)
        for words in (_words_of(name, asked=False) for name in called)
    )


def _cards(store: Store, session: Session) -> tuple[Card, ...]:
    made: tuple[Card, ...] = kept_while(
        store,
        ("cards",),
        articles.mark(session),
        lambda: tuple(map(_card, described(store, session).authorities)),
    )
    return made


@lru_cache(maxsize=50_000)
def _card(facts: AuthorityFacts) -> Card:
    """Remembered, so that a changed card alone is read anew."""
    return Card(facts)


def _nearness(whole: str, typed: tuple[_Word, ...], name: str, words: tuple[_Word, ...]) -> int | None:
    if whole == name:
        return _SAME
    if name.startswith(whole):
        return _BEGINS
    if all(any(word.norm.startswith(one.norm) or word.stem == one.stem for word in words) for one in typed):
        return _HAS
    if all(any(word.norm.startswith(one.norm) or _sounds(one, word) for word in words) for one in typed):
        return _SOUNDS
    return None


def _sounds(typed: _Word, word: _Word) -> bool:
    """Whether a word begins, by ear, as what is being typed: "ghaz" is the beginning of الغزاوي."""
    return _is_word(typed, word) or any(
        heard.startswith(begun) for begun in typed.skeletons for heard in word.skeletons
    )


def _is_word(typed: _Word, word: _Word) -> bool:
    return typed.stem == word.stem or not typed.skeletons.isdisjoint(word.skeletons)


def _folded(text: str) -> str:
    """A name as it is compared whole: normalised words without the Arabic article before them."""
    return " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in analysis.norms(text))


def _words_of(text: str, *, asked: bool) -> tuple[_Word, ...]:
    """The words of a name; of one that is asked for, a particle counts with the word after it alone."""
    skeletons = names.keys_of if asked else names.written
    made: list[_Word] = []
    before: list[_Word] = []
    for token in analysis.tokens(text):
        norm = analysis.norm(token)
        if names.is_particle(token):
            before.append(_Word(norm, analysis.light(token), frozenset()))
            continue
        joined = " ".join((*(word.norm for word in before[-2:]), token))
        found = skeletons(token) | (skeletons(joined) if before else frozenset())
        made += [] if asked else before
        made.append(_Word(norm, analysis.light(token), found))
        before = []
    return (*made, *before)
