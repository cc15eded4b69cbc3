"""Lines of text for programs: read with an ETag, written only by who names the version they saw."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from archive.actions import corrections
from archive.canvas import Box
from archive.errors import BadInput, Conflict
from archive.models import Issue, Page
from archive.queries import corrections as questions
from archive.queries import issues as issue_queries
from archive.queries import pages as page_queries
from archive.queries.corrections import Line
from archive.store import Session
from web.answering import PRIVATE, data_answer
from web.visiting import Visit

API = "/api/v1/lines/"
#: A line of 4,000 letters, its JSON escaped, with room to spare: bytes.
LARGEST = 1 << 15
_LANGUAGES = ("ar", "fr", "en")


def name_of(key: str, page: int, box: Box) -> str:
    """A line's name: issue, page and rectangle, which outlive a new reading ("pm4x7q2.p12.80,100,900,44")."""
    return f"{key}.p{page}.{box.x},{box.y},{box.w},{box.h}"


def line(visit: Visit) -> Response:
    """A line as it stands: its text, version and language."""
    with visit.store.read() as session:
        issue, page, box = _named(visit, session)
        found = questions.line_at(session, page, box)
    return _answer(visit, issue, page, found)


def write(visit: Visit) -> Response:
    """Put a line: JSON `{"text": …, "language"?: …}` with If-Match.

    428 without it, 412 where the line has changed since.
    """
    seen = visit.request.headers.get("if-match", "").strip()
    if not seen:
        return data_answer(
            visit.request.headers,
            {"problem": visit.translate("Say with If-Match which version of the line you saw.")},
            status=428,
            cache=PRIVATE,
        )
    text, language = _sent(visit)
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        issue, page, box = _named(visit, session)
        found = questions.line_at(session, page, box)
        try:
            tag = found.tag if seen == "*" else seen.removeprefix("W/").strip('"')
            found = corrections.correct(
                session, issue, page, box, text, by=by, tag=tag, language=language or None
            )
            status = 200
        except Conflict:
            status = 412
    return _answer(visit, issue, page, found, status)


def _named(visit: Visit, session: Session) -> tuple[Issue, Page, Box]:
    key, page, box = str(visit.param("line")).split(".")
    issue = issue_queries.by_key(session, key, public=False)
    return (
        issue,
        page_queries.by_number(session, issue, int(page[1:]), public=False),
        Box(*(int(number) for number in box.split(","))),
    )


def _sent(visit: Visit) -> tuple[str, str]:
    """The text and the language ("" for none) that were sent. Raises BadInput."""
    try:
        sent: Any = json.loads(visit.sent)
    except ValueError as error:
        raise BadInput("This is not JSON.", 'Send {{"text": "…"}}.') from error
    text = sent.get("text") if isinstance(sent, dict) else None
    language = sent.get("language", "") if isinstance(sent, dict) else ""
    if not isinstance(text, str) or language not in ("", *_LANGUAGES):
        raise BadInput(
            "A line is sent as its text and, if it changes, its language.", 'Send {{"text": "…"}}.'
        )
    return text, language


def _answer(visit: Visit, issue: Issue, page: Page, found: Line, status: int = 200) -> Response:
    told = {
        "id": name_of(issue.key, page.number, found.box),
        "text": found.text,
        "version": found.version,
        "language": found.language,
        "direction": found.direction,
        "locked": found.locked,
    }
    return data_answer(
        visit.request.headers, told, status=status, cache=PRIVATE, headers={"etag": f'"{found.tag}"'}
    )
