"""An article as a form: flat values by input, and back to fields; what both sides of an edit changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archive.canvas import Box
from archive.errors import BadInput
from archive.letters import western_digits
from archive.models import Article, Issue, Zone, from_plain
from archive.texts import NO_TEXT, Texts, Wording

#: Languages a heading is given in.
WRITTEN = ("ar", "fr")
#: What an article can be written in.
LANGUAGES = ("ar", "fr", "en", "es")
#: Inputs of the form, and the field of the record each comes from.
INPUTS = {
    "heading.ar": "heading",
    "heading.fr": "heading",
    "byline": "byline",
    "authors": "authors",
    "about": "about",
    "section": "section_id",
    "language": "language",
    "start": "pages",
    "end": "pages",
    "zones": "zones",
    "pair": "pair",
}
_ZONE = re.compile(r"p(\d{1,9})[ \t]+(\d{1,6})[ ,]+(\d{1,6})[ ,]+(\d{1,6})[ ,]+(\d{1,6})")

Flat = Mapping[str, str]


def flat_of(values: Callable[[str], Any]) -> dict[str, str]:
    """What the inputs say; `values` gives a field of the record."""
    heading: Texts = values("heading") or NO_TEXT
    pages: tuple[int, ...] = values("pages") or ()
    made = {f"heading.{tag}": heading.get(tag, Wording("")).value for tag in WRITTEN}
    made |= {name: _said(values(name)) for name in ("byline", "language", "pair")}
    made |= {name: "\n".join(values(name) or ()) for name in ("authors", "about")}
    made["section"] = _said(values("section_id"))
    made["start"], made["end"] = (str(pages[0]), str(pages[-1])) if pages else ("", "")
    made["zones"] = zones_text(values("zones") or ())
    return made


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def flat(article: Article) -> dict[str, str]:
    """What the inputs of an article say as it is."""
    return flat_of(lambda field: getattr(article, field))


def flat_before(article: Article, before: Mapping[str, Any]) -> dict[str, str]:
    """What they said before others changed it; `before`: plain values by field."""
    plain = {field: from_plain(Article, field, value) for field, value in before.items()}
    return flat_of(lambda field: plain[field] if field in plain else getattr(article, field))


def clashes(mine: Flat, base: Flat, theirs: Flat) -> list[str]:
    """Inputs that both sides changed to different things."""
    return [
        name
        for name, value in mine.items()
        if value != base[name] and theirs[name] != base[name] and value != theirs[name]
    ]


def merged(mine: Flat, base: Flat, theirs: Flat) -> dict[str, str]:
    """Mine where I changed something, theirs where I did not."""
    return {name: theirs[name] if value == base[name] else value for name, value in mine.items()}


def zones_text(zones: Sequence[Zone]) -> str:
    """Zones as people can type them, one a line: "p3 120,80,600,400"."""
    return "\n".join(f"p{z.page} {z.box.x},{z.box.y},{z.box.w},{z.box.h}" for z in zones)


def zones_of(text: str) -> tuple[Zone, ...]:
    """Zones from what was typed. Raises BadInput for a line that is none."""
    found = []
    for line in western_digits(text).splitlines():
        if not line.strip():
            continue
        match = _ZONE.fullmatch(line.strip())
        if match is None:
            raise BadInput("This is no zone: {value}", "Draw it on the picture.", value=line.strip()[:40])
        page, *box = map(int, match.groups())
        found.append(Zone(page, Box(*box)))
    return tuple(found)


def fields_of(wanted: Flat, issue: Issue, article: Article | None) -> dict[str, Any]:
    """The record's fields to write, the pair apart; only those that differ. Raises BadInput."""
    shown = flat(article) if article is not None else dict.fromkeys(INPUTS, "")
    differ = {name for name in INPUTS if wanted[name] != shown[name]}
    fields: dict[str, Any] = {}
    if "language" in differ:
        if wanted["language"] not in LANGUAGES:
            raise BadInput("Choose the language of the article.")
        fields["language"] = wanted["language"]
    if differ & {"heading.ar", "heading.fr"} or article is None:
        fields["heading"] = _heading(wanted, article)
    fields |= {name: wanted[name] for name in differ & {"byline"}}
    fields |= {name: tuple(wanted[name].splitlines()) for name in differ & {"authors", "about"}}
    if "section" in differ:
        fields["section_id"] = _number(wanted["section"]) if wanted["section"] else None
    if differ & {"start", "end", "zones"}:
        fields["zones"] = zones_of(wanted["zones"])
        fields["pages"] = _pages(
            wanted, issue, article, fields["zones"], moved=bool(differ & {"start", "end"})
        )
    return fields


def _heading(wanted: Flat, article: Article | None) -> Texts:
    """What is printed in the article's language, and what we supply in the other."""
    heading = article.heading if article is not None else NO_TEXT
    for tag in WRITTEN:
        value, before = wanted[f"heading.{tag}"], heading.get(tag)
        if before is None or before.value != value:
            heading = heading.with_wording(tag, value, supplied=tag != wanted["language"])
    return heading


def _pages(
    wanted: Flat, issue: Issue, article: Article | None, zones: Sequence[Zone], *, moved: bool
) -> tuple[int, ...]:
    """From the first page to the last in their stream, and what zones lie on besides."""
    if article is not None and not moved:
        pages = list(article.pages)
    else:
        order = reading_order(issue)
        start = _number(wanted["start"])
        end = _number(wanted["end"]) if wanted["end"] else start
        if start not in order or end not in order:
            raise BadInput("An article stands on pages of its issue.", "Choose the page it begins on.")
        low, high = order.index(start), order.index(end)
        if high < low:
            raise BadInput("The article ends before it begins.", "Choose the last page anew.")
        pages = order[low : high + 1]
    return tuple(dict.fromkeys([*pages, *(zone.page for zone in zones)]))


def reading_order(issue: Issue) -> list[int]:
    """The minted numbers of an issue's pages, stream after stream."""
    streamed = [number for stream in issue.streams for number in stream.pages]
    held = {page.number for page in issue.pages}
    every = dict.fromkeys([*streamed, *(page.number for page in issue.pages)])
    return [number for number in every if number in held]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadInput("The form did not arrive whole.", "Send it again.")
    return int(text)
