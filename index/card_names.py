"""A name under control is looked for under its card's other names: DGSN, Sûreté nationale, الأمن الوطني."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.letters import language_of
from archive.queries.articles import AuthorityFacts
from archive.store import Session, Store
from index import analysis
from index.condition import Addition, Run
from index.offers import Offer, Stretch, key_of, longest
from index.scoping import described, kept_while
from index.suggesting import Suggesting

#: What another name weighs in the language that was typed, and in the other: less than what was typed.
_SAME_LANGUAGE, _OTHER_LANGUAGE = 0.3, 0.03
#: How many other names of one card are looked for.
_MOST = 5


@dataclass(frozen=True, slots=True)
class CardNames:
    """The cards of people, units, places, subjects: all names of each, by the stems of any of them."""

    names: dict[Run, tuple[tuple[str, ...], ...]]
    longest: int

    @classmethod
    def of(cls, cards: Iterable[AuthorityFacts]) -> CardNames:
        """From the cards in use; sections are no names."""
        found: dict[Run, dict[tuple[str, ...], None]] = {}
        for card in cards:
            if card.kind != "section":
                every = (*(wording.value for wording in card.forms.values()), *card.variants)
                every = tuple(dict.fromkeys(_in_order(name) for name in every if name.strip()))
                for name in every:
                    found.setdefault(key_of(name), {}).setdefault(every)
        found.pop((), None)
        kept = {key: tuple(cards) for key, cards in found.items()}
        return cls(kept, max(map(len, kept), default=0))


def _in_order(name: str) -> str:
    """A name as it is printed in a sentence: "Laghzaoui, Mohamed" is Mohamed Laghzaoui."""
    for comma in (",", "،"):
        family, found, given = name.partition(comma)
        if found and comma not in given and given.strip():
            return f"{given.strip()} {family.strip()}"
    return name.strip()


def under_other_names(
    words: Sequence[Stretch], cards: CardNames, suggesting: Suggesting, refused: Collection[str]
) -> Iterator[Offer]:
    """The other names of what one card, and only one, calls so; those that are printed somewhere."""
    for stretch, found in longest(words, cards.names, cards.longest):
        if len(found) > 1:
            continue
        seen, offered = {stretch.stems, stretch.key}, 0
        for name in found[0]:
            stems = analysis.stems(name)
            if not stems or stems in seen or key_of(name) in seen or offered == _MOST:
                continue
            seen |= {stems, key_of(name)}
            if not suggesting.is_printed(name):
                continue
            offered += 1
            language = language_of(name)
            weight = _SAME_LANGUAGE if language == language_of(stretch.text) else _OTHER_LANGUAGE
            addition = Addition(stretch.stems, name, "other name", weight)
            yield Offer(name, "other name", stretch.text, name, language, (addition,), name not in refused)


def card_names(store: Store, session: Session) -> CardNames:
    """The names under control, read again only where one was changed."""
    cards = described(store, session).authorities
    made: CardNames = kept_while(store, ("card names",), id(cards), lambda: CardNames.of(cards))
    return made
