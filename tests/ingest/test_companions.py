"""Text files of other programs beside scans: found by name, kept, used, followed, left aside when told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.backups import recorded_files
from archive.canvas import Box
from archive.models import OUTSIDE_IGNORED, Page, PageText
from archive.queries import issues, pages
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from ingest.companions import Companions
from ingest.reporting import Report
from ingest.running import Delivery
from ingest.workers import LimitedPool
from tests.ingest.drawn_scans import record, recorded, run
from tests.ingest.outside.beside import FRENCH, Line, alto, drawn, hocr, set_lines

LINES = set_lines(FRENCH)
TEXT = "\n".join(FRENCH)
OCRED = "lu par la machine"


@pytest.mark.parametrize(
    "name",
    [
        "0001.alto.xml",
        "0001.xml",
        "0001.JPG.HOCR",
        "0001.hocr",
        "0001.html",
        "ALTO/0001.xml",
        "../hocr/0001.html",
    ],
)
def test_the_file_of_a_scan_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    scan = drawn(tmp_path / "pages" / "0001.jpg", LINES)
    path = (tmp_path / "pages" / name).resolve()
    path.parent.mkdir(exist_ok=True)
    path.write_text(alto(LINES) if name.endswith("xml") else hocr(LINES), encoding="utf-8")
    assert Companions().of(scan) == path


@pytest.mark.parametrize("name", ["0002.xml", "0001.txt", "other/0001.xml"])
def test_files_of_other_names_are_not(tmp_path: Path, name: str) -> None:
    scan = drawn(tmp_path / "0001.jpg", LINES)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(alto(LINES), encoding="utf-8")
    assert Companions().of(scan) is None


def test_a_file_without_text_of_a_page_and_a_link_are_no_companions(tmp_path: Path) -> None:
    scan = drawn(tmp_path / "a" / "0001.jpg", LINES)
    (tmp_path / "a" / "0001.xml").write_text("<mets>ocr</mets>", encoding="utf-8")
    (tmp_path / "elsewhere.xml").write_text(alto(LINES), encoding="utf-8")
    (tmp_path / "a" / "0001.alto.xml").symlink_to(tmp_path / "elsewhere.xml")
    assert Companions().of(scan) is None


@pytest.fixture
def scanned(tmp_path: Path, settings: Settings) -> tuple[Path, Settings]:
    """A folder with one scan that OCR reads as OCRED, and settings with which it does."""
    scan = drawn(tmp_path / "issue" / "0001.png", LINES)
    record(tmp_path / "read", scan, OCRED)
    return tmp_path / "issue", recorded(settings, tmp_path / "read")


def the_page(store: Store) -> tuple[Page, PageText]:
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [page] = pages.of_issue(session, issue.id)
        text = pages.text(session, page)
        assert text is not None
        return page, text


def test_text_beside_a_scan_becomes_its_text_with_the_decision(
    store: Store, scanned: tuple[Path, Settings]
) -> None:
    folder, settings = scanned
    (folder / "0001.hocr").write_text(hocr(LINES), encoding="utf-8")
    report = run(store, settings, folder)
    assert report.exit_code == 0
    [told] = report.to_plain()["texts"]
    assert (told["file"], told["used"], told["reason"]) == ("0001.html", "outside", "plausible")
    page, text = the_page(store)
    assert text.plain == TEXT
    assert (text.decision["used"], text.decision["file"]) == ("outside", "0001.html")
    kept = store.files.path(page.frame.scan.outside) if page.frame else None
    assert kept is not None
    assert kept.read_text(encoding="utf-8") == hocr(LINES)
    with store.read() as session:
        assert page.frame is not None
        assert page.frame.scan.outside in dict(recorded_files(session, store.files))
    assert not list(checks(settings, store))
    assert run(store, settings, folder).batch is None, "a second run finds nothing new"


def test_it_can_be_left_aside_for_good(store: Store, scanned: tuple[Path, Settings]) -> None:
    folder, settings = scanned
    (folder / "0001.xml").write_text(alto(LINES), encoding="utf-8")
    run(store, settings, folder, delivery=Delivery(ignore_outside_text=True))
    page, text = the_page(store)
    assert (text.plain, text.decision) == (OCRED, {})
    assert page.frame is not None
    assert page.frame.scan.outside == OUTSIDE_IGNORED


def test_a_file_that_comes_later_or_changes_is_followed(store: Store, scanned: tuple[Path, Settings]) -> None:
    folder, settings = scanned
    run(store, settings, folder)
    assert the_page(store)[1].plain == OCRED
    (folder / "0001.xml").write_text(alto(LINES), encoding="utf-8")
    run(store, settings, folder)
    assert the_page(store)[1].plain == TEXT
    changed: list[Line] = [[("Le", LINES[0][0][1]), *LINES[0][1:]], *LINES[1:]]
    (folder / "0001.xml").write_text(alto(changed), encoding="utf-8")
    run(store, settings, folder)
    page, text = the_page(store)
    assert text.plain == TEXT.replace("La", "Le", 1)
    assert (page.text_revision, len(list((store.files.root / "outside").rglob("*.xml")))) == (3, 1)
    (folder / "0001.xml").unlink()
    run(store, settings, folder)
    assert the_page(store)[0].text_revision == 3


def test_a_file_that_cannot_be_used_costs_no_page(store: Store, scanned: tuple[Path, Settings]) -> None:
    folder, settings = scanned
    (folder / "0001.xml").write_text("<!DOCTYPE alto [<!ENTITY a 'b'>]><alto>&a;</alto>", encoding="utf-8")
    report = run(store, settings, folder)
    assert report.exit_code == 0
    _, text = the_page(store)
    assert text.plain == OCRED
    assert (text.decision["used"], text.decision["reason"]) == ("read", "unreadable")


def test_a_hostile_file_costs_its_page_at_most(
    store: Store, scanned: tuple[Path, Settings], tmp_path: Path
) -> None:
    """Through real children: thirty megabytes of elements, the other page is read."""
    folder, settings = scanned
    lower = [[(word, Box(box.x, box.y + 9, box.w, box.h)) for word, box in line] for line in LINES]
    other = drawn(folder / "0002.png", lower)
    record(tmp_path / "read", other, "la page suivante")
    line = '<TextLine HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"><String CONTENT="a"/></TextLine>'
    many = alto(LINES).replace("</TextBlock>", line * 300_000 + "</TextBlock>")
    (folder / "0001.xml").write_text(many, encoding="utf-8")
    pool = LimitedPool(1, 600, 20)
    try:
        report: Report = run(store, settings, folder, workers=pool)
    finally:
        pool.shutdown(cancel_futures=True)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        texts = [pages.plain(session, page) for page in pages.of_issue(session, issue.id)]
    assert texts[1] == "la page suivante"
    assert {step.page for step in report.failed} <= {1}
    assert json.dumps(report.to_plain())
