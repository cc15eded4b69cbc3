"""Brings the index level with the store, by change numbers.

The index keeps the number of the last change it applied, in the same commit as the pages. So nothing is
queued and nothing can be lost: whoever runs this, whenever, takes what is newer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.errors import ArchiveError, BadFile
from archive.queries import changes
from archive.store import Store
from archive.words import Word, opened, strings_of
from index import names
from index.engine import Batch, Document, SearchEngine

#: Pages in one commit: large enough to be quick, small enough that a change waits under a second.
BATCH = 200
#: Seconds between looks at the store; the promise is that a change is found within two.
PAUSE = 0.5
#: After a commit at most so many pages are merged, about two seconds' work; more only when nothing comes in.
_TIDY_AT_ONCE = 600
_IDLE_LOOKS = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Updated:
    """What was done: pages taken in and out, the change we are level with, whether all was made anew."""

    pages: int
    removed: int
    upto: int
    rebuilt: bool = False

    def __bool__(self) -> bool:
        return bool(self.pages or self.removed or self.rebuilt)


Show = Callable[[int, int], None]


def update_index(store: Store, engine: SearchEngine, *, show: Show | None = None) -> Updated:
    """Bring the index level; makes it anew where it is missing, damaged, of another version, or ahead.

    (It is ahead after an older backup of the store was restored.) `show(done, of)` is called after each
    commit. Raises IndexBusy, NoSpace.
    """
    state = engine.state()
    with store.read() as session:
        latest = changes.latest(session)
    if state.problem or state.upto > latest:
        return rebuild(store, engine, show=show)
    pages = removed = 0
    upto = state.upto
    for batch in _batches(store, upto, show, state.pages):
        engine.update(batch)
        pages, removed, upto = pages + len(batch.documents), removed + len(batch.removed), batch.upto
    return Updated(pages, removed, upto)


def rebuild(store: Store, engine: SearchEngine, *, show: Show | None = None) -> Updated:
    """Make the index anew aside and swap it in; the old one answers meanwhile. Raises IndexBusy, NoSpace."""
    pages = upto = 0

    def counted() -> Iterator[Batch]:
        nonlocal pages, upto
        for batch in _batches(store, 0, show):
            pages, upto = pages + len(batch.documents), batch.upto
            yield batch

    engine.rebuild(counted())
    for batch in _batches(store, upto, None):  # what changed during the swap
        engine.update(batch)
        pages, upto = pages + len(batch.documents), batch.upto
    return Updated(pages, 0, upto, rebuilt=True)


def follow(store: Store, engine: SearchEngine, stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Keep the index level until `stop` is set: the worker's loop. Troubles are logged and tried again."""
    idle, trouble = 0, ""
    while not stop.is_set():
        try:
            if update_index(store, engine):
                idle = 0
                engine.tidy(_TIDY_AT_ONCE)
            else:
                idle += 1
                if idle >= _IDLE_LOOKS and not engine.tidy():
                    idle = 0
            trouble = ""
        except ArchiveError as error:  # busy, disk full: told once, tried again
            if str(error) != trouble:
                _log.warning("index not updated: %s", error)
            trouble = str(error)
        except Exception:
            _log.exception("index not updated")
            stop.wait(10 * pause)
        stop.wait(pause)


def is_level(store: Store, engine: SearchEngine) -> bool:
    """Whether the index holds all that the store has to say to it."""
    state = engine.state()
    return not state.problem and _next_batch(store, state.upto, 2) is None


def _batches(store: Store, upto: int, show: Show | None, held: int = 0) -> Iterator[Batch]:
    """What changed after `upto`, in commits, until there is nothing more. `held`: pages in the index now."""
    with store.read() as session:
        expected = changes.count_to_index(session) - held
    done = 0
    while (batch := _next_batch(store, upto, BATCH)) is not None:
        yield batch
        upto = batch.upto
        done += len(batch.documents)
        if show is not None:
            show(done, max(done, expected))


def _next_batch(store: Store, upto: int, size: int) -> Batch | None:
    """The next pages to take in and out, from one state of the store; None where the index is level."""
    with store.read() as session:
        latest = changes.latest(session)
        rows = changes.pages_since(session, upto, size)
        removed = changes.removed_since(session, upto)
    if not rows and not removed:
        return None
    reach = latest
    if len(rows) == size:
        if rows[0].change == rows[-1].change:  # one change, more pages than a batch: they stay together
            return _next_batch(store, upto, 2 * size)
        reach = rows[-1].change - 1  # the last change may have more pages
        rows = [row for row in rows if row.change <= reach]
    if reach <= upto:  # a number that was never given out stands in the store: do not run in a circle
        _log.error("pages have change numbers beyond the store's own, %s", latest)
        return None
    return Batch(tuple(_document(row) for row in rows), tuple(removed), reach)


def _document(row: changes.PageToIndex) -> Document:
    try:
        words: Sequence[Word] = opened(row.words)
    except BadFile as error:
        _log.warning("page %s is indexed without text: %s", row.page_id, error)
        words = ()
    return Document(
        row.page_id,
        row.issue_id,
        row.language,
        row.quality,
        row.change,
        words,
        row.replaced,
        names.keys_on(strings_of(words)),
    )
