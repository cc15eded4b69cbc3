"""Issues out as a table and in again: nothing changes by itself, every cell that does is named first."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.actions import changes, issues
from archive.actions.issue_tables import Applied, apply, replaced_in, set_all
from archive.errors import BadInput
from archive.exports.spreadsheet import as_meant, csv_bytes, harmless, read_csv, xlsx_bytes
from archive.issue_table import (
    COLUMNS,
    LABELS,
    Plan,
    bracketed,
    plan,
    read_table,
    rows,
    unbracketed,
)
from archive.models import Issue
from archive.store import Store
from archive.texts import Texts, Wording
from tests.builders import an_issue

FORMULA = '=HYPERLINK("http://evil.example","سر")'
CELLS = st.text(st.sampled_from("ابت123 =+-@'\"[]\\,;\né\t"), max_size=12)


@pytest.fixture
def two(store: Store) -> tuple[str, str]:
    """Keys of two issues with awkward descriptions."""
    an_issue(store, [], number="12-13", edtf="1975-03", name=Texts.printed(ar="السلامة الطرقية", fr=FORMULA))
    name = Texts({"ar": Wording("[بين معقوفين]"), "fr": Wording("Sans titre", supplied=True)})
    an_issue(store, [], number="٥٤", edtf="", name=name, description=Texts.printed(fr="deux\nlignes; «a»"))
    with store.read() as session:
        first, second = session.query(Issue).order_by(Issue.id)
        return first.key, second.key


def planned(store: Store, lines: list[list[str]]) -> Plan:
    table, problems = read_table(lines)
    with store.read() as session:
        made = plan(session, table)
    made.problems[:0] = problems
    return made


def exported(store: Store) -> list[list[str]]:
    with store.read() as session:
        return read_csv(csv_bytes(COLUMNS, rows(session)))


def edited(store: Store, key: str, **cells: str) -> list[list[str]]:
    """The exported table with some cells of one row typed over."""
    lines = exported(store)
    for line in lines[1:]:
        if line[0] == key:
            for name, cell in cells.items():
                line[COLUMNS.index(name)] = cell
    return lines


def applied(store: Store, made: Plan) -> Applied:
    with store.write() as session:
        return apply(session, made, by="alice")


def test_what_goes_out_comes_in_and_changes_nothing(store: Store, two: tuple[str, str]) -> None:
    made = planned(store, exported(store))
    assert (made.rows, made.changes, made.problems) == (2, [], [])


def test_arabic_opens_in_excel_and_no_cell_is_a_formula(store: Store, two: tuple[str, str]) -> None:
    with store.read() as session:
        data = csv_bytes(COLUMNS, rows(session))
    assert data.startswith(b"\xef\xbb\xbf")
    for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)


def test_one_cell_is_one_change_and_one_undo(store: Store, two: tuple[str, str]) -> None:
    before = exported(store)
    made = planned(store, edited(store, two[0], title_fr="[Sécurité routière]"))
    [change] = made.changes
    assert (change.key, change.column, change.after) == (two[0], "title_fr", "[Sécurité routière]")
    done = applied(store, made)
    assert (done.issues, done.cells, done.left) == (1, 1, ())
    with store.read() as session:
        issue = session.query(Issue).filter_by(key=two[0]).one()
        assert issue.name["fr"] == Wording("Sécurité routière", supplied=True)
    with store.write() as session:
        assert done.change_set is not None
        assert not changes.undo(session, done.change_set, by="alice").left
    without_version = [line[:-1] for line in exported(store)]
    assert without_version == [line[:-1] for line in before]


def test_what_follows_from_a_cell_is_written_with_it(store: Store, two: tuple[str, str]) -> None:
    applied(store, planned(store, edited(store, two[1], date="١٩٧٦", state="publié")))
    with store.read() as session:
        issue = session.query(Issue).filter_by(key=two[1]).one()
        assert (issue.date_from, issue.state) == ("1976-01-01", "published")
        assert issue.published_at is not None


def test_impossible_cells_are_named_and_the_others_go_on(store: Store, two: tuple[str, str]) -> None:
    made = planned(
        store, edited(store, two[0], date="1975-13", kind="rare", title_ar="عنوان آخر", series="Z")
    )
    assert [change.column for change in made.changes] == ["title_ar"]
    assert {problem.where for problem in made.problems} == {
        f"{two[0]} {c}" for c in ("date", "kind", "series")
    }


def test_unknown_and_doubled_rows_and_columns_are_named(store: Store, two: tuple[str, str]) -> None:
    lines = exported(store)
    lines[0].append("Farbe")
    made = planned(store, [*lines, lines[1], ["pm00000", *lines[1][1:]]])
    assert [problem.where for problem in made.problems] == ["Farbe", two[1], "pm00000"]
    with pytest.raises(BadInput):
        planned(store, [["a", "b"], ["c", "d"]])


@pytest.mark.parametrize("language", [0, 1])
def test_headings_may_be_the_labels_of_either_language(
    store: Store, two: tuple[str, str], language: int
) -> None:
    lines = edited(store, two[0], note_fr="taché")
    lines[0] = [LABELS[name][language] for name in COLUMNS]
    made = planned(store, lines)
    assert [(change.column, change.after) for change in made.changes] == [("note_fr", "taché")]
    assert made.problems == []


def test_a_table_older_than_the_record_is_not_written_over_it(store: Store, two: tuple[str, str]) -> None:
    lines = edited(store, two[0], title_ar="من الجدول")
    with store.write() as session:
        issue = issues.by_key(session, two[0])
        issues.change(session, changes.begin(session, by="bob"), issue, {"number": "14"})
    made = planned(store, lines)
    assert made.changes == []
    assert {problem.where for problem in made.problems} == {f"{two[0]} title_ar", f"{two[0]} number"}


def test_an_issue_changed_after_the_preview_is_left(store: Store, two: tuple[str, str]) -> None:
    made = planned(store, edited(store, two[0], title_ar="أ"))
    with store.write() as session:
        issue = issues.by_key(session, two[0])
        issues.change(session, changes.begin(session, by="bob"), issue, {"number": "14"})
    assert applied(store, made).left == (two[0],)


def test_many_issues_get_one_value_or_a_word_replaced(store: Store, two: tuple[str, str]) -> None:
    with store.read() as session:
        found = rows(session)
        every = plan(
            session, set_all([row["id"] for row in found], "rights", "https://creativecommons.org/x")
        )
        some = plan(session, replaced_in(found, "title_ar", "الطرقية", "في الطرق"))
    assert [change.column for change in every.changes] == ["rights", "rights"]
    assert [change.after for change in some.changes] == ["السلامة في الطرق"]


def test_a_workbook_holds_texts_only(store: Store, two: tuple[str, str], tmp_path: Path) -> None:
    from ingest.issue_workbooks import cells_of

    path = tmp_path / "issues.xlsx"
    with store.read() as session:
        path.write_bytes(xlsx_bytes(COLUMNS, rows(session), title="الأعداد", right_to_left=True))
    [sheet] = cells_of(path)
    assert FORMULA in sheet[2]
    assert planned(store, sheet).changes == []


@given(CELLS)
def test_a_cell_made_harmless_is_meant_as_before(cell: str) -> None:
    assert as_meant(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(CELLS, st.booleans())
def test_brackets_say_supplied_and_nothing_else(value: str, supplied: bool) -> None:
    wording = Wording(value, supplied)
    if value:
        assert unbracketed(bracketed(wording)) == wording


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_any_table_comes_back_from_its_csv(lines: list[list[str]]) -> None:
    table = [{"id": first, "note_ar": second.replace("\r", "")} for first, second in lines]
    back = read_csv(csv_bytes(("id", "note_ar"), table))
    assert back == [["id", "note_ar"], *([row["id"], row["note_ar"]] for row in table)]
