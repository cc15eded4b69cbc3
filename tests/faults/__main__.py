"""`make faults`: kills an ingest at random moments, again and again, and looks at what is left each time.

    python -m tests.faults [--kills 30] [--seed 1] [--workers 2] [--scans FOLDER]

The pages are read once by Tesseract and their texts kept; then the ingest runs with those texts, single
workers of it are killed, then the driver (SIGKILL to the whole group, so that no handler helps), what is left
is checked, it runs again …, and at the end it is compared with an index built at once. Exit code 1 when
anything was lost, doubled or damaged. Minutes; not part of `make test`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SUBJECT = PROJECT / "tests" / "faults" / "ingest_kill.py"


def call(scratch: Path, scans: Path, what: str, **environ: str) -> subprocess.Popen[str]:
    """Start one command of the subject, in a process group of its own."""
    home = ["--home", str(scratch / "home"), "--scans", str(scans), "--readings", str(scratch / "readings")]
    return subprocess.Popen(
        [sys.executable, str(SUBJECT), what, *home],
        env={**os.environ, "OMP_THREAD_LIMIT": "1", **environ},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(process: subprocess.Popen[str], *good: int) -> str:
    """Wait for a command; its output. Ends the program where the command failed."""
    out, err = process.communicate()
    if process.returncode not in (good or (0,)):
        raise SystemExit(f"{process.args} ended with {process.returncode}: {out[-500:]}{err[-2000:]}")
    return out.strip()


def read_once(scratch: Path, scans: Path) -> None:
    """Read the scans with Tesseract, keep the texts."""
    archive = Path(sys.executable).with_name("archive")
    environ = {**os.environ, "ARCHIVE_HOME": str(scratch / "home"), "OMP_THREAD_LIMIT": "1"}
    for words in (["create"], ["ingest", "run", str(scans)]):
        subprocess.run([str(archive), *words], env=environ, check=True, capture_output=True)
    done(call(scratch, scans, "record"))


def workers_of(driver: int) -> list[int]:
    """The processes that read pages for a driver: children of the server they are forked from."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    servers = {pid for pid, parent in parents.items() if parent == driver}
    return [pid for pid, parent in parents.items() if parent in servers]


def kill_workers(run: subprocess.Popen[str], chance: random.Random, seconds: float, pause: float) -> int:
    """Kill single workers now and then for some seconds, or until the run ends; how many were killed.

    Between two such kills lie `pause` seconds at most: the run shall come to its later parts, too.
    """
    killed, until = 0, time.monotonic() + seconds
    while run.poll() is None and time.monotonic() < until:
        time.sleep(min(chance.uniform(0.3, pause), max(0.0, until - time.monotonic())))
        if workers := workers_of(run.pid):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
    return killed


def main() -> None:
    """Kill, check, repeat."""
    options = argparse.ArgumentParser(prog="make faults ARGS=…")
    options.add_argument("--kills", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--scans", type=Path)
    chosen = options.parse_args()
    outside = os.environ.get("ARCHIVE_SAMPLES")
    scans = chosen.scans or (Path(outside) / "issues" if outside else PROJECT / "scans" / "sample")
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        print(f"reading {scans} once", flush=True)
        read_once(scratch, scans)
        done(call(scratch, scans, "create"))
        began = time.monotonic()
        done(call(scratch, scans, "run", WORKERS=str(chosen.workers)))
        whole = time.monotonic() - began
        print(f"an ingest left alone takes {whole:.0f} s here", flush=True)
        done(call(scratch, scans, "create"))
        kills = single = 0
        while kills < chosen.kills:
            run = call(scratch, scans, "run", WORKERS=str(chosen.workers))
            single += kill_workers(run, chance, chance.uniform(0.05 * whole, 1.2 * whole), 0.2 * whole)
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
                run.communicate()
                kills += 1
                left = done(call(scratch, scans, "verify"))
                print(f"kill {kills} ({single} single workers so far): {left}", flush=True)
            else:
                done(run, 0, 3)  # a page whose worker was killed twice has failed; it is tried again
                done(call(scratch, scans, "create"))  # it ended by itself: from the beginning
        done(call(scratch, scans, "run", WORKERS=str(chosen.workers)))
        print(f"at the end: {done(call(scratch, scans, 'verify', DONE='1'))}")


if __name__ == "__main__":
    main()
