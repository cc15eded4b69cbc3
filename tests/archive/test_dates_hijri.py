"""The Hijri calendar: ranges both ways, to one day, inside the tables only."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import dates
from archive.errors import BadInput

days = st.dates(date(1924, 8, 1), date(2077, 11, 16))


def test_a_month_of_an_issue_is_two_hijri_months():
    assert dates.hijri_text(date(1975, 3, 1), date(1975, 3, 31)) == "1395-02/1395-03"


def test_a_single_day_is_a_day():
    assert dates.hijri_text(date(1961, 5, 16), date(1961, 5, 16)) == "1380-12-01"


def test_outside_the_tables_there_is_no_answer():
    assert dates.hijri_range(date(1906, 1, 1), date(1906, 1, 31)) is None
    assert dates.hijri_text(date(1924, 7, 31), date(1924, 8, 31)) == ""
    assert dates.hijri_text(date(2077, 11, 1), date.max) == ""


def test_a_range_that_ends_before_it_begins_is_a_programming_error():
    with pytest.raises(ValueError):
        dates.hijri_range(date(1975, 4, 1), date(1975, 3, 1))


@given(days, st.integers(0, 400))
def test_the_hijri_range_covers_the_gregorian_one(start, length):
    end = min(start + timedelta(length), date(2077, 11, 16))
    found = dates.hijri_range(start, end)
    assert found is not None
    assert found.first <= start <= end <= found.last
    assert found.fits(start, end)
    assert dates.parse_hijri(str(found)) == found


@given(days)
def test_the_next_day_is_the_next_in_both_calendars(start):
    if start < date(2077, 11, 16):
        today, tomorrow = (dates.hijri_range(day, day) for day in (start, start + timedelta(1)))
        assert today is not None
        assert tomorrow is not None
        assert today.begin < tomorrow.begin
        assert today.last + timedelta(1) == tomorrow.first


def test_a_year_has_twelve_months():
    year = dates.parse_hijri("1395")
    months = [dates.parse_hijri(f"1395-{month:02}") for month in range(1, 13)]
    assert (months[0].first, months[-1].last) == (year.first, year.last)
    assert all(after.first - before.last == timedelta(1) for before, after in pairwise(months))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1395-13",
        "1395-00",
        "1395-02-31",
        "1342",
        "1501",
        "1395/1394",
        "1/2/3",
        "رمضان",
        "1395-09~",
        "95-09",
    ],
)
def test_what_is_no_hijri_date_is_refused_by_name(text):
    with pytest.raises(BadInput) as caught:
        dates.parse_hijri(text)
    assert text in caught.value.told()


@pytest.mark.parametrize(
    ("text", "arabic", "french"),
    [
        ("1395-02/1395-03", "صفر – ربيع الأول 1395", "safar – rabīʿ al-awwal 1395"),
        ("1395-12/1396-01", "ذو الحجة 1395 – محرم 1396", "dhou al-hijja 1395 – mouharram 1396"),
        ("1395-09", "رمضان 1395", "ramadan 1395"),
        ("1395-09-05", "5 رمضان 1395", "5 ramadan 1395"),
        ("1395-09-01/1395-09-15", "\u20661–15\u2069 رمضان 1395", "1–15 ramadan 1395"),
        ("1394/1395", "\u20661394–1395\u2069", "1394–1395"),
        ("", "", ""),
    ],
)
def test_hijri_dates_are_shown_in_words(text, arabic, french):
    assert dates.format_hijri(text, "ar") == arabic
    assert dates.format_hijri(text, "fr") == french


def test_the_era_is_named_on_request():
    assert dates.format_hijri("1395-09", "ar-MA", era=True) == "رمضان 1395 هـ"
    assert dates.format_hijri("1395-09", "en", era=True) == "Ramadan 1395 AH"
