"""What every command of every package shares: settings, store, `--json`, progress, how results are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from archive.settings import Settings, read_settings

if TYPE_CHECKING:
    from archive.store import Store

#: Told in the help of every command that can end so.
EXIT_CODES = """\b
Exit codes: 0 all well; 1 it failed; 2 wrong use, a wrong setting, no archive or another version's;
3 some files or pages have faults; 130 stopped by Ctrl-C."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def settings() -> Settings:
    """The settings of this call, from the environment."""
    return read_settings()


@contextmanager
def opened_store() -> Iterator[Store]:
    """The store of this call. Raises NoArchive, WrongSchema."""
    from archive.store import Store

    store = Store(settings())
    try:
        yield store
    finally:
        store.close()


def translate(message: str) -> str:
    """`message` in the terminal's language: through the function that the command line put into `obj`."""
    context = click.get_current_context(silent=True)
    translator = context.find_root().obj if context is not None else None
    return str(translator(message)) if callable(translator) else message


def tell(result: Any, as_json: bool, sentence: str = "", **values: object) -> None:
    """Print a result: as JSON (Arabic readable), or as a sentence (an English template and its values)."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1, default=str))
    elif sentence:
        click.echo(translate(sentence).format(**values))


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal's error output; yields a function of (done, of how many)."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
