"""Two cards made one: what it would write is shown, then it is done as one act that can be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import changes as change_actions
from archive.actions.merging import Merger, merge, planned
from archive.errors import BadInput, Conflict
from archive.letters import isolate
from archive.models import Authority, Described, to_plain
from archive.queries import authorities
from archive.store import Session
from web import picking
from web.authority_contexts import MergedRecord, Merging
from web.contexts import Notice, Text
from web.desk_contexts import ChangeItem
from web.naming import text_of
from web.told import field_name, value_text
from web.visiting import Visit

#: Records that a preview lists one by one.
_MOST = 40


def preview(visit: Visit) -> Response:
    """What merging the card of the address into `?into=` (a key, or as a picker's field) would write."""
    return _page(visit, _chosen(visit, visit.query("into")))


def do(visit: Visit) -> Response:
    """Merge, where both cards are still as the preview showed them; else the preview again, 409."""
    into = _chosen(visit, visit.field("into"))
    try:
        versions = tuple(int(part) for part in visit.field("versions").split(","))
        seen = (versions[0], versions[1])
    except (ValueError, IndexError) as error:
        raise BadInput("The form did not arrive whole.", "Send it again.") from error
    by = visit.account.name if visit.account else ""
    try:
        with visit.store.write() as session:
            gone, stays = (
                authorities.whatever(session, visit.param("key")),
                authorities.whatever(session, into),
            )
            change_set = change_actions.begin(session, by=by, why=visit.field("why"))
            merge(session, change_set, gone, stays, versions=seen)
            number = change_set.number
    except Conflict as error:
        return _page(visit, into, Notice(error.told(visit.translate), "warn"), status=409)
    return visit.redirect(visit.to(f"desk/authorities/{into}"), done="one", change=str(number))


def _chosen(visit: Visit, text: str) -> str:
    """The key of the card that stays. Raises BadInput where none, or more than one, is meant."""
    with visit.store.read() as session:
        kind: Any = authorities.whatever(session, visit.param("key")).authority_kind
        picked = picking.read(visit, session, text, (kind,))
    if picked.faults or len(picked.keys) != 1:
        raise BadInput("Choose the card to merge it into: another one of the same kind.")
    return picked.keys[0]


def _page(visit: Visit, into: str, notice: Notice | None = None, status: int = 200) -> Response:
    with visit.store.read() as session:
        plan = planned(
            session, authorities.whatever(session, visit.param("key")), authorities.whatever(session, into)
        )
        context = _context(visit, session, plan)
    return visit.page(
        "desk/authority-merge.html",
        context,
        "authorities",
        status=status,
        notices=(notice,) if notice else (),
    )


def _context(visit: Visit, session: Session, plan: Merger) -> Merging:
    gone, into = plan.gone, plan.into
    here = visit.to(f"desk/authorities/{gone.key}")
    writes: list[tuple[Described, Text, dict[str, Any]]] = [
        (into, text_of(into.forms, visit.language), plan.fields),
        *((other, text_of(other.forms, visit.language), fields) for other, fields in plan.related),
        *((article, text_of(article.heading, article.language), fields) for article, fields in plan.articles),
    ]
    return Merging(
        gone=text_of(gone.forms, visit.language),
        into=text_of(into.forms, visit.language),
        into_key=into.key,
        versions=f"{gone.version},{into.version}",
        action=f"{here}/merge",
        swap_url=f"{visit.to(f'desk/authorities/{into.key}/merge')}?{urlencode({'into': gone.key})}",
        cancel_url=here,
        records=tuple(_record(visit, session, *write) for write in writes[:_MOST]),
        articles=len(plan.articles),
        more=max(0, len(writes) - _MOST),
    )


def _record(
    visit: Visit, session: Session, record: Described, name: Text, fields: dict[str, Any]
) -> MergedRecord:
    kind = type(record)
    items = tuple(
        ChangeItem(
            field_name(kind.kind, field, visit.say),
            _told(visit, session, kind, field, getattr(record, field)),
            _told(visit, session, kind, field, value),
        )
        for field, value in fields.items()
    )
    return MergedRecord(name or Text.of("…", "und"), items)


def _told(visit: Visit, session: Session, kind: type[Described], field: str, value: Any) -> Text:
    """A field's value in words: cards by what they are called, not by their keys."""
    if field in ("authors", "about", "earlier", "later"):
        found = authorities.by_keys(session, value)
        names = [isolate(text_of(found[key].forms, visit.language).value) for key in value if key in found]
        return Text.of(visit.say.listed(names), "und")
    if field == "section_id":
        section = session.get(Authority, value)
        return text_of(section.forms, visit.language) if section is not None else Text("")
    return value_text(to_plain(kind, field, value), visit.say, field)
