"""Printed dates: what magazines print is read, what could mean two things is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import dates
from archive.dates.names import folded, printed_names

READ = {
    # French
    "mars 1975": "1975-03",
    "MARS 1975": "1975-03",
    "Mars-Avril 1975": "1975-03/1975-04",
    "mars – avril 1975": "1975-03/1975-04",
    "mars/avril 1975": "1975-03/1975-04",
    "juillet et août 1968": "1968-07/1968-08",
    "juillet-août-septembre 1968": "1968-07/1968-09",
    "juillet, août, septembre 1968": "1968-07/1968-09",
    "de mars à mai 1975": "1975-03/1975-05",
    "décembre 1975 - janvier 1976": "1975-12/1976-01",
    "1er mai 1961": "1961-05-01",
    "1ᵉʳ mai 1961": "1961-05-01",
    "16 mai 1975": "1975-05-16",
    "vendredi 16 mai 1975": "1975-05-16",
    "le 16 mai 1975.": "1975-05-16",
    "du 1er au 15 mai 1961": "1961-05-01/1961-05-15",
    "28 avril - 4 mai 1961": "1961-04-28/1961-05-04",
    "n° 12-13, juillet-août 1968": "1968-07/1968-08",
    "N° 143 - Mars 1975": "1975-03",
    "15e année, n° 143, mars 1975": "1975-03",
    "Numéro spécial, mai 1961": "1961-05",
    "janv. 1970": "1970-01",
    "févr.-mars 1970": "1970-02/1970-03",
    "déc. 1970": "1970-12",
    "d'avril 1970": "1970-04",
    "printemps 1980": "1980-21",
    "l’été 1980": "1980-22",
    "hiver 1979-1980": "1979-24",
    "2e trimestre 1975": "1975-34",
    "1975": "1975",
    "[1975]": "1975",
    "1974-1975": "1974/1975",
    "vers 1975": "1975~",
    "mars 1975 ?": "1975-03?",
    "vers 1975 ?": "1975%",
    "16/05/1975": "1975-05-16",
    "16.5.1975": "1975-05-16",
    "1975-05-16": "1975-05-16",
    # Arabic: Moroccan, Egyptian, Levantine and Maghribi months
    "ماي 1961": "1961-05",
    "مَاي ١٩٦١": "1961-05",
    "مايو ١٩٦١": "1961-05",
    "أيار 1961": "1961-05",
    "مارس ١٩٧٥": "1975-03",
    "شهر مارس سنة 1975": "1975-03",
    "شتنبر ١٩٧٥ م": "1975-09",
    "أوت 1970": "1970-08",
    "كانون الثاني/يناير 1975": "1975-01",
    "يناير (كانون الثاني) 1906": "1906-01",
    "ماي-يونيو 1975": "1975-05/1975-06",
    "ماي ويونيو 1975": "1975-05/1975-06",
    "غشت/شتنبر 1968": "1968-08/1968-09",
    "تشرين الأول – تشرين الثاني 1970": "1970-10/1970-11",
    "الجمعة 16 ماي 1975": "1975-05-16",
    "العدد 12 ماي 1961": "1961-05",
    "السنة الثالثة - العدد ١٢ - ماي 1961": "1961-05",
    "عدد خاص ماي 1961": "1961-05",
    "ربيع 1980": "1980-21",
    "حوالي 1975": "1975~",
}

HIJRI = {
    "رمضان 1395": ("1975-09-06~/1975-10-05~", "1395-09"),
    "رمضان المعظم 1395 هـ": ("1975-09-06~/1975-10-05~", "1395-09"),
    "ramadan 1395": ("1975-09-06~/1975-10-05~", "1395-09"),
    "شعبان - رمضان 1395": ("1975-08-08~/1975-10-05~", "1395-08/1395-09"),
    "ربيع الآخر 1395": ("1975-04-12~/1975-05-11~", "1395-04"),
    "ربيع الثاني 1395": ("1975-04-12~/1975-05-11~", "1395-04"),
    "جمادى الآخرة 1395": ("1975-06-10~/1975-07-09~", "1395-06"),
    "جمادى الثانية ١٣٩٥": ("1975-06-10~/1975-07-09~", "1395-06"),
    "rabiʿ al-awwal 1395": ("1975-03-13~/1975-04-11~", "1395-03"),
    "ذو الحجة 1395 - محرم 1396": ("1975-12-04~/1976-01-31~", "1395-12/1396-01"),
    "٥ رمضان ١٣٩٥ هـ": ("1975-09-10~", "1395-09-05"),
    "1395 هـ": ("1975-01-13~/1976-01-01~", "1395"),
    # both calendars: each as printed
    "رمضان 1395 - شتنبر 1975": ("1975-09", "1395-09"),
    "شتنبر 1975 (رمضان 1395)": ("1975-09", "1395-09"),
    "16 ماي 1975 الموافق 5 جمادى الأولى 1395": ("1975-05-16", "1395-05-05"),
    "5 جمادى الأولى 1395 هـ / 16 ماي 1975 م": ("1975-05-16", "1395-05-05"),
    "6 جمادى الأولى 1395 الموافق لـ 16 ماي 1975": ("1975-05-16", "1395-05-06"),
    "1395هـ/1975م": ("1975", "1395"),
}

REFUSED = [
    "",
    " ",
    "mars",
    "16 mai",
    "été",
    "75",
    "mars 75",
    "mars-mai",
    "Rabat, mars 1975",
    "mars 1975 Rabat",
    "mars/mai 1975",  # March and May, or March to May?
    "mars et mai 1975",
    "mars, mai 1975",
    "avril-mars 1975",
    "décembre-janvier 1976",  # December of which year?
    "12/1975",  # December, or number 12?
    "1975-12",
    "1974-75",
    "05/16/1975",
    "31 avril 1975",
    "29 février 1975",
    "30/02/1960",
    "0 mai 1975",
    "32 mai 1975",
    "2er mai 1975",
    "16-5-75",
    "jeudi 16 mai 1975",  # it was a Friday
    "lundi mai 1975",
    "mars 1075",
    "mars 2975",
    "mars mars 1975",
    "1975 1976",
    "1975 mars",
    "mars 1975 1976",
    "5 printemps 1975",
    "printemps-mars 1975",
    "تشرين 1975",  # the first or the second?
    "كانون 1975",
    "جمادى 1395",
    "ربيع 1395",  # spring, or one of two months?
    "يناير (شباط) 1906",
    "1395",  # which calendar?
    "ماي 1395",
    "رمضان 1975",
    "رمضان 1395 م",
    "شتنبر 1975 هـ",
    "رمضان 1250",  # before the tables
    "رمضان 1395 - ماي 1975",  # they do not meet
    "16 ماي 1975 الموافق 9 جمادى الأولى 1395",
    "5e trimestre 1975",
    "العدد 12",
    "??",
    "((1975))",
    "mars 1975 " * 30,
]


@pytest.mark.parametrize(("printed", "wanted"), READ.items())
def test_a_printed_date_is_read(printed, wanted):
    assert dates.read_printed(printed) == dates.PrintedDate(wanted)


@pytest.mark.parametrize(("printed", "wanted"), HIJRI.items())
def test_a_hijri_date_is_read_with_its_days(printed, wanted):
    assert dates.read_printed(printed) == dates.PrintedDate(*wanted)


@pytest.mark.parametrize("printed", REFUSED)
def test_what_may_mean_two_things_or_nothing_is_not_read(printed):
    assert dates.read_printed(printed) is None


def test_every_name_is_known_once_and_alone_with_a_year():
    names = printed_names()
    assert len(names) > 150
    for words, (code, number) in names.items():
        year = 1395 if code == "H" else 1975
        found = dates.read_printed(f"{' '.join(words)} {year}")
        if code == "W":
            assert found is None
        elif code == "H":
            assert found is not None
            assert found.hijri == f"1395-{number:02}"
        else:
            assert found == dates.PrintedDate(f"1975-{number:02}")


_pieces = [*{word for name in printed_names() for word in name}, "1975", "1395", "5", "16", "1er", "31"]
_signs = ["-", "/", ",", "(", ")", "?", "و", "et", "au", "هـ", "م", "الموافق", "n° 12", "vers"]


@given(st.lists(st.sampled_from(_pieces + _signs), max_size=8))
def test_whatever_is_printed_gives_a_good_date_or_none(pieces):
    found = dates.read_printed(" ".join(pieces))
    if found is not None:
        parsed = dates.parse(found.edtf)
        assert parsed.text == found.edtf
        assert 1800 < parsed.first.year <= parsed.last.year < 2102
        if found.hijri:
            assert dates.parse_hijri(found.hijri).fits(parsed.first, parsed.last)


@given(st.text(max_size=30))
def test_arbitrary_text_is_read_or_not_never_worse(text):
    found = dates.read_printed(text)
    assert found is None or dates.parse(found.edtf).text == found.edtf


@given(st.dates(min_value=dates.parse("1961").first, max_value=dates.parse("2025").last))
def test_a_day_that_is_shown_can_be_read_again(day):
    for locale in ("ar", "fr", "en"):
        assert dates.read_printed(dates.format_date(day.isoformat(), locale)) == dates.PrintedDate(
            day.isoformat()
        )


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "arabic", "french", "english"),
    [
        ("1975", "1975", "1975", "1975"),
        ("1975-08", "غشت 1975", "août 1975", "August 1975"),
        ("1961-05-01", "1 ماي 1961", "1er mai 1961", "1 May 1961"),
        ("1975-03/1975-04", "مارس–أبريل 1975", "mars–avril 1975", "March–April 1975"),
        (
            "1975-12/1976-01",
            "دجنبر 1975 – يناير 1976",
            "décembre 1975 – janvier 1976",
            "December 1975 – January 1976",
        ),
        ("1961-05-01/1961-05-15", "\u20661–15\u2069 ماي 1961", "1er–15 mai 1961", "1–15 May 1961"),
        ("1961-05-28/1961-06-03", "28 ماي – 3 يونيو 1961", "28 mai – 3 juin 1961", "28 May – 3 June 1961"),
        ("1974/1975", "\u20661974–1975\u2069", "1974–1975", "1974–1975"),
        ("197X", "سنوات 1970", "années 1970", "1970s"),
        ("1975-24", "شتاء 1975", "hiver 1975", "winter 1975"),
        ("1975-34", "الربع الثاني 1975", "2e trimestre 1975", "2nd quarter 1975"),
        ("1975-33/1975-34", "الربع الأول – الربع الثاني 1975", "1er trimestre – 2e trimestre 1975", None),
        ("1975~", "نحو 1975", "vers 1975", "about 1975"),
        ("1975-03-16~", "نحو 16 مارس 1975", "vers le 16 mars 1975", "about 16 March 1975"),
        ("1975?", "1975 (؟)", "1975 (?)", "1975 (?)"),
        ("1961-05/..", "منذ ماي 1961", "depuis mai 1961", "since May 1961"),
        ("../1961-05-16", "حتى 16 ماي 1961", "jusqu’au 16 mai 1961", "until 16 May 1961"),
        ("{1975-03,1975-05}", "مارس 1975 وماي 1975", "mars 1975 et mai 1975", "March 1975 and May 1975"),
        ("", "", "", ""),
    ],
)
def test_a_date_is_shown_as_people_write_it(text, arabic, french, english):
    assert dates.format_date(text, "ar") == dates.format_date(text, "ar-MA") == arabic
    assert dates.format_date(text, "fr") == french
    assert english is None or dates.format_date(text, "en") == english
