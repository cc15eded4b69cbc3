"""After a command that brought pages in, the index is level: the next search finds them.

`archive ingest run` and `archive restore` know nothing of the index, and no worker need be running where they
are called. So the `archive` command, which knows both, brings it level when they have ended.
"""

from __future__ import annotations

from collections.abc import Callable

import click

#: Commands that change what pages say. Where one ends otherwise than by Ctrl-C, the index follows.
FOLLOWED = (("ingest", "run"), ("ingest", "redo"), ("restore",))


def is_followed(given: list[str]) -> bool:
    """Whether a call of `archive` with these words brings pages in."""
    words = tuple(word for word in given if not word.startswith("-"))
    asks = {"-h", "--help"} & set(given)
    return not asks and any(words[: len(each)] == each for each in FOLLOWED)


def bring_level(translate: Callable[[str], str], *, quiet: bool) -> None:
    """Bring the index of this call's archive level, unless another process (the worker) is at it.

    A restored archive of an older version is told about and left for `archive migrate`. Raises NoSpace.
    """
    from archive.errors import WrongSchema
    from archive.terminal import opened_store, progress, settings
    from index.engine import IndexBusy, engine_for
    from index.updating import update_index

    try:
        with opened_store() as store, progress("Indexing", quiet=quiet) as show:
            engine = engine_for(settings())
            try:
                done = update_index(store, engine, show=show)
            finally:
                engine.close()
    except IndexBusy:
        return
    except WrongSchema as error:
        click.echo(error.told(translate), err=True)
        return
    if done and not quiet:
        click.echo(translate("Pages taken into the index: {pages}.").format(pages=done.pages))
