"""From the model's columns to words in reading order, spelt as Arabic is."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from archive.canvas import Box
from ingest.arabic_reader.decoding import decode
from ingest.arabic_reader.line_pictures import Batch, batches, line_picture
from ingest.arabic_reader.onnx_file import Floats
from ingest.arabic_reader.reader import ArabicReader
from ingest.arabic_reader.reading_direction import reading_order
from ingest.arabic_reader.spelling import arabic_letter, arabic_word

LETTERS = ("", *"ابتسمینهک ۰۱۲۹۶().")


def columns(paper: str, *, sure: float = 0.9) -> Floats:
    """Probabilities that spell `paper` from left to right, two columns a letter, a blank between."""
    found = np.full((3 * len(paper) + 4, len(LETTERS)), 0.01, np.float32)
    found[:, 0] = 0.5
    for place, letter in enumerate(paper):
        found[3 * place : 3 * place + 2] = 0.01
        found[3 * place : 3 * place + 2, LETTERS.index(letter)] = sure
    return found


class Model:
    """Sees the same in every line."""

    letters = LETTERS
    name = "model 1"

    def __init__(self, paper: str) -> None:
        self.paper = paper

    def probabilities(self, batch: Batch) -> Floats:
        found = columns(self.paper)
        given = np.zeros((len(batch.places), batch.lines.shape[-1] // 8, len(LETTERS)), np.float32)
        given[..., 0] = 1.0
        given[:, : len(found)] = found[: given.shape[1]]
        return given


def test_the_best_path_drops_blanks_and_repetitions():
    assert [symbol.letter for symbol in decode(columns("باب"), LETTERS)] == ["ب", "ا", "ب"]


def page() -> Image.Image:
    image = Image.new("L", (900, 80), 255)
    for x in range(40, 860, 30):
        image.paste(0, (x, 20, x + 20, 60))
    return image


def test_a_line_on_paper_becomes_words_in_reading_order():
    # From left to right on paper: the number, then two words that are read from the right.
    reader = ArabicReader(Model("۱۹۶۱ " + "نم" + " " + "تنس"))
    [line] = reader.read(page(), [[Box(0, 10, 900, 60)]])
    assert line is not None
    assert line.text == "سنت من ١٩٦١"
    assert all(0 < word.weakest <= word.sure <= 1 for word in line.words)
    first, second, number = (word.box for word in line.words)
    assert number.x < second.x < first.x


def test_lines_for_which_there_is_no_time_are_none():
    reader = ArabicReader(Model("نم"))
    assert reader.read(page(), [[Box(0, 10, 900, 60)]], lambda: False) == [None]


def test_latin_words_and_numbers_run_to_the_right_inside_an_arabic_line():
    paper = "ABC ةطرش 123"
    assert "".join(paper[place] for place in reading_order(paper)) == "123 شرطة ABC"
    french = "le mot ةطرش ici"
    assert "".join(french[place] for place in reading_order(french)) == "le mot شرطة ici"


@pytest.mark.parametrize(
    ("persian", "arabic"),
    [("علی", "على"), ("فی", "في"), ("والاخری", "والاخرى"), ("کتاب", "كتاب"), ("الامنی", "الامني")],
)
def test_persian_letters_become_arabic_ones(persian: str, arabic: str):
    assert arabic_word("".join(map(arabic_letter, persian))) == arabic


def test_lines_are_read_together_as_memory_allows_and_none_is_left_out():
    pictures = [line_picture(page(), Box(0, 10, width, 60)) for width in (900, 100, 400, 880, 50)]
    given = list(batches(pictures))
    assert sorted(place for batch in given for place in batch.places) == list(range(len(pictures)))
    assert all(batch.lines.shape[-1] % 8 == 0 for batch in given)
