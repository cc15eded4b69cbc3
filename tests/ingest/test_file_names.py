"""What names tell: roles, order, gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.file_names import as_ranges, in_order, missing_numbers, natural_key, role_of


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("0001.JPG", "picture"),
        ("صفحة ٣.tiff", "picture"),
        ("1965.pdf", "pdf"),
        (".DS_Store", "system"),
        ("._0001.jpg", "system"),
        ("Thumbs.db", "system"),
        ("0001.jpg.part", "system"),
        ("0001.gt.txt", "companion"),
        ("0001.alto.xml", "companion"),
        ("issue.toml", "description"),
        ("ISSUES.CSV", "description"),
        ("film.mp4", "strange"),
        ("no ending", "strange"),
    ],
)
def test_a_name_says_what_the_file_is_for(name: str, role: str) -> None:
    assert role_of(name) == role


def test_numbers_in_names_count_as_numbers() -> None:
    assert in_order(["p10.jpg", "p2.jpg", "P1.jpg"]) == ["P1.jpg", "p2.jpg", "p10.jpg"]


def test_arabic_digits_count_like_western_ones() -> None:
    assert in_order(["صفحة ١٠.jpg", "صفحة 2.jpg", "صفحة ١.jpg"]) == [
        "صفحة ١.jpg",
        "صفحة 2.jpg",
        "صفحة ١٠.jpg",
    ]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_any_names_can_be_put_in_order_and_none_is_lost(names: list[str]) -> None:
    ordered = in_order(names)
    assert sorted(ordered) == sorted(names)
    assert in_order(reversed(ordered)) == ordered


@given(st.text(max_size=30))
def test_every_name_has_a_key(name: str) -> None:
    assert natural_key(name) == natural_key(name)


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["0001.jpg", "0002.jpg", "0004.jpg"], [3]),
        (["p1.jpg", "p2.jpg", "p3.jpg"], []),
        (["IMG_20240101.jpg", "IMG_20240307.jpg"], []),  # dates, not pages
        (["cover.jpg", "0001.jpg", "0003.jpg"], []),  # not all numbered alike
        (["٠٠١.jpg", "٠٠٣.jpg"], [2]),
        (["0001.jpg"], []),
    ],
)
def test_gaps_are_seen_where_names_count_pages(names: list[str], missing: list[int]) -> None:
    assert missing_numbers(names) == missing


def test_missing_numbers_are_told_short() -> None:
    assert as_ranges([2, 4, 5, 6, 9]) == "2, 4-6, 9"
    assert as_ranges([]) == ""
