"""The terminal's way to the index."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from archive.checking import Finding
from archive.settings import Settings
from archive.store import Store
from index import commands
from index.engine import IndexBusy, NoIndex
from tests.builders import an_issue


@pytest.fixture(autouse=True)
def _home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(settings.home))


def run(*words: str) -> Any:
    result = CliRunner().invoke(commands.index, [*words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def found(settings: Settings, store: Store) -> list[str]:
    return [str(one) for one in commands.checks(settings, store)]


def test_update_makes_the_index_and_search_prints_hits_with_boxes(store: Store) -> None:
    an_issue(store, ["مدينة القاهرة", "autre chose"], state="published")
    made = run("update")
    assert (made["pages"], made["removed"], made["rebuilt"]) == (2, 0, True)
    assert not run("update")["pages"]
    answer = run("search", "القاهره", "--public")
    (hit,) = answer["hits"]
    assert answer["total"] == 1
    assert hit["page"].startswith("ark:/99999/pm")
    assert hit["page"].endswith("/p1")
    assert "القاهرة" in hit["snippet"]
    ((_, _, width, height),) = hit["boxes"]
    assert (width, height) == (20 * len("القاهرة"), 40)


def test_drafts_are_found_by_the_team_and_not_by_the_public(store: Store) -> None:
    an_issue(store, ["police"])
    run("rebuild")
    assert run("search", "police")["total"] == 1
    assert run("search", "police", "--public")["total"] == 0


def test_hits_for_people_are_lines_with_the_address_and_the_snippet(store: Store) -> None:
    an_issue(store, ["إدارة الأمن الوطني"], state="published")
    run("update")
    result = CliRunner().invoke(commands.index, ["search", "الأمن"])
    assert result.exit_code == 0
    assert "ark:/99999/pm" in result.output
    assert "\u2067إدارة الأمن الوطني\u2069" in result.output
    assert "Pages: 1. Issues: 1." in result.output


def test_a_query_that_cannot_be_read_as_meant_says_so(store: Store) -> None:
    run("update")
    assert run("search", "year:abc")["notes"] == [
        "year:abc could not be read as a limit and was searched as words."
    ]


def test_what_the_index_does_not_hold_yet_is_taken_in_before_it_is_asked(store: Store) -> None:
    an_issue(store, ["police"], state="published")
    assert run("search", "police")["total"] == 1
    an_issue(store, ["police"], state="published", source="another")
    assert run("search", "police")["total"] == 2


def test_while_another_process_writes_the_first_index_the_command_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_issue(store, ["police"])

    def busy(*_: object, **__: object) -> None:
        raise IndexBusy("busy")

    monkeypatch.setattr("index.updating.update_index", busy)
    result = CliRunner().invoke(commands.index, ["search", "police"])
    assert isinstance(result.exception, NoIndex)
    assert "archive index rebuild" in str(result.exception)


def test_nothing_to_find_needs_no_index(store: Store, settings: Settings) -> None:
    assert found(settings, store) == []


def test_check_says_what_is_wrong_and_nothing_when_all_is_well(store: Store, settings: Settings) -> None:
    an_issue(store, source="first")
    assert found(settings, store) == [
        'There is no search index. Start "archive serve" or run "archive index rebuild".'
    ]
    run("update")
    assert found(settings, store) == []
    an_issue(store)
    (sentence,) = found(settings, store)
    assert "not level" in sentence
    run("update")
    assert found(settings, store) == []
    (version,) = settings.home.glob("index/g*/VERSION")
    version.write_text("whoosh-0.0")
    (sentence,) = found(settings, store)
    assert "another version" in sentence
    assert run("update")["rebuilt"]
    assert list(commands.checks(settings, store)) == list[Finding]()


def test_check_says_when_the_other_engine_is_the_better_one(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_issue(store)
    run("update")
    monkeypatch.setattr(commands, "MOST_FOR_WHOOSH", 1)
    (sentence,) = found(settings, store)
    assert "tantivy:FOLDER" in sentence
    other = settings.model_copy(update={"search": f"tantivy:{settings.home / 'other'}"})
    (sentence,) = found(other, store)
    assert "no search index" in sentence
    monkeypatch.setenv("ARCHIVE_SEARCH", other.search)
    assert run("rebuild")["pages"] == 2
    assert found(other, store) == []
    assert run("search", "الشرطة", "--not-also")["total"] == 1


def test_the_terminal_gathers_widens_and_counts_as_the_site_does(store: Store) -> None:
    for number, text in enumerate(("La police judiciaire", "الشرطة القضائية", "police et police"), 1):
        an_issue(store, [text, "police"], state="published", edtf=f"19{60 + number}")
    run("update")
    everything = run("search", "police judiciaire")
    assert {hit["why"][0] for hit in everything["hits"]} == {"word", "other language"}
    assert everything["years"] == {"1961": 1, "1962": 1}
    (offer,) = everything["also"]
    assert run("search", "police judiciaire", "--without", offer["name"])["total"] == 1
    assert run("search", "police judiciaire", "--not-also")["total"] == 1
    assert run("search", "polices", "--exact")["total"] == 0
    by_issue = run("search", "police", "--by", "issue", "--not-also")
    assert sorted(hit["count"] for hit in by_issue["hits"]) == [1, 2, 2]
    newest = run("search", "police", "--not-also", "--sort", "newest")
    assert [hit["date"] for hit in newest["hits"]] == ["1963", "1963", "1962", "1961", "1961"]


def test_the_terminal_says_what_may_have_been_meant_and_what_to_narrow_by(store: Store) -> None:
    an_issue(store, ["La circulation"], state="published", edtf="1961")
    run("update")
    meant = run("search", "circulatoin", "--not-also")["meant"]
    assert meant == [{"word": "circulatoin", "pages": 0, "close": {"circulation": 1}}]
    told = CliRunner().invoke(commands.index, ["search", "circulatoin", "--facets"]).output
    assert "[spelt nearly so] --without '~circulatoin'" in told
    assert "Years: \u20681961\u2069 1" in told


def test_the_terminal_tells_pages_with_some_of_the_words_apart(store: Store) -> None:
    an_issue(store, ["La police judiciaire", "La police", "Un juge"], state="published", edtf="1961")
    run("update")
    answer = run("search", "police judiciaire", "--not-also")
    assert (answer["total"], answer["some"]["total"]) == (1, 1)
    assert [hit["page"][-3:] for hit in answer["some"]["hits"]] == ["/p2"]
    told = CliRunner().invoke(commands.index, ["search", "police judiciaire", "--not-also"]).output
    assert told.index("Pages: 1. Issues: 1.") < told.index("Pages with some of the words: 1")
    assert run("search", "police judiciaire", "--by", "issue", "--not-also")["some"]["total"] == 0
    assert run("search", "year:1961")["some"]["total"] == 0
