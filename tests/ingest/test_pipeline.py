"""A page is decoded once and read once for all that is made of it; one half that fails leaves the other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from archive.canvas import Frame
from archive.queries import issues, pages
from archive.settings import Settings
from archive.store import Store
from ingest import images, ocr
from ingest.engines.recorded import RecordedEngine
from tests.ingest.drawn_scans import InThisProcess, draw, draw_issue, record, recorded, run


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a scan was decoded and a page was read."""
    counted: Counter[str] = Counter()

    def counting(owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            counted[name] += 1
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, call)

    counting(RecordedEngine, "recognise")
    counting(images, "_plain")  # what follows each decoding
    return counted


class Noting(InThisProcess):
    """Workers that keep the names of what they were asked to do."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks: list[str] = []
        self.before = self.tasks.append


def test_each_page_is_read_once_and_decoded_once_for_text_and_pictures(
    store: Store, settings: Settings, tmp_path: Path, calls: Counter[str]
) -> None:
    folder = draw_issue(tmp_path / "read", tmp_path / "issue", 3)
    report = run(store, recorded(settings, tmp_path / "read"), folder, workers=Noting())
    assert report.exit_code == 0
    # Text, words, PDF and search all come from that one reading.
    assert calls["recognise"] == 3
    # Looked at on its way in, then decoded for text and pictures together; the PDF takes the bytes as is.
    assert calls["_plain"] == 2 * 3
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert all(page.image and page.text_revision == 1 for page in pages.of_issue(session, issue.id))
        assert all(stream.pdf_path for stream in issue.streams)


def test_a_page_that_is_turned_level_is_turned_once(
    store: Store, settings: Settings, tmp_path: Path, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = draw(tmp_path / "issue" / "0001.png", 1)
    with Image.open(scan) as page:
        page.rotate(2, fillcolor=235, resample=Image.Resampling.BICUBIC).save(scan)
    record(tmp_path / "read", scan, "une page de travers")
    turned: Counter[str] = Counter()
    original = images.cut_out

    def counting(image: Image.Image, frame: Frame) -> Image.Image:
        turned["level"] += bool(frame.skew)
        return original(image, frame)

    monkeypatch.setattr(images, "cut_out", counting)
    report = run(store, recorded(settings, tmp_path / "read"), tmp_path / "issue")
    assert report.exit_code == 0
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [stream] = issue.streams
        with pikepdf.open(store.files.path(stream.pdf_path)) as pdf:
            [picture] = [pikepdf.PdfImage(raw) for raw in pdf.pages[0].get_images().values()]
            assert picture.filters == ["/DCTDecode"]
        [page_row] = pages.of_issue(session, issue.id)
        assert page_row.frame is not None
        assert page_row.frame.skew
    # Looked at on its way in, then read: the PDF finds it level.
    assert (turned["level"], calls["_plain"]) == (1, 2)
    assert not list((store.files.root / "cache").rglob("*.jpg"))


def test_a_page_that_cannot_be_read_keeps_its_pictures(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    draw(tmp_path / "issue" / "0001.jpg", 1)  # nobody recorded it
    workers = Noting()
    report = run(store, recorded(settings, tmp_path / "read"), tmp_path / "issue", workers=workers)
    assert report.exit_code == 3
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [page] = pages.of_issue(session, issue.id)
        assert page.image is not None
        assert page.text_revision == 0
    made = [task for task in workers.tasks if task in ("make_page", "read_text", "make_page_pictures")]
    assert made == ["make_page", "read_text"]  # the second attempt is for the text alone


def test_what_kills_the_child_is_tried_again_half_by_half(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    folder = draw_issue(tmp_path / "read", tmp_path / "issue", 1)
    workers = Noting()

    def crash(name: str) -> None:
        workers.tasks.append(name)
        if name in ("make_page", "read_text"):
            raise ocr.EmptyPage("The child is gone.", "")

    workers.before = crash
    report = run(store, recorded(settings, tmp_path / "read"), folder, workers=workers)
    assert report.exit_code == 3
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [page] = pages.of_issue(session, issue.id)
        assert page.image is not None
        assert page.text_revision == 0


def test_redoing_the_pictures_reads_nothing(
    store: Store, settings: Settings, tmp_path: Path, calls: Counter[str]
) -> None:
    from ingest.ingesting import redo

    here = recorded(settings, tmp_path / "read")
    run(store, here, draw_issue(tmp_path / "read", tmp_path / "issue", 2))
    calls.clear()
    with store.read() as session:
        [issue] = issues.every(session, public=False)
    workers = Noting()
    redo([issue.key], store, here, workers, names=["pictures"])
    assert calls["recognise"] == 0
    assert [task for task in workers.tasks if "pictures" in task] == ["make_page_pictures"] * 2
