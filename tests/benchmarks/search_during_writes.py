"""Eight threads ask while pages are written and merged: their answers are held against one thread's.

After every commit the writing thread, alone with what it wrote, works out the answer to each query. An answer
that another thread got while nothing was written must be the same to the last hit and score; one during which
a commit happened must have the same total and counts, as nothing visible is written.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.engine import Batch, Document, Results, Scope, SearchEngine
from index.query import Query
from tests.benchmarks import made_archive
from tests.benchmarks.made_text import made_pages

THREADS, HITS = 8, 10
#: A page id and an issue that nothing else has, and how many such pages are written in turn.
_PAGE, _ISSUE, _PAGES = 10_000_000, 10**6, 50
_PAUSE = 0.3  # seconds between commits at least; as long as the last one took, so that half is at rest


@dataclass
class _State:
    """What all threads share. `number`: of the state of the index, None while it is being written."""

    answers: Mapping[str, Results]
    number: int | None = 0
    searches: int = 0
    compared_whole: int = 0
    different: int = 0
    errors: int = 0
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: threading.Event = field(default_factory=threading.Event)


def during_writes(
    engine: SearchEngine, queries: Mapping[str, Query], scope: Scope, searches: int
) -> dict[str, object]:
    """Ask until there were so many searches; how many failed or differed."""

    def alone() -> dict[str, Results]:
        return {text: engine.search(query, scope, limit=HITS) for text, query in queries.items()}

    state = _State(alone())
    threads = [
        threading.Thread(target=_ask, args=(engine, queries, scope, searches, state, number))
        for number in range(THREADS)
    ]
    words = made_archive.words_of(next(iter(made_pages(1, 9))), 0)
    start, commits = time.perf_counter(), 0
    for thread in threads:
        thread.start()
    pause = _PAUSE
    while not state.done.wait(pause):
        began = time.perf_counter()
        with state.lock:
            state.number = None
        document = Document(_PAGE + commits % _PAGES, _ISSUE, "fr", None, 1, words)
        engine.update(Batch((document,), (), 0))
        engine.tidy(500)
        answers = alone()
        commits += 1
        with state.lock:
            state.answers, state.number = answers, commits
        pause = max(_PAUSE, time.perf_counter() - began)
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - start
    return {
        "searches": state.searches,
        "commits": commits,
        "errors": state.errors,
        "different": state.different,
        "compared_to_the_last_hit": state.compared_whole,
        "per_second": round(state.searches / taken),
        "troubles": state.troubles[:3],
    }


def _ask(
    engine: SearchEngine,
    queries: Mapping[str, Query],
    scope: Scope,
    searches: int,
    state: _State,
    number: int,
) -> None:
    chance, texts = random.Random(number), [*queries]
    while not state.done.is_set():
        text = chance.choice(texts)
        with state.lock:
            before, wanted = state.number, state.answers[text]
        trouble, failed, whole = "", False, False
        try:
            found = engine.search(queries[text], scope, limit=HITS)
        except Exception as error:
            trouble, failed = repr(error)[:200], True
        else:
            with state.lock:
                whole = before is not None and state.number == before
            same = (found.total, found.counts) == (wanted.total, wanted.counts)
            if not same or (whole and found.hits != wanted.hits):
                trouble = f"{text}: {found.total} pages, {wanted.total} alone"
        with state.lock:
            state.searches += 1
            state.compared_whole += whole
            if trouble:
                state.troubles.append(trouble)
                state.errors += failed
                state.different += not failed
            if state.searches >= searches:
                state.done.set()
