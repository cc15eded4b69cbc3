"""The index's commands: update, rebuild, search; and what `archive check` asks it.

`web.cli` gathers them with those of the other packages; what is heavy is imported inside each command.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from archive.terminal import EXIT_CODES, json_option, opened_store, progress, settings, tell

if TYPE_CHECKING:
    from archive.checking import Finding
    from archive.settings import Settings
    from archive.store import Store
    from index.engine import SearchEngine
    from index.updating import Updated


#: Pages from which on Whoosh makes readers wait, and merging its files takes half an hour (see the README).
MOST_FOR_WHOOSH = 100_000


@click.group()
def index() -> None:
    """The search index: made from the record, and made again at will."""


@index.command(epilog=EXIT_CODES)
@json_option
def update(as_json: bool) -> None:
    """Take into the index what has changed since it was last brought level.

    The worker of "archive serve" does this by itself. A missing or damaged index is made anew.
    """
    from index.engine import engine_for
    from index.updating import update_index

    with opened_store() as store, progress("Indexing", quiet=as_json) as show:
        engine = engine_for(settings())
        done = update_index(store, engine, show=show)
        while engine.tidy():
            pass
        engine.close()
    _tell_updated(done, as_json)


@index.command(epilog=EXIT_CODES)
@json_option
def rebuild(as_json: bool) -> None:
    """Make the index anew beside the one in use, then put it in its place; searching goes on meanwhile."""
    from index.engine import engine_for
    from index.updating import rebuild as make_anew

    with opened_store() as store, progress("Indexing", quiet=as_json) as show:
        engine = engine_for(settings())
        done = make_anew(store, engine, show=show)
        engine.close()
    _tell_updated(done, as_json)


@index.command(epilog=EXIT_CODES)
@click.argument("query")
@click.option("--public", is_flag=True, help="Only what signed-out visitors may see.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 10_000), help="Hits to print.")
@click.option("--offset", default=0, type=click.IntRange(0, 10_000), help="Hits to skip.")
@click.option(
    "--sort", type=click.Choice(["relevance", "oldest", "newest"]), default="relevance", show_default=True
)
@click.option(
    "--by",
    type=click.Choice(["page", "article", "issue"]),
    default="page",
    show_default=True,
    help="List pages, or gather them.",
)
@click.option("--exact", is_flag=True, help="Only the spelling typed.")
@click.option("--also/--not-also", default=True, help="Look for other spellings and the other language, too.")
@click.option("--without", multiple=True, metavar="WORDS", help="Something not to look for; see --facets.")
@click.option("--facets", is_flag=True, help="Also what was looked for, and counts to narrow the result by.")
@json_option
def search(query: str, as_json: bool, **options: Any) -> None:
    """Search the pages for QUERY, as the site does.

    Words, "phrases", -without, OR, (brackets), a NEAR/5 b, begin*, year:1961..1970, lang:ar, issue:pm…,
    title: section: person: quality:

    What the index does not hold yet is taken in first.
    """
    from index.engine import engine_for
    from index.terminal_search import run

    here = settings()
    with opened_store() as store:
        engine = engine_for(here)
        _bring_level(store, engine, quiet=as_json)
        run(store, engine, here.naan, query, as_json=as_json, **options)
        engine.close()


def checks(here: Settings, store: Store) -> Iterator[Finding]:
    """What is wrong with the index: absent, damaged, of another version, or not level with the store."""
    from archive.checking import finding
    from archive.queries import changes
    from index.engine import engine_for
    from index.updating import is_level

    engine = engine_for(here)
    try:
        state = engine.state()
        with store.read() as session:
            pages, latest = changes.count_to_index(session), changes.latest(session)
        if state.problem == "absent" and not pages:
            return  # nothing to find, nothing to find it with
        if state.problem:
            yield finding(
                {
                    "absent": "There is no search index.",
                    "damaged": "The search index is damaged.",
                    "version": "The search index was made by another version of the program.",
                }[state.problem],
                'Start "archive serve" or run "archive index rebuild".',
            )
            return
        if state.upto > latest:
            yield finding(
                "The search index is newer than the store: an older backup was restored.",
                'Run "archive index rebuild".',
            )
        elif not is_level(store, engine):
            yield finding(
                "The search index is not level with the store.",
                'Start "archive serve" or run "archive index update".',
            )
        elif state.pages != pages:
            yield finding(
                "The search index holds {found} pages, the store {wanted}.",
                'Run "archive index rebuild".',
                found=state.pages,
                wanted=pages,
            )
        if engine.version.startswith("whoosh") and pages > MOST_FOR_WHOOSH:
            yield finding(
                "The archive holds {pages} pages: for more than {most} the engine tantivy is the better one.",
                'Install the archive with its extra "fast", set ARCHIVE_SEARCH to tantivy:FOLDER and run '
                '"archive index rebuild".',
                pages=pages,
                most=MOST_FOR_WHOOSH,
            )
    finally:
        engine.close()


def _bring_level(store: Store, engine: SearchEngine, *, quiet: bool) -> None:
    """Take in what is new, unless another process is at it: then what is there is asked."""
    from index.engine import IndexBusy
    from index.updating import update_index

    with progress("Indexing", quiet=quiet) as show, contextlib.suppress(IndexBusy):
        update_index(store, engine, show=show)


def _tell_updated(done: Updated, as_json: bool) -> None:
    facts = {"pages": done.pages, "removed": done.removed, "change": done.upto, "rebuilt": done.rebuilt}
    sentence = (
        "The index was made anew from {pages} pages."
        if done.rebuilt
        else "{pages} pages were taken into the index, {removed} taken out."
    )
    tell(facts, as_json, sentence, **facts)
