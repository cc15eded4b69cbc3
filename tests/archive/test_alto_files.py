"""ALTO as we write it: read back equal, valid, the same bytes for the same page."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.alto_files import read_alto, write_alto
from archive.canvas import Box
from archive.letters import clean
from tests.archive.alto_examples import GOLDEN, PAGE, words
from tests.archive.any_page import boxes, languages, pages

SAMPLES = Path(os.environ.get("ARCHIVE_SAMPLES", "nowhere"))


@settings(max_examples=150)
@given(pages)
def test_what_is_written_is_read_back_equal(page):
    assert read_alto(write_alto(page)) == page


@settings(max_examples=30)
@given(pages)
def test_the_same_page_gives_the_same_bytes(page):
    assert write_alto(page) == write_alto(read_alto(write_alto(page)))


wild_strings = st.builds(
    String,
    content=st.text(max_size=8),
    box=st.builds(Box, *[st.integers(-5000, 9000)] * 4),
    confidence=st.none() | st.floats(),
    locked=st.booleans(),
    subs=st.none() | st.text(max_size=5),
    alternatives=st.lists(st.text(max_size=5), max_size=2).map(tuple),
)
wild_lines = st.builds(
    TextLine,
    strings=st.lists(wild_strings, max_size=3).map(tuple),
    box=boxes(),
    language=st.none() | languages | st.text(max_size=5),
)


@settings(max_examples=100)
@given(st.lists(wild_lines, max_size=3), st.text(max_size=5), st.text(max_size=20))
def test_an_untidy_page_is_tidied_in_writing(lines, language, source):
    block = TextBlock(tuple(lines), Box(-5, -5, 9999, 9999), language, "rtl")
    page = AltoPage(600, 800, (block,), language=language, source=source)
    back = read_alto(write_alto(page))
    assert words(back) == [word for s in page.strings() for word in clean(s.content).split()]
    assert all(s.box.within(600, 800) == s.box for s in back.strings())
    assert read_alto(write_alto(back)) == back


def test_a_page_is_filed_like_this():
    assert write_alto(PAGE, identifier="ark:/99999/pm4x7q2/p1").decode() == GOLDEN
    assert read_alto(GOLDEN.encode()) == PAGE


@pytest.fixture(scope="module")
def alto_schema():
    folder = SAMPLES.parent / "xsd"
    if not (folder / "alto-4-4.xsd").is_file():
        pytest.skip("no ALTO schema beside ARCHIVE_SAMPLES")
    links = next(folder.rglob("xlink.xsd"))

    class Beside(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_filename(str(links), context) if url.endswith("xlink.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(folder / "alto-4-4.xsd", parser))


@pytest.mark.samples
@settings(max_examples=100)
@given(pages)
@example(PAGE)
@example(AltoPage(1, 1, ()))
def test_what_is_written_is_valid_alto(alto_schema, page):
    alto_schema.assertValid(etree.fromstring(write_alto(page, identifier="ark:/99999/pm4x7q2/p1")))
