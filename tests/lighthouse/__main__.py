"""What Lighthouse says of the demonstration's pages on a phone.

    python -m tests.lighthouse [--home FOLDER] [--languages ar,fr] [--pages issue,reader] [--json]

The demonstration is made where it is not there yet, and served by one process, without its worker. Every page
is measured once; where performance stays below what is wanted, twice more, and the median counts: what else
the machine does makes single figures jump. Ends with 1 where a page misses a wanted score, and says which
audits took it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.queries.issues import facts
from archive.store import Store
from tests.benchmarks.site_speed import free_port, served, wait_for
from web.demonstration import settings_of

PROJECT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
#: What is asked of every page, in hundredths; results of a search are told not to be indexed.
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_FREED = {"search": {"seo"}}
PAGES = ("home", "year", "issue", "reader", "search")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
)
_AGAIN = 2


def addresses(home: Path, languages: Sequence[str], pages: Sequence[str]) -> dict[str, str]:
    """`page.language` → its path. Raises SystemExit where the demonstration has no published issue."""
    store = Store(settings_of(home))
    with store.read() as session:
        issues = facts(session, public=True)
    store.close()
    if not issues:
        raise SystemExit(f"There is no published issue in {home}.")
    issue = max(issues, key=lambda each: each.date_from)
    ark = f"ark:/99999/{issue.key}"
    paths = {
        "home": "",
        "year": f"/years/{issue.date_from[:4]}",
        "issue": f"/{ark}",
        "reader": f"/{ark}/p1",
        "search": "/search?q=police",
    }
    return {f"{page}.{language}": f"/{language}{paths[page]}" for page in pages for language in languages}


def measure(url: str) -> dict[str, Any]:
    """One report of Lighthouse, as it writes it. Raises SystemExit where it cannot three times in a row."""
    for _ in range(_AGAIN):
        report = _run(url)
        if not report.get(
            "runtimeError"
        ):  # a browser that starts too slowly on a busy machine loses its trace
            return report
    report = _run(url)
    if report.get("runtimeError"):
        raise SystemExit(f"{url}: {report['runtimeError']['message']}")
    return report


def _run(url: str) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed (Debian: chromium).")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            str(LIGHTHOUSE),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={out}",
            f"--only-categories={','.join(WANTED)}",
            "--no-enable-error-reporting",
            f"--chrome-flags={' '.join(_FLAGS)}",
        ]
        environ = {**os.environ, "CHROME_PATH": chromium}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=180, check=False)
        if not out.is_file():
            raise SystemExit(f"{url}: Lighthouse gave no report\n{done.stderr[-2000:]}")
        report: dict[str, Any] = json.loads(out.read_text())
    return report


def scores(report: dict[str, Any]) -> dict[str, int]:
    """The four scores in hundredths; 0 for one that could not be given."""
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in WANTED}


def lost(report: dict[str, Any], category: str) -> list[str]:
    """The audits that took points off, those that took most first."""
    audits = report["audits"]
    taken = {
        each["id"]: each["weight"] * (1 - audits[each["id"]]["score"])
        for each in report["categories"][category]["auditRefs"]
        if each["weight"] and audits[each["id"]]["score"] is not None and audits[each["id"]]["score"] < 1
    }
    told = sorted(taken, key=lambda name: -taken[name])
    return [f"{name} {audits[name].get('displayValue', '') or _where(audits[name])}".strip() for name in told]


def _where(audit: dict[str, Any]) -> str:
    """The first places of the page that an audit complains of."""
    items = audit.get("details", {}).get("items", [])
    return ", ".join(each["node"]["selector"] for each in items[:3] if each.get("node"))


def look(url: str, page: str) -> dict[str, Any]:
    """Scores of a page (performance: the median where the first was too low) and what took points off."""
    reports = [measure(url)]
    if scores(reports[0])["performance"] < WANTED["performance"]:
        reports += [measure(url) for _ in range(_AGAIN)]
    found: dict[str, Any] = scores(reports[0])
    runs = [scores(each)["performance"] for each in reports]
    found["performance"] = round(statistics.median(runs))
    asked = {name: least for name, least in WANTED.items() if name not in _FREED.get(page, ())}
    missed = [name for name, least in asked.items() if found[name] < least]
    found |= {"runs": runs, "missed": {name: lost(reports[0], name) for name in missed}}
    if runs[0] < 100:
        found["slowed by"] = lost(reports[0], "performance")
    return found


def main() -> None:
    """Serve the demonstration, measure, tell."""
    options = argparse.ArgumentParser(prog="make lighthouse ARGS=…")
    options.add_argument("--home", type=Path, default=PROJECT / "demo", help="The demonstration's folder.")
    options.add_argument("--languages", default="ar,fr")
    options.add_argument("--pages", default=",".join(PAGES))
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    make = ["demonstration", "--no-serve", "--home", str(chosen.home)]
    subprocess.run([sys.executable, "-m", "web.cli", *make], cwd=PROJECT, stdout=sys.stderr, check=True)
    try:
        wanted = addresses(chosen.home, chosen.languages.split(","), chosen.pages.split(","))
    except (ArchiveError, KeyError) as error:
        raise SystemExit(str(error)) from error
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    os.environ["ARCHIVE_URL"] = base
    with served(settings_of(chosen.home), "--port", str(port)):
        wait_for(port)
        found = {name: look(base + path, name.partition(".")[0]) for name, path in wanted.items()}
    print(json.dumps(found, indent=1) if chosen.json else told(found))
    sys.exit(1 if any(each["missed"] for each in found.values()) else 0)


def told(found: dict[str, dict[str, Any]]) -> str:
    """A table, a line a page; below it what is missed or slows."""
    lines = [f"{'page':12}" + "".join(f"{name:>16}" for name in WANTED)]
    for page, each in found.items():
        marks = {name: f"{each[name]}{'!' if name in each['missed'] else ' '}" for name in WANTED}
        lines.append(f"{page:12}" + "".join(f"{marks[name]:>16}" for name in WANTED))
    for page, each in found.items():
        if each["missed"]:
            lines.append(f"{page}: {json.dumps(each['missed'], ensure_ascii=False)}; runs {each['runs']}")
        elif each.get("slowed by"):
            lines.append(f"{page}: slowed by {', '.join(each['slowed by'])}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
