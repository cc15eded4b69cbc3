"""A question to the archive: what the index finds, joined with what the store knows at that moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.actions import changes, issues
from archive.queries.issues import by_id
from archive.queries.pages import by_id as page_by_id
from archive.settings import Settings
from archive.store import Store
from index.engine import NoIndex, SearchEngine, engine_for
from index.query import InLanguage, Years
from index.searching import search
from index.updating import update_index
from tests.builders import an_issue


@pytest.fixture
def engine(settings: Settings) -> Iterator[SearchEngine]:
    engine = engine_for(settings)
    yield engine
    engine.close()


def change(store: Store, issue_id: int, **fields: object) -> None:
    with store.write() as session:
        issue = by_id(session, issue_id)
        assert issue is not None
        issues.change(session, changes.begin(session, by="alice"), issue, fields, version=issue.version)


@pytest.fixture
def three(store: Store, engine: SearchEngine) -> tuple[int, int, int]:
    """Three published issues, of 1962, 1965 and no date; each with the police once in each language."""
    texts = ("الشرطة في خدمة المواطن", "La police au service du citoyen")
    made = tuple(
        an_issue(store, texts, edtf=edtf, number=str(number), state="published")
        for number, edtf in enumerate(("1962-03", "1965-04", ""), 1)
    )
    update_index(store, engine)
    return made  # type: ignore[return-value]


def test_a_hit_comes_with_its_issue_its_snippet_and_its_boxes(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    answer = search(store, engine, "police year:1962", public=True)
    (hit,) = answer.hits
    assert (answer.total, answer.issues) == (1, 1)
    assert (hit.page.number, hit.page.label, hit.issue.year) == (2, "2", 1962)
    assert [text for text, lit in hit.snippets[0].parts if lit] == ["police"]
    (word,) = (word for word in hit.words if word.text == "police")
    assert [lit.box for lit in hit.boxes] == [word.box]


def test_facets_count_what_choosing_another_value_would_give(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    answer = search(store, engine, "police OR شرطة year:1962 lang:ar", public=True)
    assert answer.total == 1
    assert answer.years == {1962: 1, 1965: 1, None: 1}
    assert answer.languages == {"ar": 1, "fr": 1}
    everything = search(store, engine, "police OR شرطة", public=True)
    assert (everything.total, everything.issues) == (6, 3)
    assert everything.years == {1962: 2, 1965: 2, None: 2}
    assert everything.decades == {1960: 4, None: 2}


def test_limits_of_a_form_join_the_typed_ones(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    limits = [Years(1960, 1963), InLanguage("fr")]
    answer = search(store, engine, "police OR شرطة", public=True, limits=limits)
    assert answer.total == 1
    assert str(answer.query) == "police OR شرطة year:1960..1963 lang:fr"
    two_years = search(store, engine, "police year:1962 year:1965", public=True)
    assert two_years.total == 2
    key = answer.hits[0].issue.key
    assert search(store, engine, f"issue:{key}", public=True).total == 2
    assert search(store, engine, "issue:pmnothing", public=True).total == 0


def test_hits_are_sorted_by_date_in_both_directions(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    oldest = search(store, engine, "police", public=True, sort="oldest")
    newest = search(store, engine, "police", public=True, sort="newest")
    assert [hit.issue.year for hit in oldest.hits] == [1962, 1965, None]
    assert [hit.issue.year for hit in newest.hits] == [1965, 1962, None]


def test_a_corrected_date_is_true_at_once_and_indexes_nothing(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    before = engine.state()
    assert search(store, engine, "police year:1971", public=True).total == 0
    change(store, three[0], edtf="1971-03")
    assert search(store, engine, "police year:1971", public=True).total == 1
    assert search(store, engine, "police year:1962", public=True).total == 0
    assert not update_index(store, engine)
    assert engine.state() == before


def test_the_public_finds_nothing_of_a_draft_and_everything_once_it_is_published(
    store: Store, engine: SearchEngine
) -> None:
    issue_id = an_issue(store, ["police secrète"])
    update_index(store, engine)
    assert search(store, engine, "police", public=True).total == 0
    assert search(store, engine, "police", public=False).total == 1
    for state, total in (("published", 1), ("draft", 0)):
        with store.write() as session:
            issues.set_state(session, changes.begin(session, by="alice"), [issue_id], state)
        answer = search(store, engine, "police", public=True)
        assert (answer.total, len(answer.hits), sum(answer.years.values())) == (total, total, total)


def test_a_page_under_embargo_is_neither_shown_nor_counted(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    from archive.actions import pages

    with store.write() as session:
        page, _ = page_by_id(session, 2)
        pages.change(session, changes.begin(session, by="alice"), page, {"hidden_until": "2999-01-01"})
    public, staff = (search(store, engine, "police", public=seen) for seen in (True, False))
    assert (public.total, len(public.hits), staff.total) == (2, 2, 3)


def test_an_issue_withdrawn_since_the_index_was_made_is_not_given_out(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    with store.write() as session:
        issue = by_id(session, three[0])
        assert issue is not None
        issues.withdraw(session, changes.begin(session, by="alice"), issue)
    for public in (True, False):
        answer = search(store, engine, "police", public=public)
        assert (answer.total, len(answer.hits)) == (2, 2)


def test_an_empty_query_finds_nothing_and_an_unreadable_one_says_so(
    store: Store, engine: SearchEngine, three: tuple[int, int, int]
) -> None:
    assert search(store, engine, "  — ", public=True).total == 0
    answer = search(store, engine, 'police "citoyen', public=True)
    assert answer.total == 3
    assert answer.query.notes


def test_hits_are_paged(store: Store, engine: SearchEngine, three: tuple[int, int, int]) -> None:
    pages = [
        search(store, engine, "police OR شرطة", public=True, limit=2, offset=n).hits for n in (0, 2, 4, 6)
    ]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert len({hit.page.page_id for page in pages for hit in page}) == 6


def test_without_an_index_it_says_what_to_do(store: Store, engine: SearchEngine) -> None:
    with pytest.raises(NoIndex, match="archive index rebuild"):
        search(store, engine, "police", public=True)
