"""What holds for a whole delivery: who scanned it, where masters lie, how names are read, room on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive import backups, checking
from archive.errors import NoSpace
from archive.models import Batch, Scan
from archive.queries import issues, pages, work
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from ingest.naming_profiles import profile_named
from ingest.running import Delivery
from ingest.survey import survey
from tests.ingest.drawn_scans import InThisProcess, draw_issue, draw_read, run


def _scans(store: Store) -> list[Scan]:
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        return list(pages.scans_of(session, issue.id))


def _batch(store: Store) -> Batch:
    with store.read() as session:
        [batch] = work.batches(session)
        return batch


def _findings(store: Store, settings: Settings) -> list[str]:
    return [str(each) for each in (*checking.checks(store, fixity=True), *checks(settings, store))]


def test_every_scan_says_who_made_it_with_what_and_from_whose_copy(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    (scans / "a/issue.toml").write_text('scanner = "the small one"')
    delivery = Delivery("Atelier 2", "Zeutschel OS 12", "the National Library")
    run(store, here, scans, delivery=delivery, tools={"ocr": "recorded 1"})
    assert {(s.operator, s.scanner, s.copy_of) for s in _scans(store)} == {
        ("Atelier 2", "the small one", "the National Library")
    }
    batch = _batch(store)
    assert (batch.operator, batch.scanner, batch.copy_of) == (
        "Atelier 2",
        "Zeutschel OS 12",
        "the National Library",
    )
    assert batch.tools == {"ocr": "recorded 1"}


def test_names_read_by_a_profile_describe_the_issue_and_the_batch_says_which(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    for page in (1, 2):
        draw_read(readings, scans / f"lot/REV_1975-03_N012_FR_p{page:03}.jpg", page)
    draw_read(readings, scans / "lot/IMG_77.jpg", 77)
    report = run(store, here, scans, delivery=Delivery(profile=profile_named("coded-files")))
    assert report.exit_code == 3
    assert [Path(fault.file).name for fault in report.all_faults()] == ["IMG_77.jpg"]
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert (issue.number, issue.edtf, issue.described) == ("12", "1975-03", True)
        assert [(s.language, s.pages, s.proposed) for s in issue.streams] == [("fr", (1, 2), False)]
    assert _batch(store).profile == "coded-files"
    again = run(store, here, scans, delivery=Delivery(profile=profile_named("coded-files")))
    assert (again.batch, again.to_plain()["new_pages"]) == (None, 0)


# --- masters that stay where they are ---


def test_linked_masters_stay_where_they_are_and_are_checked_there(
    store: Store, here: Settings, scans: Path, readings: Path, tmp_path: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    report = run(store, here, scans, delivery=Delivery(link=True))
    assert report.exit_code == 0
    assert report.verified == []  # nothing may be deleted
    assert not (store.files.root / "masters").exists()
    assert [(scan.linked, scan.path) for scan in _scans(store)] == [
        (True, str(scans / "a/0001.jpg")),
        (True, str(scans / "a/0002.jpg")),
    ]
    assert _findings(store, here) == []
    assert run(store, here, scans, delivery=Delivery(link=True)).batch is None
    facts = backups.backup(store, tmp_path / "backup")
    assert facts["linked"] == 2
    assert (tmp_path / "backup/linked-sha256.txt").read_text().count(str(scans)) == 2
    assert backups.verify(tmp_path / "backup") == []
    (scans / "a/0001.jpg").write_bytes((scans / "a/0002.jpg").read_bytes())
    (scans / "a/0002.jpg").unlink()
    changed, missing = _findings(store, here)
    assert "0001.jpg was changed" in changed
    assert "0002.jpg is missing" in missing


# --- room on the disk ---


def _disk_with(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=free))


def test_a_delivery_without_room_is_refused_before_anything_is_written(
    store: Store, here: Settings, scans: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_issue(readings, scans / "a", 2)
    _disk_with(monkeypatch, 200_000_000)
    before = sorted(store.files.root.rglob("*"))
    with pytest.raises(NoSpace, match="nothing was written"):
        run(store, here, scans)
    assert sorted(store.files.root.rglob("*")) == before
    with store.read() as session:
        assert list(work.batches(session)) == []
    _disk_with(monkeypatch, 10**10)
    run(store, here, scans)
    _disk_with(monkeypatch, 1_000_000)
    assert run(store, here, scans).exit_code == 0  # nothing new: nothing is needed


def test_the_survey_states_the_room_that_is_needed(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 3)
    found = survey([scans], here, InThisProcess())  # type: ignore[arg-type]
    bytes_there = sum(path.stat().st_size for path in scans.rglob("*.jpg"))
    needed, linked = found.space(), found.space(link=True)
    assert (needed.masters, linked.masters) == (bytes_there, 0)
    run(store, here, scans)
    taken = sum(path.stat().st_size for path in store.files.root.rglob("*") if path.is_file())
    assert taken <= needed.total <= 6 * taken  # drawn pages are plainer than print
    assert found.free > 0
