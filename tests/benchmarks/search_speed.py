"""How quickly the archive answers at the magazine's full size, beside SQLite FTS5 and bare tantivy.

    python tests/benchmarks/search_speed.py [--pages 64000] [--engine whoosh|tantivy] [--json]
        [--queries 60] [--searches 10000] [--seed 1] [--home FOLDER] [--only speed,threads,issue]

The archive is made up (`made_text.py`: the word statistics of print; `made_archive.py`: a store of issues of
80 pages). With `--home` it is kept there with its indexes and used again. Everything is asked through the
product's own path, `index.searching.search` over the store: the query read, total and facets, ten pages
joined with the store, their snippets and boxes. `search` alone is `SearchEngine.search`. Times are
milliseconds of CPU of the asking thread, the median and the 95th of a hundred over queries that are asked
once each; `wall_ms` by the clock. The peers get the same stems, in the same run, and are asked for ten hits
and the total; bare tantivy also for
the same counts, by issue, language and quality. FTS5 ranks by its own bm25.

`filters`: what a date and language filter costs beside the same queries without. `issue`: an issue of 80
pages taken in, the seconds until it is found. `threads`: eight threads ask while pages are written and
merged, and get the answers that one gets of the same state. `--only` measures some of it.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import tantivy

from archive.settings import Settings
from archive.store import Store
from index import analysis
from index.engine import Batch, Document, SearchEngine, engine_for
from index.limits import InLanguage, Years
from index.query import Query, parse
from index.scoping import scope_of, visible
from index.searching import search
from tests.benchmarks import made_archive
from tests.benchmarks.made_text import made_pages
from tests.benchmarks.search_during_writes import during_writes

WINDOW = 14  # words of a query stand in one stretch of so many
#: Words on more than this share of the pages: their phrases and beginnings may be answered "at least".
TOO_COMMON = 0.1


@dataclass(frozen=True)
class Asked:
    """One query of a kind: as typed, and its stems for the peers."""

    typed: str
    stems: tuple[str, ...]
    widespread: bool = False  # a word stands on over a tenth of the pages


def asked_kinds(pages: int, number: int, seed: int) -> dict[str, list[Asked]]:
    """Queries of each kind from the words of some of the pages."""
    chance = random.Random(seed)
    some = [page.words for page in made_pages(min(pages, 1500), seed)]
    standing: Counter[str] = Counter()
    for words in some:
        standing.update({stem for word in words for stem in analysis.stems(word)})
    share = {stem: on / len(some) for stem, on in standing.items()}
    usable = [
        [
            word
            for word in words
            if len(analysis.norm(word)) >= 4
            and len(analysis.stems(word)) == 1
            and word[0].isalpha()
            and analysis.norm(word) not in analysis.STOP_WORDS
        ]
        for words in some
    ]
    different = sorted({word for words in usable for word in words})
    known = {word: share[analysis.stems(word)[0]] for word in different}

    def asked(typed: str, words: Iterable[str]) -> Asked:
        stems = tuple(stem for word in words for stem in analysis.stems(word))
        return Asked(typed, stems, any(share[stem] > TOO_COMMON for stem in stems))

    common = sorted(different, key=lambda word: (-known[word], word))
    common = list({analysis.stems(word)[0]: word for word in common[: 6 * number]}.values())[:number]
    rare = chance.sample([word for word in different if known[word] <= 3 / len(some)], number)
    stretches = []
    while len(stretches) < number:
        words = chance.choice(usable)
        if len(words) > WINDOW:
            start = chance.randrange(len(words) - WINDOW)
            stretches.append(chance.sample(words[start : start + WINDOW], 3))
    pairs: list[Sequence[str]] = []
    while len(pairs) < number:
        words = chance.choice(some)
        start = chance.randrange(len(words) - 1)
        pair = words[start : start + 2]
        if all(word in known for word in pair):
            pairs.append(pair)
    starts = [word for words in stretches for word in words if len(analysis.beginning(word)) >= 5]
    begun = list(dict.fromkeys(analysis.beginning(word)[:4] for word in starts))[:number]
    return {
        "common": [asked(word, [word]) for word in common],
        "rare": [asked(word, [word]) for word in rare],
        "and": [asked(" ".join(words), words) for words in stretches],
        "or": [asked(" OR ".join(words), words) for words in stretches],
        "phrase": [asked(f'"{" ".join(pair)}"', pair) for pair in pairs],
        "prefix": [Asked(f"{start}*", (start,)) for start in begun],
    }


# --- timing ---------------------------------------------------------------------------------------------


@dataclass
class Times:
    """CPU and wall milliseconds of calls."""

    cpu: list[float]
    wall: list[float]

    def told(self) -> dict[str, float]:
        """Medians and 95th percentiles."""
        return {
            "p50": round(statistics.median(self.cpu), 2),
            "p95": round(_percentile(self.cpu), 2),
            "wall_p50": round(statistics.median(self.wall), 2),
            "wall_p95": round(_percentile(self.wall), 2),
        }


def _percentile(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def timed(calls: Iterable[Callable[[], object]]) -> Times:
    """Each call once."""
    found = Times([], [])
    gc.collect()
    for call in calls:
        wall, cpu = time.perf_counter(), time.thread_time()
        call()
        found.cpu.append(1000 * (time.thread_time() - cpu))
        found.wall.append(1000 * (time.perf_counter() - wall))
    return found


# --- the archive ----------------------------------------------------------------------------------------


class Subject:
    """The archive as the site asks it."""

    def __init__(self, store: Store, engine: SearchEngine) -> None:
        self.store, self.engine = store, engine

    def answer(self, query: Query, **how: Any) -> Any:
        """The whole path: ten pages with snippets and boxes, total, facets."""
        return search(self.store, self.engine, query, public=True, limit=10, **how)

    def whole(self, typed: Iterable[str], **how: Any) -> Times:
        """Times of whole answers."""
        return timed(lambda text=text: self.answer(parse(text), **how) for text in typed)  # type: ignore[misc]

    def alone(self, queries: Iterable[Query], **how: Any) -> Times:
        """Times of the engine alone."""
        with self.store.read() as session:
            seen = visible(self.store, session, public=True)
            pairs = [(query, scope_of(self.store, session, query, seen)) for query in queries]
        return timed(
            lambda query=query, scope=scope: self.engine.search(query, scope, limit=10, **how)  # type: ignore[misc]
            for query, scope in pairs
        )


def speed(subject: Subject, asked: dict[str, list[Asked]], last_year: int) -> dict[str, Any]:
    """Times of every kind of query, whole and by the engine alone."""
    subject.answer(parse("police"))  # facts of the issues are read once
    found: dict[str, Any] = {}
    for kind, queries in asked.items():
        typed = [one.typed for one in queries]
        whole = subject.whole(typed)
        found[kind] = {**whole.told(), "search_alone": subject.alone(map(parse, typed)).told()}
        if kind == "phrase" and any(one.widespread for one in queries):
            kept = [n for n, one in enumerate(queries) if not one.widespread]
            narrow = Times([whole.cpu[n] for n in kept], [whole.wall[n] for n in kept])
            found["phrase of words on under a tenth of the pages"] = {"queries": len(kept), **narrow.told()}
    middle = (1961 + last_year) // 2
    limits = (Years(1961, middle), InLanguage("ar"))
    common = [one.typed for one in asked["common"]] + [one.typed for one in asked["or"]]
    found["filtered by date and language"] = subject.whole(common, limits=limits).told()
    found["the same without"] = subject.whole(common).told()
    typed = [one.typed for one in asked["common"]]
    found["facet by year"] = timed(
        lambda text=text: subject.answer(parse(text)).decades  # type: ignore[misc]
        for text in typed
    ).told()
    found["sorted by date"] = subject.whole(typed, sort="newest").told()
    found["page 50"] = subject.whole(typed, offset=490).told()
    found["answers said to be partial"] = {
        kind: sum(subject.answer(parse(one.typed)).partial for one in asked[kind])
        for kind in ("phrase", "prefix")
    }
    return found


def new_issue(subject: Subject, pages: int, seed: int) -> dict[str, float]:
    """An issue of 80 pages taken into the index: seconds until its last page is found."""
    documents = []
    for number, page in enumerate(made_pages(80, seed + 1)):
        words = made_archive.words_of(page, number)
        marked = (replace(words[0], text=f"zyxneuf{number}"), *words[1:])
        documents.append(Document(pages + number + 1, 1, page.language, 0.9, pages, marked))
    wall, cpu = time.perf_counter(), time.process_time()
    subject.engine.update(Batch(tuple(documents), (), pages))
    committed = time.perf_counter() - wall
    with subject.store.read() as session:
        scope = scope_of(subject.store, session, Query(), visible(subject.store, session, public=True))
    total = subject.engine.search(parse("zyxneuf79"), replace(scope, issues=None)).total
    assert total == 1, total
    return {
        "committed": round(committed, 2),
        "found": round(time.perf_counter() - wall, 2),
        "cpu": round(time.process_time() - cpu, 2),
    }


def asked_during_writes(subject: Subject, asked: dict[str, list[Asked]], searches: int) -> dict[str, Any]:
    """Eight threads ask eight queries of each kind while pages of no visible issue are written."""
    with subject.store.read() as session:
        scope = scope_of(subject.store, session, Query(), visible(subject.store, session, public=True))
    queries = {one.typed: parse(one.typed) for of_kind in asked.values() for one in of_kind[:8]}
    return during_writes(subject.engine, queries, scope, searches)


# --- peers ----------------------------------------------------------------------------------------------


def fts5(peers: made_archive.Peers, asked: dict[str, list[Asked]]) -> dict[str, Any]:
    """SQLite FTS5: total, then ten hits by its bm25."""
    lite = sqlite3.connect(peers.folder / "fts5.sqlite")

    def ask(match: str) -> None:
        lite.execute("SELECT count(*) FROM p WHERE p MATCH ?", (match,)).fetchone()
        lite.execute("SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()

    found = {}
    for kind, queries in asked.items():
        matches = [_fts5_match(kind, one) for one in queries]
        found[kind] = timed(lambda match=match: ask(match) for match in matches).told()  # type: ignore[misc]
    lite.close()
    return found


def _fts5_match(kind: str, one: Asked) -> str:
    quoted = [f'"{stem}"' for stem in one.stems]
    joined = {"or": " OR ", "phrase": " + "}.get(kind, " AND ")
    return joined.join(quoted) + ("*" if kind == "prefix" else "")


def bare_tantivy(peers: made_archive.Peers, asked: dict[str, list[Asked]], hits: int) -> dict[str, Any]:
    """tantivy with the same stems and nothing of ours: the hits, total and counts by issue and language."""
    index = tantivy.Index.open(str(peers.folder / "tantivy"))
    searcher = index.searcher()
    cells = {"cells": {"terms": {"field": "cell", "size": 60_000}}}

    def ask(query: tantivy.Query) -> None:
        searcher.search(query, limit=hits, count=True)
        searcher.aggregate(query, cells)

    found = {}
    for kind, queries in asked.items():
        built = [_tantivy_query(peers.schema, searcher, kind, one) for one in queries]
        found[kind] = timed(lambda query=query: ask(query) for query in built).told()  # type: ignore[misc]
    return found


def _tantivy_query(schema: Any, searcher: tantivy.Searcher, kind: str, one: Asked) -> tantivy.Query:
    if kind == "phrase" and len(one.stems) > 1:
        return tantivy.Query.phrase_query(schema, "text", list(one.stems), 0)
    if kind == "prefix":
        stems = [text for text, _ in searcher.terms_with_prefix("text", one.stems[0])]
        return tantivy.Query.term_set_query(schema, "text", stems)
    terms = [tantivy.Query.term_query(schema, "text", stem, "freq") for stem in one.stems]
    if len(terms) == 1:
        return terms[0]
    occur = tantivy.Occur.Should if kind == "or" else tantivy.Occur.Must
    return tantivy.Query.boolean_query([(occur, term) for term in terms])


# --- all of it ------------------------------------------------------------------------------------------


def resident() -> float:
    """Megabytes of memory this process has in use now, mapped files included."""
    fields = Path("/proc/self/statm").read_text().split()
    return round(int(fields[1]) * resource.getpagesize() / 1e6, 1)


def measured(chosen: argparse.Namespace, home: Path) -> dict[str, Any]:
    """The whole benchmark on an archive in `home`."""
    settings = made_archive.fill(home, chosen.pages, chosen.seed)
    settings = Settings(home=home, search=f"{chosen.engine}:{home / chosen.engine}")
    store = Store(settings)
    noted = home / f"{chosen.engine}.json"
    if not noted.exists():
        engine = engine_for(settings)
        built = made_archive.build(store, engine, chosen.pages)
        while engine.tidy():
            pass
        engine.close()
        built["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)
        noted.write_text(json.dumps(built))
    peers = made_archive.Peers(home / "peers")
    result: dict[str, Any] = {"engine": chosen.engine, "pages": chosen.pages}
    result["peers_built"] = peers.fill(chosen.pages, chosen.seed)
    result["built"] = json.loads(noted.read_text())
    result["megabytes"] = made_archive.megabytes(home / chosen.engine)
    asked = asked_kinds(chosen.pages, chosen.queries, chosen.seed)
    for cache in (analysis.stems, analysis.norms):
        cache.cache_clear()
    before = resident()
    engine = engine_for(settings)
    start = time.perf_counter()
    engine.state()
    result["open_ms"] = round(1000 * (time.perf_counter() - start), 1)
    subject = Subject(store, engine)
    if "speed" in chosen.only:
        result["ms"] = speed(subject, asked, made_archive.year_of(chosen.pages // made_archive.PER_ISSUE))
        result["fts5_ms"] = fts5(peers, asked)
        result["bare_tantivy_ms"] = bare_tantivy(peers, asked, 10)
        result["bare_tantivy_200_hits_ms"] = bare_tantivy(peers, asked, 200)
    if "threads" in chosen.only and chosen.searches:
        result["threads"] = asked_during_writes(subject, asked, chosen.searches)
    if "issue" in chosen.only:
        result["issue"] = new_issue(subject, chosen.pages, chosen.seed)
        engine.update(Batch((), tuple(range(chosen.pages + 1, chosen.pages + 81)), chosen.pages))
    result["memory_megabytes"] = {"before": before, "after": resident()}
    engine.close()
    store.close()
    return result


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=64_000)
    options.add_argument("--engine", default="whoosh", choices=["whoosh", "tantivy"])
    options.add_argument("--queries", type=int, default=60, help="queries of each kind")
    options.add_argument("--searches", type=int, default=10_000, help="by eight threads during writes")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--home", type=Path, help="where the archive is kept; else it is made and deleted")
    options.add_argument("--only", type=lambda text: text.split(","), default=["speed", "threads", "issue"])
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if chosen.home:
        chosen.home.mkdir(parents=True, exist_ok=True)
        result = measured(chosen, chosen.home)
    else:
        with tempfile.TemporaryDirectory() as folder:
            result = measured(chosen, Path(folder))
    if chosen.json:
        print(json.dumps(result, indent=1))
        return
    for part, figures in result.items():
        print(part, figures if not isinstance(figures, dict) else "")
        for kind, times in figures.items() if isinstance(figures, dict) else ():
            print(f"  {kind}: {times}")


if __name__ == "__main__":
    main()
