"""Files to take away: PDFs, texts, ALTO. What may be seen is decided by the store in each answer."""

from __future__ import annotations

from starlette.responses import Response

from archive import publication
from archive.alto_files import write_alto
from archive.errors import NotFound
from archive.letters import direction_of
from archive.models import Issue, Page, Stream
from archive.queries import hidden, issues, pages
from archive.redacting import shown_alto
from archive.store import Session
from archive.words import lines_of
from web.answering import CHECKED, FOR_EVER, PRIVATE, answer, data_answer, file_answer
from web.naming import plain_name
from web.views.issue import shown_pages
from web.visiting import Visit


def pdf(visit: Visit) -> Response:
    """The searchable PDF of a stream, by Range too."""
    name = f"s{visit.param('stream')}.v{visit.param('version')}.pdf"
    with visit.store.read() as session:
        issue = issues.by_key(session, visit.param("key"), public=visit.public)
        path = _pdf_path(session, issue, name, public=visit.public)
        called = plain_name(issue, visit.say)
    cache = FOR_EVER if visit.account is None else PRIVATE
    return file_answer(visit.store.files.path(path), "application/pdf", cache=cache, name=f"{called}.pdf")


def _pdf_path(session: Session, issue: Issue, name: str, *, public: bool) -> str:
    """Where the PDF lies. Raises NotFound for another version, and where a page of it is hidden."""
    if public:
        path = publication.wanted_links(session, issue).get(name)
    else:
        path = next((s.pdf_path for s in issue.streams if name == f"s{s.number}.v{s.pdf_version}.pdf"), None)
    if not path or not session.info["files"].path(path).is_file():
        raise NotFound("There is no such file of the issue {key}.", key=issue.key)
    return path


def stream_text(visit: Visit) -> Response:
    """The text of a stream's pages in its order, a form feed between pages."""
    with visit.store.read() as session:
        issue = issues.by_key(session, visit.param("key"), public=visit.public)
        stream = stream_of(issue, visit.number("stream"))
        shown = shown_pages(issue, public=visit.public)
        own = [shown[number] for number in stream.pages if number in shown]
        texts = pages.plain_texts(session, [page.id for page in own])
    return _text(visit, "\f".join(texts.get(page.id, "") + "\n" for page in own))


def page_text(visit: Visit) -> Response:
    """The text of a page: a printed line a line, a blank line between blocks."""
    with visit.store.read() as session:
        _, page = _page(visit, session)
        text = pages.plain(session, page)
    return _text(visit, text + "\n")


def page_alto(visit: Visit) -> Response:
    """The page's text with the place of each word, as ALTO 4."""
    with visit.store.read() as session:
        issue, page = _page(visit, session)
        found = pages.text(session, page)
        if found is None:
            raise NotFound("The page p{number} of {key} has no text yet.", key=issue.key, number=page.number)
        path = visit.store.files.path(found.path)
        zones = hidden.zones(session, page)
        shown = shown_alto(pages.read_revision(session, found), zones) if zones else None
    cache = CHECKED if visit.account is None else PRIVATE
    if shown is not None:
        data = write_alto(shown, identifier=f"{issue.key}/p{page.number}/r{found.revision}")
        return answer(visit.request.headers, data, "application/xml", cache=cache)
    return file_answer(path, "application/xml", cache=cache, name=f"{issue.key}-p{page.number}.alto.xml")


def page_words(visit: Visit) -> Response:
    """Every word of a page with its box, by lines in reading order: for the text that lies over the picture.

    {"width", "height", "lines": [{"block", "lang", "dir", "words": [[text, x, y, w, h], …]}, …]}
    """
    with visit.store.read() as session:
        _, page = _page(visit, session)
        words = pages.words(session, page)
        width, height = page.width or 1000, page.height or 1414
    lines = [
        {
            "block": line[0].block,
            "lang": line[0].language,
            "dir": direction_of(line[0].language),
            "words": [[word.text, word.box.x, word.box.y, word.box.w, word.box.h] for word in line],
        }
        for line in lines_of(words)
    ]
    cache = CHECKED if visit.account is None else PRIVATE
    data = {"width": width, "height": height, "lines": lines}
    return data_answer(visit.request.headers, data, cache=cache)


def stream_of(issue: Issue, number: int) -> Stream:
    """A stream by its minted number. Raises NotFound."""
    for stream in issue.streams:
        if stream.number == number:
            return stream
    raise NotFound("The issue {key} has no reading order {number}.", key=issue.key, number=number)


def _page(visit: Visit, session: Session) -> tuple[Issue, Page]:
    issue = issues.by_key(session, visit.param("key"), public=visit.public)
    return issue, pages.by_number(session, issue, visit.number("page"), public=visit.public)


def _text(visit: Visit, text: str) -> Response:
    cache = CHECKED if visit.account is None else PRIVATE
    return answer(visit.request.headers, text, "text/plain; charset=utf-8", cache=cache)
