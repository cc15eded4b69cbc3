"""A running head is no line of the headline under it; text that begins at the top is no running head."""

from __future__ import annotations

import pytest

from archive.alto import AltoPage, TextBlock
from archive.settings import Settings
from ingest.ocr import PageImage, engine_for
from ingest.running_heads import with_parted_heads
from tests.benchmarks.text_scores import folded
from tests.ingest.test_page_structure import block, line
from tests.rendered.specimens import specimen
from tests.rendered.wear import worn

HEAD, HEADLINE = line("Revue de police", 400, 40, w=200), line("La sécurité routière", 100, 130, h=70)


def page(*blocks: TextBlock) -> AltoPage:
    return with_parted_heads(AltoPage(1000, 1400, blocks, language="fr"))


def test_a_running_head_is_parted_from_a_headline_of_one_line_or_two() -> None:
    for lines in ((HEAD, HEADLINE), (HEAD, HEADLINE, line("au Maroc", 100, 220, h=70))):
        read = page(block(*lines))
        assert [b.kind for b in read.blocks] == ["running-head", "text"]
        assert [b.lines for b in read.blocks] == [(HEAD,), lines[1:]]
        assert read.blocks[1].box.y == HEADLINE.box.y


def test_it_stands_before_what_was_read_before_its_block() -> None:
    other = block(line("Une note à côté", 700, 130))
    assert page(other, block(HEAD, HEADLINE)).blocks[0].lines == (HEAD,)


def test_over_text_of_its_own_size_it_is_told_by_the_white_below_it() -> None:
    text = [line("la police de la route veille", 100, y) for y in range(140, 700, 40)]
    assert [len(b.lines) for b in page(block(HEAD, *text)).blocks] == [1, len(text)]


@pytest.mark.parametrize("pitch", [40, 70, 110])
def test_text_that_begins_at_the_top_stays_whole_however_far_its_lines_are_apart(pitch: int) -> None:
    lines = [line("la police de la route veille", 100, y) for y in range(30, 30 + 9 * pitch, pitch)]
    assert len(page(block(*lines)).blocks) == 1


def test_a_headline_in_mid_page_keeps_its_smaller_first_line() -> None:
    small, large = line("Reportage", 100, 500), line("La sécurité routière", 100, 590, h=70)
    assert len(page(block(small, large)).blocks) == 1


@pytest.mark.tesseract
@pytest.mark.parametrize("name", ["ar-3-plain", "fr-3-plain"])
def test_heads_of_rendered_pages_are_blocks_of_their_own(name: str) -> None:
    known = specimen(name)
    read = engine_for(Settings()).recognise(PageImage(worn(known.image, 1), 300))
    first = read.blocks[0]
    assert (first.kind, len(first.lines)) == ("running-head", 1)
    printed = set(folded(" ".join(word.text for word in known.blocks[0].words)).split())
    found = set(folded(first.lines[0].text).split())
    assert len(printed & found) * 2 > len(printed)
    assert read.blocks[1].kind == "heading"
