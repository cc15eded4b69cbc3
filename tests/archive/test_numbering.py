"""Issue numbers sort as people count, whatever is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import numbering

IN_ORDER = [
    "العدد الأول",
    "2",
    "n° 7",
    "10",
    "١١",
    "12-13",
    "14",
    "عدد مزدوج 15-16",
    "54",
    "54 bis",
    "54 ter",
    "55",
    "143",
    "hors-série n° 2",
    "H.S. 10",
    "عدد خاص",
    "عدد خاص 3",
    "supplément 1",
    "",
]


def test_labels_sort_as_people_count():
    keys = [numbering.sort_key(label) for label in IN_ORDER]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("143", (143, 143)),
        ("N° 143", (143, 143)),
        ("١٤٣", (143, 143)),
        ("العدد ١٤٣", (143, 143)),
        ("العدد الثالث", (3, 3)),
        ("12-13", (12, 13)),
        ("12/13", (12, 13)),
        ("12 – 13", (12, 13)),
        ("12 et 13", (12, 13)),
        ("12 و13", (12, 13)),
        ("12, 13, 14", (12, 14)),
        ("12-15", (12, 15)),
        ("double 12-13", (12, 13)),
        ("54 bis", (54, 54)),
        ("54 مكرر", (54, 54)),
        ("54a", (54, 54)),
        ("", None),
        ("عدد خاص", None),
        ("H.S. 2", None),
        ("spécial 3", None),
        ("12-10", None),
        ("12, 15, 16", None),
        ("12-12", None),
        ("1961-1975", None),
        ("143 quelque chose", None),
        ("1234567", None),
    ],
)
def test_the_numbers_behind_a_label(label, wanted):
    assert numbering.numbers(label) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("H.S. 2", "Hors-série n° 2"), ("١٢", "n° 12"), ("54 BIS", "54 bis"), ("HS2", "H.S. 2")],
)
def test_two_ways_to_print_a_number_sort_alike(one, other):
    assert numbering.sort_key(one) == numbering.sort_key(other)


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_numbers_sort_by_value_in_either_kind_of_digits(one, other):
    arabic = str(other).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    keys = numbering.sort_key(str(one)), numbering.sort_key(arabic)
    assert (keys[0] < keys[1]) == (one < other)
    assert numbering.numbers(arabic) == (other, other)


@given(st.text(max_size=30))
def test_any_label_has_a_key_and_perhaps_numbers(label):
    assert numbering.sort_key(label)
    found = numbering.numbers(label)
    assert found is None or 0 <= found[1] - found[0] < numbering.MOST_NUMBERS
