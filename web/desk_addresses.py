"""The addresses of the desk: each with the role that it asks for."""

from __future__ import annotations

from web.address import SMALL, Address, AnyView, View
from web.views import authority_names, lines
from web.views.desk import (
    accounts,
    alike,
    article_form,
    articles,
    authorities,
    authority_card,
    authority_merging,
    block_order,
    bulk,
    corrections,
    correspondence,
    glossary,
    handbook,
    hiding,
    history,
    ingest,
    issue_form,
    issues,
    leaves,
    magazine,
    numbering,
    proposals,
    remarks,
    reviewing,
    scan,
    statistics,
    text,
)
from web.views.desk import coverage as desk_coverage
from web.views.desk import house as desk_house

_LINE = "/api/v1/lines/pm4x7q2.p12.80,100,900,44"


def _shown(path: str, view: View, example: str, role: str = "digitiser") -> Address:
    """A page of the desk; path and example are below "desk"."""
    return Address(_below("/{lang:lang}/desk", path), view, _below("/fr/desk", example), role=role)


def _done(
    path: str,
    view: AnyView,
    example: str,
    role: str = "archivist",
    *,
    body: int = SMALL,
    files: int = 0,
    streamed: bool = False,
) -> Address:
    """What a form of the desk does."""
    where, at = _below("/{lang:lang}/desk", path), _below("/fr/desk", example)
    return Address(where, view, at, "POST", role, body, streamed, files)


def _below(start: str, path: str) -> str:
    return f"{start}/{path}" if path else start


DESK: tuple[Address, ...] = (
    _shown("", issues.desk, ""),
    _done("publish", issues.publish, "publish"),
    _shown("issues/{key:key}", issue_form.edit, "issues/pm4x7q2"),
    _done("issues/{key:key}", issue_form.save, "issues/pm4x7q2"),
    _done("issues/{key:key}/remarks", remarks.say, "issues/pm4x7q2/remarks", "digitiser"),
    _done("remarks/{remark:number}", remarks.settle, "remarks/5", "digitiser"),
    _shown("issues/{key:key}/history", history.history, "issues/pm4x7q2/history"),
    _done("changes/{change:number}/undo", history.undo, "changes/7/undo"),
    _shown("issues/{key:key}/articles", articles.articles, "issues/pm4x7q2/articles"),
    _done("issues/{key:key}/articles", articles.decide, "issues/pm4x7q2/articles"),
    _shown("issues/{key:key}/articles/new", article_form.new, "issues/pm4x7q2/articles/new", "archivist"),
    _done("issues/{key:key}/articles/new", article_form.make, "issues/pm4x7q2/articles/new"),
    _shown("issues/{key:key}/a{article:number}", article_form.edit, "issues/pm4x7q2/a7", "archivist"),
    _done("issues/{key:key}/a{article:number}", article_form.save, "issues/pm4x7q2/a7"),
    _shown("issues/{key:key}/p{page:number}/text", text.text, "issues/pm4x7q2/p12/text"),
    _done("issues/{key:key}/p{page:number}/text", text.save, "issues/pm4x7q2/p12/text"),
    _shown("issues/{key:key}/p{page:number}/hidden", hiding.zones, "issues/pm4x7q2/p12/hidden", "reviewer"),
    _done("issues/{key:key}/p{page:number}/hidden", hiding.hide, "issues/pm4x7q2/p12/hidden", "reviewer"),
    _done(
        "issues/{key:key}/p{page:number}/hidden/{zone:number}",
        hiding.show_again,
        "issues/pm4x7q2/p12/hidden/3",
        "reviewer",
    ),
    _shown("issues/{key:key}/pages", leaves.leaves, "issues/pm4x7q2/pages"),
    _done("issues/{key:key}/pages", leaves.act, "issues/pm4x7q2/pages"),
    _done("issues/{key:key}/scan", scan.scan, "issues/pm4x7q2/scan", body=0, streamed=True),
    _shown("issues/{key:key}/p{page:number}/order", block_order.block_order, "issues/pm4x7q2/p12/order"),
    _done("issues/{key:key}/p{page:number}/order", block_order.save, "issues/pm4x7q2/p12/order"),
    _shown("accounts", accounts.every, "accounts", "administrator"),
    _done("accounts", accounts.change, "accounts", "administrator"),
    _shown("password", accounts.own, "password", "reader"),
    _done("password", accounts.change_own, "password", "reader"),
    _shown("bulk", bulk.bulk, "bulk?from=1970&to=1979", "archivist"),
    _shown("bulk/issues.{table:table}", bulk.table, "bulk/issues.csv", "archivist"),
    _done("bulk/preview", bulk.preview, "bulk/preview"),
    _done("bulk/table", bulk.preview_table, "bulk/table", body=bulk.LARGEST, files=1),
    _done("bulk/apply", bulk.apply, "bulk/apply", body=bulk.LARGEST),
    _shown("ingest", ingest.deliveries, "ingest"),
    _done("ingest", ingest.receive, "ingest", "digitiser", body=0, streamed=True),
    _shown("ingest/{batch:number}", ingest.delivery, "ingest/3"),
    _done("ingest/{batch:number}/verdict", reviewing.judge, "ingest/3/verdict"),
    _shown("ingest/{batch:number}/sheet", reviewing.sheet, "ingest/3/sheet"),
    _done("ingest/{batch:number}/sheet", reviewing.mark, "ingest/3/sheet", "digitiser"),
    _shown("coverage", desk_coverage.coverage, "coverage", "archivist"),
    _done("coverage", desk_coverage.save, "coverage"),
    _shown("handbook", handbook.first, "handbook"),
    _shown("handbook/{chapter:chapter}", handbook.chapter, "handbook/publish"),
    _shown("magazine", magazine.magazine, "magazine", "archivist"),
    _done("magazine", magazine.save, "magazine"),
    _done("magazine/{series:series}", magazine.save_series, "magazine/2"),
    _shown("texts", desk_house.texts, "texts", "archivist"),
    _shown("texts/{text:text}", desk_house.form, "texts/page-about", "archivist"),
    _done("texts/{text:text}", desk_house.save, "texts/page-about"),
    _shown("statistics", statistics.statistics, "statistics"),
    _shown("letters", correspondence.letters, "letters"),
    _done("letters/{letter:number}", correspondence.answer, "letters/5"),
    _shown("corrections", corrections.proposed, "corrections"),
    _done("corrections/{proposal:number}", corrections.judge, "corrections/5"),
    _shown("corrections/accounts", corrections.accounts, "corrections/accounts", "administrator"),
    _done("corrections/accounts", corrections.revert, "corrections/accounts", "administrator"),
    _shown("glossary", glossary.entries, "glossary"),
    _done("glossary", glossary.save, "glossary"),
    _done("glossary/undo/{change:number}", glossary.undo, "glossary/undo/7"),
    _shown("authorities", authorities.cards, "authorities?kind=person"),
    _done("authorities", authority_card.add, "authorities"),
    _shown("authorities/new", authority_card.new, "authorities/new?kind=person", "archivist"),
    _shown("authorities/{key:key}", authority_card.edit, "authorities/pm9k3d1"),
    _done("authorities/{key:key}", authority_card.save, "authorities/pm9k3d1"),
    _shown(
        "authorities/{key:key}/merge",
        authority_merging.preview,
        "authorities/pm9k3d1/merge?into=pm2h7w0",
        "archivist",
    ),
    _done("authorities/{key:key}/merge", authority_merging.do, "authorities/pm9k3d1/merge"),
    _shown("poor", reviewing.poor, "poor"),
    _shown("rescan", reviewing.rescan, "rescan"),
    _shown("seen", reviewing.seen, "seen"),
    _shown("alike", alike.alike, "alike"),
    _done("alike", alike.decide, "alike"),
    _shown("numbering", numbering.numbering, "numbering"),
    _done("numbering", numbering.accept, "numbering"),
    _shown("proposals", proposals.waiting, "proposals"),
    _shown("proposals/{proposal:number}", proposals.proposal, "proposals/4"),
    _done("proposals/{proposal:number}", proposals.decide, "proposals/4"),
    # --- what scripts of the desk ask for ---
    Address("/api/v1/batches/{batch:number}", ingest.progress, "/api/v1/batches/3", role="digitiser"),
    Address(
        "/api/v1/authorities",
        authority_names.names,
        "/api/v1/authorities?q=laghz&kind=person",
        role="digitiser",
    ),
    Address("/api/v1/lines/{line:line}", lines.line, _LINE, role="digitiser"),
    Address("/api/v1/lines/{line:line}", lines.write, _LINE, "PUT", "archivist", body=lines.LARGEST),
)
