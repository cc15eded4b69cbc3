"""A page that came twice: told, offered with both pictures, made one page by a person, parted by undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from archive.actions import changes, likenesses
from archive.errors import BadInput
from archive.models import Scan
from archive.queries import issues, pages, work
from archive.queries import likenesses as questions
from archive.settings import Settings
from archive.store import Store
from ingest.checking import checks
from tests.ingest.drawn_scans import draw, draw_issue, draw_read, record, run


def _scanned_again(readings: Path, path: Path, seed: int) -> Path:
    """The page of `seed` by another scanner: a little larger, lighter, other bytes."""
    draw(path, seed)
    with Image.open(path) as image:
        again = image.resize((700, 994)).point(lambda grey: min(255, grey + 12))
    again.save(path, quality=70, dpi=(226, 226))
    record(readings, path, f"page {seed} scanned again")
    return path


def test_a_page_scanned_twice_is_told_and_offered_once(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 3)
    _scanned_again(readings, scans / "a/0004.jpg", 2)
    report = run(store, here, scans)
    assert report.exit_code == 0
    [fault] = report.all_faults()
    assert (Path(fault.file).name, fault.kind, fault.harmless) == ("0004.jpg", "likeness", True)
    assert "0002.jpg" in fault.told()
    with store.read() as session:
        [alike] = questions.open_ones(session)
        assert (alike.page.number, alike.other.number, questions.count_open(session)) == (4, 2, 1)
        assert alike.likeness.apart < 0.2
        assert questions.of_pages(session, [alike.page.id, alike.other.id]) == {alike.page.id}
    assert run(store, here, scans).all_faults() == []


def _decide(store: Store, keep: likenesses.Keep) -> int:
    with store.write() as session:
        [alike] = questions.open_ones(session)
        change_set = changes.begin(session, by="alice")
        likeness = questions.by_id(session, alike.likeness.id)
        likenesses.make_one(session, change_set, likeness, keep, by="alice")
        return change_set.number


@pytest.mark.parametrize("keep", ["older", "newer"])
def test_made_one_the_later_page_goes_and_nothing_comes_back(
    store: Store, here: Settings, scans: Path, readings: Path, keep: likenesses.Keep
) -> None:
    draw_issue(readings, scans / "a", 3)
    _scanned_again(readings, scans / "a/0004.jpg", 2)
    run(store, here, scans)
    number = _decide(store, keep)
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [page.number for page in issue.pages] == [1, 2, 3]
        assert issue.streams[0].pages == (1, 2, 3)
        second = issue.pages[1]
        assert second.frame is not None
        assert second.frame.scan.source == ("0004.jpg" if keep == "newer" else "0002.jpg")
        wanted = "page 2 scanned again" if keep == "newer" else "page 2 du numéro"
        assert pages.plain(session, second) == wanted
        assert work.unfinished(session) == 0
        assert questions.count_open(session) == 0
    assert [str(each) for each in checks(here, store)] == []
    with store.write() as session:
        changes.undo(session, number, by="alice")
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [page.number for page in issue.pages] == [1, 2, 3, 4]
        assert questions.count_open(session) == 0  # taken back is decided too


def test_an_issue_that_came_twice_goes_with_its_last_page(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    for seed in (1, 2):
        _scanned_again(readings, scans / f"b/{seed}.jpg", seed)
    run(store, here, scans)
    with store.write() as session:
        a, b = issues.every(session, public=False)
        pairs = questions.between(session, b.id, a.id)
        assert len(pairs) == 2
        change_set = changes.begin(session, by="alice")
        for pair in pairs:
            likenesses.make_one(session, change_set, pair, "older", by="alice")
        with pytest.raises(BadInput, match=r"decided already"):
            likenesses.keep_apart(session, pairs[0], by="alice")
    run(store, here, scans)
    with store.read() as session:
        assert [issue.name.to_plain() or issue.source for issue in issues.every(session, public=False)]
        assert len(issues.every(session, public=False)) == 1


def test_kept_apart_they_are_not_offered_again(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    _scanned_again(readings, scans / "a/0003.jpg", 1)
    run(store, here, scans)
    with store.write() as session:
        [alike] = questions.open_ones(session)
        likenesses.keep_apart(session, questions.by_id(session, alike.likeness.id), by="alice")
    run(store, here, scans)
    with store.read() as session:
        assert questions.count_open(session) == 0
        [issue] = issues.every(session, public=False)
        assert len(issue.pages) == 3


def test_the_same_file_in_two_issues_is_told_as_such(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    draw_read(readings, scans / "b/1.jpg", 9)
    (scans / "b/2.jpg").write_bytes((scans / "a/0001.jpg").read_bytes())
    report = run(store, here, scans)
    [fault] = report.all_faults()
    assert (Path(fault.file).name, fault.kind) == ("2.jpg", "duplicate")
    assert "same bytes" in fault.told()


def test_what_is_wrong_with_a_picture_is_told_and_kept_with_its_scan(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 1)
    path = draw(scans / "a/0002.jpg", 5)
    with Image.open(path) as image:
        pale = image.point(lambda grey: int(255 - (255 - grey) * 0.18))
    pale.save(path, quality=95, dpi=(200, 200))
    record(readings, path, "a pale page")
    [fault] = run(store, here, scans).all_faults()
    assert (Path(fault.file).name, fault.kind, fault.harmless) == ("0002.jpg", "pale", True)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        kept = {scan.source: scan for scan in pages.scans_of(session, issue.id)}
        assert _kinds(kept["0001.jpg"]) == []
        assert _kinds(kept["0002.jpg"]) == ["pale"]


def _kinds(scan: Scan) -> list[str]:
    return [finding["kind"] for finding in scan.findings]
