"""Builds records for tests: an issue with pages, texts, pictures, in one call."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from archive.actions import accounts, changes, issues, pages, streams
from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box, Frame
from archive.files import Files, write_whole
from archive.letters import direction_of, language_of
from archive.models import Account, ChangeSet, ImageFacts, Issue, Page
from archive.store import Store
from archive.texts import Texts

PASSWORD = "a long enough password"


def a_reading(*lines: str, language: str | None = None, width: int = 1000, height: int = 1400) -> AltoPage:
    """A page's text with plausible boxes: one block, each word 20 pixels a letter, in reading direction."""
    language = language or language_of(" ".join(lines), "fr")
    rtl = direction_of(language) == "rtl"
    made = []
    for row, line in enumerate(lines):
        x = width - 50 if rtl else 50
        strings = []
        for word in line.split():
            w = 20 * len(word)
            left = x - w if rtl else x
            strings.append(String(word, Box(max(0, left), 100 + 50 * row, w, 40), 0.9))
            x = left - 15 if rtl else left + w + 15
        if strings:
            box = Box.around(s.box for s in strings)
            assert box is not None
            made.append(TextLine(tuple(strings), box))
    box = Box.around(line.box for line in made) or Box(0, 0, width, height)
    blocks = (TextBlock(tuple(made), box, language, direction_of(language)),) if made else ()
    return AltoPage(width, height, blocks, language, direction_of(language), "test")


def a_page(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    reading: AltoPage | None = None,
    *,
    label: str = "",
    pictures: bool = False,
) -> Page:
    """A page of an issue with its scan, frame, text and, if wanted, real (tiny) pictures."""
    files: Files = session.info["files"]
    width, height = (reading.width, reading.height) if reading else (1000, 1400)
    sequence = issue.next_page * pages.STRIDE
    page = pages.add(session, change_set, issue, sequence=sequence, label=label)
    buffer = io.BytesIO()
    picture = Image.new("L", (width // 10, height // 10), 240)
    picture.putpixel((issue.id % picture.width, page.number % picture.height), 0)  # no two scans alike
    picture.save(buffer, "PNG")
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    path = Files.master(issue.key, digest, ".png")
    write_whole(files.path(path), buffer.getvalue())
    scan = pages.add_scan(
        session,
        issue,
        source=f"{page.number:04}.png",
        sha256=digest,
        path=path,
        bytes=len(buffer.getvalue()),
        media_type="image/png",
        width=width,
        height=height,
    )
    pages.set_frame(session, change_set, page, scan, Frame(width, height))
    if reading is not None:
        pages.record_text(session, change_set, issue, page, reading)
    if pictures:
        image = ImageFacts(1, width, height, ((width // 5, height // 5), (width, height)), 512, (1, 2))
        folder = files.path(Files.derivatives(issue.key, page.number, 1))
        for w, h in image.sizes:
            whole = io.BytesIO()
            Image.new("L", (w, h), 230).save(whole, "JPEG")
            write_whole(folder / "full" / f"{w},{h}" / "0" / "default.jpg", whole.getvalue())
        pages.record_image(session, page, image)
    return page


def an_issue(
    store: Store,
    texts: Sequence[str | Sequence[str]] = ("الشرطة في خدمة المواطن", "La police au service du citoyen"),
    *,
    by: str = "alice",
    source: str | None = None,
    state: str = "draft",
    pictures: bool = False,
    two_streams: bool = False,
    **fields: Any,
) -> int:
    """An issue whose pages print `texts` (a string, or lines); returns its row id.

    `two_streams`: an Arabic one from its Arabic pages and a French one from the others, else one stream.
    """
    with store.write() as session:
        change_set = changes.begin(session, by=by, why="built for a test")
        values = {"number": "143", "edtf": "1975-03", "name": Texts.printed(fr="Sécurité routière"), **fields}
        issue = issues.create(
            session, change_set, source=source or f"test-{change_set.number}", fields=values
        )
        made = []
        for number, text in enumerate(texts, 1):
            lines = [text] if isinstance(text, str) else list(text)
            made.append(
                a_page(session, change_set, issue, a_reading(*lines), label=str(number), pictures=pictures)
            )
        languages = ["ar", "fr"] if two_streams else [made[0].language if made else "fr"]
        for language in languages:
            own = [p.number for p in made if not two_streams or p.language == language]
            streams.add(
                session,
                change_set,
                issue,
                language=language,
                direction=direction_of(language),
                pages=own,
            )
        if state != "draft":
            issues.set_state(session, change_set, [issue.id], state)
        return issue.id


def an_account(store: Store, name: str = "alice", role: str = "archivist") -> Account:
    """Someone who may sign in with `PASSWORD`. The cast: Alice may edit, Bob may read, Charlie is nobody."""
    with store.write() as session:
        return accounts.add(session, name, role, PASSWORD)
