"""The survey says what is there and what is wrong with it, and writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from archive.settings import Settings
from ingest.survey import Survey, survey
from tests.ingest.drawn_scans import InThisProcess, draw


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


def _survey(scans: Path, **settings: int) -> Survey:
    return survey([scans], Settings(home=scans / "none", **settings), InThisProcess())  # type: ignore[arg-type]


def _kinds(found: Survey) -> list[tuple[str, str]]:
    return sorted((fault.kind, Path(fault.file).name) for fault in found.all_faults())


def test_a_sound_folder_has_no_faults(scans: Path) -> None:
    for number in (1, 2):
        draw(scans / "a" / f"{number:04}.jpg", number)
    found = _survey(scans)
    assert found.all_faults() == []
    [issue] = found.issues
    assert (issue.pages, issue.sizes[0], set(issue.dpi)) == (2, (620, 880), {200.0})
    assert issue.kinds == {"image/jpeg": 2}
    plain = found.to_plain()
    assert plain["pages"] == 2


def test_nothing_is_written(scans: Path) -> None:
    draw(scans / "1.jpg")
    before = sorted(scans.parent.rglob("*"))
    _survey(scans)
    assert sorted(scans.parent.rglob("*")) == before


def test_each_fault_is_named_with_its_file(scans: Path) -> None:
    for number in (1, 2, 4):
        draw(scans / "a" / f"{number:04}.jpg", number)
    (scans / "a/0005.jpg").write_bytes((scans / "a/0004.jpg").read_bytes())
    (scans / "a/0006.jpg").write_bytes((scans / "a/0001.jpg").read_bytes()[:2000])
    draw(scans / "a/0007.jpg", 7, dpi=100)
    Image.open(scans / "a/0001.jpg").save(scans / "a/0008.png", "TIFF", dpi=(200, 200))
    (scans / "a/0009.jpg").write_bytes(b"%PDF-1.4")
    (scans / "a/0010.tif").write_bytes(b"")
    (scans / "empty").mkdir()
    (scans / "bad.pdf").write_bytes(b"not a pdf")
    assert _kinds(_survey(scans)) == [
        ("duplicate", "0005.jpg"),
        ("empty", "bad.pdf"),
        ("empty", "empty"),
        ("gap", "a"),
        ("mislabelled", "0008.png"),
        ("resolution", "0007.jpg"),
        ("unreadable", "0006.jpg"),
        ("unreadable", "0009.jpg"),
        ("unreadable", "0010.tif"),
        ("unreadable", "bad.pdf"),
    ]


def test_too_many_pixels_are_told_before_one_is_read(scans: Path) -> None:
    draw(scans / "1.png", size=(1200, 1000))
    [fault] = [each for each in _survey(scans, page_megapixels=1).all_faults() if each.kind == "unreadable"]
    assert "megapixels" in fault.told()


def test_impossible_and_future_dates_are_told(scans: Path) -> None:
    for name, date in (("a", "1975-02-30"), ("b", "2999-01")):
        draw(scans / name / "1.jpg", ord(name))
        (scans / name / "issue.toml").write_text(f'edtf = "{date}"\n')
    assert [kind for kind, _ in _kinds(_survey(scans))] == ["date", "date"]


def test_a_part_of_a_volume_beyond_its_end_is_told(scans: Path) -> None:
    scans.mkdir()
    images = [Image.open(draw(scans.parent / f"{n}.png", n)) for n in range(3)]
    images[0].save(scans / "bound.tif", save_all=True, append_images=images[1:], dpi=(200, 200))
    (scans / "issues.csv").write_text("file,number,pages\nbound.tif,1,1-2\nbound.tif,2,3-5\n")
    found = _survey(scans)
    assert [issue.pages for issue in found.issues] == [2, 1]
    assert [kind for kind, _ in _kinds(found)] == ["range"]
