"""`archive import`: tables of issues that were edited come in again, every difference shown first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.errors import NotFound
from archive.issue_table import Plan
from archive.settings import Settings
from archive.terminal import EXIT_CODES, json_option, opened_store, settings, tell, translate

_file = click.Path(path_type=Path, dir_okay=False)
_SHOWN = 200
_EXIT_FAULTS = 3
#: For reading one workbook.
_SECONDS = 60.0

_dry = click.option("--dry-run", is_flag=True, help="Only say what would change.")


@click.group("import")
def import_() -> None:
    """Take edited tables of issues in again."""


@import_.command("csv", epilog=EXIT_CODES)
@click.argument("file", type=_file)
@_dry
@json_option
@click.pass_context
def csv_command(context: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Change issues as FILE says, a table written by `archive export csv`; all of it is one change set.

    A change is a cell that differs from the record. Rows that were changed by somebody since the table was
    written are left and named.
    """
    from archive.exports.spreadsheet import read_csv

    context.exit(_taken(read_csv(_bytes(file)), file, dry_run, as_json))


@import_.command("xlsx", epilog=EXIT_CODES)
@click.argument("file", type=_file)
@_dry
@json_option
@click.pass_context
def xlsx_command(context: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """The same from a workbook; its first sheet with an id column counts."""
    _bytes(file)
    context.exit(_taken(workbook_lines(file, settings()), file, dry_run, as_json))


def workbook_lines(file: Path, here: Settings) -> Sequence[Sequence[str]]:
    """The rows of a workbook's first sheet with an id column, read in a limited child. Raises BadFile."""
    from ingest.issue_workbooks import cells_of
    from ingest.workers import run_limited

    sheets: list[list[list[str]]] = run_limited(
        cells_of, file, settings=here, timeout=_SECONDS, about=file.name
    )
    found = (sheet for sheet in sheets if any("id" in row for row in sheet[:10]))
    return next(found, sheets[0] if sheets else [])


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFound("The file {file} cannot be read.", "Check its name.", file=file) from error


def _taken(lines: Sequence[Sequence[str]], file: Path, dry_run: bool, as_json: bool) -> int:
    """Plan, and unless it is only to be shown, apply; returns the exit code."""
    from archive.actions.issue_tables import apply
    from archive.issue_table import plan, read_table

    table, problems = read_table(lines)
    with opened_store() as store, store.write() as session:
        made = plan(session, table)
        made.problems[:0] = problems
        result = _result(made, dry_run)
        if not dry_run and made.changes:
            done = apply(session, made, by="terminal", why=f"imported from {file.name}")
            result |= {"change_set": done.change_set, "issues": done.issues}
    _told(made, dry_run, as_json, result)
    return _EXIT_FAULTS if made.problems else 0


def _result(made: Plan, dry_run: bool) -> dict[str, Any]:
    return {
        "changes": len(made.changes),
        "issues": len(made.issues),
        "rows": made.rows,
        "applied": not dry_run,
        "cells": [
            {"id": c.key, "column": c.column, "before": c.before, "after": c.after} for c in made.changes
        ],
        "problems": [{"where": p.where, "problem": p.error.told(translate)} for p in made.problems],
    }


def _told(made: Plan, dry_run: bool, as_json: bool, result: dict[str, Any]) -> None:
    if not as_json:
        for change in made.changes[:_SHOWN]:
            click.echo(f"{change.key}\t{change.column}\t{change.before!r} → {change.after!r}")
        for problem in made.problems:
            click.echo(f"{problem.where}: {problem.error.told(translate)}", err=True)
    sentence = (
        "{cells} cells of {issues} issues would change."
        if dry_run
        else "{cells} cells of {issues} issues were changed."
    )
    tell(result, as_json, sentence, cells=len(made.changes), issues=result["issues"])
