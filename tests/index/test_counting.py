"""Pages counted by issue, language and quality, as numbers and back."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.quality import LABELS
from index.counting import Cell, Counts, cell_of, cells, label_number, language_number, quality_number

PAGES = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(["ar", "fr", "und"]), st.none() | st.floats(0, 1)),
    max_size=30,
)


def counted(pages: list[tuple[int, str, float | None]]) -> Counts:
    issue, language, quality = (
        np.array(column, np.int32)
        for column in (
            [issue for issue, _, _ in pages],
            [language_number(language) for _, language, _ in pages],
            [quality_number(quality) for _, _, quality in pages],
        )
    )
    return Counts.of_pages(cells(issue, language, quality))


@given(PAGES)
def test_counts_are_those_of_the_pages(pages: list[tuple[int, str, float | None]]) -> None:
    counts = counted(pages)
    assert sum(counts.values()) == len(pages)
    assert counts.by(counts.issues) == dict(sorted(Counter(issue for issue, _, _ in pages).items()))
    languages = Counter(language_number(language) for _, language, _ in pages)
    assert counts.by(counts.languages) == dict(sorted(languages.items()))
    assert all((cell.quality == "") == (label_number(cell.quality) == len(LABELS)) for cell in counts)
    again = Counts.of(dict(counts))
    assert again == counts
    assert sorted(again.codes.tolist()) == counts.codes.tolist()


def test_a_cell_tells_what_it_was_made_of() -> None:
    codes = cells(
        np.array([7], np.int32), np.array([language_number("fr")], np.int32), np.array([-1], np.int32)
    )
    assert cell_of(int(codes[0])) == Cell(7, "fr", "")


def test_some_cells_can_be_taken() -> None:
    counts = counted([(1, "ar", 0.99), (1, "fr", 0.99), (2, "fr", None)])
    assert {cell.issue for cell in counts.taken(counts.languages == language_number("fr"))} == {1, 2}
    assert counts.taken(counts.issues == 2) == {Cell(2, "fr", ""): 1}
