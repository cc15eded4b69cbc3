"""Two readings of one line: the better word is shown, the other stays beside it, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.alto import String, TextLine
from archive.canvas import Box
from ingest.arabic_reader.pairing import pairs_of
from ingest.arabic_reader.pieces import pieces_of
from ingest.arabic_reader.reader import ReadLine, ReadWord
from ingest.arabic_reader.weighing import skeleton, weighed

WIDE = 100


def first(*words: str, sure: float = 0.8, doubtful: bool = False) -> TextLine:
    """Tesseract's line: words of one width from the right."""
    strings = tuple(
        String(word, Box(1000 - WIDE * (n + 1), 10, WIDE - 10, 40), sure, doubtful=doubtful)
        for n, word in enumerate(words)
    )
    return TextLine(strings, Box.around(s.box for s in strings) or Box(0, 0, 1, 1))


def second(*words: str, sure: float = 0.9) -> ReadLine:
    """The second reader's line: the same places."""
    read = (
        ReadWord(word, Box(1000 - WIDE * (n + 1), 8, WIDE - 12, 44), sure, sure)
        for n, word in enumerate(words)
    )
    return ReadLine(tuple(read))


def test_what_both_read_is_surer_than_either():
    [string] = weighed(first("الشرطة", doubtful=True), second("الشرطة")).strings
    assert (string.content, string.doubtful) == ("الشرطة", False)
    assert string.confidence is not None
    assert string.confidence > 0.9


def test_letters_that_look_alike_are_spelt_as_tesseract_does_and_the_other_spelling_is_kept():
    [string] = weighed(first("سنة"), second("سنه")).strings
    assert (string.content, string.alternatives) == ("سنة", ("سنه",))


def test_of_two_different_words_the_surer_is_shown():
    [string] = weighed(first("لممكمة", sure=0.4), second("الحكمة", sure=0.9)).strings
    assert (string.content, string.alternatives) == ("الحكمة", ("لممكمة",))
    [string] = weighed(first("المحكمة", sure=0.95), second("الحكمه", sure=0.5)).strings
    assert (string.content, string.alternatives) == ("المحكمة", ("الحكمه",))


def test_a_number_both_read_is_confirmed():
    [string] = weighed(first("1961", doubtful=True), second("١٩٦١")).strings
    assert not string.doubtful


def test_a_number_they_disagree_on_stays_doubtful_unless_the_second_reader_is_sure_of_every_digit():
    [string] = weighed(first("171", doubtful=True), second("١٩٦١", sure=0.8)).strings
    assert (string.content, string.doubtful, string.alternatives) == ("١٩٦١", True, ("171",))
    [string] = weighed(first("171", doubtful=True), second("١٩٦١", sure=0.99)).strings
    assert (string.content, string.doubtful) == ("١٩٦١", False)


def test_a_number_the_second_reader_sees_no_number_in_stays_doubtful():
    [string] = weighed(first("13", sure=0.9, doubtful=True), second("لا", sure=0.5)).strings
    assert (string.content, string.doubtful) == ("13", True)


def test_a_line_a_person_touched_stays():
    line = first("ثابت")
    touched = TextLine((String("ثابت", line.box, None, locked=True),), line.box)
    assert weighed(touched, second("آخر")) == touched
    assert weighed(line, ReadLine(())) == line


def test_two_words_read_as_one_are_one_place():
    strings = (
        String("في", Box(900, 0, 40, 40), 0.5),
        String("البيت", Box(780, 0, 100, 40), 0.5),
        String("هنا", Box(700, 0, 60, 40), 0.5),
    )
    words = (
        ReadWord("فيالبيت", Box(780, 0, 160, 40), 0.9, 0.9),
        ReadWord("هنا", Box(700, 0, 60, 40), 0.9, 0.9),
    )
    places = [
        ([s.content for s in pair.first], [w.text for w in pair.second]) for pair in pairs_of(strings, words)
    ]
    assert places == [(["في", "البيت"], ["فيالبيت"]), (["هنا"], ["هنا"])]


def test_hamza_dots_and_vowel_marks_do_not_make_another_word():
    assert skeleton("أُمّ الأُمَّة") == skeleton("ام الامه")
    assert skeleton("عام") != skeleton("علم")


words = st.text("ابتجحدرسعفكلمنهويأإةى،.٠١٢1290", min_size=1, max_size=7)
places = st.tuples(words, st.integers(0, 900), st.integers(5, 90), st.floats(0, 1))


@given(st.lists(places, min_size=1, max_size=7), st.lists(places, max_size=7))
def test_every_word_of_both_readings_is_shown_or_kept_or_was_not_believed(ones, others):
    strings = tuple(String(w, Box(x, 0, width, 40), round(sure, 3)) for w, x, width, sure in ones)
    line = TextLine(strings, Box.around(s.box for s in strings) or Box(0, 0, 1, 1))
    read = ReadLine(tuple(ReadWord(w, Box(x, 0, width, 40), sure, sure) for w, x, width, sure in others))
    made = weighed(line, read)
    kept = " ".join(" ".join((s.content, *s.alternatives)) for s in made.strings)
    assert made.strings
    assert all(0 <= (string.confidence or 0) <= 1 for string in made.strings)
    letters = skeleton(kept)
    for word, _, _, sure in (*ones, *others):
        assert skeleton(word) in letters or sure < 0.5 or not skeleton(word)


def test_long_lines_are_cut_between_words():
    line = first(*("كلمة" for _ in range(10)))
    pieces = pieces_of(TextLine(line.strings, Box(0, 10, 1000, 20)))
    assert len(pieces) > 1
    assert pieces == sorted(pieces, key=lambda box: -box.x)
    assert Box.around(pieces) == Box(0, 10, 1000, 20)
    for piece in pieces[:-1]:  # no cut goes through a word
        assert not any(string.box.x < piece.x < string.box.right for string in line.strings)
