"""Corrected lines leave as pictures with their text; what the machine read does not."""

from __future__ import annotations

import io
import json
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from archive.actions import changes, issues, pages
from archive.alto import AltoPage
from archive.models import Issue, Page
from archive.store import Store
from ingest.training_lines import write_lines
from tests.builders import a_page, a_reading
from web.exporting import export


class Here(Executor):
    """Runs tasks in this process: what is tested is not the pool."""

    workers = 1

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        kwargs.pop("about", None)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def with_locked_lines(page: AltoPage, *rows: int) -> AltoPage:
    block = page.blocks[0]
    lines = tuple(
        replace(line, strings=tuple(replace(s, locked=row in rows) for s in line.strings))
        for row, line in enumerate(block.lines)
    )
    return replace(page, blocks=(replace(block, lines=lines),))


@pytest.fixture
def issue(store: Store) -> Issue:
    """Two pages: lines 2 of a French and 1 of an Arabic page are corrected."""
    with store.write() as session:
        change_set = changes.begin(session, by="desk")
        made = issues.create(session, change_set, source="scans/75", fields={})
        french = with_locked_lines(a_reading("la po1ice", "sert le public", width=100, height=140), 1)
        arabic = with_locked_lines(a_reading("الشرطة في خدمة المواطن", width=100, height=140), 0)
        for text in (french, arabic, a_reading("la route", width=100, height=140)):
            a_page(session, change_set, made, text)
        return made


def test_each_corrected_line_becomes_a_picture_and_its_text(
    store: Store, issue: Issue, tmp_path: Path
) -> None:
    written = write_lines(store, Here(), tmp_path / "out")
    assert (written.lines, written.pages, written.faults) == (2, 2, [])
    folder = tmp_path / "out" / issue.key
    assert sorted(path.name for path in folder.iterdir()) == [
        "p1-l002.gt.txt", "p1-l002.png", "p2-l001.gt.txt", "p2-l001.png",
    ]  # fmt: skip
    assert (folder / "p2-l001.gt.txt").read_text(encoding="utf-8") == "الشرطة في خدمة المواطن\n"
    with Image.open(io.BytesIO((folder / "p1-l002.png").read_bytes())) as picture:
        assert picture.format == "PNG"
        assert picture.height >= 1
    rows = (tmp_path / "out/lines.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == f"{issue.key}/p1-l002.png\tfr\tsert le public"


def test_one_language_alone_and_one_issue_alone(store: Store, issue: Issue, tmp_path: Path) -> None:
    assert write_lines(store, Here(), tmp_path / "a", language="ar").lines == 1
    assert write_lines(store, Here(), tmp_path / "b", [issue.key]).lines == 2
    assert write_lines(store, Here(), tmp_path / "c", ["pmnothing"]).lines == 0


def test_a_page_whose_master_is_broken_is_told_and_the_others_go_on(
    store: Store, issue: Issue, tmp_path: Path
) -> None:
    with store.read() as session:
        page = session.query(Page).filter_by(issue_id=issue.id, number=1).one()
        assert page.frame is not None
        store.files.path(page.frame.scan.path).write_bytes(b"not a picture")
    written = write_lines(store, Here(), tmp_path / "out")
    assert (written.lines, len(written.faults)) == (1, 1)


def test_withdrawn_pages_teach_nothing(store: Store, issue: Issue, tmp_path: Path) -> None:
    with store.write() as session:
        page = session.query(Page).filter_by(issue_id=issue.id, number=1).one()
        pages.change(session, changes.begin(session, by="desk"), page, {"withdrawn": True})
    assert write_lines(store, Here(), tmp_path / "out").lines == 1


def test_the_command_tells_what_it_wrote(
    store: Store, issue: Issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(store.settings.home))
    result = CliRunner().invoke(export, ["training", str(tmp_path / "out"), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["lines"], told["faults"]) == (2, [])
    assert (tmp_path / "out" / issue.key / "p1-l002.png").is_file()
