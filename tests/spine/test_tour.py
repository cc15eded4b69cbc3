"""The tour of the README, command by command, as someone types it: no other command is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.ingest.drawn_scans import draw_issue


class Terminal:
    """Calls `archive` with one ARCHIVE_HOME and recorded readings."""

    def __init__(self, home: Path, readings: Path) -> None:
        self.env = os.environ | {
            "ARCHIVE_HOME": str(home),
            "ARCHIVE_OCR": f"recorded:{readings}",
            "ARCHIVE_WORKERS": "local:1",
            "LC_ALL": "C.UTF-8",
        }

    def call(self, *words: str, code: int = 0, given: str = "") -> str:
        """What a command prints; it must end with `code`."""
        done = subprocess.run(
            [sys.executable, "-m", "web.cli", *words],
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout

    def asked(self, *words: str, code: int = 0) -> Any:
        """The same, read as JSON."""
        return json.loads(self.call(*words, "--json", code=code))


def test_from_an_empty_folder_to_a_hit_and_back_from_a_backup(tmp_path: Path) -> None:
    readings, scans = tmp_path / "readings", tmp_path / "scans"
    draw_issue(readings, scans / "numéro 1", 3)
    here = Terminal(tmp_path / "home", readings)

    here.call("create")
    assert here.call("check") == "Nothing is wrong.\n"
    here.call("ingest", "survey", str(scans))
    report = here.asked("ingest", "run", str(scans))
    assert report["pages_read"] == 3
    assert "3" in here.call("ingest", "status")
    assert here.call("check", "--fixity") == "Nothing is wrong.\n"
    assert here.asked("index", "search", "numéro", "--public")["total"] == 0
    here.call("publish", "--all")
    found = here.asked("index", "search", "numéro", "--public")
    assert found["total"] == 3
    assert set(found["hits"][0]) >= {"page", "snippet", "boxes"}
    here.call("account", "add", "desk1", "--role", "archivist", "--password-stdin", given="long enough now\n")

    here.call("backup", str(tmp_path / "copy"))
    there = Terminal(tmp_path / "there", readings)
    there.call("restore", str(tmp_path / "copy"))
    assert there.call("check", "--fixity") == "Nothing is wrong.\n"
    assert there.asked("index", "search", "numéro", "--public")["total"] == 3


def test_a_search_in_the_terminal_takes_in_what_is_new(tmp_path: Path) -> None:
    readings, scans = tmp_path / "readings", tmp_path / "scans"
    draw_issue(readings, scans / "one", 2)
    here = Terminal(tmp_path / "home", readings)
    here.call("create")
    here.call("ingest", "run", str(scans))
    for generation in (tmp_path / "home" / "index").glob("*"):
        generation.rename(tmp_path / generation.name)  # lost, for whatever reason
    assert here.asked("index", "search", "numéro")["total"] == 2
