"""The commands as they are typed: output, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.errors import MissingTool
from archive.settings import Settings
from archive.store import Store
from ingest.commands import ingest
from tests.ingest.drawn_scans import draw_issue, recorded


@pytest.fixture
def typed(store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Type a command at the archive of this test, one worker, recorded OCR."""
    here = recorded(settings, tmp_path / "readings")
    monkeypatch.setenv("ARCHIVE_HOME", str(here.home))
    monkeypatch.setenv("ARCHIVE_OCR", here.ocr)
    monkeypatch.setenv("ARCHIVE_WORKERS", "local:1")

    def type_it(*words: str) -> Result:
        return CliRunner().invoke(ingest, list(words), catch_exceptions=False)

    return type_it


def test_survey_run_status_redo_in_real_children(typed: Any, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    draw_issue(tmp_path / "readings", scans / "عدد ١", 2)
    result = typed("survey", str(scans))
    assert result.exit_code == 0
    assert "عدد ١" in result.output
    result = typed("run", str(scans), "--report", str(tmp_path / "report.json"))
    assert result.exit_code == 0
    assert "2 source files are verified" in result.output
    report = json.loads((tmp_path / "report.json").read_text())
    assert len(report["verified_safe_to_delete"]) == 2
    status = json.loads(typed("status", "--json").output)
    assert {(s["step"], s["count"]) for s in status["steps"] if s["state"] == "done"} >= {
        ("text", 2),
        ("pictures", 2),
        ("pdf", 1),
    }
    key = report["issues"][0]["key"]
    assert (status["read"], status["pages"], status["waiting"]) == (2, 2, 0)
    [batch] = status["batches"]
    assert (batch["state"], batch["operator"], batch["tools"]["ocr"]) == ("done", "", "recorded 1")
    assert set(batch["tools"]) == {"ocr", "program", "pdf", "pictures"}
    assert "2 of 2 pages read" in typed("status", "--watch").output  # nothing is left: it ends at once
    result = typed("redo", key, "--pages", "2", "--step", "text", "--json")
    assert json.loads(result.output)["pages_read"] == 1
    (scans / "عدد ١/0003.jpg").write_bytes(b"\xff\xd8\xff nothing")
    result = typed("run", str(scans), "--json")
    assert result.exit_code == 3
    [fault] = json.loads(result.output)["faults"]
    assert fault["file"].endswith("0003.jpg")
    assert typed("survey", str(scans), "--json").exit_code == 3


def test_a_missing_language_is_told_before_anything_starts(
    typed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_issue(tmp_path / "readings", tmp_path / "scans", 1)
    monkeypatch.setattr("ingest.engines.recorded.RecordedEngine.languages", lambda engine: frozenset({"fr"}))
    with pytest.raises(MissingTool) as told:
        typed("run", str(tmp_path / "scans"))
    assert "tesseract-ocr-ara" in told.value.told()


def test_every_command_says_its_exit_codes(typed: Any) -> None:
    for name in ingest.commands:
        assert "Exit codes" in typed(name, "--help").output
