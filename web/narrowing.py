"""How a result can be narrowed, ordered and widened: facets, years, orders, chips, each with its address."""

from __future__ import annotations

from collections.abc import Mapping

from archive.letters import language_of
from archive.queries import holdings
from archive.queries.pages import Reading
from archive.store import Session
from index.parts import Phrase, Word
from index.query import Query, parse
from index.scoping import Visible, kept_briefly
from index.searching import Answer
from index.widening import Offer
from web.asked import Asked, year_of
from web.contexts import Link, Text
from web.naming import text_of
from web.search_contexts import Chip, Coverage, Facet, Histogram, YearBar
from web.shelves import lacking_by_year
from web.visiting import Visit

#: Sections that are listed.
_MOST_SECTIONS = 12
#: An issue is poorly read where more of its pages are.
_POOR = 0.5


def facets(visit: Visit, asked: Asked, answer: Answer) -> tuple[Facet, ...]:
    """What the result can be narrowed by; each count is what choosing it would give."""
    return (
        Facet("language", _languages(visit, asked, answer)),
        Facet("decade", _decades(visit, asked, answer)),
        Facet("section", _sections(visit, asked, answer)),
        Facet("quality", _qualities(visit, asked, answer)),
    )


def _languages(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    return tuple(
        Link(
            visit.say.language_name(code) or code,
            asked.url(visit, lang="" if code == asked.lang else code),
            code == asked.lang,
            count,
        )
        for code, count in answer.languages.items()
        if code != "und"
    )


def _decades(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    links = []
    for start, count in answer.decades.items():
        if start is not None:
            on = asked.from_year == str(start) and asked.to_year == str(start + 9)
            url = asked.url(visit, from_year="" if on else str(start), to_year="" if on else str(start + 9))
            links.append(Link(visit.say.span(start, start + 9), url, on, count))
    return tuple(links)


def _sections(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    links: list[Link] = []
    for section, count in answer.sections.items():
        name = text_of(section.forms, visit.language)
        on = asked.section == section.key
        if len(links) < _MOST_SECTIONS or on:
            url = asked.url(visit, section="" if on else section.key)
            links.append(Link(name.value or section.key, url, on, count, name.lang))
    return tuple(links)


def _qualities(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    say = visit.say.gettext
    words = {"good": say("good"), "fair": say("fair"), "poor": say("poor")}
    return tuple(
        Link(
            words[label],
            asked.url(visit, quality="" if label == asked.quality else label),
            label == asked.quality,
            count,
        )
        for label, count in answer.qualities.items()
        if label in words
    )


def sorts(visit: Visit, asked: Asked) -> tuple[Link, ...]:
    """The orders of a result."""
    say = visit.say.gettext
    choices = (("", say("Best first")), ("oldest", say("Oldest first")), ("newest", say("Newest first")))
    return tuple(Link(label, asked.url(visit, sort=name), name == asked.sort) for name, label in choices)


def gatherings(visit: Visit, asked: Asked, *, articles: bool) -> tuple[Link, ...]:
    """By page, by article (where any are described) or by issue."""
    say = visit.say.gettext
    choices = [("", say("Pages")), ("article", say("Articles")), ("issue", say("Issues"))]
    return tuple(
        Link(label, asked.url(visit, by=name), name == asked.by)
        for name, label in choices
        if articles or name != "article" or asked.by == "article"
    )


# --- years ----------------------------------------------------------------------------------------------


def histogram(
    visit: Visit, asked: Asked, answer: Answer, seen: Visible, read: Mapping[int, Reading]
) -> Histogram | None:
    """The years of a result, and how many pages of each were searched; None for fewer than two years."""
    counts = {year: count for year, count in answer.years.items() if year is not None}
    searched: dict[int, int] = {}
    for key, issue in seen.issues.items():
        if issue.year is not None and key in read:
            searched[issue.year] = searched.get(issue.year, 0) + read[key].with_text
    every = {*counts, *(year for year, pages in searched.items() if pages)}
    if len(every) < 2 or not counts:
        return None
    first, last = year_of(asked.from_year), year_of(asked.to_year)
    bars = tuple(
        YearBar(
            year,
            counts.get(year, 0),
            searched.get(year, 0),
            round(100 * counts.get(year, 0) / max(searched.get(year, 0), counts.get(year, 0), 1), 1),
            asked.url(visit, from_year=str(year), to_year=str(year)),
            on=bool(first or last) and (first or 0) <= year <= (last or 9999),
        )
        for year in range(min(every), max(every) + 1)
    )
    say = visit.say.gettext
    measures = (
        Link(say("Pages found"), asked.url(visit, rate=False), not asked.rate),
        Link(say("of each 100 pages"), asked.url(visit, rate=True), asked.rate),
    )
    return Histogram(bars, measures, asked.rate)


def coverage(
    visit: Visit, asked: Asked, session: Session, seen: Visible, read: Mapping[int, Reading]
) -> Coverage:
    """What may be missing from a result within its years."""
    first, last = year_of(asked.from_year) or 0, year_of(asked.to_year) or 9999
    limited = bool(asked.from_year or asked.to_year)
    lacking = _lacking(visit, session)
    poor = unread = 0
    for key, issue in seen.issues.items():
        if key not in read or (asked.issue and issue.key != asked.issue):
            continue
        if (issue.year is None and limited) or (issue.year is not None and not first <= issue.year <= last):
            continue
        here = read[key]
        unread += here.pages - here.with_text
        poor += bool(here.with_text) and here.poor > _POOR * here.with_text
    missing = 0 if asked.issue else sum(n for year, n in lacking.items() if first <= year <= last)
    return Coverage(missing, poor, unread)


def _lacking(visit: Visit, session: Session) -> dict[int, int]:
    """How many numbers of each year the archive lacks; at most some seconds old."""
    made: dict[int, int] = kept_briefly(
        visit.store,
        ("lacking", visit.public),
        lambda: lacking_by_year(holdings.expected(session, public=visit.public)),
    )
    return made


# --- what else is looked for ----------------------------------------------------------------------------


def chips(visit: Visit, asked: Asked, answer: Answer) -> tuple[Chip, ...]:
    """What is looked for beside the typed words; each address takes it away, or back in."""
    made = []
    for offer in answer.offers:
        if offer.on:
            refused = (*asked.refused, offer.name)
        else:
            refused = tuple(name for name in asked.refused if name != offer.name)
        made.append(_chip(offer, asked.url(visit, refused=refused)))
    return tuple(made)


def _chip(offer: Offer, url: str) -> Chip:
    text = "" if offer.kind == "name" else offer.text
    return Chip(
        offer.kind,
        Text.of(offer.word, language_of(offer.word)),
        Text.of(text, offer.language),
        url,
        offer.on,
    )


def ways(visit: Visit, asked: Asked, query: Query) -> tuple[Link, ...]:
    """The same words asked otherwise: only as typed, nothing beside them, as a phrase, near each other."""
    say = visit.say.gettext
    made = [Link(say("Only this spelling"), asked.url(visit, exact=not asked.exact), asked.exact)]
    if not asked.exact and (query.additions or not asked.also):
        made.append(
            Link(say("Nothing but these words"), asked.url(visit, also=not asked.also), not asked.also)
        )
    words = [part for part in query.parts if isinstance(part, Word)]
    limits = " ".join(map(str, parse(asked.q).limits))
    if len(words) == len(query.parts) and len(words) > 1:
        phrase = str(Phrase(" ".join(word.text for word in words)))
        made.append(Link(say("As one phrase"), asked.url(visit, q=f"{phrase} {limits}".strip())))
    needed = [part for part in query.needed if isinstance(part, Word)]
    if len(needed) == 2 and len(words) == len(query.parts):
        near = f"{needed[0]} NEAR {needed[1]}"
        made.append(Link(say("Near each other"), asked.url(visit, q=f"{near} {limits}".strip())))
    return tuple(made)
