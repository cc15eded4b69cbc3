"""What descriptions beside the scans say, and how mistakes in them are told."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadFile
from archive.texts import Texts
from ingest.description_values import read_range
from ingest.faults import Fault
from ingest.issue_files import read_issue_file
from ingest.issue_tables import Row
from ingest.issue_tables import read_issue_table as read_table
from ingest.issue_workbooks import cells_of


def read_issue_table(path: Path) -> tuple[list[Row], list[Fault]]:
    """A table, its workbook opened in this process."""
    return read_table(path, lambda path, faults: cells_of(path))


_FULL = """
title = { ar = "السلامة الطرقية", fr = "Sécurité routière" }
number = 143
kind = "double"
date = "mars 1975"
edtf = "1975-03"
state = "published"
summary = { fr = "Un dossier." }
operator = "Atelier 2"

[[streams]]
language = "ar"
folder = "./ar/"
first_page_label = "1"

[[streams]]
language = "fr"
files = ["fr/0001.jpg", "fr/0002.jpg"]
direction = "ltr"

[[articles]]
title = "Une enquête"
language = "fr"
section = { fr = "Enquêtes", ar = "تحقيقات" }
byline = "Rédaction"
pages = "3-5, 8"
pair = 2
"""


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_full_description_is_understood(tmp_path: Path) -> None:
    [issue], faults = read_issue_file(_write(tmp_path / "issue.toml", _FULL))
    assert faults == []
    assert issue.fields["name"] == Texts.printed(ar="السلامة الطرقية", fr="Sécurité routière")
    assert issue.fields["description"] == Texts.supplied(fr="Un dossier.")
    assert (issue.fields["number"], issue.fields["issue_kind"], issue.fields["edtf"]) == (
        "143",
        "double",
        "1975-03",
    )
    assert issue.state == "published"
    assert issue.scan == {"operator": "Atelier 2"}
    arabic, french = issue.streams
    assert (arabic.folder, arabic.direction, arabic.first_page_label) == ("ar", "rtl", "1")
    assert (french.files, french.direction) == (("fr/0001.jpg", "fr/0002.jpg"), "ltr")
    [article] = issue.articles
    assert article.heading == Texts.printed(fr="Une enquête")
    assert article.pages == ("3", "4", "5", "8")
    assert article.pair == "2"


def test_a_volume_is_cut_into_issues(tmp_path: Path) -> None:
    text = """
    state = "review"
    [[issues]]
    number = "1"
    file = "bound-1965.pdf"
    pages = "1-40"
    [[issues]]
    number = "2"
    file = "bound-1965.pdf"
    pages = "٤١-٨٠"
    """
    described, faults = read_issue_file(_write(tmp_path / "issue.toml", text))
    assert faults == []
    assert [(d.file, d.pages, d.state) for d in described] == [
        ("bound-1965.pdf", (1, 40), "review"),
        ("bound-1965.pdf", (41, 80), "review"),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('edtf = "1975-13"', "impossible date"),
        ('kind = "weekly"', "Choose one of: ordinary"),
        ('colour = "blue"', "colour"),
        ('state = "secret"', "state"),
        ("number = [1]", "number"),
        ('rights = "all mine"', "rights"),
    ],
)
def test_one_bad_value_is_told_and_the_rest_is_used(tmp_path: Path, line: str, told: str) -> None:
    path = _write(tmp_path / "issue.toml", f'title = {{ fr = "Titre" }}\n{line}\n')
    [issue], faults = read_issue_file(path)
    assert issue.fields["name"] == Texts.printed(fr="Titre")
    assert len(faults) == 1
    assert faults[0].harmless
    assert told in faults[0].told()


@pytest.mark.parametrize("text", ["title = ", "[[[", "a = 1\na = 2", "\x00"])
def test_a_file_that_is_no_toml_describes_nothing(tmp_path: Path, text: str) -> None:
    described, faults = read_issue_file(_write(tmp_path / "issue.toml", text))
    assert described == []
    assert not faults[0].harmless
    assert "issue.toml cannot be read" in faults[0].told()


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_reader_down(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for name, read in (("issue.toml", read_issue_file), ("issues.csv", read_issue_table)):
        (folder / name).write_bytes(data)
        read(folder / name)


def test_a_spreadsheet_in_french_from_excel_is_understood(tmp_path: Path) -> None:
    text = (
        "\ufeffDossier;N°;Date;Titre;État;Langue;Couleur\r\n"
        "1975-03;143;mars 1975;Routes;publié;français;bleu\r\n"
    )
    rows, faults = read_issue_table(_write(tmp_path / "issues.csv", text))
    [row] = rows
    assert row.place == "1975-03"
    assert row.description.fields["number"] == "143"
    assert row.description.fields["name"] == Texts.printed(fr="Routes")
    assert row.description.state == "published"
    assert [s.language for s in row.description.streams] == ["fr"]
    assert ["Couleur" in fault.told() for fault in faults] == [True]


def test_a_spreadsheet_in_arabic_is_understood(tmp_path: Path) -> None:
    text = "المجلد,العدد,تاريخ الصدور,العنوان,اللغة\nعدد ٥,٥,ماي 1961,العدد الخامس,العربية\n"
    [row], faults = read_issue_table(_write(tmp_path / "issues.csv", text))
    assert faults == []
    assert row.place == "عدد ٥"
    assert row.description.fields["name"] == Texts.printed(ar="العدد الخامس")
    assert row.description.streams[0].direction == "rtl"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("number\n1\n", "no column named folder"),
        ("folder,edtf\na,1975-99\n", "impossible date"),
        ("folder\na\na\n", "repeats row 2"),
        ("folder,number\n,5\n", "names no folder"),
        ("folder,number\n../other,5\n", "names no folder"),
    ],
)
def test_mistakes_in_a_spreadsheet_are_told_with_their_row(tmp_path: Path, text: str, told: str) -> None:
    _, faults = read_issue_table(_write(tmp_path / "issues.csv", text))
    assert any(told in fault.told() for fault in faults)


def _workbook(path: Path, *sheets: list[list[object]], hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    if hidden:
        book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    return path


def test_a_workbook_in_arabic_with_a_title_above_its_headings_is_understood(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "issues.xlsx",
        [["notes"]],
        [
            ["جرد أعداد المجلة"],
            [],
            ["اسم المجلد", "رقم العدد", "edtf", "العنوان", "اللغة", "اللون"],
            ["1975/03", 143, date(1975, 3, 1), "السلامة الطرقية", "عربي", "أزرق"],
            [None, None],
            ["1975/04", 144.0, "1975-04", "المرور", "العربية"],
        ],
    )
    rows, faults = read_issue_table(path)
    assert [(row.place, row.number, row.line) for row in rows] == [
        ("1975/03", "143", 4),
        ("1975/04", "144", 6),
    ]
    assert [row.description.fields["edtf"] for row in rows] == ["1975-03-01", "1975-04"]
    assert rows[0].description.fields["name"] == Texts.printed(ar="السلامة الطرقية")
    [fault] = faults
    assert "اللون" in fault.told()


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    rows = [["folder", "number"], ["a", 1]]
    _, faults = read_issue_table(_workbook(tmp_path / "issues.xlsx", rows, [["x"]], hidden=True))
    assert "no column named folder" in faults[0].told()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"folder,number\na,1\n"])
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "issues.xlsx").write_bytes(data)
    with pytest.raises(BadFile, match="cannot be read as a spreadsheet"):
        cells_of(tmp_path / "issues.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "issues.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", bytes(80_000_000))
    with pytest.raises(BadFile, match="too large"):
        cells_of(tmp_path / "issues.xlsx")


def test_ranges_may_be_written_in_arabic_digits_and_with_dashes() -> None:
    assert read_range("12-48") == (12, 48)
    assert read_range("١٢–٤٨") == (12, 48)
    assert read_range("7") == (7, 7)
    assert read_range("48-12") is None
    assert read_range("a") is None
