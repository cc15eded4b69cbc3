"""Tables of issues through LibreOffice and back: nothing changes by itself, an edited cell is one change.

LibreOffice opens the file as somebody does who presses Enter in its dialogue (UTF-8, cells as it likes to
read them), saves it as its own, and saves that as CSV and as a workbook. Skipped where it is missing.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive.exports.spreadsheet import csv_bytes, read_csv, xlsx_bytes
from archive.issue_table import COLUMNS, Plan, plan, read_table, rows
from archive.store import Store
from archive.texts import Texts
from ingest.issue_workbooks import cells_of
from tests.builders import an_issue

_OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(_OFFICE is None, reason="LibreOffice (soffice) is not installed"),
    pytest.mark.timeout(600),
]
#: Comma, double quotes, UTF-8, from the first row: what its dialogue proposes for such a file.
_AS_CSV = "44,34,76,1"
_BEFORE, _AFTER = "السلامة الطرقية", "السلامة الطرقية والمرور"


@pytest.fixture
def awkward(store: Store) -> Store:
    """Issues whose cells a spreadsheet would like to read as numbers, dates and formulas."""
    an_issue(store, [], number="007", edtf="1975-03-15", name=Texts.printed(ar=_BEFORE, fr="=HYPERLINK(1)"))
    an_issue(store, [], number="12-13", edtf="1962-04/1962-05", name=Texts.supplied(fr="1/2", ar="٥٤"))
    an_issue(store, [], number="1E5", edtf="1986", date_printed="1/5/1986", name=Texts.printed(fr="TRUE"))
    return store


def converted(source: Path, kind: str, *, as_csv: bool = False) -> Path:
    """A file as LibreOffice saves it in another kind ("ods", "csv", "xlsx")."""
    out = source.parent / f"as-{kind}"
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    wanted = f"csv:Text - txt - csv (StarCalc):{_AS_CSV}" if kind == "csv" else kind
    opened = [f"--infilter=CSV:{_AS_CSV}"] if as_csv else []
    assert _OFFICE
    command = [
        _OFFICE,
        profile,
        "--headless",
        *opened,
        "--convert-to",
        wanted,
        "--outdir",
        str(out),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    made = out / f"{source.stem}.{kind}"
    assert made.is_file(), done.stderr
    return made


def planned(store: Store, file: Path) -> Plan:
    """What the file would change."""
    lines = read_csv(file.read_bytes()) if file.suffix == ".csv" else cells_of(file)[0]
    table, problems = read_table(lines)
    assert not problems
    with store.read() as session:
        return plan(session, table)


def edit(sheet: Path) -> None:
    """Type another title into the one cell that holds this one."""
    with zipfile.ZipFile(sheet) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    content = parts["content.xml"].decode()
    assert content.count(f"<text:p>{_BEFORE}</text:p>") == 1
    parts["content.xml"] = content.replace(_BEFORE, _AFTER).encode()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_through_libreoffice(awkward: Store, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"issues.{kind}"
    with awkward.read() as session:
        told = rows(session)
    file.write_bytes(csv_bytes(COLUMNS, told) if kind == "csv" else xlsx_bytes(COLUMNS, told, title="issues"))
    sheet = converted(file, "ods", as_csv=kind == "csv")

    for back in ("csv", "xlsx"):
        found = planned(awkward, converted(sheet, back))
        assert [(each.column, each.before, each.after) for each in found.changes] == [], back
        assert found.problems == []
    edit(sheet)
    for back in ("csv", "xlsx"):
        found = planned(awkward, converted(sheet, back))
        assert [(each.column, each.before, each.after) for each in found.changes] == [
            ("title_ar", _BEFORE, _AFTER)
        ]
        assert found.problems == []
    with zipfile.ZipFile(sheet) as opened:
        assert "table:formula" not in opened.read("content.xml").decode()
