"""A watched folder: waits for what grows, refuses what is odd, takes in once, stops in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.migrating import create_archive
from archive.queries import issues, work
from archive.settings import Settings
from archive.store import Store
from ingest.running import Delivery, Workers
from ingest.watch_loop import watch_folder
from ingest.watching import Unreadable, Watch, alone, lying
from tests.ingest.drawn_scans import draw_issue, draw_read, recorded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "incoming"
    path.mkdir()
    return path


def a_watch(folder: Path) -> Watch:
    return Watch(folder, 60, folder.parent / "memory.json")


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_delivery_is_ready_when_nothing_changed_for_a_while(folder: Path) -> None:
    watch = a_watch(folder)
    put(folder / "a/1.jpg")
    assert watch.ready(0) == []
    assert watch.ready(59) == []
    put(folder / "a/2.jpg")  # it grows
    assert watch.ready(61) == []
    put(folder / "a/2.jpg", b"longer")
    assert watch.ready(122) == []
    put(folder / "b.pdf")
    assert watch.ready(182) == [folder / "a"]
    watch.taken(folder / "a")
    assert watch.ready(300) == [folder / "b.pdf"]
    put(folder / "a/3.jpg")  # more of it comes later
    assert watch.ready(400) == [folder / "b.pdf"]
    assert watch.ready(500) == [folder / "a", folder / "b.pdf"]


def test_what_was_taken_in_is_remembered_by_the_next_watch(folder: Path) -> None:
    put(folder / "a/1.jpg")
    watch = a_watch(folder)
    watch.ready(0)
    assert watch.ready(100) == [folder / "a"]
    watch.taken(folder / "a")
    later = a_watch(folder)
    later.ready(0)
    assert later.ready(100) == []
    (folder.parent / "memory.json").write_text("no more {")
    later = a_watch(folder)
    later.ready(0)
    assert later.ready(100) == [folder / "a"]  # and the record doubles nothing


def test_a_table_beside_deliveries_that_changes_has_them_looked_at_again(folder: Path) -> None:
    put(folder / "a/1.jpg")
    watch = a_watch(folder)
    watch.ready(0)
    watch.ready(100)
    watch.taken(folder / "a")
    put(folder / "issues.csv", b"folder,number\na,12\n")
    watch.ready(200)
    assert watch.ready(300) == [folder / "a"]


def test_unfinished_and_system_files_are_waited_for_or_passed_over(folder: Path) -> None:
    put(folder / "a/1.jpg.part")
    put(folder / ".hidden/1.jpg")
    put(folder / "Thumbs.db")
    watch = a_watch(folder)
    watch.ready(0)
    assert watch.ready(1000) == []
    assert watch.odd() == []
    (folder / "a/1.jpg.part").rename(folder / "a/1.jpg")
    watch.ready(1001)
    assert watch.ready(1061) == [folder / "a"]


def test_links_pipes_and_sockets_keep_a_delivery_out_and_are_told_once(folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "secret/1.jpg")
    put(folder / "a/1.jpg")
    (folder / "a/2.jpg").symlink_to(secret)
    (folder / "b").symlink_to(secret.parent)
    put(folder / "c/1.jpg")
    os.mkfifo(folder / "c/2.jpg")
    put(folder / "d/1.jpg")
    watch = a_watch(folder)
    watch.ready(0)
    assert watch.ready(100) == [folder / "d"]
    assert {(Path(fault.file).name, fault.kind) for fault in watch.odd()} == {
        ("2.jpg", "link"),
        ("b", "link"),
        ("2.jpg", "odd"),
    }
    assert watch.odd() == []
    (folder / "a/2.jpg").unlink()
    watch.ready(200)
    assert watch.ready(300) == [folder / "a", folder / "d"]


def test_a_folder_that_is_gone_is_told(folder: Path) -> None:
    watch = a_watch(folder)
    folder.rmdir()
    with pytest.raises(Unreadable, match="cannot be read"):
        watch.ready(0)
    assert lying(folder).digest  # nothing there: still moving
    with pytest.raises(BadInput, match="is no folder"), alone(folder):
        pass


def test_one_process_watches_a_folder(folder: Path) -> None:
    with alone(folder), pytest.raises(BadInput, match="by another process"), alone(folder):
        pass
    with alone(folder):
        pass


# --- the command, whole ---


def _watching(settings: Settings, folder: Path, log: Path) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "ARCHIVE_HOME": str(settings.home),
        "ARCHIVE_OCR": settings.ocr,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    command = ["-m", "web.cli", "ingest", "watch", str(folder), "--every", "0.2", "--still", "1"]
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, *command, "--workers", "1", "--operator", "Atelier 2"],
            env=environ,
            stdout=out,
            stderr=out,
        )


def _until(store: Store, pages: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None
        with store.read() as session:
            if work.progress(session).done == pages and work.unfinished(session) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the deliveries were not read in time")


@pytest.mark.timeout(30)  # it would watch for ever
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_something_swallowed_ends_the_watch(tmp_path: Path, folder: Path, sign: int) -> None:
    settings = recorded(Settings(home=tmp_path / "home"), tmp_path / "readings")
    create_archive(settings)
    put(folder / "a/1.jpg")

    def swallowing() -> AbstractContextManager[Workers]:
        with suppress(KeyboardInterrupt):  # as a destructor does
            os.kill(os.getpid(), sign)
        raise BadInput("There is nothing in it.")

    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    store = Store(settings)
    watch_folder(folder, store, settings, swallowing, Delivery(), every=0.01, still=0)
    store.close()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_the_command_takes_in_what_comes_and_ends_with_ctrl_c(tmp_path: Path, folder: Path) -> None:
    settings = recorded(Settings(home=tmp_path / "home"), tmp_path / "readings")
    create_archive(settings)
    store = Store(settings)
    log = tmp_path / "log"
    draw_issue(tmp_path / "readings", folder / "عدد ٥", 2)
    draw_read(tmp_path / "readings", folder / "alone.jpg", 77)  # a page without a folder: told, no obstacle
    process = _watching(settings, folder, log)
    try:
        _until(store, 2, process)
        draw_issue(tmp_path / "readings", folder / "b", 1, base=50)
        _until(store, 3, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.wait()
    told = log.read_text()
    assert "alone.jpg" in told
    assert "Traceback" not in told
    with store.read() as session:
        assert {batch.operator for batch in work.batches(session)} == {"Atelier 2"}
        assert [len(issue.pages) for issue in issues.every(session, public=False)] == [2, 1]
    process = _watching(settings, folder, log)
    try:
        _until(store, 3, process)
        while log.read_text().count(str(folder)) <= told.count(str(folder)):
            assert process.poll() is None  # it starts
            time.sleep(0.1)
        time.sleep(3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.wait()
    with store.read() as session:
        assert len(work.batches(session)) == 2
        assert len(issues.every(session, public=False)) == 2
    store.close()
