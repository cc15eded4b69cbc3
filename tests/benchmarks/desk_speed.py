"""How quickly the desk answers at the magazine's full size: issues described in a row, and its other pages.

    python tests/benchmarks/desk_speed.py [--pages 64000] [--times 40] [--home FOLDER] [--json]

One serving process is asked by one archivist over one connection: the form opened, a changed date looked at
("what will move"), saved and the next form shown (two requests: the form's answer and the page it leads to),
the work lists, and each page that an archivist opens all day. `cpu` is what the server's process took for an
answer, `wall` what the clock showed; the machine's other work lengthens the second. The archive is changed:
each issue that is saved gets another title, so a folder given with --home should be a copy.
"""

from __future__ import annotations

import argparse
import html
import http.client
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.actions import accounts
from archive.queries.accounts import by_name
from archive.settings import Settings
from archive.store import Store
from tests.benchmarks.made_archive import PER_ISSUE
from tests.benchmarks.site_archive import fill
from tests.benchmarks.site_speed import cpu_of, free_port, percentile, processes, served, wait_for
from web.security import cookie_name

#: What an answer may take, in milliseconds (the archivist's desk: sixty issues an hour).
WANTED = 150.0
#: Pages that are asked for as they are, below /{language}/desk; `{key}` is another issue each time. Those
#: that read the ALTO file of a page are left out: the made archive has none.
PAGES = {
    "all issues": "",
    "to describe": "?only=describe",
    "poor text": "?only=poor",
    "no cover": "?only=no-cover",
    "found by words": "?q=1975",
    "pages of an issue": "/issues/{key}/pages",
    "articles": "/issues/{key}/articles",
    "an article": "/issues/{key}/a7",
    "history": "/issues/{key}/history",
    "many at once": "/bulk?from=1970&to=1979",
    "names": "/authorities",
    "coverage": "/coverage",
    "read worst": "/poor",
    "statistics": "/statistics",
}


class Archivist:
    """Someone who is signed in, and what the server took for each of their requests."""

    def __init__(self, port: int, server: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._server = server
        self._headers = {"cookie": cookie}
        self.spent: dict[str, list[tuple[float, float]]] = {}

    def ask(self, kind: str, path: str, form: Mapping[str, str] | None = None) -> tuple[str, str]:
        """The page that is answered and where it leads ("" for nowhere). Raises SystemExit for a refusal."""
        headers, body = dict(self._headers), None
        if form is not None:
            body = urlencode(form)
            headers["content-type"] = "application/x-www-form-urlencoded"
        pids = processes(self._server)
        before, start = cpu_of(pids), time.perf_counter()
        self._connection.request("POST" if form is not None else "GET", path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        took = 1000 * (time.perf_counter() - start)
        if answer.status not in (200, 303):
            raise SystemExit(f"{path}: {answer.status}\n{text[:2000]}")
        self.spent.setdefault(kind, []).append((cpu_of(pids) - before, took))
        return text, answer.headers.get("location", "")

    def figures(self) -> dict[str, dict[str, float]]:
        """Milliseconds by kind of request."""
        found = {}
        for kind, spent in self.spent.items():
            cpu, wall = [each[0] for each in spent], [each[1] for each in spent]
            found[kind] = {
                "cpu_p50": round(statistics.median(cpu), 1),
                "cpu_p95": percentile(cpu),
                "wall_p50": round(statistics.median(wall), 1),
                "wall_p95": percentile(wall),
            }
        return found


def form_of(page: str) -> dict[str, str]:
    """What the form "describe" of a page would send, as it stands."""
    inside = page[page.index('id="describe"') :]
    inside = inside[: inside.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        chosen = given.get("type") not in ("checkbox", "radio") or re.search(r"\schecked\b", tag)
        if "name" in given and chosen:
            found[given["name"]] = given.get("value", "on")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)', inside):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        chosen_option = re.search(r'value="([^"]*)"[^>]*\sselected', options)
        found[name] = chosen_option[1] if chosen_option else ""
    return found


def describe(archivist: Archivist, times: int) -> None:
    """So many issues in a row, as by keys: a title, another date looked at, saved, the next one shown."""
    page, _ = archivist.ask("the first form", "/fr/desk/issues/pm00000x?only=describe")
    place = "/fr/desk/issues/pm00000x?only=describe"
    for number in range(times):
        typed = form_of(page) | {"title.fr": f"La sécurité routière {number}"}
        moved = typed | {"date": f"{1961 + number % 60}-06", "do": "look"}
        archivist.ask("what a changed date moves", place, moved)
        _, place = archivist.ask("save", place, typed | {"do": "save-next"})
        page, _ = archivist.ask("the next form", place)


def look_round(archivist: Archivist, pages: int, times: int) -> None:
    """Every page of the desk that is asked for as it is, each time about another issue, languages in turn."""
    chance = random.Random(7)
    for kind, path in PAGES.items():
        for number in range(times):
            key = f"pm{chance.randrange(pages // PER_ISSUE):05}x"
            archivist.ask(kind, f"/{('ar', 'fr')[number % 2]}/desk{path.format(key=key)}")


def cookie_of(settings: Settings) -> str:
    """A cookie of an archivist who is signed in."""
    store = Store(settings)
    with store.write() as session:
        account = by_name(session, "bench") or accounts.add(
            session, "bench", "archivist", "a password of a bench"
        )
        token = accounts.begin_sign_in(session, account)
    store.close()
    return f"{cookie_name(settings)}={token}"


def bench(settings: Settings, pages: int, times: int) -> dict[str, dict[str, float]]:
    """Milliseconds for each kind of request."""
    port, cookie = free_port(), cookie_of(settings)
    with served(settings, "--port", str(port)) as server:
        wait_for(port)
        Archivist(port, server, cookie).ask("", "/fr/desk")  # opens connections, compiles templates
        archivist = Archivist(port, server, cookie)
        describe(archivist, times)
        look_round(archivist, pages, max(4, times // 4))
        return archivist.figures()


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=64000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = fill(asked.home or Path(folder) / "home", asked.pages)
        found = bench(settings, asked.pages, asked.times)
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{'milliseconds':28}{'cpu p50':>9}{'p95':>9}{'wall p50':>10}{'p95':>9}")
    for kind, each in found.items():
        over = "  over" if each["wall_p95"] > WANTED else ""
        print(f"{kind:28}" + "".join(f"{value:>9.1f}" for value in each.values()) + over)


if __name__ == "__main__":
    main()
