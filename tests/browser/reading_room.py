"""A site with the two-front sample issue: real pictures, text in blocks, an index."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import uvicorn
from PIL import Image

from archive.actions import changes, issues, pages, streams
from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.files import Files
from archive.letters import direction_of
from archive.migrating import create_archive
from archive.models import ImageFacts
from archive.settings import Settings
from archive.store import Store
from archive.texts import Texts
from index.engine import engine_for
from index.updating import update_index
from ingest.derivatives import make_derivatives
from tests.builders import a_page
from web.app import create_app

WIDTH, HEIGHT = 1200, 1600
SAMPLE = Path(__file__).resolve().parents[2] / "scans" / "sample" / "1975-03-numero-143"
#: Words of each page: three blocks of two lines, the first a heading. "شرطة"/"police" stand on three pages
#: each.
ARABIC = ("السلامة الطرقية", "كل صباح تعبر آلاف العربات الطريق", "والوقاية تبدأ من المدرسة قبل الطريق")
FRENCH = (
    "La sécurité routière",
    "Chaque matin des milliers de véhicules",
    "La prévention commence à l’école",
)


Filled = TypeVar("Filled")


@dataclass(frozen=True)
class Room:
    """The address of the site and of its issue; pages 1 to 6 are the Arabic half, 7 to 12 the French one."""

    base: str
    key: str

    def url(self, language: str, rest: str) -> str:
        """The address of a page in a language of the interface."""
        return f"{self.base}/{language}/ark:/99999/{self.key}/{rest}"


def a_text(language: str, number: int) -> AltoPage:
    """Three blocks below each other, in two lines each, every word with its box."""
    rtl = direction_of(language) == "rtl"
    word = ("الشرطة" if language == "ar" else "police") if number % 2 else ""
    blocks = []
    for at, text in enumerate(ARABIC if language == "ar" else FRENCH):
        words = [*text.split(), *([word] if word and at == 1 else [])]
        half = -(-len(words) // 2)
        lines = [
            _line(part, 300 + 400 * at + 90 * row, 90 if at == 0 else 50, rtl)
            for row, part in enumerate((words[:half], words[half:]))
            if part
        ]
        box = Box.around(line.box for line in lines)
        assert box is not None
        blocks.append(TextBlock(tuple(lines), box, language, "rtl" if rtl else "ltr"))
    return AltoPage(WIDTH, HEIGHT, tuple(blocks), language, "rtl" if rtl else "ltr", "test")


def _line(words: Sequence[str], y: int, high: int, rtl: bool) -> TextLine:
    x = WIDTH - 150 if rtl else 150
    strings = []
    for word in words:
        w = len(word) * high // 2
        strings.append(String(word, Box(x - w if rtl else x, y, w, high), 0.9))
        x += -(w + 20) if rtl else w + 20
    box = Box.around(string.box for string in strings)
    assert box is not None
    return TextLine(tuple(strings), box)


def an_issue_with_two_fronts(store: Store, folder: Path) -> str:
    """The sample issue, published; returns its key. `folder`: with "ar" and "fr" of six pictures each."""
    with store.write() as session:
        by = changes.begin(session, by="alice", why="built for a test")
        values = {"number": "143", "edtf": "1975-03", "name": Texts.printed(fr="Sécurité routière")}
        issue = issues.create(session, by, source="two-fronts", fields=values)
        made: dict[str, list[int]] = {}
        for language in ("ar", "fr"):
            for number, file in enumerate(sorted((folder / language).glob("*.jpg"))[:6], 1):
                page = a_page(session, by, issue, a_text(language, number), label=str(number))
                with Image.open(file) as opened:
                    picture = opened.convert("RGB").resize((WIDTH, HEIGHT))
                target = store.files.path(Files.derivatives(issue.key, page.number, 1))
                facts = make_derivatives(picture, target)
                pages.record_image(
                    session,
                    page,
                    ImageFacts(
                        1, facts.width, facts.height, facts.sizes, facts.tile_width, facts.scale_factors
                    ),
                )
                made.setdefault(language, []).append(page.number)
        for language, own in made.items():
            streams.add(session, by, issue, language=language, direction=direction_of(language), pages=own)
        issues.set_state(session, by, [issue.id], "published")
        return issue.key


def an_issue_of_scans(store: Store, folder: Path, halves: Sequence[tuple[str, int]]) -> str:
    """A folder of scans, published; returns the key. `halves`: languages, pages of each, in their order.

    Each page has the lines of its `.gt.txt` below each other, six to a block.
    """
    languages = [language for language, count in halves for _ in range(count)]
    scans = sorted(each for each in folder.iterdir() if each.suffix in (".jpg", ".tif"))
    made: dict[str, list[int]] = {}
    with store.write() as session:
        by = changes.begin(session, by="alice", why="built for a test")
        issue = issues.create(session, by, source=folder.name, fields={"number": "1", "edtf": "1962-01"})
        for number, (file, language) in enumerate(zip(scans, languages, strict=False), 1):
            with Image.open(file) as opened_:
                picture = opened_.convert("RGB")
            picture.thumbnail((1600, 2400))
            lines = file.with_name(f"{file.stem}.gt.txt").read_text(encoding="utf-8").split("\n")
            text = _spread([each for each in lines if each.strip()][:60], language, *picture.size)
            page = a_page(session, by, issue, text, label=str(number))
            facts = make_derivatives(picture, store.files.path(Files.derivatives(issue.key, page.number, 1)))
            shown = ImageFacts(
                1, facts.width, facts.height, facts.sizes, facts.tile_width, facts.scale_factors
            )
            pages.record_image(session, page, shown)
            made.setdefault(language, []).append(page.number)
        for language, own in made.items():
            streams.add(session, by, issue, language=language, direction=direction_of(language), pages=own)
        issues.set_state(session, by, [issue.id], "published")
        return issue.key


def _spread(lines: Sequence[str], language: str, width: int, height: int) -> AltoPage:
    """Lines below each other over the whole page, every word a part of its line as long as its letters."""
    direction = direction_of(language)
    high = height // (len(lines) + 2)
    rows = []
    for at, text in enumerate(lines):
        words = text.split()
        part = 0.9 * width / max(1, len(text))
        x = 0.05 * width
        strings = []
        for word in words if direction == "ltr" else reversed(words):
            strings.append(
                String(word, Box(int(x), high * (at + 1), max(1, int(part * len(word))), high * 3 // 4), 0.9)
            )
            x += part * (len(word) + 1)
        if direction == "rtl":
            strings.reverse()
        box = Box.around(string.box for string in strings)
        assert box is not None
        rows.append(TextLine(tuple(strings), box))
    blocks = []
    for first in range(0, len(rows), 6):
        own = tuple(rows[first : first + 6])
        box = Box.around(line.box for line in own)
        assert box is not None
        blocks.append(TextBlock(own, box, language, direction))
    return AltoPage(width, height, tuple(blocks), language, direction, "test")


@contextmanager
def opened(home: Path) -> Iterator[Room]:
    """The site with the two-front sample issue, served by a thread of this process until the block ends."""
    with served(home, lambda store: an_issue_with_two_fronts(store, SAMPLE)) as (base, key):
        yield Room(base, key)


@contextmanager
def served(home: Path, fill: Callable[[Store], Filled]) -> Iterator[tuple[str, Filled]]:
    """A site of what `fill` puts into its archive: its address, and what `fill` returned."""
    settings = Settings(home=home, workers="local:1", arabic_reader="off")
    create_archive(settings)
    store = Store(settings)
    filled = fill(store)
    engine = engine_for(settings)
    update_index(store, engine)
    engine.close()
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings.model_copy(update={"url": address})), port=port, log_level="error", ws="none"
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield address, filled
    finally:
        server.should_exit = True
        thread.join(10)
        shutil.rmtree(home, ignore_errors=True)
