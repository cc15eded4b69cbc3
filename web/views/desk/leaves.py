"""The contact sheet of an issue: its leaves put in order, turned, parted, numbered, noted, scanned anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import arranging, changes
from archive.errors import BadInput
from archive.letters import direction_of
from archive.models import CONDITIONS, Issue, Page
from archive.queries import changes as change_queries
from archive.queries import issues as issue_queries
from archive.queries import pages as page_queries
from archive.queries import reviewing
from archive.queries import streams as stream_queries
from archive.store import Session
from web import leaf_acts
from web.contexts import Notice
from web.forms import RIGHTS
from web.leaf_acts import ACTS, Clash, Kind
from web.leaf_contexts import LeafSheet, SheetHalf, SheetLeaf
from web.naming import COVER, issue_name, page_path, page_picture, told_date
from web.page_notices import condition_words
from web.told import field_name, moment
from web.views.desk.issue_form import rights_words
from web.visiting import Visit


def leaves(visit: Visit) -> Response:
    """The sheet; `?chosen=3,4` ticks pages, `?change=7` offers to undo what was just done."""
    with visit.store.read() as session:
        issue = issue_queries.by_key(session, visit.param("key"), public=False)
        chosen = {int(n) for n in visit.query("chosen").split(",") if n.isascii() and n.isdecimal()}
        context = sheet(visit, session, issue, chosen)
    return visit.page("desk/leaves.html", context, "desk", notices=_done(visit))


def act(visit: Visit) -> Response:
    """Do one thing to the chosen pages, as one change set; 409 where somebody else changed the same."""
    name = visit.field("do").partition(".")[0]
    kind = ACTS.get(name)
    if kind is None:
        raise BadInput("Choose what to do with the pages.")
    with visit.store.write() as session:
        issue = issue_queries.by_key(session, visit.param("key"), public=False)
        chosen = leaf_acts.the_chosen(visit, session, issue)
        _check(kind, chosen)
        told = _meanwhile(visit, session, issue, chosen, kind)
        if told:
            context = sheet(visit, session, issue, {page.number for page in chosen})
        else:
            by = visit.account.name if visit.account else ""
            change_set = changes.begin(session, by=by, why=f"contact sheet: {name}")
            kind.do(leaf_acts.Act(visit, session, change_set, issue, chosen))
            session.refresh(change_set, ["changes"])
            number = change_set.number if change_set.changes else 0
            if not number:
                session.rollback()
    if told:
        return visit.page("desk/leaves.html", context, "desk", status=409, notices=told)
    return done(visit, issue.key, name, number, [page.number for page in chosen])


def done(visit: Visit, key: str, name: str, change: int, chosen: Sequence[int]) -> Response:
    """Back to the sheet: what was done, with the same pages ticked."""
    picked = ",".join(map(str, chosen[:200])) if name != "take-out" else ""
    values = {"done": name if change else "same", "n": len(chosen), "change": change, "chosen": picked}
    return visit.redirect(f"{visit.to(f'desk/issues/{key}/pages')}?{urlencode(values)}")


def _check(kind: Kind, chosen: Sequence[Page]) -> None:
    if not chosen and not kind.any:
        raise BadInput("No page is chosen.", "Choose one or several first.")
    if len(chosen) > 1 and not kind.many:
        raise BadInput("This is done to one page at a time.", "Choose a single one.")


def _meanwhile(
    visit: Visit, session: Session, issue: Issue, chosen: Sequence[Page], kind: Kind
) -> tuple[Notice, ...]:
    """What others did meanwhile to the same pages, or to the order of all; () for nothing."""
    _ = visit.translate
    if kind.by_order and visit.field("orders") != leaf_acts.order_tag(session, issue):
        sentence = _(
            "Somebody else moved pages of this issue meanwhile. "
            "They are shown as they stand now; nothing was changed."
        )
        return (Notice(sentence, "warn"),)
    found = leaf_acts.clashes(visit, session, chosen, kind)
    return tuple(_told(visit, clash) for clash in found)


def _told(visit: Visit, clash: Clash) -> Notice:
    sentence = visit.translate(
        "%(who)s changed page %(page)s (%(field)s) meanwhile, %(when)s. "
        "It is shown as it is now; nothing was changed."
    )
    field = field_name("", clash.field, visit.say)
    values = {
        "who": clash.by,
        "page": clash.page.label or str(clash.page.number),
        "field": field,
        "when": moment(clash.at, visit.say),
    }
    return Notice(sentence % {name: f"\u2068{value}\u2069" for name, value in values.items()}, "warn")


def _done(visit: Visit) -> tuple[Notice, ...]:
    """What the form before this page did, told once."""
    name, count = visit.query("done"), visit.whole("n", 0)
    if name == "same":
        return (Notice(visit.translate("Nothing was changed."), "note"),)
    if name == "undone":
        return (Notice(visit.translate("Undone"), "good"),)
    if name not in (*ACTS, "scan"):
        return ()
    say = visit.say
    told = {
        "earlier": say.ngettext("%(num)s page was moved.", "%(num)s pages were moved.", count),
        "turn": say.ngettext("%(num)s page was turned.", "%(num)s pages were turned.", count),
        "split": say.ngettext("%(num)s page was parted in two.", "%(num)s pages were parted in two.", count),
        "number": say.ngettext("%(num)s page was numbered.", "%(num)s pages were numbered.", count),
        "take-out": say.ngettext("%(num)s page was taken out.", "%(num)s pages were taken out.", count),
        "place": say.gettext("A place is kept for a missing page."),
        "seam": say.gettext("The issue is read as you said."),
        "scan": say.gettext("The page is shown from the new scan once it is read; the old one is kept."),
        "describe": say.ngettext("%(num)s page was noted.", "%(num)s pages were noted.", count),
    }
    same = {"later": "earlier", "move": "earlier", "one-way": "seam", "half": "seam"}
    same |= {"place-before": "place", "place-after": "place", "no-number": "number", "count": "number"}
    same |= {f"turn-{by}": "turn" for by in (90, 180, 270)} | dict.fromkeys(CONDITIONS, "describe")
    sentence = told[same.get(name, name)]
    return (Notice(sentence % {"num": say.number(count)} if "%(num)s" in sentence else sentence, "good"),)


# --- the page -------------------------------------------------------------------------------------------


def sheet(visit: Visit, session: Session, issue: Issue, chosen: Collection[int]) -> LeafSheet:
    """What the sheet shows, some pages ticked."""
    may_act = visit.account is not None and visit.account.may("archivist")
    own = visit.to(f"desk/issues/{issue.key}")
    halves = tuple(_halves(visit, session, issue, chosen))
    words = condition_words(visit.say)
    change = visit.whole("change", 0)
    undone = change_queries.undone_by(session, [change]) if change else {}
    return LeafSheet(
        issue=issue_name(issue, visit.say),
        issue_url=own,
        history_url=f"{own}/history",
        action=f"{own}/pages" if may_act else "",
        scan_action=f"{own}/scan" if may_act else "",
        orders=leaf_acts.order_tag(session, issue),
        halves=halves,
        conditions=tuple((name, words[name]) for name in CONDITIONS),
        languages=tuple((code, visit.say.language_name(code)) for code in ("ar", "fr")),
        rights=rights_words(visit.say, ""),
        undo_url=visit.to(f"desk/changes/{change}/undo") if may_act and change and not undone else "",
        undone=visit.query("done") == "undone",
        missing=sum(leaf.missing for half in halves for leaf in half.pages),
    )


def _halves(visit: Visit, session: Session, issue: Issue, chosen: Collection[int]) -> Iterator[SheetHalf]:
    pages = {page.number: page for page in page_queries.of_issue(session, issue.id)}
    streams = {stream.id: stream for stream in stream_queries.of_issue(session, issue.id)}
    waiting = reviewing.being_made(session, issue.id, "pictures")
    for key, order in arranging.orders_of(session, issue).items():
        stream = streams.get(key)
        language = stream.language if stream else visit.language
        label = stream.label.best(visit.language) if stream else None
        yield SheetHalf(
            id=key,
            name=label[1].value if label else visit.say.language_name(language) if stream else "",
            language=language if stream else "",
            dir="rtl" if (stream.direction if stream else direction_of(language)) == "rtl" else "ltr",
            pages=tuple(_leaf(visit, issue, pages[n], chosen, waiting) for n in order),
        )


def _leaf(
    visit: Visit, issue: Issue, page: Page, chosen: Collection[int], waiting: Collection[int]
) -> SheetLeaf:
    at = visit.to(f"desk/issues/{issue.key}/p{page.number}")
    return SheetLeaf(
        number=page.number,
        label=page.label,
        supplied=page.label_supplied,
        version=page.version,
        picture=page_picture(issue.key, page, COVER),
        look_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        text_url=f"{at}/text" if page.text_revision else "",
        order_url=f"{at}/order" if page.text_revision else "",
        conditions=page.condition,
        said=tuple(_said(visit, page, page.id in waiting)),
        chosen=page.number in chosen,
    )


def _said(visit: Visit, page: Page, waiting: bool) -> Iterator[str]:
    words: Mapping[str, str] = condition_words(visit.say)
    drawn = page.frame is None  # the gap itself says that the page is missing
    yield from (words[each] for each in page.condition if not (drawn and each == "missing"))
    if note := page.note.best(visit.language):
        yield note[1].value
    if page.hidden_until:
        until = told_date(page.hidden_until, visit.say)
        yield visit.translate("hidden until %(date)s") % {"date": until}
    if page.rights in RIGHTS:
        yield dict(rights_words(visit.say, ""))[page.rights]
    if page.review == "rescan":
        yield visit.translate("to be scanned again")
    if waiting:
        yield visit.translate("pictures are being made")
