"""Which files make an issue."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.errors import BadInput
from ingest.folders import Openers, find_issues
from ingest.found_issues import Found
from ingest.issue_workbooks import cells_of
from ingest.naming_profiles import Profile, profile_named


def _files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder


def _find(*paths: Path, volumes: Sequence[str] = (), profile: Profile | None = None) -> Found:
    return find_issues(
        paths,
        Openers(
            lambda files: [5 if file.name in volumes else 1 for file in files],
            lambda path, faults: cells_of(path),
        ),
        profile,
    )


def _shape(found: Found) -> dict[str, list[str]]:
    return {issue.name: [file.name for file in issue.files] for issue in found.issues}


def test_a_folder_of_images_is_an_issue_and_folders_are_walked(tmp_path: Path) -> None:
    _files(tmp_path, "1975/03/p2.jpg", "1975/03/p10.jpg", "1975/03/p1.jpg", "1976/عدد ١/٠١.png")
    assert _shape(_find(tmp_path)) == {"03": ["p1.jpg", "p2.jpg", "p10.jpg"], "عدد ١": ["٠١.png"]}


def test_the_same_issue_is_found_from_itself_and_from_any_parent(tmp_path: Path) -> None:
    _files(tmp_path, "1975/03/1.jpg")
    sources = {_find(path).issues[0].source for path in (tmp_path, tmp_path / "1975", tmp_path / "1975/03")}
    assert len(sources) == 1


def test_each_pdf_is_an_issue_also_beside_images(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.jpg", "a/annexe.pdf", "b.pdf")
    assert _shape(_find(tmp_path)) == {"a": ["1.jpg"], "annexe.pdf": ["annexe.pdf"], "b.pdf": ["b.pdf"]}


def test_multi_page_tiffs_alone_are_issues_among_other_images_they_are_pages(tmp_path: Path) -> None:
    _files(tmp_path, "volumes/a.tif", "volumes/b.tif", "pages/1.tif", "pages/2.tif")
    found = _find(tmp_path, volumes=["a.tif", "b.tif", "2.tif"])
    assert _shape(found) == {"pages": ["1.tif", "2.tif"], "a.tif": ["a.tif"], "b.tif": ["b.tif"]}


def test_system_files_and_companions_are_counted_strange_ones_told(tmp_path: Path) -> None:
    _files(tmp_path, "1.jpg", ".DS_Store", "Thumbs.db", "1.gt.txt", "film.mp4", "2.gif", "__MACOSX/x.jpg")
    found = _find(tmp_path)
    assert found.passed_over == {"system": 3, "companion": 1}
    gif, film = found.faults
    assert (gif.kind, gif.harmless) == ("unknown", False)  # it may well be a page
    assert (film.kind, film.harmless) == ("unknown", True)
    assert "film.mp4" in film.told()


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [fault.kind for fault in _find(tmp_path).faults] == ["empty"]


def test_links_that_lead_outside_are_refused(tmp_path: Path) -> None:
    secret = _files(tmp_path / "secret", "1.jpg")
    given = _files(tmp_path / "given", "0001.jpg")
    (given / "0002.jpg").symlink_to(secret / "1.jpg")
    (given / "inside.jpg").symlink_to(given / "0001.jpg")
    (given / "folder").symlink_to(secret)
    found = _find(given)
    assert _shape(found) == {"given": ["0001.jpg", "inside.jpg"]}
    assert sorted(fault.kind for fault in found.faults) == ["link", "link"]


def test_names_that_are_no_text_are_told(tmp_path: Path) -> None:
    _files(tmp_path, "1.jpg")
    (tmp_path / os.fsdecode(b"\xff\xfe.jpg")).touch()
    found = _find(tmp_path)
    assert _shape(found) == {tmp_path.name: ["1.jpg"]}
    assert [fault.kind for fault in found.faults] == ["name"]
    found.faults[0].told().encode()


def test_a_described_issue_takes_its_streams_folders(tmp_path: Path) -> None:
    _files(tmp_path, "n/ar/1.jpg", "n/ar/2.jpg", "n/fr/1.jpg", "n/cover.jpg", "n/other/1.jpg")
    (tmp_path / "n/issue.toml").write_text(
        '[[streams]]\nlanguage="ar"\nfolder="ar"\n[[streams]]\nlanguage="fr"\nfolder="fr"\n'
    )
    assert _shape(_find(tmp_path)) == {
        "n": ["cover.jpg", "ar/1.jpg", "ar/2.jpg", "fr/1.jpg"],
        "other": ["1.jpg"],
    }
    # Naming a stream's folder alone means the issue it belongs to.
    assert _shape(_find(tmp_path / "n/ar")) == {
        "n": ["cover.jpg", "ar/1.jpg", "ar/2.jpg", "fr/1.jpg"],
        "other": ["1.jpg"],
    }


def test_a_bound_volume_is_cut(tmp_path: Path) -> None:
    _files(tmp_path, "v/bound.pdf")
    (tmp_path / "v/issue.toml").write_text(
        '[[issues]]\nnumber="1"\nfile="bound.pdf"\npages="1-4"\n[[issues]]\nnumber="2"\nfile="bound.pdf"\npages="5-9"\n'
    )
    found = _find(tmp_path)
    assert [(i.source.rpartition("/")[2], i.files[0].members) for i in found.issues] == [
        ("bound.pdf#1-4", (1, 4)),
        ("bound.pdf#5-9", (5, 9)),
    ]


def test_a_folder_of_images_is_cut_by_rows(tmp_path: Path) -> None:
    _files(tmp_path, *(f"v/{n:03}.jpg" for n in range(1, 7)))
    (tmp_path / "issues.csv").write_text("folder,number,pages\nv,1,1-2\nv,2,3-9\n")
    found = _find(tmp_path)
    assert [[f.name for f in i.files] for i in found.issues] == [
        ["001.jpg", "002.jpg"],
        ["003.jpg", "004.jpg", "005.jpg", "006.jpg"],
    ]
    assert ["3-9" in fault.told() for fault in found.faults] == [True]


def test_rows_and_folders_that_do_not_meet_are_told(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.jpg", "b/1.jpg")
    (tmp_path / "issues.csv").write_text("folder,number\na,1\nc,3\n")
    found = _find(tmp_path)
    assert {i.name: i.description is not None for i in found.issues} == {"a": True, "b": False}
    told = " ".join(fault.told() for fault in found.faults)
    assert "no row for b" in told
    assert "row 3: there are no scans at c" in told


def test_a_row_above_counts_when_only_the_folder_is_named(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.jpg")
    (tmp_path / "issues.csv").write_text("folder,number\na,7\n")
    [issue] = _find(tmp_path / "a").issues
    assert issue.description is not None
    assert issue.description.fields["number"] == "7"


def test_a_wrong_issue_file_keeps_its_folder_out(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.jpg")
    (tmp_path / "a/issue.toml").write_text("title = ")
    found = _find(tmp_path)
    assert found.issues == []
    assert not found.faults[0].harmless


def test_what_an_issue_file_names_and_is_not_there_is_told(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.jpg")
    (tmp_path / "a/issue.toml").write_text('[[streams]]\nfiles=["1.jpg","9.jpg","../../x.jpg"]\n')
    found = _find(tmp_path)
    assert _shape(found) == {"a": ["1.jpg"]}
    assert len(found.faults) == 2


def test_paths_that_hold_no_issue_are_refused(tmp_path: Path) -> None:
    _files(tmp_path, "1.jpg", "x.doc")
    for name in ("1.jpg", "x.doc", "nothing"):
        with pytest.raises(BadInput):
            _find(tmp_path / name)


# --- names read by a profile ---


def test_issues_lying_together_are_told_apart_by_their_names(tmp_path: Path) -> None:
    _files(
        tmp_path,
        *(f"lot/REV_1975-03_N012_AR_p{page:03}.jpg" for page in (1, 2, 10)),
        *(f"lot/REV_1975-03_N012_FR_{name}.jpg" for name in ("C4", "p002", "p001", "C1")),
        *(f"lot/REV_1975-04_N013_AR_p{page:03}.jpg" for page in (1, 2)),
        "lot/IMG_0001.jpg",
    )
    found = _find(tmp_path, profile=profile_named("coded-files"))
    first, second = found.issues
    assert [file.name.removeprefix("REV_1975-03_N012_") for file in first.files] == [
        "AR_p001.jpg",
        "AR_p002.jpg",
        "AR_p010.jpg",
        "FR_C1.jpg",
        "FR_p001.jpg",
        "FR_p002.jpg",
        "FR_C4.jpg",
    ]
    assert first.source == f"{tmp_path}/lot#1975-03 n12"
    assert second.name == "lot 1975-04 n13"
    assert first.description is not None
    assert dict(first.description.fields) == {"number": "12", "edtf": "1975-03"}
    assert [(s.language, len(s.files)) for s in first.description.streams] == [("ar", 3), ("fr", 4)]
    assert first.names["REV_1975-03_N012_FR_C4.jpg"] == "1975-03, n° 12, fr, C4"
    [unread] = found.faults  # pages 3 to 9 of the first number: more than there are, so no gap is told
    assert (unread.kind, unread.harmless, Path(unread.file).name) == ("name", False, "IMG_0001.jpg")


def test_a_folder_named_in_arabic_is_described_by_its_name(tmp_path: Path) -> None:
    folder = "1975/مجلة الشرطة عدد 12-13 مارس-أبريل 1975"
    _files(tmp_path, *(f"{folder}/صفحة {page:03}.tif" for page in (1, 2, 4)), f"{folder}/صفحة 4.jpg")
    found = _find(tmp_path, profile=profile_named("arabic-folders"))
    [issue] = found.issues
    assert issue.source == str(tmp_path / folder)  # the same as without a profile
    assert issue.description is not None
    assert dict(issue.description.fields) == {
        "number": "12-13",
        "edtf": "1975-03/1975-04",
        "issue_kind": "double",
    }
    assert sorted(fault.kind for fault in found.faults) == ["gap", "name"]
    assert "3 is missing" in found.faults[-1].told()


def test_folders_of_languages_are_streams_of_one_issue(tmp_path: Path) -> None:
    _files(tmp_path, "1975-03/ar/1.jpg", "1975-03/fr/1.jpg", "1975-03/fr/2.jpg")
    [issue] = _find(tmp_path, profile=profile_named("dated-folders")).issues
    assert issue.source == str(tmp_path / "1975-03")
    assert issue.description is not None
    assert [(s.language, s.files) for s in issue.description.streams] == [
        ("ar", ("ar/1.jpg",)),
        ("fr", ("fr/1.jpg", "fr/2.jpg")),
    ]


def test_naming_toml_holds_for_its_folder_and_those_below(tmp_path: Path) -> None:
    _files(tmp_path, "named/N1/1.jpg", "named/N2.pdf", "other/N3/1.jpg")
    (tmp_path / "named/naming.toml").write_text('patterns = ["N{number}/{page}", "N{number}"]')
    found = _find(tmp_path)
    assert [(i.name, i.profile, i.description and i.description.fields) for i in found.issues] == [
        ("N1", "named", {"number": "1"}),
        ("N2.pdf", "named", {"number": "2"}),
        ("N3", "", None),
    ]
    [below] = _find(tmp_path / "named/N1").issues
    assert below.source == found.issues[0].source


def test_a_bad_profile_leaves_its_folder_out_and_nothing_else(tmp_path: Path) -> None:
    _files(tmp_path, "named/1.jpg", "other/1.jpg")
    (tmp_path / "named/naming.toml").write_text("patterns = 3")
    found = _find(tmp_path)
    assert [issue.name for issue in found.issues] == ["other"]
    assert [(fault.kind, fault.harmless) for fault in found.faults] == [("profile", False)]


def test_a_table_completes_what_names_say_and_both_kinds_of_lack_are_told(tmp_path: Path) -> None:
    _files(tmp_path, "lot/N1_1.jpg", "lot/N2_1.jpg", "lot/N4_1.jpg")
    (tmp_path / "naming.toml").write_text('patterns = ["N{number}_{page}"]')
    (tmp_path / "lot/issues.csv").write_text("folder,number,edtf\n.,1,1975-01\n.,2,1975-02\n.,3,1975-03\n")
    found = _find(tmp_path)
    assert [i.description and i.description.fields for i in found.issues] == [
        {"number": "1", "edtf": "1975-01"},
        {"number": "2", "edtf": "1975-02"},
        {"number": "4"},
    ]
    assert [fault.kind for fault in found.faults] == ["table", "table"]
    assert "has no row for lot" in found.faults[0].told()
    assert "row 4: there are no scans" in found.faults[1].told()


def test_an_issue_toml_says_more_than_names(tmp_path: Path) -> None:
    _files(tmp_path, "N1/1.jpg")
    (tmp_path / "naming.toml").write_text('patterns = ["N{number}/{page}"]')
    (tmp_path / "N1/issue.toml").write_text("number = 99")
    [issue] = _find(tmp_path).issues
    assert issue.description is not None
    assert issue.description.fields["number"] == "99"
