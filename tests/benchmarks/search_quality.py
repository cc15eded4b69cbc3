"""How well search finds what a reader remembers: known items, on clean text and on text with reading errors.

    python tests/benchmarks/search_quality.py --corpus ar.jsonl --queries known-items-ar.tsv \\
        [--noise 0,0.05,0.10] [--engine whoosh] [--reader 400] [--seed 5] [--baseline] [--show 50] [--json]

`--corpus`: JSON Lines with `id`, `title`, `text`, `language`; a record is a page. `--queries`: with tabs
`query`, `relevant_id`. May be repeated, a corpus with its queries. The pages are indexed and asked as the
site does it: `parse`, the engine, and under ten hits the pages with some of the words after them. Two kinds
of queries are asked at each share of wrongly read characters: *title* (the given ones, as printed) and
*reader* (three or four words of one passage as people type them, see `reader_queries.py`). `mrr10`: the mean
of one over the rank of the wanted page, 0 below the tenth; `success10`: the share among the first ten.
`--baseline` adds runs of BM25 over normalised words alone, and over light stems alone, on the same pages.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.canvas import Box
from archive.settings import Settings
from archive.words import Word
from index import analysis
from index.engine import Batch, Document, Scope, SearchEngine, engine_for
from index.query import parse
from tests.benchmarks.reader_queries import RULES, misread, reader_queries, used_rules

Article = dict[str, str]
#: The best pages for a query, best first.
Ask = Callable[[str], Sequence[str]]
DEPTH, PER_COMMIT, PER_LINE = 10, 500, 9


def read_corpus(path: Path) -> list[Article]:
    """The records of a corpus, empty titles as ""."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return [{key: row.get(key) or "" for key in ("id", "title", "text", "language")} for row in rows]


def read_queries(path: Path) -> list[tuple[str, str]]:
    """(query, the id of the record it should find)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["query"], row["relevant_id"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def with_errors(articles: Sequence[Article], language: str, rate: float) -> list[str]:
    """The text of each page as a scan with this share of wrong characters would give it."""
    return [misread(f"{a['title']}\n{a['text']}", language, rate, a["id"]) for a in articles]


def document(number: int, text: str, language: str, rate: float) -> Document:
    """A page for the index; its quality is as OCR tells it: the share of characters expected right."""
    words = tuple(
        Word(
            text=word,
            box=Box(place % PER_LINE * 90, place // PER_LINE * 40, 80, 30),
            confidence=1 - rate,
            line=place // PER_LINE,
            block=0,
            language=language,
            locked=False,
            subs=None,
            alternatives=(),
        )
        for place, word in enumerate(text.split())
    )
    return Document(number, number // 80, language, 1 - rate, number, words)


def batches(texts: Sequence[str], language: str, rate: float) -> Iterator[Batch]:
    """The pages, numbered from 1, in commits."""
    for start in range(0, len(texts), PER_COMMIT):
        pages = [
            document(start + place + 1, text, language, rate)
            for place, text in enumerate(texts[start : start + PER_COMMIT])
        ]
        yield Batch(tuple(pages), (), pages[-1].change)


def product(engine: SearchEngine, articles: Sequence[Article]) -> Ask:
    """The archive's own answer: its first ten pages, through both blocks of the result list."""

    def ask(typed: str) -> list[str]:
        query = parse(typed)
        full = engine.search(query, Scope(), limit=DEPTH)
        hits = full.hits
        if full.total < DEPTH:
            hits += engine.search(query.loosened(), Scope(), limit=DEPTH).hits
        return [articles[hit.page_id - 1]["id"] for hit in hits[:DEPTH]]

    return ask


def bm25(texts: Sequence[str], articles: Sequence[Article], terms: Callable[[str], Sequence[str]]) -> Ask:
    """The usual yardstick: BM25 (k1 1.2, b 0.75) over some terms, pages with any of them."""
    counts = [Counter(terms(text)) for text in texts]
    lengths = [max(1, sum(count.values())) for count in counts]
    mean = sum(lengths) / len(lengths)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, count in enumerate(counts):
        for term, often in count.items():
            weight = often * 2.2 / (often + 1.2 * (0.25 + 0.75 * lengths[place] / mean))
            postings[term].append((place, weight))

    def ask(typed: str) -> list[str]:
        scores: dict[int, float] = defaultdict(float)
        for term in terms(typed):
            on = len(postings.get(term, ()))
            for place, weight in postings.get(term, ()):
                scores[place] += weight * math.log(1 + (len(texts) - on + 0.5) / (on + 0.5))
        best = sorted(scores, key=lambda place: (-scores[place], place))[:DEPTH]
        return [articles[place]["id"] for place in best]

    return ask


def measured(ask: Ask, queries: Sequence[tuple[str, str]]) -> dict[str, float]:
    """MRR@10 and success@10."""
    ranks = []
    for typed, relevant in queries:
        found = list(dict.fromkeys(ask(typed)))[:DEPTH]
        ranks.append(found.index(relevant) + 1 if relevant in found else 0)
    asked = max(1, len(ranks))
    return {
        "mrr10": round(sum(1 / rank for rank in ranks if rank) / asked, 4),
        "success10": round(sum(rank > 0 for rank in ranks) / asked, 4),
    }


def runs(
    corpus: Path, queries: Path | None, rates: Sequence[float], chosen: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """All measurements of one corpus."""
    articles = read_corpus(corpus)
    language = Counter(article["language"] for article in articles).most_common(1)[0][0][:2]
    asked = {"title": read_queries(queries) if queries else []}
    typed = reader_queries(articles, language, chosen.reader, chosen.seed) if language in RULES else []
    asked["reader"] = [(query.text, query.relevant) for query in typed]
    rules = used_rules(typed, language)
    for query in typed[: chosen.show]:
        print(" ".join(query.printed), "→", query.text, f"({', '.join(query.rules)})", file=sys.stderr)
    for rate in rates:
        texts = with_errors(articles, language, rate)
        asks = {chosen.engine: None, **(dict.fromkeys(("norm", "light")) if chosen.baseline else {})}
        for name in asks:
            with tempfile.TemporaryDirectory() as folder:
                if name == chosen.engine:
                    settings = Settings(home=Path(folder), search=f"{name}:{folder}/index")
                    engine = engine_for(settings)
                    engine.rebuild(batches(texts, language, rate))
                    ask = product(engine, articles)
                else:
                    ask = bm25(texts, articles, analysis.norms if name == "norm" else analysis.stems)
                for kind, some in asked.items():
                    if some:
                        yield {
                            "engine": name,
                            "corpus": corpus.name,
                            "language": language,
                            "queries": kind,
                            "noise": rate,
                            "asked": len(some),
                            **measured(ask, some),
                            **({"rules": rules} if kind == "reader" else {}),
                        }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--corpus", type=Path, action="append", required=True)
    options.add_argument("--queries", type=Path, action="append", default=[])
    options.add_argument("--noise", default="0,0.05,0.10")
    options.add_argument("--engine", default="whoosh")
    options.add_argument("--reader", type=int, default=400, help="reader-like queries for each corpus")
    options.add_argument("--seed", type=int, default=5)
    options.add_argument("--baseline", action="store_true")
    options.add_argument("--show", type=int, default=0, help="print some reader-like queries")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    rates = [float(rate) for rate in chosen.noise.split(",")]
    pairs = [(c, chosen.queries[n] if n < len(chosen.queries) else None) for n, c in enumerate(chosen.corpus)]
    found = [run for corpus, queries in pairs for run in runs(corpus, queries, rates, chosen)]
    if chosen.json:
        print(json.dumps({"engine": chosen.engine, "runs": found}, ensure_ascii=False, indent=1))
        return
    line = "{engine:8} {language} {queries:6} {noise:4.0%}  MRR@10 {mrr10:.3f}  success@10 {success10:.3f}"
    for run in found:
        print(line.format(**run))


if __name__ == "__main__":
    main()
