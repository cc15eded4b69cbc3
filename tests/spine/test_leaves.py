"""What people do to leaves and blocks at the desk, followed to text, PDF, search and the next ingest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pdfplumber

from archive.actions import arranging, changes, framing, laying_out, pages
from archive.alto import AltoPage
from archive.alto_files import write_alto
from archive.canvas import Frame
from archive.models import Issue, Page
from archive.queries import issues, streams
from archive.queries import pages as page_queries
from archive.reading_order import Said
from archive.settings import Settings
from archive.store import Session, Store
from index.engine import engine_for
from index.searching import search
from index.updating import update_index
from ingest.ingesting import redo
from tests.builders import a_reading
from tests.ingest.drawn_scans import HEIGHT, WIDTH, InThisProcess, draw, draw_issue, run


def _blocks(*texts: str) -> AltoPage:
    """A block a text, below each other, on the canvas of a drawn page."""
    made = []
    for place, text in enumerate(texts):
        [block] = a_reading(text, width=WIDTH, height=HEIGHT).blocks
        [line] = block.lines
        strings = tuple(replace(s, box=replace(s.box, y=100 + 200 * place)) for s in line.strings)
        box = replace(line.box, y=100 + 200 * place)
        made.append(replace(block, lines=(replace(line, strings=strings, box=box),), box=box))
    return replace(a_reading("x", width=WIDTH, height=HEIGHT), blocks=tuple(made))


def _record(readings: Path, path: Path, page: AltoPage) -> None:
    readings.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (readings / f"{digest}-0.alto.xml").write_bytes(write_alto(page))


def _issue(session: Session) -> Issue:
    [issue] = issues.every(session, public=False)
    return session.get_one(Issue, issue.id)


def _plain(store: Store, place: int) -> str:
    with store.read() as session:
        return page_queries.plain(session, _issue(session).pages[place])


def _pdf(store: Store) -> tuple[int, str]:
    """How many pages the PDF has, and its words in the order in which they are copied out of it."""
    with store.read() as session:
        [stream] = streams.of_issue(session, _issue(session).id)
        path = store.files.path(stream.pdf_path)
    with pdfplumber.open(path) as pdf:
        letters = "".join(str(char["text"]) for page in pdf.pages for char in page.chars)
        return len(pdf.pages), letters.replace(" ", "")


def _found(store: Store, settings: Settings, phrase: str) -> int:
    engine = engine_for(settings)
    try:
        update_index(store, engine)
        return search(store, engine, f'"{phrase}"', public=False).total
    finally:
        engine.close()


def test_text_pdf_and_search_follow_a_new_reading_order_and_a_new_reading_keeps_it(
    store: Store, here: Settings, scans: Path, readings: Path
) -> None:
    draw_issue(readings, scans / "a", 2)
    _record(
        readings, scans / "a" / "0001.jpg", _blocks("colonne gauche", "colonne droite", "bas du feuillet")
    )
    assert run(store, here, scans).all_faults() == []
    assert _found(store, here, "gauche colonne droite") == 1
    assert _pdf(store)[1].startswith("colonnegauche")
    with store.write() as session:
        issue = _issue(session)
        page, revision = issue.pages[0], issue.pages[0].text_revision
        said = {1: Said(kind="heading")}
        laying_out.lay_out(session, issue, page, [1, 0, 2], said, revision=revision, by="alice")
    assert _plain(store, 0) == "colonne droite\n\ncolonne gauche\n\nbas du feuillet"
    assert _found(store, here, "droite colonne gauche") == 1
    assert _found(store, here, "gauche colonne droite") == 0
    run(store, here, scans)  # what the site's worker does within two seconds
    assert _pdf(store)[1].startswith("colonnedroitecolonnegauche")
    _record(
        readings,
        scans / "a" / "0001.jpg",
        _blocks("colonne gauche", "colonne droite", "bas du feuillet relu"),
    )
    with store.read() as session:
        key = _issue(session).key
    redo([key], store, here, InThisProcess(), names=["text"])
    assert _plain(store, 0) == "colonne droite\n\ncolonne gauche\n\nbas du feuillet relu"
    with store.read() as session:
        shown = page_queries.reading(session, _issue(session).pages[0])
        assert shown is not None
        assert shown.blocks[0].kind == "heading"


def test_a_kept_place_a_turn_and_a_scan_from_the_desk_go_through_the_next_ingest(
    store: Store, here: Settings, scans: Path, readings: Path, tmp_path: Path
) -> None:
    draw_issue(readings, scans / "a", 3)
    assert run(store, here, scans).all_faults() == []
    sent = draw(tmp_path / "better.jpg", 77)
    _record(readings, sent, a_reading("relu du nouveau cliché", width=WIDTH, height=HEIGHT))
    with store.write() as session:
        issue = _issue(session)
        act = changes.begin(session, by="alice")
        arranging.keep_place(session, act, issue, issue.pages[0])
        framing.turn(session, act, issue.pages[1], 180)
        digest = hashlib.sha256(sent.read_bytes()).hexdigest()
        master = store.files.master(issue.key, digest, ".jpg")
        store.files.path(master).write_bytes(sent.read_bytes())
        scan = pages.add_scan(
            session,
            issue,
            source=f"@desk/p3-{digest[:12]}/better.jpg",
            sha256=digest,
            path=master,
            bytes=sent.stat().st_size,
            media_type="image/jpeg",
        )
        framing.replace_scan(session, act, issue.pages[2], scan, Frame(WIDTH, HEIGHT))
    report = run(store, here, scans)
    assert report.all_faults() == []  # neither is the new scan missed in the folder, nor the old one put back
    with store.read() as session:
        issue = _issue(session)
        assert [(p.number, p.label) for p in issue.pages] == [(1, "1"), (4, "2"), (2, "3"), (3, "4")]
        frames = [page.frame for page in issue.pages]
        assert frames[1] is None
        assert frames[2] is not None
        assert frames[3] is not None
        assert (frames[2].turn, frames[3].scan.source.startswith("@desk/")) == (180, True)
        assert all(p.image is not None for p in issue.pages if p.frame is not None)
        assert _page_text(session, issue.pages[3]) == "relu du nouveau cliché"
    assert _pdf(store)[0] == 3  # there is nothing to print in the kept place


def _page_text(session: Session, page: Page) -> str:
    return page_queries.plain(session, page)
