"""A backup taken while pages go on being read restores to a sound archive in another home."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from archive import checking
from archive.backups import backup, restore
from archive.queries import issues
from archive.settings import Settings
from archive.store import Store
from index.engine import engine_for
from index.searching import search
from index.updating import update_index
from ingest.checking import checks
from tests.ingest.drawn_scans import draw_issue, recorded, run


def _pages_with_text(store: Store) -> int:
    with store.read() as session:
        return issues.extent(session, public=False).pages_with_text


def test_a_backup_taken_during_an_ingest_restores_to_a_clean_archive(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    readings, scans = tmp_path / "readings", tmp_path / "scans"
    for number in range(4):
        draw_issue(readings, scans / f"numéro {number}", 4, base=10 * number)
    here = recorded(settings, readings)
    began, ended, done = threading.Event(), threading.Event(), threading.Event()

    def back_up_in_the_middle() -> None:
        own = Store(here)
        while not done.is_set() and not _pages_with_text(own):
            time.sleep(0.02)
        if not done.is_set():
            began.set()
        backup(own, tmp_path / "copy")
        if not done.is_set():
            ended.set()
        own.close()

    backing_up = threading.Thread(target=back_up_in_the_middle)
    backing_up.start()
    assert run(store, here, scans).exit_code == 0
    done.set()
    backing_up.join()
    assert began.is_set(), "the ingest ended before the backup began: this proves nothing"
    assert ended.is_set(), "the ingest ended before the backup did: this proves nothing"

    there = Settings(home=tmp_path / "there", ocr=here.ocr, workers="local:1")
    restore(there, tmp_path / "copy")
    restored = Store(there)
    assert 0 < _pages_with_text(restored) <= _pages_with_text(store) == 16
    found = [*checking.checks(restored, fixity=True), *checks(there, restored)]
    assert [str(each) for each in found] == []

    # What the backup caught half done is finished by running the same command again.
    assert run(restored, there, scans).exit_code == 0
    assert _pages_with_text(restored) == 16
    engine = engine_for(there)
    update_index(restored, engine)
    assert search(restored, engine, "numéro", public=False).total == 16
    engine.close()
    with restored.read() as session:
        assert issues.extent(session, public=False).pages == 16
    restored.close()
