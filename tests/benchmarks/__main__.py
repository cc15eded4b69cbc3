"""`make bench`: the medians that the README quotes, peers measured in the same run on the same pages.

    python -m tests.benchmarks [--rounds 3] [--json]

Pages are 24 of `scans/sample` (of `ARCHIVE_SAMPLES`, when set: its issues). Each round reads them into a new
archive, and gives the same pages as one PDF to plain `ocrmypdf -l ara+fra`; rounds alternate, so that a busy
machine burdens both alike. Then the sample issues are read, published and searched, and their site is asked:
every query must find something there, else its time says nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
ARCHIVE = Path(sys.executable).with_name("archive")
OCRMYPDF = Path(sys.executable).with_name("ocrmypdf")
QUERIES = (
    "الشرطة",
    "السلامة الطرقية",
    "police",
    "sécurité routière",
    '"sécurité routière"',
    "enquête -sport",
)


def median(values: list[float], digits: int = 1) -> float:
    """The median, rounded for reading."""
    return round(statistics.median(values), digits)


def timed(call: Callable[[], Any]) -> float:
    """Seconds that `call` took, by the wall clock."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run(*command: str | Path, home: Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command on an archive of its own; its standard output."""
    environ = {**os.environ, "ARCHIVE_HOME": str(home), "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run([str(c) for c in command], env=environ, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"{command} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def page_images(folder: Path) -> list[Path]:
    """The page images below a folder, in order."""
    return sorted(
        p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".tif", ".tiff")
    )


def bench_reading(rounds: int, pages: list[Path], scratch: Path) -> dict[str, Any]:
    """Pages a minute: our ingest (PDF/A, ALTO, tiles and all) against plain OCRmyPDF on the same pages."""
    import img2pdf

    source = scratch / "source" / "issue"
    source.mkdir(parents=True)
    for number, page in enumerate(pages, 1):
        shutil.copy(page, source / f"{number:04}{page.suffix}")
    pdf = scratch / "pages.pdf"
    layout = img2pdf.get_layout_fun()
    pdf.write_bytes(img2pdf.convert([str(p) for p in page_images(source)], layout_fun=layout))
    ours, peer = [], []
    for number in range(rounds):
        home = scratch / f"home{number}"
        run(ARCHIVE, "create", home=home)
        ours.append(timed(lambda home=home: run(ARCHIVE, "ingest", "run", source, home=home)))
        peer.append(
            timed(
                lambda number=number: run(
                    OCRMYPDF,
                    "-l",
                    "ara+fra",
                    "-j",
                    "2",
                    "--output-type",
                    "pdfa",
                    "--pdfa-backend",
                    "internal",
                    "--tesseract-timeout",
                    "600",
                    pdf,
                    scratch / f"peer{number}.pdf",
                    home=scratch,
                )
            )
        )
    count = len(pages)
    return {
        "pages": count,
        "ours_pages_per_minute": median([60 * count / s for s in ours]),
        "ocrmypdf_pages_per_minute": median([60 * count / s for s in peer]),
        "ratio": median([p / o for o, p in zip(ours, peer, strict=True)], 2),
    }


def bench_search(home: Path) -> dict[str, Any]:
    """Seconds to open the index, milliseconds to answer a query with snippets and boxes."""
    code = f"""
import json, time
t = time.perf_counter()
from archive.settings import read_settings
from archive.store import Store
from index.engine import engine_for
from index.searching import search
settings = read_settings()
store = Store(settings)
imported = time.perf_counter()
engine = engine_for(settings)
search(store, engine, "police", public=True)
opened = time.perf_counter() - imported
for query in {QUERIES!r}:
    if not search(store, engine, query, public=True).total:
        raise SystemExit(f"{{query}} finds nothing in the sample issues; its time would say nothing")
times = []
for query in {QUERIES!r} * 20:
    s = time.perf_counter()
    search(store, engine, query, public=True)
    times.append(1000 * (time.perf_counter() - s))
times.sort()
print(json.dumps({{"open_seconds": round(opened, 3), "answer_ms": round(times[len(times) // 2], 1),
                   "answer_ms_p95": round(times[int(len(times) * .95)], 1)}}))
"""
    found: dict[str, Any] = json.loads(run(sys.executable, "-c", code, home=home))
    return found


def bench_site(home: Path) -> dict[str, Any]:
    """Milliseconds for a tile and for a reader page, one client, connection kept."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "ARCHIVE_HOME": str(home)}
    command = [str(ARCHIVE), "serve", "--port", str(port), "--no-worker"]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        link = next(p for p in sorted((home / "files" / "public").glob("pm*/p1.v*")))
        tile = next(p for p in sorted(link.glob("*,*,*,*/*/0/default.jpg")))
        tile_url = f"/iiif/3/{link.parent.name}.{link.name}/{tile.relative_to(link).as_posix()}"
        page_url = f"/ar/ark:/99999/{link.parent.name}/p1"
        search_url = "/fr/search?q=police"
        return {
            "tile_ms": _median_request(port, tile_url, 300),
            "page_ms": _median_request(port, page_url, 100),
            "search_page_ms": _median_request(port, search_url, 50),
        }
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the site did not start")


def _median_request(port: int, path: str, times: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def once() -> None:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")

    once()
    return median([1000 * timed(once) for _ in range(times)], 2)


def main() -> None:
    """Run all benchmarks and print what they found."""
    options = argparse.ArgumentParser(prog="make bench ARGS=…")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    pages = page_images(PROJECT / "scans" / "sample")[:24]
    if outside := os.environ.get("ARCHIVE_SAMPLES"):
        pages = [
            page for folder in sorted((Path(outside) / "issues").iterdir()) for page in page_images(folder)
        ]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        results: dict[str, Any] = {"reading": bench_reading(chosen.rounds, pages, scratch)}
        home = scratch / "sample"
        run(ARCHIVE, "create", home=home)
        run(ARCHIVE, "ingest", "run", PROJECT / "scans" / "sample", home=home)
        run(ARCHIVE, "publish", "--all", home=home)
        run(ARCHIVE, "index", "update", home=home)
        results["search"] = bench_search(home)
        results["site"] = bench_site(home)
    if chosen.json:
        print(json.dumps(results, indent=1))
        return
    for part, figures in results.items():
        print(part)
        for figure, value in figures.items():
            print(f"  {figure:30} {value}")


if __name__ == "__main__":
    main()
