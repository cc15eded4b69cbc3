"""What programs follow: Atom feeds of arrivals, and the sitemap. Pure functions that write XML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup, escape

from archive.letters import clean, without_bidi_marks

ATOM_TYPE = "application/atom+xml; charset=utf-8"
XML_TYPE = "application/xml; charset=utf-8"
_HEAD = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a feed. `id`: lasting; `updated`: a moment; `image`: full address or ""."""

    id: str
    title: str
    url: str
    updated: datetime
    summary: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page for the sitemap: its address in each language, the day it was changed (ISO, "" unknown)."""

    urls: tuple[str, ...]
    changed: str = ""


def _text(value: str) -> Markup:
    """`value` fit for XML: no control characters, no marks that steer direction, escaped."""
    return escape(without_bidi_marks(clean(value)))


def moment(at: datetime) -> str:
    """A moment as RFC 3339 has it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def atom(title: str, address: str, page: str, language: str, author: str, entries: Iterable[Entry]) -> str:
    """A feed (RFC 4287). `address`: its own; `page`: the one people read."""
    lines = list(entries)
    latest = max((entry.updated for entry in lines), default=datetime(2000, 1, 1, tzinfo=UTC))
    head = Markup(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">\n<id>{}</id>\n<title>{}</title>\n'
        '<updated>{}</updated>\n<author><name>{}</name></author>\n<link rel="self" href="{}"/>\n'
        '<link rel="alternate" type="text/html" href="{}"/>\n'
    ).format(
        language, _text(address), _text(title), moment(latest), _text(author), _text(address), _text(page)
    )
    return str(_HEAD + head + Markup("").join(_entry(entry) for entry in lines) + Markup("</feed>\n"))


def _entry(entry: Entry) -> Markup:
    picture = (
        Markup('<link rel="enclosure" type="image/jpeg" href="{}"/>\n').format(_text(entry.image))
        if entry.image
        else Markup("")
    )
    summary = Markup("<summary>{}</summary>\n").format(_text(entry.summary)) if entry.summary else Markup("")
    return (
        Markup(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n"
            '<link rel="alternate" type="text/html" href="{}"/>\n'
        ).format(_text(entry.id), _text(entry.title), moment(entry.updated), _text(entry.url))
        + picture
        + summary
        + Markup("</entry>\n")
    )


def sitemap(places: Iterable[Place]) -> str:
    """A sitemap (sitemaps.org 0.9). Which of them are one page in other languages, the pages say."""
    lines = [_HEAD, Markup('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')]
    for place in places:
        day = Markup("<lastmod>{}</lastmod>").format(place.changed) if place.changed else Markup("")
        lines += [Markup("<url><loc>{}</loc>{}</url>\n").format(_text(url), day) for url in place.urls]
    return str(Markup("").join([*lines, Markup("</urlset>\n")]))


def sitemap_index(addresses: Iterable[tuple[str, str]]) -> str:
    """The list of sitemaps: (address, ISO day or "")."""
    lines = [_HEAD, Markup('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')]
    for url, changed in addresses:
        day = Markup("<lastmod>{}</lastmod>").format(changed) if changed else Markup("")
        lines.append(Markup("<sitemap><loc>{}</loc>{}</sitemap>\n").format(_text(url), day))
    return str(Markup("").join([*lines, Markup("</sitemapindex>\n")]))
