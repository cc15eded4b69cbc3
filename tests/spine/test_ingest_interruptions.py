"""Ingest that is stopped, killed, starved of disk, or shared with another process."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from archive.actions import steps as step_actions
from archive.errors import MissingTool, NoSpace
from archive.queries import issues, pages, work
from archive.settings import Settings
from archive.store import Store
from ingest import intake, owners
from ingest.background import Background
from ingest.checking import checks
from ingest.running import Run
from tests.ingest.drawn_scans import InThisProcess, draw_issue, draw_read, run


class Stopping(InThisProcess):
    """Workers during whose task number `at` something happens."""

    def __init__(self, at: int, error: BaseException, only: str = "") -> None:
        super().__init__()
        self.left = at

        def before(name: str) -> None:
            if not only or name == only:
                self.left -= 1
                if self.left == 0:
                    raise error

        self.before = before


def _pages(store: Store) -> int:
    with store.read() as session:
        return sum(len(issue.pages) for issue in issues.every(session, public=False))


@pytest.mark.parametrize("at", [1, 4, 5, 6, 9])
def test_ctrl_c_gives_everything_back_and_the_next_run_goes_on(
    store: Store, here: Settings, scans: Path, readings: Path, at: int
) -> None:
    draw_issue(readings, scans / "a", 3)
    stopped = run(store, here, scans, workers=Stopping(at, KeyboardInterrupt()))
    assert (stopped.ended, stopped.exit_code) == ("interrupted", 130)
    with store.read() as session:
        assert work.claim_owners(session) <= {""} or at <= 7  # an intake step is given back too
    report = run(store, here, scans)
    assert report.exit_code == 0
    assert _pages(store) == 3
    with store.read() as session:
        assert work.unfinished(session) == 0
    assert [str(each) for each in checks(here, store)] == []


def test_a_full_disk_ends_in_a_sentence_and_nothing_half_written(
    store: Store, here: Settings, scans: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_issue(readings, scans / "a", 3)
    copied = 0

    def full(source: Path, target: Path, sha256: str | None = None) -> str:
        nonlocal copied
        copied += 1
        if copied == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(source, target, sha256)

    real = intake.copy_verified
    monkeypatch.setattr(intake, "copy_verified", full)
    with pytest.raises(NoSpace) as told:
        run(store, here, scans)
    assert "is full" in told.value.told()
    monkeypatch.setattr(intake, "copy_verified", real)
    with store.read() as session:
        assert [batch.state for batch in work.batches(session)] == ["failed"]
    assert [str(each) for each in checks(here, store)] == []
    assert run(store, here, scans).exit_code == 0
    assert _pages(store) == 3


def test_a_missing_tool_stops_the_run_and_fails_no_page(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    missing = MissingTool("Tesseract cannot read ara on this machine.")
    with pytest.raises(MissingTool):
        run(store, here, scans, workers=Stopping(1, missing, "make_page"))
    with store.read() as session:
        assert work.failed(session) == ()
    assert run(store, here, scans).exit_code == 0


def test_what_a_killed_process_held_is_free_at_once(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    run(store, here, scans, workers=Stopping(1, KeyboardInterrupt(), "make_page"))
    child = os.fork()
    if child == 0:
        os._exit(0)
    dead = owners.this_process().replace(f":{os.getpid()}:", f":{child}:")
    os.waitpid(child, 0)
    with store.write() as session:
        claimed = step_actions.claim(session, dead, ["text", "pictures"], lease=3600, most=9)
        assert claimed
    assert run(store, here, scans).exit_code == 0
    with store.read() as session:
        assert work.unfinished(session) == 0


def test_a_claim_of_a_living_process_is_respected_until_it_runs_out(
    store: Store, here: Settings, scans: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_issue(readings, scans / "a", 1)
    run(store, here, scans, workers=Stopping(1, KeyboardInterrupt(), "make_page"))
    with store.write() as session:
        [step] = step_actions.claim(session, "elsewhere:1:1", ["text"], lease=1.0)
    waits: list[float] = []
    monkeypatch.setattr(
        "ingest.pipeline.time.sleep", lambda seconds: waits.append(seconds) or _sleep(seconds)
    )
    assert run(store, here, scans).exit_code == 0
    assert waits  # it was waited for
    with store.read() as session:
        done = work.step_by_id(session, step.id)
        assert (done.state, done.owner) == ("done", "")


def _sleep(seconds: float) -> None:
    import threading

    threading.Event().wait(seconds)


def test_scratch_of_killed_processes_goes_that_of_living_ones_stays(store: Store, here: Settings) -> None:
    mine = Run(store, here, InThisProcess())
    living = mine.scratch
    dead = store.files.scratch()
    (dead / "owner").write_text(owners.this_process().rpartition(":")[0] + ":0")
    Run(store, here, InThisProcess()).take_over()
    assert living.is_dir()
    assert not dead.exists()
    mine.close()
    assert not living.exists()


def test_owners_of_other_machines_are_not_called_dead() -> None:
    assert not owners.is_dead("elsewhere:1:1")
    assert not owners.is_dead(owners.this_process())
    assert not owners.is_dead("")


# --- the site's worker ---


def _deliver(store: Store, name: str, readings: Path, count: int = 2) -> int:
    from archive.actions import batches

    with store.write() as session:
        batch = batches.begin(session, name, operator="alice", state="waiting")
        number = batch.id
    for page in range(1, count + 1):
        draw_read(readings, store.files.incoming(number) / name / f"{page}.jpg", page)
    return number


def _work(background: Background) -> None:
    while background.once(0.1):
        pass


def test_a_delivery_through_the_browser_is_taken_in_and_read(
    store: Store, here: Settings, readings: Path
) -> None:
    number = _deliver(store, "عدد ٥", readings)
    background = Background(store, here, InThisProcess())
    _work(background)
    background.close()
    with store.read() as session:
        batch = work.batch(session, number)
        assert batch is not None
        assert (batch.state, batch.report["new_pages"]) == ("done", 2)
        [issue] = work.issues_of_batch(session, number)
        assert [pages.plain(session, page) for page in issue.pages] == [
            "page 1 du numéro",
            "page 2 du numéro",
        ]
        assert issue.streams[0].pdf_path
        assert issue.source == f"upload/{number}/عدد ٥"
    assert not store.files.incoming(number).exists()
    assert [str(each) for each in checks(here, store)] == []


def test_the_same_delivery_again_is_told_and_doubles_nothing(
    store: Store, here: Settings, readings: Path
) -> None:
    background = Background(store, here, InThisProcess())
    _deliver(store, "a", readings)
    _work(background)
    again = _deliver(store, "b", readings)
    _work(background)
    assert _pages(store) == 2
    with store.read() as session:
        batch = work.batch(session, again)
        assert batch is not None
        assert batch.state == "done"
        assert [fault["kind"] for fault in batch.report["faults"]] == ["duplicate"]
    background.close()


def test_a_delivery_of_rubbish_fails_with_its_reasons(store: Store, here: Settings) -> None:
    from archive.actions import batches

    with store.write() as session:
        number = batches.begin(session, "x.pdf", state="waiting").id
    folder = store.files.incoming(number)
    folder.mkdir(parents=True)
    (folder / "x.pdf").write_bytes(b"%PDF-1.7 no more")
    background = Background(store, here, InThisProcess())
    _work(background)
    background.close()
    with store.read() as session:
        batch = work.batch(session, number)
        assert batch is not None
        assert batch.state == "failed"
        assert "x.pdf" in batch.report["faults"][0]["told"]


def test_a_corrected_title_makes_the_pdf_again(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    from archive.actions import changes
    from archive.actions import issues as issue_actions

    draw_issue(readings, scans / "a", 1)
    run(store, here, scans)
    with store.write() as session:
        [issue] = issues.every(session, public=False)
        change_set = changes.begin(session, by="alice")
        issue_actions.change(session, change_set, issue, {"number": "12"})
    background = Background(store, here, InThisProcess())
    _work(background)
    background.close()
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.streams[0].pdf_version == 2


def test_a_title_corrected_while_the_worker_runs_is_noticed_even_where_steps_were_open(
    store: Store, here: Settings, scans: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.actions import changes
    from archive.actions import issues as issue_actions

    monkeypatch.setattr("ingest.background._ROUND", 0.0)
    draw_issue(readings, scans / "a", 1)
    run(store, here, scans)
    background = Background(store, here, InThisProcess())
    _work(background)
    with store.write() as session:
        [issue] = issues.every(session, public=False)
        change_set = changes.begin(session, by="alice")
        issue_actions.change(session, change_set, issue, {"number": "12"})
    with monkeypatch.context() as patch:
        patch.setattr("ingest.pipeline.work.open_steps", lambda *_: 1)  # the first look finds it busy
        background.once(0)
    _work(background)
    background.close()
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.streams[0].pdf_version == 2


def test_a_result_that_cannot_be_kept_costs_that_page_alone(
    store: Store, here: Settings, scans: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_issue(readings, scans / "a", 2)
    real = Path.replace

    def broken(path: Path, target: Path) -> Path:
        if path.name.startswith("page-1-"):
            raise OSError(errno.EIO, "Input/output error")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", broken)
    report = run(store, here, scans)
    monkeypatch.undo()
    [failed] = report.failed
    assert (failed.page, failed.name, failed.attempts) == (1, "pictures", 2)
    assert "Input/output error" in failed.message
    assert run(store, here, scans).exit_code == 0
    assert [str(each) for each in checks(here, store)] == []
