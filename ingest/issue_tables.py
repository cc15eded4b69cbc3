"""Reads `issues.csv` and `issues.xlsx`: a row for each folder or file of scans below the table."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.letters import direction_of
from archive.models import ISSUE_KINDS, STATES
from archive.texts import Texts
from ingest.description_values import Table, usable
from ingest.faults import Fault, fault, warning
from ingest.issue_files import MOST_BYTES, Description, StreamDescription
from ingest.words_said import LANGUAGES

#: How the columns may be headed, in English, French and Arabic; compared by letters and digits alone.
_COLUMNS = {
    "folder": "folder dossier répertoire nom_du_dossier المجلد مجلد اسم_المجلد الدفتر",
    "file": "file fichier nom_du_fichier الملف ملف اسم_الملف",
    "pages": "pages page الصفحات صفحات",
    "number": "number numéro numero no n° nº num العدد عدد رقم_العدد رقم",
    "date": "date التاريخ تاريخ تاريخ_الصدور تاريخ_العدد date_imprimée date_de_parution",
    "edtf": "edtf date_edtf date_normalisée التاريخ_الموحد",
    "title_ar": "title_ar titre_ar titre_arabe العنوان العنوان_بالعربية العنوان_العربي عنوان",
    "title_fr": "title_fr titre_fr titre titre_français العنوان_بالفرنسية العنوان_الفرنسي",
    "state": "state état etat statut الحالة حالة",
    "language": "language langue اللغة لغة",
    "direction": "direction sens الاتجاه اتجاه",
    "kind": "kind genre type النوع نوع",
}
_WORDS = {
    "published": ("publié", "publie", "منشور"),
    "draft": ("brouillon", "مسودة"),
    "review": ("relecture", "مراجعة"),
    "rtl": ("من اليمين", "droite à gauche"),
    "ltr": ("من اليسار", "gauche à droite"),
    "ordinary": ("ordinaire", "عادي"),
    "double": ("مزدوج",),
    "special": ("spécial", "special", "hors-série", "خاص", "عدد خاص"),
    "supplement": ("supplément", "ملحق"),
}
_VALUES = {word: value for value, words in _WORDS.items() for word in words} | LANGUAGES


#: The headings may stand below a title; they are looked for in so many lines.
_HEADINGS_WITHIN = 10
#: Gives the cells of an .xlsx, sheet by sheet, from a limited child; what goes wrong is added to the faults.
ReadWorkbook = Callable[[Path, list[Fault]], Sequence[Sequence[Sequence[str]]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the folder or file below the table that it speaks of (with `/`), its line, what it says."""

    place: str
    line: int
    description: Description

    @property
    def number(self) -> str:
        """The issue number it gives, "" for none."""
        return str(self.description.fields.get("number", ""))


def read_issue_table(path: Path, read_workbook: ReadWorkbook) -> tuple[list[Row], list[Fault]]:
    """The rows of an `issues.csv` or `issues.xlsx`, and its faults.

    CSV is UTF-8 (with or without BOM) or UTF-16, with commas, semicolons or tabs. Of a workbook, the first
    sheet with the headings is taken. Unknown columns are reported.
    """
    faults: list[Fault] = []
    try:
        if path.stat().st_size > MOST_BYTES:
            return [], [fault(path, "table", "{file} is too large for a table of issues.")]
        is_workbook = path.suffix.lower() == ".xlsx"
        sheets = read_workbook(path, faults) if is_workbook else [_lines(path)]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        return [], [
            fault(
                path,
                "table",
                "{file} cannot be read: {reason}.",
                'Save it again as "CSV UTF-8".',
                reason=str(error),
            )
        ]
    for lines in sheets:
        for at, line in enumerate(lines[:_HEADINGS_WITHIN]):
            if {"folder", "file"} & {_KNOWN.get(_plain(heading)) for heading in line}:
                columns = _headings(path, line, faults)
                return list(_rows(path, lines, at + 1, columns, faults)), faults
    if not faults:
        faults.append(
            fault(path, "table", "{file} has no column named folder.", "Name the first column folder.")
        )
    return [], faults


def _lines(path: Path) -> list[list[str]]:
    text = _decoded(path.read_bytes())
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _delimiter(text: str) -> str:
    first = "\n".join(text.splitlines()[:_HEADINGS_WITHIN])
    return max(",;\t", key=first.count)


def _plain(heading: str) -> str:
    """A heading without accents, case, blanks and signs."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", letters)


_KNOWN = {_plain(heading): column for column, headings in _COLUMNS.items() for heading in headings.split(" ")}


def _headings(path: Path, line: Sequence[str], faults: list[Fault]) -> dict[int, str]:
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


def _rows(
    path: Path, lines: Sequence[Sequence[str]], first: int, columns: dict[int, str], faults: list[Fault]
) -> Iterator[Row]:
    """The rows from line `first` (from 0) on; told by the number a spreadsheet shows."""
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in enumerate(lines[first:], first + 1):
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
        key = (place, values.get("pages", ""), values.get("number", ""))
        if (before := seen.setdefault(key, number)) != number:
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
