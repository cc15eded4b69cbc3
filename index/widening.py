"""What else to look for beside what was typed, and why: the other language, other spellings of a name, slips.

Nothing is looked for silently: each `Offer` is shown to the reader, who can take it away, and stays away by
the address. The glossary of the archive (`archive.queries.glossary`) says what a notion is called in the
other language; the archivist edits it on the desk, and a change is true at the next search. Names are widened
by their skeletons (`names`) where a word is likely to be one, by the other names on their card where a card
has what was typed, words on hardly any page by close spellings.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from archive.letters import language_of
from archive.models import GlossaryEntry
from archive.queries import glossary
from archive.store import Session, Store
from index import analysis, names
from index.card_names import card_names, under_other_names
from index.condition import Addition, Run
from index.engine import SearchEngine
from index.offers import Offer, Stretch, joined, key_of, longest, runs
from index.query import Query
from index.scoping import described
from index.suggesting import Suggesting

#: Offers a query makes at most, and how many forms of one notion.
MOST, MOST_FORMS = 12, 3
#: What a notion's name in the other language weighs: so little that pages with the typed words lead.
_OTHER_LANGUAGE = 0.03
#: Names and close spellings: less than any word that was typed.
_NAME, _CLOSE = 0.4, 0.3
#: A word nobody knows for a name needs so many consonants to be looked for as one.
_TELLING = 3
#: Skeletons of one name that are looked for.
_MOST_KEYS = 8
#: A stem of so many consonants does not tell words apart that end in ta marbuta, written as it is normalised.
_SHORT, _FEMININE = 3, ("ه", "ات")
#: How an offer is called in an address: a name, a close spelling. The other language goes by its own words.
_NAME_SIGN, _CLOSE_SIGN = "@", "~"


def widened(
    store: Store,
    session: Session,
    engine: SearchEngine,
    query: Query,
    refused: Collection[str] = (),
    *,
    public: bool = True,
) -> tuple[Offer, ...]:
    """What may be looked for beside a query's words, the refused ones not on. Raises NoIndex."""
    found: dict[str, Offer] = {}
    notions = _notions(store, session)
    suggesting = Suggesting(store, session, engine, public=public)
    known = _known_names(store, session)
    cards = card_names(store, session)
    for run in runs(query.parts):
        in_other = [
            *under_other_names(run, cards, suggesting, refused),
            *_in_other_language(run, notions, refused),
        ]
        explained = {stem for offer in in_other for addition in offer.additions for stem in addition.of}
        unexplained = [word for word in run if not set(word.stems) <= explained]
        for offer in (
            *in_other,
            *_other_spellings(unexplained, engine, suggesting, known, refused),
            *_close_spellings(unexplained, suggesting, refused),
        ):
            found.setdefault(offer.name, offer)
    return tuple(found.values())[:MOST]


# --- names ----------------------------------------------------------------------------------------------


def _other_spellings(
    words: Sequence[Stretch],
    engine: SearchEngine,
    suggesting: Suggesting,
    known: frozenset[str],
    refused: Collection[str],
) -> Iterator[Offer]:
    """Other spellings of the words that are likely to be names; a particle goes with the name after it."""
    for at, word in enumerate(words):
        if names.is_particle(word.text) or not word.single:
            continue
        before = [one for one in words[max(0, at - 2) : at] if names.is_particle(one.text)]
        whole = joined([*before, word])
        keys = names.keys_of(whole.text) or names.keys(word.text)
        if not _likely(word, keys, known, suggesting):
            continue
        held = [key for key in sorted(keys)[:_MOST_KEYS] if _stands(engine, key)]
        if held:
            name = _NAME_SIGN + analysis.norm(word.text)
            yield Offer(
                name,
                "name",
                whole.text,
                whole.text,
                language_of(whole.text),
                tuple(Addition(whole.stems, key, "name", _NAME) for key in held),
                name not in refused,
            )


def _likely(word: Stretch, keys: Collection[str], known: frozenset[str], suggesting: Suggesting) -> bool:
    """Whether a typed word is a name: a capital, a skeleton that is known, or on hardly any page."""
    if not keys:
        return False
    if word.text[:1].isupper() or not known.isdisjoint(keys):
        return True
    return min(map(len, keys)) >= _TELLING and suggesting.is_rare(word.stems[0])


def _stands(engine: SearchEngine, key: str) -> bool:
    found = engine.lexicon(key, field="names", limit=1)
    return bool(found) and found[0].text == key


_SHIPPED = Path(__file__).with_name("pairs") / "names.tsv"


@lru_cache(maxsize=1)
def _usual_names() -> frozenset[str]:
    """The skeletons of usual Moroccan names: those of the published list."""
    with _SHIPPED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return frozenset(key for row in rows for side in ("arabic", "latin") for key in names.keys_of(row[side]))


def _known_names(store: Store, session: Session) -> frozenset[str]:
    """Those, and the skeletons of people and places under control."""
    return described(store, session).name_keys | _usual_names()


# --- close spellings ------------------------------------------------------------------------------------


def _close_spellings(
    words: Sequence[Stretch], suggesting: Suggesting, refused: Collection[str]
) -> Iterator[Offer]:
    """Words spelt nearly like those that stand on hardly any page: most such words are slips, or misread."""
    for word in words:
        if not word.single or not (found := suggesting.close_forms(word.stems[0])):
            continue
        name = _CLOSE_SIGN + analysis.norm(word.text)
        yield Offer(
            name,
            "fuzzy",
            word.text,
            " ".join(form for _, form in found),
            language_of(word.text),
            tuple(Addition(word.stems, stem, "fuzzy", _CLOSE) for stem, _ in found),
            name not in refused,
        )


# --- the other language ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notions:
    """The glossary by the stems of its forms: the form itself, and what the other language says."""

    forms: dict[Run, tuple[tuple[str, str, tuple[str, ...]], ...]]
    longest: int

    @classmethod
    def of(cls, entries: Iterable[GlossaryEntry]) -> Notions:
        """From the entries in use."""
        forms: dict[Run, dict[tuple[str, str, tuple[str, ...]], None]] = {}
        for entry in entries:
            for own, others, language in ((entry.ar, entry.fr, "fr"), (entry.fr, entry.ar, "ar")):
                for form in own:
                    if key := key_of(form):
                        forms.setdefault(key, {}).setdefault((_bare(form), language, tuple(others)))
        return cls({key: tuple(found) for key, found in forms.items()}, max(map(len, forms), default=0))


def _in_other_language(
    words: Sequence[Stretch], notions: Notions, refused: Collection[str]
) -> Iterator[Offer]:
    """Names in the other language of the longest notions among words that stand one after the other."""
    for stretch, found in longest(words, notions.forms, notions.longest):
        yield from _offers(stretch, found, refused)


def _offers(
    stretch: Stretch, found: Iterable[tuple[str, str, tuple[str, ...]]], refused: Collection[str]
) -> Iterator[Offer]:
    seen: set[Run] = set()
    # A form that is spelt as it was typed (الشرطة) goes before those that only share its stem (شرطي).
    typed = _bare(stretch.text)
    for own, language, forms in sorted(found, key=lambda one: one[0] != typed):
        for form in () if _apart(own, typed, stretch) else forms:
            stems = analysis.stems(form)
            if not stems or stems in seen or len(seen) == MOST_FORMS:
                continue
            seen.add(stems)
            addition = Addition(stretch.stems, form, "other language", _OTHER_LANGUAGE)
            yield Offer(
                form, "other language", stretch.text, form, language, (addition,), form not in refused
            )


def _apart(own: str, typed: str, stretch: Stretch) -> bool:
    """Whether a form is most likely another word that happens to share a short stem.

    عرب and عربة, شرط and شرطة: what is left of three consonants by stemming says too little where one word
    ends in ta marbuta (or its plural) and the other does not.
    """
    short = stretch.single and len(stretch.stems[0]) <= _SHORT and language_of(typed) == "ar"
    return short and own.endswith(_FEMININE) != typed.endswith(_FEMININE)


def _bare(text: str) -> str:
    """A form as it is compared: normalised words without the Arabic article."""
    return " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in analysis.norms(text))


_kept: WeakKeyDictionary[Store, tuple[tuple[int, int, int], Notions]] = WeakKeyDictionary()
_kept_lock = threading.Lock()


def _notions(store: Store, session: Session) -> Notions:
    """The glossary as it is now, read again only where it was changed."""
    mark = glossary.mark(session)
    with _kept_lock:
        held = _kept.get(store)
    if held is not None and held[0] == mark:
        return held[1]
    made = Notions.of(glossary.entries(session))
    with _kept_lock:
        _kept[store] = (mark, made)
    return made
