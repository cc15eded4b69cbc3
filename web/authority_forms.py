"""A card's description as a form: flat values, back to the record's fields; see `forms` for the principle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive import outside
from archive.actions import authorities as actions
from archive.errors import BadInput
from archive.letters import western_digits
from archive.models import Authority, from_plain
from archive.texts import Texts, Wording
from web.forms import Flat, Typed

#: Languages a form of a name can be given in: those of the magazine first.
WRITTEN = ("ar", "fr")
MORE = ("en", "es", "zgh")
_LISTS = ("variants", "earlier", "later", "outside")


def tags_of(card: Authority | None) -> tuple[str, ...]:
    """The languages that a card's form has an input for: those of every card, and its own."""
    own = [tag for tag in (card.forms if card is not None else ()) if tag not in (*WRITTEN, *MORE)]
    return (*WRITTEN, *MORE, *own)


def flat_of(values: Callable[[str], Any], tags: tuple[str, ...]) -> dict[str, Typed]:
    """The inputs that show a card; `values` gives the record's field of a name. Lists are a line each."""
    forms, note = values("forms") or Texts(), values("note") or Texts()
    made = {f"form.{tag}": Typed(forms.get(tag, Wording("")).value) for tag in tags}
    made |= {f"note.{tag}": Typed(note.get(tag, Wording("")).value) for tag in WRITTEN}
    made |= {name: Typed("\n".join(values(name) or ())) for name in _LISTS}
    return {**made, "dates": Typed(values("dates") or "")}


def flat(card: Authority) -> dict[str, Typed]:
    """The inputs that show a card as it is."""
    return flat_of(lambda name: getattr(card, name), tags_of(card))


def empty() -> dict[str, Typed]:
    """The inputs of a card that is not there yet."""
    return flat_of(lambda _: None, tags_of(None))


def flat_before(card: Authority, before: Mapping[str, Any]) -> dict[str, Typed]:
    """The inputs as they showed a card before others changed it; `before`: plain values by field."""
    plain = {name: from_plain(Authority, name, value) for name, value in before.items()}
    return flat_of(lambda name: plain[name] if name in plain else getattr(card, name), tags_of(card))


def columns(shown: Flat) -> dict[str, str]:
    """The record's field that each input shows."""
    starts = {"form": "forms", "note": "note"}
    return {name: starts.get(name.split(".")[0], name) for name in shown}


def listed(text: str) -> str:
    """What was typed into a list: a line each, blank ones and repeated ones left out."""
    return "\n".join(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def fields_of(wanted: Flat, shown: Flat, card: Authority | None) -> dict[str, Any]:
    """The record's fields to write: those of inputs that differ from what is shown.

    Raises BadInput for an identifier elsewhere that is none.
    """
    fields: dict[str, Any] = {}
    for name, entry in wanted.items():
        if entry == shown[name]:
            continue
        start, _, tag = name.partition(".")
        if start in ("form", "note"):
            field = "forms" if start == "form" else "note"
            texts: Texts = fields.get(field, getattr(card, field) if card is not None else Texts())
            supplied = tag in texts and texts[tag].supplied
            fields[field] = texts.with_wording(tag, entry.value, supplied=supplied)
        elif name == "outside":
            fields[name] = outside.addresses(entry.value.split("\n"))
        elif name in _LISTS:
            fields[name] = tuple(line for line in entry.value.split("\n") if line)
        else:
            fields[name] = western_digits(entry.value)
    return fields


def faults(
    wanted: Flat, shown: Flat, card: Authority | None, translate: Callable[[str], str]
) -> dict[str, str]:
    """What cannot be kept, by the name of the input, told; the lack of any form of the name by its first."""
    found: dict[str, str] = {}
    for name, entry in wanted.items():
        start = name.split(".")[0]
        if start not in ("form", "note"):
            try:
                actions.described(fields_of({name: entry}, shown, card))
            except BadInput as error:
                found[name] = error.told(translate)
    try:
        forms = Texts({name: Wording(e.value) for name, e in wanted.items() if name.startswith("form.")})
        actions.described({"forms": forms})
    except BadInput as error:
        found[f"form.{WRITTEN[0]}"] = error.told(translate)
    return found
