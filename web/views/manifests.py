"""IIIF Presentation 3: a manifest for an issue and for each of its streams; collections by year."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from archive import keys, publication
from archive.errors import NotFound
from archive.models import Article, Issue, Page, Stream
from archive.queries import issues, titles
from archive.store import Session
from archive.texts import Texts
from web import content_search, iiif
from web.answering import CHECKED, PRIVATE, data_answer
from web.i18n import LANGUAGES, Translator, translator
from web.iiif import ArticleFacts, CanvasFacts, IssueFacts, Label, Member, StreamFacts, label_of
from web.naming import cover_page, plain_name, told_date
from web.page_notices import condition_sentences
from web.views.files import stream_of
from web.views.issue import shown_pages
from web.visiting import Visit


def issue(visit: Visit) -> Response:
    """The whole issue, streams as ranges."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=visit.public)
        data = iiif.issue_manifest(visit.settings.url, _facts(visit, session, found))
        data["service"] = content_search.services(visit.settings.url, found.key)
        shown = publication.issue_is_public(found)
    return _answer(visit, data, shown)


def stream(visit: Visit) -> Response:
    """One stream with its own viewing direction."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=visit.public)
        number = stream_of(found, visit.number("stream")).number
        facts = _facts(visit, session, found)
        own = next(each for each in facts.streams if each.number == number)
        data = iiif.stream_manifest(visit.settings.url, facts, own)
        data["service"] = content_search.services(visit.settings.url, found.key, number)
        shown = publication.issue_is_public(found)
    return _answer(visit, data, shown)


def collection(visit: Visit) -> Response:
    """All years; issues without a date stand at the end."""
    with visit.store.read() as session:
        members = [
            Member(f"/iiif/collection/{year}.json", "Collection", {"none": [str(year)]}, f"{year}-01-01")
            for year in issues.years(session, public=True)
        ]
        members += [_member(each) for each in issues.undated(session, public=True)]
        title = titles.the_title(session)
        name = titles.site_texts(session).get("name") or (title.name if title else Texts())
    label = label_of(name) or _said(lambda say: say.gettext("Digital archive"))
    return _answer(visit, iiif.collection(visit.settings.url, "/iiif/collection.json", label, members), True)


def year(visit: Visit) -> Response:
    """The issues of a year. Raises NotFound for one without any."""
    number = visit.number("year")
    with visit.store.read() as session:
        members = [_member(each) for each in issues.of_year(session, number, public=True)]
    if not members:
        raise NotFound("The archive holds no issue of {year}.", year=number)
    path = f"/iiif/collection/{number}.json"
    data = iiif.collection(
        visit.settings.url, path, {"none": [str(number)]}, members, "/iiif/collection.json"
    )
    return _answer(visit, data, True)


def _answer(visit: Visit, data: iiif.Json, shown: bool) -> Response:
    cache = CHECKED if shown and visit.account is None else PRIVATE
    return data_answer(visit.request.headers, data, media_type=iiif.MANIFEST_TYPE, cache=cache)


def _said(tell: Callable[[Translator], str]) -> Label:
    """A sentence of the interface in all its languages; those that have nothing to say are left out."""
    told = {code: tell(translator(code)) for code in LANGUAGES}
    return {code: [sentence] for code, sentence in told.items() if sentence}


def _member(found: Issue) -> Member:
    page = cover_page(found.pages, found.streams, found.cover_page, "ar")
    thumbnail = (found.key, page.number, page.image) if page is not None and page.image is not None else None
    label = _said(lambda say: plain_name(found, say))
    return Member(f"/iiif/manifest/{found.key}.json", "Manifest", label, found.date_from, thumbnail)


def _facts(visit: Visit, session: Session, found: Issue) -> IssueFacts:
    pages = shown_pages(found, public=visit.public)
    title = titles.the_title(session)
    texts = titles.site_texts(session)
    rights = texts.get("rights")
    return IssueFacts(
        key=found.key,
        ark=keys.ark(visit.settings.naan, found.key),
        label=_said(lambda say: plain_name(found, say)),
        summary=label_of(found.description),
        metadata=tuple(_metadata(found, title.name if title else Texts())),
        date=found.date_from,
        rights=found.rights,
        statement=(_said(lambda say: say.gettext("Rights")), label_of(rights)) if rights else None,
        canvases=tuple(_canvas(page, place) for place, page in enumerate(pages.values(), 1)),
        streams=tuple(_stream(session, found, each, public=visit.public) for each in found.streams),
        articles=tuple(_article(each) for each in found.articles if set(each.pages) & set(pages)),
    )


def _metadata(found: Issue, title: Texts) -> list[tuple[Label, Label]]:
    rows = [
        (_said(lambda say: say.gettext("Title")), label_of(title)),
        (_said(lambda say: say.gettext("Theme")), label_of(found.name)),
        (
            _said(lambda say: say.gettext("Number as printed")),
            {"none": [found.number]} if found.number else {},
        ),
        (_said(lambda say: say.gettext("Date")), _said(lambda say: told_date(found.edtf, say))),
    ]
    return [(name, value) for name, value in rows if value]


def _canvas(page: Page, place: int) -> CanvasFacts:
    label = page.label or str(place)
    width, height = page.width or 1000, page.height or 1414
    said = {code: list(condition_sentences(page, translator(code))) for code in LANGUAGES}
    return CanvasFacts(
        page.number,
        label,
        width,
        height,
        page.image,
        page.language,
        page.text_revision > 0,
        {code: sentences for code, sentences in said.items() if sentences},
        page.rights,
    )


def _stream(session: Session, found: Issue, each: Stream, *, public: bool) -> StreamFacts:
    name = f"s{each.number}.v{each.pdf_version}.pdf"
    offered = bool(each.pdf_path) and (not public or name in publication.wanted_links(session, found))
    # Every language of the interface gets a name, else an English viewer would show the Arabic one.
    label = {**_said(lambda say: say.language_name(each.language)), **label_of(each.label)}
    return StreamFacts(
        each.number,
        each.language,
        each.direction,
        each.pages,
        label,
        f"/files/{found.key}/{name}" if offered else "",
    )


def _article(each: Article) -> ArticleFacts:
    return ArticleFacts(each.number, label_of(each.heading), each.pages)
