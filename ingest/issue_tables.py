"""Reads `issues.csv`: a row of a spreadsheet for each folder or file of scans below it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.letters import direction_of
from archive.models import ISSUE_KINDS, STATES
from archive.texts import Texts
from ingest.description_values import Table, usable
from ingest.faults import Fault, fault, warning
from ingest.issue_files import MOST_BYTES, Description, StreamDescription

#: How the columns may be headed, in English, French and Arabic; compared by letters and digits alone.
_COLUMNS = {
    "folder": "folder dossier répertoire المجلد مجلد الدفتر",
    "file": "file fichier الملف ملف",
    "pages": "pages page الصفحات صفحات",
    "number": "number numéro numero no n° nº العدد عدد رقم_العدد رقم",
    "date": "date التاريخ تاريخ تاريخ_الصدور date_imprimée",
    "edtf": "edtf date_edtf",
    "title_ar": "title_ar titre_ar titre_arabe العنوان العنوان_بالعربية عنوان",
    "title_fr": "title_fr titre_fr titre titre_français العنوان_بالفرنسية",
    "state": "state état etat statut الحالة حالة",
    "language": "language langue اللغة لغة",
    "direction": "direction sens الاتجاه اتجاه",
    "kind": "kind genre type النوع نوع",
}
_WORDS = {
    "published": ("publié", "publie", "منشور"),
    "draft": ("brouillon", "مسودة"),
    "review": ("relecture", "مراجعة"),
    "ar": ("arabe", "arabic", "عربية", "العربية", "عربي"),
    "fr": ("français", "francais", "french", "فرنسية", "الفرنسية", "فرنسي"),
    "rtl": ("من اليمين", "droite à gauche"),
    "ltr": ("من اليسار", "gauche à droite"),
    "ordinary": ("ordinaire", "عادي"),
    "double": ("مزدوج",),
    "special": ("spécial", "special", "hors-série", "خاص", "عدد خاص"),
    "supplement": ("supplément", "ملحق"),
}
_VALUES = {word: value for value, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the folder or file below the table that it speaks of (with `/`), its line, what it says."""

    place: str
    line: int
    description: Description


def read_issue_table(path: Path) -> tuple[list[Row], list[Fault]]:
    """The rows of an `issues.csv`, and its faults.

    UTF-8 (with or without BOM) or UTF-16; commas, semicolons or tabs. Unknown columns are reported.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return [], [fault(path, "table", "{file} is too large for a table of issues.")]
        text = _decoded(path.read_bytes())
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [
            fault(
                path,
                "table",
                "{file} cannot be read: {reason}.",
                'Save it again as "CSV UTF-8".',
                reason=str(error),
            )
        ]
    faults: list[Fault] = []
    columns = _headings(path, lines[0] if lines else [], faults)
    if "folder" not in columns.values() and "file" not in columns.values():
        faults.append(
            fault(path, "table", "{file} has no column named folder.", "Name the first column folder.")
        )
        return [], faults
    return list(_rows(path, lines[1:], columns, faults)), faults


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _delimiter(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    return max(",;\t", key=first.count)


def _plain(heading: str) -> str:
    """A heading without accents, case, blanks and signs."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", letters)


_KNOWN = {_plain(heading): column for column, headings in _COLUMNS.items() for heading in headings.split(" ")}


def _headings(path: Path, line: list[str], faults: list[Fault]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, heading in enumerate(line):
        column = _KNOWN.get(_plain(heading))
        if column is not None and column not in columns.values():
            columns[index] = column
        elif heading.strip():
            faults.append(
                warning(
                    path,
                    "table",
                    "{file} has a column {column}, which was passed over.",
                    column=heading.strip(),
                )
            )
    return columns


def _rows(path: Path, lines: list[list[str]], columns: dict[int, str], faults: list[Fault]) -> Iterator[Row]:
    seen: dict[tuple[str, str], int] = {}
    for number, cells in enumerate(lines, 2):
        values = {columns[i]: cell.strip() for i, cell in enumerate(cells) if i in columns and cell.strip()}
        if not values:
            continue
        place = "/".join(
            part for key in ("folder", "file") if (part := values.get(key, "").replace("\\", "/").strip("/"))
        )
        where = f"{path.name}, row {number}"
        if not place or ".." in place.split("/"):
            faults.append(warning(path, "table", "{where} names no folder below it.", where=where))
            continue
        if (before := seen.setdefault((place, values.get("pages", "")), number)) != number:
            faults.append(
                warning(
                    path, "table", "{where} repeats row {row}; it was passed over.", where=where, row=before
                )
            )
            continue
        yield Row(place, number, _described(path, where, values, faults))


def _described(path: Path, where: str, values: dict[str, str], faults: list[Fault]) -> Description:
    worded: dict[str, Any] = {
        key: _VALUES.get(value.casefold(), value)
        if key in ("state", "language", "direction", "kind")
        else value
        for key, value in values.items()
    }
    table = Table(path, worded, faults, where)
    fields: dict[str, Any] = {
        "name": Texts.printed(ar=table.text("title_ar"), fr=table.text("title_fr")),
        "number": table.text("number"),
        "issue_kind": table.choice("kind", ISSUE_KINDS),
        "date_printed": table.text("date"),
        "edtf": table.edtf("edtf"),
    }
    # "ar+fr" is no one language: such an issue is looked at page by page.
    several = bool(re.search(r"[+,/&\s]", table.text("language")))
    language = "" if several else table.language("language")
    direction = table.choice("direction", ("ltr", "rtl"))
    streams: tuple[StreamDescription, ...] = ()
    if language:
        streams = (StreamDescription(language, direction or direction_of(language)),)
    return Description(
        origin=path,
        fields=usable(table, fields),
        state=table.choice("state", STATES) or "draft",
        streams=streams,
        pages=table.range("pages"),
    )
