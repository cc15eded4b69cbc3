"""The tables of issues beside and above a folder: which rows speak of it, and what no row or scan is for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.faults import Fault, warning
from ingest.file_names import TABLE_FILES
from ingest.issue_tables import ReadWorkbook, Row, read_issue_table


class Tables:
    """The tables on the way down to the folder at hand, the nearest last; remembers which rows were used."""

    def __init__(self, read_workbook: ReadWorkbook, faults: list[Fault]) -> None:
        self.read_workbook = read_workbook
        self.faults = faults
        self._rows: list[tuple[Path, Row]] = []  # by the path of the table
        self._used: set[tuple[Path, int]] = set()

    def read_above(self, folder: Path) -> None:
        """Read the tables in a folder and above it; their faults are told where that folder is surveyed."""
        for above in reversed([folder, *folder.parents]):
            for name in TABLE_FILES:
                if (above / name).is_file():
                    rows, _ = read_issue_table(above / name, self.read_workbook)
                    self._rows += [(above / name, row) for row in rows]

    def enter(self, folder: Path, names: Sequence[str]) -> int:
        """Read the tables of a folder; returns what `leave` wants."""
        before = len(self._rows)
        for name in names:
            rows, faults = read_issue_table(folder / name, self.read_workbook)
            self._rows += [(folder / name, row) for row in rows]
            self.faults += faults
        return before

    def leave(self, before: int) -> None:
        """Tell of rows for which there were no scans, and forget the folder's tables."""
        for table, row in self._rows[before:]:
            if (table, row.line) not in self._used:
                self.faults.append(
                    warning(
                        table,
                        "table",
                        "{file}, row {row}: there are no scans at {place}.",
                        "Correct the row, or bring the scans.",
                        row=row.line,
                        place=row.place,
                    )
                )
        del self._rows[before:]

    def rows_for(self, path: Path, number: str = "", *, whole: bool = True) -> list[Row]:
        """The rows that speak of a folder or file: of the nearest table that has any.

        `number`: of the issue, where several lie in one folder and a row is meant for one of them. `whole`:
        the path is one issue, or a volume cut by the rows' pages; a second row for all of it is told.
        """
        mine = self._nearest(path)
        if number and len({row.number for _, row in mine}) > 1:
            mine = [(table, row) for table, row in mine if row.number == number]
        kept = [each for each in mine if each[1].description.pages is not None] or mine[
            : 1 if whole else None
        ]
        for table, row in mine:
            self._used.add((table, row.line))
            if (table, row) not in kept:
                self.faults.append(
                    warning(
                        table,
                        "table",
                        "{where} repeats row {row}; it was passed over.",
                        where=f"{table.name}, row {row.line}",
                        row=kept[0][1].line,
                    )
                )
        if not mine and self._rows:
            self._tell_unrowed(path)
        return [row for _, row in kept]

    def _nearest(self, path: Path) -> list[tuple[Path, Row]]:
        for nearest, _ in reversed(self._rows):
            above = nearest.parent
            if not path.is_relative_to(above):
                continue
            place = path.relative_to(above).as_posix()
            names = (place, place.rpartition(".")[0]) if path.is_file() else (place,)
            mine = [(table, row) for table, row in self._rows if table == nearest and row.place in names]
            if mine:
                return mine
        return []

    def _tell_unrowed(self, path: Path) -> None:
        tables = [table for table, _ in self._rows if path.is_relative_to(table.parent)]
        if tables:
            self.faults.append(
                warning(
                    path,
                    "table",
                    "{table} has no row for {file}.",
                    "Add one, or describe the issue on the site.",
                    table=tables[-1],
                )
            )
