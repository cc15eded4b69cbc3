"""Children that run away, eat memory or crash cost one task, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from archive.errors import BadFile, BadSetting
from archive.settings import Settings
from ingest.task_failures import Crashed, TookTooLong, TooMuchMemory
from ingest.workers import _ATTEMPTS, LimitedPool, executor_for, run_limited


@pytest.fixture(scope="module")
def pool() -> Iterator[LimitedPool]:
    with LimitedPool(workers=1, megabytes=1024, seconds=30) as made:
        yield made


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def double(number: int) -> int:
    return 2 * number


def limits() -> dict[str, object]:
    import resource

    return {
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "threads": os.environ["OMP_THREAD_LIMIT"],
        "group": os.getpgid(0) == os.getpid(),
    }


def fail() -> None:
    raise BadFile("{file} is damaged.", "Scan it again.", file="صفحة.jpg")


def eat() -> int:
    return len(b"x" * (3 << 30))


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def start_child_and_hang(note: str) -> None:
    child = subprocess.Popen(["sleep", "60"])
    Path(note).write_text(str(child.pid))
    child.wait()


def once_slowly(note: str) -> str:
    """Sleeps when it is begun for the first time."""
    if Path(note).exists():
        return "again"
    Path(note).touch()
    time.sleep(30)
    return "first"


def test_a_task_runs_and_answers(pool: LimitedPool) -> None:
    assert [pool.submit(double, n).result() for n in range(3)] == [0, 2, 4]


def test_children_are_limited(pool: LimitedPool) -> None:
    assert pool.submit(limits).result() == {"memory": 1024 << 20, "core": 0, "threads": "1", "group": True}


def test_an_error_arrives_with_its_sentence(pool: LimitedPool) -> None:
    with pytest.raises(BadFile) as caught:
        pool.submit(fail).result()
    assert str(caught.value) == "صفحة.jpg is damaged. Scan it again."


def test_a_child_out_of_memory_costs_one_task(pool: LimitedPool) -> None:
    with pytest.raises(TooMuchMemory, match=r"page\.jpg needed more than 1024 MB"):
        pool.submit(eat, about="page.jpg").result()
    assert pool.submit(double, 4).result() == 8


def test_a_crash_costs_one_task(pool: LimitedPool) -> None:
    with pytest.raises(Crashed, match=r"page\.tif crashed .*SIGSEGV"):
        pool.submit(kill_self, about="page.tif").result()
    assert pool.submit(double, 5).result() == 10


def test_a_task_out_of_time_dies_with_its_own_children(pool: LimitedPool, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    start = time.monotonic()
    with pytest.raises(TookTooLong, match="took longer than 1 s"):
        pool.submit(start_child_and_hang, str(note), timeout=1).result()
    assert time.monotonic() - start < 10
    deadline = time.monotonic() + 5
    while is_alive(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(int(note.read_text()))


def test_a_running_task_can_be_cancelled(pool: LimitedPool) -> None:
    future = pool.submit(time.sleep, 30)
    time.sleep(0.3)
    assert future.cancel()
    with pytest.raises(CancelledError):
        future.result(timeout=5)
    assert pool.submit(double, 1).result(timeout=10) == 2


@pytest.mark.parametrize("moment", [0, 0.05, 0.3, 1])  # before, while and after its child starts
def test_a_pool_that_is_stopped_leaves_no_folder_and_no_waiting_caller(moment: float) -> None:
    pool = LimitedPool(workers=1, megabytes=1024, seconds=30)
    future = pool.submit(time.sleep, 30)
    time.sleep(moment)
    scratch = pool._scratch
    pool.shutdown(cancel_futures=True)
    assert wait([future], timeout=10).done
    assert not scratch.exists()


def test_children_die_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "from ingest.workers import LimitedPool\n"
        "if __name__ == '__main__':\n"
        "    pool = LimitedPool(1, 1024, 60)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    pool.submit(time.sleep, 60)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "driver.py"
    script.write_text(code)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env=env,
    ) as driver:
        assert driver.stdout is not None
        child = int(driver.stdout.readline())
        assert is_alive(child)
        driver.kill()
    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


def test_the_setting_says_how_many() -> None:
    with executor_for(Settings(workers="local:1")) as pool:
        assert pool.workers == 1
    with pytest.raises(BadSetting, match="ARCHIVE_WORKERS"):
        executor_for(Settings(workers="cluster"))


def test_the_site_runs_a_task_in_its_warm_child() -> None:
    settings = Settings()
    first = run_limited(os.getpid, settings=settings)
    assert run_limited(os.getpid, settings=settings) == first != os.getpid()
    with pytest.raises(TookTooLong):
        run_limited(time.sleep, 30, settings=settings, timeout=1)
    assert run_limited(double, 3, settings=settings) == 6


def test_what_a_killed_pool_left_behind_goes_with_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, unsigned = tmp_path / "archive-workers-left", tmp_path / "archive-workers-unsigned"
    for folder in (left, unsigned):
        (folder / "tmp").mkdir(parents=True)
    (left / "owner").touch()  # nobody holds it locked
    with LimitedPool(workers=1, megabytes=1024, seconds=30) as living:
        assert not left.exists()
        with LimitedPool(workers=1, megabytes=1024, seconds=30):
            assert living._scratch.is_dir()
            assert unsigned.is_dir()  # its pool is about to sign it
        assert living.submit(double, 2).result() == 4


def shout() -> None:
    print("libtiff: this is no news", flush=True)
    subprocess.run(["sh", "-c", "echo and this neither >&2"], check=True)


def test_what_children_print_goes_to_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with executor_for(Settings(workers="local:1", home=tmp_path)) as pool:
        pool.submit(shout).result()
    assert (tmp_path / "log" / "workers.log").read_text() == "libtiff: this is no news\nand this neither\n"
    assert capfd.readouterr() == ("", "")


def test_a_log_that_has_grown_large_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.workers._LARGEST_LOG", 10)
    log = tmp_path / "log" / "workers.log"
    log.parent.mkdir()
    log.write_text("twenty letters of it")
    with executor_for(Settings(workers="local:1", home=tmp_path)) as pool:
        pool.submit(shout).result()
    assert log.read_text().startswith("libtiff")
    assert log.with_name("workers.log.1").read_text() == "twenty letters of it"


def children_of(pool: LimitedPool) -> list[int]:
    return list(pool._pool._pool_manager.worker_manager.workers)


def until(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert happens()


def test_children_killed_while_they_have_nothing_to_do_are_replaced() -> None:
    with LimitedPool(workers=2, megabytes=1024, seconds=30) as pool:
        assert pool.submit(double, 1).result() == 2
        for child in children_of(pool):  # by the kernel, which needed memory
            os.kill(child, signal.SIGKILL)
        time.sleep(0.5)
        futures = [pool.submit(double, number) for number in range(20)]
        assert [future.result(timeout=20) for future in futures] == [2 * number for number in range(20)]


def test_tasks_given_to_a_pool_that_breaks_are_answered_by_the_next(tmp_path: Path) -> None:
    with LimitedPool(workers=1, megabytes=1024, seconds=30) as pool:
        assert pool.submit(double, 1).result() == 2
        broken = pool._pool
        running = pool.submit(once_slowly, str(tmp_path / "been"))
        waiting = [pool.submit(double, number) for number in range(20)]
        until((tmp_path / "been").exists)
        broken._pool_manager.handle_broken_pool(BrokenProcessPool("half a message"))
        assert [future.result(timeout=20) for future in waiting] == [2 * number for number in range(20)]
        assert running.result(timeout=20) == "again"
        assert pool._pool is not broken


def test_a_task_that_breaks_every_pool_is_given_up() -> None:
    with LimitedPool(workers=1, megabytes=1024, seconds=30) as pool:
        future = pool.submit(time.sleep, 30, about="page.tif")
        for _ in range(_ATTEMPTS):
            until(future.ticket.exists)
            pool._pool._pool_manager.handle_broken_pool(BrokenProcessPool("half a message"))
        with pytest.raises(Crashed, match=r"page\.tif crashed .*half a message"):
            future.result(timeout=5)
        assert pool.submit(double, 4).result(timeout=20) == 8
