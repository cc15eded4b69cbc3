"""Printed page numbers from scan to label: read, weighed, told where they are odd, accepted in one act."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.actions import changes, labels
from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.alto_files import write_alto
from archive.canvas import Box
from archive.errors import BadInput
from archive.models import Issue, Page
from archive.queries import issues
from archive.queries import labels as questions
from archive.settings import Settings
from archive.store import Session, Store
from ingest.background import Background
from tests.ingest.drawn_scans import HEIGHT, WIDTH, InThisProcess, draw, run


def _block(text: str, top: int, language: str) -> TextBlock:
    words = tuple(String(word, Box(80 + 60 * n, top, 50, 20), 0.9) for n, word in enumerate(text.split()))
    box = Box(80, top, 400, 20)
    direction = "rtl" if language == "ar" else "ltr"
    return TextBlock((TextLine(words, box, language),), box, language, direction)


def _numbered(readings: Path, folder: Path, numbers: dict[int, str], language: str = "fr") -> None:
    """Pages 0001.jpg …, each with a line of text and its number at the foot ("" for none)."""
    readings.mkdir(parents=True, exist_ok=True)
    for at, number in numbers.items():
        path = draw(folder / f"{at:04}.jpg", at + (100 if language == "ar" else 0))
        words = "نص الصفحة كما طبع في العدد" if language == "ar" else "le texte de la page du numéro"
        blocks = [_block(words, 300, language)] + ([_block(number, 850, language)] if number else [])
        direction = "rtl" if language == "ar" else "ltr"
        alto = AltoPage(WIDTH, HEIGHT, tuple(blocks), language, direction, "recorded")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        (readings / f"{digest}-0.alto.xml").write_bytes(write_alto(alto))


def _issue(session: Session) -> Issue:
    [issue] = issues.every(session, public=False)
    return issue


def _labels(issue: Issue) -> list[tuple[str, bool]]:
    return [(page.label, page.label_supplied) for page in issue.pages]


def test_numbers_are_proposed_and_become_labels_by_one_act_that_can_be_undone(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    _numbered(readings, scans / "a", {1: "", 2: "14", 3: "15", 4: "", 5: "17"})
    assert run(store, here, scans).all_faults() == []
    with store.read() as session:
        issue = _issue(session)
        assert [page.label_read for page in issue.pages] == ["13", "14", "15", "16", "17"]
        assert _sure(issue.pages[2]) > _sure(issue.pages[3]) > _sure(issue.pages[0]) > 0.5
        assert _labels(issue) == [(str(n), True) for n in range(1, 6)]
        [proposed] = questions.proposed(session)
        assert (proposed.pages, questions.count_issues(session)) == (5, 1)
    with store.write() as session:
        issue = session.get(Issue, issue.id)
        number = labels.accept(session, issue, by="alice").number
        with pytest.raises(BadInput, match="No printed page numbers"):
            labels.accept(session, issue, by="alice")
    run(store, here, scans)
    with store.read() as session:
        assert _labels(_issue(session)) == [(str(n), False) for n in range(13, 18)]
        assert questions.count_issues(session) == 0
    with store.write() as session:
        changes.undo(session, number, by="alice")
    with store.read() as session:
        assert _labels(_issue(session)) == [(str(n), True) for n in range(1, 6)]


def _sure(page: Page) -> float:
    assert page.label_confidence is not None
    return page.label_confidence


def test_each_stream_counts_for_itself_in_its_own_digits(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    _numbered(readings, scans / "a/ar", {1: "١", 2: "٢", 3: "٣"}, "ar")
    _numbered(readings, scans / "a/fr", {1: "1", 2: "2", 3: "3"})
    (scans / "a/issue.toml").write_text(
        '[[streams]]\nlanguage = "ar"\nfolder = "ar"\n[[streams]]\nlanguage = "fr"\nfolder = "fr"\n'
    )
    assert run(store, here, scans).all_faults() == []
    with store.read() as session:
        assert [page.label_read for page in _issue(session).pages] == ["1", "2", "3"] * 2


def test_gaps_doubles_and_reversals_are_told_with_the_names_of_files(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    numbers = [1, 2, 3, 6, 7, 8, 8, 9, 10, 12, 11, 13]
    _numbered(readings, scans / "a", {at: str(number) for at, number in enumerate(numbers, 1)})
    report = run(store, here, scans)
    told = {fault.kind: fault.told() for fault in report.all_faults()}
    assert set(told) == {"gap", "double", "reversal"}
    assert told["gap"].startswith("Between 0003.jpg and 0004.jpg the printed page numbers leave out 4-5.")
    assert told["double"].startswith("0007.jpg bears the printed page number 8")
    assert told["reversal"].startswith("From 0010.jpg to 0011.jpg the printed page numbers run backwards")
    assert report.exit_code == 0  # worth knowing, no obstacle


def test_a_delivery_through_the_browser_tells_them_once_it_is_read(
    store: Store, here: Settings, readings: Path
) -> None:
    from archive.actions import batches
    from archive.queries import work

    with store.write() as session:
        number = batches.begin(session, "a", operator="alice", state="waiting").id
    _numbered(readings, store.files.incoming(number) / "a", {1: "1", 2: "2", 3: "5", 4: "6"})
    background = Background(store, here, InThisProcess())
    while background.once(0.1):
        pass
    background.close()
    with store.read() as session:
        batch = work.batch(session, number)
        assert batch is not None
        assert [(fault["kind"], fault["values"]["numbers"]) for fault in batch.report["faults"]] == [
            ("gap", "3-4")
        ]
