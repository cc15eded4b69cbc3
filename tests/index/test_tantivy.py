"""What is tantivy's own: its files on disk, and that Whoosh gives the same answers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("tantivy", reason="the extra `fast` is not installed")

from archive.canvas import Box
from archive.words import Word
from index import tantivy_files, tantivy_words
from index.engine import Batch, Document, NoIndex, Scope, SearchEngine
from index.place import Damaged
from index.query import parse
from index.tantivy_engine import TantivyEngine
from index.whoosh_engine import WhooshEngine


def page(number: int, text: str) -> Document:
    words = tuple(
        Word(part, Box(10 * place, 0, 9, 9), 0.9, 0, 0, "fr", False, None, ())
        for place, part in enumerate(text.split())
    )
    return Document(number, number // 10 + 1, "fr", 0.97, number, words)


def made_up(number: int) -> list[Document]:
    """Pages of words that are common to rare."""
    chance = random.Random(4)
    vocabulary = [f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}q" for n in range(400)]
    weights = [1 / (n + 1) for n in range(400)]
    return [
        page(n, " ".join(chance.choices(vocabulary, weights, k=chance.randrange(20, 120))))
        for n in range(1, number + 1)
    ]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    engine = TantivyEngine(tmp_path / "index")
    engine.rebuild([Batch(tuple(made_up(30)), (), 30)])
    yield engine
    engine.close()


def folder_of(engine: TantivyEngine) -> Path:
    return engine._place.current()


def test_after_many_commits_and_merges_everything_noted_is_as_it_was_noted(engine: TantivyEngine) -> None:
    for number in range(100, 140):
        engine.update(Batch((page(number, f"police mot{number}"),), (number - 3,), number))
        tantivy_files.check(folder_of(engine), deep=True)
    assert TantivyEngine(engine._place.root).state().problem == ""


def test_files_of_a_merge_that_goes_on_are_not_noted(engine: TantivyEngine) -> None:
    half = folder_of(engine) / ("0" * 32 + ".idx")
    half.write_bytes(b"half")
    tantivy_files.seal(folder_of(engine))
    half.write_bytes(b"whole, and longer")
    tantivy_files.check(folder_of(engine), deep=True)
    assert half.name not in json.loads((folder_of(engine) / "seal.json").read_text())


def test_a_merge_that_ends_while_files_are_noted_does_not_fail_the_commit(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.update(Batch((page(99, "police"),), (), 31))
    folder = folder_of(engine)
    (folder / tantivy_files.SEAL).unlink()
    whole = tantivy_files._segments(folder)
    merged: set[str] = set()

    def sync(path: Path) -> None:
        if not merged and path.suffix == ".term":  # tantivy takes it away once a merge has taken its place
            merged.add(path.stem)
            raise FileNotFoundError(path)

    monkeypatch.setattr(tantivy_files, "_segments", lambda _folder: whole - merged)
    monkeypatch.setattr(tantivy_files, "sync", sync)
    tantivy_files.seal(folder)
    noted = json.loads((folder / tantivy_files.SEAL).read_text())
    assert merged
    assert {name.split(".")[0] for name in noted} == whole - merged


def test_what_a_killed_writer_left_is_taken_away_before_the_next_writes(engine: TantivyEngine) -> None:
    engine.update(Batch((), (3,), 31))
    folder = folder_of(engine)
    (mine,) = folder.glob("*.del")
    segment = mine.name.split(".")[0]
    left = [folder / f"{segment}.{number}.del" for number in range(50)]
    left = [path for path in left if path != mine] + [folder / ("0" * 32 + ".idx")]
    for path in left:
        path.write_bytes(b"half")
    engine.update(Batch((page(99, "police"),), (4,), 32))
    assert not any(path.exists() and path.read_bytes() == b"half" for path in left)
    assert [engine.state().pages, engine.search(parse("police"), Scope()).total] == [29, 1]


@pytest.mark.parametrize("ending", [".idx", ".term", ".pos", ".store", ".fast"])
def test_a_truncated_and_a_changed_file_is_noticed_when_opened(engine: TantivyEngine, ending: str) -> None:
    path = next(folder_of(engine).glob(f"*{ending}"))
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(Damaged):
        tantivy_files.check(folder_of(engine), deep=False)
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    again = TantivyEngine(engine._place.root)
    assert again.state().problem == "damaged"
    with pytest.raises(NoIndex):
        again.search(parse("police"), Scope())
    again.rebuild([Batch(tuple(made_up(3)), (), 3)])
    assert again.state().problem == ""


@pytest.mark.parametrize("name", ["meta.json", "seal.json"])
def test_a_list_of_segments_that_cannot_be_read_is_damage(engine: TantivyEngine, name: str) -> None:
    (folder_of(engine) / name).write_text("{")
    assert TantivyEngine(engine._place.root).state().problem == "damaged"


def test_a_deleted_file_and_a_deleted_folder_are_noticed(engine: TantivyEngine) -> None:
    next(folder_of(engine).glob("*.term")).unlink()
    assert TantivyEngine(engine._place.root).state().problem == "damaged"
    (engine._place.root / "current").unlink()
    assert TantivyEngine(engine._place.root).state().problem == "absent"


def test_an_index_of_another_version_is_not_read(engine: TantivyEngine) -> None:
    (folder_of(engine) / "VERSION").write_text("tantivy-0.1-1.1")
    assert TantivyEngine(engine._place.root).state().problem == "version"


def test_page_words_lie_beside_each_segment_and_are_not_needed(engine: TantivyEngine) -> None:
    for number in range(100, 104):
        engine.update(Batch((page(number, f"police motaaq mot{number}"),), (number - 100,), number))
    folder = folder_of(engine)
    segments = {segment for segment, _, _ in tantivy_files.parts(folder)}
    assert segments <= {path.stem for path in folder.glob("*.words")}
    asked = [parse(text) for text in ("motaaq motabq", "police OR motbaq", '"motaaq motabq"')]
    beside = [engine.search(query, Scope()).hits for query in asked]
    assert all(beside)
    for path in folder.glob("*.words"):
        path.write_bytes(b"")
    (folder / tantivy_files.SEAL).unlink()
    without = TantivyEngine(engine._place.root)
    assert [without.search(query, Scope()).hits for query in asked] == beside
    without.close()


def test_page_words_are_of_the_page_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "one.words"
    path.write_bytes(tantivy_words.written([7, 9], [b" la police ", b"  "]))
    words = tantivy_words.Words(path)
    assert words.of([1, 0], [9, 7]) == [b"  ", b" la police "]
    assert words.of([0, 2], [9, 7]) == [None, None]
    for size in (0, 4, 20, path.stat().st_size - 1):
        path.write_bytes(path.read_bytes()[:size])
        with pytest.raises((OSError, ValueError)):
            tantivy_words.Words(path)
        path.write_bytes(tantivy_words.written([7, 9], [b" la police ", b"  "]))


QUERIES = [
    "motaaq",
    "motabq motacq",
    "motadq OR motkaq",
    '"motaaq motabq"',
    "motaaq -motabq",
    "motb*",
    "motaaq NEAR/3 motadq",
    "(motaaq OR motabq) motafq",
]


@pytest.mark.parametrize("typed", QUERIES)
def test_both_engines_count_alike_order_by_date_alike_and_agree_on_the_first_ten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    documents = made_up(400)
    engines: list[SearchEngine] = [WhooshEngine(tmp_path / "whoosh"), TantivyEngine(tmp_path / "tantivy")]
    for engine in engines:
        engine.rebuild([Batch(tuple(documents), (), 1)])
    scope = Scope(issues=range(2, 35), languages=["fr"], ranks={n: n * 7 % 41 for n in range(1, 40)})
    one, other = (engine.search(parse(typed), scope, limit=10) for engine in engines)
    assert (one.total, one.counts) == (other.total, other.counts)
    for sort in ("oldest", "newest"):
        one, other = (
            engine.search(parse(typed), scope, limit=500, sort=sort)  # type: ignore[arg-type]
            for engine in engines
        )
        assert [hit.page_id for hit in one.hits] == [hit.page_id for hit in other.hits]
    for module in ("index.selecting", "index.tantivy_search"):  # the order before pages are looked at again
        monkeypatch.setattr(f"{module}.second_look", lambda *given: given[2])
    one, other = (engine.search(parse(typed), scope, limit=10) for engine in engines)
    both = {hit.page_id for hit in one.hits} & {hit.page_id for hit in other.hits}
    assert len(both) >= min(8, len(one.hits))
    for engine in engines:
        engine.close()
