"""A page through Tesseract: each zone in its own language, doubtful ones tried in both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol

from PIL import Image, ImageDraw

from archive.alto import AltoPage, TextBlock
from archive.canvas import Affine, Box
from archive.letters import count_scripts
from ingest.doubtful_numbers import with_doubtful_numbers
from ingest.engines.one_column import in_one_column
from ingest.engines.second_look import with_second_look
from ingest.engines.tsv import read_tsv
from ingest.layout import ARABIC, FRENCH, Layout, Region, Zone
from ingest.missed_lines import missed_lines, with_missed_lines
from ingest.ocr import EmptyPage, PageImage
from ingest.page_structure import assemble, moved
from ingest.preparing import DPI
from ingest.running_heads import with_parted_heads
from ingest.word_boxes import tighten

#: Tesseract's page segmentation modes: whole pages by 3 (4 and 6 mix columns up, 1 costs 20 % more for the
#: same text: measured), Arabic in one column by 6, a line that is tried by 7, or 6.
_PAGE, _BLOCK, _LINE, _RAW_LINE = 3, 6, 7, 13
#: A zone is tried by its widest lines, and no more than this many zones a page are.
_TRIED_LINES, _TRIED_ZONES = 2, 12
_TRIED_HEIGHT = 72  # pixels, margins and all: type of some 12 points at 300 dpi
#: A region of so few lines is read as one block: there is nothing to find out of its columns.
_FEW_LINES = 2
#: White around what is cut out, in pixels: Tesseract overlooks letters at the edge. And around lines that are
#: kept or painted out, in text sizes.
_BORDER, _MARGIN = 16, 0.35
#: Full lines of sure text from which a page of which nothing was read has failed.
_SURE_LINES = 3.0
#: A zone is read in another language than its page only if that reading is better than this.
_LEAST_SCORE = 0.5


class TesseractReader(Protocol):
    """A way to run Tesseract on one picture."""

    @property
    def name(self) -> str:
        """Of the library it is run through."""

    @property
    def version(self) -> str:
        """Of Tesseract."""

    def languages(self) -> frozenset[str]:
        """Our tags of its languages."""

    def tsv(self, image: Image.Image, language: str, mode: int, dpi: int, seconds: float) -> str:
        """One run: its TSV output. Raises BadFile when out of time, MissingTool without the language."""


class TesseractEngine:
    """The `OcrEngine` over a reader (`in_process` or `by_process`)."""

    def __init__(self, reader: TesseractReader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        """Of the library Tesseract is run through."""
        return self._reader.name

    @property
    def version(self) -> str:
        """Of Tesseract."""
        return self._reader.version

    @property
    def reader(self) -> TesseractReader:
        """What it reads single pictures with."""
        return self._reader

    def languages(self) -> frozenset[str]:
        """Tags of the languages whose files are installed."""
        return self._reader.languages()

    def recognise(self, page: PageImage) -> AltoPage:
        """See `OcrEngine.recognise`."""
        clock = _Clock(page.seconds)
        layout = self._settled(page, clock)
        width, height = page.canvas.size
        if layout.is_blank:
            return AltoPage(width, height, (), source=self._source(()), pictures=layout.pictures)
        to_canvas = Affine(width / page.grey.width, 0, 0, 0, height / page.grey.height, 0)
        several = len(layout.regions) > 1
        parts = [
            self._completed(self._read(cutting, clock), cutting, page, clock)
            for region in layout.regions
            for cutting in cuttings(page.cleaned, layout, region, to_canvas, whole=not several)
        ]
        read = assemble(parts, to_canvas, width, height, layout)
        if not read.blocks and layout.sure_lines >= _SURE_LINES:
            raise EmptyPage(
                "Nothing could be read on the page, although it shows text.",
                "It will be tried again; scan the page again if that does not help.",
            )
        placed = with_doubtful_numbers(with_parted_heads(tighten(read, page.canvas_grey)))
        return replace(placed, source=self._source(layout.languages))

    def _read(self, cutting: Cutting, clock: _Clock) -> list[TextBlock]:
        """The blocks of one cutting, in the pixels of the page it is from."""

        def read(image: Image.Image) -> list[TextBlock]:
            tsv = self._reader.tsv(image, cutting.language, cutting.mode, DPI, clock.left())
            return read_tsv(tsv, cutting.language)

        # Arabic has lost its paper, and with it what could be smoothed.
        again = cutting.mode == _PAGE and cutting.language != ARABIC
        blocks = with_second_look(cutting.image, read) if again else read(cutting.image)
        back = Affine.shift(cutting.x, cutting.y)
        width, height = cutting.page
        return [moved(block, back, width, height) for block in blocks]

    def _completed(
        self, blocks: list[TextBlock], cutting: Cutting, page: PageImage, clock: _Clock
    ) -> list[TextBlock]:
        """What was read of a cutting, and those of its lines that were overlooked."""

        def read(line: Box) -> list[TextBlock]:
            box = line.grown(max(4, line.h // 4)).within(*page.grey.size)
            seen = _seen(page.cleaned(cutting.language), box, [], [], everything=True)
            corner = box.x - _BORDER, box.y - _BORDER
            for mode in (_LINE, _BLOCK, _RAW_LINE):  # each sees nothing at all in some lines
                found = self._read(Cutting(seen, cutting.language, mode, *corner, cutting.page), clock)
                if found:
                    return found
            return []

        return with_missed_lines(blocks, missed_lines(cutting.lines, blocks), read)

    def _source(self, languages: tuple[str, ...]) -> str:
        return " ".join((self.name, "Tesseract", self.version, "+".join(languages))).strip()

    def _settled(self, page: PageImage, clock: _Clock) -> Layout:
        """The page's layout, its doubtful zones settled by reading two lines of each in both languages."""
        layout = page.layout
        doubtful = sorted((z for z in layout.zones if z.doubtful), key=lambda zone: -zone.box.area)
        if not doubtful:
            return layout
        settled = {
            id(zone): replace(
                zone, language=self._tried(page, zone, layout.language_around(zone), clock), doubtful=False
            )
            if place < _TRIED_ZONES
            else replace(zone, language=layout.language_around(zone), doubtful=False)
            for place, zone in enumerate(doubtful)
        }
        zones = tuple(settled.get(id(zone), zone) for zone in layout.zones)
        main = replace(layout, zones=zones).languages[0]
        return replace(layout, language=main, zones=zones)

    def _tried(self, page: PageImage, zone: Zone, main: str, clock: _Clock) -> str:
        """The language in which Tesseract is surer of the zone's widest lines."""
        scale = page.grey.width / page.canvas.width
        widest = sorted(zone.lines, key=lambda line: (-line.w, line.y))[:_TRIED_LINES]
        total, read = {ARABIC: 0.0, FRENCH: 0.0}, 0
        for line in widest:
            margin = max(4, line.h // 4)
            box = Affine.scaling(scale).box(line.grown(margin)).within(*page.grey.size)
            score = self._in_both(page, box, clock)
            if score is not None:
                read += 1
                total = {language: total[language] + score[language] for language in total}
        other = FRENCH if main == ARABIC else ARABIC
        # Measured on set and scanned lines: the right language 0.6 to 0.97, the wrong one 0 to 0.33.
        return other if read and total[other] / read > max(total[main] / read, _LEAST_SCORE) else main

    def _in_both(self, page: PageImage, box: Box, clock: _Clock) -> dict[str, float] | None:
        """How sure Tesseract is of a line in each language; None where it sees no text in it at all."""
        cuttings = {language: _line(page.cleaned(language), box) for language in (ARABIC, FRENCH)}
        for mode in (_LINE, _BLOCK):  # now and then it sees no line in a cutting, but a block
            tried = {
                language: read_tsv(self._reader.tsv(cutting, language, mode, DPI, clock.left()), language)
                for language, cutting in cuttings.items()
            }
            if any(tried.values()):
                return {language: sureness(blocks, language) for language, blocks in tried.items()}
        return None


class _Clock:
    """How many of a page's seconds are left."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; never 0, which an engine takes for "no limit"."""
        return max(0.01, self._end - time.monotonic())


def _line(picture: Image.Image, box: Box) -> Image.Image:
    """A line cut out of a page; headlines are read as well small, and quicker."""
    cutting = picture.crop((box.x, box.y, box.right, box.bottom))
    if cutting.height <= 1.3 * _TRIED_HEIGHT:
        return cutting
    return cutting.resize((max(1, cutting.width * _TRIED_HEIGHT // cutting.height), _TRIED_HEIGHT))


def sureness(blocks: list[TextBlock], language: str) -> float:
    """How sure a trial reading is, 0..1: mean confidence of its letters, those of the other script for 0."""
    sure = total = 0.0
    for block in blocks:
        for line in block.lines:
            for string in line.strings:
                arabic, latin = count_scripts(string.content)
                own = arabic if language == ARABIC else latin
                sure += (string.confidence or 0.0) * own
                total += max(1, arabic + latin)
    return sure / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Cutting:
    """What is read in one run: a part of a page as a reader of one language should see it.

    `x`, `y`: where its left top corner lies on the page; `page`: the page's width and height; `lines`: those
    that stand there, all in its pixels.
    """

    image: Image.Image
    language: str
    mode: int
    x: int
    y: int
    page: tuple[int, int]
    lines: tuple[Box, ...] = ()


def cuttings(
    cleaned: Callable[[str], Image.Image], layout: Layout, region: Region, to_canvas: Affine, *, whole: bool
) -> list[Cutting]:
    """A region as each of its languages is read, text in others painted out.

    `cleaned`: the page made ready for a language (whole: cut first, its paper could not be told). The
    region's main language also keeps whatever is no text; a further language sees its own lines only.
    `whole`: the region is the page.
    """
    onto = to_canvas.inverse()
    margin = round(_MARGIN * (layout.text_size or 10) / to_canvas.a)
    width, height = cleaned(layout.language).size

    def on_page(lines: Iterable[Box], by: int) -> list[Box]:
        return [onto.box(line).grown(by).within(width, height) for line in lines]

    lines = {language: on_page(boxes, margin) for language, boxes in layout.lines_of(region).items()}
    area, strangers = Box(0, 0, width, height), []
    if not whole:
        area = reduce(Box.union, (box for boxes in lines.values() for box in boxes))
        inside = set(region.lines)
        others = (line for part in layout.regions for line in part.lines if line not in inside)
        strangers = on_page(others, margin // 2)
    pictures = [onto.box(box) for box in layout.pictures]
    made = []
    for place, (language, own) in enumerate(lines.items()):
        foreign = [box for other, boxes in lines.items() if other != language for box in boxes]
        found = tuple(on_page(layout.lines_of(region)[language], 0))
        few = not whole and len(own) <= _FEW_LINES
        one = language == ARABIC and in_one_column(found, pictures)
        mode = _BLOCK if few or one else _PAGE
        if whole and len(lines) == 1:
            return [Cutting(cleaned(language), language, mode, 0, 0, (width, height), found)]
        seen = _seen(cleaned(language), area, own, [*strangers, *foreign], everything=place == 0)
        corner = area.x - _BORDER, area.y - _BORDER
        made.append(Cutting(seen, language, mode, *corner, (width, height), found))
    return made


def _seen(
    page: Image.Image, area: Box, own: list[Box], foreign: list[Box], *, everything: bool
) -> Image.Image:
    """The area of a page on white with a border: all of it but foreign lines, or its own lines alone."""
    size = area.w + 2 * _BORDER, area.h + 2 * _BORDER
    seen = Image.new("L", size, 255)
    dx, dy = _BORDER - area.x, _BORDER - area.y
    if everything:
        seen.paste(page.crop((area.x, area.y, area.right, area.bottom)), (_BORDER, _BORDER))
        pen = ImageDraw.Draw(seen)
        for box in foreign:
            pen.rectangle((box.x + dx, box.y + dy, box.right + dx - 1, box.bottom + dy - 1), fill=255)
    if foreign or not everything:  # where margins overlap the text to be read comes back
        for box in own:
            seen.paste(page.crop((box.x, box.y, box.right, box.bottom)), (box.x + dx, box.y + dy))
    return seen
