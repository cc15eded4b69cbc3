"""The background pass: Arabic lines are read again when all else is done; both readings stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.actions import pages as page_actions
from archive.actions.changes import begin
from archive.alto import AltoPage
from archive.alto_files import read_alto, write_alto
from archive.canvas import Box
from archive.queries import issues, pages, work
from archive.settings import Settings
from archive.store import Store
from ingest import second_reading, second_steps
from ingest.arabic_reader.reader import ReadLine, ReadWord
from tests.ingest.drawn_scans import InThisProcess, draw_read, recorded, run

READER = "parisaocr 0.7.2"


class Stand:
    """A second reader that reads every line as the words it is given, one below the other on the line."""

    name = READER

    def __init__(self, *words: str, sure: float = 0.99) -> None:
        self.words, self.sure = words, sure
        self.read_lines = 0

    def read(
        self, page: Image.Image, lines: Sequence[Sequence[Box]], going_on: Callable[[], bool] = lambda: True
    ) -> list[ReadLine | None]:
        return [self._line(pieces) if going_on() else None for pieces in lines]

    def _line(self, pieces: Sequence[Box]) -> ReadLine:
        self.read_lines += 1
        whole = Box.around(pieces) or Box(0, 0, 1, 1)
        width = whole.w // len(self.words)
        return ReadLine(
            tuple(
                ReadWord(
                    word, Box(whole.right - (n + 1) * width, whole.y, width, whole.h), self.sure, self.sure
                )
                for n, word in enumerate(self.words)
            )
        )


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stand]:
    """Installs a stand-in for the second reader."""

    def install(*words: str, **how: Any) -> Stand:
        stand = Stand(*words, **how)
        monkeypatch.setattr(second_steps, "is_ready", lambda settings: True)
        monkeypatch.setattr(second_reading, "reader_for", lambda settings: stand)
        return stand

    return install


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    return tmp_path / "read"


def arabic_issue(readings: Path, folder: Path, count: int = 1, text: str = "الشرطه سنة") -> Path:
    """Pages whose one line was read as `text`, every word half sure."""
    for number in range(1, count + 1):
        draw_read(readings, folder / f"{number:04}.jpg", number, text)
    for path in readings.glob("*.xml"):
        path.write_bytes(write_alto(_half_sure(read_alto(path.read_bytes()))))
    return folder


def _half_sure(page: AltoPage) -> AltoPage:
    blocks = tuple(
        replace(
            block,
            lines=tuple(
                replace(line, strings=tuple(replace(s, confidence=0.5) for s in line.strings))
                for line in block.lines
            ),
        )
        for block in page.blocks
    )
    return replace(page, blocks=blocks, source="recorded ar")


def texts(store: Store) -> list[tuple[int, str, str]]:
    """Revision, source and plain text of every page."""
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        found = [(page, pages.text(session, page)) for page in pages.of_issue(session, issue.id)]
        return [(page.text_revision, text.source, text.plain) for page, text in found if text is not None]


class Noting(InThisProcess):
    def __init__(self) -> None:
        super().__init__()
        self.tasks: list[str] = []
        self.before = self.tasks.append


def test_without_the_reader_nothing_is_different(
    store: Store, settings: Settings, tmp_path: Path, readings: Path
):
    workers = Noting()
    folder = arabic_issue(readings, tmp_path / "issue")
    assert run(store, recorded(settings, readings), folder, workers=workers).exit_code == 0
    assert "read_text_again" not in workers.tasks
    assert [revision for revision, _, _ in texts(store)] == [1]


def test_arabic_pages_are_read_again_when_all_else_is_done_and_both_readings_stay(
    store: Store, settings: Settings, tmp_path: Path, readings: Path, second: Callable[..., Stand]
):
    second("الشرطة", "سنه")
    workers = Noting()
    folder = arabic_issue(readings, tmp_path / "issue")
    report = run(store, recorded(settings, readings), folder, workers=workers)
    assert report.exit_code == 0
    assert report.steps["second"] == 1
    first, again = workers.tasks.index("make_stream_pdf"), workers.tasks.index("read_text_again")
    assert first < again  # an issue is whole before it is made better
    assert workers.tasks[-1] == "make_stream_pdf"  # and is made again of the better text, once
    assert workers.tasks.count("make_stream_pdf") == 2 * workers.tasks[:again].count("make_stream_pdf")
    for revision, source, _ in texts(store):
        assert revision == 2
        assert source == f"recorded ar + {READER}"
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        page = pages.of_issue(session, issue.id)[0]
        words = {word for each in pages.words(session, page) for word in (each.text, *each.alternatives)}
    assert {"الشرطه", "الشرطة", "سنة", "سنه"} <= words
    assert run(store, recorded(settings, readings), folder, workers=workers).steps["second"] == 0


def test_french_pages_have_no_such_step(
    store: Store, settings: Settings, tmp_path: Path, readings: Path, second: Callable[..., Stand]
):
    stand = second("الشرطة")
    folder = arabic_issue(readings, tmp_path / "issue", text="la sûreté nationale")
    assert run(store, recorded(settings, readings), folder).steps["second"] == 0
    assert stand.read_lines == 0


def test_lines_that_a_person_vouched_for_are_not_read_again(
    store: Store, settings: Settings, tmp_path: Path, readings: Path, second: Callable[..., Stand]
):
    here = recorded(settings, readings)
    folder = arabic_issue(readings, tmp_path / "issue", 1)
    run(store, here, folder)
    with store.write() as session:
        [issue] = issues.every(session, public=False)
        page = pages.of_issue(session, issue.id)[0]
        shown = pages.reading(session, page)
        assert shown is not None
        page_actions.keep_revision(
            session, begin(session, by="nadia", why="typed"), issue, page, _vouched(shown), replaced=""
        )
    stand = second("شيء", "آخر")
    run(store, here, folder)
    assert stand.read_lines == 0
    assert [plain for _, _, plain in texts(store)] == ["الشرطه سنة"]


def _vouched(page: AltoPage) -> AltoPage:
    blocks = tuple(
        replace(
            block,
            lines=tuple(
                replace(line, strings=tuple(replace(s, locked=True, confidence=None) for s in line.strings))
                for line in block.lines
            ),
        )
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def test_pages_read_before_there_was_a_reader_are_read_again_by_the_next_run(
    store: Store, settings: Settings, tmp_path: Path, readings: Path, second: Callable[..., Stand]
):
    here = recorded(settings, readings)
    folder = arabic_issue(readings, tmp_path / "issue")
    run(store, here, folder)
    second("الشرطة", "سنة")
    assert run(store, here, folder).steps["second"] == 1
    assert [plain for _, _, plain in texts(store)] == ["الشرطه سنة"]  # spelt as Tesseract spells


def test_a_pass_that_is_cut_off_goes_on_and_one_without_its_reader_holds_nothing_up(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    readings: Path,
    second: Callable[..., Stand],
    monkeypatch: pytest.MonkeyPatch,
):
    here = recorded(settings, readings)
    folder = arabic_issue(readings, tmp_path / "issue")
    second("الشرطة", "سنة")
    workers = Noting()

    def stop(task: str) -> None:
        if task == "read_text_again":
            raise KeyboardInterrupt

    workers.before = stop
    assert run(store, here, folder, workers=workers).ended == "interrupted"
    monkeypatch.setattr(second_steps, "is_ready", lambda settings: False)
    assert run(store, here, folder).exit_code == 0  # ends, though steps are left
    monkeypatch.setattr(second_steps, "is_ready", lambda settings: True)
    assert run(store, here, folder).steps["second"] == 1
    with store.read() as session:
        assert work.unfinished(session) == 0


def test_seconds_that_run_out_leave_lines_with_their_first_reading(
    settings: Settings, second: Callable[..., Stand], monkeypatch: pytest.MonkeyPatch
):
    from tests.builders import a_reading

    second("الشرطة", "سنة")
    page = _half_sure(a_reading("الشرطه سنة", "الامن الوطني", width=600, height=800))
    clock = iter([0.0, 0.0] + [1e6] * 50)
    monkeypatch.setattr(second_reading.time, "process_time", lambda: next(clock))
    again = second_reading.read_again(Image.new("L", (600, 800), 255), page, settings)
    assert again is not None
    assert [line.text for line in again.lines()][1] == "الامن الوطني"
