"""The pages of a result as files to take away: a table, data, bibliographies, a feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from archive import keys
from archive.letters import isolate
from archive.publication import today
from archive.queries import issues as issue_queries
from archive.store import Session
from index.searching import FoundPage
from web.citation_files import bibtex, ris
from web.citing import Source
from web.naming import plain_name
from web.sources import Citer
from web.visiting import Visit

COLUMNS = (
    "position",
    "address",
    "issue",
    "number",
    "date",
    "page",
    "heading",
    "language",
    "quality",
    "words",
    "text",
    "note",
)
ATOM = "http://www.w3.org/2005/Atom"
XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Row:
    """A page to take away, with what a reader noted about it."""

    found: FoundPage
    note: str = ""


def row_of(visit: Visit, position: int, row: Row) -> dict[str, str]:
    """A page as a line of a table."""
    found = row.found
    page, issue, article = found.page, found.issue, found.article
    heading = article.heading.best(article.language) if article else None
    return {
        "position": str(position),
        "address": permanent(visit, page.issue_key, page.number),
        "issue": issue.key,
        "number": issue.number,
        "date": issue.edtf,
        "page": page.label or str(page.number),
        "heading": heading[1].value if heading else "",
        "language": page.language,
        "quality": "" if page.quality is None else f"{page.quality:.3f}",
        "words": " ".join(
            word.text for word in found.words if any(lit.box == word.box for lit in found.boxes)
        ),
        "text": " … ".join(snippet.text for snippet in found.snippets),
        "note": row.note,
    }


def data_of(visit: Visit, position: int, row: Row) -> dict[str, Any]:
    """A page as data: boxes are [x, y, width, height] in canvas pixels."""
    made: dict[str, Any] = dict(row_of(visit, position, row))
    made["position"] = position
    made["quality"] = row.found.page.quality
    made["canvas"] = [row.found.page.width, row.found.page.height]
    made["boxes"] = [[lit.box.x, lit.box.y, lit.box.w, lit.box.h] for lit in row.found.boxes]
    made["why"] = [lit.kind for lit in row.found.boxes]
    return made


def sources_of(visit: Visit, session: Session, rows: Iterable[FoundPage]) -> list[Source]:
    """Pages as sources to cite, in their order."""
    found = list(rows)
    held = issue_queries.with_pages(session, {each.page.issue_id for each in found})
    citer = Citer(session, visit.settings, visit.say)
    made = []
    for each in found:
        issue = held.get(each.page.issue_id)
        page = next((p for p in issue.pages if p.number == each.page.number), None) if issue else None
        if issue is not None and page is not None:
            made.append(citer.page(issue, page))
    return made


def bibliography(visit: Visit, ending: str, sources: Sequence[Source]) -> str:
    """Sources for a reference manager: "ris" or "bib"."""
    write = bibtex if ending == "bib" else ris
    return write(sources, visit.say, date.fromisoformat(today()))


def permanent(visit: Visit, key: str, number: int) -> str:
    """The full public address of a page, for ever."""
    return f"{visit.settings.url.rstrip('/')}/{keys.ark(visit.settings.naan, key, page=number)}"


# --- the feed -------------------------------------------------------------------------------------------


def feed(
    visit: Visit,
    query: str,
    address: str,
    results: str,
    found: Sequence[FoundPage],
    when: Mapping[int, datetime],
) -> bytes:
    """A result as an Atom feed (RFC 4287), what came into the archive last first.

    `when`: when each issue came in, by its id; `address` and `results`: of this feed and of the results page.
    """
    say = visit.say.gettext
    top = ET.Element("feed", {"xmlns": ATOM, "xml:lang": visit.language})
    base = visit.settings.url.rstrip("/")
    _put(top, "id", base + address)
    _put(top, "title", f"{say('Search')}: {isolate(query)}")
    _link(top, base + address, "self", "application/atom+xml")
    _link(top, base + results, "alternate", "text/html")
    moments = [when[each.issue.id] for each in found if each.issue.id in when]
    _put(top, "updated", _moment(max(moments, default=datetime(1970, 1, 1, tzinfo=UTC))))
    author = ET.SubElement(top, "author")
    _put(author, "name", visit.site().name.value)
    for each in found:
        entry = ET.SubElement(top, "entry")
        url = permanent(visit, each.page.issue_key, each.page.number)
        label = say("p. %(label)s") % {"label": isolate(each.page.label or str(each.page.number))}
        _put(entry, "id", url)
        _put(entry, "title", visit.say.listed([plain_name(each.issue, visit.say), label]))
        _link(entry, url, "alternate", "text/html")
        _put(entry, "updated", _moment(when.get(each.issue.id, datetime(1970, 1, 1, tzinfo=UTC))))
        for snippet in each.snippets[:1]:
            summary = _put(entry, "summary", snippet.text)
            summary.set("xml:lang", snippet.language)
    return f"{XML}{ET.tostring(top, encoding='unicode')}\n".encode()


def _put(above: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(above, name)
    made.text = text
    return made


def _link(above: ET.Element, url: str, rel: str, kind: str) -> None:
    ET.SubElement(above, "link", {"href": url, "rel": rel, "type": kind})


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
