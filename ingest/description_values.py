"""Values of a description file, read key by key: what is wrong is named, the rest is used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from archive import dates
from archive.actions import issues
from archive.errors import BadInput
from archive.letters import language_of, western_digits
from archive.texts import Texts, Wording
from ingest.faults import Fault, warning

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RANGE = re.compile(r"(\d{1,5})(?:\s*[-\u2010-\u2015/]\s*(\d{1,5}))?")


class Table:
    """A table of a description file, read key by key; what is wrong is gathered in `faults`."""

    def __init__(
        self, path: Path, data: Mapping[str, Any], faults: list[Fault] | None = None, where: str = ""
    ) -> None:
        self.path = path
        self.data = data
        self.faults = faults if faults is not None else []
        self.where = where or path.name
        self._asked: set[str] = set()

    def warn(self, kind: str, message: str, remedy: str = "", **values: object) -> None:
        """Note something wrong that leaves only one value out."""
        self.faults.append(warning(self.path, kind, message, remedy, where=self.where, **values))

    def _get(self, key: str, *kinds: type) -> Any:
        self._asked.add(key)
        value = self.data.get(key)
        if value is None or isinstance(value, kinds):
            return value
        self.warn("description", "{key} in {where} cannot be {value}.", key=key, value=repr(value)[:80])
        return None

    def text(self, key: str) -> str:
        """A string, "" for none; numbers are written out, as `number = 143` is natural to write."""
        value = self._get(key, str, int, float)
        return "" if value is None or value is True or value is False else str(value).strip()

    def texts(self, key: str, *, supplied: bool = False, language: str = "") -> Texts:
        """A text by language: `{ar = "…"}`, or a string in `language` (by default that of its letters)."""
        value = self._get(key, str, dict)
        if isinstance(value, str):
            tag = language if language not in ("", "und") else language_of(value, "fr")
            value = {tag: value}
        wordings: dict[str, Wording] = {}
        for tag, wording in (value or {}).items():
            if isinstance(wording, str) and _LANGUAGE.fullmatch(tag):
                wordings[tag] = Wording(wording, supplied)
            else:
                self.warn(
                    "description", "{key}.{tag} in {where} is not a text in a language.", key=key, tag=tag
                )
        return Texts(wordings)

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of `choices`, "" for none."""
        value = self.text(key)
        if value and value not in choices:
            self.warn(
                "description",
                "{key} in {where} cannot be {value}.",
                "Choose one of: {choices}.",
                key=key,
                value=repr(value)[:80],
                choices=", ".join(choices),
            )
            return ""
        return value

    def language(self, key: str) -> str:
        """A language tag, "" for none."""
        value = self.text(key)
        if value and not _LANGUAGE.fullmatch(value):
            self.warn(
                "description", "{key} in {where} is not a language: {value}.", key=key, value=value[:80]
            )
            return ""
        return value

    def edtf(self, key: str) -> str:
        """An EDTF date, "" for none and for an impossible one. TOML's own dates are welcome."""
        value = self._get(key, str, int, date)
        text = "" if value is None else str(value)[:10] if isinstance(value, date) else str(value).strip()
        if not text:
            return ""
        try:
            dates.parse(text)
        except BadInput:
            self.warn(
                "date", "{value} in {where} is an impossible date.", "Write it as 1975-03.", value=text[:80]
            )
            return ""
        return text

    def range(self, key: str) -> tuple[int, int] | None:
        """First and last page of a range ("12-48"), None for none."""
        value = self.text(key)
        if not value:
            return None
        found = read_range(value)
        if found is None:
            self.warn(
                "description",
                "{value} in {where} is not a range of pages.",
                'Write "12-48".',
                value=value[:80],
            )
        return found

    def labels(self, key: str) -> tuple[str, ...]:
        """Printed page labels: a list, or a string ("3-5", "3, 7")."""
        value = self._get(key, str, int, list)
        parts = (
            value if isinstance(value, list) else re.split(r"[,،;]", str(value)) if value is not None else []
        )
        labels: list[str] = []
        for part in parts:
            text = str(part).strip()
            found = read_range(text)
            if found is not None:
                labels += [str(number) for number in range(found[0], found[1] + 1)]
            elif text:
                labels.append(text)
        return tuple(dict.fromkeys(labels))

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self._get(key, list, str)
        items = [value] if isinstance(value, str) else value or []
        return tuple(str(item).strip() for item in items if str(item).strip())

    def tables(self, key: str) -> list[Table]:
        """A list of tables (`[[key]]`)."""
        value = self._get(key, list) or []
        found = []
        for number, part in enumerate(value, 1):
            if isinstance(part, dict):
                found.append(Table(self.path, part, self.faults, f"{self.where}, [[{key}]] {number}"))
            else:
                self.warn("description", "{key} in {where} must be written as [[{key}]].", key=key)
        return found

    def tell_unknown(self) -> None:
        """Warn of every key that nobody asked for: a misspelt one is passed over in silence otherwise."""
        for key in self.data:
            if key not in self._asked:
                self.warn(
                    "description", "{where} says {key}, which is not known and was passed over.", key=key
                )


def usable(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an issue that are given and that the record will take; the others are told."""
    taken: dict[str, Any] = {}
    for name, value in fields.items():
        if not value:
            continue
        try:
            issues.described({name: value})
        except BadInput as error:
            table.warn("description", "{key} in {where}: {reason}", key=name, reason=error.told())
        else:
            taken[name] = value
    check_printed_date(table, taken)
    return taken


def check_printed_date(table: Table, fields: Mapping[str, Any]) -> None:
    """Add a warning where a printed date says nothing we can place and no EDTF date stands beside it."""
    printed = fields.get("date_printed")
    if printed and not fields.get("edtf") and dates.read_printed(printed) is None:
        table.warn(
            "date",
            'The date {value} in {where} is not understood; add edtf = "1975-03" or the like.',
            value=printed,
        )


def read_range(text: str) -> tuple[int, int] | None:
    """First and last of a range like "12-48" or "١٢-٤٨" or "7"; None for anything else."""
    found = _RANGE.fullmatch(western_digits(text).strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first, last) if 1 <= first <= last else None
