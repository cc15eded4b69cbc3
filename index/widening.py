"""What else to look for beside what was typed, and why: the same in the other language, for now.

Nothing is looked for silently: each `Offer` is shown to the reader, who can take it away, and stays in the
address when it was. The glossary of the archive (`archive.queries.glossary`) says what a notion is called in
the other language; the archivist edits it on the desk, and a change is true at the next search.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from archive.models import GlossaryEntry
from archive.queries import glossary
from archive.store import Session, Store
from index import analysis
from index.condition import Addition, Kind, Run, needed
from index.engine import SearchEngine
from index.parts import Both, Either, Part, Phrase, Word
from index.query import Query

#: Offers a query makes at most, and how many forms of one notion.
MOST, MOST_FORMS = 12, 3
#: What a notion's name in the other language weighs beside the words that were typed.
_OTHER_LANGUAGE = 0.5


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
class _Stretch:
    """A typed word, a phrase, or words one after the other: what an addition may stand for."""

    text: str
    stems: Run
    key: Run  # stems without articles and particles


def widened(
    store: Store, session: Session, engine: SearchEngine, query: Query, refused: Collection[str] = ()
) -> tuple[Offer, ...]:
    """What may be looked for beside a query's words, the refused ones not on."""
    found: dict[str, Offer] = {}
    notions = _notions(store, session)
    for run in _runs(query.parts):
        for offer in _in_other_language(run, notions, refused):
            found.setdefault(offer.name, offer)
    return tuple(found.values())[:MOST]


# --- the other language ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notions:
    """The glossary, ready to be looked up: by the stems of a form, its language and the other's forms."""

    forms: dict[Run, tuple[tuple[str, tuple[str, ...]], ...]]
    longest: int

    @classmethod
    def of(cls, entries: Iterable[GlossaryEntry]) -> Notions:
        """From the entries in use."""
        forms: dict[Run, dict[tuple[str, tuple[str, ...]], None]] = {}
        for entry in entries:
            for own, others, language in ((entry.ar, entry.fr, "fr"), (entry.fr, entry.ar, "ar")):
                for form in own:
                    if key := _key(form):
                        forms.setdefault(key, {}).setdefault((language, tuple(others)))
        return cls({key: tuple(found) for key, found in forms.items()}, max(map(len, forms), default=0))


def _in_other_language(
    words: Sequence[_Stretch], notions: Notions, refused: Collection[str]
) -> Iterator[Offer]:
    """Names in the other language of the longest notions among words that stand one after the other."""
    at = 0
    while at < len(words):
        for length in range(min(notions.longest, len(words) - at), 0, -1):
            stretch = _joined(words[at : at + length])
            if found := notions.forms.get(stretch.key):
                yield from _offers(stretch, found, refused)
                at += length
                break
        else:
            at += 1


def _offers(
    stretch: _Stretch, found: Iterable[tuple[str, tuple[str, ...]]], refused: Collection[str]
) -> Iterator[Offer]:
    seen: set[Run] = set()
    for language, forms in found:
        for form in forms:
            stems = analysis.stems(form)
            if not stems or stems in seen or len(seen) == MOST_FORMS:
                continue
            seen.add(stems)
            addition = Addition(stretch.stems, form, "other language", _OTHER_LANGUAGE)
            yield Offer(
                form, "other language", stretch.text, form, language, (addition,), form not in refused
            )


def _key(text: str) -> Run:
    """The stems a form is known by: without articles and particles, unless there is nothing else."""
    stems, norms = analysis.stems(text), analysis.norms(text)
    kept = tuple(s for s, word in zip(stems, norms, strict=True) if word not in analysis.STOP_WORDS)
    return kept or stems


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


# --- what was typed -------------------------------------------------------------------------------------


def _runs(parts: Sequence[Part]) -> Iterator[list[_Stretch]]:
    """The typed words that stand one after the other, and each phrase alone; of refused parts nothing."""
    run: list[_Stretch] = []
    for part in needed(parts):
        if isinstance(part, Word):
            run.append(_Stretch(part.text, part.stems, part.stems))
            continue
        if run:
            yield run
            run = []
        match part:
            case Phrase(text):
                yield [_Stretch(text, part.stems, _key(text))]
            case Both(inner):
                yield from _runs(inner)
            case Either(choices):
                for choice in choices:
                    yield from _runs((choice,))
    if run:
        yield run


def _joined(words: Sequence[_Stretch]) -> _Stretch:
    return _Stretch(
        " ".join(word.text for word in words),
        tuple(stem for word in words for stem in word.stems),
        tuple(stem for word in words for stem in word.key),
    )
