"""Citations: the styles in three languages, and files that read back whatever the record holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import SiteUnderTest
from web.citation_files import _TEX, bibtex, one_line, ris, tex
from web.citing import Source, chicago, iso690, notes, page_span, plain
from web.i18n import translator

SEEN = date(2026, 11, 28)
ARTICLE = Source(
    kind="article",
    name="pm4x7q2-a7",
    url="https://archive.example/ark:/99999/pm4x7q2/a7",
    language="fr",
    magazine="Revue de la police",
    number="143",
    edtf="1975-03",
    hijri="1395-02/1395-03",
    heading="La sécurité routière",
    authors=("A. Benali",),
    pages=("12", "13", "14", "17"),
    publisher="Direction générale",
    issn="1234-5678",
    archive="Archives",
    quality="fair",
    corrected=True,
    rights="In copyright",
    contact="archives@example.org",
)
PAGE = replace(ARTICLE, kind="page", name="pm4x7q2-p12", heading="", authors=(), pages=("12",))


def test_chicago_names_author_heading_magazine_number_both_dates_pages_and_address() -> None:
    assert plain(chicago(ARTICLE, translator("fr"))) == (
        "A. Benali. «\u00a0La sécurité routière\u00a0». Revue de la police, n°\u00a0143 "
        "(mars 1975 / safar – rabi‘ I 1395 H): 12–14, 17. https://archive.example/ark:/99999/pm4x7q2/a7."
    ).replace("rabi‘ I", _hijri_of("fr"))
    assert plain(chicago(ARTICLE, translator("en"))).startswith(
        "A. Benali. “La sécurité routière.” Revue de la police, no. 143 (March 1975 / "
    )


def _hijri_of(language: str) -> str:
    from archive.dates.names import HIJRI_SHOWN

    return HIJRI_SHOWN[language][2]


def test_iso_690_says_when_it_was_seen_and_where() -> None:
    told = plain(iso690(ARTICLE, translator("fr"), SEEN)).replace("\u00a0", " ")

    assert told.startswith(
        "A. Benali. La sécurité routière. Revue de la police [en ligne]. Direction générale, mars 1975"
    )
    assert (
        "n° 143, p. 12–14, 17 [consulté le 28 novembre 2026]. ISSN 1234-5678. Disponible à l’adresse : https"
        in told
    )


def test_arabic_citations_have_arabic_commas_and_moroccan_months() -> None:
    source = replace(PAGE, language="ar", magazine="مجلة الشرطة", edtf="1975-08")
    told = plain(iso690(source, translator("ar"), SEEN))

    assert "غشت 1975" in told
    assert "28 نونبر 2026" in told
    assert "، العدد 143" in told
    assert not re.search(r", ", told)


def test_a_clip_is_called_a_detail_and_an_undated_special_issue_is_cited_too() -> None:
    clip = replace(PAGE, kind="clip", url=PAGE.url + "?xywh=1,2,3,4")
    assert ": 12, detail. https" in plain(chicago(clip, translator("en")))
    special = replace(PAGE, kind="issue", number="عدد خاص", edtf="", hijri="", pages=())
    assert plain(chicago(special, translator("en"))).startswith("Revue de la police, عدد خاص (n.d.). http")


def test_a_heading_that_ends_with_a_question_keeps_its_mark_alone() -> None:
    asked = replace(ARTICLE, heading="Où va la ville ?")
    assert "“Où va la ville ?” Revue" in plain(chicago(asked, translator("en")))
    assert "Où va la ville ? Revue" in plain(iso690(asked, translator("en"), SEEN))


def test_notes_tell_quality_corrections_rights_and_whom_to_ask() -> None:
    told = " ".join(notes(ARTICLE, translator("en")))

    assert "fair quality" in told
    assert "corrected by hand" in told
    assert "In copyright" in told
    assert "archives@example.org" in told
    checked = " ".join(notes(replace(ARTICLE, quality="human"), translator("en")))
    assert "checked by hand" in checked
    assert "Some of it" not in checked


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["12"], "12"),
        (["12", "13", "14"], "12–14"),
        (["iv", "v", "1", "2"], "iv, v, 1–2"),
        (["9", "9", "11"], "9, 11"),
    ],
)
def test_page_numbers_run_together(labels: list[str], told: str) -> None:
    assert page_span(labels) == told


# --- files for reference managers -----------------------------------------------------------------------


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Kind, key and fields of one entry, braces counted as BibTeX counts them (backslash or not)."""
    head = re.match(r"@(\w+)\{([^,]+),\n", text)
    assert head is not None
    fields, at = {}, head.end()
    while text[at] != "}":
        name = re.match(r"  (\w+) = ", text[at:])
        assert name is not None, text[at : at + 40]
        at += name.end()
        end, depth = at, 0
        while depth or text[end] not in ",\n":
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            assert depth >= 0
            end += 1
        fields[name[1]] = text[at:end]
        assert text[end : end + 2] == ",\n"
        at = end + 2
    assert text[at:] == "}\n"
    return head[1], head[2], fields


def unescaped(value: str) -> str:
    """A field's value without its outer braces and TeX's names for characters."""
    while value.startswith("{") and value.endswith("}"):
        value = value[1:-1]
    names = {written: letter for letter, written in _TEX.items()}
    return re.sub(
        "|".join(map(re.escape, sorted(names, key=len, reverse=True))), lambda m: names[m[0]], value
    )


anything = st.text(st.characters(codec="utf-8"), max_size=60)


@given(heading=anything, number=anything, author=anything, publisher=anything)
def test_bibtex_reads_back_whatever_the_record_holds(
    heading: str, number: str, author: str, publisher: str
) -> None:
    source = replace(ARTICLE, heading=heading, number=number, authors=(author,), publisher=publisher)
    kind, key, fields = read_bibtex(bibtex([source], translator("fr"), SEEN))

    assert (kind, key) == ("article", "pm4x7q2-a7")
    if one_line(heading):
        assert unescaped(fields["title"]) == one_line(heading)
    for name, value in (("number", number), ("publisher", publisher), ("author", author)):
        assert unescaped(fields.get(name, "")) == one_line(value)
    assert fields["url"] == "{https://archive.example/ark:/99999/pm4x7q2/a7}"


@given(anything)
def test_braces_are_balanced_for_a_reader_that_knows_no_backslash(text: str) -> None:
    depth = 0
    for letter in tex(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth in (0, 1)
    assert depth == 0


@given(heading=anything, number=anything, author=anything)
def test_ris_has_one_line_a_value_whatever_the_record_holds(heading: str, number: str, author: str) -> None:
    source = replace(ARTICLE, heading=heading, number=number, authors=(author,))
    lines = ris([source, PAGE], translator("fr"), SEEN).split("\r\n")

    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - MGZN", "ER  - "] * 2
    found = {line[:2]: line[6:] for line in lines[: lines.index("ER  - ")]}
    assert found.get("IS", "") == one_line(number)
    assert found.get("AU", "") == one_line(author)


def test_months_dates_and_languages_are_written_as_the_formats_want() -> None:
    _, _, fields = read_bibtex(bibtex([ARTICLE], translator("en"), SEEN))
    assert (fields["month"], fields["year"], fields["date"]) == ("mar", "{1975}", "{1975-03}")
    assert (fields["langid"], fields["pages"], fields["urldate"]) == (
        "{french}",
        "{12--14, 17}",
        "{2026-11-28}",
    )
    text = ris([ARTICLE], translator("en"), SEEN)
    for line in (
        "PY  - 1975",
        "DA  - 1975/03//",
        "SP  - 12",
        "EP  - 17",
        "SN  - 1234-5678",
        "Y2  - 2026/11/28/",
    ):
        assert f"\r\n{line}\r\n" in text
    _, _, fields = read_bibtex(bibtex([replace(ARTICLE, edtf="[1975,1976]")], translator("en"), SEEN))
    assert "date" not in fields
    _, _, fields = read_bibtex(bibtex([replace(ARTICLE, edtf="197X")], translator("en"), SEEN))
    assert not {"date", "year", "month"} & set(fields)


# --- on the site ----------------------------------------------------------------------------------------


def test_an_issue_says_how_it_is_cited(site: SiteUnderTest) -> None:
    page = site.client.get(f"/fr/ark:/99999/{site.key}").text

    assert "ISO 690" in page
    assert "Chicago" in page
    assert f'href="/fr/cite/{site.key}.bib"' in page
    assert f"http://127.0.0.1:8000/ark:/99999/{site.key}" in page


def test_citations_can_be_taken_away(site: SiteUnderTest) -> None:
    answer = site.client.get(f"/fr/cite/{site.key}/p3.bib")
    kind, key, fields = read_bibtex(answer.text)

    assert answer.headers["content-disposition"] == f'attachment; filename="{site.key}-p3.bib"'
    assert (kind, key, fields["pages"]) == ("misc", f"{site.key}-p3", "{3}")
    assert "TY  - JFULL" in site.client.get(f"/ar/cite/{site.key}.ris").text
    clip = site.client.get(f"/fr/cite/{site.key}/p3.ris?xywh=1,2,30,40").text
    assert f"/ark:/99999/{site.key}/p3?xywh=1,2,30,40" in clip


@pytest.mark.parametrize("path", ["{draft}.bib", "{draft}/p1.ris", "{key}/p99.bib", "{key}/a1.bib"])
def test_what_may_not_be_seen_cannot_be_cited(site: SiteUnderTest, path: str) -> None:
    assert site.client.get("/fr/cite/" + path.format(key=site.key, draft=site.draft)).status_code == 404


@pytest.mark.parametrize("zone", ["x", "1,2,3", "1,2,3,4,5", "1,2,3,4&", "٣,2,3,4"])
def test_a_zone_that_is_none_is_refused(site: SiteUnderTest, zone: str) -> None:
    answer = site.client.get(f"/fr/cite/{site.key}/p3.bib", params={"xywh": zone})
    assert answer.status_code == 400
