"""`make faults-edits`: people correct one line at once while the server is killed, again and again.

    python -m tests.faults.edit_kills [--kills 20] [--clients 8] [--edits 25] [--seed 1]

Each client adds tokens of its own to the line, one at a time, by `GET` and `PUT` with If-Match. A PUT that
gets no answer (the server was killed under it) is unknown: the client reads the line again, writes only what
is not there. All processes of the server get SIGKILL at random moments. At the end every acknowledged edit
must stand in the line exactly once, every other one at most once, the version must have grown by as many as
stand there, and the chain of events must be whole. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.actions import accounts
from archive.migrating import create_archive
from archive.queries import corrections
from archive.queries.accounts import by_name
from archive.queries.issues import by_id
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_account, an_issue
from web.security import cookie_name
from web.views.lines import API, name_of

_PATIENCE = 180.0


@dataclass
class Race:
    """What all clients share: where the line is, who they are, what was acknowledged, when to stop."""

    port: int
    path: str
    cookie: str
    acknowledged: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    unanswered: int = 0
    late: int = 0
    strange: list[str] = field(default_factory=list)
    killing: threading.Event = field(default_factory=threading.Event)

    def ask(self, method: str, body: str | None = None, tag: str = "") -> tuple[int, dict[str, Any], str]:
        """Status, JSON and ETag of an answer. Raises OSError or HTTPException where none came."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"cookie": self.cookie, "content-type": "application/json"}
        if tag:
            headers["if-match"] = tag
        try:
            link.request(method, self.path, body, headers)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers.get("etag", "")
        finally:
            link.close()


def one_edit(race: Race, token: str, dice: random.Random) -> None:
    """Add a token, however often it takes. What got no answer is looked for before it is tried again."""
    until = time.monotonic() + _PATIENCE
    unknown = False
    while race.killing.is_set() or time.monotonic() < until:
        if race.killing.is_set():  # nobody's patience ends while there is no server for long
            until = time.monotonic() + _PATIENCE
        try:
            status, line, tag = race.ask("GET")
            if status != 200:
                race.strange.append(f"GET {status}")
                return
            if token in line["text"]:
                race.found.append(token)
                return
            unknown = True
            status, _, _ = race.ask("PUT", json.dumps({"text": f"{line['text']} {token}"}), tag)
        except (OSError, http.client.HTTPException, ValueError):
            race.unanswered += unknown
            unknown = False
            time.sleep(0.05 + dice.random() / 5)
            continue
        unknown = False
        if status == 200:
            race.acknowledged.append(token)
            return
        if status != 412:
            race.strange.append(f"PUT {status}")
            return
        race.late += 1
        time.sleep(dice.random() / 50)
    race.strange.append(f"{token} found no server")


def client(race: Race, number: int, edits: int, seed: int) -> None:
    """One editor: at least so many edits, and more (up to twice) as long as servers are killed."""
    dice = random.Random(f"{seed}.{number}")
    for n in range(2 * edits):
        if n >= edits and not race.killing.is_set():
            return
        one_edit(race, f"<{number}.{n}>", dice)
        time.sleep(dice.random() / 5)


def serve(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the site in a group of its own, without its worker."""
    return subprocess.Popen(
        [sys.executable, "-m", "web.cli", "serve", "--no-worker", "--port", str(port)],
        env={**os.environ, "ARCHIVE_HOME": str(home), "ARCHIVE_URL": f"http://127.0.0.1:{port}"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(server: subprocess.Popen[bytes]) -> None:
    """SIGKILL to all its processes, so that nobody says good-bye."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def wait_for(race: Race) -> None:
    """Until the server answers."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if race.ask("GET")[0] == 200:
                return
        except (OSError, http.client.HTTPException, ValueError):
            pass
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def built(home: Path) -> tuple[Store, str, str]:
    """An archive with one line to correct: its store, the line's address, the cookie of an archivist."""
    here = Settings(home=home)
    create_archive(here)
    store = Store(here)
    number = an_issue(store, ("La police",))
    an_account(store)
    with store.write() as session:
        account = by_name(session, "alice")
        assert account is not None
        token = accounts.begin_sign_in(session, account)
        issue = by_id(session, number)
        page = issue.pages[0]
        line = corrections.lines_of(session, page)[0]
        path = API + name_of(issue.key, page.number, line.box)
    return store, path, f"{cookie_name(here)}={token}"


def run(home: Path, kills: int, clients: int, edits: int, seed: int) -> dict[str, object]:
    """The race; what it came to."""
    store, path, cookie = built(home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    race, dice = Race(port, path, cookie), random.Random(seed)
    server = serve(home, port)
    try:
        wait_for(race)
        first = race.ask("GET")[1]["version"]
        race.killing.set()
        editors = [
            threading.Thread(target=client, args=(race, n, edits, seed), daemon=True) for n in range(clients)
        ]
        for editor in editors:
            editor.start()
        for _ in range(kills):
            time.sleep(0.1 + dice.random())
            kill(server)
            server = serve(home, port)
            wait_for(race)
        race.killing.clear()
        for editor in editors:
            editor.join(2 * _PATIENCE)
        last = race.ask("GET")[1]
    finally:
        kill(server)
        store.close()
    words = last["text"].split()
    tokens = [word for word in words if word.startswith("<")]
    checked = subprocess.run(
        [sys.executable, "-m", "web.cli", "check", "--events", "--json"],
        env={**os.environ, "ARCHIVE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    lost = [token for token in race.acknowledged if tokens.count(token) != 1]
    doubled = sorted({token for token in tokens if tokens.count(token) > 1})
    known = {*race.acknowledged, *race.found}
    told: dict[str, object] = {
        "kills": kills,
        "acknowledged": len(race.acknowledged),
        "unanswered": race.unanswered,
        "unanswered_but_kept": len(race.found),
        "late_412": race.late,
        "lost": lost,
        "doubled": doubled,
        "nobodys": sorted(set(tokens) - known),
        "version_grew": last["version"] - first,
        "strange": race.strange[:5],
        "events_whole": checked.returncode == 0,
    }
    told["ok"] = (
        not (lost or doubled or told["nobodys"] or race.strange)
        and told["version_grew"] == len(tokens)
        and checked.returncode == 0
        and len(known) >= clients * edits
    )
    return told


def main() -> int:
    """Read the arguments, run, tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (("kills", 20), ("clients", 8), ("edits", 25), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="edit-kills-") as scratch:
        told = run(Path(scratch) / "home", given.kills, given.clients, given.edits, given.seed)
    print(json.dumps(told))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
