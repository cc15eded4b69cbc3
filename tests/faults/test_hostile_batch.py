"""Hostile files, as a batch: each is named, the batch ends, nothing is left running or lying about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.queries import issues
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from ingest.ingesting import ingest
from ingest.workers import executor_for

pytestmark = [pytest.mark.samples, pytest.mark.tesseract]


def _children(pid: int) -> set[int]:
    """All processes below one, from /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] not in ("Z", "X"):
                parents[int(folder.name)] = int(fields[1])
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return below - {pid}


def test_the_hostile_samples_end_as_a_batch(store: Store, settings: Settings, samples: Path) -> None:
    here = settings.model_copy(update={"page_seconds": 60, "worker_megabytes": 1500})
    before = _children(os.getpid())
    pool = executor_for(here)
    try:
        report = ingest([samples / "hostile"], store, here, pool)
    finally:
        pool.shutdown(cancel_futures=True)
    assert report.exit_code == 3
    files = {path.name for path in (samples / "hostile").iterdir() if path.is_file()}
    faulty = {Path(each.file).name.partition(" (")[0] for each in report.all_faults()}
    taken = {Path(path).name for path in report.verified}
    assert faulty | taken == files  # none is passed over in silence
    assert len({Path(f.file).name for f in report.all_faults() if not f.harmless}) >= 14
    assert list((store.files.root / "cache").glob("work-*")) == []
    assert [str(each) for each in checks(here, store)] == []
    with store.read() as session:
        assert all(len(issue.pages) > 0 for issue in issues.every(session, public=False))
    # The server that children are forked from may stay, for the next pool; no worker does.
    left = _children(os.getpid()) - before
    assert not [pid for pid in left if _children(pid)]
