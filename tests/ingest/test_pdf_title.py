"""What a PDF viewer shows above the pages of a stream."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import Issue, Stream
from archive.texts import Texts
from ingest.issue_steps import pdf_title

NAME = Texts.printed(ar="السلامة الطرقية", fr="Sécurité routière")


@pytest.mark.parametrize(
    ("language", "fields", "title"),
    [
        ("fr", {"date_printed": "mars 1975"}, "Sécurité routière · \u2066143\u2069 · mars 1975"),
        ("ar", {"date_printed": "mars 1975"}, "السلامة الطرقية · \u2066143\u2069 · مارس 1975"),
        ("fr", {"date_printed": "نونبر 1964"}, "Sécurité routière · \u2066143\u2069 · mars 1975"),
        ("ar", {"number": "12-13"}, "السلامة الطرقية · \u206612-13\u2069 · مارس 1975"),
        ("ar", {"number": "عدد خاص", "edtf": ""}, "السلامة الطرقية · عدد خاص"),
        ("fr", {"name": Texts(), "number": "", "edtf": ""}, "pm4x7q2"),
        ("fr", {"edtf": "", "date_printed": "نونبر 1964", "number": ""}, "Sécurité routière · نونبر 1964"),
    ],
)
def test_name_number_and_date_are_told_in_the_language_of_the_stream(
    language: str, fields: dict[str, Any], title: str
) -> None:
    known = {"key": "pm4x7q2", "name": NAME, "number": "143", "edtf": "1975-03", "date_printed": ""}
    assert pdf_title(Issue(**known | fields), Stream(language=language)) == title
