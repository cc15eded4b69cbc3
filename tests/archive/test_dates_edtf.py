"""EDTF: ranges, refusals, canonical text and order; the `edtf` package is the oracle."""

from datetime import date

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import dates
from archive.errors import BadInput

years = st.integers(1000, 9998).map(str)
_any_day = st.dates(date(1000, 1, 1), date(9998, 12, 31))
#: Dates of which the oracle and we should think the same (it lets winter end with the year).
plain = st.one_of(
    years,
    years.map(lambda year: year[:3] + "X"),
    years.map(lambda year: year[:2] + "XX"),
    _any_day.map(lambda day: day.isoformat()[:7]),
    _any_day.map(date.isoformat),
    years.map(lambda year: year + "-XX"),
    _any_day.map(lambda day: day.isoformat()[:8] + "XX"),
    st.builds("{}-{}".format, years, st.sampled_from([21, 22, 23, 33, 34, 35, 36])),
)
qualified = st.builds("{}{}".format, plain, st.sampled_from(["", "?", "~", "%"]))
_several = st.lists(qualified, min_size=1, max_size=3)
#: Sides of an interval that the oracle can read: it knows nothing unspecified there.
_sides = years | _any_day.map(lambda day: day.isoformat()[:7]) | _any_day.map(date.isoformat)
_intervals = st.builds("{}/{}".format, _sides, _sides)


def is_understood(text: str) -> bool:
    try:
        dates.parse(text)
    except BadInput:
        return False
    return True


#: Everything we understand.
understood = st.one_of(
    qualified,
    years.map(lambda year: year + "-24"),
    _intervals.filter(is_understood),
    qualified.map(lambda text: text + "/.."),
    qualified.map(lambda text: "../" + text),
    qualified.map(lambda text: text + "/"),
    _several.map(lambda texts: "{" + ",".join(texts) + "}"),
    _several.map(lambda texts: "[" + ",".join(texts) + "]"),
)


def day(struct) -> date:
    return date(*struct[:3])


@settings(max_examples=60, deadline=None)
@given(plain | st.builds("{}{}".format, _sides, st.sampled_from("?~%")))
def test_a_date_has_the_range_that_the_oracle_gives_it(text):
    known = edtf.parse_edtf(text)
    assert dates.date_range(text) == (day(known.lower_strict()), day(known.upper_strict()))


@settings(max_examples=25, deadline=None)
@given(_intervals.filter(is_understood))
def test_an_interval_has_the_range_that_the_oracle_gives_it(text):
    known = edtf.parse_edtf(text)
    assert dates.date_range(text) == (day(known.lower_strict()), day(known.upper_strict()))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1975", "1975-01-01", "1975-12-31"),
        ("1975-02", "1975-02-01", "1975-02-28"),
        ("1976-02~", "1976-02-01", "1976-02-29"),
        ("1975-03-16?", "1975-03-16", "1975-03-16"),
        ("1975-03/1975-04", "1975-03-01", "1975-04-30"),
        ("1975-03/1975", "1975-03-01", "1975-12-31"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("1975-21", "1975-03-01", "1975-05-31"),
        ("1975-24", "1975-12-01", "1976-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("1975-41", "1975-07-01", "1975-12-31"),
        ("1961-05/..", "1961-05-01", "9999-12-31"),
        ("../1961-05", "0001-01-01", "1961-05-31"),
        ("{1975-03,1975-05}", "1975-03-01", "1975-05-31"),
        ("[1976,1975]", "1975-01-01", "1976-12-31"),
    ],
)
def test_first_and_last_day(text, first, last):
    parsed = dates.parse(text)
    assert (parsed.first.isoformat(), parsed.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../..",
        "/",
        "mars 1975",
        "75",
        "0000",
        "1975-13",
        "1975-00",
        "1975-04-31",
        "1975-02-29",
        "1975-3",
        "1975-21-04",
        "1975-XX-04",
        "197X-03",
        "1X75",
        "1975-04/1975-03",
        "1975/1976/1977",
        "1975-03-16T10:00",
        "Y17000",
        "-0044",
        "{}",
        "[1975",
        "1975?-03",
        "1975 - 1976",
        "1" * 300,
    ],
)
def test_what_is_no_date_is_refused_by_name(text):
    with pytest.raises(BadInput) as caught:
        dates.parse(text)
    assert text[:80] in caught.value.told()


@given(understood)
def test_the_canonical_text_says_the_same_and_stays_as_it_is(text):
    parsed = dates.parse(text)
    assert parsed.text == text
    assert dates.parse(parsed.text) == parsed
    assert parsed.first <= parsed.last


def test_slips_of_typing_are_mended():
    assert dates.canonical(" 197x ") == "197X"
    assert dates.canonical("١٩٧٥-٠٣") == "1975-03"
    assert dates.canonical("{1975-03, 1975-05}") == "{1975-03,1975-05}"


@given(understood, understood)
def test_what_is_over_before_another_begins_sorts_before_it(one, other):
    if dates.parse(one).last < dates.parse(other).first:
        assert dates.sort_key(one) < dates.sort_key(other)


def test_seasons_sort_as_the_standard_wants_and_the_unknown_comes_last():
    texts = ["1975-21", "1975-22", "1975-23", "1975-24", "1976-21", ""]
    keys = [dates.sort_key(text) for text in texts]
    assert keys == sorted(set(keys))


@given(st.text(max_size=20) | st.text("0123456789X-/.?~%{},[]", max_size=20))
def test_arbitrary_text_is_read_or_refused_never_worse(text):
    if is_understood(text):
        assert dates.canonical(dates.canonical(text)) == dates.canonical(text)
