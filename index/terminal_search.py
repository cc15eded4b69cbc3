"""The search as the terminal asks and tells it: the same question and answer as the site's."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import click

from archive.errors import N_
from archive.keys import ark
from archive.letters import isolate, language_of
from archive.queries.articles import AuthorityFacts
from archive.store import Store
from archive.terminal import tell, translate
from index.condition import Kind
from index.coverage import Coverage, coverage
from index.engine import SearchEngine, Sort
from index.gathering import Gathered, gather
from index.scoping import visible
from index.searching import FEW, Answer, FoundPage, Question
from index.searching import search as ask
from index.suggesting import Meant, Suggesting

By = Literal["page", "article", "issue"]

#: What facets, and values of them, are called, and why something is looked for beside what was typed.
_FACETS = {
    "years": N_("Years"),
    "languages": N_("Language"),
    "sections": N_("Section"),
    "persons": N_("Persons"),
    "organisations": N_("Units and institutions"),
    "places": N_("Places"),
    "subjects": N_("Subjects"),
    "qualities": N_("Quality of the text"),
}
_VALUES = {
    "": N_("unknown"),
    "ar": N_("Arabic"),
    "fr": N_("French"),
    "good": N_("good"),
    "fair": N_("fair"),
    "poor": N_("poor"),
}
_WHY: dict[Kind, str] = {
    "other language": N_("the same in the other language"),
    "other name": N_("another of its names"),
    "name": N_("another spelling of the name"),
    "fuzzy": N_("spelt nearly so"),
}


def run(
    store: Store,
    engine: SearchEngine,
    naan: str,
    text: str,
    *,
    public: bool,
    limit: int,
    offset: int,
    sort: Sort,
    by: By,
    exact: bool,
    also: bool,
    without: Sequence[str],
    facets: bool,
    as_json: bool,
) -> None:
    """Ask and tell. Raises NoIndex."""
    question = Question(text, (), exact, also, frozenset(without))
    groups: tuple[Gathered, ...] = ()
    if by == "page":
        answer = ask(store, engine, question, public=public, limit=limit, offset=offset, sort=sort)
        shown = answer.hits
    else:
        found = gather(store, engine, question, by, public=public, limit=limit, offset=offset, sort=sort)
        answer, groups = found.answer, found.groups
        shown = tuple(group.best for group in groups)
    some = None
    if by == "page" and answer.total < FEW and not offset:
        some = ask(store, engine, replace(question, some=True), public=public, limit=limit)
    with store.read() as session:
        seen = visible(store, session, public=public)
        lacks = coverage(store, session, answer.query, seen, public=public)
        suggesting = Suggesting(store, session, engine, public=public)
        meant = suggesting.meant(answer.query) if not answer.total else []
    counts = [group.count for group in groups] or [1] * len(shown)
    if as_json:
        lacking = {"missing": lacks.missing, "poor": lacks.poor, "unread": lacks.unread}
        tell(_as_plain(answer, shown, counts, meant, some, naan) | {"lacking": lacking}, as_json)
        return
    _tell(answer, shown, counts, meant, naan, facets=facets)
    if lacks:
        _tell_lacking(lacks)
    if some is not None and some.total:
        _tell_some(some, naan)


def _tell(
    answer: Answer,
    shown: Sequence[FoundPage],
    counts: Sequence[int],
    meant: Sequence[Meant],
    naan: str,
    *,
    facets: bool,
) -> None:
    for note in answer.query.notes:
        click.echo(note.told(translate), err=True)
    if facets:
        _tell_facets(answer)
    for found, count in zip(shown, counts, strict=True):
        click.echo(_as_lines(found, count, naan))
    for word in meant:
        close = " ".join(isolate(one.text) for one in word.close)
        tell(
            None,
            False,
            "{word}: on {pages} pages. Spelt nearly so: {close}" if close else "{word}: on {pages} pages.",
            word=isolate(word.word),
            pages=word.pages,
            close=close,
        )
    sentence = "Pages: {total}. Issues: {issues}."
    if answer.partial:
        sentence = "Pages: at least {total}. Issues: at least {issues}. Not all could be looked at in time."
    tell(None, False, sentence, total=answer.total, issues=answer.issues)


def _tell_lacking(lacks: Coverage) -> None:
    """What the words may also stand in, and nobody can say."""
    tell(
        None,
        False,
        "Not searched: {missing} issues that are lacking, {unread} pages without text. "
        "Read poorly: {poor} issues.",
        missing=lacks.missing,
        unread=lacks.unread,
        poor=lacks.poor,
    )


def _tell_some(some: Answer, naan: str) -> None:
    """The pages with some of the words, apart from the others."""
    click.echo()
    tell(None, False, "Pages with some of the words: {total}", total=some.total)
    for found in some.hits:
        click.echo(_as_lines(found, 1, naan))


def _tell_facets(answer: Answer) -> None:
    for offer in answer.offers:
        sign = "+" if offer.on else "-"
        click.echo(
            f"{sign} {isolate(offer.word)} → {isolate(offer.text)}"
            f"  [{translate(_WHY[offer.kind])}] --without {shlex.quote(offer.name)}"
        )
    for name, counts in _facets(answer).items():
        if counts:
            listed = "  ".join(f"{isolate(_value(key))} {number}" for key, number in counts.items())
            click.echo(f"{translate(_FACETS[name])}: {listed}")


_NAMED = ("person", "organisation", "place", "subject")


def _value(key: str) -> str:
    """A value of a facet as people read it: languages and qualities have names, what is unknown says so."""
    return translate(_VALUES[key]) if key in _VALUES else key


def _facets(answer: Answer) -> dict[str, dict[str, int]]:
    language = language_of(str(answer.query))
    return {
        "years": {str(year or ""): number for year, number in answer.years.items()},
        "languages": answer.languages,
        "sections": _by_name(answer.sections, language),
        **{f"{kind}s": _by_name(_of_kind(answer.named, kind), language) for kind in _NAMED},
        "qualities": answer.qualities,
    }


def _as_plain(
    answer: Answer,
    shown: Sequence[FoundPage],
    counts: Sequence[int],
    meant: Sequence[Meant],
    some: Answer | None,
    naan: str,
) -> dict[str, Any]:
    """An answer as JSON: boxes are [x, y, width, height] in canvas pixels."""
    return {
        "query": str(answer.query),
        "notes": [note.told() for note in answer.query.notes],
        "also": [
            {"name": o.name, "kind": o.kind, "word": o.word, "text": o.text, "on": o.on}
            for o in answer.offers
        ],
        "total": answer.total,
        "issues": answer.issues,
        "partial": answer.partial,
        **_facets(answer),
        "meant": [
            {"word": one.word, "pages": one.pages, "close": {c.text: c.pages for c in one.close}}
            for one in meant
        ],
        "hits": [_hit(found, count, naan) for found, count in zip(shown, counts, strict=True)],
        "some": {
            "total": some.total if some else 0,
            "hits": [_hit(found, 1, naan) for found in (some.hits if some else ())],
        },
    }


def _hit(found: FoundPage, count: int, naan: str) -> dict[str, Any]:
    article = found.article
    heading = article.heading.best(article.language) if article else None
    return {
        "page": ark(naan, found.issue.key, page=found.page.number),
        "issue": found.issue.key,
        "date": found.issue.edtf,
        "label": found.page.label,
        "language": found.page.language,
        "heading": heading[1].value if heading else "",
        "count": count,
        "score": found.score,
        "snippet": " … ".join(snippet.text for snippet in found.snippets),
        "boxes": [[box.x, box.y, box.w, box.h] for box in (lit.box for lit in found.boxes)],
        "why": [lit.kind for lit in found.boxes],
    }


def _of_kind(counts: Mapping[AuthorityFacts, int], kind: str) -> dict[AuthorityFacts, int]:
    return {card: number for card, number in counts.items() if card.kind == kind}


def _by_name(counts: Mapping[AuthorityFacts, int], language: str) -> dict[str, int]:
    made = {}
    for card, number in counts.items():
        form = card.forms.best(language)
        made[form[1].value if form else card.key] = number
    return made


def _as_lines(found: FoundPage, count: int, naan: str) -> str:
    """A hit for people: where it is, and the snippet with what is lit in bold; Arabic between isolates."""
    name = found.issue.name.best("")
    where = [
        ark(naan, found.issue.key, page=found.page.number),
        isolate(name[1].value) if name else "",
        found.issue.edtf,
        found.page.label,
    ]
    if count > 1:
        where.append(translate("{count} pages").format(count=count))
    lines = ["  ".join(part for part in where if part)]
    for snippet in found.snippets:
        text = "".join(
            click.style(part, bold=True, underline=why not in ("", "word")) if lit else part
            for (part, lit), why in zip(snippet.parts, snippet.why, strict=True)
        )
        lines.append("    " + isolate(text, snippet.direction))
    return "\n".join(lines)
