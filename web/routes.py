"""Every address of the site in one list, an example beside each: the map of the product.

A view is a plain function of a `Visit`; it runs in a thread. `role` is who may come in ("" everybody): it is
checked here, before the view is called, and a test walks the whole list.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.errors import NotAllowed
from web.house import PAGES
from web.i18n import LANGUAGES
from web.pieces import Pieces
from web.security import cookie_name, who
from web.views import (
    account,
    addresses,
    article,
    browse,
    cards,
    citations,
    clips,
    coverage,
    feeds,
    files,
    finders,
    health,
    home,
    house,
    images,
    issue,
    kept,
    letters,
    lines,
    manifests,
    reader,
    results,
    search,
    selection,
    trail,
)
from web.views.desk import (
    accounts,
    alike,
    bulk,
    correspondence,
    glossary,
    hiding,
    history,
    ingest,
    issue_form,
    issues,
    numbering,
    proposals,
    reviewing,
    statistics,
    text,
)
from web.views.desk import coverage as desk_coverage
from web.views.desk import house as desk_house
from web.visiting import Visit

View = Callable[[Visit], Response]
#: Forms without files: far more than any description needs, in bytes.
SMALL = 1 << 20
#: What a stranger may send, in bytes: a letter in Arabic, percent-encoded.
_LETTER = 48 << 10
#: A form that does not arrive within this many seconds is given up: no server in front is promised.
_PATIENCE = 30.0
#: Fields of one form: a preview of a thousand issues; and the longest text of one, in bytes.
MOST_FIELDS, MOST_TEXT = 5000, 16 << 20


class _Matching(Convertor[str]):
    """A part of an address that is kept as text."""

    def convert(self, value: str) -> str:
        """The part as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The part as it is."""
        return value


# Only [0-9]: Python's \d takes Arabic-Indic digits too, and one record would have several addresses.
for _name, _regex in {
    "lang": "|".join(LANGUAGES),
    "key": "[0-9bcdfghjkmnpqrstvwxz]{3,16}",
    "number": "[1-9][0-9]{0,8}",
    "year": "[12][0-9]{3}",
    "anyyear": "0000|[12][0-9]{3}",
    "table": "csv|xlsx",
    "token": "[A-Za-z0-9_-]{20,80}",
    "citation": "bib|ris",
    "house": "|".join(PAGES),
    "text": "[a-z][a-z-]{1,30}",
    "results": "csv|json|ris|bib",
    "line": r"[0-9bcdfghjkmnpqrstvwxz]{3,16}\.p[1-9][0-9]{0,8}\.[0-9]{1,6}(?:,[0-9]{1,6}){3}",
}.items():
    _convertor = _Matching()
    setattr(_convertor, "regex", _regex)  # noqa: B010 - a class variable of Starlette's
    register_url_convertor(_name, _convertor)


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its path, the view behind it, an example, who may come, how large a body may be."""

    path: str
    view: View | Callable[[Visit], Awaitable[Response]]
    example: str
    method: str = "GET"
    role: str = ""
    body: int = SMALL
    streamed: bool = False
    files: int = 0  # how many files its form may bring

    @property
    def name(self) -> str:
        """Package and function of the view: "browse.years"."""
        return f"{self.view.__module__.removeprefix('web.views.')}.{self.view.__name__}"


_LINK = "/fr/password/abcdefghijklmnopqrstuvwxyz"
_LINE = "/api/v1/lines/pm4x7q2.p12.80,100,900,44"

ADDRESSES: tuple[Address, ...] = (
    # --- for everybody ---
    Address("/", addresses.door, "/"),
    Address("/{lang:lang}", home.home, "/ar"),
    Address("/{lang:lang}/years", browse.years, "/fr/years"),
    Address("/{lang:lang}/years/{year:year}", browse.year, "/fr/years/1975"),
    Address("/{lang:lang}/covers", browse.covers, "/fr/covers?decade=1970"),
    Address("/{lang:lang}/new", home.arrivals, "/fr/new"),
    Address("/{lang:lang}/coverage", coverage.coverage, "/fr/coverage"),
    Address("/{lang:lang}/coverage.csv", coverage.table, "/fr/coverage.csv"),
    Address("/{lang:lang}/coverage/own", letters.own, "/fr/coverage/own?slot=1975-05"),
    Address("/{lang:lang}/coverage/own", letters.offered, "/fr/coverage/own", "POST", body=_LETTER),
    Address("/{lang:lang}/removal", letters.removal, "/fr/removal?about=ark:/99999/pm4x7q2/p12"),
    Address("/{lang:lang}/removal", letters.removal_asked, "/fr/removal", "POST", body=_LETTER),
    Address("/{lang:lang}/report", letters.report, "/fr/report?at=/fr/years"),
    Address("/{lang:lang}/report", letters.reported, "/fr/report", "POST", body=_LETTER),
    Address("/{lang:lang}/ark:/{naan}/{key:key}", issue.issue, "/ar/ark:/99999/pm4x7q2"),
    Address("/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}", reader.page, "/fr/ark:/99999/pm4x7q2/p12"),
    Address(
        "/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}/trail.json",
        trail.trail,
        "/fr/ark:/99999/pm4x7q2/p12/trail.json?q=police",
    ),
    Address(
        "/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}/clip.png",
        clips.picture,
        "/fr/ark:/99999/pm4x7q2/p12/clip.png?xywh=120,80,600,400",
    ),
    Address(
        "/{lang:lang}/ark:/{naan}/{key:key}/a{article:number}", article.article, "/fr/ark:/99999/pm4x7q2/a7"
    ),
    Address("/{lang:lang}/ark:/{rest:path}", addresses.mistyped, "/fr/ark:/99999/PM4X-7Q2"),
    Address("/ark:/{rest:path}", addresses.ark, "/ark:/99999/pm4x7q2/p12"),
    Address("/{lang:lang}/search", search.search, "/fr/search?q=police"),
    Address(
        "/{lang:lang}/search/results.{format:results}", results.results, "/fr/search/results.csv?q=police"
    ),
    Address("/{lang:lang}/search/feed.atom", results.saved, "/fr/search/feed.atom?q=police"),
    Address("/{lang:lang}/search/suggest.json", results.suggest, "/fr/search/suggest.json?q=pol"),
    Address("/{lang:lang}/opensearch.xml", finders.description, "/fr/opensearch.xml"),
    Address("/{lang:lang}/help/search", finders.help_search, "/fr/help/search"),
    Address("/{lang:lang}/selection", selection.selection, "/fr/selection"),
    Address("/{lang:lang}/selection/export", selection.export, "/fr/selection/export", "POST"),
    Address("/{lang:lang}/password/{token:token}", accounts.by_link, _LINK),
    Address("/{lang:lang}/password/{token:token}", accounts.choose, _LINK, "POST"),
    Address("/{lang:lang}/signin", account.sign_in, "/fr/signin"),
    Address("/{lang:lang}/signin", account.signed_in, "/fr/signin", "POST"),
    Address("/{lang:lang}/signout", account.sign_out, "/fr/signout", "POST"),
    # --- pages of the house ---
    Address("/{lang:lang}/{house:house}", house.page, "/fr/about"),
    # --- passed on, followed ---
    Address("/{lang:lang}/new.atom", feeds.arrivals, "/fr/new.atom"),
    Address("/{lang:lang}/month.atom", feeds.on_this_day, "/fr/month.atom"),
    Address("/{lang:lang}/card/{key:key}.jpg", cards.issue, "/fr/card/pm4x7q2.jpg"),
    Address("/{lang:lang}/card/{key:key}/p{page:number}.jpg", cards.page, "/fr/card/pm4x7q2/p12.jpg"),
    Address("/{lang:lang}/card/{key:key}/a{article:number}.jpg", cards.article, "/fr/card/pm4x7q2/a7.jpg"),
    Address("/{lang:lang}/embed/ark:/{rest:path}", cards.embed, "/fr/embed/ark:/99999/pm4x7q2/p12"),
    Address("/oembed", cards.oembed, "/oembed?url=https://archive.example/fr/ark:/99999/pm4x7q2"),
    Address("/sitemap.xml", feeds.sitemap_index, "/sitemap.xml"),
    Address("/sitemap/house.xml", feeds.sitemap_house, "/sitemap/house.xml"),
    Address("/sitemap/{year:anyyear}.xml", feeds.sitemap_year, "/sitemap/1975.xml"),
    Address("/{lang:lang}/kept", kept.kept, "/fr/kept"),
    Address("/{lang:lang}/kept/{key:key}.json", kept.issue, "/fr/kept/pm4x7q2.json"),
    Address("/service-worker.js", kept.worker, "/service-worker.js"),
    # --- citations ---
    Address("/{lang:lang}/cite/{key:key}.{format:citation}", citations.issue, "/fr/cite/pm4x7q2.bib"),
    Address(
        "/{lang:lang}/cite/{key:key}/p{page:number}.{format:citation}",
        citations.page,
        "/fr/cite/pm4x7q2/p12.bib",
    ),
    Address(
        "/{lang:lang}/cite/{key:key}/a{article:number}.{format:citation}",
        citations.article,
        "/fr/cite/pm4x7q2/a7.ris",
    ),
    # --- files ---
    Address("/files/{key:key}/s{stream:number}.v{version:number}.pdf", files.pdf, "/files/pm4x7q2/s1.v1.pdf"),
    Address("/files/{key:key}/s{stream:number}.txt", files.stream_text, "/files/pm4x7q2/s1.txt"),
    Address("/files/{key:key}/p{page:number}.txt", files.page_text, "/files/pm4x7q2/p12.txt"),
    Address("/files/{key:key}/p{page:number}.alto.xml", files.page_alto, "/files/pm4x7q2/p12.alto.xml"),
    Address("/files/{key:key}/p{page:number}.words.json", files.page_words, "/files/pm4x7q2/p12.words.json"),
    # --- IIIF ---
    Address("/iiif/collection.json", manifests.collection, "/iiif/collection.json"),
    Address("/iiif/collection/{year:year}.json", manifests.year, "/iiif/collection/1975.json"),
    Address("/iiif/manifest/{key:key}.json", manifests.issue, "/iiif/manifest/pm4x7q2.json"),
    Address(
        "/iiif/manifest/{key:key}/{stream:number}.json", manifests.stream, "/iiif/manifest/pm4x7q2/1.json"
    ),
    Address("/iiif/3/{image}", images.base, "/iiif/3/pm4x7q2.p12.v1"),
    Address("/iiif/3/{image}/info.json", images.info, "/iiif/3/pm4x7q2.p12.v1/info.json"),
    Address(
        "/iiif/3/{image}/{region}/{size}/{rotation}/{file}",
        images.picture,
        "/iiif/3/pm4x7q2.p12.v1/full/480,679/0/default.jpg",
    ),
    Address("/iiif/{rest:path}", images.nothing, "/iiif/nothing"),
    Address("/iiif/{rest:path}", images.preflight, "/iiif/3/pm4x7q2.p12.v1/info.json", "OPTIONS"),
    # --- the desk ---
    Address("/{lang:lang}/desk", issues.desk, "/fr/desk", role="digitiser"),
    Address("/{lang:lang}/desk/publish", issues.publish, "/fr/desk/publish", "POST", "archivist"),
    Address(
        "/{lang:lang}/desk/issues/{key:key}", issue_form.edit, "/fr/desk/issues/pm4x7q2", role="digitiser"
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}", issue_form.save, "/fr/desk/issues/pm4x7q2", "POST", "archivist"
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/history",
        history.history,
        "/fr/desk/issues/pm4x7q2/history",
        role="digitiser",
    ),
    Address(
        "/{lang:lang}/desk/changes/{change:number}/undo",
        history.undo,
        "/fr/desk/changes/7/undo",
        "POST",
        "archivist",
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/p{page:number}/text",
        text.text,
        "/fr/desk/issues/pm4x7q2/p12/text",
        role="digitiser",
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/p{page:number}/text",
        text.save,
        "/fr/desk/issues/pm4x7q2/p12/text",
        "POST",
        "archivist",
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/p{page:number}/hidden",
        hiding.zones,
        "/fr/desk/issues/pm4x7q2/p12/hidden",
        role="reviewer",
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/p{page:number}/hidden",
        hiding.hide,
        "/fr/desk/issues/pm4x7q2/p12/hidden",
        "POST",
        "reviewer",
    ),
    Address(
        "/{lang:lang}/desk/issues/{key:key}/p{page:number}/hidden/{zone:number}",
        hiding.show_again,
        "/fr/desk/issues/pm4x7q2/p12/hidden/3",
        "POST",
        "reviewer",
    ),
    Address("/{lang:lang}/desk/accounts", accounts.every, "/fr/desk/accounts", role="administrator"),
    Address("/{lang:lang}/desk/accounts", accounts.change, "/fr/desk/accounts", "POST", "administrator"),
    Address("/{lang:lang}/desk/password", accounts.own, "/fr/desk/password", role="reader"),
    Address("/{lang:lang}/desk/password", accounts.change_own, "/fr/desk/password", "POST", "reader"),
    Address("/{lang:lang}/desk/bulk", bulk.bulk, "/fr/desk/bulk?from=1970&to=1979", role="archivist"),
    Address(
        "/{lang:lang}/desk/bulk/issues.{table:table}",
        bulk.table,
        "/fr/desk/bulk/issues.csv",
        role="archivist",
    ),
    Address("/{lang:lang}/desk/bulk/preview", bulk.preview, "/fr/desk/bulk/preview", "POST", "archivist"),
    Address(
        "/{lang:lang}/desk/bulk/table",
        bulk.preview_table,
        "/fr/desk/bulk/table",
        "POST",
        "archivist",
        body=bulk.LARGEST,
        files=1,
    ),
    Address(
        "/{lang:lang}/desk/bulk/apply",
        bulk.apply,
        "/fr/desk/bulk/apply",
        "POST",
        "archivist",
        body=bulk.LARGEST,
    ),
    Address("/{lang:lang}/desk/ingest", ingest.deliveries, "/fr/desk/ingest", role="digitiser"),
    Address(
        "/{lang:lang}/desk/ingest",
        ingest.receive,
        "/fr/desk/ingest",
        "POST",
        "digitiser",
        body=0,
        streamed=True,
    ),
    Address(
        "/{lang:lang}/desk/ingest/{batch:number}", ingest.delivery, "/fr/desk/ingest/3", role="digitiser"
    ),
    Address(
        "/{lang:lang}/desk/ingest/{batch:number}/verdict",
        reviewing.judge,
        "/fr/desk/ingest/3/verdict",
        "POST",
        "archivist",
    ),
    Address(
        "/{lang:lang}/desk/ingest/{batch:number}/sheet",
        reviewing.sheet,
        "/fr/desk/ingest/3/sheet",
        role="digitiser",
    ),
    Address(
        "/{lang:lang}/desk/ingest/{batch:number}/sheet",
        reviewing.mark,
        "/fr/desk/ingest/3/sheet",
        "POST",
        "digitiser",
    ),
    Address("/{lang:lang}/desk/coverage", desk_coverage.coverage, "/fr/desk/coverage", role="archivist"),
    Address("/{lang:lang}/desk/coverage", desk_coverage.save, "/fr/desk/coverage", "POST", "archivist"),
    Address("/{lang:lang}/desk/texts", desk_house.texts, "/fr/desk/texts", role="archivist"),
    Address(
        "/{lang:lang}/desk/texts/{text:text}", desk_house.form, "/fr/desk/texts/page-about", role="archivist"
    ),
    Address(
        "/{lang:lang}/desk/texts/{text:text}",
        desk_house.save,
        "/fr/desk/texts/page-about",
        "POST",
        "archivist",
    ),
    Address("/{lang:lang}/desk/statistics", statistics.statistics, "/fr/desk/statistics", role="digitiser"),
    Address("/{lang:lang}/desk/letters", correspondence.letters, "/fr/desk/letters", role="digitiser"),
    Address(
        "/{lang:lang}/desk/letters/{letter:number}",
        correspondence.answer,
        "/fr/desk/letters/5",
        "POST",
        "archivist",
    ),
    Address("/{lang:lang}/desk/glossary", glossary.entries, "/fr/desk/glossary", role="digitiser"),
    Address("/{lang:lang}/desk/glossary", glossary.save, "/fr/desk/glossary", "POST", "archivist"),
    Address(
        "/{lang:lang}/desk/glossary/undo/{change:number}",
        glossary.undo,
        "/fr/desk/glossary/undo/7",
        "POST",
        "archivist",
    ),
    Address("/{lang:lang}/desk/poor", reviewing.poor, "/fr/desk/poor", role="digitiser"),
    Address("/{lang:lang}/desk/rescan", reviewing.rescan, "/fr/desk/rescan", role="digitiser"),
    Address("/{lang:lang}/desk/seen", reviewing.seen, "/fr/desk/seen", role="digitiser"),
    Address("/{lang:lang}/desk/alike", alike.alike, "/fr/desk/alike", role="digitiser"),
    Address("/{lang:lang}/desk/alike", alike.decide, "/fr/desk/alike", "POST", "archivist"),
    Address("/{lang:lang}/desk/numbering", numbering.numbering, "/fr/desk/numbering", role="digitiser"),
    Address("/{lang:lang}/desk/numbering", numbering.accept, "/fr/desk/numbering", "POST", "archivist"),
    Address("/{lang:lang}/desk/proposals", proposals.waiting, "/fr/desk/proposals", role="digitiser"),
    Address(
        "/{lang:lang}/desk/proposals/{proposal:number}",
        proposals.proposal,
        "/fr/desk/proposals/4",
        role="digitiser",
    ),
    Address(
        "/{lang:lang}/desk/proposals/{proposal:number}",
        proposals.decide,
        "/fr/desk/proposals/4",
        "POST",
        "archivist",
    ),
    Address("/api/v1/batches/{batch:number}", ingest.progress, "/api/v1/batches/3", role="digitiser"),
    Address("/api/v1/lines/{line:line}", lines.line, _LINE, role="digitiser"),
    Address("/api/v1/lines/{line:line}", lines.write, _LINE, "PUT", "archivist", body=lines.LARGEST),
    # --- for machines ---
    Address("/healthz", health.health, "/healthz"),
    Address("/robots.txt", health.robots, "/robots.txt"),
    Address("/favicon.ico", health.favicon, "/favicon.ico"),
)


def routes(addresses: Sequence[Address] = ADDRESSES) -> list[BaseRoute]:
    """The list as Starlette wants it."""
    made: list[BaseRoute] = []
    for each in addresses:
        limit = [] if each.streamed else [Middleware(RequestBodyLimitMiddleware, max_body_size=each.body)]
        made.append(
            Route(each.path, _endpoint(each), methods=[each.method], name=each.name, middleware=limit)
        )
    return made


def _endpoint(address: Address) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: FormData | None = None
        sent = b""
        if address.method == "POST" and not address.streamed:
            form = await _form(request, address.files)
        elif address.method == "PUT":
            sent = await _body(request)
        if address.streamed:
            visit = await run_in_threadpool(_enter, address, request, form)
            if isinstance(visit, Response):
                return visit
            return await cast(Callable[[Visit], Awaitable[Response]], address.view)(visit)
        try:
            return await run_in_threadpool(_answer, address, request, form, sent)
        finally:
            if form is not None and address.files:
                await form.close()

    return endpoint


async def _form(request: Request, files: int) -> FormData:
    try:
        with anyio.fail_after(_PATIENCE):
            return await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT)
    except TimeoutError as error:
        raise HTTPException(408) from error


async def _body(request: Request) -> bytes:
    try:
        with anyio.fail_after(_PATIENCE):
            return await request.body()
    except TimeoutError as error:
        raise HTTPException(408) from error


def _answer(address: Address, request: Request, form: FormData | None, sent: bytes) -> Response:
    visit = _enter(address, request, form, sent)
    return visit if isinstance(visit, Response) else cast(View, address.view)(visit)


def _enter(address: Address, request: Request, form: FormData | None, sent: bytes = b"") -> Visit | Response:
    """The visit, or, where someone must sign in first, the way there. Raises NotAllowed."""
    pieces: Pieces = request.app.state.pieces
    token = request.cookies.get(cookie_name(pieces.settings), "")
    visit = Visit(request, pieces, who(pieces.store, token) if token else None, form, sent)
    if not address.role or (visit.account is not None and visit.account.may(address.role)):
        return visit
    if (
        visit.account is None
        and request.method in ("GET", "HEAD")
        and not request.url.path.startswith("/api/")
    ):
        return visit.redirect(visit.to("signin"), next=request.url.path)
    raise NotAllowed(
        "This needs the role {role}.",
        "Sign in with an account that has it, or ask an administrator.",
        role=visit.translate(address.role),
    )
