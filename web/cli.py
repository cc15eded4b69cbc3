"""The `archive` command: gathers each package's commands, tells errors in the terminal's language.

Nothing heavy is imported before a command is chosen: `archive --help` answers at once.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError
from web.levelling import bring_level, is_followed

#: Where each command lives, and its first line of help (a test holds it against the command's own).
COMMANDS: dict[str, tuple[str, str]] = {
    "create": ("archive.commands:create", "Make an empty archive at ARCHIVE_HOME."),
    "ingest": ("ingest.commands:ingest", "From scans to text: survey, run, status, redo."),
    "index": ("index.commands:index", "The search index: update, rebuild, search."),
    "publish": ("archive.commands:publish", "Publish issues, named by their keys (pm…), or all of them."),
    "serve": ("web.serving:serve", "Serve the site."),
    "work": ("web.serving:work", "Run the background worker alone: index, ingest, embargoes."),
    "account": ("archive.commands:account", "Who may sign in."),
    "glossary": (
        "archive.commands:glossary",
        "The glossary that offers the other language's words in a search.",
    ),
    "holdings": (
        "archive.holdings_commands:holdings",
        "What ought to exist of the magazine, and what became of it.",
    ),
    "articles": ("archive.articles_commands:articles", "The articles of an issue; drafts from its contents."),
    "export": ("web.exporting:export", "The record as others read it."),
    "import": ("web.importing:import_", "Take edited tables of issues in again."),
    "check": ("web.checks:check", "Look the whole archive over."),
    "backup": (
        "archive.commands:backup",
        "Back the archive up into the folder TARGET, while it is being used.",
    ),
    "restore": ("archive.commands:restore", "Make the archive of the backup SOURCE at ARCHIVE_HOME."),
    "migrate": ("archive.commands:migrate", "Bring the archive to this version of the program."),
    "demonstration": (
        "web.demonstration:demonstration",
        "Make a demonstration from the samples and serve it.",
    ),
}
_INTERRUPTED = 130


class Commands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order people need them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was called; for a misspelt name, what may have been meant."""
        close = difflib.get_close_matches(args[0], COMMANDS, 1) if args else []
        if args and args[0] not in COMMANDS and close and not args[0].startswith("-"):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an unexpected error arose.")
@click.version_option(package_name="periodical-archive", message="%(version)s")
def archive(debug: bool) -> None:
    """The archive of a periodical: scans in, a site to search and read out.

    ARCHIVE_HOME names the folder of the archive (default: data); the README lists all settings.
    """
    del debug


def terminal_language() -> str:
    """The interface's language that the terminal's locale asks for; English for any other."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            code = value.replace("-", "_").split("_")[0].lower()
            return code if code in ("ar", "fr") else "en"
    return "en"


def translate(message: str) -> str:
    """A sentence in the terminal's language."""
    language = terminal_language()
    if language == "en" or not message:
        return message
    from web.i18n import translator

    return translator(language).gettext(message)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end with its exit code; whatever happens is told in one sentence."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(given))


def run(given: list[str]) -> int:
    """The exit code of a call of `archive`; see `archive.terminal.EXIT_CODES`."""
    as_json = "--json" in given
    try:
        code = archive.main(args=given, prog_name="archive", standalone_mode=False, obj=translate)
        if is_followed(given) and code != _INTERRUPTED:
            bring_level(translate, quiet=as_json)
        return code if isinstance(code, int) else 0
    except ArchiveError as error:
        return _tell(error.told(translate), error.exit_code, as_json)
    except click.exceptions.Abort:
        return _tell(translate("Stopped."), _INTERRUPTED, as_json)
    except click.ClickException as error:
        if as_json:
            return _tell(error.format_message(), error.exit_code, as_json)
        error.show()
        return error.exit_code
    except Exception as error:
        if "--debug" in given:
            traceback.print_exc()
        sentence = translate("Something unexpected happened ({kind}); the details are in {file}.")
        return _tell(sentence.format(kind=type(error).__name__, file=_log(error, given)), 1, as_json)


def _tell(sentence: str, code: int, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps({"error": sentence, "exit_code": code}, ensure_ascii=False))
    else:
        click.echo(sentence, err=True)
    return code


def _log(error: BaseException, given: list[str]) -> Path:
    """Write down where an unexpected error arose; returns the file."""
    import tempfile

    home = Path(os.environ.get("ARCHIVE_HOME") or "data")
    folder = home / "log" if home.is_dir() else Path(tempfile.gettempdir())
    lines: list[Any] = [f"{datetime.now(UTC).isoformat()} archive {' '.join(given)}\n"]
    try:
        folder.mkdir(exist_ok=True)
        path = folder / "errors.log"
        with path.open("a", encoding="utf-8") as file:
            file.writelines([*lines, *traceback.format_exception(error), "\n"])
    except OSError:
        return Path(os.devnull)
    return path


if __name__ == "__main__":
    main()
