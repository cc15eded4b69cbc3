"""Beside the results: the search as a browser's own field, and how to search."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from functools import lru_cache
from pathlib import Path
from typing import Literal

from starlette.responses import Response

from archive.letters import language_of
from index import names
from web.answering import FIVE_MINUTES, answer
from web.contexts import Text
from web.result_files import XML
from web.search_contexts import HelpPair, HelpPairs, SearchHelp
from web.visiting import Visit

_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_PAIRS = Path(names.__file__).parent / "pairs"


def description(visit: Visit) -> Response:
    """The search of this site as browsers take it into their own field (OpenSearch 1.1)."""
    base = visit.settings.url.rstrip("/")
    top = ET.Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    name = visit.site().name.value
    for tag, text in (("ShortName", name[:16]), ("Description", name), ("InputEncoding", "UTF-8")):
        ET.SubElement(top, tag).text = text
    ET.SubElement(top, "Language").text = visit.language
    for kind, place in (
        ("text/html", "search?q={searchTerms}"),
        ("application/atom+xml", "search/feed.atom?q={searchTerms}"),
        ("application/x-suggestions+json", "search/suggest.json?form=opensearch&q={searchTerms}"),
    ):
        template = f"{base}{visit.to(place)}"
        ET.SubElement(top, "Url", {"type": kind, "template": template})
    body = ET.tostring(top, encoding="unicode")
    return answer(
        visit.request.headers,
        f"{XML}{body}\n",
        "application/opensearchdescription+xml; charset=utf-8",
        cache=FIVE_MINUTES,
    )


def help_search(visit: Visit) -> Response:
    """How to search: the query language, what is found with what, and what cannot be found."""
    return visit.page("help-search.html", SearchHelp(_lists()), "search")


@lru_cache(maxsize=1)
def _lists() -> tuple[HelpPairs, ...]:
    """The published lists: what finds what, and what must not."""
    return _list("ar"), _list("fr"), _list("names")


def _list(name: Literal["ar", "fr", "names"]) -> HelpPairs:
    with (_PAIRS / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = [list(row.values())[:4] for row in csv.DictReader(file, delimiter="\t")]
    pairs = tuple(HelpPair(_text(row[0]), _text(row[1]), row[2] == "match") for row in rows)
    return HelpPairs(name, pairs)


def _text(word: str) -> Text:
    return Text.of(word, language_of(word))
