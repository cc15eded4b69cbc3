"""PDFs and multi-page TIFFs: each page of them is a page of the issue."""

from __future__ import annotations

from pathlib import Path

import img2pdf
import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image

from archive import checking
from archive.files import sha256_of
from archive.queries import issues, pages
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from tests.ingest.drawn_scans import draw, record, run


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    return folder


def _scanned_pdf(path: Path, count: int, base: int = 0) -> None:
    drawn = [draw(path.parent.parent / f"{base}-{n}.jpg", base + n) for n in range(count)]
    path.write_bytes(img2pdf.convert([str(each) for each in drawn]))


def _record_pictures(store: Store, readings: Path) -> None:
    """Recordings are found by a page's picture, which is known once it was taken out."""
    with store.read() as session:
        for issue in issues.every(session, public=False):
            for number, page in enumerate(issue.pages, 1):
                frame = pages.frame_of(session, page)
                assert frame is not None
                picture = store.files.path(frame.scan.picture or frame.scan.path)
                record(readings, picture, f"page {number} du volume", digest=picture.stem)


def test_pages_of_a_scanned_pdf_are_read_from_the_pictures_inside(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    _scanned_pdf(scans / "n1.pdf", 3)
    assert run(store, here, scans).exit_code == 3  # nothing is recorded yet
    _record_pictures(store, readings)
    report = run(store, here, scans)
    assert report.exit_code == 0
    assert report.verified == [str(scans / "n1.pdf")]
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [pages.plain(session, page) for page in issue.pages] == [
            f"page {n} du volume" for n in (1, 2, 3)
        ]
        scanned = pages.scans_of(session, issue.id)
        assert [scan.member for scan in scanned] == [1, 2, 3]
        assert len({scan.path for scan in scanned}) == 1  # one master
        # The picture is the scanner's own, byte by byte.
        originals = {sha256_of(scans.parent / f"0-{n}.jpg") for n in range(3)}
        assert {sha256_of(store.files.path(scan.picture)) for scan in scanned} == originals
        assert issue.streams[0].pdf_path.startswith("staff/")
    assert [str(each) for each in [*checking.checks(store, fixity=True), *checks(here, store)]] == []


def test_a_pdf_with_a_text_of_its_own_is_its_own_download(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for number in (1, 2):
        pdf.add_page()
        pdf.multi_cell(0, text=f"La page {number} du bulletin, composée par un logiciel. " * 30)
    pdf.output(str(scans / "bulletin.pdf"))
    run(store, here, scans)
    _record_pictures(store, readings)
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [stream] = issue.streams
        assert stream.pdf_path.startswith("masters/")
        assert stream.pdf_bytes == (scans / "bulletin.pdf").stat().st_size
        assert issue.pages[0].width == pytest.approx(2480, abs=2)  # A4 at 300 dpi
    assert [str(each) for each in checks(here, store)] == []


def test_a_multi_page_tiff_is_an_issue(store: Store, here: Settings, scans: Path, readings: Path) -> None:
    images = [Image.open(draw(scans.parent / f"{n}.png", n)).convert("1") for n in range(3)]
    path = scans / "volume.tif"
    images[0].save(path, save_all=True, append_images=images[1:], compression="group4", dpi=(200, 200))
    for member in range(3):
        record(readings, path, f"page {member + 1} du volume", number=100 * member)
    assert run(store, here, scans).exit_code == 0
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [pages.plain(session, page) for page in issue.pages] == [
            f"page {n} du volume" for n in (1, 2, 3)
        ]


def test_a_bound_volume_becomes_several_issues(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    _scanned_pdf(scans / "bound.pdf", 4)
    (scans / "issue.toml").write_text(
        '[[issues]]\nnumber = "1"\nedtf = "1965-01"\nfile = "bound.pdf"\npages = "1-2"\n'
        '[[issues]]\nnumber = "2"\nedtf = "1965-02"\nfile = "bound.pdf"\npages = "3-4"\n'
    )
    run(store, here, scans)
    report = run(store, here, scans)
    assert report.to_plain()["new_pages"] == 0
    with store.read() as session:
        found = issues.every(session, public=False)
        assert [(issue.number, len(issue.pages)) for issue in found] == [("1", 2), ("2", 2)]
        members = [[s.member for s in pages.scans_of(session, issue.id)] for issue in found]
        assert members == [[1, 2], [3, 4]]


def test_one_broken_page_of_a_pdf_costs_that_page_alone(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    _scanned_pdf(scans / "whole.pdf", 3)
    with pikepdf.open(scans / "whole.pdf") as pdf:
        drawings = pdf.pages[1].obj.Resources.XObject
        image = drawings[next(iter(drawings.keys()))]
        image.Width, image.Height = 40_000, 40_000
        pdf.save(scans / "n1.pdf")
    (scans / "whole.pdf").unlink()
    report = run(store, here, scans)
    [fault] = [each for each in report.all_faults() if each.kind == "unreadable"]
    assert fault.file.endswith("n1.pdf (2)")
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [s.member for s in pages.scans_of(session, issue.id)] == [1, 3]
