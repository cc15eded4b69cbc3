"""How a result can be narrowed, ordered and widened: facets, orders, chips, each with its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from archive.letters import language_of
from archive.queries.articles import AuthorityFacts
from index.offers import Offer
from index.parts import Phrase, Word
from index.query import Query, parse
from index.searching import Answer
from web import found_years
from web.asked import Asked
from web.contexts import Link, Text
from web.naming import text_of
from web.search_contexts import Chip, Facet
from web.visiting import Visit

#: The kinds of names, each a list of its own.
_NAMED: tuple[Literal["person", "organisation", "place", "subject"], ...] = (
    "person",
    "organisation",
    "place",
    "subject",
)
#: Sections, and names of each kind, that are listed.
_MOST_CARDS = 12


def facets(visit: Visit, asked: Asked, answer: Answer) -> tuple[Facet, ...]:
    """What the result can be narrowed by; each count is what choosing it would give."""
    return (
        Facet("language", _languages(visit, asked, answer)),
        Facet("decade", found_years.decades(visit, asked, answer)),
        Facet("section", _sections(visit, asked, answer)),
        *(Facet(kind, _named(visit, asked, answer, kind)) for kind in _NAMED),
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


def _sections(visit: Visit, asked: Asked, answer: Answer) -> tuple[Link, ...]:
    return _cards(visit, answer.sections, asked.section, lambda chosen: asked.url(visit, section=chosen))


def _named(visit: Visit, asked: Asked, answer: Answer, kind: str) -> tuple[Link, ...]:
    """Persons, units, places or subjects that the articles on these pages are by or about."""
    counts = {card: number for card, number in answer.named.items() if card.kind == kind}
    return _cards(visit, counts, asked.person, lambda chosen: asked.url(visit, person=chosen))


def _cards(
    visit: Visit, counts: Mapping[AuthorityFacts, int], chosen: str, url: Callable[[str], str]
) -> tuple[Link, ...]:
    """The cards with most pages, and the chosen one, by its key or that of one merged into it."""
    links: list[Link] = []
    for card, count in counts.items():
        name = text_of(card.forms, visit.language)
        on = chosen in (card.key, *card.former)
        if len(links) < _MOST_CARDS or on:
            links.append(Link(name.value or card.key, url("" if on else card.key), on, count, name.lang))
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
