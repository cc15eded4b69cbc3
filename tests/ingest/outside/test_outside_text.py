"""Text of another program beside a scan is used where it lies on the print, in the order it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from archive.alto import AltoPage
from archive.canvas import Box, Frame
from archive.settings import Settings
from ingest.ocr import PageImage
from ingest.outside.text import outside_text
from ingest.text_decisions import Decision
from tests.ingest.outside.beside import ARABIC, FRENCH, SIZE, Line, alto, drawn, hocr, set_lines


@pytest.fixture
def unread(tmp_path: Path) -> Settings:
    """Settings with which nothing is read off pictures."""
    return Settings(ocr=f"recorded:{tmp_path}")


def decided(
    tmp_path: Path,
    settings: Settings,
    text: str,
    lines: Sequence[Line],
    frame: Frame | None = None,
) -> tuple[AltoPage | None, Decision]:
    """The text of a file beside a scan with these lines, and the decision."""
    with Image.open(drawn(tmp_path / "a.png", lines)) as opened:
        picture = opened.convert("L")
    frame = frame or Frame(*picture.size)
    upright = picture.rotate(-frame.turn, expand=True)
    kept = frame.kept
    canvas = upright.crop((kept.x, kept.y, kept.right, kept.bottom))
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    return outside_text(tmp_path / "a.xml", "0001.xml", frame, PageImage(canvas, 150), settings)


def sits_on(box: Box, set_in: Box) -> bool:
    """Whether a box is drawn round the letters of a word that was set in another, with white round them."""
    return box.overlap(set_in) > max(0.95 * box.area, 0.6 * set_in.area)


def test_boxes_that_miss_their_words_are_drawn_round_the_ink(tmp_path: Path, unread: Settings) -> None:
    """As eScriptorium writes them: too high, and a line cut into equal shares of its letters."""
    lines = set_lines(FRENCH)
    missed = [[(word, Box(box.x - 6, box.y - 5, box.w, box.h + 4)) for word, box in line] for line in lines]
    text, decision = decided(tmp_path, unread, alto(missed), lines)
    assert text is not None, decision
    for string, (_, box) in zip(text.strings(), (word for line in lines for word in line), strict=True):
        assert sits_on(string.box, box)


def test_text_that_lies_on_the_print_is_used(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(FRENCH)
    text, decision = decided(tmp_path, unread, hocr(lines), lines)
    assert text is not None, decision
    assert (decision.used, decision.reason, decision.file) == ("outside", "plausible", "0001.xml")
    assert text.text == "\n".join(FRENCH)
    assert (text.language, text.direction) == ("fr", "ltr")
    assert sits_on(next(text.strings()).box, lines[0][0][1])
    assert text.source == "0001.xml (tesseract 5.3.0)"


def test_nobody_here_has_vouched_for_it(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(FRENCH)
    text, _ = decided(tmp_path, unread, alto(lines).replace("<TextBlock>", '<TextBlock CS="true">'), lines)
    assert text is not None
    assert not any(string.locked for string in text.strings())


def test_a_file_made_from_a_smaller_picture_is_scaled(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(FRENCH)
    half = alto(lines, scale=0.5, size=(SIZE[0] / 2, SIZE[1] / 2))
    text, decision = decided(tmp_path, unread, half, lines)
    assert text is not None, decision
    for string, (_, box) in zip(text.strings(), (word for line in lines for word in line), strict=True):
        assert sits_on(string.box, box)


@pytest.mark.parametrize(
    "size", [(SIZE[1], SIZE[0]), (SIZE[0], SIZE[0])], ids=["on its side", "of another shape"]
)
def test_a_file_of_another_picture_is_not_used(
    tmp_path: Path, unread: Settings, size: tuple[int, int]
) -> None:
    lines = set_lines(FRENCH)
    text, decision = decided(tmp_path, unread, alto(lines, size=size), lines)
    assert text is None
    assert (decision.used, decision.reason) == ("read", "outside")


def test_a_file_that_says_no_size_is_not_used_where_its_boxes_leave_the_picture(
    tmp_path: Path, unread: Settings
) -> None:
    lines = set_lines(FRENCH)
    unsized = alto(lines, scale=3).replace(f'WIDTH="{SIZE[0]}" HEIGHT="{SIZE[1]}"', "")
    text, decision = decided(tmp_path, unread, unsized, lines)
    assert text is None
    assert decision.reason == "outside"


def test_a_file_that_lacks_most_of_the_print_is_not_used(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(FRENCH * 4)
    text, decision = decided(tmp_path, unread, alto(lines[:5]), lines)
    assert text is None
    assert decision.reason == "missing"


def test_words_of_the_half_of_a_spread_alone(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(FRENCH)
    half = Frame(*SIZE, crop=Box(0, 0, SIZE[0] // 2, SIZE[1]))
    text, decision = decided(tmp_path, unread, alto(lines), lines, half)
    assert text is not None, decision
    wanted = [w for line in lines for w, box in line if box.x + box.w / 2 < SIZE[0] // 2]
    assert [string.content for string in text.strings()] == wanted


@pytest.mark.parametrize("as_shown", [True, False])
def test_a_scan_that_lies_on_its_side(tmp_path: Path, unread: Settings, *, as_shown: bool) -> None:
    """The file may speak of the picture as it is stored, or as programs that know its turn show it."""
    lines = set_lines(FRENCH)
    drawn(tmp_path / "upright.png", lines)
    stored = [[(word, Box(box.y, SIZE[0] - box.right, box.h, box.w)) for word, box in line] for line in lines]
    said = alto(lines) if as_shown else alto(stored, size=(SIZE[1], SIZE[0]))
    with Image.open(tmp_path / "upright.png") as upright:
        canvas = upright.convert("L")
    frame = Frame(SIZE[1], SIZE[0], turn=90)
    (tmp_path / "a.xml").write_text(said, encoding="utf-8")
    text, decision = outside_text(tmp_path / "a.xml", "a.xml", frame, PageImage(canvas, 150), unread)
    assert text is not None, decision
    for string, (_, box) in zip(text.strings(), (word for line in lines for word in line), strict=True):
        assert sits_on(string.box, box)


def _as_seen(lines: Sequence[Line], *, letters: bool, words: bool) -> list[Line]:
    """Lines as a program writes them that knows no direction: words, or their letters, from left to right."""
    turned = [[(word[::-1] if letters else word, box) for word, box in line] for line in lines]
    return [sorted(line, key=lambda each: each[1].x) for line in turned] if words else turned


@pytest.mark.parametrize("letters", [False, True])
@pytest.mark.parametrize("words", [False, True])
def test_arabic_comes_in_the_order_it_is_read(
    tmp_path: Path, unread: Settings, *, letters: bool, words: bool
) -> None:
    lines = set_lines(ARABIC, rtl=True)
    text, decision = decided(tmp_path, unread, alto(_as_seen(lines, letters=letters, words=words)), lines)
    assert text is not None, decision
    assert text.text == "\n".join(ARABIC)
    assert (text.language, text.direction) == ("ar", "rtl")


def test_presentation_forms_become_letters(tmp_path: Path, unread: Settings) -> None:
    lines = set_lines(ARABIC, rtl=True)
    said = alto([[(word.replace("لا", "\ufefb"), box) for word, box in line] for line in lines])
    text, _ = decided(tmp_path, unread, said, lines)
    assert text is not None
    assert text.text == "\n".join(ARABIC)


@pytest.mark.parametrize("said", ["", "<alto", "<!DOCTYPE alto [<!ENTITY a 'b'>]><alto>&a;</alto>", "\ufffd"])
def test_a_file_that_cannot_be_used_costs_nothing(tmp_path: Path, unread: Settings, said: str) -> None:
    text, decision = decided(tmp_path, unread, said, set_lines(FRENCH))
    assert text is None
    assert (decision.used, decision.reason) == ("read", "unreadable")


@pytest.mark.tesseract
def test_text_of_another_page_is_found_out_by_reading(tmp_path: Path) -> None:
    from ingest.images import open_picture
    from tests.ingest.pictures import FRENCH as PRINTED
    from tests.ingest.pictures import one_column, set_page

    page = set_page(one_column("fr", PRINTED))
    page.save(tmp_path / "a.png", dpi=(300, 300))
    picture = open_picture(tmp_path / "a.png", Settings())
    frame = Frame(*picture.size)
    # Words of French at the very places of those that are printed there.
    from ingest.ocr import engine_for

    read = engine_for(Settings()).recognise(PageImage(page, 300))
    others = " ".join(FRENCH * 20).split()
    true = [[(s.content, s.box) for s in line.strings] for line in read.lines()]
    false = [[(others.pop(), box) for _, box in line] for line in true]
    for lines, used in ((true, "outside"), (false, "read")):
        (tmp_path / "a.xml").write_text(alto(lines, size=page.size), encoding="utf-8")
        _, decision = outside_text(tmp_path / "a.xml", "a.xml", frame, PageImage(page, 300), Settings())
        assert (decision.used, decision.reason) == (used, "agrees" if used == "outside" else "differs")
