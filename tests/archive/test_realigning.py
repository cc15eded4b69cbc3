"""The words of a page tell where it went."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.actions.moving import moved_text
from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.realigning import realigned

SIZE = (1000, 1400)


def _page(words: list[str], *, columns: int = 6) -> AltoPage:
    lines = []
    for row in range(0, len(words), columns):
        strings = tuple(
            String(word, Box(100 + 130 * n, 150 + 8 * row, 110, 24))
            for n, word in enumerate(words[row : row + columns])
        )
        box = Box.around(string.box for string in strings)
        assert box is not None
        lines.append(TextLine(strings, box))
    block = TextBlock(tuple(lines), Box(100, 150, 800, 1000), "fr", "ltr")
    return AltoPage(*SIZE, (block,), "fr", "ltr")


WORDS = [f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(72)]


@given(st.floats(-3, 3), st.floats(0.9, 1.1), st.floats(-40, 40), st.floats(-40, 40), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_a_turn_scale_and_shift_is_found_whatever_else_was_read(
    degrees: float, scale: float, dx: float, dy: float, wrong: int
) -> None:
    before = _page(WORDS)
    true = Affine.scaling(scale).then(Affine.rotation(degrees, 500, 700)).then(Affine.shift(dx, dy))
    read = [word if wrong == 0 or n % 4 >= wrong - 1 or n % 2 else f"x{n}" for n, word in enumerate(WORDS)]
    after = moved_text(_page(read), true, *SIZE)
    found = realigned(before, after) or Affine(1, 0, 0, 0, 1, 0)
    for x, y in ((100, 150), (900, 150), (100, 700), (500, 500)):
        (u, v), (a, b) = found.point(x, y), true.point(x, y)
        assert abs(u - a) < 6
        assert abs(v - b) < 6


def test_the_same_page_has_not_moved() -> None:
    assert realigned(_page(WORDS), _page(WORDS)) is None


def test_another_page_tells_nothing() -> None:
    assert realigned(_page(WORDS), _page([f"autre{word}" for word in WORDS])) is None
    assert realigned(_page(WORDS), _page(WORDS[::-1][:3])) is None
    shuffled = sorted(WORDS, key=lambda word: (word[-1], word))
    assert realigned(_page(WORDS), _page(shuffled)) is None


def test_blank_pages_tell_nothing() -> None:
    blank = AltoPage(*SIZE, ())
    assert realigned(blank, blank) is None
    assert realigned(_page(WORDS), blank) is None
