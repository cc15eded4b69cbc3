"""How quickly pages and tiles come at the magazine's full size.

    python tests/benchmarks/site_speed.py [--pages 64000] [--times 200] [--seconds 8] [--home FOLDER]
                                          [--parts pages,tiles] [--json]

Pages are asked of one serving process, one after the other, a connection kept, each address once and without
anything that a cache could answer by. `cpu` is what the server's process took for each answer, `wall` what
the clock showed; the machine's other work lengthens the second. `search` is told beside what its engine took
for the same words (`of which the engine`). Tiles are asked for by wrk: of the site alone, of nginx in front
of it with the file of web/deploy, and of the same nginx with the same files bare, in turns.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive import publication
from archive.settings import Settings
from archive.store import Store
from index.engine import engine_for
from index.searching import search
from index.updating import update_index
from tests.benchmarks.made_archive import PER_ISSUE
from tests.benchmarks.made_text import made_pages
from tests.benchmarks.site_archive import fill
from tests.front_server import NGINX, configuration
from web.assets import STATIC

PROJECT = Path(__file__).resolve().parents[2]
_ROUNDS = 3
#: Seconds after which a site that was started has started its child, too.
_SETTLED = 10


# --- the site -------------------------------------------------------------------------------------------


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(settings: Settings, *place: str) -> Iterator[int]:
    """The site as `archive serve` runs it, without its worker; yields the process's id."""
    environ = {
        **os.environ,
        "ARCHIVE_HOME": str(settings.home),
        "ARCHIVE_SEARCH": settings.search,
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, "-m", "web.cli", "serve", "--no-worker", *place]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int, path: str = "/healthz") -> None:
    """Until something answers there. Raises SystemExit after two minutes."""
    for _ in range(1200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise SystemExit("the site did not start")


def processes(root: int) -> list[int]:
    """A process and all that it has started."""
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            queue += [int(each) for each in task.read_text().split()]
    return found


def cpu_of(pids: Sequence[int]) -> float:
    """Milliseconds on a processor, of all threads (/proc/…/schedstat counts nanoseconds)."""
    spent = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            spent += int(task.read_text().split()[0])
    return spent / 1e6


def long_cpu_of(pids: Sequence[int]) -> float:
    """Milliseconds on a processor, of threads that have ended, too; to ten of them (/proc/…/stat)."""
    spent = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return 1000 * spent / os.sysconf("SC_CLK_TCK")


# --- pages ----------------------------------------------------------------------------------------------


def addresses(pages: int, times: int) -> dict[str, list[str]]:
    """What is asked for, by kind of page; languages in turn."""
    chance = random.Random(5)
    issues = pages // PER_ISSUE
    years = list(range(1961, 1961 + max(1, issues // 13)))
    words = sorted({word for page in made_pages(64, 3) for word in page.words if len(word) > 4})
    made: dict[str, list[str]] = {kind: [] for kind in ("home", "year", "issue", "reader", "search")}
    for number in range(times):
        language = ("ar", "fr")[number % 2]
        key = f"pm{chance.randrange(issues):05}x"
        made["home"].append(f"/{language}?n={number}")
        made["year"].append(f"/{language}/years/{chance.choice(years)}?n={number}")
        made["issue"].append(f"/{language}/ark:/99999/{key}")
        made["reader"].append(f"/{language}/ark:/99999/{key}/p{chance.randrange(1, PER_ISSUE + 1)}")
        made["search"].append(f"/{language}/search?q={quote(chance.choice(words))}")
    return made


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def ask(port: int, paths: Sequence[str], server: int) -> dict[str, float]:
    """Each address once; the server's processor time and the clock's."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cpu, wall = [], []
    for number, path in enumerate(["/fr", *paths]):  # the first opens the connection
        pids = processes(server)
        before, start = cpu_of(pids), time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took = 1000 * (time.perf_counter() - start)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        if number:
            wall.append(took)
            cpu.append(cpu_of(pids) - before)
    return {
        "cpu_p50": round(statistics.median(cpu), 1),
        "cpu_p95": percentile(cpu),
        "wall_p50": round(statistics.median(wall), 1),
        "wall_p95": percentile(wall),
    }


def bench_pages(settings: Settings, pages: int, times: int) -> dict[str, Any]:
    """Milliseconds for each kind of page."""
    port = free_port()
    wanted = addresses(pages, times)
    with served(settings, "--port", str(port)) as server:
        wait_for(port)
        time.sleep(_SETTLED)
        found: dict[str, Any] = {kind: ask(port, paths, server) for kind, paths in wanted.items()}
    found["search"] |= engine_alone(settings, wanted["search"])
    return found


def engine_alone(settings: Settings, paths: Sequence[str]) -> dict[str, float]:
    """What finding and lighting the same words costs without a page around it."""
    from urllib.parse import unquote

    store, engine = Store(settings), engine_for(settings)
    spent = []
    for path in paths:
        start = time.process_time()
        search(store, engine, unquote(path.partition("q=")[2]), public=True)
        spent.append(1000 * (time.process_time() - start))
    engine.close()
    store.close()
    return {"engine_cpu_p50": round(statistics.median(spent), 1), "engine_cpu_p95": percentile(spent)}


# --- tiles ----------------------------------------------------------------------------------------------


def tiles_of(files: Path) -> list[str]:
    """Every tile that lies in `public/`, below it."""
    public = files / "public"
    folders = sorted(each for each in (public / "pm00000x").iterdir() if (each / "full").is_dir())
    return [
        f"{folder.relative_to(public)}/{tile.relative_to(folder)}"
        for folder in folders
        for tile in sorted(folder.glob("*,*,*,*/*/0/default.jpg"))
    ]


def wrk(port: int, list_: Path, seconds: int) -> float:
    """Answers a second, eight connections."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(Path(__file__).with_name("tiles.lua"))]
    environ = {**os.environ, "TILES": str(list_)}
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], env=environ, capture_output=True, text=True, check=True
    )
    if "Non-2xx" in told.stdout or told.stderr:
        raise SystemExit(told.stdout + told.stderr)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)
    return float(found[1]) if found else 0.0


def bench_tiles(settings: Settings, seconds: int) -> dict[str, Any]:
    """Tiles a second, medians of rounds: the app alone, nginx in front of it, nginx with the same files."""
    if shutil.which("wrk") is None or NGINX is None:
        return {"not measured": "wrk or nginx is not installed (Debian: wrk, nginx-light)"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ports = {kind: free_port() for kind in ("app", "front", "bare")}
        files = Store(settings).files.root
        lists = {"app": folder / "app.txt", "bare": folder / "bare.txt"}
        lists["front"] = lists["app"]
        bare = tiles_of(files)
        lists["bare"].write_text("\n".join("/" + each for each in bare))
        iiif = (each.replace("/", ".", 1) for each in bare)
        lists["app"].write_text("\n".join(f"/iiif/3/{each}" for each in iiif))
        here = f"listen 127.0.0.1:{ports['bare']}; root {files}/public;"
        plain = f"server {{ {here} types {{ image/jpeg jpg; }} }}"
        uds = folder / "site.sock"
        conf = configuration(folder, ports["front"], uds, files, STATIC, plain)
        with served(settings, "--port", str(ports["app"])) as server:
            wait_for(ports["app"])
            time.sleep(_SETTLED)
            front = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(conf)])
            try:
                wait_for(ports["bare"], "/" + bare[0])
                return _rounds(ports, lists, seconds, server, front.pid)
            finally:
                front.terminate()
                front.wait(20)


def _rounds(
    ports: dict[str, int], lists: dict[str, Path], seconds: int, site: int, front: int
) -> dict[str, Any]:
    rates: dict[str, list[float]] = {kind: [] for kind in ports}
    cpu: dict[str, list[float]] = {kind: [] for kind in ports}
    for _ in range(_ROUNDS):
        for kind, port in ports.items():
            pids = processes(site if kind == "app" else front)
            before = long_cpu_of(pids)
            rate = wrk(port, lists[kind], seconds)
            rates[kind].append(rate)
            cpu[kind].append((long_cpu_of(pids) - before) / max(1.0, rate * seconds))
    return {
        kind: {
            "tiles_per_second": round(statistics.median(rates[kind])),
            "tiles_per_cpu_second": round(1000 / statistics.median(cpu[kind])),
        }
        for kind in ports
    }


def main() -> None:
    """Make the archive where it is not there yet, and measure."""
    options = argparse.ArgumentParser(prog="make bench-site ARGS=…")
    options.add_argument("--pages", type=int, default=64_000)
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--seconds", type=int, default=8)
    options.add_argument("--home", type=Path)
    options.add_argument("--parts", default="pages,tiles")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = chosen.home or Path(name) / "home"
        settings = fill(home, chosen.pages).model_copy(update={"search": f"tantivy:{home / 'index'}"})
        store, engine = Store(settings), engine_for(settings)
        update_index(store, engine)
        engine.close()
        with store.read() as session:
            publication.level_all(session, store.files)
        store.close()
        results: dict[str, dict[str, Any]] = {}
        for part in chosen.parts.split(","):
            results[part] = (
                bench_pages(settings, chosen.pages, chosen.times)
                if part == "pages"
                else bench_tiles(settings, chosen.seconds)
            )
            if not chosen.json:  # each part as it ends: a run that is stopped has told what it found
                print(_told({part: results[part]}), flush=True)
    if chosen.json:
        print(json.dumps(results, indent=1))


def _told(results: dict[str, dict[str, Any]]) -> str:
    lines = []
    for part, kinds in results.items():
        lines.append(part)
        lines += [f"  {kind:8} {figures}" for kind, figures in kinds.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
