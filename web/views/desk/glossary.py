"""The glossary at the desk: notions in two languages, added, changed, withdrawn; each act can be undone."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import changes as change_actions
from archive.actions import glossary as actions
from archive.errors import ArchiveError, BadInput, Conflict
from archive.glossary import Notion, forms
from archive.models import GlossaryEntry
from archive.queries import changes, glossary
from archive.store import Session
from index import analysis
from web.contexts import Link, Notice, Text
from web.glossary_contexts import Entry, Glossary
from web.listing import pager
from web.told import told_change
from web.visiting import Visit

PER_SCREEN, _MOST_ACTS = 40, 12


def entries(visit: Visit) -> Response:
    """The entries in use, by field or by words; what was done last."""
    return _page(visit)


def save(visit: Visit) -> Response:
    """Add an entry, change or withdraw one; an entry others changed meanwhile comes back with both."""
    wanted = visit.field("do")
    try:
        number = _save(visit, wanted)
    except Conflict:
        problem = visit.say.gettext(
            "Someone else changed this entry meanwhile; it is shown as it is now. Nothing was overwritten."
        )
        return _page(visit, Notice(problem, "warn"), status=409, typed=_typed(visit))
    except BadInput as error:
        return _page(visit, Notice(_told(error, visit), "bad"), status=400, typed=_typed(visit))
    return visit.redirect(visit.to("desk/glossary"), done=wanted, change=str(number))


def undo(visit: Visit) -> Response:
    """Undo an act that touched the glossary alone. Raises BadInput for any other."""
    number = visit.number("change")
    with visit.store.write() as session:
        change_set = changes.by_number(session, number)
        if any(change.record_kind != GlossaryEntry.kind for change in change_set.changes):
            raise BadInput("Change {number} is not one of the glossary alone.", number=number)
        undone = change_actions.undo(session, number, by=visit.account.name if visit.account else "")
    left = "left" if undone.left else "undone"
    return visit.redirect(visit.to("desk/glossary"), done=left, change=str(undone.change_set or 0))


def _save(visit: Visit, wanted: str) -> int:
    by = visit.account.name if visit.account else ""
    typed = _typed(visit)
    with visit.store.write() as session:
        change_set = change_actions.begin(session, by=by, why=visit.field("why").strip())
        version = int(visit.field("version")) if visit.field("version").isdecimal() else None
        if wanted == "add":
            actions.add(session, change_set, typed, note=visit.field("note"))
        elif wanted in ("change", "withdraw"):
            entry = actions.by_id(session, _id(visit))
            if wanted == "change":
                actions.change(session, change_set, entry, typed, note=visit.field("note"), version=version)
            else:
                actions.withdraw(session, change_set, entry, version=version)
        else:
            raise BadInput("Choose what to do with the entry.")
        return change_set.number


def _id(visit: Visit) -> int:
    text = visit.field("id")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _typed(visit: Visit) -> Notion:
    return Notion(forms(visit.field("ar")), forms(visit.field("fr")), visit.field("field"))


def _told(error: ArchiveError, visit: Visit) -> str:
    return error.told(visit.translate)


def _page(
    visit: Visit, notice: Notice | None = None, *, status: int = 200, typed: Notion | None = None
) -> Response:
    notices = tuple(one for one in (notice, _done(visit)) if one)
    with visit.store.read() as session:
        context = _context(visit, session, typed)
    return visit.page("desk/glossary.html", context, "glossary", status=status, notices=notices)


def _done(visit: Visit) -> Notice | None:
    """What was just done, from the address."""
    _ = visit.say.gettext
    words = {
        "add": _("The entry was added; the next search knows it."),
        "change": _("The entry was changed; the next search knows it."),
        "withdraw": _("The entry was withdrawn."),
        "undone": _("The change was undone."),
        "left": _("What was changed since was left as it is; the rest was undone."),
    }
    done = visit.query("done")
    return Notice(words[done], "warn" if done == "left" else "good") if done in words else None


def _context(visit: Visit, session: Session, typed: Notion | None) -> Glossary:
    field, query = visit.query("field")[:60], visit.query("q").strip()[:200]
    known = glossary.fields(session)
    found = [
        entry
        for entry in glossary.entries(session, field=field if field in known else None)
        if _holds(entry, query)
    ]
    last = max(1, (len(found) + PER_SCREEN - 1) // PER_SCREEN)
    screen = min(max(1, visit.whole("page", 1)), last)
    shown = found[(screen - 1) * PER_SCREEN : screen * PER_SCREEN]
    acts = glossary.change_sets(session, _MOST_ACTS)
    undone = changes.undone_by(session, [act.number for act in acts])
    may = visit.account is not None and visit.account.may("archivist")
    return Glossary(
        action=visit.to("desk/glossary"),
        entries=tuple(map(_entry, shown)),
        total=len(found),
        fields=_fields(visit, known, field),
        query=query,
        field=field,
        may_edit=may,
        typed=_entry_of(typed) if typed else Entry(0, 0, Text.of("", "ar"), Text.of("", "fr")),
        acts=tuple(told_change(act, visit.say, undone, undo=may, names={}) for act in acts),
        undo=visit.to("desk/glossary/undo"),
        pager=pager(screen, last, lambda number: _url(visit, field, query, number)) if last > 1 else None,
    )


def _holds(entry: GlossaryEntry, query: str) -> bool:
    """Whether an entry has all the words, in whatever form."""
    wanted = set(analysis.stems(query))
    return wanted <= set(analysis.stems(" ".join((*entry.ar, *entry.fr, entry.note))))


def _url(visit: Visit, field: str, query: str, page: int = 1) -> str:
    values = {"field": field, "q": query, "page": str(page) if page > 1 else ""}
    kept = urlencode({name: value for name, value in values.items() if value})
    return visit.to("desk/glossary") + (f"?{kept}" if kept else "")


def _fields(visit: Visit, known: dict[str, int], chosen: str) -> tuple[Link, ...]:
    every = Link(visit.say.gettext("All"), _url(visit, "", ""), not chosen, sum(known.values()))
    return (
        every,
        *(Link(name or "…", _url(visit, name, ""), name == chosen, count) for name, count in known.items()),
    )


def _entry(entry: GlossaryEntry) -> Entry:
    return Entry(
        entry.id,
        entry.version,
        Text.of("\n".join(entry.ar), "ar"),
        Text.of("\n".join(entry.fr), "fr"),
        entry.field,
        entry.note,
    )


def _entry_of(notion: Notion) -> Entry:
    return Entry(0, 0, Text.of("\n".join(notion.ar), "ar"), Text.of("\n".join(notion.fr), "fr"), notion.field)
