"""The cells of a spreadsheet (.xlsx) beside the scans, read in a limited child."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.errors import BadFile
from archive.exports.spreadsheet import as_meant

#: More than any table of issues has; beyond, it is something else.
_MOST_SHEETS, _MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 10, 20_000, 100, 5_000
#: Bytes an .xlsx may unpack to: it is a ZIP, and a few KB of it can be a bomb.
_MOST_UNPACKED = 200_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def cells_of(path: Path) -> list[list[list[str]]]:
    """The visible sheets of a workbook, each a list of rows of texts as a person would read them.

    Runs in a worker. Formulas give the value last computed. Raises BadFile.
    """
    from openpyxl.reader.excel import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
                raise BadFile("{file} is too large for a table of issues.", file=path.name)
        book = load_workbook(  # type: ignore[no-untyped-call]
            path, read_only=True, data_only=True, keep_links=False
        )
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [_rows(sheet) for sheet in shown[:_MOST_SHEETS]]
        finally:
            book.close()
    except (BadFile, MemoryError):
        raise
    except Exception as error:  # what a damaged or hostile workbook makes of the reader is of any kind
        raise BadFile(
            "{file} cannot be read as a spreadsheet: {reason}.",
            "Save it again as .xlsx or as CSV UTF-8.",
            file=path.name,
            reason=str(error) or type(error).__name__,
        ) from error


def _rows(sheet: Any) -> list[list[str]]:
    # What a sheet says of its size is often wrong: without this, rows come back empty or endless.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for cells in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True):
        texts = [as_meant(_text(cell)) for cell in cells]  # it may have been a CSV file of ours
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _text(value: object) -> str:
    """A cell as it is read: a whole number without ".0", a day as 1975-03-01."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return _CONTROL.sub("", str(value))[:_LONGEST_CELL].strip()
