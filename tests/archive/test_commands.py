"""The record's commands, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from archive import commands
from archive.errors import BadInput, NoArchive, NotFound
from archive.models import Account, Issue, Scan
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_issue


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Settings:
    monkeypatch.setenv("ARCHIVE_HOME", str(settings.home))
    return settings


def call(*words: str, given: str | None = None) -> str:
    done = CliRunner().invoke(commands_group(), list(words), input=given, catch_exceptions=False)
    return done.stdout


def commands_group() -> object:
    import click

    return click.Group("archive", commands={c.name or "": c for c in commands.COMMANDS})


def test_create_makes_an_archive_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path / "new"))
    with pytest.raises(NoArchive):
        call("publish", "--all")
    assert "empty archive" in call("create")
    assert (tmp_path / "new" / "archive.sqlite").is_file()
    with pytest.raises(BadInput):
        call("create")


def test_publish_all_publishes_and_back_takes_back(here: Settings, store: Store) -> None:
    issue_id = an_issue(store)
    result = json.loads(call("publish", "--all", "--json"))
    with store.read() as session:
        issue = session.get_one(Issue, issue_id)
        assert (issue.state, result["issues"]) == ("published", [issue.key])
        key = issue.key
    call("publish", key, "--back")
    with store.read() as session:
        assert session.get_one(Issue, issue_id).state == "draft"
    with pytest.raises(BadInput):
        call("publish")


def test_account_add_reads_the_password_from_standard_input(here: Settings, store: Store) -> None:
    call(
        "account", "add", "desk1", "--role", "archivist", "--password-stdin", given="correct horse battery\n"
    )
    with store.read() as session:
        account = session.scalars(select(Account)).one()
        assert (account.name, account.role) == ("desk1", "archivist")
        assert "correct horse" not in account.password
    with pytest.raises(BadInput, match="10 characters"):
        call("account", "add", "desk2", "--role", "archivist", "--password-stdin", given="short\n")
    with pytest.raises(BadInput, match="role"):
        call("account", "add", "desk2", "--role", "king", "--password-stdin", given="correct horse battery\n")


def test_without_a_terminal_a_password_is_only_taken_from_standard_input(
    here: Settings, store: Store
) -> None:
    with pytest.raises(BadInput, match="--password-stdin"):
        call("account", "add", "desk1", "--role", "archivist", given="correct horse battery\n")
    with pytest.raises(NotFound, match="desk1"):
        call("account", "password", "desk1", "--password-stdin", given="correct horse battery\n")


def test_export_text_writes_a_file_a_page_in_reading_order(
    here: Settings, store: Store, tmp_path: Path
) -> None:
    an_issue(store, [["الشرطة في خدمة", "المواطن"], "La police"], source="/scans/1975-03 عدد")
    result = json.loads(call("export", "text", str(tmp_path / "out"), "--json"))
    assert result["pages"] == 2
    folder = tmp_path / "out" / "1975-03 عدد"
    assert (folder / "0001.txt").read_text("utf-8") == "الشرطة في خدمة\nالمواطن\n"
    assert (folder / "0002.txt").read_text("utf-8") == "La police\n"


def test_pages_of_one_file_are_told_apart_from_the_first_on(
    here: Settings, store: Store, tmp_path: Path
) -> None:
    issue_id = an_issue(store, ["un", "deux", "trois"], source="/scans/bound.tif")
    with store.write() as session:
        scans = session.scalars(select(Scan).where(Scan.issue_id == issue_id).order_by(Scan.id)).all()
        for member, scan in enumerate(scans[:2], 1):
            scan.source, scan.member = "bound.tif", member
        scans[2].source = "cover.tif"
    call("export", "text", str(tmp_path / "out"), "--json")
    names = sorted(path.name for path in (tmp_path / "out" / "bound").iterdir())
    assert names == ["bound-p0001.txt", "bound-p0002.txt", "cover.txt"]


def test_backup_and_restore_go_through_the_commands(
    here: Settings, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_issue(store)
    assert json.loads(call("backup", str(tmp_path / "copy"), "--json"))["files"] == 4
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path / "there"))
    assert json.loads(call("restore", str(tmp_path / "copy"), "--json"))["files"] == 4


def test_migrate_has_nothing_to_do_on_a_new_archive(here: Settings) -> None:
    assert "already" in call("migrate")
