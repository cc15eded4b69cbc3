"""The record's own commands: create, migrate, backup, restore, export, publish, account.

`web.cli` gathers them with those of the other packages; what is heavy is imported inside each command.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from archive.errors import BadInput
from archive.terminal import EXIT_CODES, json_option, opened_store, progress, settings, tell, translate

_folder = click.Path(path_type=Path)
_Written = Callable[[Sequence[str], Sequence[Mapping[str, str]]], bytes]


@click.command(epilog=EXIT_CODES)
@json_option
def create(as_json: bool) -> None:
    """Make an empty archive at ARCHIVE_HOME."""
    from archive.migrating import create_archive

    here = settings()
    create_archive(here)
    tell({"home": here.home.resolve()}, as_json, "An empty archive is in {home}.", home=here.home)


@click.command(epilog=EXIT_CODES)
@json_option
def migrate(as_json: bool) -> None:
    """Bring the archive to this version of the program; a copy of the database is made first."""
    from archive.migrating import migrate as bring_level

    before, after, saved = bring_level(settings())
    sentence = (
        "The archive is at version {after} already."
        if saved is None
        else "The archive went from version {before} to {after}. The database before lies in {saved}."
    )
    facts = {"from": before, "to": after, "saved": saved}
    tell(facts, as_json, sentence, before=before, after=after, saved=saved)


@click.command(epilog=EXIT_CODES)
@click.argument("target", type=_folder)
@json_option
def backup(target: Path, as_json: bool) -> None:
    """Back the archive up into the folder TARGET, while it is being used.

    A second backup to the same folder copies only what is new.
    """
    from archive.backups import backup as back_up

    with opened_store() as store, progress("Backing up", quiet=as_json) as show:
        facts = back_up(store, target, show)
    tell(facts, as_json, "{files} files are in {target}, {copied} of them new.", target=target, **facts)


@click.command(epilog=EXIT_CODES)
@click.argument("source", type=_folder)
@json_option
def restore(source: Path, as_json: bool) -> None:
    """Make the archive of the backup SOURCE at ARCHIVE_HOME, every file verified."""
    from archive.backups import restore as bring_back

    here = settings()
    with progress("Restoring", quiet=as_json) as show:
        count = bring_back(here, source, show)
    result = {"files": count, "home": here.home}
    tell(result, as_json, "{files} files were restored to {home}.", **result)


@click.command(epilog=EXIT_CODES)
@click.argument("keys", nargs=-1, metavar="[ISSUE]...")
@click.option("--all", "everything", is_flag=True, help="Every issue that is not published.")
@click.option("--back", is_flag=True, help="Take back to draft instead.")
@click.option("--level", is_flag=True, help="Only bring public/ level with the store.")
@json_option
def publish(keys: tuple[str, ...], everything: bool, back: bool, level: bool, as_json: bool) -> None:
    """Publish issues, named by their keys (pm…), or all of them."""
    from archive import publication
    from archive.actions import changes, issues
    from archive.queries.issues import facts

    if not keys and not everything and not level:
        raise BadInput("Nothing to publish was named.", "Name issues by their keys, or use --all.")
    with opened_store() as store:
        if level:
            with store.read() as session:
                changed = publication.level_all(session, store.files)
            tell({"changed": changed}, as_json, "{count} links were changed.", count=len(changed))
            return
        with store.write() as session:
            chosen = [issues.by_key(session, key).id for key in keys]
            if everything:
                chosen = [issue.id for issue in facts(session, public=False)]
            why = "taken back to draft" if back else "published"
            change_set = changes.begin(session, by="terminal", why=why)
            done = issues.set_state(session, change_set, chosen, "draft" if back else "published")
            result = {"change_set": change_set.number, "issues": [issue.key for issue in done]}
        sentence = (
            "{count} issues were taken back to draft (change set {number})."
            if back
            else "{count} issues were published (change set {number})."
        )
        tell(result, as_json, sentence, count=len(done), number=result["change_set"])


@click.group()
def export() -> None:
    """The record as others read it."""


@export.command("text", epilog=EXIT_CODES)
@click.argument("out", type=_folder)
@click.argument("keys", nargs=-1, metavar="[ISSUE]...")
@json_option
def export_text_command(out: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Write the text of pages as UTF-8 files in reading order: OUT/<issue folder>/<image>.txt."""
    from archive.exports.text import export_text

    with opened_store() as store, store.read() as session:
        written = list(export_text(session, out, keys))
    result = {"pages": len(written), "empty": sum(not w.characters for w in written), "out": out}
    tell(result, as_json, "{pages} pages were written to {out}.", **result)


_file = click.Path(path_type=Path, dir_okay=False)


@export.command("csv", epilog=EXIT_CODES)
@click.argument("file", type=_file)
@click.argument("keys", nargs=-1, metavar="[ISSUE]...")
@json_option
def export_csv_command(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Write the descriptions of issues into FILE, a row an issue, to be edited and imported again."""
    from archive.exports.spreadsheet import csv_bytes

    _export_table(csv_bytes, file, keys, as_json)


@export.command("xlsx", epilog=EXIT_CODES)
@click.argument("file", type=_file)
@click.argument("keys", nargs=-1, metavar="[ISSUE]...")
@json_option
def export_xlsx_command(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """The same as a workbook, in which every cell is text."""
    from archive.exports.spreadsheet import xlsx_bytes

    _export_table(partial(xlsx_bytes, title="issues"), file, keys, as_json)


def _export_table(written: _Written, file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    from archive.files import write_whole
    from archive.issue_table import COLUMNS, rows

    with opened_store() as store, store.read() as session:
        table = rows(session, keys)
    write_whole(file, written(COLUMNS, table))
    told = {"issues": len(table), "file": file}
    tell(told, as_json, "{count} issues are in {file}.", count=len(table), file=file)


@click.group()
def glossary() -> None:
    """The glossary that offers the other language's words in a search."""


@glossary.command("load", epilog=EXIT_CODES)
@click.argument("file", type=_folder, required=False)
@json_option
def glossary_load(file: Path | None, as_json: bool) -> None:
    """Add what the glossary lacks, from FILE or from the one that ships with the program.

    FILE: lines in UTF-8 with the columns field, ar, fr, tabs between them, several forms between bars. What
    is there already, or was withdrawn, stays as it is.
    """
    from archive.actions import changes
    from archive.actions import glossary as actions
    from archive.glossary import SHIPPED, read_glossary

    notions = list(read_glossary(file or SHIPPED))
    with opened_store() as store, store.write() as session:
        change_set = changes.begin(session, by="terminal", why="glossary loaded")
        added = actions.load(session, change_set, notions)
    facts = {
        "added": added,
        "known": len(notions) - added,
        "change_set": change_set.number if added else None,
    }
    tell(facts, as_json, "{added} entries were added to the glossary, {known} were there.", **facts)


@click.group()
def account() -> None:
    """Who may sign in."""


@account.command("add", epilog=EXIT_CODES)
@click.argument("name")
@click.option("--role", required=True, help="reader, digitiser, archivist, reviewer or administrator.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
@json_option
def account_add(name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account."""
    from archive.actions import accounts

    with opened_store() as store:  # first, so that nobody types a password for nothing
        password = _password(password_stdin)
        with store.write() as session:
            made = accounts.add(session, name, role, password)
            facts = {"name": made.name, "role": made.role}
    tell(facts, as_json, "{name} may sign in as {role}.", **facts)


@account.command("password", epilog=EXIT_CODES)
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
@json_option
def account_password(name: str, password_stdin: bool, as_json: bool) -> None:
    """Give an account a new password; its browsers are signed out."""
    from archive.actions import accounts
    from archive.errors import NotFound
    from archive.queries.accounts import by_name

    with opened_store() as store:
        with store.read() as session:
            if by_name(session, name) is None:
                raise NotFound("There is no account {name}.", name=name)
        password = _password(password_stdin)
        with store.write() as session:
            if (found := by_name(session, name)) is not None:
                accounts.set_password(session, found, password)
    tell({"name": name}, as_json, "{name} has a new password.", name=name)


@account.command("list", epilog=EXIT_CODES)
@json_option
def account_list(as_json: bool) -> None:
    """List the accounts."""
    from archive.queries.accounts import every

    with opened_store() as store, store.read() as session:
        rows = [{"name": a.name, "role": a.role, "closed": a.disabled} for a in every(session)]
    lines = (f"{r['name']}\t{r['role']}" + ("\tclosed" if r["closed"] else "") for r in rows)
    tell(rows, as_json, "\n".join(lines))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput(
            "There is no terminal to type a password at.",
            "Give it on the standard input, with --password-stdin.",
        )
    return str(click.prompt(translate("Password"), hide_input=True, confirmation_prompt=True, err=True))


COMMANDS: tuple[click.Command, ...] = (create, migrate, backup, restore, publish, export, account)
