"""Tables as spreadsheets open them: CSV with Arabic intact in Excel, XLSX; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.errors import BadInput

#: What spreadsheets take for a formula when a cell begins with it, apostrophes of ours before it included.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: What they take for a number or a day and write otherwise: 007 (7), 1E5 (100000), 1/2/1975, twenty digits.
_MISREAD = re.compile(
    r"'*(?:0[0-9]+|[0-9]+[eE][0-9]+|[0-9]{16,}|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|(?i:true|false|vrai|faux))\Z"
)
_MOST_BYTES = 50_000_000


def harmless(cell: str) -> str:
    """A cell no spreadsheet runs or rewrites: an apostrophe before what it would (OWASP, CSV injection)."""
    return f"'{cell}" if _FORMULA.match(cell) or _MISREAD.match(cell) else cell


def as_meant(cell: str) -> str:
    """Back from `harmless`."""
    kept = cell.startswith("'") and (_FORMULA.match(cell[1:]) or _MISREAD.match(cell[1:]))
    return cell[1:] if kept else cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark, without which Excel reads Arabic as Latin."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(row.get(name, "")) for name in columns] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_csv(data: bytes) -> list[list[str]]:
    """The cells of a CSV file as they were meant; commas, semicolons or tabs part them. Raises BadInput."""
    if len(data) > _MOST_BYTES:
        raise BadInput("This table is too large.", "Import it in parts.")
    try:
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            "This table cannot be read: {reason}.", 'Save it again as "CSV UTF-8".', reason=str(error)
        ) from error
    return [[as_meant(cell) for cell in line] for line in lines]


def xlsx_bytes(
    columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, title: str, right_to_left: bool = False
) -> bytes:
    """A table as a workbook of one sheet; every cell is text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
    from openpyxl.workbook.workbook import Workbook

    book: Any = Workbook(write_only=True)  # type: ignore[no-untyped-call]
    sheet = book.create_sheet(title[:31])
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "B2"

    def text(value: str) -> Any:
        cell: Any = WriteOnlyCell(  # type: ignore[no-untyped-call]
            sheet, ILLEGAL_CHARACTERS_RE.sub("", value if as_meant(value) == value else f"'{value}")
        )
        cell.data_type = "s"
        cell.number_format = "@"  # text: "12-13" is no date, "0143" keeps its nought
        return cell

    sheet.append([text(name) for name in columns])
    for row in rows:
        sheet.append([text(row.get(name, "")) for name in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
