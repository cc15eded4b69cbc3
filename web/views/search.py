"""Searching the pages: what was found, with a line of the scan, narrowed, ordered, gathered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from archive.letters import language_of
from archive.queries import issues
from index.coverage import coverage
from index.engine import DEEPEST, NoIndex
from index.gathering import gather
from index.parts import Either, Word
from index.query import Query, parse
from index.scoping import readings, visible
from index.searching import FEW, Answer, Question
from index.searching import search as ask
from index.suggesting import Meant, Suggesting
from web import found_years, narrowing
from web.asked import Asked, asked_in
from web.contexts import Link, Pager, Text
from web.hits import hit_of
from web.listing import pager
from web.search_contexts import Hit, Search, WordCount
from web.visiting import Visit

PER_SCREEN = 20
#: Deeper than this nobody reads; who needs more narrows the search or takes it away as a file.
_DEEPEST = 500
#: So many pages with only some of the words are shown.
_SOME = 10
EXPORTS = {"csv": "CSV", "json": "JSON", "ris": "RIS", "bib": "BibTeX"}


def search(visit: Visit) -> Response:
    """The form, or what was found; 503 where the index is being made again."""
    asked = asked_in(visit)
    asked = replace(asked, page=min(asked.page, _DEEPEST // PER_SCREEN))
    status = 200
    if not asked.q:
        context = _empty(visit, asked)
    else:
        try:
            context = _found(visit, asked)
            if not context.total and not context.at_least:
                visit.pieces.tallies.unanswered(visit, asked.q)
        except NoIndex:
            status = 503
            problem = visit.say.gettext(
                "The search index is being made again. Searching works again shortly; everything else works."
            )
            context = replace(_empty(visit, asked), problem=problem)
    headers = {"x-robots-tag": "noindex"} | ({"retry-after": "30"} if status == 503 else {})
    return visit.page("search.html", context, "search", status=status, headers=headers)


@dataclass(frozen=True)
class _Result:
    """An answer with its hits told, by page or gathered."""

    answer: Answer
    hits: tuple[Hit, ...]
    groups: int
    whole: bool = True


def _ask(visit: Visit, asked: Asked) -> _Result:
    offset = (asked.page - 1) * PER_SCREEN
    engine = visit.pieces.engine
    if asked.by:
        found = gather(
            visit.store,
            engine,
            asked.question,
            asked.by,
            public=visit.public,
            limit=PER_SCREEN,
            offset=offset,
            sort=asked.order,
        )
        query = found.answer.query
        hits = tuple(hit_of(visit, asked, group.best, query, group) for group in found.groups)
        return _Result(found.answer, hits, found.total, found.whole)
    answer = ask(
        visit.store,
        engine,
        asked.question,
        public=visit.public,
        limit=PER_SCREEN,
        offset=offset,
        sort=asked.order,
    )
    hits = tuple(hit_of(visit, asked, found, answer.query) for found in answer.hits)
    return _Result(answer, hits, answer.total)


def _empty(visit: Visit, asked: Asked) -> Search:
    with visit.store.read() as session:
        searched = issues.extent(session, public=visit.public).pages_with_text
    return Search(
        asked.q,
        searched=searched,
        fields=asked.fields(),
        years=(asked.from_year, asked.to_year),
        limited=asked.limited,
        everywhere=asked.everywhere(visit) if asked.limited else "",
    )


def _unlimited(visit: Visit, asked: Asked, query: Query) -> dict[str, Any]:
    """Whether anything narrows the result, typed limits too, and the way to the same words without."""
    if not query.limits or not query.parts:
        return {"limited": bool(query.limits)}
    words = " ".join(map(str, parse(asked.q).parts))
    return {"limited": True, "everywhere": asked.everywhere(visit, q=words)}


def _found(visit: Visit, asked: Asked) -> Search:
    result = _ask(visit, asked)
    answer = result.answer
    with visit.store.read() as session:
        seen = visible(visit.store, session, public=visit.public)
        read = readings(visit.store, session, public=visit.public)
        lacks = coverage(visit.store, session, answer.query, seen, public=visit.public)
        suggesting = Suggesting(visit.store, session, visit.pieces.engine, public=visit.public)
        meant = suggesting.meant(answer.query) if not answer.total else []
        corrected = suggesting.corrected(answer.query) if not answer.total else None
    some, some_total = _some(visit, asked, answer)
    limited = asked.from_year or asked.to_year
    return replace(
        _empty(visit, asked),
        **_unlimited(visit, asked, answer.query),
        worded=bool(answer.query.parts),
        total=answer.total,
        issues=answer.issues,
        groups=result.groups,
        by=asked.by,
        at_least=answer.partial,
        hits=result.hits,
        some=some,
        some_total=some_total,
        chips=narrowing.chips(visit, asked, answer),
        ways=narrowing.ways(visit, asked, answer.query),
        facets=narrowing.facets(visit, asked, answer),
        histogram=found_years.histogram(visit, asked, answer, seen, read),
        all_years=asked.url(visit, from_year="", to_year="") if limited else "",
        sorts=narrowing.sorts(visit, asked),
        gatherings=narrowing.gatherings(
            visit, asked, articles=bool(answer.sections) or _has_articles(answer)
        ),
        pager=_pager(visit, asked, result.groups),
        words=tuple(_word(visit, asked, one) for one in meant),
        corrected=_corrected(visit, asked, corrected),
        any_word=_any_word(visit, asked, answer.query) if not answer.total else "",
        coverage=lacks,
        notes=_notes(visit, result),
        exports=tuple(
            Link(label, asked.url(visit, f"search/results.{ending}")) for ending, label in EXPORTS.items()
        ),
        feed=asked.url(visit, "search/feed.atom", page=1),
    )


def _has_articles(answer: Answer) -> bool:
    return bool(answer.sections) or any(found.article is not None for found in answer.hits)


def _notes(visit: Visit, result: _Result) -> tuple[str, ...]:
    """What could not be read as meant, and what the answer leaves out."""
    notes = [note.told(visit.translate) for note in result.answer.query.notes]
    if result.answer.partial:
        notes.append(visit.say.gettext("Not all pages could be looked at in time; narrow the search."))
    if not result.whole:
        notes.append(
            visit.say.gettext("Only the first pages of this large result were gathered; narrow the search.")
        )
    return tuple(notes)


def _some(visit: Visit, asked: Asked, answer: Answer) -> tuple[tuple[Hit, ...], int]:
    """Pages with some of the words, where there are few with all of them."""
    words = [part for part in answer.query.needed if not isinstance(part, Either)]
    if answer.total >= FEW or len(words) < 2 or asked.page > 1 or asked.by:
        return (), 0
    question: Question = replace(asked.question, some=True)
    found = ask(visit.store, visit.pieces.engine, question, public=visit.public, limit=_SOME)
    return tuple(hit_of(visit, asked, each, found.query) for each in found.hits), found.total


def _word(visit: Visit, asked: Asked, meant: Meant) -> WordCount:
    return WordCount(
        Text.of(meant.word, language_of(meant.word)),
        meant.pages,
        asked.url(visit, q=meant.word),
        tuple(
            Link(close.text, asked.url(visit, q=close.text), count=close.pages, lang=close.language)
            for close in meant.close
        ),
    )


def _corrected(visit: Visit, asked: Asked, query: Query | None) -> Link | None:
    if query is None:
        return None
    text = " ".join(map(str, query.parts))
    return Link(text, asked.url(visit, q=text), lang=language_of(text))


def _any_word(visit: Visit, asked: Asked, query: Query) -> str:
    """The address that asks for any of the words; "" for a query of one."""
    words = [part for part in query.needed if isinstance(part, Word)]
    return asked.url(visit, q=" OR ".join(map(str, words))) if len(words) > 1 else ""


def _pager(visit: Visit, asked: Asked, total: int) -> Pager | None:
    last = (min(total, _DEEPEST, DEEPEST) + PER_SCREEN - 1) // PER_SCREEN
    return pager(asked.page, last, lambda page: asked.url(visit, page=page)) if last > 1 else None
