"""Tables are read row by row; columns of text are no tables."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import TextBlock
from ingest.table_rows import with_table_rows
from tests.ingest.test_page_structure import block, line

#: A table as Tesseract reads it: column by column.
COLUMNS = [
    block(*(line(f"{n}", 100, 200 + 60 * n, 60) for n in range(1, 9))),
    block(*(line(f"cote{n}", 400, 200 + 60 * n, 90) for n in range(1, 9))),
    block(*(line(f"chant numéro{n}", 800, 203 + 60 * n, 200) for n in range(1, 9))),
]


def texts(blocks: list[TextBlock]) -> list[str]:
    return [each.text for one in blocks for each in one.lines]


def test_a_table_is_one_block_of_rows():
    heading = block(line("Catalogue des chants", 100, 80, 900))
    rest, table = with_table_rows([heading, *COLUMNS])
    assert rest == heading
    assert table.kind == "table"
    assert texts([table])[:2] == ["1 cote1 chant numéro1", "2 cote2 chant numéro2"]
    assert len(table.lines) == 8


def test_in_arabic_the_right_cell_is_first():
    blocks = [block(*each.lines, language="ar") for each in COLUMNS]
    assert texts(with_table_rows(blocks))[0] == "chant numéro1 cote1 1"


def test_columns_of_text_stay_columns():
    columns = [
        block(*(line("un texte qui remplit sa colonne", x, 200 + 40 * n, 290) for n in range(20)))
        for x in (100, 420, 740)
    ]
    assert with_table_rows(columns) == columns


def test_few_rows_and_two_languages_are_left_alone():
    few = [block(*each.lines[:3]) for each in COLUMNS]
    assert with_table_rows(few) == few
    mixed = [*COLUMNS[:2], block(*COLUMNS[2].lines, language="ar")]
    assert with_table_rows(mixed) == mixed


places = st.tuples(
    st.integers(0, 900), st.integers(0, 1200), st.integers(20, 300), st.text("abc", min_size=1)
)


@settings(deadline=None)
@given(st.lists(st.lists(places, min_size=1, max_size=6), min_size=1, max_size=5))
def test_no_word_is_lost_or_doubled(given_blocks: list[list[tuple[int, int, int, str]]]):
    blocks = [block(*(line(text, x, y, w) for x, y, w, text in lines)) for lines in given_blocks]
    before = sorted(s.content for one in blocks for each in one.lines for s in each.strings)
    after = sorted(s.content for one in with_table_rows(blocks) for each in one.lines for s in each.strings)
    assert before == after
