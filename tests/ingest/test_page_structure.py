"""Blocks become a page: on its canvas, named, hyphens joined, dirt left out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Affine, Box
from archive.hyphens import with_joined_words
from archive.letters import direction_of
from ingest.engines.tsv import read_tsv
from ingest.layout import Layout
from ingest.page_structure import assemble

PLAIN = Layout("fr", 20.0, (), ())
SAME = Affine.scaling(1)


def line(text: str, x: int, y: int, w: int = 400, h: int = 30, confidence: float = 0.9) -> TextLine:
    words = text.split()
    step = w // len(words)
    strings = tuple(
        String(word, Box(x + n * step, y, step - 5, h), confidence) for n, word in enumerate(words)
    )
    return TextLine(strings, Box(x, y, w, h))


def block(*lines: TextLine, language: str = "fr") -> TextBlock:
    box = Box.around(each.box for each in lines)
    assert box is not None
    return TextBlock(lines, box, language, direction_of(language))


def page(*blocks: TextBlock, layout: Layout = PLAIN, width: int = 1000, height: int = 1400) -> AltoPage:
    return assemble([list(blocks)], SAME, width, height, layout)


BODY = block(*(line("la police de la route veille", 100, y) for y in range(300, 700, 40)))


def test_a_word_broken_at_a_lines_end_is_named_whole_in_both_parts() -> None:
    read = page(block(line("une cam-", 100, 300), line("pagne nouvelle", 100, 340)), BODY)
    strings = [string for string in read.strings() if string.subs]
    assert [(string.content, string.subs) for string in strings] == [
        ("cam-", "campagne"),
        ("pagne", "campagne"),
    ]


def test_a_word_broken_over_the_foot_of_a_column_is_joined_too() -> None:
    left = block(
        *(line("texte de la colonne", 50, y) for y in range(300, 600, 40)), line("et sa sui-", 50, 620)
    )
    right = block(line("te ailleurs", 550, 300), *(line("texte encore", 550, y) for y in range(340, 640, 40)))
    assert [s.subs for s in page(left, right).strings() if s.subs] == ["suite", "suite"]


def test_a_dash_a_number_and_a_name_are_not_joined() -> None:
    pairs = [("le -", "chemin"), ("1961-", "soixante"), ("Ben-", "Slimane"), ("mot", "suite")]
    for first, second in pairs:
        blocks = with_joined_words([block(line(first, 0, 0), line(second, 0, 40))])
        assert not [s for b in blocks for t in b.lines for s in t.strings if s.subs]


def test_the_pages_number_is_parted_from_the_text_it_was_read_with() -> None:
    read = page(block(*BODY.lines, line("— 12 —", 450, 1300, w=80)))
    assert [b.kind for b in read.blocks] == ["text", "page-number"]


def test_head_heading_and_caption_are_named_by_place_and_size() -> None:
    picture = Box(100, 800, 500, 300)
    read = page(
        block(line("Revue de police", 100, 40)),
        block(line("La sécurité routière", 100, 180, h=60)),
        BODY,
        block(line("La brigade sur la route", 100, 1110, h=26)),
        layout=Layout("fr", 20.0, (), (picture,)),
    )
    assert [b.kind for b in read.blocks] == ["running-head", "heading", "text", "caption"]
    assert read.pictures == (picture,)


def test_higher_arabic_lines_beside_french_are_no_headings() -> None:
    arabic = block(line("نص عربي قصير", 100, 900, h=40), language="ar")
    assert page(BODY, arabic).blocks[-1].kind == "text"


def test_speckle_and_the_neighbouring_pages_edge_are_left_out() -> None:
    dirt = block(line("'.", 700, 900, w=30, confidence=0.1))
    edge = block(line("ée", 0, 500, w=40), line("ns", 0, 540, w=40))
    assert [b.lines[0].text for b in page(BODY, dirt, edge).blocks] == [BODY.lines[0].text]


def test_a_pages_language_is_that_of_most_letters() -> None:
    arabic = block(
        *(line("نص طويل من عدة كلمات متتابعة", 100, y) for y in range(800, 1200, 40)), language="ar"
    )
    read = page(block(line("Note", 100, 300)), arabic)
    assert (read.language, read.direction) == ("ar", "rtl")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-50, 1300), st.integers(-50, 1700), st.integers(20, 900), st.integers(5, 200)),
        min_size=1,
        max_size=10,
    ),
    st.floats(0.4, 2.0),
)
def test_every_box_lies_on_the_canvas_and_no_word_is_doubled(
    places: list[tuple[int, int, int, int]], scale: float
) -> None:
    blocks = [block(line(f"mot{n} suit", x, y, w, h)) for n, (x, y, w, h) in enumerate(places)]
    read = assemble([blocks], Affine.scaling(scale), 1000, 1400, PLAIN)
    words = [string.content for string in read.strings() if string.content != "suit"]
    assert len(set(words)) == len(words)
    for each in read.blocks:
        for box in (each.box, *(t.box for t in each.lines), *(s.box for t in each.lines for s in t.strings)):
            assert box.within(1000, 1400) == box


def test_tesseracts_table_is_read_into_blocks_lines_and_words() -> None:
    table = "\n".join(
        [
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
            "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t",
            "5\t1\t1\t1\t1\t1\t500\t10\t90\t30\t91.5\tمجلة",
            "5\t1\t1\t1\t1\t2\t400\t12\t80\t30\t40\t\u200fالشرطة",
            "5\t1\t1\t2\t1\t1\t400\t60\t80\t30\t-1\t \t",
            "5\t1\t2\t1\t1\t1\t10\t200\t70\t20\t120\tfin",
            "nonsense",
        ]
    )
    first, second = read_tsv(table, "ar")
    assert first.lines[0].text == "مجلة الشرطة"
    assert first.box == Box(400, 10, 190, 32)
    assert [s.confidence for s in first.lines[0].strings] == [0.915, 0.4]
    assert (first.direction, second.lines[0].strings[0].confidence) == ("rtl", 1.0)
