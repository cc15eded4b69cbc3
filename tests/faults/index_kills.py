"""Kills a process that commits to a search index, again and again, and looks at what is left each time.

    python -m tests.faults.index_kills [--engine whoosh|tantivy] [--kills 50] [--seed 1]

The subject (`power_cut_index.py`) does nothing but commit, merge and rebuild, so a SIGKILL at a random moment
falls into one of them. Afterwards every acknowledged page is there once, the words of the last commits are
found, and the next writer goes on. Exit code 1 at the first that is lost.
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
from pathlib import Path

SUBJECT = Path(__file__).with_name("power_cut_index.py")


def main() -> None:
    """Kill, look, go on."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--engine", default="whoosh", choices=["whoosh", "tantivy"])
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        acknowledged = Path(name) / "acknowledged"
        given = ["--index", name, "--ack", str(acknowledged), "--engine", chosen.engine]
        for kill in range(1, chosen.kills + 1):
            run = [sys.executable, str(SUBJECT), "run", *given, "--batches", "100000"]
            process = subprocess.Popen(run, start_new_session=True)
            size = acknowledged.stat().st_size if acknowledged.exists() else 0
            until = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < until:  # until it commits again
                if acknowledged.exists() and acknowledged.stat().st_size > size:
                    break
                time.sleep(0.02)
            else:
                raise SystemExit(f"kill {kill}: the next writer does not go on")
            time.sleep(chance.uniform(0.0, 0.6))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            look = [sys.executable, str(SUBJECT), "verify", *given]
            found = subprocess.run(look, capture_output=True, text=True, check=False)
            print(f"kill {kill}: {(found.stdout + found.stderr).strip()[-300:]}", flush=True)
            if found.returncode:
                raise SystemExit(1)
    print(f"{chosen.engine}: {chosen.kills} kills, nothing lost")


if __name__ == "__main__":
    main()
