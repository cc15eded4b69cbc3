"""What is particular to the embedded engine: its files through damage, kills, full disks; reading blocks."""

from __future__ import annotations

import argparse
import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.canvas import Box
from archive.errors import NoSpace
from archive.words import Word
from index import whoosh_engine
from index.engine import Batch, Document, IndexBusy, NoIndex, Scope
from index.matching import PAGE_BITS
from index.place import Place
from index.query import parse
from index.whoosh_blocks import (
    Places,
    _unpacked,
    places_one_by_one,
    read_blocks,
    read_one_by_one,
    read_places,
)
from index.whoosh_engine import WhooshEngine
from index.whoosh_shelf import WhooshShelf
from tests.faults import power_cut_index

SUBJECT = power_cut_index.__file__


def document(page_id: int, text: str) -> Document:
    words = (Word(w, Box(0, 0, 9, 9), 0.9, 0, 0, "fr", False, None, ()) for w in text.split())
    return Document(page_id, 1, "fr", None, page_id, tuple(words))


def batch(*numbers: int, text: str = "police") -> Batch:
    documents = tuple(document(number, f"{text} mot{number}") for number in numbers)
    return Batch(documents, (), max(numbers, default=0))


def total(engine: WhooshEngine, text: str = "police") -> int:
    return engine.search(parse(text), Scope()).total


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path, patience=0.1)
    engine.rebuild([batch(*range(40))])
    engine.update(batch(41))
    yield engine
    engine.close()


@given(st.lists(st.integers(0, 70_000), min_size=1, unique=True).map(sorted))
def test_positions_survive_packing(positions: list[int]) -> None:
    assert Places().decode_positions(Places().encode(positions)) == positions


@given(st.lists(st.integers(0, 1 << 19), max_size=30))
def test_many_packed_numbers_are_unpacked_at_once(steps: list[int]) -> None:
    packed = b"".join(Places().encode([step]) for step in steps)
    assert _unpacked(packed).tolist() == steps


def test_reading_by_blocks_gives_what_reading_one_by_one_gives(tmp_path: Path) -> None:
    chance = random.Random(5)
    pages = [
        document(n, " ".join(chance.choices("abcdefgh", [50, 20, 9, 5, 3, 2, 1, 1], k=9)))
        for n in range(1500)
    ]
    engine = WhooshEngine(tmp_path)
    engine.rebuild([Batch(tuple(pages), (), 1)])
    with engine._lent() as snapshot:
        (shelf,) = snapshot.shelves
        assert isinstance(shelf, WhooshShelf)
        for term in "abcdefgh":
            fast, slow = (
                read_blocks(shelf._matcher("text", term)),
                read_one_by_one(shelf._matcher("text", term)),
            )
            assert fast.pages.tolist() == slow.pages.tolist()
            assert fast.counts.tolist() == slow.counts.tolist()
            expected = {d.page_id: [i for i, w in enumerate(d.words) if w.text == term] for d in pages}
            assert fast.counts.tolist() == [len(found) for found in expected.values() if found]
            places = [page << PAGE_BITS | place for page, found in expected.items() for place in found]
            assert read_places(shelf._matcher("text", term)).tolist() == places
            assert places_one_by_one(shelf._matcher("text", term)).tolist() == places
    engine.close()


def files_of(tmp_path: Path, pattern: str) -> list[Path]:
    return sorted(tmp_path.glob(f"g*/{pattern}"))


@pytest.mark.parametrize("pattern", ["*.seg", "*.toc"])
@pytest.mark.parametrize("harm", ["flip", "truncate", "delete"])
def test_a_damaged_index_is_noticed_when_it_is_opened_and_can_be_rebuilt(
    engine: WhooshEngine, tmp_path: Path, pattern: str, harm: str
) -> None:
    victim = files_of(tmp_path, pattern)[0]
    data = bytearray(victim.read_bytes())
    if harm == "flip":
        data[len(data) // 2] ^= 0x20
        victim.write_bytes(data)
    elif harm == "truncate":
        victim.write_bytes(data[: len(data) // 2])
    else:
        victim.unlink()
    opened = WhooshEngine(tmp_path)
    assert opened.state().problem == "damaged"
    with pytest.raises(NoIndex, match="damaged"):
        total(opened)
    with pytest.raises(NoIndex):
        opened.update(batch(50))
    opened.rebuild([batch(*range(10))])
    assert opened.state().problem == ""
    assert total(opened) == 10


def test_an_index_that_is_deleted_while_we_search_is_absent_and_rebuilt(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    import shutil

    assert total(engine) == 41
    shutil.rmtree(tmp_path)
    assert engine.state().problem == "absent"
    engine.rebuild([batch(1)])
    assert total(engine) == 1


def test_an_index_of_another_version_is_not_read(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_engine, "VERSION", "whoosh-999")
    newer = WhooshEngine(tmp_path)
    assert newer.state().problem == "version"
    newer.rebuild([batch(1, 2)])
    assert newer.state().problem == ""
    monkeypatch.undo()
    assert engine.state().problem == "version"


def test_who_finds_the_index_being_written_waits_then_says_by_whom(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    with Place(tmp_path).held("writing", "tidy", 0.0), pytest.raises(IndexBusy) as caught:
        engine.update(batch(60))
    assert f"process {os.getpid()} (tidy, since 20" in str(caught.value)
    engine.update(batch(60))
    assert total(engine) == 42


def test_a_full_disk_is_told_and_the_index_stays_as_it_was(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoSpace):
        engine.update(batch(70))
    monkeypatch.setattr(os, "fsync", real)
    assert total(engine) == 41
    engine.update(batch(70))
    assert total(engine) == 42


def test_small_segments_are_merged_at_eight_and_a_limit_is_kept(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild([])
    for number in range(1, 20):
        engine.update(batch(number))
        engine.tidy(100)
        assert len(files_of(tmp_path, "*.seg")) <= 8
    assert total(engine) == 19
    for number in range(20, 30):
        engine.update(batch(number))
    assert not engine.tidy(2)
    assert engine.tidy(100)
    engine.close()


def test_replaced_folders_and_leftovers_do_not_pile_up(engine: WhooshEngine, tmp_path: Path) -> None:
    for number in range(3):
        engine.rebuild([batch(number)])
    assert len(list(tmp_path.glob("g*"))) == 1
    assert len(files_of(tmp_path, "*")) <= 4


def test_killed_at_random_moments_the_index_is_always_the_old_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(11)
    acknowledged = tmp_path / "ack"
    acknowledged.touch()
    asked = argparse.Namespace(
        engine="whoosh", index=tmp_path / "index", ack=acknowledged, batch=20, batches=500
    )
    command = [sys.executable, SUBJECT, "run", "--batches", "500", "--index", asked.index, "--ack", asked.ack]
    for _ in range(6):
        before = acknowledged.stat().st_size
        process = subprocess.Popen(command)
        while acknowledged.stat().st_size == before and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert power_cut_index.verify(asked) == 0
