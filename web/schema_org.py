"""What search engines and reference managers read of a page: schema.org in JSON-LD.

Pure functions of plain values. `written` makes the JSON safe inside a `<script>`: no value can close it.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from web.citing import Source, page_span, year_and_month

Json = dict[str, Any]
_CONTEXT = "https://schema.org"


def written(data: Json) -> Markup:
    """JSON for a data block of the page."""
    text = json.dumps(
        _without_empty({"@context": _CONTEXT, **data}), ensure_ascii=False, separators=(",", ":")
    )
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - the letters that could end the block are escaped


def periodical(name: str, url: str, publisher: str, issn: str, languages: tuple[str, ...]) -> Json:
    """The magazine; `url`: where its archive is."""
    return {
        "@type": "Periodical",
        "@id": f"{url}/#periodical",
        "name": name,
        "issn": issn,
        "inLanguage": list(languages),
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "url": url,
    }


def issue(source: Source, of: Json, pages: int, image: str) -> Json:
    """An issue of it."""
    return {
        "@type": "PublicationIssue",
        "@id": source.url,
        "url": source.url,
        "name": source.magazine,
        "issueNumber": source.number,
        "datePublished": _day(source),
        "isPartOf": of,
        "numberOfPages": pages or None,
        "image": image,
        **_rights(source),
    }


def article(source: Source, of: Json, image: str, text: str = "") -> Json:
    """An article of an issue (`of`); `text`: its beginning."""
    return {
        "@type": "Article",
        "@id": source.url,
        "url": source.url,
        "headline": source.heading,
        "author": [{"@type": "Person", "name": name} for name in source.authors],
        "inLanguage": source.language if source.language != "und" else None,
        "pagination": page_span(source.pages),
        "datePublished": _day(source),
        "description": text,
        "isPartOf": of,
        "image": image,
        **_rights(source),
    }


def page(source: Source, of: Json, image: str) -> Json:
    """A page of an issue (`of`): a part of it with a picture."""
    return {
        "@type": "CreativeWork",
        "@id": source.url,
        "url": source.url,
        "name": f"{source.magazine}, {page_span(source.pages)}",
        "inLanguage": source.language if source.language != "und" else None,
        "datePublished": _day(source),
        "isPartOf": of,
        "image": image,
        **_rights(source),
    }


#: What schema.org calls the kinds of names under control.
_KINDS = {"person": "Person", "organisation": "Organization", "place": "Place"}


def authority(kind: str, url: str, name: str, others: tuple[str, ...], same: tuple[str, ...]) -> Json:
    """A name under control; `others`: what else it is called; `same`: its addresses elsewhere."""
    return {
        "@type": _KINDS.get(kind, "DefinedTerm"),
        "@id": url,
        "url": url,
        "name": name,
        "alternateName": list(dict.fromkeys(others)),
        "sameAs": list(same),
    }


def _day(source: Source) -> str:
    """The date as schema.org takes it, a year, a month or a day; "" for one that is none of those."""
    year, month = year_and_month(source)
    if year is None:
        return ""
    return f"{year:04}-{month:02}" if month else f"{year:04}"


def _rights(source: Source) -> Json:
    """An address is a licence, a sentence a notice."""
    if not source.rights:
        return {}
    return (
        {"license": source.rights} if source.rights.startswith("http") else {"copyrightNotice": source.rights}
    )


def _without_empty(data: Json) -> Json:
    made = {}
    for name, value in data.items():
        shown = _without_empty(value) if isinstance(value, dict) else value
        if shown not in (None, "", [], {}):
            made[name] = shown
    return made
