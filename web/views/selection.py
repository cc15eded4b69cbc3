"""A reader's selection: pages gathered across searches, kept by the browser, exported with citations.

The address names the pages (`?p=pm4x7q2.p12&p=…`), so a selection can be shared, and works without scripts.
Order and notes are the browser's; an export sends them along, and nothing is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.responses import Response

from archive.errors import BadInput
from archive.queries import page_names, pages
from archive.store import Session
from index.engine import Scope
from index.query import Query
from index.scoping import described, visible
from index.searching import Asked, FoundPage, found_page
from web.citing import Source, chicago
from web.naming import THUMBNAIL, issue_name, page_path, picture, text_of
from web.result_files import Row, sources_of
from web.search_contexts import Kept, Selection
from web.views.results import TYPES, file_answer
from web.visiting import Visit

#: Pages of one selection, letters of one note.
MOST, LONGEST_NOTE = 200, 2000
_NAME = re.compile("([0-9bcdfghjkmnpqrstvwxz]{3,16})[.]p([1-9][0-9]{0,8})")


def selection(visit: Visit) -> Response:
    """The selected pages in their order, each as it is cited."""
    names = _names(visit.several("p"))
    with visit.store.read() as session:
        found = _found(visit, session, names)
        cited = {source.name: source for source in sources_of(visit, session, found)}
    kept = tuple(_kept(visit, page, cited) for page in found)
    context = Selection(visit.to("selection/export"), kept, len(names) - len(kept))
    return visit.page("selection.html", context, "search", headers={"x-robots-tag": "noindex"})


def export(visit: Visit) -> Response:
    """The selection as a file, with what the reader noted; changes nothing. Raises BadInput."""
    ending = visit.field("format")
    if ending not in TYPES:
        raise BadInput("{format} is not a format of the export.", format=repr(ending[:20]))
    given = visit.ticked("p")
    notes = dict(zip(given, visit.ticked("note"), strict=False))
    with visit.store.read() as session:
        found = _found(visit, session, _names(given))
    rows = [Row(page, notes.get(_name(page), "").strip()[:LONGEST_NOTE]) for page in found]
    return file_answer(visit, ending, rows, "selection", {"total": len(rows)})


def _names(given: Sequence[str]) -> list[tuple[str, int]]:
    """Issue keys and page numbers, each page once."""
    found: dict[tuple[str, int], None] = {}
    for text in given[:MOST]:
        if match := _NAME.fullmatch(text):
            found.setdefault((match[1], int(match[2])))
    return list(found)


def _name(found: FoundPage) -> str:
    return f"{found.page.issue_key}.p{found.page.number}"


def _found(visit: Visit, session: Session, names: Sequence[tuple[str, int]]) -> list[FoundPage]:
    """The pages that may be seen, in the order given."""
    ids = page_names.ids(session, names)
    facts = pages.for_hits(session, list(ids.values()), public=visit.public)
    seen = visible(visit.store, session, public=visit.public)
    asked = Asked(Query(), (), seen, Scope())
    have = described(visit.store, session)
    shown = [facts[ids[name]] for name in names if name in ids and ids[name] in facts]
    return [found_page(asked, page, have) for page in shown if page.issue_id in seen.issues]


def _kept(visit: Visit, found: FoundPage, cited: dict[str, Source]) -> Kept:
    page, article = found.page, found.article
    source = cited[f"{page.issue_key}-p{page.number}"]
    return Kept(
        name=_name(found),
        url=page_path(visit.language, visit.settings.naan, page.issue_key, page.number),
        issue=issue_name(found.issue, visit.say),
        page_label=page.label or str(page.number),
        citation=chicago(source, visit.say),
        heading=(text_of(article.heading, article.language) or None) if article else None,
        cover=picture(page.issue_key, page.number, page.image, THUMBNAIL),
    )
