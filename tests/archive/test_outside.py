"""Identifiers of other services: read as people paste them, refused where they cannot be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import outside
from archive.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "service", "uri"),
    [
        ("http://viaf.org/viaf/102333412/", "VIAF", "https://viaf.org/viaf/102333412"),
        ("VIAF: 102333412", "VIAF", "https://viaf.org/viaf/102333412"),
        ("Q1339", "Wikidata", "https://www.wikidata.org/entity/Q1339"),
        (
            "https://www.wikidata.org/wiki/q1339?uselang=ar",
            "Wikidata",
            "https://www.wikidata.org/entity/Q1339",
        ),
        ("ISNI 0000 0001 2103 2683", "ISNI", "https://isni.org/isni/0000000121032683"),
        ("https://isni.org/isni/0000000121032683", "ISNI", "https://isni.org/isni/0000000121032683"),
        ("https://www.geonames.org/2528659/tetouan.html", "GeoNames", "https://www.geonames.org/2528659"),
        ("geonames ٢٥٢٨٦٥٩", "GeoNames", "https://www.geonames.org/2528659"),
    ],
)
def test_what_is_pasted_is_kept_as_the_permanent_address(typed: str, service: str, uri: str) -> None:
    found = outside.parse(typed)
    assert (found.service, found.uri) == (service, uri)
    assert outside.parse(found.uri) == found


@pytest.mark.parametrize(
    "typed",
    [
        "", "102333412", "javascript:alert(1)", "https://viaf.org.evil.example/viaf/1", "https://evil.example/Q1",
        "Q0", "viaf 0123", "ISNI 0000 0001 2103 2684", "https://www.wikidata.org/wiki/Q1<script>", "Q" * 400,
    ],
)  # fmt: skip
def test_what_no_service_gives_out_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        outside.parse(typed)


@given(st.from_regex("[0-9]{15}", fullmatch=True), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_an_isni_is_noticed(digits: str, place: int, more: int) -> None:
    right = digits + outside.check_character(digits)
    assert outside.parse(right).service == "ISNI"
    wrong = str((int(digits[place]) + more) % 10)
    with pytest.raises(BadInput):
        outside.parse(f"{right[:place]}{wrong}{right[place + 1 :]}")


def test_addresses_are_kept_once_and_not_too_many() -> None:
    assert outside.addresses(["Q1", " ", "https://www.wikidata.org/wiki/Q1"]) == (
        "https://www.wikidata.org/entity/Q1",
    )
    with pytest.raises(BadInput):
        outside.addresses([f"Q{number}" for number in range(1, 20)])
