"""What patterns read out of names, and that no name takes them longer than a moment."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from ingest.naming import NameRead, compiled, read_name
from ingest.naming_profiles import profile_above, profile_named, read_profile, shipped


def _read(pattern: str, path: str) -> NameRead | str | None:
    place = PurePosixPath(path)
    return read_name(compiled(pattern), [*place.parts[:-1], place.stem])


#: A name as workshops give them, by the profile that is to read it, and what it says.
_HABITS = [
    ("arabic-folders", "1975/مجلة الشرطة عدد 12 مارس 1975/صفحة 001.tif", "1975-03, n° 12, ar, 1"),
    (
        "arabic-folders",
        "مجلة الشرطة العدد ١٢-١٣ مارس-أبريل ١٩٧٥/عربي/صفحة ٠٠٢.tif",
        "1975-03/1975-04, n° 12-13, ar, 2",
    ),
    ("arabic-folders", "المجلة عدد 9 يناير 1962/غلاف 1.jpg", "1962-01, n° 9, ar, C1"),
    ("arabic-folders", "1968/العدد 72/4.jpg", "1968, n° 72, ar, 4"),
    ("coded-files", "lot 3/REV-POL_1975-03_N012_AR_p001.jpg", "1975-03, n° 12, ar, 1"),
    ("coded-files", "REV-POL_1975-03_N012-013_FR_014-015.jpg", "1975-03, n° 12-13, fr, 14-15"),
    ("coded-files", "REV-POL_1975-03_N012_FR_C4.tif", "1975-03, n° 12, fr, C4"),
    ("coded-files", "REV_19750301_0012.tif", "1975-03-01, 12"),
    (
        "french-folders",
        "Revue n°12-13 (mars-avril 1975)/recto 3.jpg",
        "1975-03/1975-04, n° 12-13, fr, recto 3",
    ),
    ("french-folders", "LA REVUE N° 7 - Février 1962/Page 04.JPG", "1962-02, n° 7, fr, 4"),
    ("french-folders", "Revue n°7 (mai 1961)/3v.jpg", "1961-05, n° 7, fr, v 3"),
    ("dated-folders", "sn84026749/1975030102/0015.jp2", "1975-03-01, 15"),
    ("dated-folders", "1975-03/fr/0015.tif", "1975-03, fr, 15"),
]


@pytest.mark.parametrize(("profile", "path", "said"), _HABITS)
def test_the_shipped_profiles_read_what_workshops_write(profile: str, path: str, said: str) -> None:
    read = profile_named(profile).read(PurePosixPath(path))
    assert isinstance(read, NameRead)
    assert read.told() == said
    decomposed = unicodedata.normalize("NFD", path)  # as a Mac hands it over
    assert profile_named(profile).read(PurePosixPath(decomposed)) == read


@pytest.mark.parametrize("path", ["IMG_0001.jpg", "REV_1975-03_N012_AR.jpg", "1975/notes.tif", "صفحة 1.tif"])
def test_other_names_are_not_guessed_at(path: str) -> None:
    assert [profile_named(name).read(PurePosixPath(path)) for name in shipped()] == [""] * len(shipped())


def test_a_name_that_says_something_impossible_is_told_with_what(tmp_path: Path) -> None:
    assert _read("{year}/{year}_{page}", "1975/1976_3.jpg") == "year: 1975 / 1976"
    assert _read("{date}/{page}", "un jour/3.jpg") == "date: un jour"
    assert _read("{year}{month}{day}/{page}", "19750231/3.jpg") == "date: 1975 02 31"
    assert _read("{language}/{page}", "espagnol/3.jpg") == "language: espagnol"


def test_the_same_thing_may_be_said_twice_in_two_ways() -> None:
    read = _read(
        "{year}-{month}/{month} {year} n{number}/n{number}_{page}", "1975-03/mars 1975 n012/N12_1.jpg"
    )
    assert isinstance(read, NameRead)
    assert (read.edtf, read.number) == ("1975-03", "12")


def test_covers_and_second_sides_stand_where_they_belong() -> None:
    names = ["C1", "C2", "1 recto", "1 verso", "2 recto", "C3", "C4"]
    reads = [_read("C{cover}", f"{name}.jpg") or _read("{page} {side}", f"{name}.jpg") for name in names]
    orders = [read.order for read in reads if isinstance(read, NameRead)]
    assert orders == sorted(orders)
    assert len(orders) == len(names)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("", "is empty"),
        ("{yeer}/{page}", "{yeer}, which is no placeholder"),
        ("{any}{title}{any}_{page}", "leaves too much open"),
        ("{page}" + "x" * 400, "too long"),
    ],
)
def test_a_pattern_that_is_not_understood_is_refused(pattern: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        compiled(pattern)
    assert told in refused.value.told()


@pytest.mark.parametrize("letter", ["1", "a", "_", " ", "-", "ع", "1-", "a 1_", "عدد 1 "])
def test_no_name_takes_longer_than_a_moment(letter: str) -> None:
    worst = compiled("{any}-{date} {number}-{number} {year}{month}{day}_{page}")
    name = (letter * 255)[:255]
    begun = time.process_time()
    for profile in shipped():
        profile_named(profile).read(PurePosixPath(name) / name / f"{name}.jpg")
    read_name(worst, [name])
    assert time.process_time() - begun < 1


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=40))
def test_no_pattern_and_no_name_bring_the_reader_down(pattern: str, name: str) -> None:
    try:
        made = compiled(pattern)
    except BadInput:
        return
    read_name(made, [name])


def test_literal_signs_of_a_pattern_mean_themselves() -> None:
    assert isinstance(_read("N.{number} (a|b)*/[{page}]", "N.3 (a|b)*/[4].jpg"), NameRead)
    assert _read("N.{number}/{page}", "Nx3/4.jpg") is None


# --- naming.toml ---


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_beside_or_above_the_scans_names_a_profile_or_gives_one(tmp_path: Path) -> None:
    deep = tmp_path / "a/b"
    deep.mkdir(parents=True)
    assert profile_above(deep) is None
    _write(tmp_path / "naming.toml", 'profile = "coded-files"')
    found = profile_above(deep)
    assert found is not None
    assert found.name == "coded-files"
    _write(
        tmp_path / "a/naming.toml",
        'name = "Atelier"\nlanguage = "fr"\n'
        'patterns = ["{number}/{page}", { path = "HS/{page}", kind = "special" }]',
    )
    found = profile_above(deep)
    assert found is not None
    special = found.read(PurePosixPath("HS/3.jpg"))
    assert isinstance(special, NameRead)
    assert (found.name, special.pattern.kind, special.language) == ("Atelier", "special", "fr")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("patterns = [", "cannot be read"),
        ('name = "x"', "no list of patterns"),
        ("patterns = [3]", "a pattern that is none"),
        ('patterns = ["{page}"]\nlangauge = "fr"', "langauge"),
        ('profile = "no-such"', "no naming profile no-such"),
        ('patterns = ["{pag}"]', "{pag}, which is no placeholder"),
    ],
)
def test_mistakes_in_a_profile_are_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_profile(_write(tmp_path / "naming.toml", text))
    assert told in refused.value.told()
