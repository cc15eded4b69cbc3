"""The word list says what the page says, and comes back from its packing as it went in."""

import json
import time
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from archive.errors import BadFile
from archive.words import Word, line_text, lines_of, opened, pack, text_of, unpack, words_of
from tests.archive.any_page import pages

BOX = Box(10, 20, 30, 40)


def word(text: str, line: int = 0, block: int = 0) -> Word:
    return Word(text, BOX, 0.5, line, block, "fr", False, None, ())


@settings(max_examples=50)
@given(pages)
def test_the_words_of_a_page_are_its_strings_in_their_order(page):
    words = words_of(page)
    assert [(w.text, w.box, w.confidence, w.locked, w.subs, w.alternatives, w.doubtful) for w in words] == [
        (s.content, s.box, s.confidence, s.locked, s.subs, s.alternatives, s.doubtful) for s in page.strings()
    ]


@settings(max_examples=50)
@given(pages)
def test_the_plain_text_of_the_words_is_that_of_the_page(page):
    words = words_of(page)
    assert text_of(words) == page.text
    assert [line_text(line) for line in lines_of(words)] == [line.text for line in page.lines()]


@settings(max_examples=100)
@given(pages)
def test_packed_words_come_back_as_they_were(page):
    words = words_of(page)
    assert unpack(pack(words)) == words
    packed = opened(pack(words))
    assert [packed[place] for place in range(len(packed))] == [*words]
    assert packed[1:3] == words[1:3]
    assert packed.texts == [word.text for word in words]
    assert [[words[place] for place in line] for line in packed.lines] == [
        [*line] for line in lines_of(words)
    ]


def test_a_line_without_a_language_has_that_of_its_block():
    french = TextLine((String("mars", BOX),), BOX, language="fr")
    arabic = TextLine((String("مارس", BOX),), BOX)
    page = AltoPage(100, 100, (TextBlock((arabic, french), BOX, "ar", "rtl"),))
    assert [w.language for w in words_of(page)] == ["ar", "fr"]


def test_lines_count_through_the_page():
    line = TextLine((String("a", BOX), String("b", BOX)), BOX)
    page = AltoPage(
        100, 100, (TextBlock((line, line), BOX, "fr", "ltr"), TextBlock((line,), BOX, "fr", "ltr"))
    )
    assert [(w.block, w.line) for w in words_of(page)] == [(0, 0)] * 2 + [(0, 1)] * 2 + [(1, 2)] * 2
    assert text_of(words_of(page)) == "a b\na b\n\na b"


def test_a_list_packed_by_the_first_version_has_no_doubtful_words():
    words = (word("mars"), replace(word("1961"), doubtful=True))
    columns = json.loads(zlib.decompress(pack(words)))
    assert columns.pop("doubtful") == [1]
    columns["version"] = 1
    assert unpack(zlib.compress(json.dumps(columns).encode())) == (words[0], word("1961"))


def test_a_list_of_a_later_version_is_told_as_such():
    columns = json.loads(zlib.decompress(pack([word("mars")])))
    with pytest.raises(BadFile, match="version 3"):
        unpack(zlib.compress(json.dumps({**columns, "version": 3}).encode()))


def test_no_words_pack_into_few_bytes_and_back():
    assert unpack(pack(())) == ()
    assert text_of(()) == ""


def test_a_page_of_five_hundred_words_is_small_and_quick():
    words = tuple(word(f"mot{n}", n // 8, n // 80) for n in range(500))
    packed = pack(words)
    assert len(packed) < 20 * len(words)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        unpack(packed)
        times.append(time.perf_counter() - start)
    # 1 ms on the machine it was written on; ten times that is no slow machine but a slow function.
    assert min(times) < 0.010


@given(st.binary(max_size=200))
def test_damaged_bytes_are_told_as_such(data):
    with pytest.raises(BadFile, match="word list"):
        unpack(data)


@given(st.binary(max_size=80) | st.sampled_from([b"{}", b"[]", b"1", b'{"version":2}', b'{"version":1}']))
def test_well_packed_nonsense_is_told_as_such(data):
    with pytest.raises(BadFile, match="word list"):
        unpack(zlib.compress(data))


@given(st.integers(0, 60))
def test_a_list_cut_short_is_told_as_such(end):
    whole = pack([word("mars"), word("avril")])
    with pytest.raises(BadFile, match="word list"):
        unpack(whole[: min(end, len(whole) - 1)])


def test_columns_of_unequal_length_are_noticed():
    plain = zlib.decompress(pack([word("mars"), word("avril")])).decode()
    with pytest.raises(BadFile, match="word list"):
        unpack(zlib.compress(plain.replace('"x":[10,10]', '"x":[10]').encode()))
