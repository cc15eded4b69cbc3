"""What was read with little confidence is looked at again, smoothed; the better reading is shown."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from archive.alto import String, TextBlock, TextLine
from archive.canvas import Box
from ingest.engines.second_look import with_second_look

GRAIN = Image.effect_noise((60, 40), 80)
SMOOTH = GRAIN.filter(ImageFilter.MedianFilter(3))


def reading(*words: tuple[str, float]) -> list[TextBlock]:
    strings = tuple(String(word, Box(50 * n, 0, 40, 20), sure) for n, (word, sure) in enumerate(words))
    line = TextLine(strings, Box(0, 0, 50 * len(words), 20))
    return [TextBlock((line,), line.box, "fr", "ltr")]


class Reader:
    def __init__(self, first: list[TextBlock], second: list[TextBlock]) -> None:
        self.first, self.second, self.runs = first, second, 0

    def __call__(self, image: Image.Image) -> list[TextBlock]:
        self.runs += 1
        return self.second if ImageChops.difference(image, SMOOTH).getbbox() is None else self.first


def test_what_is_sure_is_read_once():
    reader = Reader(reading(("police", 0.95)), reading(("polire", 0.99)))
    assert with_second_look(GRAIN, reader) == reader.first
    assert reader.runs == 1


def test_the_surer_reading_is_shown_and_the_other_stays_beside_it():
    reader = Reader(reading(("pofice", 0.4), ("de", 0.5)), reading(("police", 0.9), ("de", 0.9)))
    [block] = with_second_look(GRAIN, reader)
    assert [(s.content, s.alternatives) for s in block.lines[0].strings] == [
        ("police", ("pofice",)),
        ("de", ()),
    ]
    reader = Reader(reading(("police", 0.7)), reading(("polire", 0.4)))
    [block] = with_second_look(GRAIN, reader)
    assert [(s.content, s.alternatives) for s in block.lines[0].strings] == [("police", ("polire",))]


def test_fewer_words_are_not_better_for_being_surer():
    many = reading(*((f"mot{n}", 0.7) for n in range(6)))
    assert with_second_look(GRAIN, Reader(many, reading(("mot", 0.99))))[0].lines[0].text.count(" ") == 5
    assert with_second_look(GRAIN, Reader([], many)) == []
