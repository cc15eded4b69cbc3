"""Draws scans for tests, keeps their text as if it had been read, and runs work without children."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from archive.alto_files import write_alto
from archive.settings import Settings
from archive.store import Store
from ingest.ingesting import ingest
from ingest.reporting import Report
from tests.builders import a_reading

WIDTH, HEIGHT = 620, 880


def draw(path: Path, seed: int = 0, *, size: tuple[int, int] = (WIDTH, HEIGHT), dpi: int = 200) -> Path:
    """A picture of a page: grey paper, lines of words as bars, unlike that of any other seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    image = Image.new("L", size, 235)
    pen = ImageDraw.Draw(image)
    for top in range(80, size[1] - 80, 26):
        left = 60
        while left < size[0] - 120:
            wide = chance.randrange(20, 60)
            pen.rectangle((left, top, left + wide, top + 11), fill=30)
            left += wide + 12
    image.save(path, dpi=(dpi, dpi))
    return path


def record(readings: Path, path: Path, *lines: str, number: int = 0, digest: str = "") -> None:
    """Keep `lines` as the text that the engine "recorded" reads from a picture."""
    digest = digest or hashlib.sha256(path.read_bytes()).hexdigest()
    with Image.open(path) as image:
        width, height = image.size
    reading = a_reading(*lines, width=width, height=height)
    readings.mkdir(parents=True, exist_ok=True)
    (readings / f"{digest}-{number}.alto.xml").write_bytes(write_alto(reading))


def draw_read(readings: Path, path: Path, seed: int, *lines: str, **how: Any) -> Path:
    """A drawn page and its recorded text."""
    record(readings, draw(path, seed, **how), *(lines or (f"page {seed} du numéro",)))
    return path


def draw_issue(readings: Path, folder: Path, count: int = 3, *, first: int = 1, base: int = 0) -> Path:
    """A folder of pages 0001.jpg …, each read as "page N du numéro"."""
    for number in range(first, first + count):
        draw_read(readings, folder / f"{number:04}.jpg", base + number)
    return folder


class InThisProcess:
    """Workers that are none: each task is done when it is given."""

    workers = 1

    def __init__(self) -> None:
        self.before: Callable[[str], None] = lambda name: None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        try:
            self.before(fn.__name__)
            future.set_result(fn(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def recorded(settings: Settings, readings: Path) -> Settings:
    """The settings with the engine that replays `readings`."""
    readings.mkdir(parents=True, exist_ok=True)
    return settings.model_copy(update={"ocr": f"recorded:{readings}"})


def run(store: Store, settings: Settings, *paths: Path, workers: Any = None, **how: Any) -> Report:
    """`archive ingest run` without children."""
    return ingest(paths, store, settings, workers or InThisProcess(), **how)
