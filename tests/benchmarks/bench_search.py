"""Speed and quality of a search engine on outside sample texts; prints one JSON object.

    ARCHIVE_SAMPLES=… python tests/benchmarks/bench_search.py [--repeat 1] [--searches 10000]

An article is a page. `known items`: an article's own title finds it (MRR@10, success@10). `query_ms` is CPU
time of the asking thread, medians and 95th percentiles over queries made from the pages' own words. With
`--repeat N` the texts are indexed N times over, as other pages, to see how figures grow. `threads`: searches
by eight threads while a writer commits, errors and answers that differ from one thread's.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.canvas import Box
from archive.settings import Settings
from archive.words import Word
from index import analysis
from index.engine import Batch, Document, Scope, SearchEngine, engine_for
from index.highlighting import boxes, snippets
from index.query import parse

PER_BATCH, PER_ISSUE, PER_LINE = 200, 80, 9


def articles(samples: Path, language: str) -> list[dict[str, Any]]:
    with (samples / "text" / f"{language}-articles.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def documents(samples: Path, repeat: int) -> tuple[list[Document], dict[int, str]]:
    """All pages, and the article each is."""
    made, names = [], {}
    for _ in range(repeat):
        for language in ("ar", "fr"):
            for article in articles(samples, language):
                page_id = len(made) + 1
                text = f"{article['title'] or ''}\n{article['text']}".split()
                words = tuple(
                    Word(
                        text=w,
                        box=Box(n % PER_LINE * 90, n // PER_LINE * 40, 80, 30),
                        confidence=0.9,
                        line=n // PER_LINE,
                        block=n // (PER_LINE * 40),
                        language=language,
                        locked=False,
                        subs=None,
                        alternatives=(),
                    )
                    for n, w in enumerate(text)
                )
                made.append(Document(page_id, page_id // PER_ISSUE, language, 0.95, page_id, words))
                names[page_id] = article["id"]
    return made, names


def batches(pages: list[Document]) -> Iterator[Batch]:
    for start in range(0, len(pages), PER_BATCH):
        some = tuple(pages[start : start + PER_BATCH])
        yield Batch(some, (), some[-1].change)


def timed(act: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    act()
    return clock() - start


def milliseconds(acts: list[Callable[[], object]]) -> dict[str, float]:
    taken = sorted(min(timed(act, time.thread_time) for _ in range(2)) * 1000 for act in acts)
    return {"p50": round(statistics.median(taken), 2), "p95": round(taken[int(len(taken) * 0.95)], 2)}


def kinds(pages: list[Document], number: int = 40) -> dict[str, list[str]]:
    """Queries of each kind, from the pages' own words."""
    chance = random.Random(3)
    often: dict[str, int] = {}
    for page in chance.sample(pages, min(1500, len(pages))):
        for text in {word.text for word in page.words}:
            if text.isalpha() and not analysis.STOP_WORDS.issuperset(analysis.norms(text)):
                often[text] = often.get(text, 0) + 1
    common = sorted(often, key=lambda text: -often[text])[:number]
    rare = chance.sample([text for text, times in often.items() if times == 1], number)
    runs = [
        [word.text for word in page.words[start : start + 3]]
        for page in chance.sample([page for page in pages if len(page.words) > 30], number)
        for start in [chance.randrange(len(page.words) - 3)]
    ]
    return {
        "common": common,
        "rare": rare,
        "and": [" ".join(run) for run in runs],
        "or": [" OR ".join(run) for run in runs],
        "phrase": [f'"{" ".join(run[:2])}"' for run in runs],
        "without": [f"{word} -{runs[n][0]}" for n, word in enumerate(common)],
    }


def speed(engine: SearchEngine, pages: list[Document]) -> dict[str, Any]:
    last = pages[-1].issue_id
    by_id = {page.page_id: page.words for page in pages}
    found: dict[str, Any] = {}
    asked = kinds(pages)
    for kind, texts in asked.items():
        found[kind] = milliseconds([lambda t=t: engine.search(parse(t), Scope()) for t in texts])  # type: ignore[misc]
    half = Scope(issues=range(last // 2), languages=["ar"], ranks={n: n for n in range(last + 1)})
    common = asked["common"]
    found["filtered"] = milliseconds([lambda t=t: engine.search(parse(t), half) for t in common])  # type: ignore[misc]
    found["by_date"] = milliseconds(
        [lambda t=t: engine.search(parse(t), half, sort="newest") for t in common]  # type: ignore[misc]
    )
    found["page_50"] = milliseconds(
        [lambda t=t: engine.search(parse(t), Scope(), offset=980) for t in common]  # type: ignore[misc]
    )

    def light(text: str) -> None:
        query = parse(text)
        for hit in engine.search(query, Scope(), limit=10).hits:
            snippets(query, by_id[hit.page_id])
            boxes(query, by_id[hit.page_id])

    found["with_ten_snippets"] = milliseconds([lambda t=t: light(t) for t in asked["and"]])  # type: ignore[misc]
    return found


def known_items(engine: SearchEngine, names: dict[int, str], samples: Path, language: str) -> dict[str, Any]:
    ranks = []
    with (samples / "text" / f"known-items-{language}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            hits = engine.search(parse(row["query"]), Scope(languages=[language]), limit=10).hits
            ids = list(dict.fromkeys(names[hit.page_id] for hit in hits))
            ranks.append(ids.index(row["relevant_id"]) + 1 if row["relevant_id"] in ids else 0)
    return {
        "queries": len(ranks),
        "mrr10": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 3),
        "success10": round(sum(rank > 0 for rank in ranks) / len(ranks), 3),
    }


def threads(engine: SearchEngine, pages: list[Document], searches: int) -> dict[str, Any]:
    """Eight threads ask while pages of another issue are committed and merged."""
    texts = [text for some in kinds(pages, 10).values() for text in some]
    scope = Scope(issues=range(pages[-1].issue_id + 1))
    alone = {text: engine.search(parse(text), scope, limit=20) for text in texts}
    counts = {"searches": 0, "errors": 0, "different": 0, "commits": 0}
    lock, stop = threading.Lock(), threading.Event()

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        while not stop.is_set():
            text = chance.choice(texts)
            try:
                results = engine.search(parse(text), scope, limit=20)
                differs = results.total != alone[text].total
            except Exception:
                with lock:
                    counts["errors"] += 1
                continue
            with lock:
                counts["searches"] += 1
                counts["different"] += differs
                if counts["searches"] >= searches:
                    stop.set()

    asking = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    start = time.perf_counter()
    for thread in asking:
        thread.start()
    beyond = pages[-1].issue_id + 10
    while not stop.is_set():
        number = 10_000_000 + counts["commits"] % 50
        engine.update(Batch((Document(number, beyond, "fr", None, 1, pages[0].words),), (), 0))
        engine.tidy(500)
        counts["commits"] += 1
        stop.wait(0.2)
    for thread in asking:
        thread.join()
    return counts | {"per_second": round(counts["searches"] / (time.perf_counter() - start))}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeat", type=int, default=1)
    arguments.add_argument("--searches", type=int, default=2000)
    asked = arguments.parse_args()
    samples = Path(os.environ["ARCHIVE_SAMPLES"])
    pages, names = documents(samples, asked.repeat)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        engine = engine_for(settings)
        build = timed(lambda: engine.rebuild(batches(pages)))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        analysis.stems.cache_clear()
        opened = engine_for(settings)
        result: dict[str, Any] = {
            "pages": len(pages),
            "words": sum(len(page.words) for page in pages),
            "build_pages_per_cpu_second": round(len(pages) / build),
            "index_megabytes": round(size / 1e6, 1),
            "open_ms": round(1000 * timed(opened.state), 1),
            "query_ms": speed(opened, pages),
            "known_items": {
                language: known_items(opened, names, samples, language) for language in ("ar", "fr")
            },
        }
        eighty = tuple(
            Document(20_000_000 + n, 10**6, "fr", None, 10**7, page.words)
            for n, page in enumerate(pages[:80])
        )
        start = time.perf_counter()
        opened.update(Batch(eighty, (), 10**7))
        opened.search(parse("police"), Scope())
        result["eighty_page_issue_seconds"] = round(time.perf_counter() - start, 2)
        result["threads"] = threads(opened, pages, asked.searches)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
