"""What every search engine promises (`index.engine.SearchEngine`), held against a search by hand."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.canvas import Box
from archive.words import Word
from index import analysis
from index.condition import Addition, All, Beginning, Close, Condition, Not, Term
from index.condition import Any as AnyOf
from index.engine import Batch, Document, IndexBusy, NoIndex, Scope, SearchEngine
from index.place import Place
from index.query import Query, parse
from index.tantivy_engine import TantivyEngine
from index.whoosh_engine import WhooshEngine

MakeEngine = Callable[[Path], SearchEngine]
ENGINES: dict[str, MakeEngine] = {
    "whoosh": lambda folder: WhooshEngine(folder, patience=0.2),
    "tantivy": lambda folder: TantivyEngine(folder, patience=0.2),
}

VOCABULARY = [
    "الشرطة",
    "للشرطة",
    "شرطة",
    "القاهرة",
    "حوادث",
    "police",
    "policier",
    "enquête",
    "l'enquête",
    "route",
    "1965",
    "١٩٦٥",
    "12-13",
    "la",
]


def words(text: str, language: str = "und") -> tuple[Word, ...]:
    return tuple(
        Word(part, Box(10 * place, 0, 9, 9), 0.9, 0, 0, language, False, None, ())
        for place, part in enumerate(text.split())
    )


def page(
    page_id: int, text: str, *, issue: int = 1, language: str = "ar", change: int = 1, replaced: str = ""
) -> Document:
    names = ("blc", "knn") if page_id % 3 == 0 else ()
    return Document(page_id, issue, language, 0.9, change, words(text, language), replaced, names)


def batch(*documents: Document, removed: tuple[int, ...] = (), upto: int = 1) -> Batch:
    return Batch(documents, removed, upto)


@pytest.fixture(params=sorted(ENGINES))
def make_engine(request: pytest.FixtureRequest) -> MakeEngine:
    return ENGINES[request.param]


@pytest.fixture
def engine(make_engine: MakeEngine, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = make_engine(tmp_path / "index")
    engine.rebuild([])
    yield engine
    engine.close()


def found(engine: SearchEngine, text: str, **scope: object) -> list[int]:
    results = engine.search(parse(text), Scope(**scope), limit=1000)  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return sorted(hit.page_id for hit in results.hits)


def positions(document: Document, term: Term) -> list[int]:
    """Where a run of words begins in the shown text, found out the slow way."""
    shown, wanted = (
        (document.normalised().split(), list(term.norms))
        if term.exact
        else (document.shown(), list(term.run))
    )
    return [at for at in range(len(shown)) if shown[at : at + len(wanted)] == wanted]


def near(document: Document, close: Close) -> bool:
    one, other = close.first, close.second
    return any(
        0 < later - (earlier + length - 1) <= close.distance
        for first, second, length in ((one, other, len(one.run)), (other, one, len(other.run)))
        for earlier in positions(document, first)
        for later in positions(document, second)
    )


def says(document: Document, condition: Condition) -> bool:
    """Whether a page satisfies a condition, found out the slow way."""
    match condition:
        case All(parts):
            return all(says(document, part) for part in parts)
        case AnyOf(parts):
            return any(says(document, part) for part in parts)
        case Not(part):
            return not says(document, part)
        case Close():
            return near(document, condition)
        case Beginning(start, whole):
            return any(stem.startswith(start) or stem == whole for stem in document.shown())
        case Term(run, kind="name"):
            return run[0] in document.names
        case Term(run) as term:
            hidden = len(run) == 1 and not term.exact and run[0] in document.hidden()
            return hidden or bool(positions(document, term))


def by_hand(documents: list[Document], query: Query) -> list[int]:
    return sorted(d.page_id for d in documents if says(d, query.condition))


ADDITIONS: list[tuple[Addition, ...]] = [
    (),
    (Addition(("polic",), "شرطة", "other language"), Addition(("enquet",), "enquet", "fuzzy")),
    (
        Addition(("rout", "polic"), "الشرطة القاهرة", "other language"),
        Addition(("polic",), "blc", "name", 0.2),
    ),
]

texts = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
queries = st.one_of(
    st.lists(
        st.one_of(
            st.sampled_from(VOCABULARY),
            st.sampled_from(VOCABULARY).map("-{}".format),
            st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(lambda w: f'"{" ".join(w)}"'),
            st.sampled_from(
                ["OR", "OR", "(", ")", "-(", "NEAR/1", "NEAR/3", "pol*", "الش*", "enquête*", "12*"]
            ),
        ),
        max_size=7,
    ).map(" ".join)
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.lists(st.tuples(texts, st.integers(1, 3), st.sampled_from(["ar", "fr"]), texts), max_size=12),
    second=st.dictionaries(st.integers(0, 14), st.one_of(st.none(), texts), max_size=6),
    asked=st.lists(
        st.tuples(queries, st.booleans(), st.booleans(), st.sampled_from(ADDITIONS)), min_size=1, max_size=4
    ),
)
def test_totals_hits_and_counts_are_those_of_a_search_by_hand(
    make_engine: MakeEngine,
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[str, int, str, str]],
    second: dict[int, str | None],
    asked: list[tuple[str, bool, bool, tuple[Addition, ...]]],
) -> None:
    engine = make_engine(tmp_path_factory.mktemp("index"))
    held = {
        number: page(number, text, issue=issue, language=language, replaced=replaced)
        for number, (text, issue, language, replaced) in enumerate(first)
    }
    engine.rebuild([batch(*held.values())])
    changed = {number: page(number, text, change=2) for number, text in second.items() if text is not None}
    gone = tuple(number for number, text in second.items() if text is None)
    engine.update(batch(*changed.values(), removed=gone, upto=2))
    held |= changed
    documents = [document for number, document in held.items() if number not in gone]
    assert engine.state().pages == len(documents)
    for text, exact, some, additions in asked:
        query = replace(parse(text), exact=exact, some=some, additions=additions)
        expected = by_hand(documents, query)
        results = engine.search(query, Scope(), limit=100)
        assert results.total == len(expected)
        assert sorted(hit.page_id for hit in results.hits) == expected
        kept = [document for document in documents if document.page_id in expected]
        assert results.counts == Counter((document.issue_id, document.language, "fair") for document in kept)
        assert engine.pages(query, Scope()).tolist() == expected
        limited = engine.search(query, Scope(issues=[1, 2], languages=["ar"]), limit=100)
        assert limited.total == sum(d.issue_id in (1, 2) and d.language == "ar" for d in kept)
        assert limited.counts == results.counts
        assert engine.search(query, Scope(qualities=["good", ""]), limit=100).total == 0
        chosen = engine.search(query, Scope(pages={1, 2, 5}, qualities=["fair"]), limit=100)
        assert chosen.total == sum(document.page_id in (1, 2, 5) for document in kept)
        unseen = engine.search(query, Scope(visible={1}, hidden={0, 3}), limit=100)
        assert unseen.total == sum(d.issue_id == 1 and d.page_id not in (0, 3) for d in kept)
    engine.close()


def test_a_beginning_that_must_not_stand_there_takes_pages_away(engine: SearchEngine) -> None:
    engine.update(batch(page(1, "police route"), page(2, "route"), page(3, "policier")))
    assert found(engine, "route -pol*") == [2]
    assert found(engine, "-(pol*)") == [2]


def test_a_beginning_of_too_many_words_stands_for_those_on_most_pages_and_says_so(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.matching.MOST_BEGUN", 2)
    engine.update(
        batch(page(1, "motard motif"), page(2, "motif moto"), page(3, "moto motel"), page(4, "motard"))
    )
    results = engine.search(parse("mot*"), Scope())
    assert (results.total, results.partial) == (3, True)  # motard and motif: on two pages, first by letters
    assert not engine.search(parse("mota*"), Scope()).partial


def test_words_are_found_in_every_form_readers_type(engine: SearchEngine) -> None:
    engine.update(
        batch(
            page(1, "مدينة القاهرة ليلا"),
            page(2, "ضباط للشرطة في الميدان"),
            page(3, "شرطة المرور"),
            page(4, "une étude de l’économie", language="fr"),
            page(5, "Les enquêtes judiciaires", language="fr"),
            page(6, "العدد ٣ من السنة"),
        )
    )
    assert found(engine, "القاهره") == [1]
    assert found(engine, "الشرطة") == [2, 3]
    assert found(engine, "economie") == [4]
    assert found(engine, "l'enquête") == [5]
    assert found(engine, "3") == [6]
    assert found(engine, "٣") == [6]
    assert found(engine, '"شرطة المرور"') == [3]
    assert found(engine, "شرطة -مرور") == [2]
    assert found(engine, "القاهرة OR المرور") == [1, 3]


def test_a_replaced_reading_is_found_but_no_phrase_crosses_it(engine: SearchEngine) -> None:
    engine.update(batch(page(1, "sûreté nationale", replaced="surele nalionale")))
    assert found(engine, "surele") == [1]
    assert found(engine, '"nationale surele"') == []
    assert found(engine, '"surele nalionale"') == []


def test_a_shown_word_counts_more_than_a_replaced_reading(engine: SearchEngine) -> None:
    engine.update(
        batch(page(1, "autre chose ici", replaced="commissaire"), page(2, "commissaire autre chose"))
    )
    hits = engine.search(parse("commissaire"), Scope()).hits
    assert [hit.page_id for hit in hits] == [2, 1]


def test_the_exact_form_comes_before_other_forms_of_its_stem(engine: SearchEngine) -> None:
    engine.update(
        batch(*(page(n, f"{word} rien autre") for n, word in enumerate(["شرطية", "الشرطة", "شرطي"])))
    )
    for word, first in (("الشرطة", 1), ("شرطي", 2), ("شرطية", 0)):
        assert engine.search(parse(word), Scope()).hits[0].page_id == first


def test_hits_are_paged_without_gap_or_repeat(engine: SearchEngine) -> None:
    engine.update(batch(*(page(n, "police " * (n % 7 + 1), issue=n % 5 + 1) for n in range(60))))
    for sort in ("relevance", "oldest", "newest"):
        ranks = {issue: issue for issue in range(1, 5)}
        whole = engine.search(parse("police"), Scope(ranks=ranks), limit=60, sort=sort).hits  # type: ignore[arg-type]
        parts = [
            hit
            for offset in range(0, 60, 7)
            for hit in engine.search(
                parse("police"),
                Scope(ranks=ranks),
                limit=7,
                offset=offset,
                sort=sort,  # type: ignore[arg-type]
            ).hits
        ]
        assert [hit.page_id for hit in parts] == [hit.page_id for hit in whole]
        assert len({hit.page_id for hit in whole}) == 60


def test_order_by_date_follows_the_ranks_and_puts_the_undated_last(engine: SearchEngine) -> None:
    engine.update(batch(*(page(n, "police", issue=n % 4 + 1) for n in range(8))))
    scope = Scope(ranks={1: 20, 2: 10, 3: 30})
    oldest = engine.search(parse("police"), scope, sort="oldest").hits
    newest = engine.search(parse("police"), scope, sort="newest").hits
    assert [hit.issue_id for hit in oldest] == [2, 2, 1, 1, 3, 3, 4, 4]
    assert [hit.issue_id for hit in newest] == [3, 3, 1, 1, 2, 2, 4, 4]


def test_a_query_of_limits_alone_finds_every_page_of_its_scope(engine: SearchEngine) -> None:
    engine.update(batch(page(1, "une page", issue=7), page(2, "autre", issue=8), page(3, "", issue=7)))
    assert found(engine, "", issues=[7]) == [1, 3]


def test_what_was_committed_is_there_when_opened_again(make_engine: MakeEngine, tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    engine.rebuild([batch(page(1, "police"), upto=5)])
    engine.update(batch(page(2, "police"), upto=9))
    engine.close()
    again = make_engine(tmp_path)
    state = again.state()
    assert (state.version, state.upto, state.pages, state.problem) == (again.version, 9, 2, "")
    assert found(again, "police") == [1, 2]
    again.close()


def test_without_an_index_the_state_says_so_and_searching_and_updating_refuse(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    engine = make_engine(tmp_path / "nothing")
    assert engine.state().problem == "absent"
    with pytest.raises(NoIndex):
        engine.search(parse("police"), Scope())
    with pytest.raises(NoIndex):
        engine.update(batch(page(1, "police")))


def test_another_process_sees_commits_and_rebuilds_at_its_next_search(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    writer, reader = make_engine(tmp_path), make_engine(tmp_path)
    writer.rebuild([batch(page(1, "police"))])
    assert found(reader, "police") == [1]
    writer.update(batch(page(2, "police")))
    assert found(reader, "police") == [1, 2]
    writer.rebuild([batch(page(3, "police"), upto=4)])
    assert found(reader, "police") == [3]
    assert reader.state().upto == 4


def test_damage_that_another_process_finds_is_known_at_once_and_a_rebuild_ends_it(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    """The worker has read the index before, and must not go on as if nothing had happened."""
    worker, site = make_engine(tmp_path), make_engine(tmp_path)
    worker.rebuild([batch(page(1, "police"))])
    assert found(worker, "police") == found(site, "police") == [1]
    place = Place(tmp_path)
    place.condemned(place.current(), "a file is cut short")
    assert worker.state().problem == site.state().problem == "damaged"
    with pytest.raises(NoIndex):
        found(site, "police")
    worker.rebuild([batch(page(2, "police"))])
    assert found(site, "police") == found(worker, "police") == [2]


def test_while_a_new_index_is_built_the_old_one_answers_and_takes_changes(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    engine = make_engine(tmp_path)
    engine.rebuild([batch(page(1, "ancien"))])

    def batches() -> Iterator[Batch]:
        yield batch(page(1, "nouveau"), upto=1)
        assert found(engine, "ancien") == [1]
        engine.update(batch(page(2, "ancien"), upto=2))
        assert found(engine, "ancien") == [1, 2]
        with pytest.raises(IndexBusy):
            make_engine(tmp_path).rebuild([])
        yield batch(page(2, "nouveau"), page(1, "encore nouveau"), upto=2)

    engine.rebuild(batches())
    assert found(engine, "nouveau") == [1, 2]
    assert found(engine, "encore") == [1]
    assert found(engine, "ancien") == []
    assert engine.state().pages == 2


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(engine: SearchEngine) -> None:
    engine.update(batch(page(1, "police"), upto=3))

    def failing() -> Iterator[Batch]:
        yield batch(page(2, "autre"))
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(failing())
    assert found(engine, "police") == [1]
    engine.update(batch(page(3, "police"), upto=4))
    assert found(engine, "police") == [1, 3]


def test_tidying_changes_no_answer(engine: SearchEngine) -> None:
    for number in range(20):
        engine.update(batch(page(number, f"police mot{number}"), removed=(number - 3,), upto=number))
    before = found(engine, "police")
    while engine.tidy():
        pass
    assert found(engine, "police") == before == [17, 18, 19]
    assert found(engine, "mot18") == [18]
    assert engine.state().upto == 19
    assert not engine.tidy()


def test_eight_threads_searching_during_commits_get_the_answers_of_one(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    engine = make_engine(tmp_path)
    steady = [page(n, f"police route mot{n % 9} " * (n % 3 + 1), issue=n % 4 + 1) for n in range(300)]
    engine.rebuild([batch(*steady)])
    asked = [
        parse(text) for text in ("police", "route mot3", '"police route"', "mot1 OR mot2", "police -mot4")
    ]
    scope = Scope(issues=[1, 2, 3, 4])
    alone = [engine.search(query, scope, limit=30) for query in asked]
    stop, wrong = threading.Event(), list[str]()
    searches = count()

    def reader() -> None:
        try:
            while not stop.is_set():
                for query, expected in zip(asked, alone, strict=True):
                    results = engine.search(query, scope, limit=300)
                    next(searches)
                    if results.total != expected.total:
                        wrong.append(f"{query}: {results.total} hits, not {expected.total}")
        except Exception as error:
            wrong.append(repr(error))

    threads = [threading.Thread(target=reader) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(12):  # pages of another issue, out of scope
        engine.update(
            batch(page(1000 + number, "police route", issue=9), removed=(999 + number,), upto=number)
        )
        if number % 5 == 4:
            engine.tidy()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert next(searches) > 100


def test_terms_of_a_document_are_those_of_its_words() -> None:
    document = page(1, "L'enquête ١٩٦٥", replaced="l'enquete 1956")
    assert document.shown() == ["enquet", "1965"]
    assert document.hidden() == ["enquet", "1956"]
    assert document.normalised() == " enquete 1965 "
    assert analysis.VERSION >= 1
