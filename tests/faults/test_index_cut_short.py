"""An index whose files are cut short, lost or changed while a process has it open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.settings import Settings
from index.engine import SearchEngine, engine_for
from tests.faults.power_cut_index import batch_of

pytest.importorskip("tantivy", reason="the extra `fast` is not installed")

#: Answers each line of its input: how many pages have the words, or what is wrong with the index.
ASKER = """
import sys
from archive.settings import Settings
from index.engine import NoIndex, Scope, engine_for
from index.query import parse
engine = engine_for(Settings(search=sys.argv[1]))
for line in sys.stdin:
    try:
        answer = engine.search(parse(line.strip()), Scope())
        print(answer.total, [hit.page_id for hit in answer.hits], flush=True)
    except NoIndex as error:
        print(error.problem, flush=True)
"""
QUERIES = ("routière", '"circulation routière"', "mot17", "circul*", "شرطة المرور")


@contextmanager
def asker(search: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has an index open."""
    command = [sys.executable, "-c", ASKER, search]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def ask(process: subprocess.Popen[str]) -> list[str]:
    """Its answers to all queries; "" from a process that has died."""
    assert process.stdin
    assert process.stdout
    answers = []
    for query in QUERIES:
        process.stdin.write(f"{query}\n")
        process.stdin.flush()
        answers.append(process.stdout.readline().strip())
    return answers


def made(search: str) -> SearchEngine:
    """A small index of several segments."""
    engine = engine_for(Settings(search=search))
    engine.rebuild([batch_of(0, 30)])
    engine.update(batch_of(1, 10))
    return engine


@pytest.mark.parametrize("name", ["whoosh", "tantivy"])
def test_files_cut_short_while_they_are_open_do_not_end_the_process(tmp_path: Path, name: str) -> None:
    search = f"{name}:{tmp_path / name}"
    engine = made(search)
    with asker(search) as process:
        whole = ask(process)
        assert all(answer.split()[0].isdigit() for answer in whole)
        folder = engine._place.current()  # type: ignore[attr-defined]
        names = {path.name.split(".", 1)[1] for path in folder.iterdir() if "." in path.name}
        for ending in sorted(names & {"seg", "idx", "pos", "term", "fast", "fieldnorm", "store", "words"}):
            folder = engine._place.current()  # type: ignore[attr-defined]
            for path in folder.glob(f"*.{ending}"):
                with path.open("r+b") as file:
                    file.truncate(path.stat().st_size // 3)
            assert ask(process) == ["damaged"] * len(QUERIES), ending
            engine.rebuild([batch_of(0, 30), batch_of(1, 10)])
            assert [answer.split()[0] for answer in ask(process)] == [one.split()[0] for one in whole]
        assert process.poll() is None


@pytest.mark.parametrize("name", ["whoosh", "tantivy"])
def test_an_index_that_is_taken_away_or_of_another_version_is_noticed_while_open(
    tmp_path: Path, name: str
) -> None:
    search = f"{name}:{tmp_path / name}"
    engine = made(search)
    with asker(search) as process:
        whole = ask(process)
        folder = engine._place.current()  # type: ignore[attr-defined]
        version = (folder / "VERSION").read_text()
        (folder / "VERSION").write_text("another-1.1")
        assert ask(process) == ["version"] * len(QUERIES)
        (folder / "VERSION").write_text(version)
        assert ask(process) == whole
        for path in folder.iterdir():
            path.unlink()
        assert set(ask(process)) <= {"version", "damaged", "absent"}
        engine.rebuild([batch_of(0, 30), batch_of(1, 10)])
        assert [answer.split()[0] for answer in ask(process)] == [one.split()[0] for one in whole]
