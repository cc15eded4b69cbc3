"""The site as it runs: under both servers, its worker beside it, and with nginx in front."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.actions import changes, issues
from archive.queries.issues import by_id
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_issue
from tests.front_server import NGINX, configuration
from tests.web.conftest import real_pictures

_SOON = 60.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(true: Callable[[], bool], what: str, seconds: float = _SOON) -> float:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {seconds} s")


def _status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


@contextmanager
def _served(settings: Settings, *given: str) -> Iterator[subprocess.Popen[bytes]]:
    env = os.environ | {"ARCHIVE_HOME": str(settings.home), "ARCHIVE_WORKERS": "local:1", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen([sys.executable, "-m", "web.cli", "serve", *given], env=env)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{pid}\n" in text:
            found.append(int(status.parent.name))
    return found


@pytest.mark.parametrize("server", ["granian", "uvicorn"])
def test_either_server_answers_and_stops_in_good_order(settings: Settings, store: Store, server: str) -> None:
    an_issue(store, state="published")
    port = _free_port()

    with _served(settings, "--port", str(port), "--server", server, "--no-worker") as process:
        _wait(lambda: _status(f"http://127.0.0.1:{port}/fr") == 200, f"{server} answers")
        assert _status(f"http://127.0.0.1:{port}/fr", "HEAD") == 200
        assert _status(f"http://127.0.0.1:{port}/nothing") == 404
        process.send_signal(signal.SIGTERM)
        code = process.wait(40)

    assert code in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert _status(f"http://127.0.0.1:{port}/fr") == 0


def test_the_worker_beside_the_site_indexes_within_two_seconds_comes_back_and_ends_with_it(
    settings: Settings, store: Store
) -> None:
    an_issue(store, ["La police au service du citoyen"], state="published")
    port = _free_port()
    base = f"http://127.0.0.1:{port}"

    def found(word: str) -> bool:
        asked = f"{base}/fr/search?q={word}"
        return _status(asked) == 200 and 'class="result"' in _text(asked)

    with _served(settings, "--port", str(port)) as process:
        _wait(lambda: found("citoyen"), "the first page is indexed")
        an_issue(store, ["Une nouvelle merveilleuse"], state="published", source="second")
        assert _wait(lambda: found("merveilleuse"), "the second page is indexed", 15) < 5

        workers = [pid for pid in _children(process.pid) if _is_worker(pid)]
        assert len(workers) == 1
        os.kill(workers[0], signal.SIGKILL)
        an_issue(store, ["Encore une extraordinaire"], state="published", source="third")
        _wait(lambda: found("extraordinaire"), "a new worker came")

        running = list(_children(process.pid))
        process.send_signal(signal.SIGTERM)
        process.wait(40)
    left = [pid for pid in running if Path(f"/proc/{pid}").exists()]
    assert not left


def test_the_worker_ends_when_its_site_is_killed(settings: Settings, store: Store) -> None:
    port = _free_port()
    with _served(settings, "--port", str(port)) as process:
        _wait(lambda: _status(f"http://127.0.0.1:{port}/healthz") == 200, "the site answers")
        _wait((store.files.root / "cache" / "worker.alive").exists, "the worker is there")
        children = _children(process.pid)
        process.kill()
        process.wait()
    workers = [pid for pid in children if _is_worker(pid)]
    _wait(lambda: not any(_is_worker(pid) for pid in workers), "the worker ends", 30)
    for pid in children:  # serving processes of a killed server are the service manager's business
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, signal.SIGKILL)


def _is_worker(pid: int) -> bool:
    try:
        return b"\0work\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_port_in_use_is_told_before_anything_starts(settings: Settings, store: Store) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "web.cli", "serve", "--port", str(taken.getsockname()[1])],
            env=os.environ | {"ARCHIVE_HOME": str(settings.home), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


# --- nginx in front -------------------------------------------------------------------------------------


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")
def test_behind_nginx_tiles_come_from_public_and_drafts_from_nowhere(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    assert NGINX
    ids = [an_issue(store, pictures=True, state="published"), an_issue(store, pictures=True, source="draft")]
    for issue_id in ids:
        real_pictures(store, issue_id)
    with store.read() as session:
        key, draft = (by_id(session, issue_id).key for issue_id in ids)
    folder = tmp_path / "nginx"
    folder.mkdir()
    uds, port = tmp_path / "s.sock", _free_port()
    from web.assets import STATIC

    conf = configuration(folder, port, uds, store.files.root, STATIC)
    base = f"http://127.0.0.1:{port}"
    tile = f"{base}/iiif/3/{{}}.p1.v1/full/200,280/0/default.jpg"
    with _served(settings, "--uds", str(uds), "--no-worker"):
        nginx = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(conf)])
        try:
            _wait(lambda: _status(f"{base}/fr") == 200, "nginx and the site answer")
            with urllib.request.urlopen(tile.format(key), timeout=20) as answer:
                assert answer.headers["server"].startswith("nginx")
                assert "immutable" in answer.headers["cache-control"]
                assert answer.headers["access-control-allow-origin"] == "*"
                assert "last-modified" in {name.lower() for name in answer.headers}
            style = _text(f"{base}/fr").split('rel="stylesheet" href="')[1].split('"')[0]
            assert _status(base + style) == 200
            assert _status(tile.format(draft)) == 404
            assert _status(f"{base}/fr/ark:/99999/{draft}") == 404
            climbing = f"{base}/iiif/3/{key}.p1.v1/../../../staff/{draft}/p1.v1/full/200,280/0/default.jpg"
            assert _status(climbing) in (400, 404)
            with store.write() as session:
                issues.withdraw(session, changes.begin(session, by="alice"), by_id(session, ids[0]))
            assert _status(tile.format(key)) == 410
        finally:
            nginx.terminate()
            nginx.wait(20)
