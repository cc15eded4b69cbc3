"""Changes, moments and fields told in the reader's language, for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_datetime

from archive.letters import direction_of, isolate
from archive.models import Change, ChangeSet
from web import desk_contexts
from web.contexts import Text
from web.desk_contexts import ChangeItem
from web.i18n import Translator

#: Fields shown of one change set; an ingest writes hundreds.
_MOST_ITEMS = 30
_LONGEST = 400


def moment(at: datetime, say: Translator) -> str:
    """A moment in the machine's time zone: "24 nov. 2026, 02:15"."""
    return str(format_datetime(at.astimezone(), "d MMM y, HH:mm", locale=say.locale))


def field_name(kind: str, field: str, say: Translator) -> str:
    """What a field of a record is called; its own name where it has no word."""
    _ = say.gettext
    words = {
        "name": _("Title"),
        "description": _("Description"),
        "note": _("Physical state"),
        "number": _("Number as printed"),
        "issue_kind": _("Kind"),
        "series_id": _("Series"),
        "date_printed": _("Date as printed"),
        "edtf": _("Date"),
        "state": _("State"),
        "described": _("Described"),
        "rights": _("Rights"),
        "embargo_until": _("Embargo until"),
        "withdrawn": _("Withdrawn"),
        "label": _("Page number as printed"),
        "text_revision": _("Text"),
        "heading": _("Heading"),
        "byline": _("Byline"),
        "pages": _("Pages"),
        "language": _("Language"),
        "direction": _("Direction"),
        "sequence": _("Order"),
    }
    kinds = {"page": _("Page"), "stream": _("Reading"), "article": _("Article")}
    name = words.get(field, field)
    return f"{kinds[kind]}: {name}" if kind in kinds else name


#: Fields that follow from others: shown nowhere, undone with them.
_FOLLOWING = frozenset(
    {"number_key", "date_from", "date_to", "hijri", "published_at", "zones", "sequence", "label_supplied"}
)


def value_text(value: Any, say: Translator) -> Text:
    """A field's plain value as a text; an empty one for nothing."""
    _ = say.gettext
    if value is None or value in ("", [], {}):
        return Text("")
    if isinstance(value, bool):
        return Text.of(_("yes") if value else _("no"), say.language)
    if isinstance(value, Mapping) and all(isinstance(w, Mapping) and "value" in w for w in value.values()):
        # Each wording is isolated: the brackets of one language must not turn round in the line of another.
        parts = [
            isolate(f"[{w['value']}]" if w.get("supplied") else str(w["value"]), direction_of(tag))
            for tag, w in value.items()
        ]
        return Text.of(" / ".join(parts)[:_LONGEST], next(iter(value)))
    if isinstance(value, list):
        return Text.of(say.listed([str(part) for part in value])[:_LONGEST], "und")
    states = {
        "draft": _("draft"),
        "review": _("in review"),
        "published": _("published"),
        "ordinary": _("ordinary number"),
        "double": _("double number"),
        "special": _("special issue"),
        "supplement": _("supplement"),
    }
    return Text.of(states.get(str(value), str(value))[:_LONGEST], "und")


def what(changes: list[Change], say: Translator) -> str:
    """A change set in one line: what was made, or which fields were changed."""
    _ = say.gettext
    made = [c for c in changes if _made(c)]
    states = [c for c in changes if c.record_kind == "issue" and c.field == "state"]
    kinds = {c.record_kind for c in made}
    if "issue" in kinds:
        return _("The issue was put in")
    if made:
        count = len(made)
        return say.ngettext("%(num)s record was made", "%(num)s records were made", count) % {"num": count}
    if states:
        told = {"published": _("Published"), "draft": _("Taken back to draft"), "review": _("Sent to review")}
        first = told.get(str(states[0].after), _("State"))
        return first if len(states) == 1 else f"{first} ({say.number(len(states))})"
    names = dict.fromkeys(
        field_name(c.record_kind, c.field, say)
        for c in changes
        if c.field not in _FOLLOWING and c.field != "described"
    )
    return say.listed(list(names)[:5]) + (" …" if len(names) > 5 else "") if names else _("Nothing visible")


def _made(change: Change) -> bool:
    """Whether this says that a record was made (or brought back)."""
    return change.field == "withdrawn" and change.before is True and change.after is False


def items(changes: list[Change], say: Translator) -> tuple[ChangeItem, ...]:
    """The fields of a change set, before and after."""
    shown = [c for c in changes if c.field not in _FOLLOWING and not _made(c)]
    # An ingest writes hundreds of fields of pages: what the issue itself says comes first.
    shown = sorted(shown, key=lambda c: c.record_kind != "issue")[:_MOST_ITEMS]
    return tuple(
        ChangeItem(
            field_name(c.record_kind, c.field, say), value_text(c.before, say), value_text(c.after, say)
        )
        for c in shown
    )


def told_change(
    change_set: ChangeSet, say: Translator, undone_by: Mapping[int, int], *, undo: bool, full: bool
) -> desk_contexts.Change:
    """A change set for the desk. `undo`: offer to undo it; `full`: with its fields."""
    may_undo = undo and change_set.number not in undone_by
    return desk_contexts.Change(
        number=change_set.number,
        what=what(list(change_set.changes), say),
        who=change_set.by,
        when=moment(change_set.at, say),
        why=change_set.why,
        items=items(list(change_set.changes), say) if full else (),
        undo_url=f"/{say.language}/desk/changes/{change_set.number}/undo" if may_undo else "",
        undone_by=undone_by.get(change_set.number),
        undoes=change_set.undoes,
    )
