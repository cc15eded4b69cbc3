"""A subject for kills and power cuts: commits pages to a search index and acknowledges each commit.

    python tests/faults/power_cut_index.py run|verify --index DIR --ack FILE
        [--engine whoosh|tantivy] [--batch 20] [--batches 60]

`run` goes on where the acknowledgements end. `verify` exits 1 when an acknowledged page is missing, a page is
there twice, or the index cannot be opened. Keep FILE on another disk than DIR.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.canvas import Box
from archive.settings import Settings
from archive.words import Word
from index.engine import Batch, Document, NoIndex, Scope, SearchEngine, engine_for
from index.query import parse

TEXT = "page ligne circulation routière شرطة المرور " * 20


def batch_of(number: int, size: int) -> Batch:
    """The pages of one commit; every fifth commit also writes the pages of the one before again."""
    first = (number - 1 if number % 5 == 4 else number) * size
    documents = []
    for page_id in range(first, (number + 1) * size):
        texts = f"{TEXT} mot{page_id}".split()
        words = tuple(Word(t, Box(0, 0, 9, 9), 0.9, 0, 0, "fr", False, None, ()) for t in texts)
        documents.append(Document(page_id, page_id % 7, "fr", 0.9, number + 1, words))
    return Batch(tuple(documents), (), number + 1)


def opened(asked: argparse.Namespace) -> SearchEngine:
    """The engine under test, its index in a folder of its own."""
    return engine_for(Settings(search=f"{asked.engine}:{asked.index / asked.engine}"))


def run(asked: argparse.Namespace) -> int:
    engine = opened(asked)
    if engine.state().problem == "absent":
        engine.rebuild([])
    start = len(asked.ack.read_text().split()) if asked.ack.exists() else 0
    with asked.ack.open("a") as acknowledged:
        for number in range(start, start + asked.batches):
            engine.update(batch_of(number, asked.batch))
            acknowledged.write(f"{number}\n")
            acknowledged.flush()
            engine.tidy(500)
            if number % 40 == 39:
                engine.rebuild(batch_of(n, asked.batch) for n in range(number + 1))
    return 0


def verify(asked: argparse.Namespace) -> int:
    commits = len(asked.ack.read_text().split()) if asked.ack.exists() else 0
    engine = opened(asked)
    try:
        results = engine.search(parse("routière"), Scope(), limit=10_000)
    except NoIndex as error:
        print(f"{commits} commits acknowledged; {error}")
        return int(commits > 0 or error.problem == "damaged")
    pages = [hit.page_id for hit in results.hits]
    missing = commits * asked.batch - len({page for page in pages if page < commits * asked.batch})
    words = sum(
        engine.search(parse(f"mot{commits * asked.batch - 1 - n}"), Scope()).total != 1
        for n in range(min(commits, 1) * 5)
    )
    twice = results.total - len(set(pages)) if results.total <= len(pages) else 0
    state = engine.state()
    print(
        f"{state.pages} pages, {commits} commits acknowledged; {missing} missing, {twice} twice, {words} lost"
    )
    behind = state.upto < commits or state.pages != results.total
    return int(bool(missing or twice or words or behind))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("do", choices=["run", "verify"])
    arguments.add_argument("--index", type=Path, required=True)
    arguments.add_argument("--ack", type=Path, required=True)
    arguments.add_argument("--engine", default="whoosh", choices=["whoosh", "tantivy"])
    arguments.add_argument("--batch", type=int, default=20)
    arguments.add_argument("--batches", type=int, default=60)
    given = arguments.parse_args()
    sys.exit({"run": run, "verify": verify}[given.do](given))
