from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.models import Event
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_issue
from web import cli


def _run(*given: str, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "web.cli", *given],
        env=env | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_lists_every_command_without_importing_any() -> None:
    asked = "import sys; from web.cli import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    for name in cli.COMMANDS:
        assert f"  {name} " in done.stdout
    for heavy in ("sqlalchemy", "starlette", "whoosh", "ingest", "PIL", "jinja2", "babel"):
        assert f"'{heavy}'" not in done.stdout


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_each_command_is_there_and_its_help_says_how_it_can_end(name: str) -> None:
    command = cli.archive.get_command(None, name)  # type: ignore[arg-type]

    assert command is not None
    assert command.help
    shown = cli.COMMANDS[name][1]
    if not hasattr(command, "commands"):
        assert command.epilog
        assert "Exit codes" in command.epilog
        assert command.help.split("\n")[0].startswith(shown.rstrip(".")[:20])


def test_no_archive_is_told_in_the_terminals_language_with_exit_code_2(tmp_path: Path) -> None:
    home = str(tmp_path / "nothing")
    english = _run("check", ARCHIVE_HOME=home)
    french = _run("check", ARCHIVE_HOME=home, LANG="fr_MA.UTF-8")
    arabic = _run("check", ARCHIVE_HOME=home, LANG="ar_MA.UTF-8")

    assert {each.returncode for each in (english, french, arabic)} == {2}
    assert "archive create" in english.stderr
    assert "archive create" in french.stderr
    assert len({each.stderr for each in (english, french, arabic)}) == 3
    assert "Traceback" not in english.stderr + french.stderr + arabic.stderr


def test_with_json_an_error_is_json(tmp_path: Path) -> None:
    done = _run("publish", "--all", "--json", ARCHIVE_HOME=str(tmp_path / "nothing"))

    told = json.loads(done.stdout)
    assert (done.returncode, told["exit_code"]) == (2, 2)
    assert "archive create" in told["error"]


def test_a_misspelt_setting_is_told() -> None:
    done = _run("check", ARCHIVE_WROKERS="3")

    assert done.returncode == 2
    assert "ARCHIVE_WORKERS" in done.stderr


def test_wrong_use_has_exit_code_2() -> None:
    done = _run("ingset")

    assert done.returncode == 2
    assert "ingest" in done.stderr


def test_an_unexpected_error_is_one_sentence_that_names_the_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(settings.home))
    monkeypatch.setattr("archive.terminal.read_settings", lambda: 1 / 0)

    code = cli.run(["check"])

    told = capsys.readouterr()
    log = settings.home / "log" / "errors.log"
    assert code == 1
    assert str(log) in told.err
    assert "Traceback" not in told.err
    assert "ZeroDivisionError" in log.read_text()


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.terminal.read_settings", interrupted)

    assert cli.run(["check"]) == 130


def test_the_chain_of_events_is_walked_alone_and_its_first_broken_link_is_named(store: Store) -> None:
    an_issue(store)
    home = str(store.settings.home)
    whole = json.loads(_run("check", "--events", "--json", ARCHIVE_HOME=home).stdout)
    with store.write() as session:
        second, third = session.scalars(select(Event).order_by(Event.id).limit(3)).all()[1:]
        second.subject = "page:9999"
        third.payload = {"sha256": "0" * 64}
        wrong = second.id
    broken = _run("check", "--events", "--json", ARCHIVE_HOME=home)
    told = _run("check", "--events", ARCHIVE_HOME=home)

    assert (whole["broken"], len(whole["head"])) == ([], 64)
    assert whole["events"] > 2
    assert (broken.returncode, told.returncode) == (3, 3)
    assert json.loads(broken.stdout)["first"] | {"at": ""} == {
        "event": wrong,
        "at": "",
        "kind": "read",
        "subject": "page:9999",
    }
    assert f"event {wrong} " in told.stdout
