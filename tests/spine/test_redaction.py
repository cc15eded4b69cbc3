"""A hidden zone is gone at once, everywhere: every public address and every public file is looked at.

The tests walk `web.routes.ADDRESSES` and follow every link they meet, so a new address is covered as it is.
"""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from starlette.routing import compile_path
from starlette.testclient import TestClient

from archive.actions import changes, framing, issues, remarks
from archive.canvas import Box
from archive.exports.text import export_text
from archive.models import Issue, Page, Redaction, Step
from archive.queries import hidden
from archive.settings import Settings
from archive.store import Store
from archive.texts import Texts
from index.engine import engine_for
from index.updating import update_index
from ingest.background import Background
from tests.ingest.drawn_scans import InThisProcess, draw_issue, record, recorded, run
from web import cutting
from web.app import create_app
from web.image_requests import Cut
from web.routes import ADDRESSES

NAME = "Zyxwvut"
LINES = ("Le témoin", f"nommé {NAME} habite", "la ville de Rabat")
#: Its place on the page, as `a_reading` lays words: the second line, behind "nommé".
ZONE = Box(50 + 20 * 5 + 15, 150, 20 * len(NAME), 40)
_LINK = re.compile(r"""(?:(?:href|src|action)="|url\(|"id":\s*"|"@id":\s*")([^"#)\s]+)""")
_SRCSET = re.compile(r'srcset="([^"]+)"')
_MOST = 900
#: So many met addresses of one view about one page are followed, and each that asks by a name not met there
#: yet: links multiply every choice by every other, and a walk that is cut short misses some views.
_OF_A_KIND = 4
_PATTERNS = [
    (compile_path(address.path)[0], address.path) for address in ADDRESSES if address.method == "GET"
]


def drawn(readings: Path, folder: Path) -> Path:
    """Two pages; on the second a red block stands where the name is read."""
    draw_issue(readings, folder, 1)
    path = folder / "0002.png"
    picture = Image.new("RGB", (620, 880), (235, 235, 235))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((50, 100, 400, 140), fill=(20, 20, 20))
    pen.rectangle((ZONE.x, ZONE.y, ZONE.right - 1, ZONE.bottom - 1), fill=(255, 0, 0))
    picture.save(path, dpi=(200, 200))
    record(readings, path, *LINES)
    return folder


@pytest.fixture(scope="module")
def ingested(_empty_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published issue whose second page names somebody, taken in once: `home`, and its `readings`."""
    root = tmp_path_factory.mktemp("ingested")
    shutil.copytree(_empty_archive, root / "home")
    made = recorded(Settings(home=root / "home", workers="local:1", arabic_reader="off"), root / "readings")
    store = Store(made)
    run(store, made, drawn(root / "readings", root / "scans" / "a"))
    with store.write() as session:
        issue = session.query(Issue).one()
        change_set = changes.begin(session, by="alice")
        fields = {"number": "143", "edtf": "1975-03", "name": Texts.printed(fr="Essai")}
        issues.change(session, change_set, issue, fields)
        issues.set_state(session, change_set, [issue.id], "published")
    index(store, made)
    store.close()
    return root


@pytest.fixture
def settings(settings: Settings, ingested: Path) -> Settings:
    shutil.copytree(ingested / "home", settings.home, symlinks=True, dirs_exist_ok=True)
    return settings


@pytest.fixture
def here(settings: Settings, ingested: Path) -> Settings:
    return recorded(settings, ingested / "readings").model_copy(update={"reader_corrections": True})


@pytest.fixture
def key(store: Store) -> str:
    with store.read() as session:
        return session.query(Issue).one().key


@pytest.fixture
def client(here: Settings, key: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    assert key

    def cut_here(_pieces: object, folder: Path, image: object, wanted: Cut) -> bytes:
        return cutting.make(str(folder), image, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(cutting, "_in_child", cut_here)
    app = create_app(here)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


def hide(store: Store, **how: str) -> int:
    with store.write() as session:
        page = session.query(Page).filter_by(number=2).one()
        change_set = changes.begin(session, by="rita")
        made = remarks.redact(session, change_set, page, ZONE, "asked for by the family", **how)  # type: ignore[arg-type]
        return made.id


def catch_up(store: Store, here: Settings) -> None:
    """What the worker does in its next rounds."""
    work = Background(store, here, InThisProcess())  # type: ignore[arg-type]
    try:
        for _ in range(3):
            work._next_round = 0.0
            while work.once(0):
                pass
    finally:
        work.close()
    index(store, here)


def index(store: Store, here: Settings) -> None:
    engine = engine_for(here)
    update_index(store, engine)
    engine.close()


def is_red(image: Image.Image) -> bool:
    pixels = np.asarray(image.convert("RGB")).astype(int)
    return bool(((pixels[..., 0] > 150) & (pixels[..., 1] < 100) & (pixels[..., 2] < 100)).any())


def leaks(data: bytes, kind: str) -> list[str]:
    """What an answer or a file shows of what is hidden."""
    found = []
    if kind.startswith("image/") and "svg" not in kind:
        return ["picture"] if is_red(Image.open(io.BytesIO(data))) else []
    if kind == "application/pdf":
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                text = page.get_textpage()
                found += ["text of a PDF"] if NAME in text.get_text_range() else []
                found += ["picture in a PDF"] if is_red(page.render(scale=1).to_pil()) else []
        return found
    return ["text"] if NAME.casefold() in data.decode("utf-8", "replace").casefold() else []


def first_addresses(key: str, pages: tuple[str, ...]) -> list[str]:
    """An example of every public address, made to lead to this issue, asked in ways that meet the name."""
    found = []
    for address in ADDRESSES:
        if address.role or address.method != "GET":
            continue
        for page in pages:
            path = address.example.replace("pm4x7q2", key).replace("p12", page)
            found.append(path)
            mark = "&" if "?" in path else "?"
            found.append(f"{path}{mark}q={quote('habite')}")
    more = [
        f"/files/{key}/{name}" for name in ("s1.v1.pdf", "s1.v2.pdf", "s1.v3.pdf", "s1.txt", "p2.alto.xml")
    ]
    return [*found, *more]


def walked(
    client: TestClient, key: str, pages: tuple[str, ...] = ("p1", "p2"), enough: frozenset[str] = frozenset()
) -> dict[str, list[str]]:
    """What leaks, by address; every link of this site that is met is followed, until `enough` has leaked."""
    waiting, seen, bad = deque(first_addresses(key, pages)), set(), {}
    first, kinds, asked_by = len(waiting), Counter[tuple[str, str]](), set[tuple[str, str, str]]()
    while waiting:
        path, first = waiting.popleft(), first - 1
        view, about, names = kind_of(path)
        unmet = {(view, about, name) for name in names} - asked_by
        if path in seen or (first < 0 and kinds[view, about] >= _OF_A_KIND and not unmet):
            continue
        seen.add(path)
        kinds[view, about] += 1
        asked_by |= unmet
        answer = client.get(path)
        kind = answer.headers.get("content-type", "").split(";")[0]
        if answer.status_code == 200 and (found := leaks(answer.content, kind)):
            bad[path] = found
            if enough and enough <= {each for leaked in bad.values() for each in leaked}:
                return bad
        if answer.is_redirect:
            waiting.append(answer.headers["location"])
        if kind in ("text/html", "application/json", "application/ld+json", "application/atom+xml"):
            met = _LINK.findall(answer.text)
            met += [part.split()[0] for each in _SRCSET.findall(answer.text) for part in each.split(",")]
            waiting += [local for each in met if (local := _local(each)) and "/static/" not in local]
    assert 100 < len(seen) < _MOST, "every link of every kind was followed"
    return bad


def kind_of(path: str) -> tuple[str, str, frozenset[str]]:
    """What an address is about: its view, the page that it names, the names that it asks by."""
    place, _, query = path.partition("?")
    view = next((known for pattern, known in _PATTERNS if pattern.match(place)), "")
    about = re.search(r"\bp[0-9]+\b", place)
    return view, about[0] if about else "", frozenset(part.split("=")[0] for part in query.split("&"))


def _local(link: str) -> str:
    parts = urlsplit(link.replace("&amp;", "&"))
    if parts.netloc not in ("", "127.0.0.1:8000", "testserver") or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def public_files(store: Store) -> dict[str, list[str]]:
    """What leaks from the folder that a front server may send from."""
    kinds = {".jpg": "image/jpeg", ".webp": "image/webp", ".pdf": "application/pdf"}
    bad = {}
    for folder in (store.files.root / "public").iterdir():
        for entry in folder.iterdir():
            inside = entry.rglob("*") if entry.is_dir() else [entry]
            for path in inside:
                if path.is_file() and (
                    found := leaks(path.read_bytes(), kinds.get(path.suffix, "text/plain"))
                ):
                    bad[str(path)] = found
    return bad


def test_before_it_is_hidden_the_walk_meets_it(store: Store, client: TestClient, key: str) -> None:
    everything = frozenset({"picture", "text", "text of a PDF", "picture in a PDF"})
    bad = walked(client, key, enough=everything)
    assert {found for each in bad.values() for found in each} == everything
    assert public_files(store)


def test_a_hidden_zone_is_gone_in_the_same_act_and_pictures_without_it_follow(
    store: Store, here: Settings, client: TestClient, key: str, tmp_path: Path
) -> None:
    hide(store)
    # At once: before index, pictures and PDF have followed.
    assert walked(client, key) == {}
    assert public_files(store) == {}
    found = client.get(f"/fr/search?q={NAME}").text
    assert f"/{key}/p2" not in found
    assert client.get(f"/iiif/3/{key}.p2.v1/full/200,284/0/default.jpg").status_code == 404
    catch_up(store, here)
    assert walked(client, key) == {}
    assert public_files(store) == {}
    assert client.get(f"/iiif/3/{key}.p2.v2/full/200,284/0/default.jpg").status_code == 200
    assert client.get(f"/files/{key}/s1.v2.pdf").status_code == 200
    assert f"/{key}/p2" in client.get("/fr/search?q=habite").text
    with store.read() as session:
        list(export_text(session, tmp_path / "out"))
    exported = "".join(path.read_text() for path in (tmp_path / "out").rglob("*.txt"))
    assert "habite" in exported
    assert NAME not in exported


def test_a_page_with_a_hidden_zone_is_parted_and_neither_half_shows_it(
    store: Store, here: Settings, client: TestClient, key: str
) -> None:
    hide(store)
    catch_up(store, here)
    with store.write() as session:
        issue = session.query(Issue).one()
        page = session.query(Page).filter_by(number=2).one()
        change_set = changes.begin(session, by="alice")
        framing.split(session, change_set, issue, page, at=0.8, right_first=True)
        act = change_set.number
    # At once: the name is on the new page now, with the zone; its pictures follow.
    assert walked(client, key, ("p2", "p3")) == {}
    assert public_files(store) == {}
    catch_up(store, here)
    picture = client.get(f"/iiif/3/{key}.p3.v1/full/max/0/default.jpg")
    assert picture.status_code == 200
    assert not is_red(Image.open(io.BytesIO(picture.content)))
    assert NAME not in client.get(f"/files/{key}/p3.txt").text
    assert public_files(store) == {}
    with store.write() as session:  # by somebody who may not show zones again
        changes.undo(session, act, by="alice")
    for path in (
        f"/files/{key}/p2.txt",
        f"/files/{key}/p2.words.json",
        f"/iiif/3/{key}.p2.v2/full/max/0/default.jpg",
    ):
        answer = client.get(path)
        assert answer.status_code != 200 or not leaks(
            answer.content, answer.headers["content-type"].split(";")[0]
        )
    assert public_files(store) == {}


def test_a_zone_taken_back_is_shown_again(store: Store, here: Settings, client: TestClient, key: str) -> None:
    number = hide(store)
    catch_up(store, here)
    with store.write() as session:
        change_set = changes.begin(session, by="rita")
        remarks.show_again(session, change_set, session.get_one(Redaction, number))
    catch_up(store, here)
    assert NAME in client.get(f"/files/{key}/p2.txt").text
    assert is_red(
        Image.open(io.BytesIO(client.get(f"/iiif/3/{key}.p2.v3/full/620,880/0/default.jpg").content))
    )
    assert f"/{key}/p2" in client.get(f"/fr/search?q={NAME}").text


def test_a_zone_is_shown_again_when_its_day_comes(
    store: Store, here: Settings, client: TestClient, key: str
) -> None:
    hide(store, until="2199-01-01")
    assert NAME not in client.get(f"/files/{key}/p2.txt").text
    with store.write() as session:
        session.query(Redaction).one().until = "2001-01-01"
    assert NAME in client.get(f"/files/{key}/p2.txt").text
    with store.write() as session:
        assert remarks.end_redactions(session) == 1
        assert remarks.end_redactions(session) == 0


def test_a_zone_hidden_while_pictures_are_made_is_not_in_them(
    store: Store, here: Settings, client: TestClient, key: str
) -> None:
    first = hide(store)
    with store.write() as session:  # as if the pictures had been made a moment before the zone was hidden
        page = session.query(Page).filter_by(number=2).one()
        assert hidden.zones(session, page) == (ZONE,)
        for step in session.query(Step).filter_by(name="pictures"):
            step.state = "done"
    assert first
    catch_up(store, here)
    with store.read() as session:
        page = session.query(Page).filter_by(number=2).one()
        assert page.image is not None
        assert page.image.hidden == (ZONE,)
    assert public_files(store) == {}
