"""An issue's description as a form: flat values, what was typed, what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive import dates
from archive.actions import issues as issue_actions
from archive.errors import BadInput
from archive.models import Issue, from_plain, to_plain
from archive.texts import Texts, Wording

Marking = Literal["printed", "supplied"]

#: Languages a description is written in, in the order of the archive.
WRITTEN = ("ar", "fr")
#: Fields of several languages: the form's name → the record's.
BY_LANGUAGE = {"title": "name", "description": "description", "condition": "note"}
#: Fields with one value: the form's name → the record's.
SINGLE = {
    "number": "number",
    "kind": "issue_kind",
    "date_printed": "date_printed",
    "date": "edtf",
    "hijri": "hijri",
    "series": "series_id",
    "rights": "rights",
    "embargo": "embargo_until",
    "planned": "planned_at",
    "state": "state",
}
#: Statements of RightsStatements.org and Creative Commons that fit a printed magazine.
RIGHTS = (
    "http://rightsstatements.org/vocab/InC/1.0/",
    "http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
    "http://rightsstatements.org/vocab/CNE/1.0/",
    "https://creativecommons.org/licenses/by/4.0/",
    "https://creativecommons.org/licenses/by-nc/4.0/",
    "https://creativecommons.org/publicdomain/mark/1.0/",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One input: its text and, where it has one, its marking."""

    value: str
    marking: Marking | None = None


#: All inputs of the form by name: "title.ar", "number" …
Flat = Mapping[str, Typed]


def flat_of(values: Callable[[str], Any]) -> dict[str, Typed]:
    """The inputs that show a record; `values` gives the record's field of a name."""
    made: dict[str, Typed] = {}
    for name, column in BY_LANGUAGE.items():
        texts: Texts = values(column) or Texts()
        for language in WRITTEN:
            wording = texts.get(language, Wording(""))
            made[f"{name}.{language}"] = Typed(wording.value, "supplied" if wording.supplied else "printed")
    for name, column in SINGLE.items():
        value = values(column)
        text = "" if value is None else str(value)
        made[name] = Typed(text.replace("T", " ") if name == "planned" else text)
    if not values("hijri_supplied"):
        made["hijri"] = Typed("")  # computed: the date's hint tells it
    if values("withdrawn"):
        made["state"] = Typed("withdrawn")
    return made


def flat(issue: Issue) -> dict[str, Typed]:
    """The inputs that show an issue as it is."""
    return flat_of(lambda column: getattr(issue, column))


def flat_before(issue: Issue, before: Mapping[str, Any]) -> dict[str, Typed]:
    """The inputs as they showed the issue before others changed it; `before`: plain values by column."""
    plain = {column: from_plain(Issue, column, value) for column, value in before.items()}
    return flat_of(lambda column: plain[column] if column in plain else getattr(issue, column))


def typed(field: Callable[[str], str], shown: Flat) -> dict[str, Typed]:
    """What was typed; `field` gives an input of the sent form. An input that was not sent stays as shown."""
    made: dict[str, Typed] = {}
    for name, old in shown.items():
        marking = field(f"{name}.marking")
        kept: Marking | None = old.marking
        if kept is not None and marking in ("printed", "supplied"):
            kept = "supplied" if marking == "supplied" else "printed"
        made[name] = Typed(field(name).strip(), kept)
    return made


def same(one: Typed, other: Typed) -> bool:
    """Whether two inputs say the same; the marking of nothing means nothing."""
    return one.value == other.value and (one.marking == other.marking or not one.value)


def fields_of(wanted: Flat, issue: Issue) -> dict[str, Any]:
    """The record's fields to write, state apart; only those that differ from the issue."""
    shown = flat(issue)
    fields: dict[str, Any] = {}
    for name, column in BY_LANGUAGE.items():
        texts: Texts = getattr(issue, column)
        for language in WRITTEN:
            new = wanted[f"{name}.{language}"]
            if not same(new, shown[f"{name}.{language}"]):
                texts = texts.with_wording(language, new.value, supplied=new.marking == "supplied")
                fields[column] = texts
    for name, column in SINGLE.items():
        if name != "state" and not same(wanted[name], shown[name]):
            fields[column] = _column_value(column, wanted[name].value)
    return fields


def _column_value(column: str, value: str) -> Any:
    if column == "series_id":
        if value and not (value.isascii() and value.isdecimal()):
            raise BadInput("Choose a series of the list.")
        return int(value) if value else None
    return value


def faults(fields: Mapping[str, Any], issue: Issue, translate: Callable[[str], str]) -> dict[str, str]:
    """What cannot be kept, by the form's name of the input, told."""
    names = {column: name for name, column in SINGLE.items()}
    found: dict[str, str] = {}
    for column, value in fields.items():
        try:
            issue_actions.described({column: value}, issue)
        except BadInput as error:
            found[names.get(column, column)] = error.told(translate)
    return found


@dataclass(frozen=True, slots=True)
class Clash:
    """An input that someone else changed while this form was open: what theirs says now."""

    theirs: Typed
    who: str
    when: str


#: The record's field that each input of an issue's form shows.
COLUMNS: Mapping[str, str] = {
    **{f"{name}.{tag}": column for name, column in BY_LANGUAGE.items() for tag in WRITTEN},
    **SINGLE,
}


def clashes(
    mine: Flat,
    base: Flat,
    theirs: Flat,
    by: Mapping[str, tuple[str, str]],
    columns: Mapping[str, str] = COLUMNS,
) -> dict[str, Clash]:
    """Inputs that both sides changed to different things. `by`: who and when, by the field of `columns`."""
    found: dict[str, Clash] = {}
    for name, value in mine.items():
        both_changed = not same(theirs[name], base[name]) and not same(value, base[name])
        if both_changed and not same(value, theirs[name]):
            who, when = by.get(columns[name], ("", ""))
            found[name] = Clash(theirs[name], who, when)
    return found


def merged(mine: Flat, base: Flat, theirs: Flat) -> dict[str, Typed]:
    """Mine where I changed something, theirs where I did not: nothing of either is lost."""
    return {name: theirs[name] if same(value, base[name]) else value for name, value in mine.items()}


def plain_before(issue: Issue, column: str) -> Any:
    """A field as change sets keep it."""
    return to_plain(Issue, column, getattr(issue, column))


def date_hint(edtf: str) -> str:
    """The Hijri months of a date, computed; "" where there is no date that can be read."""
    if not edtf:
        return ""
    try:
        read = dates.parse(edtf)
    except BadInput:
        return ""
    return dates.hijri_text(read.first, read.last)
