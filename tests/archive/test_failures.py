"""Why a step failed comes out of the store as it went in, and in the reader's language."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadFile
from archive.failures import Failure, failure_of, read_failure

SENTENCE = "{file} took longer than {seconds} s."
REMEDY = "Scan it again at 300 dpi, or raise ARCHIVE_PAGE_SECONDS."
FRENCH = {SENTENCE: "{file} a pris plus de {seconds} s.", REMEDY: "Renumérisez-le."}


def test_an_error_kept_in_the_store_is_told_in_another_language() -> None:
    error = BadFile(SENTENCE, REMEDY, file="a/0003.jpg", seconds=60)
    kept = read_failure(failure_of(error).to_text())
    assert kept.told() == error.told()
    assert kept.told(lambda text: FRENCH[text]) == "a/0003.jpg a pris plus de 60 s. Renumérisez-le."


def test_an_error_that_is_not_ours_is_told_as_it_is_braces_and_all() -> None:
    kept = read_failure(failure_of(KeyError("{file}")).to_text())
    assert kept.told(str.upper) == "KeyError: '{file}'"


def test_a_reason_of_an_older_version_is_told_as_it_is() -> None:
    for text in (
        "No reading was recorded.",
        "",
        "17",
        "[1, 2, 3]",
        '{"a": 1, "b": 2, "c": 3}',
        '["a", "b", "c"]',
    ):
        assert read_failure(text).told() == text


def test_what_is_too_long_to_keep_whole_is_kept_as_a_shortened_sentence() -> None:
    values: dict[str, object] = {f"v{n}": "x" * 290 for n in range(10)}
    text = Failure(" ".join(f"{{{name}}}" for name in values), "", values).to_text()
    assert len(text) == 2000
    assert read_failure(text).told() == text


def test_a_long_output_of_a_tool_leaves_the_sentence_whole() -> None:
    kept = read_failure(failure_of(BadFile("It failed: {reason}", "Look.", reason="y" * 9000)).to_text())
    assert kept.told() == f"It failed: {'y' * 300} Look."


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_file_name_can_be_kept(name: str) -> None:
    text = failure_of(BadFile("{file} is empty.", file=name)).to_text()
    text.encode("utf-8")
    assert json.loads(text)[2].keys() == {"file"}
    assert read_failure(text).told().endswith(" is empty.")
