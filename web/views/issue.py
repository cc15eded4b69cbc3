"""An issue: its covers as doors, its pages, contents, facts and files."""

from __future__ import annotations

from datetime import date

from starlette.responses import RedirectResponse, Response

from archive import keys, publication
from archive.alto import Direction
from archive.errors import Gone, NotFound
from archive.models import Issue, Page, Stream
from archive.queries import authorities, issues, titles
from archive.queries.issues import year_of
from archive.store import Session
from archive.texts import Texts
from web import issue_contexts
from web.citing import cite
from web.contents import pairs_of
from web.contexts import Text
from web.issue_contexts import Door, Download, Fact, PageLink, PageStrip
from web.naming import (
    COVER,
    THUMBNAIL,
    issue_name,
    own_first,
    page_path,
    page_picture,
    text_of,
    texts_of,
    texts_or_lacking,
    told_date,
    told_hijri,
)
from web.sharing import known_issue
from web.sources import Citer
from web.views import names
from web.visiting import Visit


def issue(visit: Visit) -> Response:
    """The issue of an ark. A merged one redirects, a withdrawn one answers 410.

    Names have arks of the same shape: the ark of one is its page.
    """
    with visit.store.read() as session:
        try:
            found = the_issue(visit, session)
        except NotFound:
            if authorities.is_one(session, visit.param("key")):
                return names.name(visit)
            raise
        if isinstance(found, Response):
            return found
        context = _context(visit, session, found)
    visit.pieces.tallies.issue(visit, found.key)
    return visit.page("issue.html", context, "years")


def the_issue(visit: Visit, session: Session) -> Issue | Response:
    """The issue an address names, or the way to the one it was merged into. Raises NotFound, Gone."""
    key, naan = visit.param("key"), visit.param("naan")
    if naan in visit.settings.former_naans.split():
        # A name keeps its letters under a new authority number; its old address leads there for ever.
        path = visit.request.url.path.replace(f"/ark:/{naan}/", f"/ark:/{visit.settings.naan}/", 1)
        return RedirectResponse(path, status_code=301)
    if naan != visit.settings.naan:
        raise NotFound("There is no issue {key}.", "It may have been mistyped.", key=key)
    try:
        return issues.by_key(session, key, public=visit.public)
    except (NotFound, Gone):
        target = issues.leads_to(session, key)
        if target is None:
            raise
        path = visit.request.url.path.replace(f"/{key}", f"/{target}", 1)
        return RedirectResponse(path, status_code=301)


def shown_pages(issue: Issue, *, public: bool) -> dict[int, Page]:
    """The pages that may be shown, by minted number, in order."""
    return {
        page.number: page for page in issue.pages if not public or publication.page_is_public(page, issue)
    }


def _context(visit: Visit, session: Session, issue: Issue) -> issue_contexts.Issue:
    naan, language = visit.settings.naan, visit.language
    pages = shown_pages(issue, public=visit.public)
    streams = own_first(issue.streams, language)
    year = year_of(issue)
    ark = keys.ark(naan, issue.key)
    return issue_contexts.Issue(
        name=issue_name(issue, visit.say),
        state="withdrawn" if issue.withdrawn else issue.state,  # type: ignore[arg-type]
        pages=len(pages),
        doors=tuple(_door(visit, issue, stream, pages) for stream in streams),
        strips=tuple(_strip(visit, issue, stream, pages) for stream in streams),
        contents=pairs_of(session, issue, pages, dict.fromkeys(s.language for s in streams), language, naan),
        facts=_facts(visit, session, issue, pages),
        downloads=_downloads(session, issue, streams, visit),
        ark=ark,
        permanent=f"{visit.settings.url.rstrip('/')}/{ark}",
        manifest=f"{visit.settings.url.rstrip('/')}/iiif/manifest/{issue.key}.json",
        year=str(year) if year else "",
        year_url=visit.to(f"years/{year}") if year else "",
        hijri=told_hijri(issue.hijri, visit.say),
        cite=cite(
            Citer(session, visit.settings, visit.say).issue(issue, pages.values()),
            visit.say,
            date.fromisoformat(publication.today()),
            visit.to(f"cite/{issue.key}"),
        ),
        keep_url=visit.to(f"kept/{issue.key}.json") if publication.issue_is_public(issue) else "",
        known=known_issue(visit, session, issue, pages),
        edit_url="" if visit.public else visit.to(f"desk/issues/{issue.key}"),
    )


def _door(visit: Visit, issue: Issue, stream: Stream, pages: dict[int, Page]) -> Door:
    own = [pages[number] for number in stream.pages if number in pages]
    url = (
        page_path(visit.language, visit.settings.naan, issue.key, own[0].number, stream.number) if own else ""
    )
    cover = page_picture(issue.key, own[0], COVER) if own else None
    return Door(stream.number, stream.language, _dir(stream), len(own), url, cover)


def _strip(visit: Visit, issue: Issue, stream: Stream, pages: dict[int, Page]) -> PageStrip:
    return PageStrip(stream.language, _dir(stream), strip_of(visit, issue, stream, pages))


def strip_of(
    visit: Visit, issue: Issue, stream: Stream, pages: dict[int, Page], *, current: int = 0, query: str = ""
) -> tuple[PageLink, ...]:
    """The pages of a stream in its order, with thumbnails."""
    links = []
    for place, number in enumerate(stream.pages, 1):
        if number in pages:
            page = pages[number]
            url = page_path(visit.language, visit.settings.naan, issue.key, number, stream.number) + query
            label = page.label or str(place)
            links.append(PageLink(label, url, page_picture(issue.key, page, THUMBNAIL), number == current))
    return tuple(links)


def _dir(stream: Stream) -> Direction:
    return "rtl" if stream.direction == "rtl" else "ltr"


def _facts(visit: Visit, session: Session, issue: Issue, pages: dict[int, Page]) -> tuple[Fact, ...]:
    language, say = visit.language, visit.say
    title = titles.the_title(session)
    dated: tuple[Text, ...] = (Text.of(issue.date_printed, "und"),) if issue.date_printed else ()
    if issue.edtf:
        dated += (Text.of(told_date(issue.edtf, say), language, supplied=True),)
    hijri = told_hijri(issue.hijri, visit.say)
    quality = [page.quality for page in pages.values() if page.quality is not None]
    facts = [
        Fact("title", texts_of(title.name, language) if title else ()),
        Fact("theme", texts_or_lacking(issue.name, language)),
        Fact("description", texts_or_lacking(issue.description, language)),
        Fact("date", dated),
        Fact("numbering", (Text.of(issue.number, "und"),) if issue.number else ()),
    ]
    if hijri:
        if not issue.hijri_supplied:
            hijri = visit.say.gettext("%(date)s (may be a day off)") % {"date": hijri}
        facts.insert(4, Fact("hijri", (Text.of(hijri, language, not issue.hijri_supplied),)))
    if title and title.publisher:
        facts.append(Fact("publisher", texts_of(title.publisher, language)))
    if issue.note:
        facts.append(Fact("condition", texts_of(issue.note, language)))
    if quality:
        share = say.gettext("%(percent)s%% of the words are read with confidence") % {
            "percent": round(100 * sum(quality) / len(quality))
        }
        facts.append(Fact("quality", (Text.of(share, language),)))
    rights = titles.site_texts(session).get("rights")
    if issue.rights or rights:
        own = Text.of(issue.rights, "und") if issue.rights else text_of(rights or Texts(), language)
        facts.append(Fact("rights", (own,)))
    return tuple(facts)


def downloads_of(session: Session, issue: Issue, stream: Stream, *, public: bool) -> tuple[Download, ...]:
    """What can be taken away of one stream; a PDF only where all its pages may be seen."""
    name = f"s{stream.number}.v{stream.pdf_version}.pdf"
    found = []
    if stream.pdf_path and (not public or name in publication.wanted_links(session, issue)):
        found.append(Download("pdf", f"/files/{issue.key}/{name}", stream.language, stream.pdf_bytes))
    found.append(Download("text", f"/files/{issue.key}/s{stream.number}.txt", stream.language))
    return tuple(found)


def _downloads(session: Session, issue: Issue, streams: list[Stream], visit: Visit) -> tuple[Download, ...]:
    return tuple(
        sorted(
            (
                download
                for stream in streams
                for download in downloads_of(session, issue, stream, public=visit.public)
            ),
            key=lambda download: download.kind != "pdf",
        )
    )
