"""Changes, moments and fields told in the reader's language, for the desk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_datetime

from archive.letters import direction_of, isolate
from archive.models import Change, ChangeSet, Issue
from web import desk_contexts
from web.contexts import Text
from web.desk_contexts import ChangeItem
from web.i18n import Translator

#: Fields shown of one change set; an ingest writes hundreds.
_MOST_ITEMS = 30
_LONGEST = 400


#: A record as change sets name it (kind, row id), and what it is called: "Page 3".
Names = Mapping[tuple[str, int], str]


def moment(at: datetime, say: Translator) -> str:
    """A moment in the machine's time zone: "24 nov. 2026, 02:15"."""
    day = str(format_datetime(at.astimezone(), "d MMM y", locale=say.locale))
    return say.listed([day, f"{at.astimezone():%H:%M}"])


def record_names(issue: Issue, say: Translator) -> dict[tuple[str, int], str]:
    """What the pages, readings and articles of an issue are called in its history."""
    _ = say.gettext
    names: dict[tuple[str, int], str] = {}
    for place, page in enumerate(issue.pages, 1):
        names["page", page.id] = _("Page %(number)s") % {"number": page.label or say.number(place)}
    for stream in issue.streams:
        label = stream.label.best(say.language)
        names["stream", stream.id] = label[1].value if label else say.language_name(stream.language)
    for article in issue.articles:
        heading = article.heading.best(say.language)
        names["article", article.id] = heading[1].value if heading else _("Article")
    return {record: isolate(name) for record, name in names.items() if name}


def field_name(kind: str, field: str, say: Translator, record: str = "") -> str:
    """What a field of a record is called; its own name where it has no word. `record`: which one it is."""
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
        "hijri": _("Hijri date"),
        "state": _("State"),
        "described": _("Described"),
        "rights": _("Rights"),
        "embargo_until": _("Embargo until"),
        "planned_at": _("Published by itself on"),
        "former_names": _("Former names"),
        "frequency": _("Frequency"),
        "publisher": _("Publisher"),
        "issn": _("ISSN"),
        "legal_deposit": _("Legal deposit"),
        "begins": _("Begins"),
        "ends": _("Ends"),
        "withdrawn": _("Withdrawn"),
        "label": _("Page number as printed"),
        "text_revision": _("Text"),
        "text": _("Text"),
        "heading": _("Heading"),
        "byline": _("Byline"),
        "pages": _("Pages"),
        "language": _("Language"),
        "direction": _("Direction"),
        "sequence": _("Order"),
        "review": _("Verdict on the scan"),
        "condition": _("Condition of the leaf"),
        "canvas": _("Cut out of the scan"),
        "label_supplied": _("Page number as printed"),
        "hidden_until": _("Hidden until"),
        "section_id": _("Section"),
        "pair": _("In the other language"),
        "authors": _("Authors"),
        "about": _("Treats of"),
        "dates": _("Dates"),
        "earlier": _("Earlier names"),
        "later": _("Later names"),
        "outside": _("Identifiers elsewhere"),
        "merged_into": _("Merged into"),
        "cover_page": _("Cover"),
        "forms": _("Forms of the name"),
        "variants": _("Variants of the name"),
        "ar": _("Arabic"),
        "fr": _("French"),
    }
    kinds = {"page": _("Page"), "stream": _("Reading"), "article": _("Article")}
    name = _("Name of the reading") if (kind, field) == ("stream", "label") else words.get(field, field)
    if kind not in kinds:
        return name
    return _("%(record)s: %(field)s") % {"record": record or kinds[kind], "field": name}


#: Fields that follow from others: shown nowhere, undone with them.
_FOLLOWING = frozenset(
    {
        "number_key",
        "date_from",
        "date_to",
        "hijri_supplied",
        "published_at",
        "zones",
        "sequence",
        "position",
        "proposed",
        "label_supplied",
        "layout",
    }
)


def value_text(value: Any, say: Translator, field: str = "") -> Text:
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
        return Text.of(say.listed([isolate(str(part)) for part in value])[:_LONGEST], "und")
    if field == "language" and (name := say.language_name(str(value))):
        return Text.of(name, say.language)
    states = {
        "draft": _("draft"),
        "review": _("in review"),
        "published": _("published"),
        "ordinary": _("ordinary number"),
        "double": _("double number"),
        "special": _("special issue"),
        "supplement": _("supplement"),
        "rtl": _("from right to left"),
        "ltr": _("from left to right"),
        "accepted": _("accepted"),
        "rescan": _("to be scanned again"),
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


def items(changes: list[Change], say: Translator, names: Names) -> tuple[ChangeItem, ...]:
    """The fields of a change set, before and after; records made by the dozen are only counted."""
    made = [c for c in changes if _made(c)]
    by_kind = Counter(c.record_kind for c in made)
    many = {
        (c.record_kind, c.record_id) for c in made if c.record_kind != "issue" and by_kind[c.record_kind] > 1
    }
    # A field written twice in one act is told once: as it was, as it became.
    folded: dict[tuple[str, int, str], tuple[Change, Change]] = {}
    for c in changes:
        if c.field not in _FOLLOWING and not _made(c) and (c.record_kind, c.record_id) not in many:
            where = (c.record_kind, c.record_id, c.field)
            folded[where] = (folded[where][0] if where in folded else c, c)
    # What the issue itself says comes first, then its readings and articles, then pages by the hundred.
    order = {"issue": 0, "stream": 1, "article": 1}
    shown = sorted(folded.values(), key=lambda pair: order.get(pair[0].record_kind, 2))
    told = [
        ChangeItem(
            field_name(c.record_kind, c.field, say, names.get((c.record_kind, c.record_id), "")),
            value_text(c.before, say, c.field),
            value_text(last.after, say, c.field),
        )
        for c, last in shown[:_MOST_ITEMS]
    ]
    told += [ChangeItem(*counted) for counted in _counted(by_kind, say)]
    if (more := len(shown) - _MOST_ITEMS) > 0:
        rest = say.ngettext("%(num)s more field", "%(num)s more fields", more) % {"num": say.number(more)}
        told.append(ChangeItem(rest, Text(""), Text("…")))
    return tuple(told)


def _counted(made: Counter[str], say: Translator) -> list[tuple[str, Text, Text]]:
    """The line "Pages: 12" for each kind of which several records were made."""
    _ = say.gettext
    kinds = {
        "stream": _("Readings"),
        "page": _("Pages"),
        "article": _("Articles"),
        "authority": _("Names and sections"),
    }
    return [
        (name, Text(""), Text.of(say.number(made[kind]), "und"))
        for kind, name in kinds.items()
        if made[kind] > 1
    ]


#: Reasons that only repeat what the change set says itself.
_REPEATED = frozenset({"published", "taken back to draft", "ingest", "demonstration"})


def reason(why: str, say: Translator) -> str:
    """Why a change set was made: what the program wrote in the reader's language, else as it was typed."""
    _ = say.gettext
    written = {
        r"taken in from (?P<name>.*)": _("Taken in from %(name)s"),
        r"batch (?P<batch>\d+) rejected: (?P<name>.*)": _("Delivery %(batch)s was rejected: %(name)s"),
        r"batch (?P<batch>\d+) rolled back": _("Delivery %(batch)s was rolled back"),
        r"batch (?P<batch>\d+) reinstated": _("Delivery %(batch)s was reinstated"),
        r"contact sheet of batch (?P<batch>\d+)": _("On the contact sheet of delivery %(batch)s"),
        r"corrections of (?P<name>.*) taken back": _("Corrections of %(name)s were taken back"),
        r"text corrected": _("The text was corrected"),
        r"contact sheet: .*": _("On the contact sheet of the issue"),
        r"reading order of a page": _("The reading order of a page was set"),
        r"new reading taken in": _("A new reading was taken in"),
        r"from the contents page": _("From the contents page"),
        r"no article: (?P<name>.*)": _("No article: %(name)s"),
        r"glossary loaded": _("The glossary was loaded"),
        r"a reader's letter": _("A reader's letter"),
        r"rule of publication": _("How the magazine appeared"),
    }
    if why in _REPEATED:
        return ""
    for pattern, sentence in written.items():
        if match := re.fullmatch(pattern, why, re.DOTALL):
            return sentence % {name: isolate(value) for name, value in match.groupdict().items()}
    return why


def told_change(
    change_set: ChangeSet,
    say: Translator,
    undone_by: Mapping[int, int],
    *,
    undo: bool,
    names: Names | None = None,
) -> desk_contexts.Change:
    """A change set for the desk. `undo`: offer to undo it; `names`: with its fields, of records called so."""
    may_undo = undo and change_set.number not in undone_by
    return desk_contexts.Change(
        number=change_set.number,
        what=what(list(change_set.changes), say),
        who=change_set.by,
        when=moment(change_set.at, say),
        why=reason(change_set.why, say),
        items=items(list(change_set.changes), say, names) if names is not None else (),
        undo_url=f"/{say.language}/desk/changes/{change_set.number}/undo" if may_undo else "",
        undone_by=undone_by.get(change_set.number),
        undoes=change_set.undoes,
    )


def authority_kind(kind: str, say: Translator) -> str:
    """What a kind of card is called."""
    _ = say.gettext
    words = {
        "person": _("person"),
        "organisation": _("organisation or unit"),
        "place": _("place"),
        "subject": _("subject"),
        "section": _("section of the magazine"),
    }
    return words.get(kind, kind)


def authority_kinds(kind: str, say: Translator) -> str:
    """What the cards of a kind are called together."""
    _ = say.gettext
    words = {
        "person": _("Persons"),
        "organisation": _("Organisations and units"),
        "place": _("Places"),
        "subject": _("Subjects"),
        "section": _("Sections of the magazine"),
    }
    return words.get(kind, kind)
