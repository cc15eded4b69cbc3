"""The addresses that everybody may open: pages, search, files, IIIF, what machines ask for."""

from __future__ import annotations

from web.address import Address
from web.views import (
    account,
    addresses,
    article,
    browse,
    cards,
    citations,
    clips,
    content_search,
    correcting,
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
    manifests,
    names,
    reader,
    results,
    search,
    selection,
    trail,
)
from web.views.desk import accounts

#: What a stranger may send, in bytes: a letter in Arabic, percent-encoded.
_LETTER = 48 << 10
_LINK = "/fr/password/abcdefghijklmnopqrstuvwxyz"

PUBLIC: tuple[Address, ...] = (
    Address("/", home.door, "/"),
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
    Address("/{lang:lang}/authorities", names.names, "/fr/authorities?kind=person"),
    Address("/{lang:lang}/ark:/{naan}/{key:key}", issue.issue, "/ar/ark:/99999/pm4x7q2"),
    Address("/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}", reader.page, "/fr/ark:/99999/pm4x7q2/p12"),
    Address(
        "/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}/correct",
        correcting.lines,
        "/fr/ark:/99999/pm4x7q2/p12/correct",
    ),
    Address(
        "/{lang:lang}/ark:/{naan}/{key:key}/p{page:number}/correct",
        correcting.propose,
        "/fr/ark:/99999/pm4x7q2/p12/correct",
        "POST",
        body=_LETTER,
    ),
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
    Address("/sitemap/authorities.xml", feeds.sitemap_names, "/sitemap/authorities.xml"),
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
    Address(
        "/iiif/search/{version:finder}/{key:key}", content_search.issue, "/iiif/search/2/pm4x7q2?q=police"
    ),
    Address(
        "/iiif/search/{version:finder}/{key:key}/{stream:number}",
        content_search.stream,
        "/iiif/search/2/pm4x7q2/1?q=police",
    ),
    Address(
        "/iiif/autocomplete/{version:finder}/{key:key}",
        content_search.complete,
        "/iiif/autocomplete/2/pm4x7q2?q=pol",
    ),
    Address(
        "/iiif/autocomplete/{version:finder}/{key:key}/{stream:number}",
        content_search.complete_stream,
        "/iiif/autocomplete/2/pm4x7q2/1?q=pol",
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
    # --- for machines ---
    Address("/healthz", health.health, "/healthz"),
    Address("/robots.txt", health.robots, "/robots.txt"),
    Address("/favicon.ico", health.favicon, "/favicon.ico"),
)
