"""A page is scanned again, otherwise cut and askew: what people put on it still sits on the same print."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from archive.actions import articles, changes, pages, remarks
from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.alto_files import read_alto, write_alto
from archive.canvas import Affine, Box
from archive.letters import direction_of
from archive.models import Article, Redaction, Zone
from archive.queries import canvases, issues
from archive.queries import pages as page_queries
from archive.settings import Settings
from archive.store import Session, Store
from ingest.frames import find_frames
from ingest.images import open_picture
from tests.ingest.drawn_scans import recorded, run
from tests.rendered.press import Rendered
from tests.rendered.specimens import specimen
from tests.rendered.wear import Laid, laid

_SCALE = 0.4


class Scanned:
    """A rendered page on a scanner's glass, and its words where they are on the canvas that is found."""

    def __init__(self, path: Path, page: Rendered, scan: Laid, *, wrong: int = 0) -> None:
        """`wrong`: every so many-th word is read otherwise, 0 for none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scan.image.save(path, dpi=(120, 120))
        picture = open_picture(path, Settings())
        [self.frame] = find_frames(picture)
        self.onto = Affine.scaling(_SCALE).then(scan.maps[0]).then(self.frame.to_canvas())
        self.path = path
        blocks = []
        number = 0
        for block in page.blocks:
            strings = []
            for word in block.words:
                number += 1
                text = word.text[::-1] if wrong and number % wrong == 0 else word.text
                strings.append(String(text, self.box(word.box), 0.9))
            box = Box.around(string.box for string in strings)
            assert box is not None
            line = TextLine(tuple(strings), box)
            blocks.append(TextBlock((line,), box, block.language, direction_of(block.language)))
        self.reading = AltoPage(*self.frame.size, tuple(blocks), page.language, direction_of(page.language))

    def box(self, box: Box) -> Box:
        """A box of the rendered page on the canvas."""
        return self.onto.box(box).within(*self.frame.size)

    def record(self, readings: Path) -> None:
        """Keep the reading for the engine that replays."""
        readings.mkdir(exist_ok=True)
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        (readings / f"{digest}-0.alto.xml").write_bytes(write_alto(self.reading))


def _small(page: Rendered) -> Image.Image:
    return page.image.resize(
        (round(page.image.width * _SCALE), round(page.image.height * _SCALE)), Image.Resampling.BOX
    )


def _overlap(one: Box, other: Box) -> float:
    """Shared area of two boxes by that of both together."""
    shared = one.overlap(other)
    return shared / (one.area + other.area - shared)


def _zones(session: Session) -> tuple[Box, Box, Box]:
    """The article's zone, the redaction, the locked line."""
    article, hidden = session.scalars(select(Article)).one(), session.scalars(select(Redaction)).one()
    [issue] = issues.every(session, public=False)
    [page] = page_queries.of_issue(session, issue.id)
    current = pages.current_text(session, page)
    assert current is not None
    shown = read_alto(session.info["files"].path(current.path).read_bytes())
    locked = [line.box for line in shown.lines() if line.locked]
    assert len(locked) == 1
    return article.zones[0].box, Box(hidden.x, hidden.y, hidden.w, hidden.h), locked[0]


@pytest.mark.parametrize("name", ["ar-2-photo", "fr-3-plain"])
def test_zones_links_and_locked_lines_sit_on_the_same_print(
    store: Store, settings: Settings, tmp_path: Path, name: str
) -> None:
    page = specimen(name)
    image = _small(page)
    first = Scanned(tmp_path / "issue" / "0001.png", page, laid(image, rim=40))
    first.record(tmp_path / "read")
    here = recorded(settings, tmp_path / "read")
    run(store, here, tmp_path / "issue")

    block = max(page.blocks, key=lambda each: len(each.words))
    middle = block.words[len(block.words) // 2].box
    line = [word for word in block.words if abs(word.box.y - middle.y) < middle.h / 3][:4]
    things = [block.box, page.blocks[0].box, Box.around(word.box for word in line)]
    with store.write() as session:
        [issue] = issues.every(session, public=False)
        [leaf] = page_queries.of_issue(session, issue.id)
        made = changes.begin(session, by="alice")
        articles.add(session, made, issue, zones=(Zone(leaf.number, first.box(things[0])),))
        remarks.redact(session, made, leaf, first.box(things[1]), "a name")
        assert things[2] is not None
        strings = tuple(String(word.text, first.box(word.box), locked=True) for word in line)
        box = Box.around(string.box for string in strings)
        assert box is not None
        locked = TextBlock((TextLine(strings, box),), box, block.language, direction_of(block.language))
        shown = first.reading
        kept = AltoPage(shown.width, shown.height, (*shown.blocks, locked), shown.language, shown.direction)
        pages.keep_revision(session, made, issue, leaf, kept, replaced="")
        link = first.box(block.box)
        number = canvases.canvas_number(leaf)

    # Scanned again: tilted, less of the bed around it, larger, a strip of the page cut off.
    larger = image.crop((0, 30, image.width, image.height)).resize(
        (round(image.width * 1.1), round((image.height - 30) * 1.1))
    )
    again = laid(larger, rim=15, skew=1.5)
    moved = Laid(again.image, (Affine.shift(0, -30).then(Affine.scaling(1.1)).then(again.maps[0]),))
    second = Scanned(tmp_path / "issue" / "0001.png", page, moved, wrong=4)
    second.record(tmp_path / "read")
    assert second.frame.skew
    run(store, here, tmp_path / "issue")

    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [leaf] = page_queries.of_issue(session, issue.id)
        assert (len(leaf.frames), leaf.width) == (2, second.frame.size[0])
        found = (*_zones(session), canvases.on_this_canvas(leaf, link, number))
    for box, thing in zip(found, (*things, block.box), strict=True):
        assert thing is not None
        assert _overlap(box, second.box(thing)) >= 0.8
