"""What other programs write is read whole, and whatever else a file holds costs a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import AltoPage
from archive.canvas import Box
from archive.errors import BadFile
from archive.letters import clean
from ingest.outside.formats import format_of, read_outside
from tests.ingest.outside.beside import FRENCH, SIZE, Line, alto, hocr, page_xml, set_lines

WRITERS = {"alto": alto, "hocr": hocr, "page": page_xml}

_words = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=8).filter(
    lambda word: word.split() == [word]
)


@st.composite
def _lines(draw: st.DrawFn) -> list[Line]:
    boxes = st.builds(Box, st.integers(0, 500), st.integers(0, 700), st.integers(1, 100), st.integers(1, 100))
    return draw(st.lists(st.lists(st.tuples(_words, boxes), min_size=1, max_size=4), min_size=1, max_size=4))


def _read(text: str, size: tuple[int, int] = SIZE) -> AltoPage:
    return read_outside(text.encode(), "a").on(size)


@pytest.mark.parametrize("kind", WRITERS)
@given(lines=_lines())
@settings(max_examples=40, deadline=None)
def test_words_and_boxes_come_as_they_were_written(kind: str, lines: list[Line]) -> None:
    page = _read(WRITERS[kind](lines))
    wanted = [(clean(word), box) for line in lines for word, box in line if clean(word).split()]
    assert [(s.content, s.box) for s in page.strings()] == wanted
    assert format_of(WRITERS[kind](lines).encode()) == kind


@pytest.mark.parametrize("kind", WRITERS)
def test_what_the_file_knows_besides_is_kept(kind: str) -> None:
    page = _read(WRITERS[kind](set_lines(FRENCH)))
    assert all(string.confidence is not None and string.confidence >= 0.9 for string in page.strings())
    assert {block.language for block in page.blocks} == {"fr"}
    assert [line.text for line in page.lines()] == list(FRENCH)
    assert ("tesseract" in page.source) == (kind == "hocr")


@pytest.mark.parametrize("kind", WRITERS)
def test_boxes_are_brought_to_the_picture(kind: str) -> None:
    lines = set_lines(FRENCH)
    once, twice = (_read(WRITERS[kind](lines), (n * SIZE[0], n * SIZE[1])) for n in (1, 2))
    for one, other in zip(once.strings(), twice.strings(), strict=True):
        assert abs(other.box.x - 2 * one.box.x) <= 1
        assert abs(other.box.h - 2 * one.box.h) <= 1


def test_tenths_of_a_millimetre_are_brought_to_pixels() -> None:
    scale = 254 / 150  # a picture of 150 dpi
    size = (SIZE[0] * scale, SIZE[1] * scale)
    page = _read(alto(set_lines(FRENCH), unit="mm10", scale=scale, size=size))
    plain = _read(alto(set_lines(FRENCH)))
    assert all(
        abs(one.box.x - other.box.x) <= 1 for one, other in zip(page.strings(), plain.strings(), strict=True)
    )


def test_lines_without_words_are_taken_apart() -> None:
    page = _read(page_xml(set_lines(FRENCH), words=False))
    assert [line.text for line in page.lines()] == list(FRENCH)
    first = next(page.lines())
    assert [s.box.x for s in first.strings] == sorted(s.box.x for s in first.strings)


@given(
    st.binary(max_size=300)
    | st.sampled_from(["<alto ", "<PcGts ", "<p class='ocr_page' "]).flatmap(
        lambda start: st.text(max_size=200).map(lambda text: (start + text).encode("utf-8", "ignore"))
    )
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_page_or_a_bad_file(data: bytes) -> None:
    try:
        page = read_outside(data, "a").on(SIZE)
    except BadFile:
        return
    assert (page.width, page.height) == SIZE


HOSTILE = {
    "entities": '<!DOCTYPE alto [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><alto>&b;</alto>',
    "a file of this machine": '<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/passwd">]><alto>&a;</alto>',
    "depth": "<alto>" + "<a>" * 100_000,
    "depth in HTML": "<p class='ocr_page' title='bbox 0 0 9 9'>" + "<b>" * 100_000,
    "two pages": hocr(set_lines(FRENCH)).replace("<body>", "<body><div class='ocr_page'>x</div>"),
    "numbers": "<p class='ocr_page' title='bbox 0 0 " + "9" * 5000 + " 9'></p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_empty(name: str) -> None:
    try:
        page = _read(HOSTILE[name])
    except BadFile:
        return
    assert not page.blocks
