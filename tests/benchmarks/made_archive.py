"""An archive of made-up pages, 80 to an issue, two issues a month from 1961 on; and its peers beside it.

What a search needs of the store is written straight into its tables, thousands of rows at once: issues,
pages, word lists with boxes. There are no masters, no pictures, no ALTO files. The engine's index is built
as `archive index rebuild` does it. SQLite's FTS5 and a tantivy of its own are given the same terms.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from sqlalchemy import func, insert, select, update

from archive.canvas import Box
from archive.migrating import create_archive
from archive.models import Clock, Issue, Page, PageText
from archive.settings import Settings
from archive.store import Session, Store, now
from archive.texts import Texts
from archive.words import Word, pack
from index import analysis
from index.counting import cells, language_number, quality_number
from index.engine import Batch, SearchEngine
from tests.benchmarks.made_text import MadePage, made_pages

PER_ISSUE, PER_LINE, TOGETHER = 80, 9, 500
_PER_YEAR = 13
#: Confidence of the words of a page, in turn: pages are read more or less well.
_READ = (0.98, 0.97, 0.95, 0.9, 0.99, 0.85, 0.96)


def words_of(page: MadePage, number: int) -> tuple[Word, ...]:
    """A page's words in two columns, as wide as they are long; some are hyphenated over a line end."""
    rtl, confidence = page.language == "ar", _READ[number % len(_READ)]
    made: list[Word] = []
    column, line, x = 0, 0, 0
    for text in page.words:
        width = 18 * len(text)
        if x + width > 1000:
            x, line = 0, line + 1
            if line == 45:
                column += 1
        left = 1000 * (column % 2) + 60 + (1000 - x - width if rtl else x)
        made.append(
            Word(
                text,
                Box(left, 100 + 50 * (line % 45), width, 40),
                confidence,
                line,
                column,
                page.language,
                False,
                None,
                (),
            )
        )
        x += width + 14
    return tuple(made)


def year_of(issue: int) -> int:
    """The year that the n-th issue, from 0, came out."""
    return 1961 + issue // _PER_YEAR


def fill(home: Path, pages: int, seed: int) -> Settings:
    """An archive with so many pages; one that is there already is taken as it is, half a one finished."""
    settings = Settings(home=home)
    done = home / "made.json"
    if done.exists():
        if json.loads(done.read_text()) == {"pages": pages, "seed": seed}:
            return settings
        raise SystemExit(f"{home} holds other pages: {done.read_text()}")
    if not (home / "archive.sqlite").exists():
        create_archive(settings)
    store = Store(settings)
    with store.write() as session:
        there = session.scalar(select(func.count()).select_from(Page)) or 0
        if not session.scalar(select(func.count()).select_from(Issue)):
            _add_issues(session, pages)
    for first, some in _in_parts(pages, seed):
        if first + len(some) > there:
            _add_pages(store, first, some)
    store.close()
    done.write_text(json.dumps({"pages": pages, "seed": seed}))
    return settings


def _add_issues(session: Session, pages: int) -> None:
    moment = now()
    session.execute(
        insert(Issue),
        [
            {
                "key": f"pm{n:05}x",
                "source": f"made/{n}",
                "name": Texts.printed(fr=f"Numéro {n}"),
                "number": str(n),
                "number_key": f"{n:06}",
                "edtf": str(year_of(n)),
                "date_from": f"{year_of(n)}-{n % _PER_YEAR % 12 + 1:02}-01",
                "state": "published",
                "created_at": moment,
                "changed_at": moment,
            }
            for n in range((pages + PER_ISSUE - 1) // PER_ISSUE)
        ],
    )


def _add_pages(store: Store, first: int, some: list[MadePage]) -> None:
    """Pages numbered from `first` on, with their texts, as one change."""
    rows, texts, moment = [], [], now()
    for number, page in enumerate(some, first):
        words = words_of(page, number)
        issue, place = divmod(number, PER_ISSUE)
        row: dict[str, Any] = {"id": number + 1, "language": page.language, "text_revision": 1}
        row |= {"issue_id": issue + 1, "number": place + 1, "sequence": place + 1, "label": str(place + 1)}
        row |= {"quality": _READ[number % len(_READ)], "changed": first // TOGETHER + 1}
        rows.append(row | {"width": 2100, "height": 2500})
        text = {"page_id": number + 1, "revision": 1, "path": "", "sha256": "", "source": "made"}
        texts.append(
            text | {"language": page.language, "plain": "", "words": pack(words), "created_at": moment}
        )
    with store.write() as session:
        session.execute(insert(Page), rows)
        session.execute(insert(PageText), texts)
        session.execute(update(Clock).values(number=first // TOGETHER + 1))


def _in_parts(pages: int, seed: int) -> Iterator[tuple[int, list[MadePage]]]:
    some: list[MadePage] = []
    for number, page in enumerate(made_pages(pages, seed), 1):
        some.append(page)
        if len(some) == TOGETHER or number == pages:
            yield number - len(some), some
            some = []


class Fed:
    """Batches on their way into an engine, and the CPU seconds that making them took."""

    def __init__(self, batches: Iterator[Batch]) -> None:
        self._batches = batches
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Batch]:
        while True:
            start = time.process_time()
            batch = next(self._batches, None)
            self.seconds += time.process_time() - start
            if batch is None:
                return
            yield batch


def build(store: Store, engine: SearchEngine, pages: int) -> dict[str, float]:
    """Build the engine's index from the store; pages a CPU second, without reading the store, and with it."""
    from index.updating import _batches

    fed = Fed(_batches(store, 0, None))
    start = time.process_time()
    engine.rebuild(fed)
    taken = time.process_time() - start
    return {
        "pages_per_cpu_second": round(pages / (taken - fed.seconds), 1),
        "with_reading_the_store": round(pages / taken, 1),
    }


_FTS5 = (
    "CREATE VIRTUAL TABLE p USING fts5"
    "(text, content='', prefix='4', tokenize=\"unicode61 remove_diacritics 0\")"
)


class Peers:
    """SQLite FTS5 and bare tantivy over the same terms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema = tantivy.SchemaBuilder()
        self.schema.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        self.schema.add_integer_field("cell", fast=True, indexed=True)
        self.schema = self.schema.build()

    def fill(self, pages: int, seed: int) -> dict[str, Any]:
        """Make both, where they are not there yet; pages a CPU second of each."""
        done = self.folder / "made-2.json"
        if done.exists():
            return json.loads(done.read_text())  # type: ignore[no-any-return]
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "tantivy").mkdir(parents=True)
        index = tantivy.Index(self.schema, str(self.folder / "tantivy"))
        writer = index.writer(128 << 20, 1)
        lite = sqlite3.connect(self.folder / "fts5.sqlite")
        lite.execute(_FTS5)
        spent = {"fts5": 0.0, "tantivy": 0.0}
        for first, some in _in_parts(pages, seed):
            texts = [" ".join(s for w in page.words for s in analysis.stems(w)) for page in some]
            numbers = range(first, first + len(some))
            codes = cells(
                np.array([number // PER_ISSUE + 1 for number in numbers], np.int32),
                np.array([language_number(page.language) for page in some], np.int32),
                np.array([quality_number(_READ[number % len(_READ)]) for number in numbers], np.int32),
            )
            start = time.process_time()
            for text, cell in zip(texts, codes.tolist(), strict=True):
                document = tantivy.Document()
                document.add_text("text", text)
                document.add_integer("cell", cell)
                writer.add_document(document)
            middle = time.process_time()
            with lite:
                lite.executemany("INSERT INTO p(rowid, text) VALUES (?, ?)", enumerate(texts, first + 1))
            spent["tantivy"] += middle - start
            spent["fts5"] += time.process_time() - middle
        start = time.process_time()
        writer.commit()
        writer.wait_merging_threads()
        spent["tantivy"] += time.process_time() - start
        lite.close()
        figures = {
            name: {
                "pages_per_cpu_second": round(pages / max(taken, 1e-3)),
                "megabytes": megabytes(self.folder / place),
            }
            for name, taken, place in (
                ("fts5", spent["fts5"], "fts5.sqlite"),
                ("tantivy", spent["tantivy"], "tantivy"),
            )
        }
        done.write_text(json.dumps(figures))
        return figures


def megabytes(path: Path) -> float:
    """What a file or folder takes on the disk."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return round(sum(one.stat().st_size for one in files) / 1e6, 1)
