"""A child that eats memory or is given garbage costs its page only; one that hangs costs time."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from pathlib import Path

from archive.queries import issues, pages, work
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from ingest.ingesting import ingest
from ingest.workers import executor_for
from tests.faults.__main__ import workers_of
from tests.ingest.drawn_scans import draw_issue, recorded


def _reading(readings: Path, scan: Path) -> Path:
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    path = readings / f"{digest}-0.alto.xml"
    path.unlink()
    return path


def test_each_bad_reading_costs_its_page_only(store: Store, settings: Settings, tmp_path: Path) -> None:
    readings, scans = tmp_path / "readings", tmp_path / "scans"
    draw_issue(readings, scans / "a", 5)
    here = recorded(settings, readings).model_copy(update={"page_seconds": 5, "worker_megabytes": 1500})
    _reading(readings, scans / "a/0002.jpg").write_bytes(os.urandom(50_000))
    eaten = _reading(readings, scans / "a/0003.jpg")
    with eaten.open("wb") as much:
        much.truncate(4 << 30)  # read whole, it is 4 GB of memory; on the disk it is nothing
    with executor_for(here.model_copy(update={"workers": "local:2"})) as pool:
        report = ingest([scans], store, here, pool)
    assert report.exit_code == 3
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        read = [bool(pages.plain(session, page)) for page in issue.pages]
        assert read == [True, False, False, True, True]
        assert all(page.image is not None for page in issue.pages)  # their pictures were made all the same
        failed = {step.page: step.message for step in work.failed(session)}
    assert set(failed) == {2, 3}
    assert "memory" in failed[3]
    assert [str(each) for each in checks(here, store)] == []


def test_a_child_that_hangs_is_replaced_and_nothing_is_lost(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    readings, scans = tmp_path / "readings", tmp_path / "scans"
    draw_issue(readings, scans / "a", 4)
    here = recorded(settings, readings).model_copy(update={"page_seconds": 8})
    stopped: list[int] = []
    with executor_for(here.model_copy(update={"workers": "local:2"})) as pool:

        def stop_one() -> None:
            while not (workers := workers_of(os.getpid())):
                time.sleep(0.05)
            os.kill(workers[0], signal.SIGSTOP)  # it neither works nor dies
            stopped.append(workers[0])

        thread = threading.Thread(target=stop_one)
        pool.submit(os.getpid).result()  # children are there
        thread.start()
        thread.join()
        report = ingest([scans], store, here, pool)
    assert stopped
    with store.read() as session:
        given_up = {step.page for step in work.failed(session)}
        [issue] = issues.every(session, public=False)
        assert all(pages.plain(session, page) for page in issue.pages if page.number not in given_up)
    if report.exit_code:  # the file it hung at was left out: the next run takes it in
        with executor_for(here.model_copy(update={"workers": "local:2"})) as pool:
            assert ingest([scans], store, here, pool).exit_code == 0
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [bool(pages.plain(session, page)) for page in issue.pages] == [True] * 4
    assert [str(each) for each in checks(here, store)] == []
