"""Back up a living archive, restore it elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from archive import checking
from archive.backups import backup, restore, verify
from archive.errors import ArchiveError, BadInput
from archive.models import Issue, PageText
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_issue


def test_a_backup_restores_to_an_equal_archive(store: Store, tmp_path: Path) -> None:
    an_issue(store, pictures=True, state="published")
    facts = backup(store, tmp_path / "copy")
    assert facts["copied"] == facts["files"]
    assert verify(tmp_path / "copy") == []
    there = Settings(home=tmp_path / "there")
    restore(there, tmp_path / "copy")
    restored = Store(there)
    with restored.read() as one, store.read() as other:
        assert one.scalars(select(Issue.key)).all() == other.scalars(select(Issue.key)).all()
        assert one.scalars(select(PageText.sha256)).all() == other.scalars(select(PageText.sha256)).all()
    assert [str(f) for f in checking.checks(restored, fixity=True)] == []
    assert list((there.home / "files" / "public").glob("*/*"))
    restored.close()


def test_a_second_backup_copies_only_what_is_new(store: Store, tmp_path: Path) -> None:
    an_issue(store, pictures=True)
    backup(store, tmp_path / "copy")
    an_issue(store, ["nouveau"])
    assert backup(store, tmp_path / "copy")["copied"] == 2  # a master and a text
    assert verify(tmp_path / "copy") == []


def test_a_damaged_backup_is_not_restored(store: Store, tmp_path: Path) -> None:
    an_issue(store)
    backup(store, tmp_path / "copy")
    victim = next((tmp_path / "copy" / "files" / "texts").rglob("*.xml"))
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match=victim.name):
        restore(Settings(home=tmp_path / "there"), tmp_path / "copy")
    assert not (tmp_path / "there").exists()


def test_a_record_with_a_missing_file_is_not_called_backed_up(store: Store, tmp_path: Path) -> None:
    an_issue(store)
    next((store.files.root / "texts").rglob("*.xml")).unlink()
    with pytest.raises(ArchiveError, match=r"r1\.alto\.xml"):
        backup(store, tmp_path / "copy")


def test_it_does_not_back_up_into_or_restore_over_something_else(store: Store, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(BadInput):
        backup(store, tmp_path / "full")
    with pytest.raises(BadInput):
        restore(store.settings, tmp_path / "full")
