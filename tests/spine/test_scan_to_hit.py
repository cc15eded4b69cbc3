"""From paper to a lit word: our own sample pages, read by Tesseract, found as people type."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from archive.canvas import Box
from archive.migrating import create_archive
from archive.queries import pages
from archive.settings import Settings
from archive.store import Store
from index.analysis import light, norm
from index.engine import SearchEngine, engine_for
from index.searching import search
from index.updating import update_index
from ingest.images import canvas_image, open_picture
from ingest.ingesting import ingest
from ingest.workers import executor_for

SAMPLE = Path(__file__).parents[2] / "scans" / "sample" / "1975-03-numero-143"
PAGES = ("ar/0003.jpg", "ar/0004.jpg", "ar/0006.jpg", "fr/0003.jpg", "fr/0005.jpg", "fr/0006.jpg")

pytestmark = pytest.mark.tesseract


@dataclass(frozen=True)
class Read:
    """An archive of the sample pages, its index level."""

    store: Store
    engine: SearchEngine
    settings: Settings


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    folder = tmp_path_factory.mktemp("paper")
    scans = folder / "scans" / "one issue"
    for name in PAGES:
        scans.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, scans / name.replace("/", "-"))
    settings = Settings(home=folder / "home", workers="local:2")
    create_archive(settings)
    store = Store(settings)
    pool = executor_for(settings)
    report = ingest([scans], store, settings, pool)
    pool.shutdown()
    assert report.exit_code == 0, report
    engine = engine_for(settings)
    update_index(store, engine)
    yield Read(store, engine, settings)
    engine.close()
    store.close()


def _crop(read: Read, page_id: int, box: Box) -> Image.Image:
    with read.store.read() as session:
        page, _ = pages.by_id(session, page_id)
        row = pages.frame_of(session, page)
        assert row is not None
        path = read.store.files.path(row.scan.path)
        canvas = canvas_image(open_picture(path, read.settings), row.as_frame())
    around = box.grown(6).within(canvas.width, canvas.height)
    cut = canvas.crop((around.x, around.y, around.right, around.bottom)).convert("L")
    return cut.resize((cut.width * 2, cut.height * 2))


def _printed_in(picture: Image.Image, language: str, mode: str) -> str:
    """What a fresh look at nothing but the box reads there, by the command line: no code of ours."""
    data = io.BytesIO()
    picture.save(data, "PNG")
    command = ["tesseract", "-", "-", "-l", language, "--psm", mode]
    done = subprocess.run(command, input=data.getvalue(), capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("query", "language", "printed"),
    [
        ("القاهره", "ara", "القاهرة"),
        ("الشرطة", "ara", "للشرطة"),
        ("economie", "fra", "économie"),
        ("l'enquête", "fra", "enquêtes"),
    ],
)
def test_what_people_type_finds_what_is_printed_with_its_box_on_the_word(
    read: Read, query: str, language: str, printed: str
) -> None:
    answer = search(read.store, read.engine, query, public=False)
    assert answer.total >= 1
    wanted = light(norm(printed))
    looks = []
    for hit in answer.hits:
        for lit in hit.boxes:
            picture = _crop(read, hit.page.page_id, lit.box)
            for mode in ("8", "7"):
                looks.append(_printed_in(picture, language, mode))
    seen = {light(norm(word)) for look in looks for word in look.split()}
    assert wanted in seen, looks


def test_arabic_digits_and_western_ones_are_the_same_number(read: Read) -> None:
    western = search(read.store, read.engine, "3", public=False)
    arabic = search(read.store, read.engine, "٣", public=False)
    assert western.total >= 1
    assert [hit.page.page_id for hit in western.hits] == [hit.page.page_id for hit in arabic.hits]


def test_an_unpublished_page_is_found_by_staff_alone(read: Read) -> None:
    assert search(read.store, read.engine, "الشرطة", public=False).total
    assert search(read.store, read.engine, "الشرطة", public=True).total == 0


def test_each_stream_reads_in_its_own_direction(read: Read) -> None:
    from archive.queries import issues

    with read.store.read() as session:
        [issue] = issues.every(session, public=False)
        streams = {stream.language: stream for stream in issue.streams}
        assert {tag: stream.direction for tag, stream in streams.items()} == {"ar": "rtl", "fr": "ltr"}
        assert all(stream.proposed and stream.pdf_archival for stream in streams.values())
