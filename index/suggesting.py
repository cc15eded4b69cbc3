"""What a reader may mean: words completed while typing, close spellings, from the archive's own words.

What is suggested is a printed form, never a stem, in the script being typed, and it stands on a page that
this reader may see: counts come from searches, forms from the pages found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.letters import language_of
from archive.queries import changes, glossary, pages
from archive.store import Session, Store
from archive.words import unpack
from index import analysis
from index.engine import Scope, SearchEngine
from index.query import Both, Either, Near, Part, Phrase, Query, Word, parse
from index.scoping import Visible, described, kept_while, visible
from index.vocabulary import Vocabulary, vocabulary

#: Completions shown at once, stems tried for them, pages looked at for a printed form.
MOST, _TRIED, _LOOKED_AT = 8, 16, 3
#: Stems tried for one issue, where the archive's most usual words need not stand.
_TRIED_INSIDE = 64
#: A word on fewer pages may be a slip: close spellings are offered.
RARE = 3
_ELIDED = re.compile("^(?:[lmtnsjdc]|qu|jusqu|lorsqu|puisqu)['\u2019\u02bc\u2018](?=.)", re.IGNORECASE)
_LAST = re.compile('[^\\s"«»“”„()]+$')
#: Forms that are remembered at once, so that typing on costs little.
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for: the whole query, its language, on how many pages it is found."""

    text: str
    language: str
    pages: int


@dataclass(frozen=True, slots=True)
class Meant:
    """A word of a query: on how many pages it stands, and what may have been meant instead."""

    word: str
    pages: int
    close: tuple[Suggestion, ...] = ()


class Suggesting:
    """Suggestions to one kind of visitor, within one look at the store.

    `issue` (its id): only what stands in this issue, counted in it.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        engine: SearchEngine,
        *,
        public: bool,
        issue: int | None = None,
    ) -> None:
        self._store, self._session, self._engine, self._public = store, session, engine, public
        self._issue = issue
        self._words: Vocabulary | None = vocabulary(engine)
        self._seen: Visible = visible(store, session, public=public)
        self._moment = changes.newest(session)

    def complete(self, text: str, most: int = MOST) -> list[Suggestion]:
        """What the typed text may go on to: its last word completed, names and notions that begin so.

        Nothing for a last word of one letter. Raises NoIndex.
        """
        last = _LAST.search(analysis.plain(text))
        if last is None or ":" in last[0] or len(analysis.norm(last[0].lstrip("-"))) < 2:
            return []
        typed = last[0].lstrip("-")
        head = text[: last.start()] + last[0][: len(last[0]) - len(typed)]
        found: dict[str, Suggestion] = {}
        words = self._words_beginning(head, typed, most if " " in text.strip() else most // 2)
        phrases = self._phrases(text)
        # One word begun is most likely that word; after two, what the notion or name is called.
        for suggestion in (*phrases, *words) if " " in text.strip() else (*words, *phrases):
            found.setdefault(suggestion.text, suggestion)
            if len(found) == most:
                break
        return list(found.values())

    def meant(self, query: Query) -> list[Meant]:
        """Each word of a query with its pages, and close spellings of those on few. Raises NoIndex."""
        made = []
        for word in dict.fromkeys(_words(query.parts)):
            number = self._count(Query((word,), exact=query.exact))
            made.append(Meant(word.text, number, self._close(word) if number < RARE else ()))
        return made

    def corrected(self, query: Query) -> Query | None:
        """The query with each unknown word in its nearest known spelling; None where none has one."""
        swaps = {one.word: one.close[0].text for one in self.meant(query) if not one.pages and one.close}
        if not swaps:
            return None
        parts = tuple(_swapped(part, swaps) for part in query.parts)
        return replace(query, parts=parts)

    def is_rare(self, stem: str) -> bool:
        """Whether a stem stands on hardly any page."""
        return self._words is not None and self._words.pages_with(stem) < RARE

    def is_printed(self, name: str) -> bool:
        """Whether a name, as it is written, stands on a page one may see."""
        return self._count(Query((Phrase(name),))) > 0

    def close_forms(self, stem: str, most: int = 3) -> list[tuple[str, str]]:
        """Stems spelt nearly like this one that stand on pages one may see: (stem, printed form)."""
        if self._words is None or not self.is_rare(stem):
            return []
        found = []
        for other in self._words.close(stem):
            if form := self._form(other):
                found.append((other, form[0]))
            if len(found) == most:
                break
        return found

    # --- words ---

    def _words_beginning(self, head: str, typed: str, most: int) -> Iterator[Suggestion]:
        if self._words is None:
            return
        language = language_of(typed)
        shown = 0
        tried = _TRIED if self._issue is None else _TRIED_INSIDE
        for stem in self._words.beginning(analysis.beginning(typed), tried):
            form = self._form(stem, typed)
            if form is not None and language_of(form[0]) == language:
                yield Suggestion(head + form[0], language, form[1])
                shown += 1
            if shown == most:
                return

    def _close(self, word: Word) -> tuple[Suggestion, ...]:
        if len(word.stems) != 1:
            return ()
        made = []
        for stem, form in self.close_forms(word.stems[0]):
            made.append(Suggestion(form, language_of(form), self._count(parse(stem))))
        return tuple(made)

    def _form(self, stem: str, start: str = "") -> tuple[str, int] | None:
        """How a stem is printed on pages one may see (beginning so), and on how many it stands."""
        key = (self._moment, self._public, self._issue, stem, start)
        remembered = self._words.forms if self._words is not None else {}
        if key not in remembered:
            if len(remembered) > _REMEMBERED:
                remembered.clear()
            remembered[key] = self._looked_up(stem, start)
        found = remembered[key]
        return found if isinstance(found, tuple) else None

    def _looked_up(self, stem: str, start: str) -> tuple[str, int] | None:
        results = self._engine.search(parse(stem), self._scope, limit=_LOOKED_AT)
        ids = [hit.page_id for hit in results.hits]
        facts = pages.for_hits(self._session, ids, public=self._public)
        forms: Counter[str] = Counter()
        wanted = analysis.norm(start)
        for page in facts.values():
            for text, _ in analysis.printed(unpack(page.words)):
                for token in analysis.tokens(text):
                    if analysis.light(token) == stem and analysis.norm(token).startswith(wanted):
                        forms[_ELIDED.sub("", token)] += 1
        if not forms:
            return None
        small = {form.casefold() for form in forms if form == form.casefold()}
        best = max(forms, key=lambda form: (forms[form] + forms[form.casefold()] * (form in small), form))
        return (best.casefold() if best.casefold() in small else best), results.total

    # --- names and notions ---

    def _phrases(self, text: str) -> Iterator[Suggestion]:
        """Names under control that begin as the whole text does and stand on a page."""
        typed = " ".join(analysis.norms(text))
        if len(typed) < 2:
            return
        language = language_of(text)
        shown = 0
        for form in self._named():
            if language_of(form) != language or not " ".join(analysis.norms(form)).startswith(typed):
                continue
            if " " in form and (number := self._count(parse(f'"{form}"'))):
                yield Suggestion(form, language, number)
                shown += 1
            if shown == MOST // 2:
                return

    def _named(self) -> Iterator[str]:
        for authority in described(self._store, self._session).authorities:
            yield from (wording.value for wording in authority.forms.values())
        yield from kept_while(self._store, ("forms",), glossary.mark(self._session), self._forms_of_notions)

    def _forms_of_notions(self) -> tuple[str, ...]:
        return tuple(form for e in glossary.entries(self._session) for form in (*e.ar, *e.fr))

    # --- counting ---

    @property
    def _scope(self) -> Scope:
        issues = None if self._issue is None else {self._issue}
        return Scope(self._seen.issues.keys(), self._seen.hidden, issues)

    def _count(self, query: Query) -> int:
        return self._engine.search(query, self._scope, limit=0).total


def _words(parts: Iterable[Part]) -> Iterator[Word]:
    """The words a page must have, one by one."""
    for part in parts:
        match part:
            case Word():
                if not part.common:
                    yield part
            case Phrase(text):
                yield from (word for word in map(Word, analysis.tokens(text)) if not word.common)
            case Near(first, second):
                yield from _words((first, second))
            case Both(inner) | Either(inner):
                yield from _words(inner)


def _swapped(part: Part, swaps: dict[str, str]) -> Part:
    match part:
        case Word(text):
            return Word(swaps.get(text, text))
        case Phrase(text):
            return Phrase(" ".join(swaps.get(token, token) for token in analysis.tokens(text)))
        case Both(inner):
            return Both(tuple(_swapped(one, swaps) for one in inner))
        case Either(inner):
            return Either(tuple(_swapped(one, swaps) for one in inner))
    return part
