"""Lines that were overlooked are read by themselves and put where they stand; merged ones give way."""

from __future__ import annotations

from archive.alto import String, TextBlock, TextLine
from archive.canvas import Box
from ingest.missed_lines import missed_lines, with_missed_lines


def line(text: str, box: Box, confidence: float = 0.9) -> TextLine:
    return TextLine((String(text, box, confidence),), box)


def block(*lines: TextLine) -> TextBlock:
    return TextBlock(lines, Box.around(each.box for each in lines) or Box(0, 0, 1, 1), "ar", "rtl")


FIRST, SECOND, THIRD = (Box(0, 50 * n, 400, 30) for n in range(3))


def test_a_line_no_word_covers_is_missed() -> None:
    read = [block(line("one", FIRST), line("three", THIRD))]
    assert missed_lines([FIRST, SECOND, THIRD], read) == [SECOND]


def test_a_line_half_covered_is_not() -> None:
    assert missed_lines([FIRST], [block(line("half", Box(0, 0, 220, 30)))]) == []


def test_pieces_of_one_missed_line_are_one() -> None:
    pieces = [Box(0, 52, 180, 26), Box(200, 50, 200, 30)]
    assert missed_lines([FIRST, *pieces], [block(line("one", FIRST))]) == [Box(0, 50, 400, 30)]


def test_dots_and_marks_are_no_lines() -> None:
    marks = [Box(100, 90, 60, 8), Box(420, 50, 20, 30)]
    assert missed_lines([FIRST, *marks], [block(line("one", FIRST))]) == []


def test_a_line_found_again_stands_between_its_neighbours() -> None:
    read = [block(line("one", FIRST), line("three", THIRD))]
    (whole,) = with_missed_lines(read, [SECOND], lambda box: [block(line("two", box))])
    assert [each.text for each in whole.lines] == ["one", "two", "three"]


def test_a_line_that_nobody_is_sure_of_is_left_out() -> None:
    read = [block(line("one", FIRST))]
    assert with_missed_lines(read, [SECOND], lambda box: [block(line("tw", box, 0.2))]) == read


def test_a_line_read_from_two_gives_way_when_both_are_read() -> None:
    merged = line("mixture", Box(0, 50, 400, 80))
    read = [block(line("one", FIRST), merged)]
    assert missed_lines([FIRST, SECOND, THIRD], read) == [SECOND, THIRD]
    (whole,) = with_missed_lines(read, [SECOND, THIRD], lambda box: [block(line(str(box.y), box))])
    assert [each.text for each in whole.lines] == ["one", "50", "100"]


def test_a_line_read_from_two_stays_when_one_of_them_cannot_be_read() -> None:
    merged = line("mixture", Box(0, 50, 400, 80))
    (whole,) = with_missed_lines(
        [block(merged)], [SECOND, THIRD], lambda box: [block(line("two", box))] if box == SECOND else []
    )
    assert "mixture" in [each.text for each in whole.lines]


def test_a_line_far_from_every_block_is_a_block_of_its_own() -> None:
    far = Box(900, 700, 300, 30)
    whole = with_missed_lines([block(line("one", FIRST))], [far], lambda box: [block(line("far", box))])
    assert [each.box for each in whole] == [FIRST, far]
