"""From a folder of scans to pages in the record, and what running again does."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from archive import checking
from archive.queries import changes, issues, pages, work
from archive.settings import Settings
from archive.store import Store
from archive.texts import Texts
from ingest.checking import checks
from ingest.running import Delivery
from tests.ingest.drawn_scans import HEIGHT, WIDTH, draw, draw_issue, draw_read, record, run


def _texts(store: Store) -> dict[str, list[str]]:
    """The text of every issue's pages in order, by the name of its folder."""
    with store.read() as session:
        return {
            Path(issue.source).name: [pages.plain(session, page) for page in issue.pages]
            for issue in issues.every(session, public=False)
        }


def _numbers(store: Store) -> list[int]:
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        return [page.number for page in pages.of_issue(session, issue.id)]


def _nothing_is_wrong(store: Store, settings: Settings) -> None:
    found = [*checking.checks(store, fixity=True), *checks(settings, store)]
    assert [str(each) for each in found] == []
    assert list((store.files.root / "cache").glob("work-*")) == []


def test_a_folder_becomes_an_issue_that_can_be_read_and_downloaded(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "numéro 7")
    report = run(store, here, scans)
    assert report.exit_code == 0
    assert _texts(store) == {"numéro 7": ["page 1 du numéro", "page 2 du numéro", "page 3 du numéro"]}
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.name == Texts.supplied(fr="numéro 7")
        assert not issue.described
        assert issue.state == "draft"
        [stream] = issue.streams
        assert (stream.language, stream.direction, stream.pages, stream.proposed) == (
            "fr",
            "ltr",
            (1, 2, 3),
            True,
        )
        assert store.files.path(stream.pdf_path).read_bytes().startswith(b"%PDF")
        for page in issue.pages:
            assert (page.width, page.height) == (WIDTH, HEIGHT)
            assert page.image is not None
            assert page.label == str(page.number)
        assert [batch.state for batch in work.batches(session)] == ["done"]
    _nothing_is_wrong(store, here)
    plain = json.loads(json.dumps(report.to_plain()))
    assert plain["verified_safe_to_delete"] == [str(scans / "numéro 7" / f"{n:04}.jpg") for n in (1, 2, 3)]


def test_a_second_run_changes_nothing_at_all(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a")
    run(store, here, scans)
    before = b"".join(_dump(store))
    report = run(store, here, scans)
    assert b"".join(_dump(store)) == before
    assert (report.exit_code, report.batch) == (0, None)
    assert len(report.verified) == 3


def _dump(store: Store) -> list[bytes]:
    import sqlite3

    with sqlite3.connect(store.path) as database:
        lines = [line.encode() for line in database.iterdump()]
    database.close()
    return lines


def test_a_new_file_is_put_in_between_in_the_order_of_files(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_read(readings, scans / "a/0001.jpg", 1)
    draw_read(readings, scans / "a/0003.jpg", 3)
    report = run(store, here, scans)
    assert [fault.kind for fault in report.all_faults()] == ["gap"]
    draw_read(readings, scans / "a/0002.jpg", 2)
    report = run(store, here, scans)
    assert report.to_plain()["new_pages"] == 1
    assert _texts(store)["a"] == ["page 1 du numéro", "page 2 du numéro", "page 3 du numéro"]
    assert _numbers(store) == [1, 3, 2]  # minted in order of arrival, never again
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.streams[0].pages == (1, 3, 2)
        assert [page.label for page in issue.pages] == ["1", "2", "3"]
    _nothing_is_wrong(store, here)


def test_a_changed_file_is_a_new_scan_of_its_page(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    run(store, here, scans)
    draw_read(readings, scans / "a/0002.jpg", 99, "une meilleure copie")
    report = run(store, here, scans)
    assert (report.to_plain()["new_pages"], report.to_plain()["new_scans"]) == (0, 1)
    assert _texts(store)["a"] == ["page 1 du numéro", "une meilleure copie"]
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert len(pages.scans_of(session, issue.id)) == 2
        assert len(pages.scans_of(session, issue.id, current=False)) == 3
        page = issue.pages[1]
        assert page.text_revision == 2
        assert page.image is not None
        assert page.image.version == 2
        words = pages.text(session, page)
        assert words is not None
        assert "page" in words.replaced  # what the old scan said is still found
    _nothing_is_wrong(store, here)


def test_a_vanished_file_is_told_and_its_page_kept(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 3)
    run(store, here, scans)
    (scans / "a/0003.jpg").unlink()
    report = run(store, here, scans)
    assert [fault.kind for fault in report.all_faults()] == ["vanished"]
    assert report.exit_code == 0
    assert len(_texts(store)["a"]) == 3


def test_files_that_are_only_renamed_double_nothing(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    run(store, here, scans)
    for path in sorted((scans / "a").iterdir()):
        path.rename(path.with_name(f"page {path.name}"))
    report = run(store, here, scans)
    assert report.to_plain()["new_pages"] == 0
    assert report.all_faults() == []
    assert len(_texts(store)["a"]) == 2


def test_a_moved_folder_is_the_same_issue_a_copied_one_is_told(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    import shutil

    draw_issue(readings, scans / "a", 2)
    run(store, here, scans)
    (scans / "a").rename(scans / "b")
    assert run(store, here, scans).to_plain()["new_pages"] == 0
    shutil.copytree(scans / "b", scans / "copy")
    report = run(store, here, scans)
    assert [fault.kind for fault in report.all_faults()] == ["duplicate"]
    assert list(_texts(store)) == ["b"]


def test_the_same_bytes_twice_in_an_issue_are_one_page(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    (scans / "a/0003.jpg").write_bytes((scans / "a/0002.jpg").read_bytes())
    for _ in range(2):
        report = run(store, here, scans)
        assert [fault.kind for fault in report.all_faults()] == ["duplicate"]
        assert len(_texts(store)["a"]) == 2


def test_bad_files_are_named_and_the_rest_is_taken_in(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    whole = (scans / "a/0001.jpg").read_bytes()
    (scans / "a/0003.jpg").write_bytes(whole[: len(whole) // 2])
    (scans / "a/0004.png").write_bytes(b"<html>not found</html>")
    (scans / "a/0005.jpg").write_bytes(b"")
    (scans / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    Image.new("1", (30000, 14000)).save(scans / "a/0006.png")
    report = run(store, here, scans)
    assert report.exit_code == 3
    told = {Path(f.file).name: f.told() for f in report.all_faults() if not f.harmless}
    assert sorted(told) == ["0003.jpg", "0004.png", "0005.jpg", "0006.png", "bad.pdf"]
    assert "420 megapixels" in told["0006.png"]
    assert _texts(store) == {"a": ["page 1 du numéro", "page 2 du numéro"]}
    _nothing_is_wrong(store, here)
    assert run(store, here, scans).exit_code == 3  # named again until someone acts


def test_arabic_names_are_kept_and_give_arabic_issues(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    for number in (1, 2):
        path = scans / "مجلة الشرطة ١٩٧٥" / f"صفحة {number}.jpg"
        draw_read(readings, path, number, "الشرطة في خدمة المواطن")
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.name == Texts.supplied(ar="مجلة الشرطة ١٩٧٥")
        assert [(s.language, s.direction) for s in issue.streams] == [("ar", "rtl")]
        assert [scan.source for scan in pages.scans_of(session, issue.id)] == ["صفحة 1.jpg", "صفحة 2.jpg"]


def test_a_front_in_each_language_is_proposed_as_two_streams(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    for number in range(1, 7):
        text = "الشرطة في خدمة المواطن" if number < 4 else "la police au service du citoyen"
        draw_read(readings, scans / "a" / f"{number}.jpg", number, text)
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        found = [(s.language, s.direction, s.pages, s.proposed) for s in issue.streams]
        assert found == [("ar", "rtl", (1, 2, 3), True), ("fr", "ltr", (4, 5, 6), True)]
        assert [page.label for page in issue.pages] == ["1", "2", "3", "1", "2", "3"]


def test_a_described_issue_has_what_its_file_says_and_is_published_once_read(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    folder = scans / "143"
    for number in (1, 2):
        draw_read(readings, folder / "ar" / f"{number}.jpg", number, "الشرطة في خدمة المواطن")
        draw_read(readings, folder / "fr" / f"{number}.jpg", 10 + number)
    (folder / "issue.toml").write_text(
        """
        title = { fr = "Routes", ar = "طرق" }
        number = "143"
        edtf = "1975-03"
        state = "published"
        [[streams]]
        language = "ar"
        folder = "ar"
        first_page_label = "5"
        [[streams]]
        language = "fr"
        folder = "fr"
        [[articles]]
        title = "Une enquête"
        language = "fr"
        section = { fr = "Enquêtes" }
        pages = ["fr/1.jpg", "2"]
        pair = 2
        [[articles]]
        title = "تحقيق"
        language = "ar"
        pages = "6"
        """,
        encoding="utf-8",
    )
    report = run(store, here, scans)
    assert report.all_faults() == []
    with store.read() as session:
        [issue] = issues.every(session, public=True)
        assert (issue.number, issue.edtf, issue.described, issue.state) == (
            "143",
            "1975-03",
            True,
            "published",
        )
        assert [(s.language, s.pages, s.proposed) for s in issue.streams] == [
            ("ar", (1, 2), False),
            ("fr", (3, 4), False),
        ]
        assert [page.label for page in issue.pages] == ["5", "6", "1", "2"]
        french, arabic = issue.articles
        assert (french.pages, french.pair, arabic.pages, arabic.pair) == ((3, 4), 2, (2,), 1)
    assert len(list(store.files.public(issue.key).iterdir())) == 6  # four pages, two PDFs
    # A page that comes later joins its stream.
    draw_read(readings, folder / "ar/3.jpg", 3, "الشرطة في خدمة المواطن")
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=True)
        assert [s.pages for s in issue.streams] == [(1, 2, 5), (3, 4)]
    _nothing_is_wrong(store, here)


def test_a_description_that_comes_late_is_taken_until_people_have_described(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    folder = draw_issue(readings, scans / "a", 2)
    run(store, here, scans)
    (folder / "issue.toml").write_text('number = "7"\nedtf = "1962"\nstate = "published"\n')
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=True)
        assert (issue.number, issue.described) == ("7", True)
    (folder / "issue.toml").write_text('number = "8"\nedtf = "1963"\n')
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=True)
        assert issue.number == "7"


def test_a_spread_becomes_two_pages_the_right_one_first_in_arabic(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    left, right = draw(scans.parent / "l.png", 1), draw(scans.parent / "r.png", 2)
    (scans / "a").mkdir(parents=True)
    spread = Image.new("L", (2 * WIDTH + 120, HEIGHT), 235)
    spread.paste(Image.open(left), (0, 0))
    spread.paste(Image.open(right), (WIDTH + 120, 0))
    path = scans / "a/1.png"
    spread.save(path, dpi=(200, 200))
    for number, text in enumerate(["الصفحة الثانية من العدد", "الصفحة الأولى من العدد"]):
        record(readings, path, text, number=number)
    run(store, here, scans)
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert [pages.plain(session, page) for page in issue.pages] == [
            "الصفحة الأولى من العدد",
            "الصفحة الثانية من العدد",
        ]
        assert issue.streams[0].pages == tuple(page.number for page in issue.pages)
    before = _numbers(store)
    run(store, here, scans)
    assert _numbers(store) == before


def test_one_change_set_is_written_for_an_issue_and_a_run(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 3)
    draw_issue(readings, scans / "b", 3, base=50)
    run(store, here, scans, delivery=Delivery(operator="alice"))
    with store.read() as session:
        recent = changes.recent(session)
        assert [change_set.by for change_set in recent] == ["alice", "alice"]
        assert all(change_set.changes for change_set in recent)


def test_a_page_that_cannot_be_read_fails_with_its_reason_and_is_tried_again_by_the_next_run(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    draw(scans / "a/0003.jpg", 3)  # nothing recorded: the engine reads nothing
    report = run(store, here, scans)
    assert report.exit_code == 3
    [failed] = report.failed
    assert (failed.page, failed.name, failed.attempts) == (3, "text", 2)
    assert "No reading was recorded" in failed.message
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.streams[0].pdf_path  # the pages that were read are there
        assert issue.pages[2].image is not None
    record(readings, scans / "a/0003.jpg", "enfin lue")
    report = run(store, here, scans)
    assert report.exit_code == 0
    assert _texts(store)["a"][2] == "enfin lue"
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        assert issue.streams[0].pdf_version == 2
    _nothing_is_wrong(store, here)
