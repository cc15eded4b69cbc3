"""Components are what a plain flood fill finds, and can be painted back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ingest.components import find_components
from ingest.pieces import find_pieces
from tests.ingest.pictures import ruled

Ink = npt.NDArray[np.bool_]


def flood_fill(ink: Ink) -> list[tuple[int, int, int, int, int]]:
    """Box and area of each component, one pixel at a time."""
    left, found = ink.copy(), []
    for start in zip(*np.nonzero(ink), strict=True):
        if not left[start]:
            continue
        left[start] = False
        waiting, pixels = [start], []
        while waiting:
            y, x = waiting.pop()
            pixels.append((y, x))
            for ny in range(max(0, y - 1), min(ink.shape[0], y + 2)):
                for nx in range(max(0, x - 1), min(ink.shape[1], x + 2)):
                    if left[ny, nx]:
                        left[ny, nx] = False
                        waiting.append((ny, nx))
        ys, xs = [y for y, _ in pixels], [x for _, x in pixels]
        found.append((min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1, len(pixels)))
    return sorted((int(a), int(b), int(c), int(d), int(e)) for a, b, c, d, e in found)


@settings(max_examples=80, deadline=None)
@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=18)))
def test_components_are_those_of_a_flood_fill(ink: Ink) -> None:
    found, runs = find_components(ink)
    values = zip(found.x, found.y, found.w, found.h, found.area, strict=True)
    assert sorted(tuple(int(v) for v in row) for row in values) == flood_fill(ink)
    assert np.array_equal(runs.painted(np.ones(len(found), dtype=np.bool_)), ink)


def test_one_component_can_be_painted_alone() -> None:
    ink = np.zeros((5, 9), dtype=np.bool_)
    ink[1:3, 1:4] = ink[3:5, 6:8] = True
    found, runs = find_components(ink)
    assert runs.painted(found.x == 6).sum() == 4


def test_lines_of_marks_are_pieces_of_one_size() -> None:
    found = find_pieces(np.asarray(ruled(900, 1200)))
    assert found.text_size == 17
    assert len({piece.box.y for piece in found.pieces}) == len(range(80, 1120, 40))
    assert not found.pictures


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 50))
def test_pieces_lie_on_the_page(seed: int) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (120, 90), dtype=np.uint8)
    for piece in find_pieces(grey).pieces:
        assert piece.box.within(90, 120) == piece.box


def test_a_photograph_is_a_picture_not_text() -> None:
    page = np.asarray(ruled(900, 1200)).copy()
    y, x = np.mgrid[0:300, 0:400]
    page[500:800, 200:600] = (120 + 60 * np.sin(x / 9) * np.cos(y / 11)).astype(np.uint8)
    found = find_pieces(page)
    inside = [p for p in found.pieces if 520 < p.box.y < 780 and 220 < p.box.x < 560 and len(p.letters) > 8]
    assert not inside
