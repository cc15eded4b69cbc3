"""Boxes of Arabic words sit on their ink, whatever the engine said; numbers in Arabic text are in doubt."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageDraw

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from ingest.doubtful_numbers import with_doubtful_numbers
from ingest.word_boxes import tighten

WORDS = [Box(700 - 150 * n, 100, 110, 40) for n in range(4)]


def drawn() -> Image.Image:
    """Two lines of words as bars; a tail of the upper line hangs down to the lower one."""
    image = Image.new("L", (900, 400), 235)
    pen = ImageDraw.Draw(image)
    for box in (*WORDS, *(replace(box, y=170) for box in WORDS)):
        pen.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=20)
    pen.rectangle((820, 125, 839, 158), fill=20)  # the tail: most of it in the upper line
    pen.rectangle((60, 161, 840, 162), fill=20)  # a rule under it
    return image


def loose(y: int, language: str = "ar", *words: Box) -> TextBlock:
    """A line whose boxes reach a third of a word too far, and too high."""
    strings = tuple(
        String("كلمة", Box(box.x - 30, y - 12, box.w + 45, box.h + 25), 0.9) for box in words or WORDS
    )
    line = TextLine(strings, Box.around(s.box for s in strings) or Box(0, 0, 1, 1))
    return TextBlock((line,), line.box, language, "rtl" if language == "ar" else "ltr")


def overlap(a: Box, b: Box) -> float:
    shared = a.overlap(b)
    return shared / (a.area + b.area - shared)


def test_boxes_are_drawn_around_the_ink_of_their_own_line():
    page = tighten(AltoPage(900, 400, (loose(100), loose(170))), drawn())
    found = [string.box for string in page.strings()]
    for box, true in zip(found, [*WORDS, *(replace(box, y=170) for box in WORDS)], strict=True):
        if true.x != 700:  # the tail belongs to the first word of the upper line
            assert overlap(box, true) > 0.9
    assert found[0].right == 840
    assert found[4].y >= 168  # and not to the lower one
    assert [string.content for string in page.strings()] == ["كلمة"] * 8


def test_french_boxes_and_empty_paper_are_left_alone():
    french = AltoPage(900, 400, (loose(100, "fr"),))
    assert tighten(french, drawn()) == french
    for block in tighten(french, drawn(), every=True).blocks:
        for string, true in zip(block.lines[0].strings[1:], WORDS[1:], strict=True):
            assert overlap(string.box, true) > 0.9
    blank = AltoPage(900, 400, (loose(300),))
    assert list(tighten(blank, Image.new("L", (900, 400), 235)).strings()) == list(blank.strings())
    nothing = AltoPage(900, 400, ())
    assert tighten(nothing, drawn()) == nothing


def test_ink_of_a_french_word_between_two_arabic_ones_is_neither_s():
    """A running head: its Arabic was read with the French painted out, and stretches over it."""
    right, first, second, left = WORDS
    french = TextLine(tuple(String("police", box, 0.95) for box in (second, first)), second.union(first))
    gap = (first.right + second.x) // 2
    stretched = (
        String("الشرطة", Box(gap, 95, right.right - gap, 50), 0.9),
        String("ماي", Box(left.x, 95, gap - left.x, 50), 0.8),
    )
    arabic = TextLine(stretched, right.union(left))
    page = AltoPage(
        900,
        400,
        (
            TextBlock((french,), french.box, "fr", "ltr"),
            TextBlock((arabic,), arabic.box, "ar", "rtl"),
        ),
    )
    image = Image.new("L", (900, 400), 235)
    for box in WORDS:
        ImageDraw.Draw(image).rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=20)
    found = [string.box for string in tighten(page, image).strings()]
    assert found[:2] == [second, first]
    assert overlap(found[2], right) > 0.9
    assert overlap(found[3], left) > 0.9


def test_numbers_in_arabic_text_are_doubtful_words_and_french_numbers_are_not():
    def page(language: str) -> AltoPage:
        strings = tuple(
            String(word, Box(10 * n, 0, 9, 9), 0.99) for n, word in enumerate(("سنة", "١٩٦١", "1961", "ص12"))
        )
        line = TextLine((*strings, String("1962", Box(90, 0, 9, 9), locked=True)), Box(0, 0, 99, 9))
        return AltoPage(100, 100, (TextBlock((line,), line.box, language, "rtl"),))

    marks = [string.doubtful for string in with_doubtful_numbers(page("ar")).strings()]
    assert marks == [False, True, True, True, False]  # what a person typed is not in doubt
    assert not any(string.doubtful for string in with_doubtful_numbers(page("fr")).strings())
