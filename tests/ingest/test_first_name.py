"""What an issue is called until somebody describes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.describing import first_fields
from ingest.found_issues import FoundIssue, PageFile


@pytest.mark.parametrize(
    ("name", "files", "language", "called"),
    [
        ("numéro 143", ("0001.jpg", "0002.jpg"), "fr", "numéro 143"),
        ("عدد خاص.pdf", ("عدد خاص.pdf",), "ar", "عدد خاص"),
        ("1975-03.tiff", ("1975-03.tiff",), "fr", "1975-03"),
        ("revue 1975.03", ("0001.jpg",), "fr", "revue 1975.03"),
    ],
)
def test_the_name_is_the_folders_or_the_files_without_its_ending(
    name: str, files: tuple[str, ...], language: str, called: str
) -> None:
    found = FoundIssue(name, name, tuple(PageFile(Path("scans") / file, file) for file in files))
    (tag, wording) = next(iter(first_fields(found)["name"].items()))
    assert (tag, wording.value, wording.supplied) == (language, called, True)
