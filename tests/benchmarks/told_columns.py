"""What it costs not to be told languages and columns: rendered pages of several columns, read three ways.

    python -m tests.benchmarks.told_columns [--wear 2] [--page NAME…] [--json]

*ours*: the engine, told nothing. *told*: each column by itself, its place given from what was printed, in the
order that was printed: by the same engine on an otherwise white page, or by bare Tesseract in the column's
language (modes 3, page, and 6, block); whichever has the fewest errors on the page, chosen with the truth in
sight. *own order*: Tesseract on the whole page in its main language (mode 3), as it finds columns.
Character errors and word F1 in percent, as search sees text (`text_scores.folded`); no tables, whose
cells have no one order.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image

from archive.canvas import Box
from archive.settings import read_settings
from ingest.engines.tesseract import TesseractEngine
from ingest.engines.tsv import read_tsv
from ingest.ocr import PageImage, engine_for
from ingest.preparing import cleaned
from tests.benchmarks.text_scores import Score, score
from tests.rendered.press import DPI, Block, Rendered, Word
from tests.rendered.specimens import specimen
from tests.rendered.wear import worn

#: Pages and the languages of their columns, in the order they are read.
PAGES = {
    "ar-2-photo": ("ar", "ar"),
    "ar-3-plain": ("ar", "ar", "ar"),
    "ar-2-advert": ("ar", "ar"),
    "ar-3-photo": ("ar", "ar", "ar"),
    "fr-2-photo": ("fr", "fr"),
    "fr-3-plain": ("fr", "fr", "fr"),
    "fr-2-dark": ("fr", "fr"),
    "fr-3-photo": ("fr", "fr", "fr"),
    "mix-beside": ("ar", "fr"),
    "mix-beside-fr": ("fr", "ar"),
}
#: The template's margins at the sides, in pixels, and white kept around a part.
_SIDE, _AROUND = round(16 / 25.4 * DPI), 20
_PAGE, _BLOCK = 3, 6
_SECONDS = 300.0
_WAYS = ("ours", "told", "own order")


def told_parts(page: Rendered, languages: Sequence[str]) -> list[tuple[Box, str]]:
    """Places and languages of what is read by itself, in reading order: head, headline, columns, foot."""
    body, spanning = _body(page)
    width = (page.image.width - 2 * _SIDE) / len(languages)
    columns = []
    for number, language in enumerate(languages):
        # The first column stands where the page's language begins.
        place = len(languages) - 1 - number if languages[0] == "ar" else number
        left, right = _SIDE + place * width, _SIDE + (place + 1) * width
        own = [word.box for word in body if left <= word.box.x + word.box.w / 2 < right]
        if (box := Box.around(own)) is not None:
            columns.append((box, language))
    above = [(b.box, b.language) for b in spanning if b.kind != "page-number"]
    return [*above, *columns, *((b.box, b.language) for b in spanning if b.kind == "page-number")]


def _body(page: Rendered) -> tuple[list[Word], list[Block]]:
    """The words in columns, and the blocks that span them: running head, headline, page number."""
    first = next(n for n, block in enumerate(page.blocks) if block.kind == "heading")
    spanning = [
        b for n, b in enumerate(page.blocks) if n == first or b.kind in ("running-head", "page-number")
    ]
    return [word for block in page.blocks if block not in spanning for word in block.words], spanning


def read_told(
    engine: TesseractEngine, image: Image.Image, parts: Sequence[tuple[Box, str]], mode: int
) -> str:
    """The parts, each cut out and read by itself in its language."""
    ready = {language: cleaned(image, language) for _, language in parts}
    return "\n".join(
        _text(engine, _cut(ready[language], box), language, mode if box.h > DPI else _BLOCK)
        for box, language in parts
    )


def read_alone(engine: TesseractEngine, image: Image.Image, parts: Sequence[tuple[Box, str]]) -> str:
    """The parts, each on a page of its own, read by our engine."""
    texts = []
    for box, _ in parts:
        alone = Image.new("L", image.size, 255)
        place = box.grown(_AROUND).within(*image.size)
        alone.paste(_cut(image, box), (place.x, place.y))
        texts.append(engine.recognise(PageImage(alone, DPI)).text)
    return "\n".join(texts)


def _cut(page: Image.Image, box: Box) -> Image.Image:
    place = box.grown(_AROUND).within(*page.size)
    return page.crop((place.x, place.y, place.right, place.bottom))


def _text(engine: TesseractEngine, image: Image.Image, language: str, mode: int) -> str:
    blocks = read_tsv(engine.reader.tsv(image, language, mode, DPI, _SECONDS), language)
    return "\n".join(line.text for block in blocks for line in block.lines)


def measured(names: Sequence[str], wear: int) -> Iterator[tuple[str, dict[str, Score]]]:
    """Each page's scores, by the way it was read."""
    engine = engine_for(read_settings())
    assert isinstance(engine, TesseractEngine)
    for place, name in enumerate(names):
        page = specimen(name)
        image = worn(page.image, wear, place) if wear else page.image
        parts, main = told_parts(page, PAGES[name]), PAGES[name][0]
        told = [read_alone(engine, image, parts)]
        told += [read_told(engine, image, parts, mode) for mode in (_PAGE, _BLOCK)]
        whole = _text(engine, cleaned(image, main), main, _PAGE)
        yield (
            name,
            {
                "ours": score(page.text, engine.recognise(PageImage(image, DPI)).text, "folded"),
                "told": min((score(page.text, text, "folded") for text in told), key=lambda one: one.wrong),
                "own order": score(page.text, whole, "folded"),
            },
        )


def _row(scores: dict[str, Score]) -> dict[str, Any]:
    return {way: [round(scores[way].cer, 2), round(scores[way].word_f1, 2)] for way in _WAYS}


def main() -> None:
    """Set, read, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wear", type=int, choices=range(4), default=2, help="how worn the pages are")
    parser.add_argument("--page", nargs="+", choices=PAGES, default=list(PAGES), metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = parser.parse_args()
    rows: dict[str, Any] = {}
    totals: dict[str, dict[str, Score]] = {}
    for name, scores in measured(asked.page, asked.wear):
        rows[name] = _row(scores)
        so_far = totals.setdefault(name.partition("-")[0], dict.fromkeys(_WAYS, Score(0, 0, 0, 0, 0)))
        totals[name.partition("-")[0]] = {way: so_far[way] + scores[way] for way in _WAYS}
        if not asked.json:
            print(f"{name:16} {json.dumps(rows[name])}", flush=True)
    for language, scores in totals.items():
        rows[f"{language}, all"] = _row(scores)
        if not asked.json:
            print(f"{language + ', all':16} {json.dumps(rows[f'{language}, all'])}")
    if asked.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
